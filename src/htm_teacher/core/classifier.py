"""SDR classifier: from the cells that speak now to the values that may come, with probabilities.

Source: the softmax readout of NuPIC's SDRClassifier; Cui, Ahmad & Hawkins 2016, "Continuous online
sequence learning with an unsupervised neural network model".

It is not part of the cortex: it only reads. For each horizon h it learns, step by step, which value
followed h steps after which cells. It reads winner cells, so a burst adds no noise.
"""

from array import array
from collections import deque
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import zip_longest
from math import exp

from .parameters import ClassifierParameters
from .permanence import add_up

Value = float | str


@dataclass(frozen=True)
class Prediction:
    """What is expected, at one moment, to come.

    Attributes:
        buckets: all buckets seen so far, ascending.
        probabilities: of each bucket; together they make 1.
        values: of each bucket the mean of the values seen in it, or the category.
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
        """The most probable bucket, the lowest of equals."""
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
        buckets: every bucket seen, in order of appearance: the order of each weight row.
        ascending: the same in order of size.
        weights: for each horizon {cell: a weight for each bucket}; rows of old may be shorter (zeros).
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

    def change(self, parameters: ClassifierParameters) -> None:
        """Go on with these parameters."""
        self.parameters = parameters

    def compute(
        self, cells: frozenset[int], bucket: int | None, value: Value | None, learn: bool = True
    ) -> dict[int, Prediction]:
        """One step: learn that this bucket has come, then predict, for each horizon, what will.

        Args:
            cells: the winner cells of now.
            bucket: the bucket of the value of now; None where it is missing, which is not learned.
            value: that value.

        Returns:
            {horizon: prediction}; without any cell, or before any bucket was seen, it is empty.
        """
        self.remembered.append(cells)
        if learn and bucket is not None and value is not None:
            self._see(bucket, value)
            for horizon in self.parameters.horizons:
                if len(self.remembered) > horizon:
                    self._learn(horizon, self.remembered[-1 - horizon], bucket)
        return self.predict(cells)

    def predict(self, cells: frozenset[int]) -> dict[int, Prediction]:
        """For each horizon, what follows these cells; moves nothing."""
        if not cells or not self.buckets:
            return {}
        values = tuple(self.values[bucket] for bucket in self.ascending)
        chances = {h: self._probabilities(h, cells) for h in self.parameters.horizons}
        return {h: Prediction(self.ascending, chances[h], values) for h in chances}

    def reset(self) -> None:
        """Forget the cells of before, so that nothing is learned across a break."""
        self.remembered.clear()

    def add_bucket(self, bucket: int, value: Value, count: int) -> None:
        """Make room for a bucket that has been seen ``count`` times."""
        self.buckets.append(bucket)
        self.ascending = tuple(sorted(self.buckets))
        self.values[bucket], self.counts[bucket] = value, count

    def _see(self, bucket: int, value: Value) -> None:
        """Count a value into its bucket, whose own value is the mean of all that fell into it."""
        if bucket not in self.counts:
            self.add_bucket(bucket, value, 0)
        self.counts[bucket] += 1
        mean = self.values[bucket]
        if not isinstance(value, str) and not isinstance(mean, str):
            self.values[bucket] = mean + (value - mean) / self.counts[bucket]

    def _learn(self, horizon: int, cells: Set[int], bucket: int) -> None:
        """Move each cell's weights towards the bucket that came, away from those that did not."""
        chances = dict(zip(self.ascending, self._probabilities(horizon, cells), strict=True))
        steps = [self.parameters.learning_rate * ((one == bucket) - chances[one]) for one in self.buckets]
        rows = self.weights[horizon]
        for cell in cells:
            old = rows.get(cell, ())
            rows[cell] = [weight + step for weight, step in zip_longest(old, steps, fillvalue=0.0)]

    def _probabilities(self, horizon: int, cells: Set[int]) -> Sequence[float]:
        """The softmax over all buckets, ascending; the maximum is subtracted first, against overflow."""
        sums = [0.0] * len(self.buckets)
        rows = self.weights[horizon]
        for cell in sorted(rows.keys() & cells):
            sums = [total + weight for total, weight in zip_longest(sums, rows[cell], fillvalue=0.0)]
        highest = max(sums)
        powers = {bucket: exp(total - highest) for bucket, total in zip(self.buckets, sums, strict=True)}
        whole = add_up(powers[bucket] for bucket in self.ascending)
        return array("d", (powers[bucket] / whole for bucket in self.ascending))
