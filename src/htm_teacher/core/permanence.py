"""Numbers that come out the same on every machine: permanences, rounding, sums, boost factors.

In floating point, adding 0.05 four times to 0.3 gives 0.49999999999999994, which misses a threshold of
0.5. The textbook therefore stores permanences as whole numbers of ten-thousandths: 0.21 is 2,100. Users
give and get decimals.
"""

from collections.abc import Iterable
from functools import lru_cache
from math import exp, floor

from .checks import check_number, shown

ONE = 10_000  # permanence 1.0


def to_permanence(value: object, name: str = "a permanence", low: float = 0, high: float = 1) -> int:
    """A decimal in [low, high] as ten-thousandths; ValueError if it is not a multiple of 0.0001."""
    decimal = check_number(value, name, low, high)
    whole = round(decimal * ONE)
    if whole / ONE != decimal:
        raise ValueError(f"{name} is {shown(value)}: permanences are multiples of 0.0001")
    return whole


def to_decimal(permanence: int) -> float:
    """Ten-thousandths as a decimal: 2,100 is 0.21."""
    return permanence / ONE


def check_permanence(value: object, name: str, low: float, high: float) -> float:
    """The value as a decimal; ValueError naming it unless it is a permanence in [low, high]."""
    return to_decimal(to_permanence(value, name, low, high))


def round_half_up(value: float) -> int:
    """The nearest whole number; a half is rounded up. (Python's ``round`` takes it to the even neighbour.)"""
    return floor(value + 0.5)


def add_up(values: Iterable[float]) -> float:
    """The sum from left to right. (``sum`` of floats can give a different last digit since Python 3.12.)"""
    total = 0.0
    for value in values:
        total += value
    return total


def boost_factor(strength: float, shortfall: float) -> int:
    """exp(strength x shortfall) in thousandths, within [1, 1,000,000].

    ``exp`` differs in its last digit between machines. So the shortfall is rounded to a multiple of
    1/65,536 and the factor to thousandths; then all machines get the same factor.
    """
    return _boost_table(strength, round_half_up(65536 * shortfall))


@lru_cache(maxsize=2**17)
def _boost_table(strength: float, steps: int) -> int:
    return max(1, min(round(1000 * exp(strength * steps / 65536)), 10**6))
