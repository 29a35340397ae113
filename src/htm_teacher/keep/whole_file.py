"""Files that are whole or not there: written beside their place under another name, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A place to write to; it becomes the file once all is well, and otherwise leaves nothing.

    A file that is there already keeps its mode, and a link stays one: what it points to is written.

    Raises:
        OSError: if it cannot be written, e.g. because the disk is full; it names ``path``, and what was
            there before is unharmed.
    """
    real = path.resolve()
    with named(path), tempfile.TemporaryDirectory(dir=real.parent, prefix=".unfinished-") as folder:
        draft = Path(folder) / real.name
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())  # on the disk, before it takes the old one's place
        if real.exists():
            shutil.copymode(real, draft)
        os.replace(draft, real)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Let a failure name the file or folder that the user knows, not one that is only passing."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
