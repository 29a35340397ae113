"""Which season the naive predictor looks back by: the calendar's, or what the values show."""

from collections.abc import Sequence
from datetime import timedelta
from math import inf

from ..core.checks import check_whole
from ..series import Series, Value
from ..series.series import counted
from .naive import distance, find_season, mean
from .pace import ABOUT, DAY, EXACT, on_time, time_step

CALENDAR = {"a day": DAY, "a week": 7 * DAY, "a year": timedelta(days=365)}
FEWEST = 2  # seasons in the training rows, for one to be compared with the other

Known = tuple[int | None, str, list[str]]
"""The steps of a season, its name, and notes."""


def known_season(series: Series, training: int, season: int | None = None) -> Known:
    """The season, its name, and a note where it was worked out here.

    One that is given is taken. Else it is the one of the calendar's, and of what the series says, that
    errs least on the training rows; else what these rows show.
    """
    if season is not None:
        check_whole(season, "season", 1)
        long = f"a season of {counted(season, 'step')} is longer than the series: nothing to compare with"
        return season, counted(season, "step"), [long] if season >= len(series) else []
    values = series.values()[:training]
    choices = seasons_of(series, training)
    if choices:
        return _least(series, choices, {one: _error(values, one, max(choices)) for one in choices})
    found = find_season(values)
    if found is None:
        return None, "", ["no season is known, nor do the training rows show one"]
    name = counted(found, "step")
    return found, name, [f"a season of {name} is what the training rows show"]


def seasons_of(series: Series, training: int) -> dict[int, str]:
    """The seasons of the calendar, and of the series itself, that the training rows hold twice."""
    step = time_step(series)
    found: dict[int, str] = {}
    if series.season is not None:
        found[series.season] = series.season_name or counted(series.season, "step")
    for name, span in CALENDAR.items() if step else ():
        if step and span >= 2 * step and (span % step == timedelta(0) or name == "a year"):
            found[round(span / step)] = name
    fitting = {steps: name for steps, name in found.items() if FEWEST * steps <= training}
    parts = {steps: on_time(series, steps) if series.times else 1.0 for steps in fitting}
    return {
        steps: name if parts[steps] >= EXACT else f"about {name}"
        for steps, name in fitting.items()
        if parts[steps] >= ABOUT
    }


def _least(series: Series, choices: dict[int, str], errors: dict[int, float]) -> Known:
    best, *others = sorted(choices, key=lambda one: (errors[one], one))
    if not others:
        return best, choices[best], []
    unit = f" {series.unit}" if series.unit else ""
    less, more = (f"{errors[one]:,.4g}" for one in (best, others[0]))
    told = f"{choices[best]} ago errs less on the training rows than {choices[others[0]]} ago"
    return best, choices[best], [f"season: the same time {told}, {less} against {more}{unit}"]


def _error(values: Sequence[Value], season: int, first: int) -> float:
    """The mean error, from step ``first`` on, of saying that all is as it was a season before."""
    pairs = [distance(values[place - season], values[place]) for place in range(first, len(values))]
    error = mean(pairs)
    return inf if error is None else error
