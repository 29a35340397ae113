"""What a step and a run return: a record of everything, or arrays of the numbers."""

from array import array
from dataclasses import dataclass
from math import nan
from typing import Any

from .anomaly import AnomalyLikelihood
from .chances import Prediction, Value
from .permanence import add_up
from .sdr import SDR


@dataclass(frozen=True, slots=True)
class Step:
    """The record of one step.

    Attributes:
        index: the step's number, from 0.
        value: the input as given.
        learn: whether the model learned from it.
        encoded: the input's SDR.
        predicted_columns: the columns that were predicted *for* this step, one step before.
        active_columns: the columns that became active.
        active_cells, winner_cells: the active cells, and those among them that learn.
        predictive_cells: the cells that are predicted for the *next* step.
        anomaly, recall, precision: scores of this step's columns, in [0, 1]. None at the first step, at the
            first step after a reset, and if no column is active.
        likelihood: how unusual the recent anomaly is, in [0.5, 1]: 0.5 is usual. It is not the probability
            of an anomaly, and is high for unusually little surprise, too: ``is_alarm`` tells them apart. See
            ``AnomalyLikelihood``. None if there is no anomaly score.
        prediction: {horizon: which values may follow that many steps from now}.
    """

    index: int
    value: Any
    learn: bool
    encoded: SDR
    predicted_columns: frozenset[int]
    active_columns: frozenset[int]
    active_cells: frozenset[int]
    winner_cells: frozenset[int]
    predictive_cells: frozenset[int]
    anomaly: float | None
    recall: float | None
    precision: float | None
    likelihood: float | None
    prediction: dict[int, Prediction]

    @property
    def bursting_columns(self) -> frozenset[int]:
        """The active columns that were not predicted."""
        return self.active_columns - self.predicted_columns

    def is_alarm(self, after: AnomalyLikelihood, threshold: float = 0.9999) -> bool:
        """Whether the likelihood reaches the threshold because there is *more* surprise than usual.

        Args:
            after: the model's anomaly likelihood right after this step, ``model.likelihood``.
            threshold: the least likelihood of an alarm, in [0, 1]; by default Numenta's.
        """
        if self.likelihood is None or self.likelihood < threshold or after.usual is None:
            return False
        return add_up(after.scores) / len(after.scores) > after.usual.mean


class Results:
    """What a run returns: arrays with one number for each step. A missing score is NaN.

    Attributes:
        anomaly, recall, precision, likelihood: as in ``Step``. A high likelihood alone is no alarm; the
            records of single steps have ``Step.is_alarm``.
        bursting: how many active columns were not predicted.
        prediction: {horizon: at each step what ``Prediction.told`` is; None if nothing is predicted}.
    """

    def __init__(self, horizons: tuple[int, ...]) -> None:
        self.anomaly, self.recall, self.precision = array("d"), array("d"), array("d")
        self.likelihood, self.bursting = array("d"), array("q")
        self.prediction: dict[int, list[Value | None]] = {horizon: [] for horizon in horizons}

    def add(self, step: Step) -> None:
        """Add a step."""
        for name in ("anomaly", "recall", "precision", "likelihood"):
            score = getattr(step, name)
            getattr(self, name).append(nan if score is None else score)
        self.bursting.append(len(step.bursting_columns))
        for horizon, values in self.prediction.items():
            values.append(step.prediction[horizon].told if step.prediction else None)
