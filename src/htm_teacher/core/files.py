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
        OSError: if it cannot be written, e.g. because the disk is full; it names ``path``, and what was
            there before is unharmed.
    """
    with named(path), tempfile.TemporaryDirectory(dir=path.parent, prefix=".unfinished-") as folder:
        draft = Path(folder) / path.name
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())  # on the disk, before it takes the old one's place
        os.replace(draft, path)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let a failure name the file or folder that the user knows, not one that is only passing."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
