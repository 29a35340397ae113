"""Batches of rows: learned in one pass, and scored by a replay that learns nothing."""

from collections.abc import Iterable
from copy import deepcopy
from math import isnan
from typing import Any

from ..core.model import Model

SMOOTHED = 100  # rows


def as_rows(table: Any) -> list[dict[str, float]]:
    """The rows of a table of numbers, by the numbers of their columns.

    >>> as_rows([[1.0, 2.5]])
    [{'0': 1.0, '1': 2.5}]
    """
    return [{str(place): float(value) for place, value in enumerate(row)} for row in table]


def surprise(model: Model, rows: Iterable[dict[str, float]]) -> list[float]:
    """The surprise at each row of a new sequence, in [0, 1]; 0 where nothing could be predicted.

    It is the raw anomaly, less up to a tenth: of equal anomalies, the one after more surprise is higher. The
    surprise before it is a leaky mean over a hundred rows, which still grows when all rows surprise alike.
    Learns nothing and changes nothing: a copy takes the rows. High is anomalous.
    """
    trial = deepcopy(model)
    trial.reset()
    anomaly = trial.run(rows, learn=False).anomaly
    before, found = 0.0, []
    for score in anomaly:
        now = 0.0 if isnan(score) else float(score)
        before += (now - before) / SMOOTHED
        found.append(now * (0.9 + 0.1 * before))
    return found
