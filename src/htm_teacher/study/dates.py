"""Times and time spans as people write them: days without a clock, months, quarters and years by name.

A month is no fixed number of days. So rows that come once a month, a quarter or a year are counted on the
calendar, and their steps are called so.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from ..series import Series
from ..series.series import counted

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
SHORTEST_MONTH = timedelta(days=28)
LAST_DAY = 28  # from this day on, a day may be the last of its month
MOST = 0.75  # the fraction of the rows that must keep to the calendar
YEAR, QUARTER = 12, 3  # months


def time_step(series: Series) -> timedelta | None:
    """The usual time between two rows; None if it is unknown or zero."""
    steps = sorted(now - before for before, now in pairwise(series.times or []))
    return (steps[len(steps) // 2] or None) if steps else None


def has_leaps(series: Series) -> bool:
    """Whether two rows are more than one and a half usual steps apart, as over missing rows or a night."""
    step = time_step(series)
    return step is not None and any(now - before > 1.5 * step for before, now in pairwise(series.times or []))


def months_a_step(series: Series) -> int | None:
    """How many months a step usually takes, if rows keep to the calendar: 1, 3 for quarters, 12 for years."""
    step = time_step(series)
    if step is None or step < SHORTEST_MONTH:
        return None
    spans = Counter(months_between(before, now) for before, now in pairwise(series.times or []))
    months, count = spans.most_common(1)[0]
    return months if months and count >= MOST * spans.total() else None


def months_between(before: datetime, now: datetime) -> int | None:
    """How many months lie between two times on the same day of the month, or both at its end; else None."""
    same = before.day == now.day or min(before.day, now.day) >= LAST_DAY
    if not same or before.time() != now.time():
        return None
    return YEAR * (now.year - before.year) + now.month - before.month


def in_months(months: int, of: int) -> str:
    """A number of months as people count them, where a step takes ``of``: years, quarters or months.

    >>> in_months(24, 1), in_months(6, 3), in_months(6, 1)
    ('2 years', '2 quarters', '6 months')
    """
    if months % YEAR == 0:
        return counted(months // YEAR, "year")
    if of == QUARTER:
        return counted(months // QUARTER, "quarter")
    return counted(months, "month")


def steps_named(series: Series, steps: int) -> str:
    """A number of steps by the name of a step: "12 months", "4 quarters", "3 years", or "12 steps"."""
    months = months_a_step(series)
    named = {1: "month", QUARTER: "quarter", YEAR: "year"}
    return counted(steps, named.get(months or 0, "step"))


class Dates:
    """How the times of a series are written: as short as they can be without losing anything.

    Args:
        series: the series; without times nothing can be written.
    """

    def __init__(self, series: Series) -> None:
        times: Sequence[datetime] = series.times or []
        self.months = months_a_step(series)
        step = time_step(series)
        clocks = step is None or step < DAY or any(time.time() != datetime.min.time() for time in times)
        self.clock = _finest(times) if clocks else ""
        starts = {(time.month - 1) % QUARTER for time in times}
        self.quarters = self.months == QUARTER and len(starts) == 1

    def written(self, time: datetime) -> str:
        """A date and time: "Mon 1 Jan 2024 13:30", "Mon 1 Jan 2024", "January 2024", "Q1 2024"."""
        if self.months is not None and self.months % YEAR == 0:
            return f"{time:%Y}"
        if self.quarters:
            return f"Q{(time.month - 1) // QUARTER + 1} {time:%Y}"
        if self.months is not None:
            return f"{time:%B %Y}"
        return f"{time:%a} {time.day} {time:%b %Y}" + self._at(time)

    def short(self, time: datetime, clock: bool = True) -> str:
        """The same in numbers, for a narrow column: "2024-01-31 13:30", "2024-01-31", "2024-01", "2024"."""
        if self.months is not None:
            return f"{time:%Y}" if self.months % YEAR == 0 else f"{time:%Y-%m}"
        return f"{time:%Y-%m-%d}{self._at(time) if clock else ''}"

    def _at(self, time: datetime) -> str:
        return f" {time.time().isoformat(self.clock)}" if self.clock else ""


def _finest(times: Sequence[datetime]) -> str:
    """How finely clocks are written, by the names of ``isoformat``: minutes, if no time falls between."""
    if any(time.microsecond % 1_000 for time in times):
        return "microseconds"
    if any(time.microsecond for time in times):
        return "milliseconds"
    return "seconds" if any(time.second for time in times) else "minutes"


def duration(time: timedelta) -> str:
    """A time span in the largest unit that divides it.

    >>> duration(timedelta(hours=48)), duration(timedelta(seconds=90)), duration(timedelta(milliseconds=16))
    ('2 days', '90 seconds', '0.016 seconds')
    """
    seconds = time.total_seconds()
    if seconds != round(seconds):
        return roughly(time)
    for unit, length in UNITS:
        if seconds % length == 0:
            return counted(round(seconds) // length, unit)
    return counted(round(seconds), "second")


def roughly(time: timedelta) -> str:
    """A time span to three figures, in the largest unit of which it has at least two.

    >>> roughly(timedelta(days=1096.4)), roughly(timedelta(minutes=100))
    ('1,100 days', '100 minutes')
    """
    seconds = time.total_seconds()
    unit, length = next(((u, one) for u, one in UNITS if seconds >= 2 * one), ("second", 1))
    return f"{float(f'{seconds / length:.3g}'):,.9g} {unit}s"
