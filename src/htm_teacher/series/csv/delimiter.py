"""Which character parts the cells of a file.

Python's own csv.Sniffer is not used: it gives up on a file of one column, and on others it guesses
by how often a character occurs, where counting cells is sure.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..series import SeriesError, is_missing
from ..times import is_time
from .cell_values import is_number
from .rows import DELIMITERS, csv_rows

_LOOKED_INTO = 20  # rows, to see what their cells are; counting cells goes through all


def find_delimiter(path: Path, sample: Sequence[str]) -> str:
    """The character that parts the lines most evenly, and of equals into the plainest cells.

    It must part at least half of the lines into equally many cells. A space is taken only if no other
    does, for dates have one.
    """
    lines = [line for line in sample if line.strip()]
    found = {mark: _evenness(path, lines, mark) for mark in DELIMITERS}
    best = max(found, key=lambda mark: found[mark])
    if found[best] > (0, 0):
        return best
    return " " if _evenness(path, lines, " ") > (0, 0) else ","


def _evenness(path: Path, lines: Sequence[str], delimiter: str) -> tuple[float, float]:
    """The part of the rows that have the commonest width, and the part of their cells that are plain.

    Both 0 if that width is one cell, or of less than half of the rows.
    """
    try:
        rows = [cells for _, cells in csv_rows(path, lines, (), delimiter, strict=False)]
    except SeriesError:
        return 0.0, 0.0
    widths = Counter(map(len, rows))
    width, how_many = widths.most_common(1)[0]
    if width == 1 or 2 * how_many < len(rows):
        return 0.0, 0.0
    cells = [cell for row in rows[1 : _LOOKED_INTO + 1] or rows for cell in row]
    return how_many / len(rows), sum(_is_plain(cell, delimiter) for cell in cells) / len(cells)


def _is_plain(cell: str, delimiter: str) -> bool:
    """Whether a cell is what data are made of: a number, a time or nothing."""
    if any(mark in cell for mark in "\t;|"):
        return False
    numeric = is_number(cell, ".") or (delimiter != "," and is_number(cell, ","))
    return numeric or is_missing(cell) or is_time(cell)
