"""Which kind of times the numbers of a column are, by its name and all its cells."""

from collections import Counter
from collections.abc import Sequence
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

from ...core.checks import brief
from ..calendar_steps import calendar_step, evenness
from ..series import shown
from ..setting_names import option
from .counting import is_steady, plain_numbers
from .number_times import (
    BEFORE_1970,
    COMPACT,
    DECIMAL_YEAR,
    EXCEL,
    FILETIME,
    JULIAN,
    LATE_YEAR,
    MATLAB,
    MODIFIED_JULIAN,
    MONTH_YEAR,
    ORDINAL,
    SIX_DIGITS,
    TICKS,
    TWELFTHS,
    UNIX,
    YEAR,
    YEAR_MONTH,
    YEAR_POINT_MONTH,
    YEAR_POINT_QUARTER,
    YEAR_QUARTER,
    YEAR_WEEK,
    Kind,
)
from .short_years import year_alone
from .spreading import spread
from .time_names import calendar_part, is_time_heading, surely_time_heading

_YEARS = (YEAR_POINT_MONTH, TWELFTHS, DECIMAL_YEAR)
_LIKE_VALUES = (LATE_YEAR, *_YEARS)  # numbers that values can be as well: all must fit, in order
_BY_PART = {
    "year": (YEAR, *_YEARS, YEAR_MONTH),
    "quarter": (YEAR_QUARTER, YEAR_POINT_QUARTER, YEAR_MONTH),
    "week": (YEAR_WEEK, *COMPACT),
    "month": (YEAR_MONTH, MONTH_YEAR, *COMPACT, YEAR_POINT_MONTH),
    "day": COMPACT,
    "hour": COMPACT,
}
_COUNTS = (FILETIME, TICKS, *UNIX)
_NAMED = (*COMPACT, YEAR_MONTH, LATE_YEAR, *_YEARS, *_COUNTS, *SIX_DIGITS, MATLAB, EXCEL, JULIAN)
_FIRST = (*COMPACT, YEAR_MONTH, LATE_YEAR, *_YEARS, *_COUNTS, EXCEL)
_LOOKED_AT = 50  # cells that show whether a kind is worth a look at all of them
_COMPARED = 2_000  # cells: enough to compare how even two readings are
_FEWEST = 3  # rows needed to see that times rise evenly
_FEWEST_DATES = 10  # different dates needed to see that digits such as 580329 are dates under any name
_MONTHS_DIFFER = 0.15  # by which part the steps of decimal years may differ


class NumberKind(NamedTuple):
    """The kind of times, what has to be said about it, and whether only even steps show it."""

    kind: Kind
    note: str = ""
    doubt: str = ""
    by_steps: bool = False


def number_kind(cells: Sequence[str], heading: str, first: bool) -> NumberKind | None:
    """The kind of times of a column of numbers, or of years such as FY1990; None if they are no times.

    Args:
        cells: the cells that are not missing, without spaces around them; at least one.
        heading: the column's name.
        first: whether it is the first of several columns.
    """
    said = shown(heading) if heading else "the first column" if first else "a column without a name"
    part = calendar_part(heading)
    if years := year_alone(cells, part == "year"):
        return explained(years, f"{said} holds {years.name}", cells)
    if part in _BY_PART or is_time_heading(heading):
        kinds = _kinds_of(heading) if is_time_heading(heading) else _BY_PART[part]
        kind = _before_1970(cells) or _best(cells, kinds)
        if kind:
            return explained(kind, f"{said} holds {kind.name}", cells)
    if first and len(cells) >= _FEWEST:
        kind = next((kind for kind in _FIRST if all(map(kind.fits, cells))), None)
        if kind and _rises_evenly(cells, kind):
            like = "unix times" if kind in UNIX else kind.name
            return explained(kind, f"{said} rises evenly like {like} and is read as such", cells, True)
    dates = _best(cells, (COMPACT[0], *SIX_DIGITS))
    if dates and _must_be_dates(cells, dates):
        return explained(dates, f"{said} holds {dates.name} in order and is read as such", cells, True)
    return None


