"""Files that exist only as a whole: written under another name beside their place, then renamed."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """A draft to write to. It becomes the file if no error occurs; otherwise nothing is left of it.

    An existing file keeps its mode. A link stays a link: the file that it points to is written.

    Raises:
        OSError: if the file cannot be written, for example because the disk is full. The error names
            ``path``, and an existing file is unharmed.
    """
    real = path.resolve()
    with named(path), tempfile.TemporaryDirectory(dir=real.parent, prefix=".unfinished-") as folder:
        draft = Path(folder) / real.name
        yield draft
        with draft.open("r+b") as file:
            os.fsync(file.fileno())  # on the disk, before it takes the old file's place
        if real.exists():
            shutil.copymode(real, draft)
        os.replace(draft, real)


@contextmanager
def named(path: Path) -> Iterator[None]:
    """Make an error name the file or folder that the user gave, not the draft."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error
