"""How a CSV file is laid out: delimiter, header, and which column is what.

Python's own csv.Sniffer is not used: it gives up on a file of one column, and on others it guesses
by how often a character occurs, where counting cells is sure.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from .cells import Kind, could_be_thousands, decimal_mark, is_number, kind_of
from .series import SeriesError, is_missing, listed, shown
from .times import is_time, is_time_name, is_unix_time

SAMPLE = 1_000  # lines looked at
_DELIMITERS = "\t;|, "  # the comma late: it may be a decimal mark; the space last: dates have one
_NO_VALUES = frozenset({"", "index", "id", "unnamed: 0"})  # numbers that only count the rows


@dataclass
class Layout:
    """What is where in a file."""

    delimiter: str
    header: bool
    names: list[str]
    time: int | None = None  # the column's index
    fields: dict[str, int] = field(default_factory=dict)  # value and text columns: name -> index
    texts: frozenset[str] = frozenset()
    decimals: dict[str, str] = field(default_factory=dict)  # by name
    unsure_decimals: list[str] = field(default_factory=list)


@dataclass
class _Column:
    """A column as the sample shows it."""

    name: str
    cells: list[str]
    decimal: str
    kind: Kind


def find_layout(
    path: Path,
    sample: list[str],
    time: str | None,
    values: Sequence[str],
    texts: Sequence[str],
    delimiter: str | None,
    header: bool | None,
    decimal: str | None,
) -> Layout:
    """The layout of a file by its first lines and what the caller said; see ``read_csv``."""
    if not any(line.strip() for line in sample):
        raise SeriesError("is empty: there is nothing to read", path)
    if delimiter is None:
        delimiter = find_delimiter(path, sample)
    elif len(delimiter) != 1:
        raise SeriesError(f"delimiter {shown(delimiter)} is not one character", path)
    if decimal not in (None, ".", ","):
        raise SeriesError(f"decimal {shown(decimal)} is neither '.' nor ','", path)
    whole = len(sample) < SAMPLE  # else its last line may lie within quotes
    numbered = list(csv_rows(path, sample, (), delimiter, strict=whole))
    rows = [cells for _, cells in (numbered if whole else numbered[:-1])]
    if not rows:
        raise SeriesError("has no end to its first row; check the quotes in it", path, 1)
    for (row, _), cells in zip(numbered, rows, strict=False):
        check_width(path, row, cells, len(rows[0]))
    if header is None:
        header = has_header(rows, delimiter, decimal)
    if header and whole and len(rows) == 1:
        raise SeriesError("has a header but no rows after it", path)
    columns = _columns(rows, header, delimiter, decimal)
    layout = Layout(delimiter, header, _names(path, rows[0], header))
    _choose(path, layout, columns, time, values, texts)
    for name, index in layout.fields.items():
        column = columns[index]
        layout.decimals[name] = column.decimal
        if decimal is None and column.decimal == "," and could_be_thousands(column.cells):
            layout.unsure_decimals.append(name)
    return layout


def csv_rows(
    path: Path, sample: Iterable[str], rest: Iterable[str], delimiter: str, strict: bool = True
) -> Iterator[tuple[int, list[str]]]:
    """Rows with the number of their (last) line, which are not blank.

    In a file of one column a blank line between others is a missing value.
    """
    lines: Iterable[str] = chain(sample, rest)
    if delimiter == " ":  # runs of spaces part cells, those at the end of a line do not
        lines = (f"{line.strip()}\n" for line in lines)
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True, strict=strict)
    blank: list[int] = []
    width = 0
    try:
        for cells in reader:
            if not cells:
                blank.append(reader.line_num)
                continue
            if width == 1:
                yield from ((row, [""]) for row in blank)
            width, blank = len(cells), []
            yield reader.line_num, cells
    except csv.Error as error:
        problem = f"not CSV: {error}; check the quotes from here back"
        raise SeriesError(problem, path, reader.line_num) from None


def check_width(path: Path, row: int, cells: Sequence[str], width: int) -> None:
    """Refuse a row that is too short or too long."""
    if len(cells) != width:
        problem = f"{len(cells)} cells where the first row has {width}; correct or remove this row"
        raise SeriesError(problem, path, row)


def find_delimiter(path: Path, sample: Sequence[str]) -> str:
    """The first delimiter that parts at least half of the lines into equally many cells."""
    lines = [line for line in sample if line.strip()]
    for delimiter in _DELIMITERS:
        rows = csv_rows(path, lines, (), delimiter, strict=False)
        widths = Counter(len(cells) for _, cells in rows)
        width, how_many = widths.most_common(1)[0]
        if width > 1 and 2 * how_many >= widths.total():
            return delimiter
    return ","


def has_header(rows: Sequence[Sequence[str]], delimiter: str, decimal: str | None) -> bool:
    """Whether the first row has the columns' names."""
    columns = _columns(rows, True, delimiter, decimal)
    plain = [
        is_missing(cell) or is_number(cell, column.decimal) or is_time(cell)
        for cell, column in zip(rows[0], columns, strict=True)
    ]
    above_data = (column.kind in ("number", "time") for column in columns)
    return not any(plain) or any(data and not looks for data, looks in zip(above_data, plain, strict=True))


