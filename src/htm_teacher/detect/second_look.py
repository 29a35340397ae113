"""A second look: is a value a surprise, or has the machine only lost its context?

A machine that has lost the context bursts at value after value, although each follows the one before as
always. So before a surprise counts, the machine is asked once more, as if a new sequence had begun one value
earlier: what follows that value in any context is no surprise.
"""

from copy import copy
from datetime import datetime
from typing import Any

from .full_machine import FullMachine
from .stream import Detection, Moment
from .usual import QUIET, Peaks

HALF = 0.5  # of the columns: if more were predicted, the context is not lost
SURPRISED = 0.8  # of the columns: some are always shared with a value that does follow


class SecondLook(FullMachine):
    """Finds anomalies by what surprises one full machine even if a new sequence begins one value earlier.

    The surprise is the raw anomaly if that is at most a half, otherwise that after the restart. The
    rank is the surprise; the strength is the surprise where it is a new peak.

    The arguments are those of ``FullMachine``, but for the threshold.
    """

    def __init__(
        self,
        warm_up: int = 750,
        low: float | None = None,
        high: float | None = None,
        threshold: float = SURPRISED,
        seed: int = 42,
        engine: str = "auto",
        time_of_day: bool = False,
    ) -> None:
        super().__init__(warm_up, low, high, threshold, seed, engine, time_of_day)

    def _prepare(self, low: float, high: float) -> None:
        super()._prepare(low, high)
        self.peaks = Peaks(int(QUIET * self.warm_up))
        self.before: dict[str, Any] | None = None

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        return [self._look(*moment) for moment in moments]

    def _look(self, value: float, time: datetime | None) -> Detection:
        row = self._row(value, time, self.time_of_day)
        surprise = self._surprise(row)
        self.model.run([row])
        self.before, self.index = row, self.index + 1
        strength = self.peaks.new(surprise)
        if self.index <= self.warm_up:
            return Detection()
        alert = strength >= self.threshold
        reason = f"{surprise:.0%} of the columns never follow the value before" if alert else ""
        return Detection(surprise, strength, alert, reason, (surprise,))

    def _surprise(self, row: dict[str, Any]) -> float:
        """How surprised the machine is by a row, after a second look; 1 at the first row."""
        if self.before is None:
            return 1.0
        surprise = self.model.peek(row).anomaly
        if surprise is not None and surprise > HALF:
            surprise = self._after_restart(self.before, row)
        return 1.0 if surprise is None else surprise

    def _after_restart(self, before: dict[str, Any], row: dict[str, Any]) -> float | None:
        """The raw anomaly of a row if a sequence began one row before it. The model stays as it is."""
        trial = copy(self.model)
        trial.memory, trial.classifier = copy(self.model.memory), copy(self.model.classifier)
        trial.likelihood = trial.likelihood_type()
        trial.reset()
        trial.step(before, learn=False)
        return trial.step(row, learn=False).anomaly
