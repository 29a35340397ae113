"""Several series in one table, told apart by a column such as the name of a sensor."""

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import combinations, pairwise
from typing import NamedTuple

from ..series import shown
from ..setting_names import in_python, option
from ..time_order import steps_back
from .counting import durations, plain_numbers, restarts
from .sheet_column import Column
from .time_names import is_counter_heading, is_period_heading, surely_time_heading
from .time_parts import is_calendar_part

_FEWEST = 3  # rows of each series
_MOST_KEYS = 8  # columns that are looked at in pairs
_ROUNDS = (12, 24, 60)  # months, hours, minutes
_WEEK = 7  # days
_MOST = 10**9  # of what a column counts
_START = datetime(2000, 1, 1)


class Several(NamedTuple):
    """What shows that rows are several series, and the column, or the two columns, that tell them apart."""

    shown: str
    key: list[Column]


def find_several(times: Sequence[datetime], columns: Sequence[Column], rows: Sequence[int]) -> Several | None:
    """What shows that rows are several series; None if they are one.

    Times restart, or most of them occur more than once. But among the rows that have the same value in one of
    these columns, or in two, time never goes back (or never forward), or at least no time occurs twice.

    Args:
        times: the times, in the order of the table.
        columns: the columns that may tell the series apart.
        rows: the row of each time, for the message.
    """
    if len({time.tzinfo is None for time in times}) > 1:
        return None  # they cannot be compared, which is refused elsewhere
    moments = [time if time.tzinfo is None else time.astimezone(UTC) for time in times]
    back = steps_back(times)
    repeated = 2 * len(set(moments)) <= len(moments)
    restart = back and steps_back(times[::-1])  # otherwise the newest rows come first
    key = _find_key(columns, moments, repeated) if restart or repeated else []
    what = f"times restart in row {rows[back[0]]}" if restart else "most times occur more than once"
    return Several(f"{what}, but never among the rows of one {_and(key)}", key) if key else None


def several_series(times: Sequence[datetime], columns: Sequence[Column], rows: Sequence[int]) -> str:
    """A sentence with the option that separates the series of a table; "" if it holds one."""
    found = find_several(times, columns, rows)
    if not found:
        return ""
    give = f"keep the rows of one, or give {_option(found.key)} to take each alone"
    give += in_python("in Python: read_groups")
    single = option("--group", "") + " if it is one" + in_python("single=True")
    parts = len(set(_cells(found.key)))
    if len(found.key) == 1 and is_period_heading(found.key[0].heading):
        whole = (
            f"if {shown(found.key[0].name)} is a part of the time, write the time of each row in one column"
        )
        return f"{found.shown}; {whole}; if it names {parts:,} series, {give}, or {single}"
    return f"{found.shown}: a table of {parts:,} series; {give}, or {single}"


def still_several(group: Column, part: str, found: Several, whole: Several | None) -> str:
    """A sentence on a part of a table that is still several series, with the better choice; "" if none is.

    Args:
        group: the column that was chosen to tell the series apart.
        part: its value in the rows of the part.
        found: what shows that these rows are several series.
        whole: the same for the whole table.
    """
    single = whole.key[0] if whole and len(whole.key) == 1 else None
    if single is group:
        return ""
    give = f"give {_option([single] if single else [group, *found.key])}"
    return f"the rows of {shown(group.name)} {shown(part)} are still several series: {found.shown}; {give}"


def counted_times(columns: Sequence[Column]) -> list[datetime]:
    """Times for a table without any, from a column that counts and begins again; empty if there is none.

    A column without a name must count by equal steps in parts of different lengths: hours of a day do not.
    """
    for column in columns:
        numbers = plain_numbers(column.given) if is_counter_heading(column.heading) else []
        if len(numbers) != len(column.cells) or max(numbers) >= _MOST:
            continue
        if restarts(numbers, even=not column.heading) and (column.heading or _uneven_parts(numbers)):
            return _as_times(numbers)
    return []


def _as_times(numbers: Sequence[float]) -> list[datetime]:
    return [_START + timedelta(seconds=number) for number in numbers]


def restart_doubts(columns: Sequence[Column], rows: Sequence[int]) -> list[str]:
    """A doubt about a column that begins to count again, if no column tells the parts apart."""
    for column in columns:
        times = counted_times([column]) or _other_counts(column)
        if (back := steps_back(times)) and not _goes_round(column):
            often = "again" if len(back) == 1 else f"{len(back):,} times again"
            said = f"{shown(column.name)} begins to count {often}, first in row {rows[back[0]]}"
            give = f"number them in a column for {option('--group')}, or split the table"
            single = option("--group", "") + in_python("single=True")
            return [
                f"{said}, but all rows are read as one series; if they are several, {give}; if one: {single}"
            ]
    return []


