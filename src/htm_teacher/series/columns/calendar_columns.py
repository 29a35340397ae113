"""Calendar columns: year, month, day, hour ... in columns of their own, which together are the time."""

import re
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path

from ..series import MISSING, SeriesError, shown
from .clock_text import clock, clocks_of
from .month_words import month_of
from .spreading import spread
from .time_names import calendar_part

_LOOKED_AT = 500  # cells of a column; enough to judge it
_FEWEST = 3  # rows needed to see a calendar without names
_RANGES = {
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
_CLOCK_PARTS = ("hour", "minute", "second")
_NEEDED = {  # what has to be beside a part, so that it is a part
    "day": ("month",),
    "hour": ("day", "day of year"),
    "clock": ("day", "day of year"),
    "minute": ("hour",),
    "second": ("minute",),
}
_IN_YEAR = ("month", "day of year", "week", "quarter")
_PART = re.compile(r"(?:Q|T|W|KW|M)?\s?(\d{1,20})(?:[.,]0*)?", re.IGNORECASE)
_PERIODS = {"Q": "quarter", "M": "month"}  # Q01 and M01 under the name "Period"
_SECOND = re.compile(r"\d+(?:[.,]\d*)?")


def calendar_columns(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns that together are the time, by part: "year", "quarter", "month", "week", "day" ...

    A column is a part if its name means the part, in one of several languages, and its cells can be it.
    A year alone is no calendar; it needs a month, quarter, week or day of the year. Without any names,
    the first columns are a calendar if their dates rise: 1749 01, 1749 02 ...

    Returns:
        The place of each part; "clock" is a column of times of day. No part but the time may be taken
        from these columns. Empty if there is no calendar.
    """
    if len(columns) > 1 and not any(_is_name(heading) for heading in headings):
        return _without_names(columns)
    found: dict[str, int] = {}
    for place, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        part = calendar_part(heading) or _part_of_period(heading, cells)
        if part == "day" and not _fits(part, cells) and _fits("day of year", cells):
            part = "day of year"
        if part == "month" and part in found and heading.strip() == "mm":  # beside MM
            part = "minute"
        if part and part not in found and _fits(part, cells):
            found[part] = place
        elif "clock" not in found and (part == "hour" or not part) and _are_clocks(cells):
            found["clock"] = place
    return _complete(found)


def _part_of_period(heading: str, cells: Sequence[str]) -> str:
    """The part that periods such as Q01 or M01 are; "" if these are none."""
    letters = {cell.strip()[:1].upper() for cell in cells}
    if heading.strip().lower() not in ("period", "periods") or len(letters) != 1:
        return ""
    return _PERIODS.get(letters.pop(), "")


def clock_columns(headings: Sequence[str], columns: Sequence[Sequence[str]]) -> dict[str, int]:
    """The columns that hold hours, minutes and seconds beside a column of dates; empty without minutes."""
    found: dict[str, int] = {}
    for place, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        part = calendar_part(heading)
        if part in _CLOCK_PARTS and part not in found and _fits(part, cells):
            found[part] = place
    return (
        {part: found[part] for part in _CLOCK_PARTS if part in found}
        if {"hour", "minute"} <= {*found}
        else {}
    )


def joined_clocks(parts: Mapping[str, int], columns: Sequence[Sequence[str]]) -> list[str]:
    """The times of day of such columns as cells of one column: 13:05:30."""
    cells = [[cell.strip().zfill(2) for cell in columns[place]] for place in parts.values()]
    return [":".join(row) for row in zip(*cells, strict=True)]


def _is_name(heading: str) -> bool:
    return not (heading.strip() == "" or heading.strip().isdecimal())


def _complete(found: Mapping[str, int]) -> dict[str, int]:
    """The parts that belong together; none without a year and its part."""
    if "year" not in found or not any(part in found for part in _IN_YEAR):
        return {}
    kept: dict[str, int] = {}
    for part in [*_RANGES, "clock"]:
        beside = _NEEDED.get(part)
        if part in found and (beside is None or any(other in kept for other in beside)):
            kept[part] = found[part]
    if "hour" in kept:
        kept.pop("clock", None)
    return kept


def _without_names(columns: Sequence[Sequence[str]]) -> dict[str, int]:
    parts = {}
    for place, part in enumerate(["year", "month", "day", "hour"]):
        if place >= len(columns) - 1 or not _fits(part, columns[place]):
            break
        parts[part] = place
    while len(parts) > 1:
        cells = [columns[place] for place in parts.values()]
        dates = [tuple(map(_number, row)) for row in zip(*cells, strict=True)]
        if len(dates) >= _FEWEST and dates == sorted(set(dates)):
            return parts
        parts.popitem()
    return {}


def _fits(part: str, cells: Sequence[str]) -> bool:
    """Whether all given cells can be this part of the calendar."""
    given = [cell.strip() for cell in spread(cells, _LOOKED_AT) if cell.strip().lower() not in MISSING]
    low, high = _RANGES[part]
    return bool(given) and all(_is_part(part, cell, low, high) for cell in set(given))


def _is_part(part: str, cell: str, low: int, high: int) -> bool:
    if part == "second":
        return bool(_SECOND.fullmatch(cell)) and float(cell.replace(",", ".")) <= high
    value = _value(part, cell)
    return value is not None and low <= value <= high and (part != "hour" or value <= 24 or value % 100 < 60)


def _value(part: str, cell: str) -> int | None:
    """The whole number of a part; a month may be a word."""
    if match := _PART.fullmatch(cell):
        return int(match[1])
    return month_of(cell) if part == "month" else None


def _number(cell: str) -> int:
    match = _PART.fullmatch(cell.strip())
    return int(match[1]) if match else -1


def _are_clocks(cells: Sequence[str]) -> bool:
    given = [cell.strip() for cell in spread(cells, _LOOKED_AT) if cell.strip().lower() not in MISSING]
    return bool(given) and all(":" in cell and clock(cell) is not None for cell in set(given))


def read_calendar(
    parts: Mapping[str, int],
    columns: Sequence[Sequence[str]],
    rows: Sequence[int],
    name: str | Path,
    names: Sequence[str],
) -> list[datetime]:
    """The times of calendar columns.

    Args:
        parts: the place of each part, as ``calendar_columns`` gives it.
        columns: all columns.
        rows: the row of each step, for messages.
        name: the name of the file or table.
        names: the names of all columns, for messages.

    Raises:
        SeriesError: naming row, column and cell if a part is missing or out of range, or no such day exists.
    """
    after = _clocks(parts, columns)
    in_year = next(part for part in _IN_YEAR if part in parts)
    used = [
        part for part in ("year", in_year, "day") if part in parts and (part != "day" or in_year == "month")
    ]
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
            column = names[parts.get("hour", parts.get("clock", 0))]
            cell = columns[parts.get("hour", parts.get("clock", 0))][step]
            raise SeriesError(f"{shown(cell)} is no time of day; write it as 13:30", name, row, column)
        times.append(day + clock_time)
    return times


def _clocks(parts: Mapping[str, int], columns: Sequence[Sequence[str]]) -> list[timedelta | None]:
    """The time of day of each row; empty if no part is one."""
    if "clock" in parts:
        return clocks_of(columns[parts["clock"]])
    if "hour" not in parts:
        return []
    hours = clocks_of(columns[parts["hour"]])
    for part, seconds in (("minute", 60), ("second", 1)):
        if part in parts:
            cells = columns[parts[part]]
            hours = [_later(hour, cell, seconds) for hour, cell in zip(hours, cells, strict=True)]
    return hours


def _later(hour: timedelta | None, cell: str, seconds: int) -> timedelta | None:
    if hour is None or not _is_part("second", cell.strip(), 0, 60):  # minutes are like seconds
        return None
    return hour + timedelta(seconds=seconds * float(cell.strip().replace(",", ".")))


def _read(part: str, cell: str, row: int, name: str | Path, column: str) -> int:
    value = _value(part, cell.strip())
    if value is None or not _RANGES[part][0] <= value <= _RANGES[part][1]:
        raise SeriesError(f"{shown(cell)} is no {part}; give every row its date", name, row, column)
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
