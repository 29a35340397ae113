"""Intervals that should hold as often as they say: stretched by what would have held lately.

What a classifier learned is right for the training rows. Where the values became livelier or calmer since, or
where a few wild changes made its buckets wide, its intervals hold too few values or too many. So each is made
wider or narrower by the factor that would have held its share of the latest values, of those that were known
when the prediction was made. Medians stay as they are.

This is conformal prediction over a window of rows: Vovk, Gammerman & Shafer 2005, "Algorithmic learning in a
random world", without its guarantee, because rows of a series are not exchangeable.
"""

from bisect import bisect_left, insort
from collections import deque
from math import ceil, inf

from ..core.chances import Prediction
from .alerts_kept import values_so_far
from .possible import Possible
from .run import Run

HALF, MOST = 0.5, 0.9  # the shares of the probability in the intervals that are told

# Windows of 50 to 400 values were tried on half of 80 series: of fewer, intervals are sometimes too wide.
LATEST, FEWEST = 200, 20  # values that are looked at, and without which nothing is stretched
WIDEST = 5.0  # times as wide: a value that repeats for long says little of the next one that does not

Interval = tuple[float, float]


class Stretched:
    """The intervals of one horizon of a run.

    Args:
        run: as far as it got.
        horizon: how many steps before the value the predictions were made.
        shares: of the probability, ascending.

    Attributes:
        factors: for each share, by how much its interval is stretched after each row.
    """

    def __init__(self, run: Run, horizon: int, shares: tuple[float, ...]) -> None:
        self.shares = shares
        # All values since the very first; a saved run of more than a million rows keeps only the last.
        known = run.earlier is not None or not run.first
        self.possible = Possible(values_so_far(run)) if known else None
        self.before = run.before
        self.factors = [_factors(run, horizon, share) for share in shares]

    def intervals(self, made: Prediction, known: int) -> list[Interval]:
        """An interval for each share, each within the next; none for texts.

        Args:
            made: a prediction of this horizon.
            known: the row of the latest value that is known.
        """
        found: list[Interval] = []
        for share, factors in zip(self.shares, self.factors, strict=True):
            whole, median = made.interval(share), made.median
            if whole is None or median is None:
                return []
            low, high = (median + factors[known] * (end - median) for end in whole)
            if found:
                low, high = min(low, found[-1][0]), max(high, found[-1][1])
            found.append((self.nearest(low, known), self.nearest(high, known)))
        return found

    def nearest(self, number: float, known: int) -> float:
        """The nearest number that can be a value, as far as the values up to the row ``known`` tell."""
        return self.possible.nearest(number, self.before + known) if self.possible else number


def _factors(run: Run, horizon: int, share: float) -> list[float]:
    """For each row, by how much an interval is stretched if its value is the latest that is known."""
    found, factor = [], 1.0
    latest: deque[float] = deque()
    ranked: list[float] = []
    for place, value in enumerate(run.series.values()[: len(run.rows)]):
        # The first half of the training is left out: there the classifier has learned little.
        record = run.record(place - horizon) if place >= max(horizon, run.training // 2) else None
        made = None if record is None else record.prediction.get(horizon)
        needed = None if made is None else _needed(made, share, value)
        if needed is not None:
            latest.append(needed)
            insort(ranked, needed)
            if len(latest) > LATEST:
                del ranked[bisect_left(ranked, latest.popleft())]
            if len(ranked) >= FEWEST:
                factor = min(ranked[min(len(ranked), ceil(share * (len(ranked) + 1))) - 1], WIDEST)
        found.append(factor)
    return found


def _needed(made: Prediction, share: float, value: float | str | None) -> float | None:
    """The factor from which on an interval holds a value."""
    whole, median = made.interval(share), made.median
    if whole is None or median is None or value is None or isinstance(value, str):
        return None
    if value == median:
        return 0.0
    half = whole[value > median] - median
    return (value - median) / half if half else inf
