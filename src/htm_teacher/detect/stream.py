"""What all detectors of a stream have in common: values one at a time, and a warm-up."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from ..core.checks import check_number, check_whole, is_missing

LARGEST = 1e300  # of a value: differences stay finite
LEAST_WARM_UP = 10  # rows

Moment = tuple[float, datetime | None]


class Detection(NamedTuple):
    """What a detector says of a row. During the warm-up, and of a missing value, it says nothing: all is 0.

    Attributes:
        rank: how unusual the surprise around the row is; 0 or more. It orders all rows.
        strength: of an alert, in [0, 1].
        alert: whether the strength reaches the detector's threshold.
        reason: of an alert, in a sentence; otherwise "".
        surprise: how surprised the machines are, each in [0, 1]: novelty and shape, or the raw anomaly.
    """

    rank: float = 0.0
    strength: float = 0.0
    alert: bool = False
    reason: str = ""
    surprise: tuple[float, ...] = ()


class StreamDetector:
    """The interface of detectors. During the warm-up they only collect, to see the range of the values.

    Args:
        warm_up: how many rows, at least 10, come before the first answer.
        low, high: the range of the values, if it is known beforehand; both or neither.
        threshold: the strength from which an alert is raised, in [0, 1].

    Raises:
        ValueError: if a parameter is out of range.
    """

    def __init__(self, warm_up: int, low: float | None, high: float | None, threshold: float) -> None:
        self.warm_up = check_whole(warm_up, "warm_up", LEAST_WARM_UP)
        self.threshold = check_number(threshold, "threshold", 0, 1)
        self.range = _range(low, high)
        self.index = 0  # of the next row that is not missing
        self.waiting: list[Moment] | None = []
        self._prepare(*(self.range or (0.0, 1.0)))  # a wrong parameter is found now, not after the warm-up

    def step(self, value: Any, time: datetime | None = None) -> Detection:
        """Take a value.

        Args:
            value: a finite number from -1e300 to 1e300. A missing value (None, NaN) is skipped.
            time: when it was; only detectors that look at the time of day need it.

        Raises:
            ValueError: if the value is none of these; nothing has changed then.
        """
        return self.run([value], None if time is None else [time])[0]

    def run(self, values: Iterable[Any], times: Iterable[datetime] | None = None) -> list[Detection]:
        """Take these values at once: the same answers as from single steps, but sooner.

        Raises:
            ValueError: if a value is no number, or there are more or fewer times; nothing has changed then.
        """
        given = [
            None if is_missing(value) else check_number(value, "value", -LARGEST, LARGEST) for value in values
        ]
        when: list[datetime | None] = [None] * len(given) if times is None else list(times)
        if len(when) != len(given):
            raise ValueError(f"{len(given):,} values and {len(when):,} times: each value needs a time")
        moments = [(value, at) for value, at in zip(given, when, strict=True) if value is not None]
        found = iter(self._take(moments))
        return [Detection() if value is None else next(found) for value in given]

    @property
    def warming_up(self) -> bool:
        """Whether there is no answer yet."""
        return self.waiting is not None

    def _take(self, moments: list[Moment]) -> list[Detection]:
        if self.waiting is None:
            return self._detect(moments)
        every = self.waiting = self.waiting + moments
        if len(every) < self.warm_up:
            return [Detection()] * len(moments)
        first = [value for value, _ in every[: self.warm_up]]
        self.waiting = None
        if self.range is None:
            self._prepare(min(first), max(first))
        return self._detect(every)[len(every) - len(moments) :]

    def _prepare(self, low: float, high: float) -> None:
        """Make the machines for this range."""
        raise NotImplementedError

    def _detect(self, moments: list[Moment]) -> list[Detection]:
        """What is said of these moments, also of the first ones, during the warm-up."""
        raise NotImplementedError


def _range(low: float | None, high: float | None) -> tuple[float, float] | None:
    if low is None and high is None:
        return None
    least = check_number(low, "low", -LARGEST, LARGEST)
    return least, check_number(high, "high", least, LARGEST)
