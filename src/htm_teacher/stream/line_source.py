"""Lines from a file or from standard input, and where they end, so that a stream continues after the last.

A file that is followed grows. When another file takes its name (rotation), the old file is read to its end
first, and then all that were renamed after it, in their order. When it becomes shorter (truncation), it is
read from its start again.
"""

import hashlib
import os
import select
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ..core.checks import brief_path
from .rotated import PACKED, changed, opened, rotated, seen

FIRST = 4096  # bytes, at most, that tell a file from another
CHUNK = 2**16  # bytes that are read at once
LONGEST = 2**20  # bytes of a line; if there are more, it is no row, and its first bytes are given
PATIENCE = 0.2  # seconds between two looks at a file that is followed
LATEST = 2**63  # nanoseconds
WARNS = "warning: "  # begins a line that is no mere note


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
        self.file = stream
        if path is not None:
            self._open(path)
        if path is not None and place is not None:
            self._continue(path, place, next)

    def _open(self, path: Path) -> None:
        """Read this file from now on, from its start."""
        there = os.stat(path)
        self.file, self.name = opened(path), path
        self.known = there if path.suffix == PACKED else os.fstat(self.file)
        self.at, self.first, self.check = 0, 0, hashlib.sha256(b"").hexdigest()

    def _open_instead(self, path: Path) -> None:
        before = self.file
        self._open(path)
        os.close(before)

    def _open_first(self, files: list[Path]) -> Path | None:
        """Read the first of these files that can be read, instead; of those before it, say that it cannot."""
        for one in files:
            try:
                self._open_instead(one)
                return one
            except OSError as error:
                why = f"cannot be read, so its rows are missing: {error.strerror or error}"
                self.say(f"{WARNS}{brief_path(one)} {why}")
        return None

    def _continue(self, path: Path, place: dict[str, Any], next: bool) -> None:
        if self.known.st_ino == place.get("inode") and self._goes_on(self.file, place):
            self._set(place)
            return
        files, others = rotated(path) if self.follow else ([], [])
        if found := self._found([*files, path, *others], place):
            if found != path:
                self.say(f"{brief_path(path)} is a new file: first comes the rest of {brief_path(found)}")
                self._open_instead(found)
            self._set(place)
        elif next:
            self.say(f"{brief_path(path)} comes next: starting at its first line")
        elif self.follow:
            self._miss(path, [one for one in files if changed(one) > place.get("changed", LATEST)])
        else:
            self.close()
            raise FileChangedError(
                f"{brief_path(path)} is not the file that was read before: give that one, or another folder"
            )

    def _miss(self, path: Path, later: list[Path]) -> None:
        """Continue with what was renamed later than the file that is gone, or else with that of the name."""
        what = f"{brief_path(path)} is new, and what was read before is gone"
        gone = f"{WARNS}{what}: rows may be missing; starting"
        first = self._open_first(later)
        self.say(f"{gone} at {f'the first line of {brief_path(first)}' if first else 'its first line'}")

    def _found(self, files: list[Path], place: dict[str, Any]) -> Path | None:
        """The file that was read: by its inode, or else by its first bytes; of several, the oldest."""
        same = [one for one in files if (now := seen(one)) and now.st_ino == place.get("inode")]
        if found := [one for one in same if self._has(one, place)]:
            return found[0]
        held = [one for one in files if one not in same and self._has(one, place)]
        held = [one for one in held if changed(one) >= place.get("changed", 0)] or held
        if len(held) > 1:
            self.say(
                f"{WARNS}{len(held)} files begin with what was read before: the oldest is taken for it, "
                f"{brief_path(held[0])}"
            )
        return held[0] if held else None

    def _has(self, path: Path, place: dict[str, Any]) -> bool:
        """Whether the file can be read and has the place."""
        try:
            file = opened(path)
        except OSError:
            return False
        try:
            return self._goes_on(file, place)
        finally:
            os.close(file)

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
        """Continue with the next file: one that was renamed after this one, or else the one of the name."""
        assert self.path is not None
        shorter = self._is_shorter()
        if next := self._open_first([] if shorter else self._later()):
            self.say(f"{brief_path(next)} comes next: starting at its first line")
            return
        self._open_instead(self.path)
        self.moved = False
        why = "became shorter" if shorter else "is a new file"
        self.say(f"{brief_path(self.path)} {why}: starting at its first line")

    def _later(self) -> list[Path]:
        """What was renamed after the file that is read, which may have other names by now."""
        assert self.path is not None
        files, others = rotated(self.path)
        for place, one in enumerate(files):
            if self._is_known(one):
                return files[place + 1 :]
        after = self._now().st_mtime_ns
        later = [one for one in files if changed(one) > after]
        if later or not any(map(self._is_known, others)):
            self.say(
                f"{WARNS}what was read of {brief_path(self.name)} is gone, or has a name without a number or "
                f"date: what changed later comes next, and rows may be missing"
            )
        return later

    def _is_known(self, path: Path) -> bool:
        """Whether this is the file that is read."""
        return (now := seen(path)) is not None and os.path.samestat(now, self.known)

    def _now(self) -> os.stat_result:
        return self.known if self.name.suffix == PACKED else os.fstat(self.file)

    def state(self) -> dict[str, Any]:
        """Where the lines continue, and what the file begins with."""
        if self.path is not None and self.first < min(self.at, FIRST):
            self.first = min(self.at, FIRST)
            self.check = _check(self.file, self.first)
        at = 0 if self.path is None else self.at  # a file that comes after standard input is read whole
        place = {"at": at, "first": self.first, "check": self.check}
        if self.path is not None:
            now = self._now()
            place |= {"inode": now.st_ino, "changed": now.st_mtime_ns}
        return place

    def close(self) -> None:
        """Close the file; standard input stays open."""
        if self.path is not None:
            os.close(self.file)


def _check(file: int, size: int) -> str:
    """A hash of the first bytes of a file, which is then read from where it was."""
    at = os.lseek(file, 0, os.SEEK_CUR)
    os.lseek(file, 0, os.SEEK_SET)
    first = os.read(file, size)
    os.lseek(file, at, os.SEEK_SET)
    return hashlib.sha256(first).hexdigest()
