"""Numbers that stand for a missing value, such as -999: seen by their digits and their distance from all others."""

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
    several = len(found) > 1 or sum(found.values()) > 1
    said = [
        f"{counted(many, 'cell')} {'is' if many == 1 else 'are'} {value:.15g}"
        for value, many in found.items()
    ]
    options = " ".join(f"--missing {value:.15g}" for value in islice(found, _MOST_NAMED))
    means = "they mean" if several else "it means"
    return (
        f"{', '.join(said[:_MOST_NAMED])}, far from all others; if {means} missing, give {options}"
        if found
        else ""
    )


def _is_far(value: float, low: float, high: float) -> bool:
    """Whether a value lies outside the usual range by a good part of the range, and of its own size."""
    gap = max(low - value, value - high)
    return gap > (high - low) / 4 and gap > abs(value) / 10
