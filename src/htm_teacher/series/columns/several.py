"""Several series in one table, told apart by a column such as the name of a sensor."""

from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise

from ..series import shown
from ..time_order import steps_back
from .sheet_column import Column

_FEWEST = 3  # rows of each series


def several_series(times: Sequence[datetime], columns: Sequence[Column], rows: Sequence[int]) -> str:
    """What shows that a table holds several series, with the option that separates them; "" if it holds one.

    Times restart, or most of them occur more than once. But among the rows that have the same value in one of
    these columns, each time is later than the one before (or each is earlier).

    Args:
        times: the times, in the order of the table.
        columns: the columns that may tell the series apart.
        rows: the row of each time, for the message.
    """
    if len({time.tzinfo is None for time in times}) > 1:
        return ""  # they cannot be compared, which is refused elsewhere
    moments = [time if time.tzinfo is None else time.astimezone(UTC) for time in times]
    back = steps_back(times)
    repeated = 2 * len(set(moments)) <= len(moments)
    restarts = back and steps_back(times[::-1])  # otherwise the newest rows come first
    if not (restarts or repeated):
        return ""
    found = [column for column in columns if _tells_apart(column, moments)]
    if not found:
        return ""
    column = min(found, key=lambda column: len(set(column.cells)))
    parts = len(set(column.cells))
    what = f"times restart in row {rows[back[0]]}" if restarts else "most times occur more than once"
    return (
        f"{what}, but never among the rows of one {shown(column.name)}: a table of {parts:,} series;"
        f' give --group {_quoted(column.name)} to take each alone, or --group "" if it is one'
    )


def _tells_apart(column: Column, moments: Sequence[datetime]) -> bool:
    parts: dict[str, list[datetime]] = {}
    for cell, moment in zip(column.cells, moments, strict=True):
        parts.setdefault(cell.strip(), []).append(moment)
    if not 1 < len(parts) <= len(moments) // _FEWEST:
        return False
    return all(len(part) >= _FEWEST and _one_way(part) for part in parts.values())


def _one_way(moments: Sequence[datetime]) -> bool:
    steps = [now > before for before, now in pairwise(moments) if now != before]
    return len(steps) == len(moments) - 1 and (all(steps) or not any(steps))


def _quoted(name: str) -> str:
    return f'"{name}"' if " " in name else name
