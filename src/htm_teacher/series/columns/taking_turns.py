"""Columns that tell apart several series whose rows take turns, as those of sensors in one file do."""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from ..series import shown
from ..setting_names import option
from .month_words import is_weekday, month_of
from .sheet_column import Column
from .time_parts import is_calendar_part

_MOST_SERIES, _FEWEST_ROWS = 100, 10  # what a column of names of series has
_IN_TURN = 0.9  # of the rows: the others may be missing
_EVEN = 0.9  # of the steps: then the rows may be those of one series
_THING = re.compile(r"sensor|device|station|node|probe|machine|sonde|gerät|capteur", re.IGNORECASE)
_BOTH = {"0", "1", "0.0", "1.0", "on", "off", "true", "false", "am", "pm", "day", "night"}  # states, no names


def recurs(column: Column) -> bool:
    """Whether a few words or numbers come again and again, as the names of several series would."""
    kinds = len({*column.given})
    return 1 < kinds <= _MOST_SERIES and _FEWEST_ROWS * kinds <= len(column.given)


def takes_turns(column: Column, times: Sequence[datetime] | None) -> bool:
    """Whether a few words or numbers come in turns, and are no dates or states.

    They come again and again in the same order, and each turn is read at once, so that times are uneven. Of
    words under a name such as "sensor" it is enough that most rows have another than the row before.
    """
    cells = column.given
    kinds = {*cells}
    changes = sum(before != now for before, now in pairwise(cells))
    if not times or not recurs(column) or 2 * changes < len(cells):
        return False
    if is_calendar_part(column) or {cell.lower() for cell in kinds} <= _BOTH:
        return False
    turns = zip(cells, cells[len(kinds) :], strict=False)
    again = sum(before == now for before, now in turns) >= _IN_TURN * (len(cells) - len(kinds))
    steps = Counter(now - before for before, now in pairwise(times))
    uneven = steps.most_common(1)[0][1] < _EVEN * steps.total()
    things = not column.numbers and bool(_THING.search(column.heading))
    return (things or (again and uneven)) and not any(is_weekday(cell) or month_of(cell) for cell in kinds)


def turns_doubts(columns: Sequence[Column], times: Sequence[datetime] | None) -> list[str]:
    """A sentence about the first of these columns that takes turns, if one does beside numbers."""
    for column in columns:
        beside = any(other.numbers for other in columns if other is not column)
        if not (beside and takes_turns(column, times)):
            continue
        first, second = list(dict.fromkeys(column.given))[:2]
        said = f"in {shown(column.name)} {shown(first)}, {shown(second)} ... take turns, as several series do"
        give = option("--group", column.name)
        return [f"{said}; give {give} to take each alone, or {option('--group', '')} if it is one"]
    return []
