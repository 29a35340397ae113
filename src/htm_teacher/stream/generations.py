"""The folder of a stream: two generations of its state, and the states of its keys.

``state-N`` is generation N: where each key's state is, and everything else that the stream continues from.
The states of keys are in ``keys-N``, one after the other; a generation refers to several such files. A file
of keys never changes once its generation exists. It is deleted when neither generation refers to it. A key
may have rows beside its state: those that its machine has taken since.
"""

import zlib
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from ..core.checks import brief_path, listed, shown
from ..keep.lock import LOCK
from .disk import ASIDE, Disk
from .sealed import StateError, seal, unseal

STATE, KEYS = "state-", "keys-"
KIND = "generation"
KEPT = 2  # generations
WAY = (
    "Restore the folder from a copy, or start once with --forget-damaged: keys with damaged states begin a "
    "new warm-up, and all others continue"
)
NO_WAY = "Restore the folder from a copy; to begin a new stream, give another folder and file of alerts"
SPARE = 2**20  # bytes of keys that nothing refers to, beside as many as are referred to


def is_own(name: str) -> bool:
    """Whether a file of this name in the folder may be one of the stream's."""
    return name == LOCK or name.startswith((STATE, KEYS))


class Place(NamedTuple):
    """Where the state of a key is: in which file of keys, from which byte, how long, and its checksum."""

    file: int
    start: int
    size: int
    check: int


class Read(NamedTuple):
    """A generation as it was read: see the attributes of ``Generations``."""

    content: Any
    places: dict[str, Place]
    rest: dict[str, Place]


