"""Surprise: how much of this step was not predicted, and how unusual that much surprise is.

Source: Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised real-time anomaly detection for streaming data",
with the constants of the code that was released with it.

The *raw anomaly* is the fraction of the active columns that was not predicted. The *anomaly likelihood*
compares the recent raw anomalies with those of the past, as a normal distribution: its *tail* is the chance
of an average at least as far from the usual mean, and 1 - tail is reported. 0.5 means: just as usual. Only
values very close to 1 mean that something is wrong: Numenta raises an alarm at 0.9999.
"""

from array import array
from collections import deque
from collections.abc import Sequence, Set
from math import erfc, isnan, log, nan, sqrt
from typing import Any, NamedTuple, Self

from .one_thread import OneThread
from .parameters import LikelihoodParameters
from .permanence import add_up

AVERAGED = 10  # records in the moving average: a single surprise counts for a tenth

# A surprise stays in the moving average for ten records. To report a large surprise once, a tail of at most
# RED (a likelihood of 0.99999) right after another is reported as YELLOW (0.999). After perfect prediction,
# two complete surprises in a row give 0.99997, then 1.0 (a tail of 5e-23, RED), then 0.999 while both are in
# the average. A single complete surprise is never RED: its 0.99997 is reported ten times.
RED = 1e-5
YELLOW = 1e-3

# The narrowest normal distribution. If all is predicted, the mean and the variance of the past are 0. Without
# these limits, the first small error would then be an alarm.
LEAST_MEAN = 0.03
LEAST_VARIANCE = 0.0003

FLAT = 1.5e-5  # input values with a smaller variance count as constant, and never cause an alarm

ROOT_OF_2 = 1.4142  # four decimals only, as in the released code, to give the same answers as that code
LOG_OF_1E_10 = -23.02585084720009  # the end of the log scale: log(1.0000000001 - 1) in floating point


def recall(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """The fraction of the active columns that was predicted, in [0, 1]; None if no column is active."""
    return len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


def precision(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """The fraction of the predicted columns that became active, in [0, 1]; 0 if none was predicted.

    None if no column is active. Recall alone misleads: a model that predicts every column has a
    recall of 1 and has learned nothing.
    """
    count = max(1, len(predicted_columns))
    return len(active_columns & predicted_columns) / count if active_columns else None


def raw_anomaly(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """1 - recall: the fraction of the active columns that was *not* predicted."""
    return 1 - len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


class Normal(NamedTuple):
    """A normal distribution. The default is so wide that no value is unusual."""

    mean: float = 0.5
    variance: float = 1e6

    def tail(self, value: float) -> float:
        """The chance of a value at least as far from the mean, on the same side, in [0, 0.5]."""
        z = (value - self.mean) / sqrt(self.variance)
        return erfc(abs(z) / ROOT_OF_2) / 2


class AnomalyLikelihood(OneThread):
    """How unusual the recent surprise is, compared with the surprise in the past.

    If a series is noisy, the memory is surprised often; what matters is *more surprise than usual*. So the
    mean of the last ten raw anomalies is compared with a normal distribution fitted to earlier means.

    Both tails count. If the memory always predicts perfectly, the mean is 0, which is 0.03 below the least
    mean allowed: 1.73 times the least deviation, with a tail of 0.042. So perfect prediction is reported as
    0.958, and that is no alarm. The first records (388 by default) are not scored, but reported as 0.5.

    A record is a step with a raw anomaly; steps without context have none.

    Attributes:
        index: how many records there have been.
        scores: the last ten raw anomalies.
        averages, values: of each record in the window, the moving average and the input value.
        usual: the most recently fitted distribution.
        last_tail: the tail of the record before, also where YELLOW was reported in its place.
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
        """Add a record; the likelihood, in [0.5, 1].

        Args:
            anomaly: the raw anomaly of this step.
            value: the input of this step, if it is a number. If the input hardly varies, nothing is unusual.
        """
        self.scores.append(anomaly)
        average = add_up(self.scores) / len(self.scores)
        likelihood = 0.5
        # At first everything surprises the memory, since it has learned nothing: these records never count
        # as usual. The fit needs some records after them.
        if self.index >= self.parameters.learning_period + self.parameters.estimation_samples:
            if self.usual is None or self.index % self.parameters.refit_every == 0:
                self.usual = self._fit()
            tail = self.usual.tail(average)
            again = tail <= RED and self.last_tail <= RED
            likelihood = 1 - (YELLOW if again else tail)
            self.last_tail = tail
        # Only now does this record become part of the past, so that it was not compared with itself.
        self.averages.append(average)
        self.values.append(value)
        self.index += 1
        return likelihood

    def _fit(self) -> Normal:
        """The normal distribution of the averages in the window, without those of the learning period."""
        dropped = max(0, self.index - self.parameters.window)
        skipped = max(0, self.parameters.learning_period - dropped)
        averages = list(self.averages)[skipped:]
        values = [value for value in list(self.values)[skipped:] if value is not None]
        if not averages or (values and _mean_and_variance(values)[1] < FLAT):
            return Normal()
        mean, variance = _mean_and_variance(averages)
        return Normal(max(mean, LEAST_MEAN), max(variance, LEAST_VARIANCE))

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data; a missing value is NaN."""
        return {
            "parameters": dict(vars(self.parameters)),
            "index": self.index,
            "scores": array("d", self.scores),
            "averages": array("d", self.averages),
            "values": array("d", (nan if value is None else value for value in self.values)),
            "usual": self.usual and list(self.usual),
            "last_tail": self.last_tail,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The likelihood with this state."""
        likelihood = cls(LikelihoodParameters(**state["parameters"]))
        likelihood.index, likelihood.last_tail = state["index"], state["last_tail"]
        likelihood.scores.extend(state["scores"])
        likelihood.averages.extend(state["averages"])
        likelihood.values.extend(None if isnan(value) else value for value in state["values"])
        likelihood.usual = None if state["usual"] is None else Normal(*state["usual"])
        return likelihood


def log_scale(likelihood: float) -> float:
    """The likelihood on a scale from 0 to 1 that tells 0.9999 and 0.99999 apart.

    >>> [round(log_scale(likelihood), 2) for likelihood in (0.5, 0.958, 0.999, 0.9999, 0.99999)]
    [0.03, 0.14, 0.3, 0.4, 0.5]
    """
    return log(1.0000000001 - likelihood) / LOG_OF_1E_10


def _mean_and_variance(values: Sequence[float]) -> tuple[float, float]:
    mean = add_up(values) / len(values)
    return mean, add_up((value - mean) * (value - mean) for value in values) / len(values)
