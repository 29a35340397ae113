"""What a value can be, as far as those before it tell: not negative, or a whole number.

A classifier of changes does not know that nobody sells -0.2 boxes.
"""

from collections.abc import Sequence
from math import floor, inf

from ..core.chances import Value


class Possible:
    """The numbers that can be values of a series.

    >>> sold, grown = Possible([0.0, 3.0, None, 0.5]), Possible([2.0, -1.0])
    >>> sold.nearest(1.6, 1), sold.nearest(1.6, 3), sold.nearest(-0.2, 3), grown.nearest(-0.6, 1)
    (2.0, 1.6, 0.0, -1.0)

    Args:
        values: of the series; missing values tell nothing.
    """

    def __init__(self, values: Sequence[Value | None]) -> None:
        numbers = [(row, value) for row, value in enumerate(values) if isinstance(value, float | int)]
        self.negative = next((row for row, value in numbers if value < 0), inf)
        self.broken = next((row for row, value in numbers if not float(value).is_integer()), inf)

    def nearest(self, number: float, known: int) -> float:
        """The nearest number that can be: not below 0 if no value is, whole if all are, up to ``known``."""
        found = float(floor(number + 0.5)) if known < self.broken else number
        return max(0.0, found) if known < self.negative else found
