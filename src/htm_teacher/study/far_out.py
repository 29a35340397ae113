"""Values that are far out: a fault in the data, which must not decide how fine all others are told apart."""

from collections.abc import Sequence
from math import ceil

from ..series import Value

FAR = 10  # times the usual range: a value that makes the range this wide is far out
USUAL = 0.01  # the fraction of the values, at either end, that lies outside the usual range
WIDEST = 1e12  # usual ranges: a value farther out gets no bucket of its own


def far_out(values: Sequence[Value]) -> list[float]:
    """The numbers that make the range at least ten times as wide as usual; mostly none.

    The usual range leaves out the lowest and the highest percent. A number is far out if it lies more than
    the width of this range beyond it. Where most numbers are 0, as of rain, only the others are compared.
    """
    numbers = [value for value in values if isinstance(value, float | int)]
    others = [value for value in numbers if value]
    ranked = sorted(others if 2 * len(others) < len(numbers) else numbers)
    cut = ceil(USUAL * len(ranked))
    if len(ranked) <= 4 * cut:
        return []
    low, high = ranked[cut], ranked[-1 - cut]
    wide = high - low
    if wide == 0 or ranked[-1] - ranked[0] < FAR * wide:
        return []
    return [value for value in ranked if not low - wide <= value <= high + wide]


def near(values: Sequence[Value]) -> list[Value]:
    """The values that determine the resolution."""
    far = set(far_out(values))
    near = [value for value in values if value not in far]
    numbers = [value for value in near if isinstance(value, float | int)]
    blind = far and max(map(abs, far)) > WIDEST * (max(numbers) - min(numbers))
    return list(values) if blind else near
