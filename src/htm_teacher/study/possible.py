"""What a value can be, as far as those before it tell: not negative, or a whole number.

A classifier of changes does not know that nobody sells -0.2 boxes.
"""

from collections.abc import Callable, Sequence
from math import floor

from ..core.chances import Value


def possible(values: Sequence[Value | None]) -> Callable[[float], float]:
    """The nearest number that can be a value: not below 0 if none of these is, and whole if all of them are.

    >>> possible([0.0, 3.0, None])(-0.2), possible([0.0, 3.0])(1.6), possible([-1.0, 0.5])(-0.2)
    (0.0, 2.0, -0.2)
    """
    numbers = [value for value in values if isinstance(value, float | int)]
    lowest = 0.0 if numbers and min(numbers) >= 0 else -float("inf")
    whole = bool(numbers) and all(float(value).is_integer() for value in numbers)
    return lambda number: max(lowest, float(floor(number + 0.5)) if whole else number)
