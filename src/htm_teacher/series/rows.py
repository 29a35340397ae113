"""From lines to rows of cells: quotes, blank lines, comments, and which character parts the cells.

Python's own csv.Sniffer is not used: it gives up on a file of one column, and on others it guesses
by how often a character occurs, where counting cells is sure.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from .cells import is_number
from .series import SeriesError, counted, is_missing
from .times import is_time

_DELIMITERS = ",\t;|"  # of equals the first is taken
_LOOKED_INTO = 20  # rows, to see what their cells are; counting cells goes through all

Rows = list[tuple[int, list[str]]]


def csv_rows(
    path: Path, sample: Iterable[str], rest: Iterable[str], delimiter: str, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the number of its (first) line.

    In a file of one column a blank line between others is a missing value.

    Raises:
        SeriesError: naming the line in which a row begins that is no CSV.
    """
    lines: Iterable[str] = chain(sample, rest)
    if delimiter == " ":  # runs of spaces part cells, those at the end of a line do not
        lines = (f"{line.strip()}\n" for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)
    blank: list[int] = []
    width, row = 0, 1
    try:
        for cells in reader:
            if not cells:
                blank.append(row)
            else:
                if width == 1:
                    yield from ((one, [""]) for one in blank)
                width, blank = len(cells), []
                yield row, cells
            row = reader.line_num + 1
    except csv.Error as error:
        problem = f"not CSV: {error}; check the quotes in this row, where it begins"
        raise SeriesError(problem, path, row) from None


def check_width(path: Path, row: int, cells: Sequence[str], width: int) -> None:
    """Refuse a row that is too short or too long."""
    if len(cells) != width:
        has = f"{counted(len(cells), 'cell')} where the first row has {counted(width, 'cell')}"
        raise SeriesError(f"{has}; correct or remove this row", path, row)


def without_comments(lines: Iterable[str]) -> Iterator[str]:
    """The lines, those that begin with # above all others made blank: rows keep their numbers.

    The last of them stays if it has as many delimiters as the line below: it has the columns' names.
    """
    comment = ""
    lines = iter(lines)
    for line in lines:
        if not line.lstrip().startswith("#"):
            names = any(0 < line.count(mark) == comment.count(mark) for mark in _DELIMITERS)
            yield from [comment.lstrip("# ") if names else "\n"] if comment else []
            yield line
            break
        yield from ["\n"] if comment else []
        comment = line
    yield from lines


def find_delimiter(path: Path, sample: Sequence[str]) -> str:
    """The character that parts the lines most evenly, and of equals into the plainest cells.

    It must part at least half of the lines into equally many cells. A space is taken only if no other
    does, for dates have one.
    """
    lines = [line for line in sample if line.strip()]
    found = {mark: _evenness(path, lines, mark) for mark in _DELIMITERS}
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
