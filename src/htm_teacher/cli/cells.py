"""Numbers and values as the cells of a table, and the table that they go into."""

from collections.abc import Sequence
from math import floor, log10

from rich import box
from rich.table import Table

from ..core.checks import brief

LEAST, MOST = 1e-4, 1e9  # numbers outside are written with a power of ten


def plain_table(*names: str, left: Sequence[str] = ()) -> Table:
    """An empty table with these columns, of which those in ``left`` are aligned left."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for name in names:
        table.add_column(name, justify="left" if name in left else "right", overflow="fold")
    return table


def alike(errors: Sequence[float | None]) -> list[str]:
    """Errors with as many decimals as show about three figures of the smallest.

    Very small and very large ones are written with a power of ten.
    """
    known = [error for error in errors if error]
    if known and not LEAST <= min(known) <= max(known) < MOST:
        return ["-" if error is None else f"{error:.3g}" for error in errors]
    digits = max(0, 2 - floor(log10(min(known)))) if known else 0
    return [number(error, digits) for error in errors]


def value_cell(value: float | str) -> str:
    """A value, a long text cut."""
    return brief(value) if isinstance(value, str) else f"{value:,g}"


def number(value: float | str | None, digits: int = 2) -> str:
    """A number, or a dash if there is none."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,.{digits}f}"
