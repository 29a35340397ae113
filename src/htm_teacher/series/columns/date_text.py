"""The moment that one cell of text names, in the many ways of writing dates."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone, tzinfo
from functools import lru_cache
from typing import NamedTuple

from dateutil import parser

from .clock_text import clock_after_date
from .date_words import worded
from .zone_text import Zoned, without_zone

_QUARTER_WORD = r"(?:Q|T|K|quarter|quartal|trimestre|kwartaal|kvartal|kwartał)"
_ISO = re.compile(r"\d{4}-(?:\d\d-\d\d(?!.\d\d[.,])|W\d\d)|\d{8}[ T_-]\S|\d{4}W\d\d")
_SMALL_FIRST = re.compile(
    r"(\d{1,2})\s?([/.-])\s?(\d{1,2})\s?\2\s?(\d{4}|\d\d)\.?(?:(?:[ T:_]|,\s?|\s-\s)\s*(\S.*))?"
)
_YEAR_FIRST = re.compile(r"(\d{4})\s?([/.:_-])\s?(\d{1,2})\s?\2\s?(\d{1,2})\.?(?:(?:[ T:_-]|,\s?)\s*(\S.*))?")
_ORDINAL = re.compile(r"(\d{4})-(\d{3})(?:[T ]\s*(\S.*))?")
_WEEK = re.compile(
    r"(\d{4})[\s-]?(?:W|KW|week)[\s-]?(\d{1,2})(?:-(\d))?|(?:W|KW|week)[\s-]?(\d{1,2})[\s/,-]+(\d{4})",
    re.IGNORECASE,
)
_QUARTER = re.compile(
    rf"(\d{{4}})[\s:.-]?{_QUARTER_WORD}\s?([1-4])|{_QUARTER_WORD}\s?([1-4])[\s:./'’-]*(\d{{4}}|\d\d)"
    rf"|([1-4])(?:\.|st|nd|rd|th|er|º)?[\s-]?{_QUARTER_WORD}[\s/'’-]*(\d{{4}}|\d\d)",
    re.IGNORECASE,
)
_YEAR_MONTH = re.compile(r"(\d{4})(?:[/_:-]|\s?M|-M)\s?(\d{1,2})|(\d{1,2})[/-](\d{4})", re.IGNORECASE)
_HALF = re.compile(
    r"\d{4}[\s:-]?[HS][12]|[HS][12][\s/'-]*(?:\d{4}|\d\d)|[12][HS][\s/'-]*(?:\d{4}|\d\d)", re.IGNORECASE
)
_IDEOGRAMS = re.compile(r"(\d{4})[年년]\s?(\d{1,2})[月월](?:\s?(\d{1,2})[日일])?(?:\s*(\S.*))?")
_WITH_CLOCK = re.compile(r"(.*[\d.,])[ T]\s*(\d{1,2}:\d\d(?::\d\d(?:[.,]\d+)?)?(?:\s?[APap][Mm])?)")
_WITH_YEAR = re.compile(r"\d{4}")
_FIRST_YEAR = 1000
_LONGEST = 100  # characters of a date


class Style(NamedTuple):
    """What a whole column says about dates that alone can be read in several ways.

    Attributes:
        order: of day, month and year in dates such as 01/02/2014: "mdy", "dmy", or "ymd" for 14-02-01.
        century: two-digit years from here on are in the 1900s, those below in the 2000s.
        ignored: letters of zones, such as CET, that are passed over; None means any.
        quarters: whether 1959:1 is a quarter, not a month.
    """

    order: str = "mdy"
    century: int = 69  # as in POSIX
    ignored: frozenset[str] | None = frozenset()
    quarters: bool = False

    def year(self, digits: str) -> int:
        """The year of two or four digits."""
        number = int(digits)
        return number if len(digits) > 2 else number + (1900 if number >= self.century else 2000)


PLAIN = Style()
_ANY_ORDER = tuple(Style(order, ignored=None) for order in ("mdy", "dmy", "ymd"))


def moment(cell: str, style: Style = PLAIN) -> datetime | None:
    """The moment that a cell names; None if it is not a date that can be read."""
    if len(cell) > _LONGEST:
        return None
    try:
        if _ISO.match(cell) and (quick := _iso(cell)):
            return quick
        zoned = without_zone(cell)
        if zoned.name and style.ignored is not None and zoned.name not in style.ignored:
            return None
        found = _day_and_clock(zoned.text, style) or _day(zoned.text, style) or _by_dateutil(cell, zoned)
        return found.replace(tzinfo=zoned.zone) if found and zoned.zone and not found.tzinfo else found
    except (ValueError, OverflowError):
        return None


def _day_and_clock(text: str, style: Style) -> datetime | None:
    """A date before a time of day. The date is kept in mind, because the next cell often has the same."""
    match = _WITH_CLOCK.fullmatch(text)
    if match:
        day, after = _day_kept(match[1], style), clock_after_date(match[2])
        return day + after if day and after is not None else None
    return None


def _day(text: str, style: Style) -> datetime | None:
    found = _of_numbers(text, style) or _by_form(text, style)
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
    if _HALF.fullmatch(cell):
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
    except (ValueError, OverflowError):
        pass
    return "not a date that can be read"


def is_half_year(cell: str) -> bool:
    """Whether a cell names half a year: 2014H1, H1 2014."""
    return bool(_HALF.fullmatch(cell))


def small_first(cell: str) -> tuple[str, str, str, str] | None:
    """First number, mark, second number and year of a date such as 01/02/2014; None for all others."""
    match = _SMALL_FIRST.fullmatch(cell)
    return (match[1], match[2], match[3], match[4]) if match else None


def is_year_month(cell: str) -> bool:
    """Whether a cell is a year and a small number with a colon, which can be a month or a quarter."""
    return ":" in cell and bool(_YEAR_MONTH.fullmatch(cell))


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


def _ordinal(match: re.Match[str], style: Style) -> datetime | None:
    year, day = int(match[1]), int(match[2])
    found = datetime(year, 1, 1) + timedelta(days=day - 1)
    return _at(found, match[3]) if day and found.year == year else None


def _week(match: re.Match[str], style: Style) -> datetime | None:
    year, week = match[1] or match[5], match[2] or match[4]
    return datetime.fromisocalendar(int(year), int(week), int(match[3] or 1))


def _quarter(match: re.Match[str], style: Style) -> datetime | None:
    year = match[1] or match[4] or match[6]
    quarter = int(match[2] or match[3] or match[5])
    return datetime(style.year(year), 3 * quarter - 2, 1)


def _year_month(match: re.Match[str], style: Style) -> datetime | None:
    month = int(match[2] or match[3])
    if style.quarters and ":" in match[0]:
        month = 3 * month - 2
    return datetime(int(match[1] or match[4]), month, 1)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Style], datetime | None]], ...] = (
    (_ORDINAL, _ordinal),
    (_WEEK, _week),
    (_QUARTER, _quarter),
    (_YEAR_MONTH, _year_month),
)


def _by_form(text: str, style: Style) -> datetime | None:
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match, style)
    return None


class UnknownZoneError(ValueError):
    """A zone given by letters, such as CET, whose meaning differs from place to place."""


def _by_dateutil(cell: str, zoned: Zoned) -> datetime | None:
    """What dateutil reads, if the cell gives year and month.

    dateutil fills missing parts from the default. With two defaults that differ in year and month, the
    results differ if either is missing: "13:30" or "Monday" is refused.
    """
    text = zoned.text if zoned.name else cell
    if not _WITH_YEAR.search(text) or _HALF.fullmatch(text):
        return None
    first, second = (
        parser.parse(text, default=default, tzinfos=_zone)
        for default in (datetime(2000, 1, 1), datetime(2001, 2, 1))
    )
    return first if first == second and first.year >= _FIRST_YEAR else None  # 1,234.5 is no date


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    raise UnknownZoneError(f"in a zone, {name}, that means different things in different places")
