"""A field of a key: the detector of one value of its rows, and what it expected."""

from collections import Counter
from math import isfinite
from typing import Any

from ..detect import Detection, Detector
from .gaps import bridge
from .machine_state import new_detector
from .rules import Rules

LIKELIEST = 3  # levels that an alert names


class Field:
    """The detector of a value, and the last value that was not missing.

    Args:
        detector: None at the start.
        value: the last one.
    """

    def __init__(self, rules: Rules, detector: Detector | None = None, value: float | None = None) -> None:
        self.rules, self.value = rules, value
        self.detector: Any = detector or new_detector(rules)
        self.before: Any = None  # the levels before the last row

    def begin_again(self) -> None:
        """Forget what was learned, and begin a new warm-up."""
        self.detector = new_detector(self.rules)

    def take(self, value: float | None, missing: int, learns: bool) -> Detection:
        """Take a value, before which this number of rows is missing. The warm-up is always learned."""
        self.detector.learns = learns or self.detector.warming_up
        bridge(self.detector, missing + (value is None), self.rules.gaps, self.value)
        self.detector.learns = learns or self.detector.warming_up
        self.value = self.value if value is None else value
        self.before = self._sight.last if self._sight else None
        found: Detection = self.detector.step(value)
        return found

    @property
    def _sight(self) -> Any:
        """The machine with the most levels; None in the warm-up."""
        return self.detector.novelty[-1] if self.detector.novelty else None

    def expectation(self) -> dict[str, Any]:
        """What was expected of the last row: the ranges of what followed, and the likeliest levels."""
        followers = self._sight.followers(self.before)
        if self.detector.learns:
            followers[self._sight.last] -= 1  # the row itself was not expected
        followers = +followers
        bounds = self._sight.levels.bounds
        return {"expected": _ranges(followers, bounds), "likeliest": _likeliest(followers, bounds)}


def _ranges(followers: "Counter[Any]", bounds: Any) -> list[list[float]]:
    """The levels as ranges, each from its low to its high end."""
    found: list[list[float]] = []
    for level in sorted(levels[0] for levels in followers):
        low, high = bounds(level)
        if found and isfinite(low) and found[-1][1] == low:
            found[-1][1] = high
        else:
            found.append([low, high])
    return [[round(low, 6), round(high, 6)] for low, high in found]


def _likeliest(followers: "Counter[Any]", bounds: Any) -> list[dict[str, float]]:
    """The most frequent levels, and what share of all rows they were."""
    most = sorted((-count, levels[0]) for levels, count in followers.items())[:LIKELIEST]
    found = []
    for count, level in most:
        low, high = bounds(level)
        share = -count / followers.total()
        found.append({"low": round(low, 6), "high": round(high, 6), "share": round(share, 3)})
    return found
