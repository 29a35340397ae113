"""A detector for any stream of numbers: a rank for every row, and now and then an alert.

Both come from the surprise of six small machines. The *novelty* of a row is the mean surprise of four
machines, with 8, 12, 16 and 24 levels. Its *shape* is the mean surprise of two machines with 8 levels, which
are given the levels of 8, and of 8 and 32 rows ago as well.

*Rank and alert are two things.* A rank orders all rows by how unusual their surroundings are; it stays high
while they are. An alert is an event: it is raised once, early, and says why.

Source: the anomaly likelihood and its limits are those of Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised
real-time anomaly detection for streaming data"; levels, novelty and shape are this project's own.
"""

from collections.abc import Iterable
from typing import Any, NamedTuple

from ..core.anomaly import AnomalyLikelihood, log_scale
from ..core.checks import check_number, check_whole, is_missing
from ..core.parameters import LikelihoodParameters
from ..core.rng import Random
from .small_machines import Levels, SmallMachine, Surprise
from .usual import Peaks, Usual

NOVELTY = (8, 12, 16, 24)  # how many levels each machine of novelty has
SHAPE, SHAPE_LEVELS = ((8,), (8, 32)), 8  # how many rows ago the earlier levels are, and how many levels
WEIGHT = 0.6  # of novelty in an alert: a novelty of 1 counts as much as a likelihood of 0.999999
QUIET = 0.2  # of the warm-up: how long a lower peak raises no alert after a peak
LARGEST = 1e300  # of a value: differences stay finite

THRESHOLD = 0.595
"""The strength from which an alert is raised: about one alert in 1,000 rows."""


class Detection(NamedTuple):
    """What a detector says of a row. During the warm-up, and of a missing value, it says nothing: all is 0.

    Attributes:
        rank: how unusual the surprise around the row is, in standard deviations: 0 or more, without limit.
        strength: of a new peak, in [0, 1]; 0 if there is none.
        alert: whether the strength reaches the threshold.
        reason: of an alert, in a sentence; otherwise "".
        novelty, shape: the mean surprise of the machines of each kind, in [0, 1].
    """

    rank: float = 0.0
    strength: float = 0.0
    alert: bool = False
    reason: str = ""
    novelty: float = 0.0
    shape: float = 0.0


