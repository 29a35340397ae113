"""Numbers that come out the same on every machine: permanences as whole numbers, rounding, sums.

In floating point 0.3 + 4 x 0.05 is 0.49999999999999994 and misses a threshold of 0.5. A permanence is
therefore counted in ten-thousandths, in whole numbers: inside 0.21 is 2,100; outside it is 0.21.
"""

import math
from collections.abc import Iterable

from .checks import check_number

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


def check_permanence(value: object, name: str, low: float, high: float) -> float:
    """The value as a decimal; ValueError naming it unless it is a permanence in [low, high]."""
    return to_decimal(to_permanence(value, name, low, high))


def round_half_up(value: float) -> int:
    """The nearest whole number; a half goes up (Python's ``round`` takes it to the even side)."""
    return math.floor(value + 0.5)


def add_up(values: Iterable[float]) -> float:
    """The sum from left to right. (``sum`` of floats gives another last digit since Python 3.12.)"""
    total = 0.0
    for value in values:
        total += value
    return total