def _other_counts(column: Column) -> list[datetime]:
    """Times for the first column if it has no name and begins again as the index of joined tables does.

    A column such as "elapsed" may count in durations: 00:00, 00:01.
    """
    numbers = plain_numbers(column.given) if column.first and not column.heading else []
    if is_counter_heading(column.heading) and column.heading and not surely_time_heading(column.heading):
        numbers = durations(column.given)
    alike = not column.heading and len({*numbers}) in (_WEEK, *_ROUNDS)
    return _as_times(numbers) if restarts(numbers) and not alike and max(numbers) < _MOST else []


def _goes_round(column: Column) -> bool:
    """Whether a column holds a part of the calendar; "time" can be one, if its numbers are 12, 24 or 60."""
    named = surely_time_heading(column.heading) and len({*column.given}) not in _ROUNDS
    return is_calendar_part(column) and not named


def separates(column: Column, times: Sequence[datetime]) -> bool:
    """Whether times occur again, but rise from row to row among the rows of one value of a column."""
    if len({*times}) == len(times):
        return False
    parts: dict[str, list[datetime]] = {}
    for cell, time in zip(column.cells, times, strict=True):
        parts.setdefault(cell.strip(), []).append(time)
    several = 1 < len(parts) <= len(times) // 2
    return several and all(before < now for part in parts.values() for before, now in pairwise(part))


def _uneven_parts(numbers: Sequence[float]) -> bool:
    """Whether parts differ in length, although the last may be cut."""
    starts = [place for place, (before, now) in enumerate(pairwise(numbers), start=1) if now <= before]
    *parts, last = [now - before for before, now in pairwise([0, *starts, len(numbers)])]
    return len({*parts}) > 1 or last > parts[0]


def _find_key(columns: Sequence[Column], moments: Sequence[datetime], repeated: bool) -> list[Column]:
    """The column, or else the two columns, with the fewest values that tell the series apart.

    A column of numbers must be left, because a series needs one.
    """
    numbers = {column.place for column in columns if column.numbers}
    few = [column for column in columns if 1 < len(set(column.cells)) <= len(moments) // 2]
    together = max(Counter(moments).values())
    any_key: list[Column] = []
    for size in (1, 2, 3):
        keys = combinations(few if size == 1 else few[:_MOST_KEYS], size)
        found = [
            list(key)
            for key in keys
            if numbers - {column.place for column in key} and _tells_apart(_cells(key), moments, repeated)
        ]
        # There are about as many series as rows of one time; values that happen to differ at each time are
        # more.
        best = min(found, key=lambda key: len({*_cells(key)}), default=[])
        if best and len({*_cells(best)}) <= 2 * together:
            return best
        any_key = any_key or best
    return any_key


def _cells(key: Sequence[Column]) -> list[tuple[str, ...]]:
    return [tuple(map(str.strip, cells)) for cells in zip(*(column.cells for column in key), strict=True)]


def _tells_apart(cells: Sequence[tuple[str, ...]], moments: Sequence[datetime], repeated: bool) -> bool:
    """Whether times never go back among the rows of each series, or at least differ if most occur again.

    Series of one or two rows show little, and so do times that only rarely occur again: a few rows may be out
    of order. The rows of each series must then follow each other.
    """
    parts: dict[tuple[str, ...], list[datetime]] = {}
    for cell, moment in zip(cells, moments, strict=True):
        parts.setdefault(cell, []).append(moment)
    if not 1 < len(parts) <= len(moments) // 2:
        return False
    blocks = 1 + sum(now != before for before, now in pairwise(cells))
    if blocks > len(parts) and min(map(len, parts.values())) < _FEWEST:
        return False
    if blocks == len(parts) and all(map(_one_way, parts.values())):
        return True
    return repeated and all(len(set(part)) == len(part) for part in parts.values())


def _one_way(moments: Sequence[datetime]) -> bool:
    steps = [now > before for before, now in pairwise(moments) if now != before]
    return 2 * len(steps) >= len(moments) - 1 and (all(steps) or not any(steps))


def _option(key: Sequence[Column]) -> str:
    return option("--group", ",".join(column.name for column in key))


def _and(key: Sequence[Column]) -> str:
    names = [shown(column.name) for column in key]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))
