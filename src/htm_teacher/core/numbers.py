"""Permanences as whole numbers, rounding, and the checks that every parameter goes through.

In floating point 0.3 + 4 x 0.05 is 0.49999999999999994 and misses a threshold of 0.5. A permanence is
therefore counted in ten-thousandths, in whole numbers: inside 0.21 is 2,100; outside it is 0.21.
"""

import math
from collections.abc import Iterable
from operator import index
from typing import SupportsFloat, SupportsIndex

ONE = 10_000  # permanence 1.0


def to_permanence(value: object, name: str, low: float = 0, high: float = 1) -> int:
    """A decimal in [low, high] as ten-thousandths; ValueError if it is no whole number of them."""
    decimal = check_number(value, name, low, high)
    whole = round(decimal * ONE)
    if whole / ONE != decimal:
        raise ValueError(f"{name} is {value}: permanences are multiples of 0.0001")
    return whole


def to_decimal(permanence: int) -> float:
    """Ten-thousandths as the decimal that people read: 2,100 is 0.21."""
    return permanence / ONE


def round_half_up(value: float) -> int:
    """The nearest whole number; a half goes up (Python's ``round`` takes it to the even side)."""
    return math.floor(value + 0.5)


def add_up(values: Iterable[float]) -> float:
    """The sum from left to right. (``sum`` of floats gives another last digit since Python 3.12.)"""
    total = 0.0
    for value in values:
        total += value
    return total


def is_missing(value: object) -> bool:
    """None and NaN stand for a value that is not there."""
    return value is None or value != value  # noqa: PLR0124 - only NaN differs from itself


def check_number(value: object, name: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The value as a float; ValueError naming it unless it is finite and in [low, high]."""
    if isinstance(value, bool) or not isinstance(value, SupportsFloat):
        raise ValueError(f"{name} is {value!r}: a number is needed")
    try:
        number = float(value)
    except OverflowError:
        number = math.inf
    if not math.isfinite(number):
        raise ValueError(f"{name} is {value!r}: a finite number is needed")
    if not low <= number <= high:
        raise ValueError(f"{name} is {value!r}: it must be {_range(low, high)}")
    return number


def check_whole(value: object, name: str, low: float = 0, high: float = math.inf) -> int:
    """The value as an int; ValueError naming it unless it is a whole number in [low, high]."""
    number = check_number(value, name, low, high)
    if number != int(number):
        raise ValueError(f"{name} is {value!r}: a whole number is needed")
    return index(value) if isinstance(value, SupportsIndex) else int(number)


def check_indices(values: Iterable[int], name: str, size: int) -> frozenset[int]:
    """The values as a set of indices; ValueError unless each is a whole number in [0, size)."""
    try:
        indices = frozenset(map(index, values))
    except TypeError:
        raise ValueError(f"{name}: whole numbers from 0 to {size - 1} are needed") from None
    if indices and not (min(indices) >= 0 and max(indices) < size):
        wrong = min(indices) if min(indices) < 0 else max(indices)
        raise ValueError(f"{name} {wrong} is not one of 0 to {size - 1}")
    return indices


def _range(low: float, high: float) -> str:
    if high == math.inf:
        return f"at least {low:g}"
    return f"at most {high:g}" if low == -math.inf else f"between {low:g} and {high:g}"
