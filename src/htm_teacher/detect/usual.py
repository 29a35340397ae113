"""What is usual: how far a surprise lies from the usual one, and whether a score is a new peak."""

from collections import deque
from math import sqrt

from ..core.anomaly import AVERAGED, LEAST_MEAN, LEAST_VARIANCE
from ..core.permanence import add_up


class Usual:
    """The mean and the variance of a surprise, over all rows so far, smoothed over ten rows.

    The limits that keep a perfectly predicted past from being too strict are those of the anomaly likelihood.

    Args:
        since: the first row that counts; at the rows before, nearly everything is new.

    Attributes:
        smoothed: the mean of the last ten surprises, in [0, 1].
        mean: the mean of what ``smoothed`` was at the rows that count, in [0, 1]; 0 without one.
    """

    def __init__(self, since: int) -> None:
        self.since, self.index, self.count = since, 0, 0
        self.total, self.squares = 0.0, 0.0
        self.smoothed = 0.0
        self.last: deque[float] = deque(maxlen=AVERAGED)

    def distance(self, surprise: float) -> float:
        """How many standard deviations the smoothed surprise lies from the mean, on either side; 0 or more.

        Then this row counts as well.
        """
        self.last.append(surprise)
        self.smoothed = add_up(self.last) / len(self.last)
        variance = self.squares / self.count - self.mean * self.mean if self.count else 0.0
        far = abs(self.smoothed - max(self.mean, LEAST_MEAN)) / sqrt(max(variance, LEAST_VARIANCE))
        if self.index >= self.since:
            self.count += 1
            self.total += self.smoothed
            self.squares += self.smoothed * self.smoothed
        self.index += 1
        return far

    @property
    def mean(self) -> float:
        """See the class."""
        return self.total / self.count if self.count else 0.0


class Peaks:
    """Tells a new peak from what is left of the last one, so that an anomaly raises one alert.

    Args:
        rows: for how many rows a peak is not new unless it is higher.
    """

    def __init__(self, rows: int) -> None:
        self.last: deque[float] = deque(maxlen=rows)

    def new(self, score: float) -> float:
        """The score if it is above those of the last rows; otherwise 0."""
        peak = score if score > max(self.last, default=0.0) else 0.0
        self.last.append(score)
        return peak
