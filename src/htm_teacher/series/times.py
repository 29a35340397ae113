"""Times: the many ways of writing them as datetimes; an unclear time is refused."""

import re
import warnings
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from pathlib import Path

from dateutil import parser

from .series import SeriesError, SeriesWarning, is_missing, shown

_SMALL_FIRST = re.compile(r"(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?:(?:[ T]|, )\s*(\S.*))?")
_YEAR_FIRST = re.compile(r"(\d{4})([/.-])(\d{1,2})\2(\d{1,2})(?:[ T]\s*(\S.*))?")
_DIGITS = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)(?:(\d\d)(\d\d)(\d\d)?)?|(20[0-4]\d)(\d\d)(\d\d)(\d\d)")
_UNIX = re.compile(r"\d+(\.\d*)?")
_CLOCK = re.compile(r"(\d{1,2})(?::(\d\d)(?::(\d\d(?:\.\d+)?))?)?(?:\s*([ap])\.?m\.?)?", re.IGNORECASE)
_START = datetime(1970, 1, 1, tzinfo=UTC)
_SECONDS = (1e8, 4.2e9)  # taken as unix seconds: 1973 to 2103
_MILLISECONDS_FROM = 1e11  # as seconds this would be the year 5138


def is_time(text: str) -> bool:
    """Whether a cell that is not a plain number holds a date, in any order of day and month."""
    if not any(character.isdigit() for character in text):
        return False
    for day_first in (False, True):
        try:
            parse_time(text, day_first)
        except ValueError:
            continue
        return True
    return False


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
    try:
        parse_clock(text)
    except ValueError:
        return False
    return True


def parse_clock(text: str) -> timedelta:
    """The time from midnight to a time of day: 13:30, 13:30:05, 1:30 PM, or a whole hour, 0 to 24.

    Raises:
        ValueError: if the cell is not a time of day; the message begins with the cell.
    """
    match = _CLOCK.fullmatch(text.strip())
    hour, minute, second = (float(part or 0) for part in match.groups()[:3]) if match else (99.0, 0.0, 0.0)
    if match and match[4] and 1 <= hour <= 12:
        hour = hour % 12 + 12 * (match[4].lower() == "p")
    after = timedelta(hours=hour, minutes=minute, seconds=second)
    if after > timedelta(hours=24) or minute >= 60 or second >= 60:
        raise ValueError(f"{shown(text)} is not a time of day; write it as 13:30")
    return after


def is_day_first(texts: Iterable[str]) -> bool | None:
    """Whether the day comes before the month in dates like 01/02/2014, judged by a whole column.

    A number above 12 decides, because it cannot be a month. Points decide too: a date such as
    01.02.2014 always has the day first. None if nothing decides; False if no cell is such a date.
    """
    undecided = False
    for text in texts:
        if match := _SMALL_FIRST.fullmatch(text.strip()):
            first, mark, second = match[1], match[2], match[3]
            if mark == "." or int(first) > 12:
                return True
            if int(second) > 12:
                return False
            undecided = True
    return None if undecided else False


def parse_time(text: str, day_first: bool = False) -> datetime:
    """The time in a cell.

    Accepted forms: ISO 8601; dates in numbers, the year first or last, separated by / - or a point;
    dates with the month in words; unix seconds or milliseconds (in UTC); 20140701, also with hours,
    minutes and seconds. A two-digit year comes last and means 1969 to 2068.

    Raises:
        ValueError: if the cell is not a date, or lacks the year or month; the message begins with it.
    """
    cell = text.strip()
    try:
        if _UNIX.fullmatch(cell):
            return _from_digits(cell)
        return _from_text(_year_first(cell, day_first))
    except (ValueError, OverflowError) as error:
        advice = "write it as 2014-07-31 13:30, or 2014-07-31 13:30+02:00 with a time zone"
        reason = str(error) if isinstance(error, _UnknownZoneError) else "not a date that can be read"
        raise ValueError(f"{shown(text)} is {reason}; {advice}") from None


class _UnknownZoneError(ValueError):
    pass


def _from_digits(cell: str) -> datetime:
    if match := _DIGITS.fullmatch(cell):
        return datetime(*(int(part) for part in match.groups() if part))  # type: ignore[arg-type]
    seconds = float(cell)
    return _START + timedelta(seconds=seconds / 1000 if seconds >= _MILLISECONDS_FROM else seconds)


def _year_first(cell: str, day_first: bool) -> str:
    """A date in numbers rewritten as ISO 8601; any other text unchanged."""
    if match := _YEAR_FIRST.fullmatch(cell):
        year, _, month, day, clock = match.groups()
    elif match := _SMALL_FIRST.fullmatch(cell):
        first, _, second, year, clock = match.groups()
        month, day = (second, first) if day_first else (first, second)
        if len(year) == 2:
            year = f"{'19' if int(year) >= 69 else '20'}{year}"  # as in POSIX
    else:
        return cell
    clock = f" {'0' if clock[1:2] == ':' else ''}{clock}" if clock else ""
    return f"{year}-{month:0>2}-{day:0>2}{clock}"


def _from_text(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    # dateutil fills missing parts from the default. With two defaults that differ in year and month,
    # the results differ if either is missing: "13:30" or "Monday" is refused. Zone names depend on
    # the machine, so they are refused too; an offset means the same everywhere.
    first, second = (
        parser.parse(text, default=default, tzinfos=_zone)
        for default in (datetime(2000, 1, 1), datetime(2001, 2, 1))
    )
    if first != second:
        raise ValueError("incomplete")
    return first


def _zone(name: str | None, offset: int | None) -> tzinfo | None:
    if offset is not None:
        return timezone(timedelta(seconds=offset))
    if name is None:
        return None
    raise _UnknownZoneError(f"in a zone, {name}, that means different things in different places")


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
    for row, text, clock in zip(rows, texts, clocks or ["0:00"] * len(texts), strict=True):
        if is_missing(text) or is_missing(clock):
            raise SeriesError("the time is missing; give every row a time", file, row, column)
        try:
            times.append(parse_time(text, bool(day_first)) + parse_clock(clock))
        except ValueError as error:
            raise SeriesError(str(error), file, row, column) from None
    return times
