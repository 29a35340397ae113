"""What is usual: how far a surprise lies from the usual one, and whether a score is a new peak."""

from collections import deque
from math import exp, log, sqrt

from ..core.anomaly import AVERAGED, LEAST_MEAN, LEAST_VARIANCE, RED, YELLOW, Normal
from ..core.permanence import add_up

QUIET = 0.25  # of the warm-up: for so long after a peak, a score must be higher to be a new peak

SMALLEST = 0.04  # added to a surprise before its logarithm: much smaller ones are all alike
LEAST_LOG_VARIANCE = 0.001
REFIT = 100  # rows, after which it is estimated again; in between, an anomaly does not become usual


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


class LogLikelihood:
    """The likelihood of a surprise that varies by orders of magnitude: that of its logarithm.

    As in the anomaly likelihood, the mean of the last ten surprises is compared with a normal distribution,
    and what is very unlikely is reported once. What is compared is the logarithm of that mean plus 0.04. All
    rows since half of the warm-up count, not those of a window. Only more surprise than usual is unlikely.

    Args:
        warm_up: how many rows come before the first comparison; the second half of them counts as usual.

    Attributes:
        smoothed: the mean of the last ten surprises, in [0, 1].
        far: how many standard deviations its logarithm lies above the usual one; negative below it.
    """

    def __init__(self, warm_up: int) -> None:
        self.warm_up, self.index, self.count = warm_up, 0, 0
        self.total, self.squares = 0.0, 0.0
        self.usual = Normal()  # of the logarithms; until something is known, nothing is unusual
        self.smoothed, self.far, self.last_tail = 0.0, 0.0, 1.0
        self.last: deque[float] = deque(maxlen=AVERAGED)

    def compute(self, surprise: float) -> float:
        """Add a row; the likelihood, in [0.5, 1]. Then this row counts as usual as well."""
        self.last.append(surprise)
        self.smoothed = add_up(self.last) / len(self.last)
        size = log(self.smoothed + SMALLEST)
        if self.index >= self.warm_up and (self.index - self.warm_up) % REFIT == 0:
            mean = self.total / self.count
            variance = self.squares / self.count - mean * mean
            self.usual = Normal(mean, max(variance, LEAST_LOG_VARIANCE))
        self.far = (size - self.usual.mean) / sqrt(self.usual.variance)
        tail = self.usual.tail(max(size, self.usual.mean))
        again = tail <= RED and self.last_tail <= RED
        self.last_tail = tail
        if self.index >= self.warm_up // 2:
            self.count += 1
            self.total += size
            self.squares += size * size
        self.index += 1
        return 1 - (YELLOW if again else tail)

    @property
    def mean(self) -> float:
        """The surprise with the usual logarithm, in [0, 1]."""
        return max(0.0, exp(self.usual.mean) - SMALLEST)


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
