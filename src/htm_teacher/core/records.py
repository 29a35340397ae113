"""What a step and a run return: records."""

from array import array
from dataclasses import dataclass
from math import nan
from typing import Any

from .classifier import Prediction, Value
from .sdr import SDR


@dataclass(frozen=True, slots=True)
class Step:
    """The record of one step.

    Attributes:
        index: the step's number, from 0.
        value: the input as given.
        learn: whether the model learned from it: training, or testing.
        encoded: the input's SDR.
        predicted_columns: what was predicted *for* this step, one step before.
        active_columns: the columns that became active.
        active_cells, winner_cells: the active cells, and those of them that learn.
        predictive_cells: what is predicted for the *next* step.
        anomaly, recall, precision: of this step's columns, in [0, 1]. A first step, a step after a reset,
            and a step without active columns have no score: None.
        likelihood: how likely it is that the step is anomalous, in [0, 1]; None without a score.
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


class Results:
    """What a run returns: arrays with a number for each step. NaN stands for no score.

    Attributes:
        anomaly, recall, precision, likelihood: as in ``Step``.
        bursting: how many active columns were not predicted.
        prediction: {horizon: at each step the most probable value; None if nothing is predicted}.
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
            values.append(step.prediction[horizon].value if step.prediction else None)
