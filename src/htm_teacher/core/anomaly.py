"""Surprise: how much of this step was not expected, and how unusual that much surprise is.

Source: Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised real-time anomaly detection for streaming data",
with the constants of the code released with it.
"""

from collections import deque
from collections.abc import Sequence, Set
from math import erfc, log, sqrt
from typing import NamedTuple

from .parameters import LikelihoodParameters
from .permanence import add_up

AVERAGED = 10  # records in the moving average
RED = 1e-5  # a tail this small is an alarm ...
YELLOW = 1e-3  # ... and this is what a second one in a row is reported as


def recall(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """How much of what came was predicted, in [0, 1]; None where nothing came."""
    return len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


def precision(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """How much of what was predicted came, in [0, 1]; 0 where nothing was predicted.

    Recall alone flatters: whoever predicts every column has a recall of 1 and knows nothing.
    """
    hits = len(active_columns & predicted_columns)
    return hits / max(1, len(predicted_columns)) if active_columns else None


def raw_anomaly(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """How much of what came was *not* predicted, in [0, 1]; None where nothing came."""
    return 1 - len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


class Normal(NamedTuple):
    """A normal distribution. The default is so wide that nothing is unusual."""

    mean: float = 0.5
    variance: float = 1e6

    def tail(self, value: float) -> float:
        """The chance of a value at least as far out on the same side, in (0, 0.5]."""
        z = (value - self.mean) / sqrt(self.variance)
        return erfc(abs(z) / 1.4142) / 2


class AnomalyLikelihood:
    """How unusual the recent surprise is, compared with that of the stream so far.

    A noisy stream surprises its model all the time; what matters is surprise that is *out of the
    ordinary*. So the raw anomaly, averaged over ten steps, is compared with a normal distribution fitted
    to the past. Both tails count: perfect prediction is unusual too, and gives 0.958 at the least
    variance allowed. For its first records, while it learns what is usual, the answer is 0.5.

    Attributes:
        index: how many records there have been.
        scores: the last ten raw anomalies.
        averages, values: over the window, each record's moving average and the input value itself.
        usual: the distribution fitted last.
        last_tail: the tail of the record before, as computed.
    """

    def __init__(self, parameters: LikelihoodParameters | None = None) -> None:
        self.parameters = parameters or LikelihoodParameters()
        self.index = 0
        self.scores: deque[float] = deque(maxlen=AVERAGED)
        self.averages: deque[float] = deque(maxlen=self.parameters.window)
        self.values: deque[float | None] = deque(maxlen=self.parameters.window)
        self.usual: Normal | None = None
        self.last_tail = 1.0

    def compute(self, anomaly: float, value: float | None = None) -> float:
        """The likelihood that this moment is anomalous, in [0, 1], after one more record.

        Args:
            anomaly: the raw anomaly of this step.
            value: the input itself, if it is a number: where that hardly varies there is no alarm.
        """
        self.scores.append(anomaly)
        average = add_up(self.scores) / len(self.scores)
        likelihood = 0.5
        if self.index >= self.parameters.learning_period + self.parameters.estimation_samples:
            if self.usual is None or self.index % self.parameters.refit_every == 0:
                self.usual = self._fit()
            tail = self.usual.tail(average)
            again = tail <= RED and self.last_tail <= RED
            likelihood = 1 - (YELLOW if again else tail)
            self.last_tail = tail
        self.averages.append(average)
        self.values.append(value)
        self.index += 1
        return likelihood

    def _fit(self) -> Normal:
        """The normal distribution of the averages in the window, without the stream's first records."""
        shifted_out = max(0, self.index - self.parameters.window)
        skipped = max(0, self.parameters.learning_period - shifted_out)
        averages = list(self.averages)[skipped:]
        values = [value for value in list(self.values)[skipped:] if value is not None]
        if not averages or (values and _mean_and_variance(values)[1] < 1.5e-5):
            return Normal()
        mean, variance = _mean_and_variance(averages)
        return Normal(max(mean, 0.03), max(variance, 0.0003))


def log_scale(likelihood: float) -> float:
    """The likelihood stretched so that 0.9999 and 0.99999 can be told apart: 0 to 1, alarms near 1/2."""
    return log(1.0000000001 - likelihood) / -23.02585084720009


def _mean_and_variance(values: Sequence[float]) -> tuple[float, float]:
    mean = add_up(values) / len(values)
    return mean, add_up((value - mean) * (value - mean) for value in values) / len(values)
