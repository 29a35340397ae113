"""What the caller says about the columns of a sheet; the rest is worked out."""

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import TypedDict

from ..series import MISSING, SeriesError, listed, shown


class Reading(TypedDict, total=False):
    """Settings of ``read_csv`` that frames have too."""

    text: str | Sequence[str]
    label: str | None
    decimal: str | None
    missing: str | Sequence[str]
    day_first: bool | None
    sort: bool
    single: bool


@dataclass(frozen=True)
class Asked:
    """The caller's settings; see ``read_csv``. None or nothing means "work it out"."""

    time: str | None = None
    values: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    label: str | None = None
    group: str | None = None
    decimal: str | None = None
    missing: frozenset[str] = MISSING
    day_first: bool | None = None
    sort: bool = False
    single: bool = False

    @property
    def columns(self) -> list[str]:
        """The columns that are named."""
        single = [self.time, self.label, self.group]
        return [*self.values, *self.texts, *(name for name in single if name)]


def asked(
    name: str | Path,
    time: str | None,
    value: str | Sequence[str] | None,
    reading: Reading,
    group: str | None = None,
) -> Asked:
    """The settings in one form; ``name`` is that of the file or frame, for messages.

    Raises:
        SeriesError: if the decimal mark is neither "." nor ",".
        TypeError: if a setting is unknown.
    """
    known = ["time", "value", *Reading.__annotations__]
    for word in sorted(reading.keys() - known):
        nearest = "".join(f": did you mean {one}?" for one in get_close_matches(word, known, 1))
        raise TypeError(f"no setting {shown(word)}{nearest or f'; {listed(known)}'}")
    decimal = reading.get("decimal")
    if decimal not in (None, ".", ","):
        raise SeriesError(f"decimal {shown(decimal)} is neither '.' nor ','; give one of the two", name)
    return Asked(
        time,
        _several(value),
        _several(reading.get("text")),
        reading.get("label"),
        group,
        decimal,
        MISSING | frozenset(word.strip().lower() for word in _several(reading.get("missing"))),
        reading.get("day_first"),
        reading.get("sort", False),
        reading.get("single", False),
    )


def _several(words: str | Sequence[str] | None) -> tuple[str, ...]:
    return (words,) if isinstance(words, str) else tuple(words or ())
