"""Times: the many ways of writing them as datetimes; an unclear time is refused."""

import re
import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from .columns.calendar_text import Style
from .columns.clock_text import clock
from .columns.date_text import is_moment, moment, problem, small_first
from .series import SeriesError, SeriesWarning, is_missing, shown

_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?|(20[0-4]\d)(\d\d)(\d\d)(\d\d)")
_UNIX = re.compile(r"\d+(\.\d*)?")
_START = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = (1e8, 4.2e9)  # taken as unix seconds: 1973 to 2103
_MILLISECONDS_FROM = 1e11  # as seconds this would be the year 5138


def is_time(text: str) -> bool:
    """Whether a cell that is not a plain number holds a date, in any order of day and month."""
    return any(map(str.isdigit, text)) and is_moment(text.strip())


def is_unix_time(text: str) -> bool:
    """Whether a plain number can be a time from 1973 to 2103: seconds, milliseconds or 20140701."""
    cell = text.strip()
    if not _UNIX.fullmatch(cell):
        return False
    low, high = _SECONDS
    number = float(cell)
    return low <= number <= high or low <= number / 1000 <= high or bool(_DIGITS.fullmatch(cell))


def is_date_only(texts: Sequence[str]) -> bool:
    """Whether none of these cells has a time of day."""
    return all(":" not in text and (len(text.strip()) == 8 or not _UNIX.fullmatch(text)) for text in texts)


def is_clock(text: str) -> bool:
    """Whether a cell is a time of day; see ``parse_clock``."""
    return clock(text) is not None


def parse_clock(text: str) -> timedelta:
    """The time from midnight to a time of day: 13:30, 13:30:05, 1:30 PM, 1330, or a whole hour, 0 to 24.

    Raises:
        ValueError: if the cell is not a time of day; the message begins with the cell.
    """
    after = clock(text)
    if after is None:
        raise ValueError(f"{shown(text)} is not a time of day; write it as 13:30")
    return after


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day comes before the month in dates like 01/02/2014, judged by a whole column.

    A number above 12 decides, because it cannot be a month. Points decide too: a date such as
    01.02.2014 always has the day first. None if nothing decides; False if no cell is such a date.
    """
    undecided = False
    for text in texts:
        if date := small_first(text.strip()):
            first, mark, second, _ = date
            if mark == "." or int(first) > 12:
                return True
            if int(second) > 12:
                return False
            undecided = True
    return None if undecided else False


def parse_time(text: str, day_first: bool = False) -> datetime:
    """The time in a cell.

    Accepted forms: ISO 8601 with weeks and days of the year; dates in numbers, the year first or last;
    dates with the month in words, in the main European languages; months, quarters; a time of day beside
    them, also with a time zone as an offset, as UTC or as a place such as Europe/Berlin; unix seconds or
    milliseconds (in UTC); 20140701, also with hours, minutes and seconds. A two-digit year comes last and
    means 1969 to 2068.

    Raises:
        ValueError: if the cell is not a date, or lacks the year or month; the message begins with it.
    """
    cell = text.strip()
    if _UNIX.fullmatch(cell):
        found = _from_digits(cell)
    else:
        found = moment(cell, Style("dmy" if day_first else "mdy"))
    if found is None:
        raise ValueError(f"{shown(text)} is {problem(cell)}")
    return found


def _from_digits(cell: str) -> datetime | None:
    try:
        if match := _DIGITS.fullmatch(cell):
            return datetime(*(int(part) for part in match.groups() if part))  # type: ignore[arg-type]
        seconds = float(cell)
        return _START + timedelta(seconds=seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds)
    except (ValueError, OverflowError):
        return None


def times_from(
    texts: Iterable[str],
    rows: Sequence[int],
    file: str | Path,
    column: str,
    day_first: bool | None = None,
    clocks: Sequence[str] = (),
) -> list[datetime]:
    """A whole column of times; ``rows`` holds the row of each cell, for messages.

    ``clocks`` are the times of day of these dates, if another column holds them.

    Raises:
        SeriesError: naming the row whose time is missing or cannot be read.

    Warns:
        SeriesWarning: if nothing in the column tells day from month; the month then comes first.
    """
    texts = list(texts)
    if day_first is None:
        day_first = is_day_first(texts)
    if day_first is None:
        problem = "day and month cannot be told apart; read as month first (--day-first if not)"
        warnings.warn(str(SeriesError(problem, file, None, column)), SeriesWarning, stacklevel=4)
    times = []
    for row, text, hours in zip(rows, texts, clocks or ["0:00"] * len(texts), strict=True):
        if is_missing(text) or is_missing(hours):
            raise SeriesError("the time is missing; give every row a time", file, row, column)
        try:
            times.append(parse_time(text, bool(day_first)) + parse_clock(hours))
        except ValueError as error:
            raise SeriesError(str(error), file, row, column) from None
    return times
