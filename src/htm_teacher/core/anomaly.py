"""Surprise: how much of this step was not predicted, and how unusual that much surprise is.

Source: Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised real-time anomaly detection for streaming data",
with the constants of the code that was released with it.
"""

from array import array
from collections import deque
from collections.abc import Sequence, Set
from math import erfc, isnan, log, nan, sqrt
from typing import Any, NamedTuple, Self

from .parameters import LikelihoodParameters
from .permanence import add_up

AVERAGED = 10  # records in the moving average: one surprising step among ten usual ones is not news

# After an alarm, the tail stays tiny as long as the surprise is in the moving average. To report one
# event once, a tail below RED that follows another is reported as YELLOW.
RED = 1e-5
YELLOW = 1e-3

# The narrowest normal distribution. A stream that the memory predicts perfectly has a mean and a variance
# of 0: without a floor, the first small error would be an alarm.
LEAST_MEAN = 0.03
LEAST_VARIANCE = 0.0003

FLAT = 1.5e-5  # input values with a smaller variance are a flat stream, which never raises an alarm

ROOT_OF_2 = 1.4142  # to four decimals, as released: more digits would change the last ones of the answer
LOG_OF_1E_10 = -23.02585084720009  # the scale's end: log(1.0000000001 - 1) in floating point


def recall(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """The part of the active columns that was predicted, in [0, 1]; None if no column is active."""
    return len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


def precision(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """The part of the predicted columns that became active, in [0, 1]; 0 if none was predicted.

    Recall alone misleads: a model that predicts every column has a recall of 1 and has learned nothing.
    """
    count = max(1, len(predicted_columns))
    return len(active_columns & predicted_columns) / count if active_columns else None


def raw_anomaly(active_columns: Set[int], predicted_columns: Set[int]) -> float | None:
    """The part of the active columns that was *not* predicted, in [0, 1]; None if none is active."""
    return 1 - len(active_columns & predicted_columns) / len(active_columns) if active_columns else None


class Normal(NamedTuple):
    """A normal distribution. The default is so wide that nothing is unusual."""

    mean: float = 0.5
    variance: float = 1e6

    def tail(self, value: float) -> float:
        """The chance of a value at least as far from the mean, on the same side, in (0, 0.5]."""
        z = (value - self.mean) / sqrt(self.variance)
        return erfc(abs(z) / ROOT_OF_2) / 2


class AnomalyLikelihood:
    """How unusual the recent surprise is, compared with the surprise of the stream so far.

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
            value: the input itself, if it is a number: where it hardly varies, there is no alarm.
        """
        self.scores.append(anomaly)
        average = add_up(self.scores) / len(self.scores)
        likelihood = 0.5
        # The memory's first records are all surprise, since it has learned nothing. They are left out, and
        # the fit needs some records after them.
        if self.index >= self.parameters.learning_period + self.parameters.estimation_samples:
            if self.usual is None or self.index % self.parameters.refit_every == 0:
                self.usual = self._fit()
            tail = self.usual.tail(average)
            again = tail <= RED and self.last_tail <= RED
            likelihood = 1 - (YELLOW if again else tail)
            self.last_tail = tail
        # This record joins the past only now: a surprise must not count as usual when it is judged.
        self.averages.append(average)
        self.values.append(value)
        self.index += 1
        return likelihood

    def _fit(self) -> Normal:
        """The normal distribution of the averages in the window, without the stream's first records."""
        left_the_window = max(0, self.index - self.parameters.window)
        skipped = max(0, self.parameters.learning_period - left_the_window)
        averages = list(self.averages)[skipped:]
        values = [value for value in list(self.values)[skipped:] if value is not None]
        if not averages or (values and _mean_and_variance(values)[1] < FLAT):
            return Normal()
        mean, variance = _mean_and_variance(averages)
        return Normal(max(mean, LEAST_MEAN), max(variance, LEAST_VARIANCE))

    # Saving.

    def state(self) -> dict[str, Any]:
        """Everything that this likelihood is, as plain data; a value that was no number is NaN."""
        return {
            "parameters": vars(self.parameters),
            "index": self.index,
            "scores": array("d", self.scores),
            "averages": array("d", self.averages),
            "values": array("d", (nan if value is None else value for value in self.values)),
            "usual": self.usual and list(self.usual),
            "last_tail": self.last_tail,
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The likelihood that ``state`` described."""
        likelihood = cls(LikelihoodParameters(**state["parameters"]))
        likelihood.index, likelihood.last_tail = state["index"], state["last_tail"]
        likelihood.scores.extend(state["scores"])
        likelihood.averages.extend(state["averages"])
        likelihood.values.extend(None if isnan(value) else value for value in state["values"])
        likelihood.usual = None if state["usual"] is None else Normal(*state["usual"])
        return likelihood


def log_scale(likelihood: float) -> float:
    """The likelihood stretched to tell 0.9999 and 0.99999 apart: 0 to 1; alarms begin near 0.4."""
    return log(1.0000000001 - likelihood) / LOG_OF_1E_10


def _mean_and_variance(values: Sequence[float]) -> tuple[float, float]:
    mean = add_up(values) / len(values)
    return mean, add_up((value - mean) * (value - mean) for value in values) / len(values)
