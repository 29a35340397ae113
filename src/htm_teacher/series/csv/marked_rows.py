"""Rows of data that begin like comments: "#a,2" between "a,1" and "b,3"."""

import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ..series import SeriesError, counted, shown
from .raw_table import raw_table
from .split_lines import Dialect, Row, split

_TAGGED = re.compile(r"\s*\"?(?:[#%!;*']|//|--)[^\W_]")
_TEXT = "'"  # before a cell that a spreadsheet is to take as text


def marked_rows(
    path: Path, texts: Sequence[str], dialect: Dialect, rows: Sequence[Row], skipped: Sequence[int]
) -> list[int]:
    """Of the lines that were skipped as comments, those that are rows of data.

    They stand below the first row, a word follows the mark at once, and numbers and times are where the other
    rows have them. "#2024-01-02,5" is no such row: without its mark it would be. "'2024-01-02,5" is one.
    """
    first = next((row.line for row in rows if row.cells), len(texts))
    tagged = [line for line in skipped if line > first and _TAGGED.match(texts[line - 1])]
    if not tagged:
        return []
    table, found = raw_table(str(path), rows), []
    for line in tagged:
        with suppress(SeriesError):  # a comment may hold any quotes
            (row,) = split(path, [texts[line - 1]], dialect, lambda _: False)
            if table.is_data(row._replace(cells=[row.cells[0].removeprefix(_TEXT), *row.cells[1:]])):
                found.append(line)
    return found


def marked_doubts(texts: Sequence[str], lines: Sequence[int]) -> list[str]:
    """A doubt about such rows. Nobody doubts an apostrophe."""
    unsure = [line for line in lines if not texts[line - 1].lstrip(' \t"').startswith(_TEXT)]
    if not unsure:
        return []
    example = f"{shown(texts[unsure[0] - 1].strip())} in row {unsure[0]}"
    if len(unsure) == 1:
        return [f"{example} is read as data, like the rows around it; if it is a comment, remove it"]
    said = f"{counted(len(unsure), 'row')} such as {example} are read as data, like the rows around them"
    return [f"{said}; if they are comments, remove them"]
