"""Files that are whole or not there; what a failing disk or a killed program leaves is in test_snapshot."""

import os
import stat
from pathlib import Path

import pytest

from htm_teacher.keep.whole_file import whole_file

posix = pytest.mark.skipif(os.name != "posix", reason="modes and links are of POSIX")


def write(path: Path, content: bytes) -> None:
    with whole_file(path) as draft:
        draft.write_bytes(content)


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_a_file_keeps_its_mode(tmp_path, mode):
    path = tmp_path / "model.npz"
    write(path, b"old")
    path.chmod(mode)
    write(path, b"new")
    assert path.read_bytes() == b"new"
    assert stat.S_IMODE(path.stat().st_mode) == mode


@posix
def test_a_link_stays_a_link_and_what_it_points_to_is_written(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    target, link = tmp_path / "elsewhere" / "model.npz", tmp_path / "link.npz"
    link.symlink_to(target)
    for content in (b"first", b"second"):
        write(link, content)
        assert link.is_symlink()
        assert target.read_bytes() == link.read_bytes() == content
    assert [one.name for one in target.parent.iterdir()] == ["model.npz"]
    assert sorted(one.name for one in tmp_path.iterdir()) == ["elsewhere", "link.npz"]
