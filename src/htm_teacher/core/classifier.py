"""SDR classifier: from the active cells to the values that may follow, with probabilities.

Source: the softmax readout of NuPIC's SDRClassifier; Cui, Ahmad & Hawkins 2016, "Continuous online
sequence learning with an unsupervised neural network model".

It is no model of the cortex: it only reads from one. For each horizon h it learns, step by step, which
value followed h steps after which cells. It reads winner cells, so a burst adds no noise.
"""

from array import array
from collections import deque
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice, zip_longest
from math import exp
from typing import Any, Self

from .parameters import ClassifierParameters
from .permanence import add_up

Value = float | str


@dataclass(frozen=True)
class Prediction:
    """Which values may follow, at one horizon.

    Attributes:
        buckets: all buckets seen so far, ascending.
        probabilities: of each bucket; their sum is 1.
        values: for each bucket the mean of the values seen in it, or the category.
    """

    buckets: tuple[int, ...]
    probabilities: Sequence[float]
    values: tuple[Value, ...]

    @property
    def distribution(self) -> dict[int, float]:
        """{bucket: probability}."""
        return dict(zip(self.buckets, self.probabilities, strict=True))

    @property
    def bucket(self) -> int:
        """The most probable bucket; of equals the lowest."""
        return self.buckets[self.probabilities.index(max(self.probabilities))]

    @property
    def value(self) -> Value:
        """The value of the most probable bucket."""
        return self.values[self.buckets.index(self.bucket)]

    @property
    def expected(self) -> float | None:
        """The mean of all values, weighted by probability; None where they are not numbers."""
        numbers = [value for value in self.values if not isinstance(value, str)]
        parts = (chance * value for chance, value in zip(self.probabilities, numbers, strict=False))
        return add_up(parts) if len(numbers) == len(self.values) else None


class Classifier:
    """One softmax layer per horizon, from winner cells to buckets.

    Attributes:
        remembered: the winner cells of the last steps, newest last.
        buckets: every bucket seen, in order of appearance: the order of each row of weights.
        ascending: the same buckets, ascending.
        weights: for each horizon {cell: a weight for each bucket}. A row that is older than some buckets is
            shorter; its missing weights count as 0.
        values: {bucket: the running mean of the values seen in it, or the category}.
        counts: {bucket: how often it was seen}.
    """

    def __init__(self, parameters: ClassifierParameters | None = None) -> None:
        self.parameters = parameters or ClassifierParameters()
        self.remembered: deque[frozenset[int]] = deque(maxlen=max(self.parameters.horizons) + 1)
        self.buckets: list[int] = []
        self.ascending: tuple[int, ...] = ()
        self.weights: dict[int, dict[int, list[float]]] = {h: {} for h in self.parameters.horizons}
        self.values: dict[int, Value] = {}
        self.counts: dict[int, int] = {}

    def set_parameters(self, parameters: ClassifierParameters) -> None:
        """Continue with these parameters."""
        self.parameters = parameters

    def compute(
        self, cells: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        """One step: learn which earlier cells this bucket followed, then predict what follows these cells.

        Args:
            cells: the winner cells of this step.
            bucket: the bucket of this step's value; None if the value is missing: nothing is learned.
            value: that value.

        Returns:
            {horizon: prediction}; empty without any cell, or before any bucket was seen.
        """
        self.remembered.append(cells)
        if learn and bucket is not None and value is not None:
            self._see(bucket, value)
            for horizon in self.parameters.horizons:
                if len(self.remembered) > horizon:
                    self._learn(horizon, self.remembered[-1 - horizon], bucket)
        return self.predict(cells)

    def predict(self, cells: frozenset[int]) -> dict[int, Prediction]:
        """For each horizon, what follows these cells; changes nothing."""
        if not cells or not self.buckets:
            return {}
        values = tuple(self.values[bucket] for bucket in self.ascending)
        chances = {h: self._probabilities(h, cells) for h in self.parameters.horizons}
        return {h: Prediction(self.ascending, chances[h], values) for h in chances}

    def reset(self) -> None:
        """Forget the earlier cells, so that nothing is learned across the break."""
        self.remembered.clear()

    def add_bucket(self, bucket: int, value: Value, count: int) -> None:
        """Add a bucket that has been seen ``count`` times."""
        self.buckets.append(bucket)
        self.ascending = tuple(sorted(self.buckets))
        self.values[bucket], self.counts[bucket] = value, count

    def _see(self, bucket: int, value: Value) -> None:
        """Count a value into its bucket; the bucket's value is the mean of the values counted."""
        if bucket not in self.counts:
            self.add_bucket(bucket, value, 0)
        self.counts[bucket] += 1
        mean = self.values[bucket]
        if not isinstance(value, str) and not isinstance(mean, str):
            self.values[bucket] = mean + (value - mean) / self.counts[bucket]

    def _learn(self, horizon: int, cells: Set[int], bucket: int) -> None:
        """Move each cell's weights towards the bucket that came, and away from the others."""
        # The gradient of the log-likelihood: a weight moves by rate x (1 or 0 - its bucket's probability).
        chances = dict(zip(self.ascending, self._probabilities(horizon, cells), strict=True))
        steps = [self.parameters.learning_rate * ((one == bucket) - chances[one]) for one in self.buckets]
        rows = self.weights[horizon]
        for cell in cells:
            old = rows.get(cell, ())
            rows[cell] = [weight + step for weight, step in zip_longest(old, steps, fillvalue=0.0)]

    def _probabilities(self, horizon: int, cells: Set[int]) -> Sequence[float]:
        """The softmax over all buckets, ascending."""
        # Subtracting the highest sum changes no probability, and exp cannot overflow. Cells and buckets are
        # added up in a fixed order: floats added in another order can differ in the last digit.
        sums = [0.0] * len(self.buckets)
        rows = self.weights[horizon]
        for cell in sorted(rows.keys() & cells):
            sums = [total + weight for total, weight in zip_longest(sums, rows[cell], fillvalue=0.0)]
        highest = max(sums)
        powers = {bucket: exp(total - highest) for bucket, total in zip(self.buckets, sums, strict=True)}
        whole = add_up(powers[bucket] for bucket in self.ascending)
        return array("d", (powers[bucket] / whole for bucket in self.ascending))

    # Saving.

    def state(self) -> dict[str, Any]:
        """Everything that this classifier is, as plain data; short rows are filled up with zeros."""
        buckets, weights = self.buckets, self.weights.items()
        zeros = [0.0] * len(buckets)
        return {
            "parameters": vars(self.parameters),
            "remembered": [sorted(cells) for cells in self.remembered],
            "buckets": buckets,
            "values": [self.values[bucket] for bucket in buckets],
            "counts": [self.counts[bucket] for bucket in buckets],
            "cells": {str(horizon): array("I", sorted(rows)) for horizon, rows in weights},
            "weights": {
                str(horizon): array(
                    "d", (w for _, row in sorted(rows.items()) for w in row + zeros[len(row) :])
                )
                for horizon, rows in weights
            },
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The classifier that ``state`` described."""
        classifier = cls(ClassifierParameters(**state["parameters"]))
        classifier.remembered.extend(frozenset(cells) for cells in state["remembered"])
        buckets = state["buckets"]
        for bucket, value, count in zip(buckets, state["values"], state["counts"], strict=True):
            classifier.add_bucket(bucket, value, count)
        for horizon, cells in state["cells"].items():
            weights = iter(state["weights"][horizon])
            rows = {cell: list(islice(weights, len(buckets))) for cell in cells}
            classifier.weights[int(horizon)] = rows
        return classifier
