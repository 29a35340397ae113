"""How evenly the rows of a series follow each other in time, and so how long a number of steps takes.

A gap in the times is not filled: the next row follows at once. A number of steps is called a day only if
the times confirm it.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from ..series import Series
from ..series.series import counted

DAY = timedelta(days=1)
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
EXACT, ABOUT = 0.99, 0.75  # the fraction of the rows for which a number of steps takes the usual time


def time_step(series: Series) -> timedelta | None:
    """The usual time between two rows; None if it is unknown or zero."""
    steps = sorted(now - before for before, now in pairwise(series.times or []))
    return (steps[len(steps) // 2] or None) if steps else None


def on_time(series: Series, steps: int) -> float:
    """The fraction of the rows that come the usual time after the row ``steps`` before them.

    In [0, 1]; half a step early or late counts as on time. 0 if the times do not tell.
    """
    step, times = time_step(series), series.times or []
    if step is None or len(times) <= steps:
        return 0.0
    spans = [now - before for before, now in zip(times, times[steps:], strict=False)]
    return sum(abs(span - steps * step) <= step / 2 for span in spans) / len(spans)


def lasting(series: Series, steps: int) -> str:
    """How long this number of steps takes: "1 day", "about 1 day", or "" if the times are too uneven."""
    step, part = time_step(series), on_time(series, steps)
    if step is None or part < ABOUT:
        return ""
    return duration(steps * step) if part >= EXACT else f"about {duration(steps * step)}"


def steps_a_day(series: Series) -> int | None:
    """How many rows make a day; None if a row takes more than half a day, or if times are too uneven."""
    step = time_step(series)
    steps = round(DAY / step) if step and step <= DAY / 2 else None
    return steps if steps and on_time(series, steps) >= ABOUT else None


def usual_horizons(series: Series, training: int) -> tuple[int, ...]:
    """1 step and a day; or 1 and 5 steps if a day is unknown, or too long for the test rows."""
    day = steps_a_day(series)
    return (1, day if day and day <= (len(series) - training) // 2 else 5)


def notes_on_rows(series: Series) -> list[str]:
    """A sentence on each flaw of the rows: missing values, gaps, uneven times."""
    notes = []
    for name, values in series.fields.items():
        if missing := values.count(None):
            notes.append(f"{name}: {counted(missing, 'value')} of {len(values):,} missing")
    step = time_step(series)
    return [*notes, *_on_times(series, series.times or [], step)] if step else notes


def _on_times(series: Series, times: Sequence[datetime], step: timedelta) -> list[str]:
    gaps = [(now - before, before) for before, now in pairwise(times) if now - before > 1.5 * step]
    if not gaps:
        return []
    longest, since = max(gaps, key=lambda gap: gap[0])
    said = f"the longest {roughly(longest)}, from {written(since)}"
    if (even := on_time(series, 1)) < ABOUT:
        return [
            f"the times are uneven: a step usually takes {duration(step)}, but only {even:.0%} of the steps"
            f" do, {said}; so this report counts in steps, not in days"
        ]
    return [f"{counted(len(gaps), 'gap')} in the times, {said}; the next row follows at once"]


# Times as people write them.


def in_words(series: Series, steps: int) -> str:
    """A number of steps, and how long they take if that is known: "48 steps, 1 day"."""
    time = lasting(series, steps)
    return f"{counted(steps, 'step')}, {time}" if time else counted(steps, "step")


def period(series: Series) -> str:
    """The first and the last time of a series; "" if it has no times."""
    return f"{written(series.times[0])} to {written(series.times[-1])}" if series.times else ""


def written(time: datetime) -> str:
    """A date and time as people write it."""
    return f"{time:%a} {time.day} {time:%b %Y %H:%M}"


def duration(time: timedelta) -> str:
    """A time span in the largest unit that divides it."""
    seconds = round(time.total_seconds())
    for unit, length in UNITS:
        if seconds % length == 0:
            count = seconds // length
            return f"{count:,} {unit}{'s' * (count != 1)}"
    return f"{seconds:,} seconds"


def roughly(time: timedelta) -> str:
    """A time span to three figures, in the largest unit of which it has at least two."""
    seconds = time.total_seconds()
    unit, length = next(((u, one) for u, one in UNITS if seconds >= 2 * one), ("second", 1))
    return f"{seconds / length:,.3g} {unit}s"
