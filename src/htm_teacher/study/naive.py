"""Naive predictors, which learn nothing, and the season that they need.

A prediction is worth something if its error is smaller than those of "what is usual", "the same as now", "the
same as one season ago" and "now, plus the change of one season ago". All use only values that are known when
the prediction is made.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from math import ceil
from statistics import median

from ..series import Value

LONGEST_SEASON = 500  # steps
ROWS_LOOKED_AT = 2000
FEWEST_SEASONS = 3  # that the rows must hold

Back = Sequence[int | None]
Naive = Callable[[Sequence[Value], int, int], Value]
"""(values, target step, horizon) -> the prediction for the target, made ``horizon`` steps before it."""


def last_value(values: Sequence[Value], target: int, horizon: int) -> Value:
    """The same as now: the value of the step at which the prediction is made."""
    return values[target - horizon] if target >= horizon else None


def usual(training: Sequence[Value]) -> Naive:
    """What is usual, always: the median of the training rows, or their most frequent text.

    Of all single values these have the smallest mean error.
    """
    known = [value for value in training if value is not None]
    numbers = [value for value in known if not isinstance(value, str)]
    most = Counter(known).most_common(1)
    always = median(numbers) if numbers else most[0][0] if most else None
    return lambda values, target, horizon: always


def same_time(season: int, back: Back | None = None) -> Naive:
    """The same as one season before the target, or as many seasons before as the horizon spans.

    Args:
        season: in rows.
        back: where times are missing, for each row the one a season before; then rows are not counted.
    """

    def predictor(values: Sequence[Value], target: int, horizon: int) -> Value:
        place = _earlier(target, ceil(horizon / season), season, back)
        return None if place is None or place > target - horizon else values[place]

    return predictor


def last_and_change(season: int, back: Back | None = None) -> Naive:
    """The last value, plus the change over the same steps a season ago, or as many seasons as are needed.

    The arguments are those of ``same_time``.
    """

    def predictor(values: Sequence[Value], target: int, horizon: int) -> Value:
        now, seasons = target - horizon, ceil(horizon / season)
        then, later = (_earlier(place, seasons, season, back) for place in (now, target))
        if then is None or later is None or later > now:
            return None
        last, before, after = values[now], values[then], values[later]
        if any(value is None or isinstance(value, str) for value in (last, before, after)):
            return None
        return last + (after - before)  # type: ignore[operator]

    return predictor


def _earlier(place: int, seasons: int, season: int, back: Back | None) -> int | None:
    """The row a number of seasons before another; None if there is none."""
    if back is None:
        place -= seasons * season
        return place if place >= 0 else None
    found: int | None = place
    for _ in range(seasons):
        found = None if found is None or not 0 <= found < len(back) else back[found]
    return found


def distance(first: Value, second: Value) -> float | None:
    """How far apart two values are: for texts 0 if equal, else 1; None if a value is missing."""
    if first is None or second is None:
        return None
    if isinstance(first, str) or isinstance(second, str):
        return float(first != second)
    return abs(first - second)


def mean(numbers: Sequence[float | None]) -> float | None:
    """The mean of the numbers that are not None; None if all are."""
    known = [number for number in numbers if number is not None]
    return sum(known) / len(known) if known else None


def find_season(values: Sequence[Value]) -> int | None:
    """The number of steps after which these values clearly recur, or None.

    It is the shortest lag whose error is within 10 % of the smallest, among the lags for which some shorter
    lag has at least twice the error: in a season values move away and come back, in a random walk they only
    move away.
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
    # Lags just before the season may be nearly as good: take the best of the first consecutive lags.
    first = [lag for place, lag in enumerate(near) if lag == near[0] + place]
    return min(first, key=lambda lag: returning[lag])


def _error(values: Sequence[Value], lag: int) -> float:
    """The mean error of predicting for each step the value ``lag`` steps before."""
    pairs = zip(values, values[lag:], strict=False)
    return mean([distance(before, now) for before, now in pairs]) or 0.0
