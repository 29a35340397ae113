"""How evenly the rows of a series follow each other in time, and so how long a number of steps takes.

A gap in the times is not filled: the next row follows at once. A number of steps is called a day only if
the times confirm it.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from itertools import pairwise

from ..series import Series
from ..series.series import counted
from .columns import ColumnNote, in_lines
from .dates import DAY, Dates, duration, in_months, months_a_step, months_between, roughly, time_step

SATURDAY = 5  # the number of its weekday
EXACT, ABOUT = 0.99, 0.75  # the fraction of the rows for which a number of steps takes the usual time


def on_time(series: Series, steps: int, usual: timedelta | None = None) -> float:
    """The fraction of the rows that come the usual time after the row ``steps`` before them.

    In [0, 1]; half a step early or late counts as on time; months are counted on the calendar. 0 if the
    times do not tell. The usual time is that of ``steps`` usual steps unless it is given.
    """
    step, times = time_step(series), series.times or []
    if step is None or len(times) <= steps:
        return 0.0
    months, pairs = months_a_step(series), list(zip(times, times[steps:], strict=False))
    if months is not None:
        return sum(months_between(*pair) == steps * months for pair in pairs) / len(pairs)
    usual = steps * step if usual is None else usual
    return sum(abs(now - before - usual) <= step / 2 for before, now in pairs) / len(pairs)


def lasting(series: Series, steps: int) -> str:
    """How long this number of steps takes: "1 day", "about 1 day", or "" if the times are too uneven."""
    step, part = time_step(series), on_time(series, steps)
    if step is None or part < ABOUT:
        return ""
    months = months_a_step(series)
    time = duration(steps * step) if months is None else in_months(steps * months, months)
    return time if part >= EXACT else f"about {time}"


def steps_a_day(series: Series) -> int | None:
    """How many rows make a day; None if a row takes more than half a day, or if times are too uneven."""
    step = time_step(series)
    steps = round(DAY / step) if step and step <= DAY / 2 else None
    return steps if steps and on_time(series, steps) >= ABOUT else None


def usual_horizons(series: Series, training: int, season: int | None = None) -> tuple[int, ...]:
    """1 step and a day; where steps are months, 1 and a season of several steps.

    1 and 5 steps if neither is known, or if it is too long for the test rows; where all rows are for
    training, for these: later rows are then the test.
    """
    compared = len(series) - training or training
    far = steps_a_day(series) if months_a_step(series) is None else season
    return (1, far if far and 1 < far <= compared // 2 else 5)


def notes_on_rows(series: Series) -> list[str]:
    """A sentence on each flaw of the rows: missing values, gaps, uneven times."""
    counts = ((name, values.count(None)) for name, values in series.fields.items())
    rows = f"of {len(series):,} missing"
    notes = in_lines(
        (
            ColumnNote(name, f"{counted(missing, 'value')} {rows}", "{count:,} values missing", missing)
            for name, missing in counts
            if missing
        ),
        series.main,
    )
    step = time_step(series)
    return [*notes, *_on_times(series, series.times or [], step)] if step else notes


def _on_times(series: Series, times: Sequence[datetime], step: timedelta) -> list[str]:
    every = [(now - before, before) for before, now in pairwise(times) if now - before > 1.5 * step]
    weekdays = step <= DAY and all(time.weekday() < SATURDAY for time in times)
    gaps = [gap for gap in every if gap[0] - weekdays * _weekend(*gap) > 1.5 * step]
    bare = ["no row is on a weekend: Monday follows Friday at once"] if len(gaps) < len(every) else []
    return bare + _on_gaps(series, gaps, step)


def _on_gaps(series: Series, gaps: Sequence[tuple[timedelta, datetime]], step: timedelta) -> list[str]:
    if not gaps:
        return []
    longest, since = max(gaps, key=lambda gap: gap[0])
    said = f"the longest {_gap(series, longest, since)}, from {Dates(series).written(since)}"
    if (even := on_time(series, 1)) < ABOUT:
        return [
            f"the times are uneven: a step usually takes {duration(step)}, but only {even:.0%} of the steps"
            f" do, {said}; so this report counts in steps, not in days"
        ]
    return [f"{counted(len(gaps), 'gap')} in the times, {said}; the next row follows at once"]


def _weekend(span: timedelta, since: datetime) -> timedelta:
    """How many whole Saturdays and Sundays lie in a span, as time."""
    first, last = since.toordinal() + 1, (since + span).toordinal()
    return DAY * sum(date.fromordinal(day).weekday() >= SATURDAY for day in range(first, last))


def _gap(series: Series, span: timedelta, since: datetime) -> str:
    """How long a gap is: in months if the rows are counted in months."""
    months, length = months_a_step(series), months_between(since, since + span)
    return roughly(span) if months is None or length is None else in_months(length, months)


def in_words(series: Series, steps: int) -> str:
    """A number of steps, and how long they take if that is known: "48 steps, 1 day"."""
    time = lasting(series, steps)
    return f"{counted(steps, 'step')}, {time}" if time else counted(steps, "step")


def period(series: Series, first: int = 0) -> str:
    """The first time, from step ``first`` on, and the last of a series; "" if it has no times."""
    if not series.times:
        return ""
    dates = Dates(series)
    return f"{dates.written(series.times[first])} to {dates.written(series.times[-1])}"
