"""A detector for any stream of numbers: a rank for every row, and now and then an alert.

Both come from the surprise of six small machines. The *novelty* of a row is the mean surprise of four
machines, with 8, 12, 16 and 24 levels. Its *shape* is the mean surprise of two machines with 8 levels, which
are given the levels of 8, and of 8 and 32 rows ago as well.

*Rank and alert are two things.* A rank orders all rows by how unusual their surroundings are; it stays high
while they are. An alert is an event: it is raised once, early, and says why.

Source: the anomaly likelihood and its limits are those of Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised
real-time anomaly detection for streaming data"; levels, novelty and shape are this project's own.
"""

from typing import Any

from ..core.anomaly import AnomalyLikelihood, log_scale
from ..core.parameters import LikelihoodParameters
from ..core.rng import Random
from .small_machines import Levels, SmallMachine, Surprise
from .stream import Detection, Moment, StreamDetector
from .usual import QUIET, Peaks, Usual

NOVELTY = (8, 12, 16, 24)  # how many levels each machine of novelty has
SHAPE, SHAPE_LEVELS = ((8,), (8, 32)), 8  # how many rows ago the earlier levels are, and how many levels
WEIGHT = 0.6  # of novelty in an alert: a novelty of 1 counts as much as a likelihood of 0.999999

THRESHOLD = 0.595
"""The strength from which an alert is raised: on benchmarks about once in 1,000 rows."""

WEAKEST = 0.3
"""Below this strength no budget raises an alert: a novelty of 0.5, or a likelihood of 0.999."""


class Detector(StreamDetector):
    """Finds anomalies in a stream of numbers, one at a time.

    During the warm-up it only collects. Then the range of the values so far decides the levels, and the
    machines learn all rows. A stream and a file thus get the same answers. Deterministic: the same values
    and the same seed give the same answers on either engine. It can be pickled, and then continues exactly.

    The rank is the mean square of two distances: how many standard deviations novelty and shape, smoothed
    over ten rows, lie from what is usual, on either side. It is mostly between 0 and 1 where all is
    usual, up to 3 where all has always been predicted, and has no limit.
    The strength is that of a new peak, or 0.

    >>> detector = Detector(warm_up=40)
    >>> found = detector.run([float(i % 8) for i in range(120)] + [19.0])
    >>> [(i, round(one.strength, 3)) for i, one in enumerate(found) if one.alert]
    [(120, 0.6)]
    >>> found[120].reason
    'a value of 18.38 or more never occurred before (novelty 1.00, usually 0.00; machine of 8 levels)'

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

    Attributes:
        learns: whether the machines learn the next rows. How much surprise is usual is followed anyway.
    """

    learns = True

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
        self.choices: dict[str, Any] = {"seed": seed, "engine": engine, "cells_per_column": cells_per_column}
        self.novelty: list[SmallMachine] = []
        self.shape: list[SmallMachine] = []
        super().__init__(warm_up, low, high, threshold)
        settled = self.warm_up // 2  # from here on, what the machines say counts as usual
        rules = LikelihoodParameters(learning_period=settled, estimation_samples=self.warm_up - settled)
        self.likelihood = AnomalyLikelihood(rules)
        self.usual_novelty, self.usual_shape = Usual(settled), Usual(settled)
        self.peaks = Peaks(int(QUIET * self.warm_up))

    def _prepare(self, low: float, high: float) -> None:
        draw = Random(self.choices["seed"], "levels")
        levels = [Levels(low, high, count, draw.uniform()) for count in (*NOVELTY, SHAPE_LEVELS)]
        if self.novelty:  # they have seen nothing yet, and only their levels depend on the range
            for machine, own in zip([*self.novelty, *self.shape], [*levels, levels[-1]], strict=True):
                machine.levels = own
            return
        self.novelty = [self._machine(one, ()) for one in levels[:-1]]
        self.shape = [self._machine(levels[-1], lags) for lags in SHAPE]

    def _machine(self, levels: Levels, lags: tuple[int, ...]) -> SmallMachine:
        return SmallMachine(levels, lags, **self.choices)

    def reset(self) -> None:
        """Forget the last rows, not what was learned: the next row follows none, as after a gap."""
        for machine in (*self.novelty, *self.shape):
            machine.reset()

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        values = [value for value, _ in moments]
        novelty = zip(*(machine.take(values, self.learns) for machine in self.novelty), strict=True)
        shape = zip(*(machine.take(values, self.learns) for machine in self.shape), strict=True)
        return [self._detection(*row) for row in zip(novelty, shape, strict=True)]

    def _detection(self, novel: tuple[Surprise, ...], shaped: tuple[Surprise, ...]) -> Detection:
        novelty, shape = _mean(novel), _mean(shaped)
        usually = self.usual_novelty.mean, self.usual_shape.mean
        far = self.usual_novelty.distance(novelty), self.usual_shape.distance(shape)
        unlikely = log_scale(self.likelihood.compute(shape))
        strength = self.peaks.new(max(WEIGHT * novelty, unlikely))
        self.index += 1
        if self.index <= self.warm_up:
            return Detection()
        alert = strength >= self.threshold
        reason = ""
        if alert and WEIGHT * novelty >= unlikely:
            reason = _reason(self.novelty, novel, f"novelty {novelty:.2f}, usually {usually[0]:.2f}")
        elif alert:
            smoothed = self.usual_shape.smoothed
            said = f"shape {smoothed:.2f} over ten rows, usually {usually[1]:.2f}"
            reason = _reason(self.shape, shaped, said)
        rank = (far[0] * far[0] + far[1] * far[1]) / 2
        return Detection(rank, strength, alert, reason, (novelty, shape))


def _mean(row: tuple[Surprise, ...]) -> float:
    total = 0.0
    for one in row:
        total += one.anomaly
    return total / len(row)


def _reason(machines: list[SmallMachine], row: tuple[Surprise, ...], surprise: str) -> str:
    """What surprised most, in words; of equal surprises, that of the machine with the fewest levels."""
    machine, one = max(zip(machines, row, strict=True), key=lambda pair: pair[1].anomaly)
    return f"{machine.written(one)} ({surprise}; {machine.name})"
