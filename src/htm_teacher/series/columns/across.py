"""Tables in which a series runs across: a column for each month of a year, or for each date."""

import re
from collections.abc import Sequence

from ..series import shown
from .month_words import month_of
from .time_format import is_clock_column, time_format

_FEWEST = 5  # dates in a row
_YEAR = re.compile("1[5-9][0-9]{2}|2[0-4][0-9]{2}")
_DATE = re.compile(r"[0-9]+[-/.:][0-9].*")


def across_doubt(names: Sequence[str]) -> str:
    """What shows that values beside each other are steps of one series; "" if nothing does.

    Args:
        names: the names of the columns of values, in the order of the table.
    """
    run = _months(names) or _dates(names)
    if not run:
        return ""
    said = f"columns {shown(run[0])} to {shown(run[-1])} look like steps of one series that runs across"
    return (
        f"{said}; each row is read as one step with {len(run)} values; put them below each other to follow it"
    )


def _months(names: Sequence[str]) -> Sequence[str]:
    """The names of January to December, if they follow each other."""
    months = [month_of(name) for name in names]
    starts = (place for place in range(len(names)) if months[place : place + 12] == list(range(1, 13)))
    start = next(starts, None)
    return [] if start is None else names[start : start + 12]


def _dates(names: Sequence[str]) -> Sequence[str]:
    """The names that are years or dates, if there are several."""
    for kind in (_YEAR, _DATE):
        dates = [name for name in names if kind.fullmatch(name)]
        if len(dates) >= _FEWEST and (time_format(dates, "time") or is_clock_column(dates, "")):
            return dates
    return []
