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
_PLACE = re.compile(r"(.*\d.*?)\s*\[?\b([A-Z][A-Za-z]+(?:/[A-Z][A-Za-z_+-]+)+\d*)\]?")
_LETTERS = re.compile(r"(.*[\d.m])\s*[\[(]?([A-Za-z]{1,5})[\])]?")
_UTC_NAMES = frozenset({"UTC", "GMT", "Z", "UT", "ZULU"})
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
    last = cell[-1:]
    if last.isdigit() or last == ")":
        match = _OFFSET.fullmatch(cell)
        if match:
            text, sign, hours, minutes = match.groups()
            if offset := _offset(sign, hours, minutes):
                return Zoned(text.rstrip(), offset)
    if last.isalpha() or last in ")]" or "/" in cell:
        return _named(cell)
    return Zoned(cell)


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
    if "/" in cell and (match := _PLACE.fullmatch(cell)) and (zone := place(match[2])):
        inner = without_zone(match[1])  # 13:30+01:00[Europe/Berlin]: the offset says more
        return inner if inner.zone else Zoned(match[1].rstrip(), zone)
    match = _LETTERS.fullmatch(cell)
    if not match or not _can_be_zone(match[2]):
        return Zoned(cell)
    if match[2].upper() in _UTC_NAMES:
        return Zoned(match[1].rstrip(), UTC)
    return Zoned(match[1].rstrip(), None, match[2]) if match[2].isupper() else Zoned(cell)


def _can_be_zone(word: str) -> bool:
    return word.upper() not in _NO_ZONES and not (month_of(word) or is_weekday(word) or is_filler(word))
