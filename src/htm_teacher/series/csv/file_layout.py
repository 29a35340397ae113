"""The layout of a CSV file: delimiter, header, decimal marks, and what each column is for."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from ..series import SeriesError, is_missing, shown
from ..times import is_time
from .cell_values import could_be_thousands, decimal_mark, is_number, kind_of
from .column_roles import Column, Roles, find_roles
from .delimiter import find_delimiter
from .rows import check_width, csv_rows

SAMPLE = 1_000  # lines examined


@dataclass
class Layout:
    """Where a file holds what."""

    delimiter: str
    header: bool
    names: list[str]
    roles: Roles
    decimals: dict[str, str] = field(default_factory=dict)  # by name
    unsure_decimals: list[str] = field(default_factory=list)

    @property
    def notes(self) -> list[str]:
        """What was decided, a sentence each."""
        numbered = "the first row holds no names, so columns are called by their numbers"
        return [*([] if self.header else [numbered]), *self.roles.notes]


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
    """The layout of a file, from its first lines and the caller's settings; see ``read_csv``."""
    if not any(line.strip() for line in sample):
        raise SeriesError("is empty; give a file with rows", path)
    if delimiter is None:
        delimiter = find_delimiter(path, sample)
    elif len(delimiter) != 1:
        raise SeriesError(
            f"delimiter {shown(delimiter)} is not a single character; give one such as ';'", path
        )
    if decimal not in (None, ".", ","):
        raise SeriesError(f"decimal {shown(decimal)} is neither '.' nor ','; give one of the two", path)
    rows = _sample_rows(path, sample, delimiter)
    if header is None:
        header = has_header(rows, delimiter, decimal)
    if header and len(sample) < SAMPLE and len(rows) == 1:
        raise SeriesError("has a header but no rows after it", path)
    columns = _columns(rows, header, delimiter, decimal)
    names = _names(path, rows[0], header)
    for column, name in zip(columns, names, strict=True):
        column.name = name
    layout = Layout(delimiter, header, names, find_roles(path, columns, header, time, values, texts))
    _find_decimals(layout, columns, decimal)
    return layout


def _sample_rows(path: Path, sample: list[str], delimiter: str) -> list[list[str]]:
    """The rows of the first lines, all of the same width."""
    whole = len(sample) < SAMPLE  # otherwise its last line may be inside quotes
    numbered = list(csv_rows(path, sample, (), delimiter, strict=whole))
    numbered = numbered if whole else numbered[:-1]
    if not numbered:
        raise SeriesError("the first row does not end; check its quotes", path, 1)
    for row, cells in numbered:
        check_width(path, row, cells, len(numbered[0][1]))
    return [cells for _, cells in numbered]


def _find_decimals(layout: Layout, columns: Sequence[Column], decimal: str | None) -> None:
    for name, place in layout.roles.fields.items():
        column = columns[place]
        layout.decimals[name] = column.decimal
        if decimal is None and column.decimal == "," and could_be_thousands(column.cells):
            layout.unsure_decimals.append(name)


def has_header(rows: Sequence[Sequence[str]], delimiter: str, decimal: str | None) -> bool:
    """Whether the first row holds the columns' names."""
    columns = _columns(rows, True, delimiter, decimal)
    plain = [
        is_missing(cell) or is_number(cell, column.decimal) or is_time(cell)
        for cell, column in zip(rows[0], columns, strict=True)
    ]
    above_data = (column.kind in ("number", "time") for column in columns)
    return not any(plain) or any(data and not looks for data, looks in zip(above_data, plain, strict=True))


def _columns(
    rows: Sequence[Sequence[str]], header: bool, delimiter: str, decimal: str | None
) -> list[Column]:
    columns = []
    for index, name in enumerate(rows[0]):
        cells = [row[index] for row in rows[header:]]
        mark = decimal or decimal_mark(cells, delimiter)
        columns.append(Column(str(index + 1), name if header else "", cells, mark, kind_of(cells, mark)))
    return columns


def _names(path: Path, first: Sequence[str], header: bool) -> list[str]:
    """The columns' names; a column without a name is called by its number, from 1."""
    names = [(cell.strip() if header else "") or str(number) for number, cell in enumerate(first, start=1)]
    for name, how_many in Counter(names).items():
        if how_many > 1:
            raise SeriesError("two columns have this name; rename one", path, 1, name)
    return names