class Detector:
    """Finds anomalies in a stream of numbers, one at a time.

    During the warm-up it only collects. Then the range of the values so far decides the levels, and the
    machines learn all rows. A stream and a file thus get the same answers. Deterministic: the same values
    and the same seed give the same answers on either engine. It can be pickled, and then continues exactly.

    >>> detector = Detector(warm_up=40)
    >>> found = detector.run([float(i % 8) for i in range(200)] + [19.0])
    >>> [i for i, one in enumerate(found) if one.alert]
    [200]

    Args:
        warm_up: how many rows, at least 10, come before the first answer. Take several of the longest
            season, if possible.
        low, high: the range of the values, if it is known beforehand; both or neither.
        threshold: the strength from which an alert is raised, in [0, 1].
        seed: any integer: of the machines' random choices and of the exact boundaries of the levels.
        engine: as for ``htm_teacher.build``.
        cells_per_column: more than 1 gives the machines context.

    Raises:
        ValueError: if a parameter is out of range.
    """

    def __init__(
        self,
        warm_up: int = 750,
        low: float | None = None,
        high: float | None = None,
        threshold: float = THRESHOLD,
        seed: int = 42,
        engine: str = "auto",
        cells_per_column: int = 1,
    ) -> None:
        self.warm_up = check_whole(warm_up, "warm_up", 10)
        self.threshold = check_number(threshold, "threshold", 0, 1)
        self.range = _range(low, high)
        self.index = 0
        self.waiting: list[float] | None = []
        self.choices: dict[str, Any] = {"seed": seed, "engine": engine, "cells_per_column": cells_per_column}
        self.novelty: list[SmallMachine] = []
        self.shape: list[SmallMachine] = []
        settled = self.warm_up // 2  # from here on, what the machines say counts as usual
        rules = LikelihoodParameters(learning_period=settled, estimation_samples=self.warm_up - settled)
        self.likelihood = AnomalyLikelihood(rules)
        self.usual_novelty, self.usual_shape = Usual(settled), Usual(settled)
        self.peaks = Peaks(int(QUIET * self.warm_up))
        self._prepare(*(self.range or (0.0, 1.0)))  # a wrong parameter is found now, not after the warm-up

    def step(self, value: Any) -> Detection:
        """Take a value.

        Args:
            value: a finite number from -1e300 to 1e300. A missing value (None, NaN) is skipped.

        Raises:
            ValueError: if the value is none of these; nothing has changed then.
        """
        return self.run([value])[0]

    def run(self, values: Iterable[Any]) -> list[Detection]:
        """Take these values at once: the same answers as from single steps, but sooner.

        Raises:
            ValueError: if a value is no number; nothing has changed then.
        """
        given = [
            None if is_missing(value) else check_number(value, "value", -LARGEST, LARGEST) for value in values
        ]
        numbers = [value for value in given if value is not None]
        found = iter(self._take(numbers))
        return [Detection() if value is None else next(found) for value in given]

    @property
    def warming_up(self) -> bool:
        """Whether there is no answer yet."""
        return self.waiting is not None

    def _take(self, values: list[float]) -> list[Detection]:
        if self.waiting is None:
            return self._detect(values)
        self.waiting += values
        if len(self.waiting) < self.warm_up:
            return [Detection()] * len(values)
        first, every = self.waiting[: self.warm_up], self.waiting
        self.waiting = None
        if self.range is None:
            self._prepare(min(first), max(first))
        return self._detect(every)[len(every) - len(values) :]

    def _prepare(self, low: float, high: float) -> None:
        """Make the machines for a range."""
        draw = Random(self.choices["seed"], "levels")
        levels = [Levels(low, high, count, draw.uniform()) for count in (*NOVELTY, SHAPE_LEVELS)]
        self.novelty = [SmallMachine(one, (), **self.choices) for one in levels[:-1]]
        self.shape = [SmallMachine(levels[-1], lags, **self.choices) for lags in SHAPE]

    def _detect(self, values: list[float]) -> list[Detection]:
        novelty = zip(*(machine.take(values) for machine in self.novelty), strict=True)
        shape = zip(*(machine.take(values) for machine in self.shape), strict=True)
        return [self._detection(*row) for row in zip(novelty, shape, strict=True)]

    def _detection(self, novel: tuple[Surprise, ...], shaped: tuple[Surprise, ...]) -> Detection:
        novelty, shape = _mean(novel), _mean(shaped)
        usually = self.usual_novelty.mean, self.usual_shape.mean
        rank = (self.usual_novelty.distance(novelty) + self.usual_shape.distance(shape)) / 2
        unlikely = log_scale(self.likelihood.compute(shape))
        strength = self.peaks.new(max(WEIGHT * novelty, unlikely))
        self.index += 1
        if self.index <= self.warm_up:
            return Detection()
        alert = strength >= self.threshold
        reason = ""
        if alert and WEIGHT * novelty >= unlikely:
            reason = f"novelty {novelty:.2f}, usually {usually[0]:.2f}: {_written(self.novelty, novel)}"
        elif alert:
            smoothed = self.usual_shape.smoothed
            reason = f"shape {smoothed:.2f} over ten rows, usually {usually[1]:.2f}: "
            reason += _written(self.shape, shaped)
        return Detection(rank, strength, alert, reason, novelty, shape)


def _range(low: float | None, high: float | None) -> tuple[float, float] | None:
    if low is None and high is None:
        return None
    least = check_number(low, "low", -LARGEST, LARGEST)
    return least, check_number(high, "high", least, LARGEST)


def _mean(row: tuple[Surprise, ...]) -> float:
    total = 0.0
    for one in row:
        total += one.anomaly
    return total / len(row)


def _written(machines: list[SmallMachine], row: tuple[Surprise, ...]) -> str:
    """What surprised most, in words; of equal surprises, that of the machine with the fewest levels."""
    machine, one = max(zip(machines, row, strict=True), key=lambda pair: pair[1].anomaly)
    return f"{machine.written(one)} ({machine.name})"
