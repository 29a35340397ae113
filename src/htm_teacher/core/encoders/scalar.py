"""Scalar, a block of bits that slides over a known range; and Category, which shares no bits.

Source: Purdy 2016, "Encoding data for HTM systems".
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from ..checks import check_value, check_whole, is_missing, shown
from .base import Encoder
from .rdse import half_distance
from .settings import check_settings, take_settings


@dataclass
class Scalar(Encoder):
    """A block of ``active_bits`` neighbouring bits: the larger the value, the higher the block.

    >>> sorted(Scalar(0, 10, size=12, active_bits=3).encode(5).active)
    [5, 6, 7]

    Args:
        minimum: the lower end of the range; lower values are clipped to it. None: taken from ``fit``.
        maximum: the upper end of the range; higher values are clipped to it. None: taken from ``fit``.
        size: how many bits there are.
        active_bits: how many of them are active.
        periodic: whether the range is a circle, for hours or angles: the maximum equals the minimum.
    """

    minimum: float | None = None
    maximum: float | None = None
    size: int = 400
    active_bits: int = 21
    periodic: bool = False

    def __post_init__(self) -> None:
        check_settings(self)
        low, high = self.minimum, self.maximum
        if low is not None and high is not None and not half_distance(low, high) > 0:
            raise ValueError(f"minimum is {low}: it must be below maximum, {high}")

    def bits(self, value: Any) -> set[int]:
        first = self.bucket(value)
        return {(first + k) % self.size for k in range(self.active_bits)}

    def bucket(self, value: Any) -> int:
        """The first bit of the block."""
        low, high = self._range()
        above, width = half_distance(low, check_value(value)), half_distance(low, high)
        if self.periodic:
            return math.floor(math.fmod(above, width) / width * self.size) % self.size
        fraction = min(max(above / width, 0), 1)
        return math.floor(fraction * (self.size - self.active_bits) + 0.5)

    def candidates(self) -> Sequence[float]:
        """One value from each bucket, ascending."""
        # With 12 bits of which 3 are active, the block has 10 places. On a circle it has all 12.
        low, high = self._range()
        steps = self.size if self.periodic else max(1, self.size - self.active_bits)
        return [low + (high - low) * step / steps for step in range(steps + (not self.periodic))]

    def fit(self, values: Iterable[Any]) -> None:
        """A bound that was not given becomes the lowest or the highest of these values."""
        known = [check_value(value) for value in values if not is_missing(value)] or [0]
        low = min(known) if self.minimum is None else self.minimum
        high = max(known) if self.maximum is None else self.maximum
        if not low < high:  # all are equal, or beyond the bound that was given
            low, high = (low, low + 1) if self.maximum is None else (high - 1, high)
        take_settings(self, minimum=low, maximum=high)

    def _range(self) -> tuple[float, float]:
        if self.minimum is None or self.maximum is None:
            raise ValueError("the range is not known: give it, or let fit() take it from values")
        return self.minimum, self.maximum


@dataclass
class Category(Encoder):
    """Each category has its own block of bits; all unknown categories share one more block.

    Args:
        categories: the known categories (strings or whole numbers), in the order of their buckets.
            One string such as "ABCD" is read as its letters. Empty: taken from ``fit``.
        active_bits: how many bits each block has. ``size`` follows from it.
    """

    categories: tuple[str | int, ...] = ()
    active_bits: int = 21

    def __post_init__(self) -> None:
        if not isinstance(self.categories, Iterable):
            raise ValueError(f"categories is {shown(self.categories)}: several are needed")
        self.categories = tuple(map(_category, self.categories))
        if len(set(self.categories)) < len(self.categories):
            raise ValueError("categories: each may be given only once")
        self.size = self.active_bits * (len(self.categories) + 1)
        check_settings(self)

    def bits(self, value: Any) -> set[int]:
        first = self.bucket(value) * self.active_bits
        return set(range(first, first + self.active_bits))

    def bucket(self, value: Any) -> int:
        """The category's place in the order, from 1; 0 if it is unknown."""
        if not isinstance(value, str):
            check_value(value)
        return self.categories.index(value) + 1 if value in self.categories else 0

    def candidates(self) -> Sequence[str | int]:
        """The known categories."""
        return self.categories

    def describe(self, bit: int, candidates: Iterable[Any] | None = None) -> str:
        """What one bit means. The first block, bucket 0, is that of unknown categories."""
        if 0 <= bit < self.active_bits and candidates is None:
            return f"bit {bit} of {self.size}: on for any unknown category"
        return super().describe(bit, candidates)

    def fit(self, values: Iterable[Any]) -> None:
        """Categories not given become the distinct values among these, sorted, numbers first."""
        if not self.categories:
            known = {_category(value) for value in values if not is_missing(value)}
            ordered = sorted(known, key=lambda category: (isinstance(category, str), category))
            take_settings(self, categories=ordered)


def _category(value: Any) -> str | int:
    return str(value) if isinstance(value, str) else check_whole(value, "categories", -math.inf)
