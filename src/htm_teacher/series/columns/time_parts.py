"""Columns of numbers that are parts of the calendar, such as the hour of each row."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from itertools import pairwise

from .calendar_reading import RANGES
from .counting import plain_numbers
from .sheet_column import Column
from .time_names import calendar_part, is_weekday_heading

_FEWEST = 24  # rows that show a part of the time under any name

_NAMED: Mapping[str, Callable[[datetime], int]] = {
    "year": lambda time: time.year,
    "month": lambda time: time.month,
    "day": lambda time: time.day,
    "hour": lambda time: time.hour,
    "minute": lambda time: time.minute,
    "week": lambda time: time.isocalendar().week,
    "day of year": lambda time: time.timetuple().tm_yday,
    "quarter": lambda time: (time.month + 2) // 3,
}
_UNNAMED = {
    "hour from 1": lambda time: time.hour + 1,
    "weekday from 0": lambda time: time.weekday(),
    "weekday from 1": lambda time: time.isoweekday(),
    **_NAMED,
}
_IN_RANGE = {**RANGES, "year": (1500, 2500), "day": RANGES["day of year"], "weekday": (0, 7)}


def repeats_time(column: Column, times: Sequence[datetime]) -> bool:
    """Whether the numbers of a column are a part of these times, such as the year or the hour.

    The name of the column says which part. Under any other name it is enough that all of many numbers are
    that part, and that they begin again at least once, as hours do at midnight.
    """
    part = calendar_part(column.heading)
    if part in _NAMED:
        return _equal(column, times, _NAMED[part])
    numbers = plain_numbers(column.given)
    if len(numbers) < _FEWEST or not any(now < before for before, now in pairwise(numbers)):
        return False
    return any(_equal(column, times, reader) for reader in _UNNAMED.values())


def is_calendar_part(column: Column) -> bool:
    """Whether a column has the name of a part of the calendar, and its numbers: in its range, or one by one.

    Parts that count on, as 99, 100, 100 for a week or 98, 99, 0 for a year, may leave the range.
    """
    part = "weekday" if is_weekday_heading(column.heading) else calendar_part(column.heading)
    numbers = plain_numbers(column.given)
    if part not in _IN_RANGE or not numbers or not all(number.is_integer() for number in numbers):
        return False
    lowest, highest = _IN_RANGE[part]
    low, high = min(numbers), max(numbers)
    counts_on = {now - before for before, now in pairwise(numbers)} <= {0, 1, low - high}
    return lowest <= low <= high <= highest or (counts_on and len(numbers) > 1)


def _equal(column: Column, times: Sequence[datetime], reader: Callable[[datetime], int]) -> bool:
    return all(
        not cell.strip() or _number(cell) == reader(time)
        for cell, time in zip(column.cells, times, strict=True)
    )


def _number(cell: str) -> float | None:
    try:
        return float(cell)
    except ValueError:
        return None
