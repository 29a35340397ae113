"""The published way to detect anomalies with HTM: one full machine, and the likelihood of its surprise.

Source: Ahmad, Lavin, Purdy & Agha 2017, "Unsupervised real-time anomaly detection for streaming data", with
the parameters of the code that was released with it.
"""

from datetime import datetime
from typing import Any

from ..build import build
from ..core.anomaly import log_scale
from ..core.encoders import RDSE, Fields, Scalar
from ..core.model import Model
from .stream import Detection, Moment, StreamDetector

BUCKETS, MARGIN = 130, 0.2  # of the range, which is widened on both sides
DAY = 24.0  # hours
ALARM = 0.9999
"""The likelihood at which Numenta raises an alarm; on the scale of a strength this is 0.4."""


class FullMachine(StreamDetector):
    """Finds anomalies by the likelihood of the surprise of one machine of full size.

    Rank and strength are the same: the likelihood on a logarithmic scale.

    Args:
        warm_up, low, high: as for ``Detector``.
        threshold: the strength from which an alert is raised, in [0, 1].
        seed: any integer.
        engine: as for ``htm_teacher.build``.
        time_of_day: whether the machine is given the time of day as well; then each value needs its time.

    Raises:
        ValueError: if a parameter is out of range.
    """

    def __init__(
        self,
        warm_up: int = 750,
        low: float | None = None,
        high: float | None = None,
        threshold: float = log_scale(ALARM),
        seed: int = 42,
        engine: str = "auto",
        time_of_day: bool = False,
    ) -> None:
        self.choices: dict[str, Any] = {"seed": seed, "engine": engine}
        self.time_of_day = time_of_day
        self.model: Model
        super().__init__(warm_up, low, high, threshold)

    def _prepare(self, low: float, high: float) -> None:
        self.model = self._machine(low, high, BUCKETS, self.time_of_day)

    def _machine(self, low: float, high: float, buckets: int, clock: bool) -> Model:
        """A machine for a range, which sees this number of buckets in it, and the time of day or not."""
        width = (1 + 2 * MARGIN) * (high - low) / buckets
        fields: dict[str, Any] = {"value": RDSE(resolution=width or 1.0)}
        if clock:
            fields["time"] = Scalar(0, DAY, size=54, active_bits=21, periodic=True)
        settled = self.warm_up // 2
        return build(
            "cortex",
            Fields(fields),
            **self.choices,
            pooler_permanence_increment=0.003,
            predicted_decrement=0.0,
            learning_period=settled,
            estimation_samples=self.warm_up - settled,
        )

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        results = self.model.run(self._row(*moment, self.time_of_day) for moment in moments)
        return [
            self._detection(anomaly, likelihood)
            for anomaly, likelihood in zip(results.anomaly, results.likelihood, strict=True)
        ]

    def _row(self, value: float, time: datetime | None, clock: bool) -> dict[str, Any]:
        row: dict[str, Any] = {"value": value}
        if clock:
            row["time"] = None if time is None else time.hour + time.minute / 60 + time.second / 3600
        return row

    def _detection(self, anomaly: float, likelihood: float) -> Detection:
        self.index += 1
        if self.index <= self.warm_up:
            return Detection()
        strength = log_scale(likelihood)
        alert = strength >= self.threshold
        reason = (
            f"the last rows surprise more than usual: by chance with a probability of {1 - likelihood:.2g}"
            if alert
            else ""
        )
        return Detection(strength, strength, alert, reason, (anomaly,))
