"""RDSE, the random distributed scalar encoder: any number, no range needed; and two variants of it.

Source: Purdy 2016, "Encoding data for HTM systems"; the hash-based form of htm.core's RDSE.
"""

import math
import warnings
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from ..checks import check_number, check_value, is_missing, shown
from ..rng import hash_words
from ..sdr import SDR
from .base import Encoder
from .settings import check_settings


@dataclass
class RDSE(Encoder):
    """Every number belongs to a bucket, and neighbouring buckets share all bits but one.

    A bucket is an interval as wide as the resolution. Bucket b has the bits that the keys b, b + 1, ...,
    b + active_bits - 1 hash to. So buckets that are d apart have active_bits - d keys in common, and about
    as many bits. Distant buckets share a bit only by chance.

    >>> encoder = RDSE(resolution=0.5)
    >>> [encoder.encode(20.0).overlap(encoder.encode(value)) for value in (20.1, 20.5, 22.5, 90.0)]
    [21, 20, 16, 1]

    Args:
        resolution: the width of a bucket, above 0, in the value's unit. None: taken from ``fit``.
        size: how many bits there are.
        active_bits: how many of them are active.
        seed: another seed gives other bits.
    """

    resolution: float | None = None
    size: int = 400
    active_bits: int = 21
    seed: int = 0

    def __post_init__(self) -> None:
        check_settings(self)
        if self.resolution is not None and self.resolution <= 0:
            raise ValueError(f"resolution is {self.resolution}: it must be above 0")
        if 4 * self.active_bits > self.size:
            chance = f"{self.active_bits**2 / self.size:.0f} of {self.active_bits} bits"
            warnings.warn(f"unrelated values share about {chance}: increase size", stacklevel=3)

    def bits(self, value: Any) -> set[int]:
        first = self.bucket(value)
        return hashed_bits(self.size, ((self.seed, first + k) for k in range(self.active_bits)))

    def bucket(self, value: Any) -> int:
        """The number of the multiple of the resolution that is nearest to the value."""
        if self.resolution is None:
            raise ValueError("resolution is not known: give it, or let fit() take it from values")
        place = self.scale(value) / self.resolution + 0.5
        if not abs(place) < 2**62:  # keys have 64 bits
            raise ValueError(f"value {shown(value)} is too large for a resolution of {self.resolution}")
        return math.floor(place)

    def scale(self, value: Any) -> float:
        """The number that decides the bucket: here the value itself."""
        return check_value(value)

    def fit(self, values: Iterable[Any]) -> None:
        """A resolution not given becomes 1/130 of the range of these values, or 1 if they are equal.

        1/130 is Numenta's choice for anomaly detection. The result is rounded to three digits.
        """
        if self.resolution is None:
            scaled = [self.scale(value) for value in values if not is_missing(value)]
            width = half_distance(min(scaled), max(scaled)) / 65 if scaled else 0
            self.resolution = float(f"{width:.3g}") or 1.0


@dataclass
class Log(RDSE):
    """An RDSE of the decimal logarithm, for values above 0 that span several powers of ten.

    The resolution is in powers of ten: 0.1 makes ten buckets between 1 and 10.
    """

    def scale(self, value: Any) -> float:
        """log10, rounded to 9 decimals, since its last digit differs between machines."""
        if check_value(value) <= 0:
            raise ValueError(f"value is {shown(value)}: its logarithm needs a value above 0")
        return round(math.log10(value), 9)


@dataclass
class Delta(RDSE):
    """An RDSE of the change since the last value, for series whose changes matter, not their level.

    It is the only encoder with a state: ``last``, the last value encoded. The first change is 0.

    The classifier predicts a value, not a change. So ``bucket`` is that of the value, as wide as the
    resolution, and a value can be too large although its change is small. If a series rises for ever, every
    value has its own bucket: no bucket can be predicted, and steps take longer and longer. Then encode the
    changes with an RDSE.
    """

    last: float | None = None

    def encode(self, value: Any) -> SDR:
        """The SDR of value - last; then this value is the last. A missing value is skipped."""
        if is_missing(value):
            return SDR(self.size)
        number = check_value(value)
        self.bucket(number)  # the classifier will need it: raise its error before anything changes
        change = 0.0 if self.last is None else check_number(number - self.last, "change")
        code = super().encode(change)
        self.last = number
        return code

    def fit(self, values: Iterable[Any]) -> None:
        """Like that of an RDSE, but from the changes between these values."""
        known = [check_value(value) for value in values if not is_missing(value)]
        super().fit(check_number(after - before, "change") for before, after in pairwise(known))


def hashed_bits(size: int, keys: Iterable[Sequence[int]]) -> set[int]:
    """One bit for each key: the key's hash. If the bit is already taken, hash again with a number added."""
    bits: set[int] = set()
    for key in keys:
        bit, attempt = hash_words(*key) % size, 0
        while bit in bits:
            attempt += 1
            bit = hash_words(*key, attempt) % size
        bits.add(bit)
    return bits


def half_distance(low: float, high: float) -> float:
    """Half of high - low, since the whole difference of two very large floats can be infinite."""
    return high / 2 - low / 2
