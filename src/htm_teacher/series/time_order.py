"""The order of times: what is refused, what is accepted with a warning, and the season."""

import warnings
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

from .series import SeriesError, SeriesWarning

_HOUR, _DAY, _NONE = timedelta(hours=1), timedelta(days=1), timedelta(0)


def check_order(times: Sequence[datetime], rows: Sequence[int], file: str | Path, column: str) -> None:
    """Refuse times that are out of order, or of which only some have a time zone.

    A time that occurs twice is kept, with a warning. So is the hour that repeats when daylight saving
    time ends, if the times have no zone: 01:00, 01:30, and again 01:00, 01:30.

    Args:
        times: the times as read.
        rows: the row of each time, for messages.
        file: the name of the file or table.
        column: the name of the column.

    Raises:
        SeriesError: naming file, row, column and time.

    Warns:
        SeriesWarning: if times occur twice, with their number and the first of them.
    """
    _check_zones(times, rows, file, column)
    moments = _moments(times)
    twice, latest, usual = [], moments[:1], _NONE
    for index, (before, now) in enumerate(pairwise(moments), start=1):
        step = now - before
        if step < _NONE and not (now.tzinfo is None and step + _HOUR == usual):
            above = f"{times[index - 1]} in row {rows[index - 1]} above it"
            problem = f"{times[index]} is earlier than {above}; sort the rows by time"
            raise SeriesError(problem, file, rows[index], column)
        if now <= latest[0]:
            twice.append(index)
        latest, usual = [max(latest[0], now)], step
    if twice:
        problem = f"{len(twice)} times occur twice, this is the first; all are kept"
        if len(twice) == 1:
            problem = f"{times[twice[0]]} occurs twice; both are kept"
        message = str(SeriesError(problem, file, rows[twice[0]], column))
        warnings.warn(message, SeriesWarning, stacklevel=4)


def _check_zones(times: Sequence[datetime], rows: Sequence[int], file: str | Path, column: str) -> None:
    for row, time in zip(rows, times, strict=True):
        if (time.tzinfo is None) != (times[0].tzinfo is None):
            has = "no time zone" if time.tzinfo is None else "a time zone"
            problem = f"{time} has {has}, unlike the rows before; give a zone to all times or to none"
            raise SeriesError(problem, file, row, column)


def _moments(times: Sequence[datetime]) -> list[datetime]:
    """Times in UTC. Python compares two times of the same zone by wall clock, which can go back."""
    return [time if time.tzinfo is None else time.astimezone(UTC) for time in times]


def season_of(times: Sequence[datetime]) -> tuple[int | None, str]:
    """The number of steps in a season, and its name, by the commonest step between times.

    The season is a day if the step divides a day evenly, a week if the step is a day; otherwise the
    answer is (None, "").
    """
    steps = Counter(now - before for before, now in pairwise(_moments(times)) if now > before)
    usual = steps.most_common(1)[0][0] if steps else _NONE
    if usual == _DAY:
        return 7, "a week"
    if _NONE < usual < _DAY and _DAY % usual == _NONE:
        return _DAY // usual, "a day"
    return None, ""
