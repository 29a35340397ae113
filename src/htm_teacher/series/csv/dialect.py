"""The delimiter and the quotes of a file.

Python's csv.Sniffer is not used: it fails on a file of one column, and elsewhere it guesses by how often
a character occurs. Counting cells is reliable.
"""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from ..series import SeriesError, shown
from .plain_cells import is_number_like, is_plain
from .split_lines import GAPS, Dialect, Row, split

_USUAL = ",\t;|"  # if several do equally well, the first is taken
_LOOKED_INTO = 40  # rows whose cells are examined; cells are counted in all rows
_QUOTED = re.compile(r"(?:^|[,;\t| ])\s*'[^']*'\s*(?=$|[,;\t| ])")
_DECIMAL_COMMA = re.compile(r"[+-]?\d*(?:,\d+)?(?:[eE][+-]?\d+)?")
_OTHER_MARKS = re.compile("[\t;|]")


class _Fit(NamedTuple):
    """How well a delimiter fits; more is better, in this order."""

    plain: float = (
        0  # the fraction of rows that have the commonest width, times the plain part of their cells
    )
    even: float = 0  # the fraction of rows that have the commonest width


def find_dialect(
    path: Path, lines: Sequence[str], is_comment: Callable[[str], bool], delimiter: str | None
) -> Dialect:
    """The dialect of a file, from its first lines.

    The delimiter splits at least half of the lines into the same number of cells, or else most of the lines
    that hold data, below and above lines of words. Spaces are taken only if no other character does, because
    dates contain spaces. A comma is the answer for a file of one column.

    Raises:
        SeriesError: if the given delimiter is not a single character.
    """
    quote = _quote(lines)
    if delimiter is not None:
        if len(delimiter) != 1 or delimiter in '"\r\n\0':
            problem = f"delimiter {shown(delimiter)} is not a single character; give one such as ';'"
            raise SeriesError(problem, path)
        return Dialect(delimiter, quote)
    for fit in (_half, _data_only):
        for marks in (_USUAL, (GAPS, " ")):
            found = {mark: fit(_rows(path, lines, Dialect(mark, quote), is_comment), mark) for mark in marks}
            # Spaces also stand inside cells, so what they split evenly counts first.
            best = max(found, key=lambda mark: found[mark] if mark in _USUAL else found[mark][::-1])
            if best == "," and _is_decimal_comma(lines):
                return Dialect(";", quote)
            if best == "," and (other := _splits_names_too(path, lines, quote, is_comment)):
                return Dialect(other, quote)
            if found[best] > _Fit() and (best in _USUAL or _spaces_delimit(lines, found[best])):
                return Dialect(best, quote)
    return Dialect(",", quote)


def _is_decimal_comma(lines: Sequence[str]) -> bool:
    """Whether the file is a single column of numbers with decimal commas, below a name without a comma."""
    name, *below = [line.strip() for line in lines] or [""]
    single = "," not in name and not is_plain(name)
    return single and bool(below) and all(map(_DECIMAL_COMMA.fullmatch, below))


def _splits_names_too(path: Path, lines: Sequence[str], quote: str, is_comment: Callable[[str], bool]) -> str:
    """A mark that splits all lines alike, if the first has no comma but some others do; "" if none does.

    The commas are then in numbers: "time;v" above "2024-01-01;1,000".
    """
    if "," in next((line for line in lines if line.strip()), ","):
        return ""
    marks = [mark for mark in (*_USUAL, GAPS, " ") if mark != ","]
    fits = {mark: _half(_rows(path, lines, Dialect(mark, quote), is_comment), mark) for mark in marks}
    return max(
        (mark for mark in marks if fits[mark].even == 1 and fits[mark].plain),
        key=fits.__getitem__,
        default="",
    )


def _spaces_delimit(lines: Sequence[str], fit: _Fit) -> bool:
    """Whether spaces separate numbers or times, rather than words or the thousands of one column."""
    below = [line.strip() for line in lines[1:_LOOKED_INTO] if line.strip()]
    whole = sum(map(is_number_like, below))
    return fit.plain > 0 and (" " in lines[0].strip() or 2 * whole < len(below) or not below)


def _quote(lines: Sequence[str]) -> str:
    """The quotation mark: an apostrophe if at least half of the lines have cells in apostrophes."""
    given = [line for line in lines if line.strip()]
    quoted = sum(bool(_QUOTED.search(line.rstrip("\r\n"))) for line in given)
    return "'" if given and 2 * quoted >= len(given) and not any('"' in line for line in given) else '"'


def _rows(path: Path, lines: Sequence[str], dialect: Dialect, is_comment: Callable[[str], bool]) -> list[Row]:
    try:
        return [row for row in split(path, lines, dialect, is_comment, strict=False) if row.cells]
    except SeriesError:
        return []


def _half(rows: Sequence[Row], delimiter: str) -> _Fit:
    """The fit if at least half of the rows have the commonest width, and this is not one cell."""
    if not rows:
        return _Fit()
    width, how_many = Counter(len(row.cells) for row in rows).most_common(1)[0]
    if width == 1 or 2 * how_many < len(rows):
        return _Fit()
    even = how_many / len(rows)
    return _Fit(even * _plain_part(rows, width, delimiter), even)


def _data_only(rows: Sequence[Row], delimiter: str) -> _Fit:
    """The fit by the rows that hold data: at least half of them must have the same width."""
    data = [
        row for row in rows[-10 * _LOOKED_INTO :] if any(_is_plain(cell, delimiter) for cell in row.given)
    ]
    widths = Counter(len(row.cells) for row in data)
    width, how_many = widths.most_common(1)[0] if data else (1, 0)
    if width == 1 or how_many < 2 or 2 * how_many < len(data):
        return _Fit()
    part = _plain_part(data, width, delimiter)
    return _Fit(how_many * part, how_many) if part >= 0.5 else _Fit()


def _plain_part(rows: Sequence[Row], width: int, delimiter: str) -> float:
    """The fraction of plain cells in rows of this width below the first row."""
    cells = [cell for row in rows[1 : _LOOKED_INTO + 1] if len(row.cells) == width for cell in row.cells]
    cells = cells or [cell for row in rows if len(row.cells) == width for cell in row.cells]
    return sum(_is_plain(cell, delimiter) for cell in cells) / len(cells)


def _is_plain(cell: str, delimiter: str) -> bool:
    """Whether a cell is a number, a time or missing, and holds no other delimiter."""
    return is_plain(cell) and not (delimiter in _USUAL and _OTHER_MARKS.search(cell))
