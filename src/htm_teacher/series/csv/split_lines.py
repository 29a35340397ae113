"""Lines as rows of cells: quotes, blank lines and comments."""

import csv
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from ..series import SeriesError

GAPS = "  "  # as a delimiter: two or more spaces, or a tab; single spaces are part of a cell
_GAP = re.compile(r" {2,}|\s*\t\s*")
_UNIT_SEPARATOR = "\x1f"  # ASCII's own character for this; no file of text holds it


class Row(NamedTuple):
    """A row of cells, without the spaces around them.

    Attributes:
        line: where it begins, counted from 1.
        cells: its cells; none for a blank line.
        after_blank: whether a blank line stands above it.
    """

    line: int
    cells: list[str]
    after_blank: bool = False

    @property
    def given(self) -> list[str]:
        """The cells that are not empty."""
        return [cell for cell in self.cells if cell]


class Dialect(NamedTuple):
    """How the cells of a file are separated and quoted."""

    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None


def split(
    path: Path,
    lines: Sequence[str],
    dialect: Dialect,
    is_comment: Callable[[str], bool],
    strict: bool = True,
    skipped: list[int] | None = None,
) -> Iterator[Row]:
    """The rows of cells; a blank line is a row without cells, and comments are left out.

    Their line numbers are appended to ``skipped``, if it is given.

    Raises:
        SeriesError: naming the line where a row begins that is not CSV.
    """
    feed = _Feed(lines, is_comment, dialect.delimiter, [] if skipped is None else skipped)
    delimiter = _UNIT_SEPARATOR if dialect.delimiter == GAPS else dialect.delimiter
    reader = csv.reader(
        feed,
        delimiter=delimiter,
        quotechar=dialect.quote,
        escapechar=dialect.escape,
        skipinitialspace=True,
        strict=strict,
    )
    after_blank = False
    try:
        for cells in reader:
            cells = [cell.strip() for cell in cells]
            blank = not any(cells) and len(cells) < 2 and not feed.written
            yield Row(feed.begun, [] if blank else cells, after_blank)
            after_blank, feed.between = blank, True
    except csv.Error as error:
        problem = f"not CSV: {error}; check the quotes in this row, where it begins"
        raise SeriesError(problem, path, feed.begun) from None


class _Feed:
    """Lines for csv.reader. Only a line that begins a row can be a comment."""

    def __init__(
        self, lines: Iterable[str], is_comment: Callable[[str], bool], delimiter: str, skipped: list[int]
    ) -> None:
        self.lines = enumerate(lines, start=1)
        self.is_comment = is_comment
        self.delimiter = delimiter
        self.skipped = skipped
        self.between = True  # no row has begun
        self.begun = 1
        self.written = False  # whether the row's first line holds anything, if only quotes

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        for number, line in self.lines:
            if self.between and self.is_comment(line):
                self.skipped.append(number)
                continue
            if self.between:
                self.begun, self.written = number, bool(line.strip())
            self.between = False
            if self.delimiter == " ":  # runs of spaces separate cells, except at the ends of a line
                return f"{line.strip()}\n"
            if self.delimiter == GAPS:
                return f"{_GAP.sub(_UNIT_SEPARATOR, line.strip())}\n"
            return line
        raise StopIteration
