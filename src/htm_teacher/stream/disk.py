"""The few things that a stream does to a disk, in an order that survives a crash at any moment.

A file is whole once it was written aside, synced and renamed, and once its folder was synced. Between any two
of these the process may die: ``point`` is called there, which does nothing, so that tests can end it.
"""

import os
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from ..keep.whole_file import named

ASIDE = ".aside"
POINTS = (
    *("machine put on disk", "machine taken from disk"),
    *("keys written", "keys synced", "alerts written", "alerts synced", "state written", "state synced"),
    *("state renamed", "folder synced", "old state deleted", "old keys deleted"),
)


class Disk:
    """What a stream writes with."""

    def point(self, name: str) -> None:
        """Called where the process may die; see ``POINTS``."""

    def write(self, file: BinaryIO, data: bytes) -> None:
        """Write at the end of an open file. An error, such as that of a full disk, names the file."""
        left = memoryview(data)
        with named(file.name):
            while left:  # a file without a buffer may take less
                left = left[file.write(left) :]

    def sync(self, file: BinaryIO) -> None:
        """Return once all that was written is on the disk."""
        with named(file.name):
            os.fsync(file.fileno())

    def rename(self, path: Path, new: Path) -> None:
        """Give a file its name, in place of one that may have it."""
        os.replace(path, new)

    def sync_folder(self, folder: Path) -> None:
        """Return once the names in a folder are on the disk, where the system can do so."""
        with suppress(PermissionError):  # Windows opens no folder
            number = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(number)
            finally:
                os.close(number)

    def put(self, path: Path, data: bytes) -> None:
        """Make a whole file: aside, synced, renamed, and then its folder."""
        aside = path.with_name(path.name + ASIDE)
        with aside.open("wb", buffering=0) as file:
            self.write(file, data)
            self.point("state written")
            self.sync(file)
        self.point("state synced")
        self.rename(aside, path)
        self.point("state renamed")
        self.sync_folder(path.parent)
        self.point("folder synced")
