"""The times of calendar columns, whose cells are years, months, days, hours ..."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ..series import SeriesError, shown
from .clock_text import clocks_of
from .long_days import wall_hours
from .month_words import month_of
from .number_times import Kind

_DAY = timedelta(days=1)
RANGES = {
    "year": (1500, 2200),
    "quarter": (1, 4),
    "month": (1, 12),
    "week": (1, 53),
    "day": (1, 31),
    "day of year": (1, 366),
    "hour": (0, 2400),
    "minute": (0, 59),
    "second": (0, 60),
}
IN_YEAR = ("month", "day of year", "week", "quarter")
PART = re.compile(r"(?:Q|T|W|KW|M)?\s?(\d{1,20})(?:[.,]0*)?", re.IGNORECASE)
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4}
SECOND = re.compile(r"\d+(?:[.,]\d*)?")


def value_of(part: str, cell: str) -> int | None:
    """The whole number of a part; a month may be a word, a quarter a Roman number."""
    if match := PART.fullmatch(cell):
        return int(match[1])
    if part == "quarter":
        return ROMAN.get(cell.upper())
    return month_of(cell) if part == "month" else None


def days_of(
    parts: Mapping[str, int], columns: Mapping[int, Sequence[str]] | Sequence[Sequence[str]]
) -> list[tuple[str, ...]]:
    """The cells that together are the day of each row."""
    cells = [columns[place] for part, place in parts.items() if part not in ("hour", "minute", "second")]
    return list(zip(*cells, strict=True))


def read_calendar(
    parts: Mapping[str, int],
    columns: Sequence[Sequence[str]],
    rows: Sequence[int],
    name: str | Path,
    names: Sequence[str],
    years: Kind | None = None,
) -> list[datetime]:
    """The times of calendar columns.

    Args:
        parts: the place of each part, as ``calendar_columns`` gives it.
        columns: all columns.
        rows: the row of each step, for messages.
        name: the name of the file or table.
        names: the names of all columns, for messages.
        years: the kind of years, if these are not plain years.

    Raises:
        SeriesError: naming row, column and cell if a part is missing or out of range, or no such day exists.
    """
    after = _clocks(parts, columns)
    in_year = next(part for part in IN_YEAR if part in parts)
    used = [
        part for part in ("year", in_year, "day") if part in parts and (part != "day" or in_year == "month")
    ]
    if years:
        columns = list(columns)
        columns[parts["year"]] = [_plain_year(cell.strip(), years) for cell in columns[parts["year"]]]
    times = []
    for step, row in enumerate(rows):
        values = [_read(part, columns[parts[part]][step], row, name, names[parts[part]]) for part in used]
        try:
            day = _day(in_year, values)
        except ValueError:
            problem = f"no such day: {', '.join(map(str, values))}; correct it"
            raise SeriesError(problem, name, row, names[parts[used[-1]]]) from None
        clock_time = after[step] if after else timedelta(0)
        if clock_time is None:
            place, problem = _no_clock(parts, columns, step)
            raise SeriesError(problem, name, row, names[place])
        times.append(day + clock_time)
    return times


def _plain_year(cell: str, years: Kind) -> str:
    """A year in four digits; any other cell as it is."""
    return str(years.read(cell).year) if years.fits(cell) else cell


def _clocks(parts: Mapping[str, int], columns: Sequence[Sequence[str]]) -> list[timedelta | None]:
    """The time of day of each row; empty if no part is one."""
    if "clock" in parts:
        return clocks_of(columns[parts["clock"]])
    if "hour" not in parts:
        return []
    hours = clocks_of(wall_hours(days_of(parts, columns), columns[parts["hour"]]))
    for part in ("minute", "second"):
        if part in parts:
            cells = columns[parts[part]]
            hours = [_later(hour, cell, part) for hour, cell in zip(hours, cells, strict=True)]
    return [None if hour is not None and hour > _DAY else hour for hour in hours]


def _no_clock(parts: Mapping[str, int], columns: Sequence[Sequence[str]], step: int) -> tuple[int, str]:
    """The column that keeps a row from having a time of day, and what is wrong."""
    for part in ("minute", "second"):
        if part in parts and _later(timedelta(0), cell := columns[parts[part]][step], part) is None:
            return parts[part], f"{shown(cell)} is no {part}; correct it"
    place = parts["clock"] if "clock" in parts else parts["hour"]
    cell = columns[place][step]
    if "minute" in parts:
        return place, f"{shown(cell)} is no hour beside minutes; write hours from 0 to 23"
    return place, f"{shown(cell)} is no time of day; write it as 13:30"


def _later(hour: timedelta | None, cell: str, part: str) -> timedelta | None:
    number = SECOND.fullmatch(cell.strip()) and float(cell.strip().replace(",", "."))
    if hour is None or number is None or number > RANGES[part][1]:
        return None
    return hour + timedelta(**{f"{part}s": number})


def _read(part: str, cell: str, row: int, name: str | Path, column: str) -> int:
    value = value_of(part, cell.strip())
    if value is None or not RANGES[part][0] <= value <= RANGES[part][1]:
        problem = f"{shown(cell)} is no {part}; give every row its date, and remove rows of totals"
        raise SeriesError(problem, name, row, column)
    return value


def _day(in_year: str, values: Sequence[int]) -> datetime:
    year, number = values[:2]
    if in_year == "week":
        return datetime.fromisocalendar(year, number, 1)
    if in_year == "day of year":
        found = datetime(year, 1, 1) + timedelta(days=number - 1)
        if found.year != year:
            raise ValueError(number)
        return found
    month = 3 * number - 2 if in_year == "quarter" else number
    return datetime(year, month, values[2] if len(values) > 2 else 1)
