"""Burst times error: how much was not predicted, weighed by how far the prediction was from the value.

A raw anomaly does not say whether the value was nearly the predicted one. The error of a prediction does not
say whether the machine has learned anything. Their product is high only if both are.
"""

from ..core.anomaly import RED, log_scale
from ..core.model import Model
from ..core.permanence import add_up
from .full_machine import BUCKETS, FullMachine
from .stream import Detection, Moment
from .usual import QUIET, LogLikelihood, Peaks

MACHINES = ((BUCKETS, False), (BUCKETS, True), (400, True))  # buckets of the range; whether it sees a clock

UNLIKELY = log_scale(1 - RED)
"""The strength of a product that is as large by chance once in 100,000 rows."""


class BurstError(FullMachine):
    """Finds anomalies by burst times error, the mean of three full machines.

    They differ in how finely they see values, and in whether they see the time of day. The surprise is the
    product. Its logarithm, smoothed over ten rows, is compared with what it usually is. The rank is the
    square of the distance in standard deviations. The strength is that of a new peak of the likelihood, on a
    logarithmic scale.

    The arguments are those of ``FullMachine``; without ``time_of_day`` no machine sees a clock.
    """

    def __init__(
        self,
        warm_up: int = 750,
        low: float | None = None,
        high: float | None = None,
        threshold: float = UNLIKELY,
        seed: int = 42,
        engine: str = "auto",
        time_of_day: bool = False,
    ) -> None:
        super().__init__(warm_up, low, high, threshold, seed, engine, time_of_day)

    def _prepare(self, low: float, high: float) -> None:
        self.models: list[Model] = [
            self._machine(low, high, buckets, clock and self.time_of_day) for buckets, clock in MACHINES
        ]
        self.width = high - low or 1.0
        self.expected: list[float | None] = [None] * len(MACHINES)  # by each machine for the next row
        self.likelihood = LogLikelihood(self.warm_up)
        self.peaks = Peaks(int(QUIET * self.warm_up))

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        rows = zip(*(self._parts(i, moments) for i in range(len(MACHINES))), strict=True)
        return [self._judged(add_up(burst * error for burst, error in row) / len(MACHINES)) for row in rows]

    def _judged(self, product: float) -> Detection:
        """What is said of the mean product of a row."""
        usual, likelihood = self.likelihood, self.likelihood.compute(product)
        strength = self.peaks.new(log_scale(likelihood))
        self.index += 1
        if self.index <= self.warm_up:
            return Detection()
        alert = strength >= self.threshold
        reason = (
            f"burst times error {usual.smoothed:.3f} over ten rows, usually {usual.mean:.3f}: "
            f"by chance with a probability of {1 - likelihood:.2g}"
            if alert
            else ""
        )
        return Detection(usual.far * usual.far, strength, alert, reason, (product,))

    def _parts(self, machine: int, moments: list[Moment]) -> list[tuple[float, float]]:
        """The raw anomaly of a machine, and the error of its prediction, at each of these moments."""
        model, clock, found = self.models[machine], MACHINES[machine][1] and self.time_of_day, []
        for value, time in moments:
            step = model.step(self._row(value, time, clock))
            # The first row has no anomaly, and nothing was expected: it counts as a complete surprise.
            burst = 1.0 if step.anomaly is None else step.anomaly
            found.append((burst, self._error(value, self.expected[machine])))
            self.expected[machine] = step.prediction[1].expected if 1 in step.prediction else None
        return found

    def _error(self, value: float, expected: float | None) -> float:
        """How far the value is from the one expected, in parts of the range, at most 1; 1 without one."""
        return 1.0 if expected is None else min(1.0, abs(value - expected) / self.width)
