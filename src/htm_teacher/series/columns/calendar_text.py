"""Weeks, days of the year, months and quarters in one cell: 2024-W05, 2024-123, 2000Q1, 1959/60."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import NamedTuple

from .clock_text import clock_after_date

_QUARTER_WORD = r"(?:Q|T|K|quarter|quartal|trimestre|kwartaal|kvartal|kwartał)"
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
_YEAR = r"((?:1[5-9]|2[01])\d\d)"  # 1234-5 is no month
_YEAR_AND_PART = re.compile(rf"{_YEAR}(?:[/_:-]|\s?M|-M)\s?(\d{{1,2}})|(\d{{1,2}})[/-]{_YEAR}", re.IGNORECASE)
_HALF = re.compile(
    r"\d{4}[\s:-]?[HS][12]|[HS][12][\s/'-]*(?:\d{4}|\d\d)|[12][HS][\s/'-]*(?:\d{4}|\d\d)", re.IGNORECASE
)
_TWO_NUMBERS = re.compile(r"(\d{4})\s?([/:_–-])\s?(\d{4}|\d{1,2})")
_UP_TO = r"(?:\s?[–—~]\s?|\s(?:-|to|until|bis|tot|à|au|a|al|do)\s)"
_SPAN = re.compile(  # with times of day on both sides or on none: 01.01.2024 - 10:00 is no span
    r"(?P<iso>\d{4}-\d\d-\d\d[^/]*)/\d{4}-\d\d-\d\d.*"
    rf"|(?P<clocks>\d[\d./-]*\d[ T]\d[\d:.,]*:\d\d){_UP_TO}\d[\d./: T-]*:\d\d"
    rf"|(?P<days>\d+([./-])\d+\4\d+)(?:{_UP_TO}|-)\d+\4\d+\4\d+"
)
EXCEL_CENTURY = 30  # Excel reads two-digit years as 1930 to 2029


class Style(NamedTuple):
    """What a whole column says about dates that alone can be read in several ways.

    Attributes:
        order: of day, month and year in dates such as 01/02/2014: "mdy", "dmy", or "ymd" for 14-02-01.
        century: two-digit years from here on are in the 1900s, those below in the 2000s.
        ignored: letters of zones, such as CET, that are passed over; None means any.
        part: what the second number of 1959:1 counts: "month", "quarter", "week", or "year" for 1959/60.
    """

    order: str = "mdy"
    century: int = 69  # as in POSIX
    ignored: frozenset[str] | None = frozenset()
    part: str = "month"

    def year(self, digits: str) -> int:
        """The year of two or four digits."""
        number = int(digits)
        return number if len(digits) > 2 else number + (1900 if number >= self.century else 2000)


PLAIN = Style()


def _ordinal(match: re.Match[str], style: Style) -> datetime | None:
    year, day = int(match[1]), int(match[2])
    found = datetime(year, 1, 1) + timedelta(days=day - 1)
    after = clock_after_date(match[3] or "0")
    return found + after if day and found.year == year and after is not None else None


def _week(match: re.Match[str], style: Style) -> datetime | None:
    year, week = match[1] or match[5], match[2] or match[4]
    return datetime.fromisocalendar(int(year), int(week), int(match[3] or 1))


def _quarter(match: re.Match[str], style: Style) -> datetime | None:
    year = match[1] or match[4] or match[6]
    quarter = int(match[2] or match[3] or match[5])
    return datetime(style.year(year), 3 * quarter - 2, 1)


def _year_and_part(match: re.Match[str], style: Style) -> datetime | None:
    year, part = int(match[1] or match[4]), int(match[2] or match[3])
    if style.part == "week":
        return datetime.fromisocalendar(year, part, 1)
    return datetime(year, 3 * part - 2 if style.part == "quarter" else part, 1)


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], Style], datetime | None]], ...] = (
    (_ORDINAL, _ordinal),
    (_WEEK, _week),
    (_QUARTER, _quarter),
    (_YEAR_AND_PART, _year_and_part),
)


def calendar_time(text: str, style: Style) -> datetime | None:
    """The first moment of a day, week, month, quarter or span that is written as one; None for others."""
    if style.part == "year" and is_split_year(text):
        return datetime(int(text[:4]), 1, 1)
    for pattern, read in _FORMS:
        if match := pattern.fullmatch(text):
            return read(match, style)
    return None


def is_half_year(cell: str) -> bool:
    """Whether a cell names half a year: 2014H1, H1 2014."""
    return bool(_HALF.fullmatch(cell))


def second_number(cell: str) -> tuple[str, int] | None:
    """The mark and the second number of a cell such as 1959:1 or 1959/60; None for all others."""
    match = _TWO_NUMBERS.fullmatch(cell)
    return (match[2], int(match[3])) if match else None


def is_split_year(cell: str) -> bool:
    """Whether a cell is a year that begins in one year and ends in the next: 1959/60, 1999/2000."""
    match = _TWO_NUMBERS.fullmatch(cell)
    return match is not None and int(match[3]) % 100 == (int(match[1]) + 1) % 100


def start_of_span(cell: str) -> str:
    """The start in a cell with start and end, as pandas writes periods; "" for all others."""
    match = _SPAN.fullmatch(cell)
    return match["iso"] or match["clocks"] or match["days"] if match else ""
