"""Lines from a file or from standard input, and where they end, so that a stream continues after the last.

A file that is followed grows. When another file takes its name (rotation), the old file is read to its end
first. When it becomes shorter (truncation), it is read from its start again.
"""

import glob
import hashlib
import os
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..core.checks import brief_path, listed

FIRST = 4096  # bytes, at most, that tell a file from another
CHUNK = 2**16  # bytes that are read at once
LONGEST = 2**20  # bytes of a line; if there are more, it is no row, and its first bytes are given
PATIENCE = 0.2  # seconds between two looks at a file that is followed


class FileChangedError(ValueError):
    """The file is not the one that was read before."""


class LineSource:
    """The lines of a file or of standard input.

    Args:
        path: of the file; None: the open file with number ``stream`` is read, where nothing is read twice.
        place: what ``state`` gave at the save.
        follow: whether to wait for more at the end of the file.
        say: called with what happened to the file, in a sentence.
        wait: called with a number of seconds, to wait.
        next: whether a file that is not the one of the place comes after it.

    Attributes:
        at: how many bytes of the file the lines take that were given.
        start: where the last of them begins.

    Raises:
        FileChangedError: if the file begins with other bytes, or is shorter than what was read of it.
        OSError: if it cannot be read.
    """

    def __init__(
        self,
        path: Path | None,
        stream: int = 0,
        place: Any = None,
        follow: bool = False,
        say: Callable[[str], None] = lambda _: None,
        wait: Callable[[float], None] = time.sleep,
        next: bool = False,
    ) -> None:
        self.path, self.follow, self.say, self.wait = path, follow, say, wait
        self.at, self.start, self.first, self.check = 0, 0, 0, hashlib.sha256(b"").hexdigest()
        self.moved = False  # whether another file was seen under the name
        self.file = stream if path is None else _opened(path)
        if path is not None and place is not None:
            self._continue(path, place, next)

    def _continue(self, path: Path, place: dict[str, Any], next: bool) -> None:
        if self._goes_on(self.file, place):
            self._set(place)
            return
        for other in _renamed(path) if self.follow else ():
            file = _opened(other)
            if self._goes_on(file, place):
                self.say(f"{brief_path(path)} is a new file: first comes the rest of {brief_path(other)}")
                changed = os.fstat(file).st_mtime_ns
                self._say_unread([one for one in _renamed(path) if one.stat().st_mtime_ns > changed])
                self.close()
                self.file = file
                self._set(place)
                return
            os.close(file)
        if next:
            self.say(f"{brief_path(path)} comes next: starting at its first line")
        elif self.follow:
            self.say(
                f"{brief_path(path)} is new, and what was read before is gone: starting at its first line"
            )
            self._say_unread(_renamed(path))
        else:
            self.close()
            raise FileChangedError(
                f"{brief_path(path)} is not the file that was read before: give that one, or another folder"
            )

    def _say_unread(self, files: list[Path]) -> None:
        """Say which files may have come between the one that was read and the one of the name."""
        if files:
            self.say(
                f"warning: {listed(one.name for one in files)} may have come between, if the file was renamed"
                " more than once while nothing was read: no row is taken from there"
            )

    def _goes_on(self, file: int, place: dict[str, Any]) -> bool:
        """Whether this is the file of the place."""
        return bool(_check(file, place["first"]) == place["check"] and os.fstat(file).st_size >= place["at"])

    def _set(self, place: dict[str, Any]) -> None:
        self.at, self.first, self.check = place["at"], place["first"], place["check"]
        os.lseek(self.file, self.at, os.SEEK_SET)

    def lines(self) -> Iterator[bytes | None]:
        """Each line, also the last, if it has no end; None whenever there is nothing yet."""
        left, dropped = b"", 0  # of the line that has not ended, and how many bytes of it are not kept
        while True:
            chunk = self._read()
            if chunk:
                self.moved = False
                *whole, left = (left + chunk).split(b"\n")
                for line in whole:
                    self.start, self.at = self.at, self.at + dropped + len(line) + 1
                    dropped = 0
                    yield line + b"\n"
                dropped += max(len(left) - LONGEST - 1, 0)
                left = left[: LONGEST + 1]
                continue
            if chunk is not None and (not self.follow or self._replaced()):
                if left and not self._is_shorter():
                    self.start, self.at = self.at, self.at + dropped + len(left)
                    yield left
                left, dropped = b"", 0
                if not self.follow:
                    return
                self._begin_again()
                continue
            yield None
            if chunk is not None and not self.moved:
                self.wait(PATIENCE)

    def _read(self) -> bytes | None:
        """What can be read now: nothing at the end, None if something may come."""
        if self.path is None and os.name == "posix" and not select.select([self.file], [], [], PATIENCE)[0]:
            return None
        return os.read(self.file, CHUNK)

    def _is_shorter(self) -> bool:
        return self.path is not None and os.fstat(self.file).st_size < self.at

    def _replaced(self) -> bool:
        """Whether to begin again: the file became shorter, or ended and another has its name."""
        if self.path is None:
            return False
        if self._is_shorter():
            return True
        try:
            there = os.stat(self.path)
        except OSError:
            return False  # it has been moved away, and the next has not come
        if os.path.samestat(there, os.fstat(self.file)):
            return False
        # It may have grown between the last look at its end and the look at the name: look once more.
        self.moved, before = True, self.moved
        return before

    def _begin_again(self) -> None:
        assert self.path is not None
        why = "became shorter" if self._is_shorter() else "is a new file"
        file = _opened(self.path)
        self.close()
        self.file = file
        self.say(f"{brief_path(self.path)} {why}: starting at its first line")
        self.at, self.first, self.check = 0, 0, hashlib.sha256(b"").hexdigest()
        self.moved = False

    def state(self) -> dict[str, Any]:
        """Where the lines continue, and what the file begins with."""
        if self.path is not None and self.first < min(self.at, FIRST):
            self.first = min(self.at, FIRST)
            self.check = _check(self.file, self.first)
        at = 0 if self.path is None else self.at  # a file that comes after standard input is read whole
        return {"at": at, "first": self.first, "check": self.check}

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.path is not None:
            os.close(self.file)


def _opened(path: Path) -> int:
    return os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))  # on Windows, lines end as they end


def _renamed(path: Path) -> list[Path]:
    """The files that a rotation may have made of this one."""
    return sorted(other for other in path.parent.glob(f"{glob.escape(path.name)}?*") if other.is_file())


def _check(file: int, size: int) -> str:
    """A hash of the first bytes of a file, which is then read from where it was."""
    at = os.lseek(file, 0, os.SEEK_CUR)
    os.lseek(file, 0, os.SEEK_SET)
    first = os.read(file, size)
    os.lseek(file, at, os.SEEK_SET)
    return hashlib.sha256(first).hexdigest()
