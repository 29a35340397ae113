"""Numbers and values as the cells of a table."""

from collections.abc import Sequence
from math import floor, log10

from ..core.checks import brief
from ..series import Series
from ..study.plain_numbers import LEAST, MOST, plain

WIDE = 1e6  # times the smallest error: decimals for the smallest would be too many for the largest


def alike(errors: Sequence[float | None]) -> list[str]:
    """Errors with as many decimals as show about three figures of the smallest, if they differ little."""
    known = [error for error in errors if error]
    if known and not (LEAST <= min(known) <= max(known) < min(MOST, WIDE * min(known))):
        return ["-" if error is None else plain(error, 3) for error in errors]
    digits = max(0, 2 - floor(log10(min(known)))) if known else 0
    return [number(error, digits) for error in errors]


def named(series: Series) -> str:
    """The predicted column and its unit, on an axis; the unit once, where the name has it in brackets."""
    name, unit = brief(series.main), brief(series.unit)
    return f"{name} ({unit})" if unit and not name.endswith((f"({unit})", f"[{unit}]")) else name


def value_cell(value: float | str) -> str:
    """A value, a long text cut."""
    return brief(value) if isinstance(value, str) else plain(value)


def number(value: float | str | None, digits: int = 2) -> str:
    """A number, or a dash if there is none."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,.{digits}f}"
