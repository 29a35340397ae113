"""Where alerts go: a file in which each appears exactly once, or standard output, where one may come again.

A generation stores how long the file was. After a crash the file is cut back to that length, and the same
rows raise the same alerts again.
"""

import json
import os
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from ..core.checks import brief_path
from .disk import Disk
from .sealed import StateError


def written(alert: dict[str, Any]) -> str:
    """An alert as a line of JSON."""
    return json.dumps(alert, ensure_ascii=False, allow_nan=False) + "\n"


class AlertFile:
    """A file of alerts that this process alone writes to.

    Args:
        path: of the file; it is made if it does not exist.
        length: how long it was when the state was saved, in bytes; None for a new stream, which appends.

    Raises:
        StateError: if the file is shorter than it was.
        OSError: if it cannot be written.
    """

    def __init__(self, path: Path, length: int | None, disk: Disk) -> None:
        self.disk = disk
        self.file: BinaryIO = open(  # noqa: SIM115 - open until ``close``
            os.open(path, os.O_RDWR | os.O_CREAT, 0o666), "r+b", buffering=0
        )
        held = self.file.seek(0, os.SEEK_END)
        if length is not None and held < length:
            self.file.close()
            raise StateError(
                f"{brief_path(path)} is shorter than the {length:,} bytes written to it: give the same file"
            )
        self.file.truncate(self.file.seek(held if length is None else length))

    def write(self, alerts: list[dict[str, Any]]) -> None:
        """Write alerts at the end."""
        if alerts:
            self.disk.write(self.file, "".join(map(written, alerts)).encode())
        self.disk.point("alerts written")

    def save(self) -> int:
        """Return how long the file is, once all of it is on the disk."""
        self.disk.sync(self.file)
        self.disk.point("alerts synced")
        return self.file.tell()

    def close(self) -> None:
        """Close the file."""
        self.file.close()


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
