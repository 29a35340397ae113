"""Lines as rows of cells: quotes, blank lines and comments."""

import csv
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from ..series import SeriesError, counted

DELIMITERS = ",\t;|"  # if several do equally well, the first is taken

Rows = list[tuple[int, list[str]]]


def csv_rows(
    path: Path, sample: Iterable[str], rest: Iterable[str], delimiter: str, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Rows that are not blank, each with the number of its first line.

    In a file of one column, a blank line between other lines is a missing value.

    Raises:
        SeriesError: naming the line where a row begins that is not CSV.
    """
    lines: Iterable[str] = chain(sample, rest)
    if delimiter == " ":  # runs of spaces separate cells, except at the ends of a line
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
                    yield from ((line, [""]) for line in blank)
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
    """The lines, with the comments at the top made blank, so that rows keep their numbers.

    A comment begins with #. The last comment is kept if it has as many delimiters as the line below,
    because it then holds the columns' names.
    """
    comment = ""
    lines = iter(lines)
    for line in lines:
        if not line.lstrip().startswith("#"):
            names = any(0 < line.count(mark) == comment.count(mark) for mark in DELIMITERS)
            yield from [comment.lstrip("# ") if names else "\n"] if comment else []
            yield line
            break
        yield from ["\n"] if comment else []
        comment = line
    yield from lines
