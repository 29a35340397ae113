"""The past: the moments that the classifier remembers, and what came after each of them."""

from __future__ import annotations

from array import array
from collections import deque
from collections.abc import Iterable
from itertools import islice
from math import floor
from typing import Any, NamedTuple, Self

from .chances import Scale

MOST_BUCKET = 2**31  # the number of a bucket of changes is smaller, on either side of 0


class Moment(NamedTuple):
    """What is remembered of a step.

    Attributes:
        features: ascending.
        target: what the classifier learns of the step's value: its bucket, or the value itself if changes
            are predicted. None if it is missing.
        sequence: a number that all moments between two resets share.
    """

    features: array[int]
    target: float | None
    sequence: int


class Past:
    """The last moments.

    Args:
        most: how many are remembered at most.

    Attributes:
        moments: newest last.
        sequence: the number of the present sequence.
    """

    def __init__(self, most: int) -> None:
        self.moments: deque[Moment] = deque(maxlen=most)
        self.sequence = 0

    def __len__(self) -> int:
        return len(self.moments)

    def __copy__(self) -> Self:
        twin = type(self)(self.moments.maxlen or 0)
        twin.moments, twin.sequence = self.moments.copy(), self.sequence
        return twin

    def add(self, features: Iterable[int], target: float | None) -> None:
        """Remember a moment of the present sequence; when there are too many, the oldest is forgotten."""
        self.moments.append(Moment(array("I", sorted(features)), target, self.sequence))

    def reset(self) -> None:
        """Start a new sequence."""
        self.sequence += 1

    def now(self) -> Moment | None:
        """The last moment, if it belongs to the present sequence."""
        return self.moments[-1] if self.moments and self.moments[-1].sequence == self.sequence else None

    def outcome(self, first: int, ahead: int, scale: Scale | None) -> int | None:
        """The bucket that came ``ahead`` steps after a moment.

        None if there was a reset between the two, or if one of the two values is missing.

        Args:
            first: the place of that moment.
            ahead: the horizon.
            scale: how changes are counted; None if values are predicted.
        """
        before, after = self.moments[first], self.moments[first + ahead]
        if before.sequence != after.sequence or after.target is None:
            return None
        if scale is None:
            return int(after.target)
        if before.target is None:
            return None
        # From 90 to 97 with a width of 5 is a change of 1.4 widths: bucket 1.
        change = (after.target - scale.base(before.target)) / scale.width + 0.5
        return floor(change) if abs(change) < MOST_BUCKET else None

    # Saving.

    def state(self, whole: bool) -> dict[str, Any]:
        """The state as plain data; ``whole``: whether targets are buckets, which are whole numbers."""
        targets = (0 if moment.target is None else moment.target for moment in self.moments)
        return {
            "sequence": self.sequence,
            "sequences": array("q", (moment.sequence for moment in self.moments)),
            "sizes": array("I", (len(moment.features) for moment in self.moments)),
            "features": array("I", (feature for moment in self.moments for feature in moment.features)),
            "known": array("B", (moment.target is not None for moment in self.moments)),
            "targets": array("q", map(int, targets)) if whole else array("d", targets),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any], most: int) -> Self:
        """The past with this state."""
        past, features = cls(most), iter(state["features"])
        past.sequence = state["sequence"]
        columns = (state[name] for name in ("sizes", "known", "targets", "sequences"))
        for size, known, target, sequence in zip(*columns, strict=True):
            past.moments.append(
                Moment(array("I", islice(features, size)), target if known else None, sequence)
            )
        return past
