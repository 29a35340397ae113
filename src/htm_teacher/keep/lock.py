"""One writer for a folder or a file: a lock that the system takes away when its process dies."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from warnings import warn

from ..core.checks import brief_path
from .whole_file import make_folder

fcntl: Any
msvcrt: Any
try:
    import fcntl
except ImportError:  # Windows
    fcntl = None
    import msvcrt

LOCK = "lock"
NO_LOCKS = (errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP)  # some network file systems


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, which is created if it does not exist.

    Raises:
        OSError: if another process holds it, or the folder cannot be written.
    """
    make_folder(folder)
    with _held(folder / LOCK, f"{brief_path(folder)}: another process writes there", "folder"):
        yield


@contextmanager
def locked_file(path: Path) -> Iterator[None]:
    """Hold the lock of a file that need not exist: a hidden file beside it, which stays.

    Raises:
        OSError: if another process holds it, or its folder cannot be written.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = path.with_name(f".{path.name}.{LOCK}")
    with _held(lock, f"{brief_path(path)}: another process writes it", "file"):
        yield


@contextmanager
def _held(lock: Path, said: str, kind: str) -> Iterator[None]:
    with lock.open("ab") as file:
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in NO_LOCKS:  # the file system has none
                warn(f"{brief_path(lock.parent)} has no locks: let one process write there", stacklevel=4)
            else:
                raise OSError(f"{said}; end it, or choose another {kind}") from None
        yield
