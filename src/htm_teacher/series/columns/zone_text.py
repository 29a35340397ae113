"""Time zones at the end of a time: an offset, UTC, the name of a place, or letters such as CET."""

import re
from datetime import UTC, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import tz

from .month_words import is_filler, is_weekday, month_of

_OFFSET = re.compile(
    r"(.*\d.*?)(?:\s*\(?\s*(?:UTC|GMT|Z)\s*|(?<=:\d\d)\s*|(?<=[.,]\d)\s*|(?<=\d)\s+|(?<=[AaPp][Mm])\s*)"
    r"([+−-])(\d{1,2})(?::?(\d\d))?\)?"
)
_PLACE = re.compile(r"[A-Z][A-Za-z]+/[A-Z]")
_LETTERS = re.compile(r"(.*[\d.mM)])\s*[\[(]?([A-Za-z]{1,5})[\])]?")
_UTC_NAMES = frozenset({"UTC", "GMT", "Z", "UT", "ZULU"})
_LONGEST = 100  # characters of a time with a zone
_HALVES = ("AM", "PM")
_NO_ZONES = frozenset({"AM", "PM", "A", "P", "M", "H", "HR", "HRS", "UHR", "UUR", "KLO", "T", "BC", "AD"})


class Zoned(NamedTuple):
    """A time without its zone, and the zone.

    ``name`` holds letters such as CET, whose meaning differs from place to place; ``zone`` is then None.
    """

    text: str
    zone: tzinfo | None = None
    name: str = ""


def without_zone(cell: str) -> Zoned:
    """Take the zone from the end of a time."""
    if len(cell) > _LONGEST:
        return Zoned(cell)
    last = cell[-1:]
    if (last.isdigit() or last == ")") and _may_have_offset(cell):
        match = _OFFSET.fullmatch(cell)
        if match and (offset := _offset(match[2], match[3], match[4])):
            return Zoned(match[1].rstrip(), offset)
    if last.isalpha() or last in ("]", ")") or "/" in cell:
        return _named(cell)
    return Zoned(cell)


def _may_have_offset(cell: str) -> bool:
    """A quick answer: a plus, or a minus after the time of day."""
    after = cell.rfind("-") > cell.find(":") > 0
    return after or "+" in cell or "−" in cell or "UTC" in cell or "GMT" in cell


def zone_of(cell: str) -> tzinfo | None:
    """The zone that a cell of its own names: +02:00, UTC, Europe/Berlin; None if it names none."""
    found = without_zone(f"0:00 {cell.strip()}")
    return found.zone if found.text == "0:00" else None


@lru_cache(maxsize=256)
def place(name: str) -> tzinfo | None:
    """The time zone of a place such as Europe/Berlin; None if no such place is known."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):  # Python without the zones of the system: dateutil has its own
        return tz.gettz(name) if "/" in name else None


def _offset(sign: str, hours: str, minutes: str | None) -> tzinfo | None:
    after = timedelta(hours=int(hours), minutes=int(minutes or 0))
    if after >= timedelta(hours=15):  # the farthest is +14:00
        return None
    return timezone(after if sign == "+" else -after)


def _named(cell: str) -> Zoned:
    text, _, word = cell.replace("[", " ").rstrip("]").rpartition(" ")
    if _PLACE.match(word) and (zone := place(word)):
        inner = without_zone(text.rstrip())  # 13:30+01:00[Europe/Berlin]: the offset says more
        return inner if inner.zone else Zoned(text.rstrip(), zone)
    if cell[-2:].upper() in _HALVES:
        return Zoned(cell)
    match = _LETTERS.fullmatch(cell)
    if not match or not _can_be_zone(match[2]):
        return Zoned(cell)
    inner = without_zone(match[1].rstrip())
    if inner.zone:  # 13:30 +0100 CET
        return inner
    if match[2].upper() in _UTC_NAMES:
        return Zoned(match[1].rstrip(), UTC)
    return Zoned(match[1].rstrip(), None, match[2]) if match[2].isupper() else Zoned(cell)


def _can_be_zone(word: str) -> bool:
    return word.upper() not in _NO_ZONES and not (month_of(word) or is_weekday(word) or is_filler(word))
