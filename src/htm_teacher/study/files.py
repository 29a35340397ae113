"""Files that are whole or not there: written beside their place under another name, then renamed."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to; it becomes the file once all is well, and otherwise leaves nothing.

    Raises:
        OSError: if it cannot be written, e.g. because the disk is full; it names ``path``.
    """
    with named(path), tempfile.TemporaryDirectory(dir=path.parent, prefix=".unfinished-") as folder:
        draft = Path(folder) / path.name
        yield draft
        os.replace(draft, path)


def usable_folder(path: Path) -> Path:
    """The folder, made if need be, after a trial that it can be written to.

    Raises:
        OSError: if not; better known before a long run than after it.
    """
    path.mkdir(parents=True, exist_ok=True)
    with named(path), tempfile.TemporaryDirectory(dir=path, prefix=".trial-") as folder:
        Path(folder, "trial").write_bytes(bytes(4096))
    return path


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let a failure name the file or folder that the user knows, not one that is only passing."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
