"""Burst times error: how much was not predicted, weighed by how far the prediction was from the value.

A raw anomaly does not say whether the value was nearly the predicted one. The error of a prediction does not
say whether the machine has learned anything. Their product is high only if both are.
"""

from ..core.anomaly import AnomalyLikelihood
from ..core.model import Model
from ..core.parameters import LikelihoodParameters
from .full_machine import BUCKETS, FullMachine
from .stream import Detection, Moment

# Products are small where values are predicted roughly. Unscaled, most lie below the limits with which the
# likelihood keeps a perfectly predicted past from being too strict, and hardly an anomaly is found.
SCALE = 6.0

MACHINES = ((BUCKETS, False), (BUCKETS, True), (400, True))  # buckets of the range; whether it sees a clock


class BurstError(FullMachine):
    """Finds anomalies by the likelihood of burst times error, the mean of three full machines.

    They differ in how finely they see values, and in whether they see the time of day. Rank and strength are
    the same: the likelihood on a logarithmic scale. The surprise is six times the product, at most 1.

    The arguments are those of ``FullMachine``; without ``time_of_day`` no machine sees a clock.
    """

    def _prepare(self, low: float, high: float) -> None:
        self.models: list[Model] = [
            self._machine(low, high, buckets, clock and self.time_of_day) for buckets, clock in MACHINES
        ]
        settled = self.warm_up // 2
        rules = LikelihoodParameters(learning_period=settled, estimation_samples=self.warm_up - settled)
        self.likelihood, self.width = AnomalyLikelihood(rules), high - low or 1.0
        self.expected: list[float | None] = [None] * len(MACHINES)  # by each machine for the next row

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        products = zip(*(self._products(i, moments) for i in range(len(MACHINES))), strict=True)
        found = []
        for row in products:
            product = min(1.0, SCALE * (row[0] + row[1] + row[2]) / len(MACHINES))
            found.append(self._detection(product, self.likelihood.compute(product)))
        return found

    def _products(self, machine: int, moments: list[Moment]) -> list[float]:
        """Burst times error of a machine at each of these moments."""
        model, clock, found = self.models[machine], MACHINES[machine][1] and self.time_of_day, []
        for value, time in moments:
            step = model.step(self._row(value, time, clock))
            # The first row has no anomaly, and nothing was expected: it counts as a complete surprise.
            burst = 1.0 if step.anomaly is None else step.anomaly
            found.append(burst * self._error(value, self.expected[machine]))
            self.expected[machine] = step.prediction[1].expected if 1 in step.prediction else None
        return found

    def _error(self, value: float, expected: float | None) -> float:
        """How far the value is from the one expected, in parts of the range, at most 1; 1 without one."""
        return 1.0 if expected is None else min(1.0, abs(value - expected) / self.width)
