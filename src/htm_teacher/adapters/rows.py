"""A machine for rows of named values: what the adapters for rows share.

The encoder takes any names, and so a feature may be missing, or appear late. Each value has its own bits,
which depend on its name and its bucket alone. So the order of the features does not matter.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from zlib import crc32

from ..build import build
from ..core.checks import check_value, is_missing
from ..core.encoders import RDSE, Encoder
from ..core.model import Model
from ..core.rng import hash_words

ACTIVE_BITS = 21  # of each value
LEAST_SIZE, BITS_PER_FEATURE = 400, 100  # with one feature 1 of 19 bits is active, with many 1 of 5

FIRST_ORDER = {"settle_after": 0, "cells_per_column": 1}

Row = Mapping[Any, Any]


@dataclass
class RowEncoder(Encoder):
    """An encoder of rows: the bits of all values together.

    Numbers are encoded like those of an RDSE: neighbouring buckets share bits. Texts share them only by
    chance, and so do features. A number whose resolution is unknown has no bits, like a missing value.

    >>> encoder = RowEncoder(400, {"load": 0.5})
    >>> rows = {"load": 20.0}, {"load": 20.1}, {"load": 22.5}, {"load": 20.0, "day": "Monday"}
    >>> [len(encoder.encode(row)) for row in rows]
    [21, 21, 21, 39]
    >>> [encoder.encode(rows[0]).overlap(encoder.encode(row)) for row in rows]
    [21, 21, 17, 21]

    Args:
        size: how many bits there are.
        resolutions: {name of a feature: the width of its buckets}.
    """

    size: int
    resolutions: dict[str, float] = field(default_factory=dict)
    active_bits: int = ACTIVE_BITS

    def bits(self, value: Row) -> set[int]:
        found: set[int] = set()
        for name, one in value.items():
            if not is_missing(one):
                found |= self._bits(str(name), one)
        return found

    def _bits(self, name: str, value: Any) -> set[int] | frozenset[int]:
        if isinstance(value, str):
            return _hashed(self.size, f"{name}={value}", 0)
        number = check_value(value)
        if name not in self.resolutions:
            return set()
        return _hashed(self.size, name, RDSE(self.resolutions[name]).bucket(number))


@lru_cache(maxsize=65_536)
def _hashed(size: int, name: str, first: int) -> frozenset[int]:
    word = crc32(name.encode())
    bits: set[int] = set()
    for key in range(first, first + ACTIVE_BITS):
        attempt = 0
        while (bit := hash_words(word, key, attempt) % size) in bits:
            attempt += 1
        bits.add(bit)
    return frozenset(bits)


def resolution(values: Iterable[Any]) -> float | None:
    """1/130 of the range of the numbers among these values, as Numenta chose it; None without a number."""
    numbers = [value for value in values if not is_missing(value) and not isinstance(value, str)]
    encoder = RDSE()
    encoder.fit(numbers)
    return encoder.resolution if numbers else None


def machine(rows: Sequence[Row], preset: str, seed: int, engine: str, changes: Mapping[str, Any]) -> Model:
    """A machine for rows like these, which has learned nothing yet.

    Its columns are settled from the start: what the memory learns about them stays valid. With one cell a
    column it is first-order: what it predicts depends on the row alone. With more, a sequence that begins
    elsewhere is in another context, and rows that were learned surprise.

    Raises:
        ValueError: if a value is infinite, or as for ``build``.
    """
    names = sorted({str(name) for row in rows for name in row})
    columns = {name: [row.get(name) for row in rows] for name in names}
    found = {name: width for name, values in columns.items() if (width := resolution(values)) is not None}
    encoder = RowEncoder(max(LEAST_SIZE, BITS_PER_FEATURE * len(names)), found)
    return build(preset, encoder, engine, seed, **FIRST_ORDER | dict(changes))
