"""Numbers that stand for a missing value, such as -999: by their digits and their distance from others."""

from collections.abc import Mapping
from itertools import islice

from ..series import counted
from .number_reading import NumberFormat, read_cell
from .number_words import may_stand_for_missing

_MOST_NAMED = 3


def fill_value_doubt(given: Mapping[str, int], form: NumberFormat) -> str:
    """A doubt about numbers that often mean missing and lie far from the others; "" if there are none.

    Args:
        given: {cell: how often it occurs} of a column.
        form: how its numbers are written.
    """
    looks = {cell for cell in given if may_stand_for_missing(cell.removesuffix(form.unit).strip())}
    if not looks:
        return ""
    usual = [value for cell in given.keys() - looks if isinstance(value := read_cell(cell, form), float)]
    if not usual:
        return ""
    low, high = min(usual), max(usual)
    found: dict[float, int] = {}
    for cell, many in given.items():
        value = read_cell(cell, form) if cell in looks else None
        if isinstance(value, float) and _is_far(value, low, high):
            found[value] = found.get(value, 0) + many
    if not found:
        return ""
    said = ", ".join(
        f"{counted(many, 'cell')} {'is' if many == 1 else 'are'} {value:.15g}"
        for value, many in islice(found.items(), _MOST_NAMED)
    )
    means = "they mean" if sum(found.values()) > 1 else "it means"
    options = " ".join(f"--missing {value:.15g}" for value in islice(found, _MOST_NAMED))
    return f"{said}, far from all others; if {means} missing, give {options}"


def _is_far(value: float, low: float, high: float) -> bool:
    """Whether a value lies outside the usual range by a good part of the range, and of its own size."""
    gap = max(low - value, value - high)
    return gap > (high - low) / 4 and gap > abs(value) / 10
