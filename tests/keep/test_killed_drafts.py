"""What a killed process leaves beside the file that it wrote: the next to write the file removes it."""

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

import htm_teacher
from htm_teacher.cli.early_checks import usable_folder
from htm_teacher.keep import whole_file as module
from htm_teacher.keep.whole_file import LOCK, WEEK, whole_file

posix = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")


def writer(path: Path) -> subprocess.Popen[str]:
    """Another process that has written half of this file, and waits."""
    code = """
        import sys, time
        from pathlib import Path
        from htm_teacher.keep.whole_file import whole_file
        with whole_file(Path(sys.argv[1])) as draft:
            draft.write_bytes(b"half")
            print("written", flush=True)
            input()
    """
    process = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), str(path)],
        env=os.environ | {"PYTHONPATH": str(Path(htm_teacher.__file__).parents[1])},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "written\n"
    return process


def write(path: Path) -> None:
    with whole_file(path) as draft:
        draft.write_bytes(b"whole")


def names(folder: Path) -> list[str]:
    return sorted(one.name for one in folder.iterdir())


def unfinished(folder: Path) -> list[Path]:
    return [one for one in folder.iterdir() if one.name.startswith(".unfinished-")]


def make_older(folder: Path, seconds: float) -> None:
    for one in [*folder.iterdir(), folder]:
        os.utime(one, (time.time() - seconds,) * 2)


@posix
def test_a_killed_processs_draft_goes_with_the_next_writing_and_a_living_ones_stays(tmp_path):
    path = tmp_path / "model.npz"
    killed, living = writer(path), writer(path)
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    assert len(unfinished(tmp_path)) == 2
    write(path)
    (own,) = unfinished(tmp_path)
    assert (own / "model.npz").read_bytes() == b"half"
    assert path.read_bytes() == b"whole"
    living.communicate("go on\n")
    assert living.returncode == 0
    assert path.read_bytes() == b"half"
    assert names(tmp_path) == ["model.npz"]


@posix
def test_drafts_of_other_files_and_foreign_folders_stay(tmp_path):
    killed = writer(tmp_path / "other.npz")
    killed.send_signal(signal.SIGKILL)
    killed.communicate()
    (tmp_path / ".unfinished-business").mkdir()
    (tmp_path / ".unfinished-business" / "letter.txt").write_text("Dear")
    (tmp_path / ".unfinished-file").write_text("a file")
    before = names(tmp_path)
    write(tmp_path / "model.npz")
    assert names(tmp_path) == sorted([*before, "model.npz"])


@pytest.mark.parametrize("lock", [f"{LOCK}another-machine", None])
def test_where_a_lock_tells_nothing_age_does(tmp_path, lock):
    """Another machine's lock may not be seen from here; a process may be killed before it has one."""
    left = tmp_path / ".unfinished-1"
    left.mkdir()
    (left / "model.npz").write_bytes(b"half")
    if lock:
        (left / lock).write_bytes(b"")
    make_older(left, WEEK - 3600)
    write(tmp_path / "model.npz")
    assert left.exists()
    make_older(left, WEEK + 3600)
    write(tmp_path / "model.npz")
    assert names(tmp_path) == ["model.npz"]


@posix
def test_a_folder_taken_for_a_dead_ones_at_the_start_is_made_again(tmp_path, monkeypatch):
    """Between its making and its locking another process may have removed it."""
    real, taken = module.fcntl.flock, []

    def flock(file, how):
        if not taken:
            taken.append(file.name)
            module.shutil.rmtree(Path(file.name).parent)
        real(file, how)

    monkeypatch.setattr(module.fcntl, "flock", flock)
    write(tmp_path / "model.npz")
    assert taken
    assert names(tmp_path) == ["model.npz"]


def test_the_folder_of_a_process_killed_before_it_has_a_lock_goes_with_the_next_writing(tmp_path):
    (tmp_path / ".unfinished-1").mkdir()
    write(tmp_path / "model.npz")
    assert names(tmp_path) == ["model.npz"]


def test_an_empty_folder_taken_for_a_dead_ones_is_made_again(tmp_path, monkeypatch):
    """Before its lock is made, another process may have removed it."""
    made, taken = module.tempfile.TemporaryDirectory, []

    def taking(**named):
        folder = made(**named)
        if not taken:
            taken.append(folder.name)
            Path(folder.name).rmdir()
        return folder

    monkeypatch.setattr(module.tempfile, "TemporaryDirectory", taking)
    write(tmp_path / "model.npz")
    assert taken
    assert names(tmp_path) == ["model.npz"]


def test_a_file_system_without_locks_is_written_to(tmp_path, monkeypatch):
    def flock(file, how):
        raise OSError(95, "Operation not supported")

    if module.fcntl is not None:
        monkeypatch.setattr(module.fcntl, "flock", flock)
    write(tmp_path / "model.npz")
    write(tmp_path / "model.npz")
    assert names(tmp_path) == ["model.npz"]


def test_the_trial_of_a_folder_leaves_nothing(tmp_path):
    assert names(usable_folder(tmp_path / "out")) == []
