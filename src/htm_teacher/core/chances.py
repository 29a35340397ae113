"""Chances: what the classifier answers. Several values may follow, each with its probability."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from .checks import check_number
from .permanence import add_up

Value = float | str


class Scale(NamedTuple):
    """How changes are counted at one horizon.

    Attributes:
        width: of a bucket.
        origin: the value from which they are counted; None: the value at which one predicts.
    """

    width: float
    origin: float | None = None

    def base(self, now: float) -> float:
        """The value from which a change is counted, where ``now`` is the value at which one predicts."""
        return now if self.origin is None else self.origin


@dataclass(frozen=True)
class Prediction:
    """Which values may follow at one horizon, which is a number of steps from now.

    Attributes:
        buckets: all buckets seen so far, ascending.
        probabilities: of each bucket; their sum is 1.
        values: for each bucket the mean of the values seen in it, or the category. If changes are predicted,
            the middle of the bucket.
        width: if changes are predicted, how wide a bucket is: bucket b is a change of about b times that.
        base: if changes are predicted, the value to which they are added.
    """

    buckets: tuple[int, ...]
    probabilities: Sequence[float]
    values: Sequence[Value]
    width: float | None = None
    base: float = 0.0

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
        if (numbers := self._numbers()) is None:
            return None
        weighted = zip(self.probabilities, numbers, strict=True)
        return add_up(probability * number for probability, number in weighted)

    @property
    def told(self) -> Value:
        """The prediction as one value: the median if changes are predicted, otherwise the most probable."""
        median = None if self.width is None else self.median
        return self.value if median is None else median

    @property
    def median(self) -> float | None:
        """The value that is exceeded as often as not; None if they are not all numbers.

        Of all single values, it has the smallest mean absolute error.
        """
        return self.quantile(0.5)

    def interval(self, share: float) -> tuple[float, float] | None:
        """The lowest and the highest value of the middle ``share`` of the probability; see ``quantile``.

        >>> Prediction((-1, 0, 1), (0.25, 0.5, 0.25), (8.0, 10.0, 12.0), width=2.0, base=10.0).interval(0.5)
        (9.0, 11.0)
        """
        share = check_number(share, "share", 0, 1)
        low, high = self.quantile((1 - share) / 2), self.quantile((1 + share) / 2)
        return None if low is None or high is None else (low, high)

    def quantile(self, share: float) -> float | None:
        """The value up to which this share of the probability lies; None if they are not all numbers.

        If changes are predicted, a bucket's probability is spread evenly over its width. If values are
        predicted, the answer is the value of the bucket in which the share is reached.
        """
        share, numbers = check_number(share, "share", 0, 1), self._numbers()
        if numbers is None:
            return None
        place, before, reached = 0, 0.0, 0.0
        for k, probability in enumerate(self.probabilities):
            if probability > 0:  # rounded, their sum can be just below the share: then the last one is taken
                place, before, reached = k, reached, reached + probability
                if reached >= share:
                    break
        if self.width is None:
            return numbers[place]
        part = min(1.0, (share - before) / self.probabilities[place])
        return self.base + self.width * (self.buckets[place] + (part - 0.5))

    def _numbers(self) -> list[float] | None:
        """The values, if they are all numbers."""
        numbers = [value for value in self.values if not isinstance(value, str)]
        return numbers if len(numbers) == len(self.values) else None


def of_changes(buckets: tuple[int, ...], chances: Sequence[float], width: float, base: float) -> Prediction:
    """A prediction of changes of the value ``base``."""
    values = array("d", (base + bucket * width for bucket in buckets))
    return Prediction(buckets, chances, values, width, base)