class Generations:
    """The states in a folder. The newest sound one is opened; ``notes`` says what was passed over.

    Args:
        folder: exists already, and this process alone writes to it.
        rules: the hash of the rules.
        disk: what writes.
        forget_damaged: whether keys whose states are damaged in all generations are forgotten, with a note.

    Attributes:
        forgotten: the keys that were.
        number: of the generation that was read or written last; 0 at the start.
        content: what that generation holds beside the keys; None at the start.
        places: {key: where its state is}.
        rest: {key: where the rows are that it has taken since}, if there are any.

    Raises:
        StateError: if there are generations, but none of them can be used.
    """

    def __init__(self, folder: Path, rules: str, disk: Disk, forget_damaged: bool = False) -> None:
        self.folder, self.rules, self.disk = folder, rules, disk
        self.number, self.content = 0, None
        self.places: dict[str, Place] = {}
        self.rest: dict[str, Place] = {}
        self.notes: list[str] = []
        self.forgotten: list[str] = []
        self.file: BinaryIO | None = None  # of keys, of the next generation
        self.referred: dict[int, set[int]] = {}  # {generation: the files of keys that it refers to}
        self._open(forget_damaged)

    def _open(self, forget_damaged: bool) -> None:
        numbers = sorted(_numbers(self.folder, STATE), reverse=True)
        damaged: dict[int, tuple[Read, dict[str, str]]] = {}
        for number in numbers:
            path = self.folder / f"{STATE}{number}"
            try:
                read = self._read(path)
            except (StateError, OSError, KeyError, TypeError, ValueError) as error:
                self.notes.append(f"{brief_path(path)} cannot be used: {error}")
                continue
            if bad := self._damaged(read):
                damaged[number] = read, bad
                self.notes.append(f"{brief_path(path)} cannot be used: {_told(bad)}")
                continue
            self.referred[number] = _files(read.places, read.rest)
            if not self.number:
                self.number, (self.content, self.places, self.rest) = number, read
        if not self.number and damaged and forget_damaged:  # it is not kept beside the next
            number, (read, bad) = next(iter(damaged.items()))
            self._forget(read, bad)
            self.number, (self.content, self.places, self.rest) = number, read
        if numbers and not self.number:
            way = WAY if damaged else NO_WAY
            raise StateError("; ".join(self.notes) + f". {way}")
        if self.notes and self.number < numbers[0]:
            self.notes.append(f"continuing from the older {STATE}{self.number}")
        self.next = max([self.number, *numbers, *_numbers(self.folder, KEYS)]) + 1

    def _forget(self, read: Read, bad: dict[str, str]) -> None:
        for key, file in bad.items():
            read.places.pop(key, None)
            read.rest.pop(key, None)
            self.notes.append(f"{file} is damaged: key {shown(key)} begins a new warm-up")
        self.forgotten = list(bad)

    def _read(self, path: Path) -> Read:
        """A generation; the states of keys are not checked."""
        saved = unseal(KIND, self.rules, path.read_bytes())
        places, rest = (
            {key: Place(*place) for key, place in saved.get(name, {}).items()} for name in ("keys", "rest")
        )
        return Read(saved["content"], places, rest)

    def _damaged(self, read: Read) -> dict[str, str]:
        """Each key whose state, or rows since, cannot be read, and in which file they are."""
        bad: dict[str, str] = {}
        for file in sorted(_files(read.places, read.rest)):
            name = f"{KEYS}{file}"
            its = [
                (place, key)
                for places in (read.places, read.rest)
                for key, place in places.items()
                if place.file == file
            ]
            try:
                with (self.folder / name).open("rb") as opened:
                    for place, key in sorted(its):
                        with suppress(StateError):
                            _read_place(opened, place)
                            continue
                        bad[key] = name
            except OSError:
                bad |= {key: name for _, key in its}
        return bad

    def load(self, key: str) -> bytes | None:
        """The state of a key; None if it has none."""
        return self._load(self.places.get(key))

    def load_rest(self, key: str) -> bytes | None:
        """The rows that a key has taken since its state; None if there are none."""
        return self._load(self.rest.get(key))

    def _load(self, place: Place | None) -> bytes | None:
        if place is None:
            return None
        with (self.folder / f"{KEYS}{place.file}").open("rb") as opened:
            return _read_place(opened, place)

    def put_key(self, key: str, state: bytes) -> None:
        """Keep the state of a key; it counts once the generation is saved."""
        self.places[key] = self._put(state)
        self.rest.pop(key, None)

    def put_rest(self, key: str, rows: bytes) -> None:
        """Keep the rows that a key has taken since its state, all of them, in place of its state of now."""
        self.rest[key] = self._put(rows)

    def _put(self, data: bytes) -> Place:
        if self.file is None:
            self.file = (self.folder / f"{KEYS}{self.next}").open("xb", buffering=0)
        place = Place(self.next, self.file.tell(), len(data), zlib.crc32(data))
        self.disk.write(self.file, data)
        return place

    def save(self, content: Any) -> None:
        """Save a generation with all states of keys that were put; then delete what nothing refers to.

        Raises:
            OSError: if it cannot be written. What was put is kept, and a later save has it.
        """
        self._compact()
        self.disk.point("keys written")
        if self.file is not None:
            self.disk.sync(self.file)
        self.close()
        number, self.next = self.next, self.next + 1  # whose file of keys is ended, whatever fails now
        self.disk.point("keys synced")
        sealed = seal(KIND, self.rules, {"content": content, "keys": self.places, "rest": self.rest})
        self.disk.put(self.folder / f"{STATE}{number}", sealed)
        self.number, self.content = number, content
        self.referred[self.number] = _files(self.places, self.rest)
        self._delete_old()

    def close(self) -> None:
        """Close what is open. What was put since the last save does not count."""
        if self.file is not None:
            self.file.close()
            self.file = None

    def _compact(self) -> None:
        """Write all states of keys again, if the files hold far more than is referred to."""
        files = _files(self.places, self.rest) - {self.next}
        held = sum((self.folder / f"{KEYS}{file}").stat().st_size for file in files)
        old = [
            (places, key, place)
            for places in (self.places, self.rest)
            for key, place in places.items()
            if place.file != self.next
        ]
        if held > 2 * sum(place.size for _, _, place in old) + SPARE:
            for places, key, place in old:
                places[key] = self._put(self._load(place) or b"")

    def _delete_old(self) -> None:
        """Keep this generation and the newest sound one before it."""
        kept = sorted(self.referred, reverse=True)[:KEPT]
        self.referred = {number: self.referred[number] for number in kept}
        self._delete(f"{STATE}{number}" for number in _numbers(self.folder, STATE) if number not in kept)
        self._delete(path.name for path in self.folder.glob(f"{STATE}*{ASIDE}"))
        self.disk.point("old state deleted")
        used = set().union(*self.referred.values())
        self._delete(f"{KEYS}{number}" for number in _numbers(self.folder, KEYS) if number not in used)
        self.disk.point("old keys deleted")

    def _delete(self, names: Iterable[str]) -> None:
        for name in names:
            (self.folder / name).unlink(missing_ok=True)


def _files(*every: dict[str, Place]) -> set[int]:
    """The files of keys in which all this is."""
    return {place.file for places in every for place in places.values()}


def _told(bad: dict[str, str]) -> str:
    """Which files are damaged, and the keys in them."""
    files: dict[str, list[str]] = {}
    for key, file in bad.items():
        files.setdefault(file, []).append(shown(key))
    return ", ".join(f"{file} is damaged, with the states of {listed(its)}" for file, its in files.items())


def _read_place(opened: BinaryIO, place: Place) -> bytes:
    opened.seek(place.start)
    state = opened.read(place.size)
    if zlib.crc32(state) != place.check:
        raise StateError(f"{KEYS}{place.file} is damaged")
    return state


def _numbers(folder: Path, beginning: str) -> list[int]:
    """The numbers of the files whose names begin so."""
    ends = (path.name.removeprefix(beginning) for path in folder.glob(f"{beginning}*"))
    return [int(end) for end in ends if end.isascii() and end.isdigit()]