def _columns(
    rows: Sequence[Sequence[str]], header: bool, delimiter: str, decimal: str | None
) -> list[_Column]:
    columns = []
    for index, name in enumerate(rows[0]):
        cells = [row[index] for row in rows[header:]]
        mark = decimal or decimal_mark(cells, delimiter)
        columns.append(_Column(name if header else "", cells, mark, kind_of(cells, mark)))
    return columns


def _names(path: Path, first: Sequence[str], header: bool) -> list[str]:
    """The columns' names; a column without one is called by its number, from 1."""
    names = [(cell.strip() if header else "") or str(number) for number, cell in enumerate(first, start=1)]
    for name, how_many in Counter(names).items():
        if how_many > 1:
            raise SeriesError("two columns have this name; rename one", path, 1, name)
    return names


def _choose(
    path: Path,
    layout: Layout,
    columns: Sequence[_Column],
    time: str | None,
    values: Sequence[str],
    texts: Sequence[str],
) -> None:
    """Which column is the time, which are fields."""
    asked = [*values, *texts]
    for name in [*asked, *([time] if time else [])]:
        if name not in layout.names:
            raise SeriesError(f"no column {shown(name)}; {listed(layout.names)}", path)
    if len({*asked, time}) != len(asked) + 1:
        raise SeriesError("a column was asked for twice; name each once", path)
    layout.texts = frozenset(texts)
    if time:
        layout.time = layout.names.index(time)
    elif time is None:
        layout.time = _find_time(layout, columns, asked)
    chosen = values or (() if texts else _find_values(path, layout, columns))
    layout.fields = {name: layout.names.index(name) for name in [*chosen, *texts]}


def _find_time(layout: Layout, columns: Sequence[_Column], asked: Sequence[str]) -> int | None:
    free = [index for index, name in enumerate(layout.names) if name not in asked]
    for index in free:
        if columns[index].kind == "time":
            return index
    for index in free:
        cells = [cell for cell in columns[index].cells if not is_missing(cell)]
        if is_time_name(columns[index].name) and cells and all(map(is_unix_time, cells)):
            return index
    # A column that is called so but cannot be read is to be complained of, not to be passed over.
    named = (i for i in free if columns[i].kind == "text" and is_time_name(columns[i].name))
    return next(named, None)


def _find_values(path: Path, layout: Layout, columns: Sequence[_Column]) -> list[str]:
    numbers = [i for i, one in enumerate(columns) if one.kind == "number" and i != layout.time]
    if not numbers:
        raise SeriesError(f"no column holds numbers; {listed(layout.names)}", path)
    values = [i for i in numbers if not (layout.header and only_counts(columns[i].name))]
    return [layout.names[i] for i in values or numbers]


def only_counts(name: str) -> bool:
    """Whether a column of numbers, by its name, only counts rows or time: nothing to predict."""
    return name.strip().lower() in _NO_VALUES or is_time_name(name)
