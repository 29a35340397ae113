"""The record of a step, with short arrays that are made into sets when they are read."""

from array import array
from functools import cached_property
from typing import Any

import numpy as np

from ..core import records as textbook
from ..core.chances import Prediction, Scale, Value, of_changes


class Step(textbook.Step):
    """The record of one step, whose sets are made when they are read; see ``htm_teacher.Step``."""

    _moment: dict[str, Any]

    def __init__(self, plain: dict[str, Any], moment: dict[str, Any]) -> None:
        for name, value in plain.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_moment", moment)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, textbook.Step):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in textbook.Step.__match_args__)

    __hash__ = textbook.Step.__hash__

    def _cells(self, name: str) -> frozenset[int]:
        return frozenset(array("I", self._moment[name]))

    @cached_property
    def predicted_columns(self) -> frozenset[int]:
        """The columns that were predicted for this step."""
        cells = np.frombuffer(self._moment["expected"], np.uint32)
        return frozenset((cells // self._moment["cells_per_column"]).tolist())

    @cached_property
    def active_columns(self) -> frozenset[int]:
        """The active columns."""
        return self._cells("columns")

    @cached_property
    def active_cells(self) -> frozenset[int]:
        """The active cells."""
        return self._cells("active")

    @cached_property
    def winner_cells(self) -> frozenset[int]:
        """The winner cells."""
        return self._cells("winners")

    @cached_property
    def predictive_cells(self) -> frozenset[int]:
        """The cells that predict the next step."""
        return self._cells("predictive")

    @cached_property
    def prediction(self) -> dict[int, Prediction]:
        """{horizon: the prediction for that many steps from now}."""
        names = ("horizons", "buckets", "chances", "values", "scales", "base")
        horizons, buckets, chances, *others = (self._moment[name] for name in names)
        rows = np.frombuffer(chances).reshape(len(horizons) + 1, -1) if buckets else chances
        return predictions(horizons, buckets, rows, *others)


def predictions(
    horizons: tuple[int, ...],
    buckets: tuple[int, ...],
    chances: Any,
    values: tuple[Value, ...] | None,
    scales: tuple[Scale, ...] | None,
    now: float,
) -> dict[int, Prediction]:
    """The answer of a kernel as the textbook has it.

    Args:
        horizons: of the classifier.
        buckets: all buckets, ascending; none if there is no answer.
        chances: (H + 1) x B, with room for more: what ``kernels.classifier.predict`` wrote.
        values: of the buckets, if they are not those in ``chances``.
        scales: for each horizon how changes are counted; None if values are predicted.
        now: the value at which one predicts.
    """
    if not buckets:
        return {}
    rows = [array("d", row[: len(buckets)].tobytes()) for row in chances]
    if scales is not None:
        changes = zip(horizons, scales, rows, strict=False)
        return {h: of_changes(buckets, row, scale.width, scale.base(now)) for h, scale, row in changes}
    told = tuple(rows[-1]) if values is None else values
    return {h: Prediction(buckets, row, told) for h, row in zip(horizons, rows, strict=False)}
