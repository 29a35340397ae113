"""The rows of a file before its names are found: how wide they are, and what each column looks like."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from ..columns.spreading import spread
from ..series import SeriesError, counted, shown
from .plain_cells import Look, look_of, look_of_column, stands_for_no_data
from .split_lines import Row

_SAMPLE = 300  # rows
_MOST_SHOWN = 3


@dataclass
class RawTable:
    """Rows of which most have the same width.

    Attributes:
        name: of the file, for messages.
        rows: all rows that are not blank; in a table of one column, blank ones too.
        width: the number of columns.
        looks: what each column looks like, judged away from the top, where names and units stand.
        notes: what was decided, a sentence each.
    """

    name: str
    rows: list[Row]
    width: int = 0
    looks: list[Look] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def is_full(self, row: Row) -> bool:
        """Whether a row has as many cells as the table has columns."""
        return len(row.cells) == self.width

    def fitting(self, row: Row) -> list[bool]:
        """For each cell that is not missing, in a column of numbers or times, whether it is one."""
        typed = [
            (look_of(cell), look)
            for cell, look in zip(row.cells, self.looks, strict=False)
            if look in ("number", "time")
        ]
        return [seen == look for seen, look in typed if seen != "nothing"]

    def is_data(self, row: Row) -> bool:
        """Whether a row has all columns, and numbers and times where the others have them."""
        fitting = self.fitting(row)
        return self.is_full(row) and bool(fitting) and all(fitting)

    def is_words(self, row: Row) -> bool:
        """Whether a row has all columns, but neither numbers nor times where the others have them."""
        fitting = self.fitting(row)
        words = self.is_full(row) and bool(fitting) and not any(fitting)
        return words and not all(map(stands_for_no_data, row.cells))

    def begins_with_words(self, row: Row) -> bool:
        """Whether the first cell that should be a number or a time, and is not missing, is words."""
        return not (self.fitting(row) or [True])[0]

    def check_width(self, row: Row) -> None:
        """Refuse a row that is too short or too long."""
        if not self.is_full(row):
            where = "the first row has" if self.is_full(self.rows[0]) else "most rows have"
            has = f"{counted(len(row.cells), 'cell')} where {where} {counted(self.width, 'cell')}"
            raise SeriesError(f"{has}; correct or remove this row", self.name, row.line)


def raw_table(name: str, rows: Sequence[Row]) -> RawTable:
    """The rows as a table. Empty cells beyond the last column are dropped.

    Raises:
        SeriesError: if no row holds anything.
    """
    given = [row for row in rows if any(row.cells) or len(row.cells) == 1]
    if not any(any(row.cells) for row in given):
        raise SeriesError("is empty; give a file with rows", name)
    width = _width(given)
    used = max((_used(row.cells) for row in given if len(row.cells) == width), default=width) or width
    given = [_cut(row, used) for row in (rows if used == 1 else rows_with_cells(rows))]
    table = RawTable(name, _below_empty(given) if used > 1 else _from_first(given), used)
    full = [row.cells for row in table.rows if table.is_full(row)]
    # The second half is free of names and of lines above them; a column that is empty there is judged whole.
    below = full[1:] or full
    lower = spread(full[max(1, len(full) // 2) :] or full, _SAMPLE)
    for place in range(used):
        look = look_of_column(cells[place] for cells in lower)
        table.looks.append(look if look != "nothing" else look_of_column(cells[place] for cells in below))
    return table


def rows_with_cells(rows: Sequence[Row]) -> list[Row]:
    """The rows that are not blank lines."""
    return [row for row in rows if row.cells and (len(row.cells) > 1 or row.cells[0])]


def _below_empty(rows: Sequence[Row]) -> list[Row]:
    """The rows, in which one below a row of empty cells is marked as one below a blank line."""
    empty = [False, *(not any(row.cells) for row in rows[:-1])]
    return [row._replace(after_blank=True) if blank else row for row, blank in zip(rows, empty, strict=True)]


def _from_first(rows: list[Row]) -> list[Row]:
    """The rows without blank ones at either end: only between others is one a missing value."""
    held = [place for place, row in enumerate(rows) if row.cells]
    return rows[held[0] : held[-1] + 1]


def _width(rows: Sequence[Row]) -> int:
    """The commonest width; if less than half of the rows have it, the commonest of rows with data."""
    widths = Counter(len(row.cells) for row in rows)
    width, how_many = widths.most_common(1)[0]
    if 2 * how_many < len(rows) or width == 1 < len(widths):
        data = [
            row for row in rows[-_SAMPLE:] if any(look_of(cell) in ("number", "time") for cell in row.cells)
        ]
        widths = Counter(len(row.cells) for row in data) or widths
        width, _ = widths.most_common(1)[0]
    return width


def _used(cells: Sequence[str]) -> int:
    """The number of cells up to the last that is not empty."""
    used = len(cells)
    while used and not cells[used - 1]:
        used -= 1
    return used


def _cut(row: Row, width: int) -> Row:
    """The row, without empty cells beyond the width."""
    return row._replace(cells=row.cells[:width]) if len(row.cells) > width >= _used(row.cells) else row


def shown_rows(rows: Sequence[Row]) -> str:
    """Rows as notes show them: "row 1: 'Station: X'", or "3 rows from row 1: 'a', 'b', 'c'"."""
    texts = [shown(", ".join(row.given)) for row in rows[:_MOST_SHOWN]]
    more = [f"and {len(rows) - _MOST_SHOWN} more"] if len(rows) > _MOST_SHOWN else []
    which = f"row {rows[0].line}" if len(rows) == 1 else f"{len(rows)} rows from row {rows[0].line}"
    return f"{which}: {', '.join(texts + more)}"
