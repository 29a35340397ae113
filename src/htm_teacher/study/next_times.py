"""The times after the last row: they continue as the rows of a series do.

Months are counted on the calendar. Rows that leave out nights or weekends continue to do so. They are told
by this: more rows come a day or a week after a certain earlier row than a step after the row before.
"""

from bisect import bisect_right
from calendar import monthrange
from collections import Counter
from datetime import UTC, datetime, timedelta

from ..series import Series
from .dates import DAY, LAST_DAY, YEAR, months_a_step, time_step
from .pace import ABOUT, on_time

SPANS = 4  # the last days or weeks, whose usual times are repeated
LOOKED_AT = 200  # the last rows, at each of which the rows of a day and of a week are counted


def next_times(series: Series, count: int) -> list[datetime]:
    """The times of the next steps; none if the times of the series are unknown, or too uneven to continue."""
    times = series.times or []
    try:
        if months := months_a_step(series):
            return [_months_later(times, months * ahead) for ahead in range(1, count + 1)]
        if (rhythm := _rhythm(series)) is None:
            return []
        rows, span = rhythm
        if rows == 1:
            return [_later(times[-1], span, ahead) for ahead in range(1, count + 1)]
        usual = _usual(times, span)
        rounds = (divmod(ahead, rows) for ahead in range(count)) if len(usual) == rows else ()
        return [times[-1] + passed * span + usual[place] for passed, place in rounds]
    except (OverflowError, ValueError):  # after the year 9999
        return []


def _rhythm(series: Series) -> tuple[int, timedelta] | None:
    """A number of rows and how long they take: 1 row its usual step, or those of a day or a week.

    None if too few rows keep to any of these.
    """
    step, times = time_step(series), series.times or []
    if step is None:
        return None
    # Within two spans, nearly all pairs a span apart lie around a single missing row: that is no rhythm.
    spans = [span for span in (DAY, 7 * DAY) if step < span < (times[-1] - times[0]) / 2]
    choices = [(1, step), *((_rows(times, span), span) for span in spans)]
    parts = {choice: on_time(series, *choice) for choice in choices if choice[0]}
    best = max(parts, key=lambda choice: parts[choice])  # of equals the first, which is the simplest
    return best if parts[best] >= ABOUT else None


def _rows(times: list[datetime], span: timedelta) -> int:
    """How many rows usually come in such a span; 0 if the series is shorter than that."""
    ends = [end for end in range(max(0, len(times) - LOOKED_AT), len(times)) if times[end] - times[0] >= span]
    counts = Counter(end + 1 - bisect_right(times, times[end] - span) for end in ends)
    return counts.most_common(1)[0][0] if counts else 0


def _usual(times: list[datetime], span: timedelta) -> list[timedelta]:
    """How long after the last row the rows of the next day or week usually come, as in half of the last."""
    last = times[-1]
    spans = min(SPANS, (last - times[0]) // span)
    found = Counter(span - (last - time) % span for time in times if last - time < spans * span)
    return sorted(after for after, count in found.items() if 2 * count >= spans)


def _later(time: datetime, step: timedelta, ahead: int) -> datetime:
    """Later by this number of steps. Where clocks are changed, hours pass evenly; days keep their clock."""
    if time.tzinfo is None or step >= DAY:
        return time + ahead * step
    return (time.astimezone(UTC) + ahead * step).astimezone(time.tzinfo)


def _months_later(times: list[datetime], months: int) -> datetime:
    """This number of months after the last time, on the same day, or on the last of a shorter month."""
    last = times[-1]
    days = max(time.day for time in times) if last.day >= LAST_DAY else last.day
    year, month = divmod(YEAR * last.year + last.month - 1 + months, YEAR)
    return last.replace(year=year, month=month + 1, day=min(days, monthrange(year, month + 1)[1]))
