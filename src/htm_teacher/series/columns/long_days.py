"""Hours that are counted from 1 to 24, and to 25 on the day when summer time ends."""

import re
from collections.abc import Hashable, Sequence
from itertools import pairwise

from ..series import counted, shown

_HOUR = re.compile(r"(\d{1,2})(?:\.0*)?")
_TWICE = 3  # this hour repeats, at least in Europe
_LAST, _EXTRA = 24, 25


def wall_hours(days: Sequence[Hashable], cells: Sequence[str]) -> Sequence[str]:
    """The hours as clocks show them: on a day with hour 25, those after the third are an hour earlier.

    Args:
        days: the day of each row, in any form.
        cells: the hours.
    """
    long = _long_days(days, cells)
    if not long:
        return cells
    hours = [(day in long and _hour(cell)) or 0 for day, cell in zip(days, cells, strict=True)]
    return [str(hour - 1) if hour > _TWICE else cell for hour, cell in zip(hours, cells, strict=True)]


def long_day_doubts(days: Sequence[Hashable], cells: Sequence[str], name: str) -> list[str]:
    """A sentence about days with hour 25 in the column of this name, if there are any."""
    long = _long_days(days, cells)
    if not long:
        return []
    said = f"{shown(name)} has hour {_EXTRA} on {counted(len(long), 'day')}, as when summer time ends"
    return [f"{said}; hour {_TWICE} is read as twice there; if another hour repeats, correct these hours"]


def count_hours(days: Sequence[Hashable], cells: Sequence[str]) -> bool:
    """Whether a column counts the hours of each day, whatever its name: 1 to 24, or 0 to 23."""
    hours = {day: list[int]() for day in days}
    for day, cell in zip(days, cells, strict=True):
        hour = _hour(cell)
        if hour is None:
            return False
        hours[day].append(hour)
    first, *later = hours.values()
    low = min(map(min, hours.values()))
    whole = later[:-1] or [first]
    return (
        bool(later)
        and low in (0, 1)
        and all(now - before in (1, 2) for day in hours.values() for before, now in pairwise(day))
        and all(day[0] == low for day in later)
        and all(_LAST - 2 <= day[-1] - low < _EXTRA for day in whole)
    )


def _long_days(days: Sequence[Hashable], cells: Sequence[str]) -> set[Hashable]:
    pairs = {(day, _hour(cell)) for day, cell in zip(days, cells, strict=True)}
    return {day for day, hour in pairs if hour == _EXTRA and (day, _LAST) in pairs}


def _hour(cell: str) -> int | None:
    match = _HOUR.fullmatch(cell.strip())
    return int(match[1]) if match else None
