"""SDR classifier: from winner cells to the values that may follow, with probabilities.

Source: the softmax readout of NuPIC's SDRClassifier; Cui, Ahmad & Hawkins 2016, "Continuous online
sequence learning with an unsupervised neural network model".

It is not part of the cortical model, but decodes its state. For each horizon h it learns, step by step,
which bucket followed h steps after which cells. A *bucket* is a group of values that the encoder gives the
same bits, and has a number. The cells are winner cells; a bursting column has only one.
"""

from array import array
from collections import deque
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice, zip_longest
from math import exp
from typing import Any, Self

from .one_thread import OneThread
from .parameters import ClassifierParameters
from .permanence import add_up

Value = float | str


@dataclass(frozen=True)
class Prediction:
    """Which values may follow at one horizon, which is a number of steps from now.

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
        """The most probable bucket; in a tie the lowest."""
        return self.buckets[self.probabilities.index(max(self.probabilities))]

    @property
    def value(self) -> Value:
        """The value of the most probable bucket."""
        return self.values[self.buckets.index(self.bucket)]

    @property
    def expected(self) -> float | None:
        """The mean of all values, weighted by probability; None if they are not all numbers."""
        numbers = [value for value in self.values if not isinstance(value, str)]
        if len(numbers) < len(self.values):
            return None
        weighted = zip(self.probabilities, numbers, strict=True)
        return add_up(probability * number for probability, number in weighted)


class Classifier(OneThread):
    """One softmax layer per horizon, from winner cells to buckets.

    Attributes:
        remembered: the winner cells of the last steps, newest last.
        buckets: every bucket seen, in order of appearance. Rows of weights have this order, so that the
            weight for a new bucket can be appended.
        ascending: the same buckets in ascending order, for predictions.
        weights: for each horizon {cell: its row of weights, for each bucket}. A row can be too short for
            buckets that appeared later; the missing weights count as 0.
        values: {bucket: the running mean of the values seen in it, or the category}.
        counts: {bucket: how often it was seen}.
    """

    def __init__(self, parameters: ClassifierParameters | None = None) -> None:
        self.parameters = parameters or ClassifierParameters()
        most = max(self.parameters.horizons) + 1  # the cells of this step, too
        self.remembered: deque[frozenset[int]] = deque(maxlen=most)
        self.buckets: list[int] = []
        self.ascending: tuple[int, ...] = ()
        self.weights: dict[int, dict[int, list[float]]] = {h: {} for h in self.parameters.horizons}
        self.values: dict[int, Value] = {}
        self.counts: dict[int, int] = {}

    def set_parameters(self, parameters: ClassifierParameters) -> None:
        """Replace the parameters. The horizons must not change."""
        self.parameters = parameters

    def compute(
        self, cells: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        """One step: learn which earlier cells this bucket followed, then predict what follows these cells.

        Args:
            cells: the winner cells of this step.
            bucket: the bucket of this step's value. None if the value is missing; then nothing is learned.
            value: that value.

        Returns:
            {horizon: prediction}; empty if there are no cells or no bucket has been seen.
        """
        self.remembered.append(cells)
        if learn and bucket is not None and value is not None:
            self._see(bucket, value)
            for horizon in self.parameters.horizons:
                if len(self.remembered) > horizon:
                    self._learn(horizon, self.remembered[-1 - horizon], bucket)
        return self.predict(cells)

    def predict(self, cells: frozenset[int]) -> dict[int, Prediction]:
        """For each horizon, what may follow these cells; changes nothing."""
        if not cells or not self.buckets:
            return {}
        values = tuple(self.values[bucket] for bucket in self.ascending)
        return {
            horizon: Prediction(self.ascending, self._probabilities(horizon, cells), values)
            for horizon in self.parameters.horizons
        }

    def reset(self) -> None:
        """Forget the remembered cells: what comes next does not follow from them."""
        self.remembered.clear()

    def add_bucket(self, bucket: int, value: Value, count: int) -> None:
        """Add a bucket that has been seen ``count`` times."""
        self.buckets.append(bucket)
        self.ascending = tuple(sorted(self.buckets))
        self.values[bucket], self.counts[bucket] = value, count

    def _see(self, bucket: int, value: Value) -> None:
        """Add a value to its bucket. The bucket's value is the mean of all values added to it."""
        if bucket not in self.counts:
            self.add_bucket(bucket, value, 0)
        self.counts[bucket] += 1
        mean = self.values[bucket]
        if not isinstance(value, str) and not isinstance(mean, str):
            self.values[bucket] = mean + (value - mean) / self.counts[bucket]

    def _learn(self, horizon: int, cells: Set[int], bucket: int) -> None:
        """Raise each cell's weight for the bucket that came, and lower its weights for the others."""
        # Gradient ascent on the log of this bucket's probability. At rate 0.1, if the bucket had a
        # probability of 0.7, its weights rise by 0.03; a bucket with 0.3 that did not come loses 0.03.
        probability = dict(zip(self.ascending, self._probabilities(horizon, cells), strict=True))
        rate, rows = self.parameters.learning_rate, self.weights[horizon]
        changes = [rate * ((other == bucket) - probability[other]) for other in self.buckets]
        for cell in cells:
            old = rows.get(cell, ())
            rows[cell] = [weight + change for weight, change in zip_longest(old, changes, fillvalue=0.0)]

    def _probabilities(self, horizon: int, cells: Set[int]) -> Sequence[float]:
        """The softmax over all buckets, ascending: exp(sum of the cells' weights), divided by the total."""
        # The highest sum is subtracted so that exp cannot overflow; that changes no probability. Cells and
        # buckets are added in a fixed order: in another order the last digit can differ.
        sums = [0.0] * len(self.buckets)
        rows = self.weights[horizon]
        for cell in sorted(rows.keys() & cells):
            sums = [total + weight for total, weight in zip_longest(sums, rows[cell], fillvalue=0.0)]
        highest = max(sums)
        powers = {bucket: exp(weights - highest) for bucket, weights in zip(self.buckets, sums, strict=True)}
        total = add_up(powers[bucket] for bucket in self.ascending)
        return array("d", (powers[bucket] / total for bucket in self.ascending))

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data; short rows are padded with zeros."""
        buckets, weights = list(self.buckets), self.weights.items()
        zeros = [0.0] * len(buckets)
        return {
            "parameters": dict(vars(self.parameters)),
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
        """The classifier with this state."""
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
