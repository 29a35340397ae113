"""The delimiter of a file: the character between its cells.

Python's csv.Sniffer is not used: it fails on a file of one column, and elsewhere it guesses by how often
a character occurs. Counting cells is reliable.
"""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from ..series import SeriesError, is_missing
from ..times import is_time
from .cell_values import is_number
from .rows import DELIMITERS, csv_rows

_LOOKED_INTO = 20  # rows whose cells are examined; cells are counted in all rows


def find_delimiter(path: Path, sample: Sequence[str]) -> str:
    """The character that splits most lines into the same number of cells; if several do, the plainest cells.

    It must split at least half of the lines into the same number of cells. A space is taken only if no
    other character does, because dates contain spaces.
    """
    lines = [line for line in sample if line.strip()]
    found = {mark: _evenness(path, lines, mark) for mark in DELIMITERS}
    best = max(found, key=lambda mark: found[mark])
    if found[best] > (0, 0):
        return best
    return " " if _evenness(path, lines, " ") > (0, 0) else ","


def _evenness(path: Path, lines: Sequence[str], delimiter: str) -> tuple[float, float]:
    """The fraction of rows that have the commonest width, and the fraction of their cells that are plain.

    Both are 0 if the commonest width is one cell, or less than half of the rows have it.
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
    """Whether a cell is a number, a time or missing, as cells of data are."""
    if any(mark in cell for mark in "\t;|"):
        return False
    numeric = is_number(cell, ".") or (delimiter != "," and is_number(cell, ","))
    return numeric or is_missing(cell) or is_time(cell)
