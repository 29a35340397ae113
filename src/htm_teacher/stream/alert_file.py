"""Where alerts go: a file in which each appears exactly once, or standard output, where one may come again.

A generation stores how long the file was, and a hash of its last bytes. After a crash the file is cut back to
that length, and the same rows raise the same alerts again. Nothing that is no alert is ever cut off.
"""

import hashlib
import json
import os
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from ..core.checks import brief_path
from .disk import Disk
from .sealed import StateError

LAST = 4096  # bytes, at most, that tell a file from another
BEGINS = b'{"id": "'  # every alert


def written(alert: dict[str, Any]) -> str:
    """An alert as a line of JSON."""
    return json.dumps(alert, ensure_ascii=False, allow_nan=False) + "\n"


class AlertFile:
    """A file of alerts that this process alone writes to.

    Args:
        path: of the file; it is made if it does not exist.
        saved: what ``save`` gave, or the length alone; None for a new stream, which appends.

    Raises:
        StateError: if the file is shorter than it was, or is another.
        OSError: if it cannot be written.
    """

    def __init__(self, path: Path, saved: Any, disk: Disk) -> None:
        self.disk = disk
        if path.exists() and not path.is_file():
            raise OSError(f"{brief_path(path)} is no file: give the name of one, or none for standard output")
        length, check, *number = saved if isinstance(saved, list) else (saved, None)
        self.file: BinaryIO = open(path, "r+b", buffering=0, opener=_made)  # noqa: SIM115 - until ``close``
        disk.sync_folder(path.parent)  # the file may be new
        held = self.file.seek(0, os.SEEK_END)
        if length is not None and held < length:
            self.file.close()
            raise StateError(
                f"{brief_path(path)} is shorter than the {length:,} bytes written to it: give the same file"
            )
        moved = length == 0 < held and number not in ([], [self._number()])
        if length is not None and (moved or not self._is_ours(length, check)):
            self.file.close()
            raise StateError(
                f"{brief_path(path)} is not the file that alerts were written to: give the same file"
                f"{', or an empty one' if length == 0 else ''}"
            )
        self.file.truncate(self.file.seek(held if length is None else length))

    def _is_ours(self, length: int, check: str | None) -> bool:
        """Whether the file was the same at this length, and continues with alerts, which may be torn."""
        self.file.seek(length)
        next = self.file.read(len(BEGINS)).partition(b"\0")[0]
        return BEGINS.startswith(next) and check in (None, self._check(length))

    def _check(self, length: int) -> str:
        """A hash of the last bytes up to this length."""
        first = max(length - LAST, 0)
        self.file.seek(first)
        return hashlib.sha256(self.file.read(length - first)).hexdigest()

    def _number(self) -> int:
        """By which the system tells the file from others: all that tells a file without a byte."""
        return os.fstat(self.file.fileno()).st_ino

    def write(self, alerts: list[dict[str, Any]]) -> None:
        """Write alerts at the end."""
        if alerts:
            self.disk.write(self.file, "".join(map(written, alerts)).encode())
        self.disk.point("alerts written")

    def save(self) -> list[Any]:
        """Return how long the file is, and a hash of its last bytes, once all of it is on the disk.

        Of an empty file it returns the system's number of the file, too.
        """
        self.disk.sync(self.file)
        self.disk.point("alerts synced")
        length = self.file.tell()
        check = self._check(length)  # which ends there
        return [length, check] if length else [length, check, self._number()]

    def close(self) -> None:
        """Close the file."""
        self.file.close()


def _made(path: str, _: int) -> int:
    return os.open(path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)


class AlertPrinter:
    """Alerts as lines on standard output: at least once each, the same ones with the same id."""

    def __init__(self, out: TextIO) -> None:
        self.out = out

    def write(self, alerts: list[dict[str, Any]]) -> None:
        """Print alerts."""
        self.out.writelines(map(written, alerts))
        self.out.flush()

    def save(self) -> None:
        """There is no length."""

    def close(self) -> None:
        """Nothing is open."""
