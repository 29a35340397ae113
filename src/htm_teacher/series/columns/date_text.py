"""The moment that one cell of text names, in the many ways of writing dates."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache

from dateutil import parser

from .calendar_text import PLAIN, Style, calendar_time, is_half_year, start_of_span
from .clock_text import clock_after_date
from .date_words import without_weekday, worded
from .zone_text import Zoned, without_zone

_ISO = re.compile(r"\d{4}-(?:\d\d-\d\d(?!.\d\d[.,])|W\d\d)|\d{8}[ T_-]\S|\d{4}W\d\d")
_SMALL_FIRST = re.compile(
    r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)\.?(?:(?:[ T:_]|,\s?|\s-\s)\s*(\S.*))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?([/.:_-])\s?(\d{1,2})\s?\2\s?(\d{1,2})\.?(?:(?:[ T:_-]|,\s?)\s*(\S.*))?")
_IDEOGRAMS = re.compile(r"(\d{4})[年년]\s?(\d{1,2})[月월](?:\s?(\d{1,2})[日일])?(?:\s*(\S.*))?")
_WITH_CLOCK = re.compile(r"(.*[\d.,])[ T]\s*(\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[APap][Mm])?)")
MONTH_AND_NUMBER = re.compile(r"[^\W\d_]{3,}[\s.,'’-]*\d{1,2}")  # Jan 01: a day or a year
_WITH_YEAR = re.compile(r"\d{4}")
_FIRST_YEAR = 1500
_LONGEST = 100  # characters of a date
_ANY_ORDER = tuple(Style(order, ignored=None) for order in ("mdy", "dmy", "ymd"))


def moment(cell: str, style: Style = PLAIN) -> datetime | None:
    """The moment that a cell names; None if it is not a date that can be read."""
    if len(cell) > _LONGEST:
        return None
    try:
        if _ISO.match(cell) and (quick := _iso(cell)):
            return quick
        return _moment(start_of_span(cell) or without_weekday(cell), style)
    except (ValueError, ArithmeticError):
        return None


def _moment(cell: str, style: Style) -> datetime | None:
    zoned = without_zone(cell)
    if zoned.name and style.ignored is not None and zoned.name not in style.ignored:
        return None
    text = zoned.text
    found = _day_and_clock(text, style) or _day(text, style) or _by_dateutil(cell, zoned, style)
    return found.replace(tzinfo=zoned.zone) if found and zoned.zone and not found.tzinfo else found


def _day_and_clock(text: str, style: Style) -> datetime | None:
    """A date before a time of day. The date is kept in mind, because the next cell often has the same."""
    match = _WITH_CLOCK.fullmatch(text)
    if match and not MONTH_AND_NUMBER.fullmatch(match[1].strip()):  # a clock follows a day, not a year
        day, after = _day_kept(match[1], style), clock_after_date(match[2])
        return day + after if day and after is not None else None
    return None


def _day(text: str, style: Style) -> datetime | None:
    found = _of_numbers(text, style) or calendar_time(text, style)
    if not found and (parts := worded(text)):
        day = datetime(style.year(parts.year), parts.month, parts.day)
        found = _at(day, parts.clock)
    return found


@lru_cache(maxsize=4096)
def _day_kept(text: str, style: Style) -> datetime | None:
    try:
        return _day(text, style)
    except ValueError:
        return None


def is_moment(cell: str) -> bool:
    """Whether a cell is a date in any order of day, month and year, in any zone."""
    return any(moment(cell, style) for style in _ANY_ORDER)


def problem(cell: str) -> str:
    """Why a cell is not a date, and what to do: what follows "it is"."""
    if is_half_year(cell):
        return "half a year, which is not read; write its first day, such as 2014-07-01"
    return f"{_reason(cell)}; write it as 2014-07-31 13:30, or 2014-07-31 13:30+02:00 with a time zone"


def _reason(cell: str) -> str:
    name = without_zone(cell).name
    if name and moment(cell, _ANY_ORDER[0]):
        return f"in a zone, {name}, that means different things in different places"
    try:
        parser.parse(cell[:_LONGEST], tzinfos=_zone)
    except UnknownZoneError as error:
        return str(error)
    except (ValueError, ArithmeticError):
        pass
    return "not a date that can be read"


def small_first(cell: str) -> tuple[str, str, str, str] | None:
    """First number, mark, second number and year of a date such as 01/02/2014; None for all others."""
    match = _SMALL_FIRST.fullmatch(without_weekday(cell))
    return (match[1], match[2], match[3], match[4]) if match else None


def _iso(cell: str) -> datetime | None:
    try:
        return datetime.fromisoformat(cell)
    except ValueError:
        return None


def _at(day: datetime, clock: str | None) -> datetime | None:
    """The day at a time of day, which may have a zone of its own."""
    if not clock:
        return day
    after = clock_after_date(clock)
    return None if after is None else day + after


def _of_numbers(text: str, style: Style) -> datetime | None:
    if match := _YEAR_FIRST.fullmatch(text):
        year, _, month, day, clock = match.groups()
    elif match := _SMALL_FIRST.fullmatch(text):
        first, _, second, year, clock = match.groups()
        if style.order == "ymd" and len(year) == 2:
            first, year = year, first
            month, day = second, first
        else:
            month, day = (first, second) if style.order == "mdy" else (second, first)
    elif match := _IDEOGRAMS.fullmatch(text):
        year, month, day, clock = match.groups()
        clock = re.sub(r"[時时시]\s?|[分분]\s?(?=\d)", ":", clock or "").rstrip(":分秒분초 ")
    else:
        return None
    return _at(datetime(style.year(year), int(month), int(day or 1)), clock)


class UnknownZoneError(ValueError):
    """A zone given by letters, such as CET, whose meaning differs from place to place."""


def _by_dateutil(cell: str, zoned: Zoned, style: Style) -> datetime | None:
    """What dateutil reads, if the cell gives year and month.

    dateutil fills missing parts from the default. With two defaults that differ in year and month, the
    results differ if either is missing: "13:30" or "Monday" is refused.
    """
    text = zoned.text if zoned.name else cell
    if not _WITH_YEAR.search(text) or is_half_year(text):
        return None
    first, second = (
        parser.parse(text, default=default, tzinfos=_zone, dayfirst=style.order == "dmy")
        for default in (datetime(2000, 1, 1), datetime(2001, 2, 1))
    )
    return first if first == second and first.year >= _FIRST_YEAR else None  # 5 0234 is no date


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    raise UnknownZoneError(f"in a zone, {name}, that means different things in different places")
