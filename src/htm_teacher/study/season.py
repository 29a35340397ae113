"""The season of a series, for the naive predictor: from the calendar, or from the values."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import inf
from typing import NamedTuple

from ..core.checks import brief, check_whole
from ..series import Series, Value
from ..series.series import counted
from .dates import DAY, YEAR, months_a_step, steps_named, time_step
from .naive import Back, Naive, distance, find_season, mean, same_time
from .pace import ABOUT, EXACT, on_time
from .plain_numbers import plain

CALENDAR = {"a day": DAY, "a week": 7 * DAY, "a year": timedelta(days=365)}
EVEN = 0.95  # the fraction of the steps that take the usual time, from which rows are found by their times
FEWEST = 2  # seasons that the training rows must hold, so that two can be compared


class Season(NamedTuple):
    """How many steps a season has, its name, and notes on how it was found; no steps if none is known."""

    steps: int | None
    name: str
    notes: list[str]


def known_season(series: Series, training: int, season: int | None = None) -> Season:
    """The season that was given, or else the one that fits the training rows best.

    The seasons of the calendar and of the series come first: among them, the one with the smallest error
    on the training rows. Without those, the season that the values of these rows show.
    """
    if season is not None:
        check_whole(season, "season", 1)
        long = f"a season of {counted(season, 'step')} is longer than the series: nothing to compare with"
        return Season(season, steps_named(series, season), [long] if season >= len(series) else [])
    values = series.values()[:training]
    choices = seasons_of(series, training)
    if choices:
        errors = {
            steps: _error(values, same_time(steps, rows_back(series, steps, name)), max(choices))
            for steps, name in choices.items()
        }
        return _best(series, choices, errors)
    found = find_season(values)
    if found is None:
        return Season(None, "", ["season: none is known, and the training rows show none"])
    name = steps_named(series, found)
    return Season(found, name, [f"season of {name}: found in the training rows"])


def seasons_of(series: Series, training: int) -> dict[int, str]:
    """The seasons of the calendar, and of the series itself, that occur twice in the training rows."""
    step, months = time_step(series), months_a_step(series)
    found: dict[int, str] = {}
    if series.season is not None:
        found[series.season] = series.season_name or steps_named(series, series.season)
    if months is not None and months < YEAR and YEAR % months == 0:
        found[YEAR // months] = "a year"
    for name, span in CALENDAR.items() if step and months is None else ():
        if step and span >= 2 * step and (span % step == timedelta(0) or name == "a year"):
            found[round(span / step)] = name
    fitting = {steps: name for steps, name in found.items() if FEWEST * steps <= training}
    parts = {
        steps: max(_counted(series, steps, name), _by_times(series, name)[1]) if series.times else 1.0
        for steps, name in fitting.items()
    }
    return {
        steps: name if parts[steps] >= EXACT else f"about {name}"
        for steps, name in fitting.items()
        if parts[steps] >= ABOUT
    }


def days_and_weeks(series: Series, training: int) -> dict[int, str]:
    """{steps: "a day", "a week"}, as far as the rows have them and a step is shorter than a day."""
    step = time_step(series)
    if step is None or step >= DAY:
        return {}
    known = seasons_of(series, training)
    return {steps: name for steps, name in known.items() if name.endswith((" day", " week"))}


def rows_back(series: Series, steps: int, name: str, later: Sequence[datetime] = ()) -> Back | None:
    """For each row, and each later time, the row a season before; None if counting rows is as good.

    A row that is missing moves a count for as long as a season: with three gaps in two months of hours, a
    fourth of the hours would be compared with the wrong hour of the week before.
    """
    back, part = _by_times(series, name, later)
    return back if part > _counted(series, steps, name) else None


def _counted(series: Series, steps: int, name: str) -> float:
    """The fraction of rows that come a season after another: its usual steps, or as long as its name says.

    Five working days are a week, and rows from 8 to 18 hours a day, although they are fewer than 7 and 24.
    """
    return max(on_time(series, steps), on_time(series, steps, CALENDAR.get(_bare(name))))


def _by_times(series: Series, name: str, later: Sequence[datetime] = ()) -> tuple[Back, float]:
    """For each row the one whose time is a season before, and the fraction of the rows that have one.

    Of the rows that lie a season or more after the first. 0 if many steps take another time than usual, or if
    the season is not one of the calendar.
    """
    span, times = CALENDAR.get(_bare(name)), series.times or []
    if span is None or on_time(series, 1) < EVEN:
        return [], 0.0
    every, first = [*times, *later], times[0]
    rows = {time: row for row, time in reversed(list(enumerate(every)))}
    late = [time for time in times if time - first >= span]
    part = sum(time - span in rows for time in late) / len(late) if late else 0.0
    back: list[int | None] = []
    for time in every:
        seasons = 1  # more where the row of one season before is missing
        while time - first >= seasons * span and time - seasons * span not in rows:
            seasons += 1
        back.append(rows[time - seasons * span] if time - first >= seasons * span else None)
    return back, part


def _bare(name: str) -> str:
    return name.removeprefix("about ")


def _best(series: Series, choices: dict[int, str], errors: dict[int, float]) -> Season:
    best, *others = sorted(choices, key=lambda steps: (errors[steps], steps))
    if not others:
        return Season(best, choices[best], [f"season of {steps_named(series, best)}: {choices[best]}"])
    unit = f" {brief(series.unit)}" if series.unit else ""
    smaller, larger = (plain(errors[steps], 4) for steps in (best, others[0]))
    than = "a smaller error than" if smaller != larger else "as small an error as"
    beside = f"{than} {choices[others[0]]} ago, {smaller} against {larger}{unit}"
    note = f"season: on the training rows, the same time {choices[best]} ago has {beside}"
    return Season(best, choices[best], [note])


def _error(values: Sequence[Value], predict: Naive, first: int) -> float:
    """The mean error, from step ``first`` on, of predicting the value of one season before."""
    pairs = [distance(predict(values, place, 1), values[place]) for place in range(first, len(values))]
    error = mean(pairs)
    return inf if error is None else error
