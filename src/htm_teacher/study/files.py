"""The folder that a run writes to."""

import tempfile
from pathlib import Path

from ..keep.whole_file import named


def usable_folder(path: Path) -> Path:
    """The folder, made if need be, after a trial that it can be written to.

    Raises:
        OSError: if not; better known before a long run than after it.
    """
    path.mkdir(parents=True, exist_ok=True)
    with named(path), tempfile.TemporaryDirectory(dir=path, prefix=".trial-") as folder:
        Path(folder, "trial").write_bytes(bytes(4096))
    return path
