"""Where compiled kernels are kept on disk. It can be asked without importing Numba, which takes a second."""

import atexit
import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile, mkdtemp

COMPLETE = "complete"  # an empty file beside the kernels: all that a run needs was compiled


@cache
def cache_folder() -> Path:
    """The folder of the compiled kernels: one for each place of the kernels, and each version of their text.

    Numba looks only at the file of the kernel itself. If a kernel that it calls has changed in another
    file, Numba would still use the kernel it compiled before. If the folder cannot be written, a temporary
    folder takes its place until the process ends.
    """
    kernels = Path(__file__).parent / "fast" / "kernels"
    texts = b"".join(path.read_bytes() for path in sorted(kernels.glob("*.py")))
    name = hashlib.sha256(bytes(kernels) + texts).hexdigest()[:16]
    folder = _wanted() / name
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            return folder
    except OSError:
        home = mkdtemp(prefix="htm-teacher-")
        atexit.register(shutil.rmtree, home, ignore_errors=True)
        return Path(home) / name


def _wanted() -> Path:
    import platformdirs

    return Path(os.environ.get("NUMBA_CACHE_DIR") or platformdirs.user_cache_path("htm-teacher"))


def on_cache() -> str:
    """A sentence if the kernels are lost when the process ends; "" if they are kept."""
    if cache_folder().parent == _wanted():
        return ""
    return (
        f"{_wanted()} cannot be written, so each run compiles the fast engine again; give another folder by"
        " the environment variable NUMBA_CACHE_DIR"
    )


def is_complete() -> bool:
    """Whether all that a run needs was compiled before."""
    return (cache_folder() / COMPLETE).exists()


def say_complete(complete: bool) -> None:
    """Note whether the folder holds all that a run needs."""
    if complete:
        (cache_folder() / COMPLETE).touch()
    else:
        (cache_folder() / COMPLETE).unlink(missing_ok=True)


@contextmanager
def alone() -> Iterator[None]:
    """Meanwhile every other process of this machine waits here. A process that ends frees the lock."""
    folder = cache_folder()
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder.with_suffix(".lock"), "w") as file:
        if os.name == "nt":
            import msvcrt

            while True:
                try:
                    msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
                    break
                except OSError:  # not free within ten seconds
                    continue
        else:
            import fcntl

            fcntl.flock(file, fcntl.LOCK_EX)
        yield
