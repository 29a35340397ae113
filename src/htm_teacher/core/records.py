"""What a step leaves, and what a run leaves."""

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
        active_columns: what came.
        active_cells, winner_cells: the cells that speak, and those of them that learn.
        predictive_cells: what is predicted for the *next* step.
        anomaly, recall, precision: of this step's columns, in [0, 1]; None where there is no score: on a
            first step, after a reset, and when no column is active.
        likelihood: of an anomaly, in [0, 1]; None where there is no score.
        prediction: {horizon: what is expected that many steps from now}.
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
        """The columns that came unexpected."""
        return self.active_columns - self.predicted_columns


class Results:
    """What a run leaves: columns with a place for each step, where NaN stands for no score.

    Attributes:
        anomaly, recall, precision, likelihood: as in ``Step``.
        bursting: how many columns came unexpected.
        prediction: {horizon: at each step the most probable value; None where nothing is expected}.
    """

    def __init__(self, horizons: tuple[int, ...]) -> None:
        self.anomaly, self.recall, self.precision = array("d"), array("d"), array("d")
        self.likelihood, self.bursting = array("d"), array("q")
        self.prediction: dict[int, list[Value | None]] = {horizon: [] for horizon in horizons}

    def add(self, step: Step) -> None:
        """Write down one more step."""
        for name in ("anomaly", "recall", "precision", "likelihood"):
            score = getattr(step, name)
            getattr(self, name).append(nan if score is None else score)
        self.bursting.append(len(step.bursting_columns))
        for horizon, told in self.prediction.items():
            told.append(step.prediction[horizon].value if step.prediction else None)
