"""Tables in which a series runs across: a column for each hour, weekday, month or date."""

import re
from collections.abc import Sequence
from functools import partial
from itertools import takewhile

from ..series import shown
from .month_words import is_weekday, month_of
from .time_format import is_clock_column, time_format
from .time_names import calendar_part

_FEWEST = 5  # dates in a row
_YEAR = re.compile("1[5-9][0-9]{2}|2[0-4][0-9]{2}")
_COUNTED = re.compile(r"(.*?([^\W\d_]*)[ _.-]?)([0-9]{1,4})")  # w_h23
_MANY = 10_000
_WHOLE = {  # numbers of a whole day, month or year
    "hour": range(23, 26),
    "day": range(28, _MANY),
    "week": range(52, _MANY),
    "month": (12,),
    "quarter": (4,),
    "": (24, 48, 96),  # parts of a day that are only numbered, from 1
}
_LETTERS = {"d": "day", "w": "week", "m": "month"}
_DATE = re.compile(r"[0-9]+[-/.:][0-9].*")


def across_doubt(names: Sequence[str]) -> str:
    """What shows that values beside each other are steps of one series; "" if nothing does.

    Args:
        names: the names of the columns of values, in the order of the table; "" where there is none.
    """
    run = _months(names) or _weekdays(names) or _counted(names) or _dates(names)
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


def _weekdays(names: Sequence[str]) -> Sequence[str]:
    """The names of seven different weekdays, if they follow each other."""
    weeks = (names[place : place + 7] for place in range(len(names) - 6))
    return next((week for week in weeks if len({*week}) == 7 and all(map(is_weekday, week))), [])


def _counted(names: Sequence[str]) -> Sequence[str]:
    """The names that number the hours of a day, or days, weeks, months or quarters: H1 to H24."""
    found = [match for name in names if (match := _COUNTED.fullmatch(name))]
    for place, first in enumerate(found):
        stem, word, low = first[1], first[2].lower(), int(first[3])
        if low > 1:
            continue
        run = list(takewhile(partial(_goes_on, stem, low), enumerate(found[place:])))
        part = _LETTERS.get(word) or calendar_part(word)
        if len(run) in _WHOLE.get(part, ()) and (low or stem) and bool(part) == bool(stem):
            return [match[0] for _, match in run]
    return []


def _goes_on(stem: str, low: int, step: tuple[int, re.Match[str]]) -> bool:
    after, match = step
    return match[1] == stem and int(match[3]) == low + after


def _dates(names: Sequence[str]) -> Sequence[str]:
    """The names that are years or dates, if there are several."""
    for kind in (_YEAR, _DATE):
        dates = [name for name in names if kind.fullmatch(name)]
        if len(dates) >= _FEWEST and (time_format(dates, "time") or is_clock_column(dates, "")):
            return dates
    return []
