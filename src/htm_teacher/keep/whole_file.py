"""Files that exist only as a whole: written under another name beside their place, then renamed.

A process that is killed leaves its draft. Who writes the same file next removes it, but never the draft of
a process that still lives. That is not told by its number, which may be used again, or on another machine
that shares the folder: a process holds a lock on a file beside its draft, and the system takes the lock
away when it dies. Windows refuses to remove a file that is held open, which tells the same.
"""

import os
import platform
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from typing import Any

from ..core.checks import brief_path

fcntl: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None

BEGINNING, LOCK = ".unfinished-", ".lock-"
WRITABLE = 0o222  # for anyone: otherwise not even root replaces it
WEEK = 7 * 24 * 3600  # seconds. A draft that nobody has touched for so long is a dead process's


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft to write to. It becomes the file if no error occurs; otherwise nothing is left of it.

    An existing file keeps its mode. A link stays a link: the file that it points to is written. Drafts of
    this file that killed processes left are removed.

    Raises:
        OSError: if the file cannot be written, for example because the disk is full, or must not be: if it
            is read-only, a folder, a device or a pipe. The error names ``path``, and what exists is unharmed.
    """
    with named(path):
        real = check_replaceable(path)
    with named(path), draft_folder(real) as folder:
        draft = folder / real.name
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())  # on the disk, before it takes the old file's place
        if real.exists():
            shutil.copymode(real, draft)
        os.replace(draft, real)


def make_folder(path: Path) -> None:
    """Create a folder, if it does not exist. ``OSError`` if it cannot be, as where a file has this name."""
    if path.exists() and not path.is_dir():
        raise NotADirectoryError(
            f"{brief_path(path)}: is a file, and a folder is needed; choose another name"
        )
    path.mkdir(parents=True, exist_ok=True)


def check_replaceable(path: Path) -> Path:
    """The file itself if ``path`` is a link to it; ``OSError`` if it must not be replaced."""
    real = Path(os.path.realpath(path))
    if real.is_symlink():
        raise OSError(f"{brief_path(path)}: is a link that leads back to itself; choose another name")
    if real.is_dir():
        raise IsADirectoryError(f"{brief_path(path)}: is a folder; choose another name")
    if real.exists() and not real.is_file():
        raise OSError(f"{brief_path(path)}: is a device or a pipe, not a file; choose another name")
    if real.is_file() and not (real.stat().st_mode & WRITABLE and os.access(real, os.W_OK)):
        raise PermissionError(f"{brief_path(path)}: is read-only; choose another name or make it writable")
    return real


@contextmanager
def draft_folder(real: Path) -> Iterator[Path]:
    """A folder beside a file, for its draft; removed at the end, as are those that killed processes left."""
    for left in real.parent.glob(f"{BEGINNING}*"):
        with suppress(OSError):  # another process may be at the same, or it lives
            _remove_if_dead(left, real.name)
    while True:
        with tempfile.TemporaryDirectory(dir=real.parent, prefix=BEGINNING) as folder, ExitStack() as later:
            try:
                lock = later.enter_context(Path(folder, _lock_name()).open("xb"))
            except FileNotFoundError:  # another process has taken the empty folder for a dead process's
                continue
            if fcntl is not None:
                with suppress(OSError):  # some file systems have no locks: then only age tells
                    fcntl.flock(lock, fcntl.LOCK_EX)
            # Before it was locked, another process may have taken this for a dead process's.
            if os.path.exists(lock.name):
                yield Path(folder)
                return


def _remove_if_dead(folder: Path, name: str) -> None:
    """Remove a draft's folder if it is of a file of this name and of a dead process; ``OSError`` if not."""
    content = {one.name for one in folder.iterdir()}
    names = content - {name}
    if not content:  # of a process killed at the start; if it lives, it makes another folder
        folder.rmdir()
        return
    if any(not one.startswith(LOCK) for one in names):
        return  # of another file
    if names != {_lock_name()}:
        # Of another machine, on which a lock may not be seen from here.
        if max(one.stat().st_mtime for one in [folder, *folder.iterdir()]) < time.time() - WEEK:
            shutil.rmtree(folder)
    elif fcntl is None:
        (folder / _lock_name()).unlink()
        shutil.rmtree(folder)
    else:
        with (folder / _lock_name()).open("r+b") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)


def _lock_name() -> str:
    return LOCK + platform.node().replace("/", "-")


@contextmanager
def named(path: str | os.PathLike[str]) -> Iterator[None]:
    """Make an error name the file or folder that the user gave, not the draft."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, brief_path(path)) from None
