"""Cells that spaces split: a date and its time of day, a number and its unit."""

from collections.abc import Sequence

from .plain_cells import look_of
from .split_lines import Row
from .unit_cells import is_unit


def with_whole_cells(rows: list[Row]) -> list[Row]:
    """Rows separated by spaces, in which a date and its clock, a number and its unit are one cell each.

    They are if that leaves a cell for each name.
    """
    names, *below = [row for row in rows if row.cells] or [Row(0, [])]
    widths = {len(row.cells) for row in below}
    if len(widths) != 1:
        return rows
    split_at = [place for place in range(1, *widths) if all(_is_split(row.cells, place) for row in below)]
    if not split_at or len(split_at) != widths.pop() - len(names.cells):
        return rows
    return [row if row is names or not row.cells else _joined(row, split_at) for row in rows]


def _is_split(cells: Sequence[str], place: int) -> bool:
    """Whether the cell at a place belongs to the one before it."""
    before, cell = cells[place - 1 : place + 1]
    looks = (look_of(before), look_of(cell))
    return looks == ("time", "time") or (looks == ("number", "words") and is_unit(cell))


def _joined(row: Row, split_at: Sequence[int]) -> Row:
    cells: list[str] = []
    for place, cell in enumerate(row.cells):
        if place in split_at:
            cell = f"{cells.pop()} {cell}"
        cells.append(cell)
    return row._replace(cells=cells)
