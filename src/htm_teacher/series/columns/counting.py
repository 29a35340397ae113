"""Columns of numbers that only count: rows, frames, or the seconds of a clock."""

from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from ..series import shown
from ..setting_names import option
from .clock_text import seconds_of
from .number_times import is_number
from .time_names import is_counter_heading, surely_time_heading

_FEWEST = 3  # rows needed to see that a column counts
_MANY = 24  # rows needed to see that a column counts, wherever it stands
_ALIKE = 0.01  # of a step: by so much steps of a clock may differ


def counter_note(cells: Sequence[str], heading: str, *, first: bool = False, name: str = "") -> str:
    """Why a column of numbers or durations is no value: it only counts rows or seconds; "" if it does not.

    The first column counts if it rises by nearly equal steps, whatever its name; any column does if equal
    steps lead up or down in many rows. Under a name such as "t", "elapsed", "frame" or "time" any numbers
    that never fall and nearly always rise count; so do numbers that begin again, as for each series of a
    table. Durations that begin again may be times of day.

    Args:
        cells: the cells that are not missing.
        heading: the column's name.
        first: whether it is the first of several columns.
        name: what to call it if it has no heading and is not the first.
    """
    plain = plain_numbers(cells)
    numbers = plain or durations(cells)
    if len(numbers) < _FEWEST:
        return ""
    named = is_counter_heading(heading) or surely_time_heading(heading)
    rises = named and (_nearly_always_rises(numbers) or restarts(plain, even=False))
    many = len(numbers) >= _MANY and any(is_steady(one, alike=0) for one in (numbers, numbers[::-1]))
    if rises or many or (first and is_steady(numbers, _rounding(cells) if plain else 0.0)):
        counted = (
            "only counts the rows"
            if plain and all(number.is_integer() for number in plain)
            else "counts like a clock"
        )
        which = "the first column" if first and not heading else shown(heading or name)
        return f"{which} {counted}, so it is not a value"
    return ""


def counts_on(numbers: Sequence[float]) -> bool:
    """Whether many numbers always rise, as those of a clock or a meter do, begin again, or count slowly.

    Numbers that count down again and again, as 9 to 0, count on, too.
    """
    rises = all(now > before for before, now in pairwise(numbers))
    again = restarts(numbers) or restarts(numbers[::-1])
    return len(numbers) >= _MANY and (rises or again or counts_slowly(numbers))


def plain_numbers(cells: Sequence[str]) -> list[float]:
    """All cells as numbers; none if a cell is not a number without a unit, with a point or a comma."""
    plain = [cell.strip() for cell in cells]
    if not all(map(is_number, plain)):
        return []
    return [float(cell.replace(",", ".")) for cell in plain]


def durations(cells: Sequence[str]) -> list[float]:
    """All cells as seconds; none if a cell is not a duration."""
    seconds = [seconds_of(cell.strip()) for cell in cells]
    return [] if None in seconds else [second for second in seconds if second is not None]


def is_steady(numbers: Sequence[float], rounding: float = 0.0, alike: float = _ALIKE) -> bool:
    """Whether numbers always rise, and at least nine in ten steps are as long as the median step.

    Args:
        numbers: at least two numbers.
        rounding: by how much rounded numbers can be off; whole numbers are exact.
        alike: by which part of a step two steps may differ besides.
    """
    steps = [now - before for before, now in pairwise(numbers)]
    if not steps or min(steps) <= 0:
        return False
    usual = median(steps)
    near = sum(abs(step - usual) <= rounding * 1.01 + alike * usual for step in steps)
    return 10 * near >= 9 * len(steps)


def _rounding(cells: Sequence[str]) -> float:
    """By how much steps between rounded numbers can be off: a unit of the last place; 0 for whole ones."""
    places = max(len(cell.strip().replace(",", ".").partition(".")[2]) for cell in cells)
    return 0.1**places if places else 0.0


def _nearly_always_rises(numbers: Sequence[float]) -> bool:
    steps = [now - before for before, now in pairwise(numbers)]
    return min(steps) >= 0 and 10 * sum(step > 0 for step in steps) >= 9 * len(steps)


def restarts(numbers: Sequence[float], *, even: bool = True) -> bool:
    """Whether numbers rise, and now and then begin again with the lowest, or without even steps near it."""
    steps = [now - before for before, now in pairwise(numbers)]
    rising = [step for step in steps if step > 0]
    if not rising or len(rising) == len(steps) or 10 * len(rising) < 9 * len(steps):
        return False
    low, near = min(numbers), 0.0 if even else 2 * median(rising)
    begins = all(now - low <= near for now, step in zip(numbers[1:], steps, strict=True) if step <= 0)
    alike = not even or max(rising) - min(rising) <= _ALIKE * min(rising)
    return begins and numbers[0] - low <= near and alike


def counts_slowly(numbers: Sequence[float]) -> bool:
    """Whether whole numbers of many rows rise now and then by one, as the number of a lap or a unit does."""
    steps = {now - before for before, now in pairwise(numbers)}
    return len(numbers) >= _MANY and steps == {0, 1} and numbers[0] in (0, 1)


def slow_doubt(name: str) -> str:
    """A sentence about a column that counts slowly in a table without times."""
    said = f"{shown(name)} rises now and then by one, as the number of a lap or a unit does"
    return f"{said}; if it tells several series apart, give {option('--group', name)}"
