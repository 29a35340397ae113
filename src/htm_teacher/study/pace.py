"""How evenly the rows of a series follow each other in time, and so what a number of steps may be called.

Gaps stay gaps: the next reading follows at once. So many steps are a day only where the times say so.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

from ..series import Series
from ..series.series import counted

DAY = timedelta(days=1)
UNITS = (("day", 86_400), ("hour", 3_600), ("minute", 60))
EXACT, ABOUT = 0.99, 0.75  # the part of the rows for which so many steps are so much time


def time_step(series: Series) -> timedelta | None:
    """The usual time between two rows, if that is known and above nothing."""
    steps = sorted(now - before for before, now in pairwise(series.times or []))
    return (steps[len(steps) // 2] or None) if steps else None


def on_time(series: Series, steps: int) -> float:
    """The part of the rows that come as long after the row so many steps before as that usually takes.

    In [0, 1]; within half a step. 0 where nothing can be told.
    """
    step, times = time_step(series), series.times or []
    if step is None or len(times) <= steps:
        return 0.0
    spans = [now - before for before, now in zip(times, times[steps:], strict=False)]
    return sum(abs(span - steps * step) <= step / 2 for span in spans) / len(spans)


def lasting(series: Series, steps: int) -> str:
    """How long so many steps take: "1 day", "about 1 day", or nothing where times are too uneven."""
    step, part = time_step(series), on_time(series, steps)
    if step is None or part < ABOUT:
        return ""
    return duration(steps * step) if part >= EXACT else f"about {duration(steps * step)}"


def steps_a_day(series: Series) -> int | None:
    """How many rows make a day; None where they are not parts of one, or too uneven."""
    step = time_step(series)
    steps = round(DAY / step) if step and step <= DAY / 2 else None
    return steps if steps and on_time(series, steps) >= ABOUT else None


def usual_horizons(series: Series, training: int) -> tuple[int, ...]:
    """One step, and a day where rows are parts of one; 5 steps where a day is too long, or no day."""
    day = steps_a_day(series)
    return (1, day if day and day <= (len(series) - training) // 2 else 5)


def notes_on_rows(series: Series) -> list[str]:
    """What is not as it would best be: values that are missing, gaps, uneven times; a sentence each."""
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
    said = f"the longest {roughly(longest)}, from {moment(since)}"
    if (even := on_time(series, 1)) < ABOUT:
        return [
            f"the times are uneven: usual are {duration(step)}, but only {even:.0%} of the steps are about so"
            f" long, {said}; so this counts in steps, not in days"
        ]
    return [f"{counted(len(gaps), 'gap')} in the times, {said}; the next row follows at once"]


# Times as people write them.


def moment(time: datetime | None) -> str:
    """A date and time as people write it; nothing where there is none."""
    return "" if time is None else f"{time:%a} {time.day} {time:%b %Y %H:%M}"


def duration(time: timedelta) -> str:
    """A time span in its largest whole unit."""
    seconds = round(time.total_seconds())
    for unit, length in UNITS:
        if seconds % length == 0:
            count = seconds // length
            return f"{count:,} {unit}{'s' * (count != 1)}"
    return f"{seconds:,} seconds"


def roughly(time: timedelta) -> str:
    """A time span to three figures, in a unit of which it has at least two."""
    seconds = time.total_seconds()
    unit, length = next(((u, one) for u, one in UNITS if seconds >= 2 * one), ("second", 1))
    return f"{seconds / length:,.3g} {unit}s"
