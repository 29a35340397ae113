"""Naive predictors: what anyone could say without having learned anything; and the season they need.

A prediction is worth something if it errs less than these two: "as it is now", and "as it was at this
time one season ago". Both may use only what is known when the prediction is made.
"""

from collections.abc import Callable, Sequence
from math import ceil

from ..series import Value

LONGEST_SEASON = 500  # steps: what is looked for
ROWS_LOOKED_AT = 2000
FEWEST_SEASONS = 3  # that must fit into the rows before one is believed

Naive = Callable[[Sequence[Value], int, int], Value]
"""(values, target step, horizon) -> what it says of the target, ``horizon`` steps before it."""


def last_value(values: Sequence[Value], target: int, horizon: int) -> Value:
    """As it is now: the value of the step at which the prediction is made."""
    return values[target - horizon] if target >= horizon else None


def same_time(season: int) -> Naive:
    """As it was one season before the target; if that is not known yet, as many seasons as needed."""

    def predictor(values: Sequence[Value], target: int, horizon: int) -> Value:
        place = target - season * ceil(horizon / season)
        return values[place] if place >= 0 else None

    return predictor


def distance(one: Value, other: Value) -> float | None:
    """How far apart two values are: of texts 0 if alike and 1 if not; None where one is missing."""
    if one is None or other is None:
        return None
    if isinstance(one, str) or isinstance(other, str):
        return float(one != other)
    return abs(one - other)


def mean(numbers: Sequence[float | None]) -> float | None:
    """The mean of what is there; None where nothing is."""
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known else None


def find_season(values: Sequence[Value]) -> int | None:
    """The number of steps after which these values come back, or None if they do not clearly.

    The shortest lag that errs hardly more than the best of all, if a shorter lag errs twice as much:
    going away and coming back is what makes a season, and a random walk only goes away.
    """
    recent = list(values)[-ROWS_LOOKED_AT:]
    longest = min(LONGEST_SEASON, len(recent) // FEWEST_SEASONS)
    errors = [_error(recent, lag) for lag in range(1, longest + 1)]
    returning: dict[int, float] = {}
    worst = 0.0
    for lag, error in enumerate(errors, 1):
        if worst > 0 and 2 * error <= worst:
            returning[lag] = error
        worst = max(worst, error)
    if not returning:
        return None
    good = 1.1 * min(returning.values())
    near = [lag for lag, error in returning.items() if error <= good]
    # Lags just before the season may do nearly as well: take the best of the first run of them.
    first = [lag for place, lag in enumerate(near) if lag == near[0] + place]
    return min(first, key=lambda lag: returning[lag])


def _error(values: Sequence[Value], lag: int) -> float:
    """The mean error of saying that each value is the one ``lag`` steps before."""
    pairs = zip(values, values[lag:], strict=False)
    return mean([distance(before, now) for before, now in pairs]) or 0.0