def _must_be_dates(cells: Sequence[str], kind: Kind) -> bool:
    """Whether numbers are dates under any name: all fit, nearly none goes back, and a month passes.

    Numbers that are no dates would not leave out those between two months, such as 580332 to 580400.
    """
    if not all(map(kind.fits, cells)) or not _goes_one_way(cells):
        return False
    days = [kind.read(cell) for cell in {*cells}]
    return len(days) >= _FEWEST_DATES and len({(day.year, day.month) for day in days}) > 1


def _kinds_of(heading: str) -> tuple[Kind, ...]:
    if not surely_time_heading(heading):
        return (*COMPACT, *_COUNTS)  # "data" may hold values that look like years
    if "ordinal" in heading.lower():
        return (ORDINAL,)
    modified = "mjd" in heading.lower() or "modified" in heading.lower()
    return (MODIFIED_JULIAN,) if modified else _NAMED


def _before_1970(cells: Sequence[str]) -> Kind | None:
    """The kind of unix times of which some are below zero; None if these are none."""
    for kind, later in zip(BEFORE_1970, UNIX, strict=True):
        if all(map(kind.fits, cells)):
            lowest = min(cells, key=lambda cell: float(cell.replace(",", ".")))
            return kind if lowest.startswith("-") and later.fits(lowest[1:]) else None
    return None


def _best(cells: Sequence[str], kinds: Sequence[Kind]) -> Kind | None:
    """The kind that most cells fit, at least half; of several the first."""
    best, most = None, 0
    sample = spread(cells, _LOOKED_AT)
    for kind in kinds:
        if 4 * sum(map(kind.fits, sample)) < len(sample):
            continue
        fitting = sum(map(kind.fits, cells))
        if kind in _LIKE_VALUES and (fitting < len(cells) or not _goes_one_way(cells)):
            continue
        if fitting > most and 2 * fitting >= len(cells):
            best, most = kind, fitting
        if most == len(cells):
            break
    return _most_even(cells, best) if best in SIX_DIGITS else best


def _most_even(cells: Sequence[str], best: Kind) -> Kind:
    """The order of six digits in which the dates follow each other most evenly; ``best`` if that is equal."""

    def unevenness(kind: Kind) -> tuple[tuple[int, int], timedelta]:
        times = [kind.read(cell) for cell in fitting]
        return evenness(times), max(times) - min(times)

    fitting = [cell for cell in spread(cells, _COMPARED) if best.fits(cell)]
    kinds = [kind for kind in SIX_DIGITS if all(map(kind.fits, fitting))]
    return min(kinds, key=unevenness) if fitting else best


def _goes_one_way(cells: Sequence[str]) -> bool:
    """Whether numbers nearly never fall, or nearly never rise; another series in the table may begin."""
    steps = [now - before for before, now in pairwise(plain_numbers(cells))]
    falling, rising = sum(step < 0 for step in steps), sum(step > 0 for step in steps)
    return 10 * min(falling, rising) <= len(steps)


def explained(kind: Kind, said: str, cells: Sequence[str], by_steps: bool = False) -> NumberKind:
    """This kind with the note or the doubt about it, which begins with ``said``."""
    example = next(cell for cell in cells if kind.fits(cell))
    time = kind.read(example)
    if kind.doubtful:
        reading = f"{brief(example)} is read as {time:%Y-%m-%d %H:%M}"
        doubt = f"{said}: {reading}; if these are no such times, give {option('--time')} with another column"
        doubt += f"; {kind.hint}" if kind.hint else ""
        return NumberKind(kind, "", doubt, by_steps)
    return NumberKind(kind, "" if kind.plain and not by_steps else said, "", by_steps)


def _rises_evenly(cells: Sequence[str], kind: Kind) -> bool:
    numbers = plain_numbers(cells)
    if is_steady(numbers, alike=_MONTHS_DIFFER if kind is DECIMAL_YEAR else 0.0001):
        return True
    times = [kind.read(cell) for cell in cells]
    steps = Counter(calendar_step(before, now) for before, now in pairwise(times))
    rises = all(before < now for before, now in pairwise(times))
    return rises and 10 * steps.most_common(1)[0][1] >= 9 * steps.total()
