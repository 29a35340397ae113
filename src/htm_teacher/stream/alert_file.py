"""Where alerts go: a file in which each appears exactly once, or standard output, where one may come again.

A generation stores how long the file was, and a hash of its last bytes. After a crash the file is cut back to
that length, and the same rows raise the same alerts again. Nothing that is no alert is ever cut off. If the
file was moved, removed or cut meanwhile, alerts continue in what has its name now, or in a new file.
"""

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, TextIO

from ..core.checks import brief_path
from .disk import Disk
from .line_source import WARNS
from .sealed import StateError

LAST = 4096  # bytes, at most, that tell a file from another
BEGINS = b'{"id": "'  # every alert


def written(alert: dict[str, Any]) -> str:
    """An alert as a line of JSON."""
    return json.dumps(alert, ensure_ascii=False, allow_nan=False) + "\n"


class AlertFile:
    """A file of alerts that this process alone writes to.

    It may be moved, removed or cut, between two runs and during one. It is cut back only if it has the bytes
    that were there at the save. To another file of alerts only those are added that it does not have.

    Args:
        path: of the file; it is made if it does not exist.
        saved: what ``save`` gave, or the length alone; None for a new stream, which appends.
        say: called with what happened to the file, in a sentence.

    Raises:
        StateError: if it is another file, in which there are other lines than alerts.
        OSError: if it cannot be written.
    """

    def __init__(
        self, path: Path, saved: Any, disk: Disk, say: Callable[[str], None] = lambda _: None
    ) -> None:
        self.path, self.disk, self.say = path, disk, say
        self.there: set[bytes] = set()  # the alerts of a file that is not the one of the save
        if path.exists() and not path.is_file():
            raise OSError(f"{brief_path(path)} is no file: give the name of one, or none for standard output")
        self.new = not path.exists()  # and nothing was saved of it yet
        length, check, *number = saved if isinstance(saved, list) else (saved, None)
        self.at = self._open()
        if length is None:
            return
        moved = length == 0 < self.at and number not in ([], [self._number()])
        if not moved and length <= self.at and self._is_ours(length, check):
            self.at = self.file.truncate(length)
        else:
            self._join(length, self.new)

    def _open(self) -> int:
        """Open the file of the name; how long it is. What is written comes at its end."""
        self.file: BinaryIO = open(self.path, "r+b", buffering=0, opener=_made)  # noqa: SIM115 - until ``close``
        self.disk.sync_folder(self.path.parent)  # the file may be new
        return self.file.seek(0, os.SEEK_END)

    def _join(self, length: int, begun: bool) -> None:
        """Continue at the end of a file that is not the one of the save, if it has nothing but alerts.

        Args:
            length: of the file at the save.
            begun: whether it was made in place of one that was moved or removed.
        """
        self.file.seek(0)
        *lines, torn = self.file.read().split(b"\n")
        if not all(BEGINS.startswith(line[: len(BEGINS)]) for line in (*lines, torn.partition(b"\0")[0])):
            self.file.close()
            raise StateError(
                f"{brief_path(self.path)} is not the file that alerts were written to, and has other lines: "
                f"move it away, or give another name"
            )
        self.there = set(lines)
        name, ends = brief_path(self.path), "alerts are added at its end"
        if begun and not self.at and length:
            twice = "after a crash, those since the last save may be in both"
            self.say(f"{name} is a new file, and alerts continue in it; {twice}")
        elif self.at or length:
            why = "is shorter than it was" if self.at < length else "is not the file that it was"
            self.say(f"{WARNS}{name} {why}: {ends}")
        self.at = self.file.truncate(self.at - len(torn))

    def _look(self) -> None:
        """Whether the name has another file by now: then alerts continue in that."""
        with suppress(OSError):
            if os.path.samestat(os.stat(self.path), os.fstat(self.file.fileno())):
                return
        self.disk.sync(self.file)  # what the next save will not
        self.file.close()
        self.at = self._open()
        self._join(1, True)

    def _end(self) -> None:
        """Where the file ends, which may be cut by now."""
        end = self.file.seek(0, os.SEEK_END)
        if end < self.at:
            self.say(f"{WARNS}{brief_path(self.path)} became shorter: alerts are added at its end")
        self.at = end

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
            self._look()
            self._end()
            lines = [written(alert).encode() for alert in alerts]
            self.disk.write(self.file, b"".join(line for line in lines if line[:-1] not in self.there))
            self.at = self.file.tell()
        self.disk.point("alerts written")

    def save(self) -> list[Any]:
        """Return how long the file is, and a hash of its last bytes, once all of it is on the disk.

        Of an empty file it returns the system's number of the file, too.
        """
        self.disk.sync(self.file)
        self.disk.point("alerts synced")
        self._end()
        length, self.new = self.at, False
        check = self._check(length)
        return [length, check] if length else [length, check, self._number()]

    def close(self) -> None:
        """Close the file; one that was made in vain is removed."""
        self.file.close()
        if self.new and not self.at:
            self.path.unlink(missing_ok=True)


def _made(path: str, _: int) -> int:
    return os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o666)


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
