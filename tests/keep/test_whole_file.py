"""Files that are whole or not there; what a failing disk or a killed program leaves is in test_snapshot."""

import os
import re
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


@posix
@pytest.mark.parametrize("linked", [False, True])
def test_a_read_only_file_is_refused(tmp_path, linked):
    (tmp_path / "elsewhere").mkdir()
    path, link = tmp_path / "elsewhere" / "model.npz", tmp_path / "link.npz"
    write(path, b"old")
    path.chmod(0o444)
    if linked:
        link.symlink_to(path)
    name = link if linked else path
    with pytest.raises(PermissionError, match=f"^{re.escape(str(name))}: is read-only; choose"):
        write(name, b"new")
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]
    path.chmod(0o644)
    write(name, b"new")
    assert path.read_bytes() == b"new"


@posix
@pytest.mark.parametrize("linked", [False, True])
def test_what_is_no_regular_file_is_refused(tmp_path, linked):
    """Never open it: nobody may be at the other end of a pipe."""
    pipe, link = tmp_path / "pipe", tmp_path / "link"
    os.mkfifo(pipe)
    link.symlink_to(pipe)
    name = link if linked else pipe
    with pytest.raises(OSError, match=f"^{re.escape(str(name))}: is a device or a pipe, not a file; choose"):
        write(name, b"new")
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["link", "pipe"]


@posix
def test_a_folder_is_refused_by_its_name(tmp_path):
    with pytest.raises(IsADirectoryError, match=f"^{re.escape(str(tmp_path))}: is a folder; choose"):
        write(tmp_path, b"new")


@posix
@pytest.mark.parametrize("name", ["loop", "loop/model.npz"])
def test_a_link_that_leads_back_to_itself_is_refused(tmp_path, name):
    (tmp_path / "loop").symlink_to("loop")
    with pytest.raises(OSError, match=re.escape(str(tmp_path / name))):
        write(tmp_path / name, b"new")
    assert [one.name for one in tmp_path.iterdir()] == ["loop"]
    assert (tmp_path / "loop").is_symlink()
