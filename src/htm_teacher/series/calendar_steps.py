"""Steps of the calendar: months are of different length, and yet one step each."""

from calendar import monthrange
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

CalendarStep = timedelta | int
"""A step between two times: a number of months if only months differ, otherwise a length."""

_LENGTHS = {1: (28, 31), 3: (89, 92)}  # days


def calendar_step(before: datetime, now: datetime) -> CalendarStep:
    """The step from one time to another: whole months if day and time of day agree, else its length.

    The last days of two months agree: from 31 January to 28 February is one month.
    """
    months = (now.year - before.year) * 12 + now.month - before.month
    if months and before.time() == now.time() and (before.day == now.day or _both_last(before, now)):
        return months
    return now - before


def _both_last(before: datetime, now: datetime) -> bool:
    if min(before.day, now.day) < 28:
        return False
    return all(time.day == monthrange(time.year, time.month)[1] for time in (before, now))


def is_monthly(times: Sequence[datetime], months: int) -> bool:
    """Whether nearly all steps are as long as this number of months, 1 or 3, each in the next such month.

    Times in the middle of months are an example. Steps of 30 days always are not monthly.
    """
    shortest, longest = _LENGTHS[months]
    steps, fitting = Counter[int](), 0
    for before, now in pairwise(times):
        length = (now - before) / timedelta(days=1)
        passed = (now.year - before.year) * 12 + now.month - before.month
        fitting += passed == months and shortest - 1 < length < longest + 1
        steps[round(length)] += 1
    return len(steps) > 1 and 10 * fitting >= 9 * steps.total()


def evenness(times: Sequence[datetime]) -> tuple[int, int]:
    """How unevenly times follow each other; smaller is more even, compared part by part.

    Returns:
        The number of steps that go against the commoner direction, and the number of different steps.
    """
    steps = Counter(calendar_step(before, now) for before, now in pairwise(times) if before != now)
    up = sum(number for step, number in steps.items() if _rises(step))
    return min(up, steps.total() - up), len(steps)


def _rises(step: CalendarStep) -> bool:
    return step > 0 if isinstance(step, int) else step > timedelta(0)
