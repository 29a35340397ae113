"""Any CSV file as a Series: missing settings are worked out, errors are refused.

``read_csv`` works out what the caller leaves open from the first 1,000 lines:

- Delimiter: comma, tab, semicolon or bar, whichever splits most lines into the same number of cells,
  outside quotes. If several do equally well, the one that gives most numbers, times and empty cells. A
  space if none of the four splits half of the lines into the same number of cells.
- Comments: lines at the top that begin with # are skipped.
- Header: present if a column's first cell is text and its other cells are not, or if all cells of the
  first row are text. Without a header, columns are called "1", "2" ...
- Time: the first column that holds dates; otherwise plain numbers that can be unix times, if the column
  is called time, timestamp, date or epoch, or is the first column and rises evenly. If the dates have
  no time of day, it is taken from another column that has one. Times have a zone if the file gives one;
  unix times are in UTC. times.py lists the accepted forms.
- Values: all columns that hold numbers, except unnamed ones, those called time, index or id, and, if
  the file has no times, a first column of whole numbers that rises evenly, such as years.
- Missing values (empty, NA, NaN, null, none, - or ?) become None. Gaps between times are not filled.
- Decimal mark: a comma if the column's numbers have commas and none has a point, unless the comma is
  the delimiter. Separators of thousands are refused, except in numbers such as 1.502,5.
- Day or month first: what the whole column shows (a number above 12, or points). If nothing shows it,
  the month comes first, with a warning.
- Season: a day if steps are shorter than a day and divide it evenly, a week if steps are a day, otherwise
  unknown.
"""

import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from ..series import Series, SeriesError, SeriesWarning, Value
from ..time_order import check_order, season_of
from ..times import times_from
from .cell_values import number
from .file_layout import SAMPLE, Layout, find_layout
from .rows import check_width, csv_rows, without_comments
from .text_file import opened, text_lines


def read_csv(
    path: str | Path,
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    text: str | Sequence[str] = (),
    delimiter: str | None = None,
    header: bool | None = None,
    decimal: str | None = None,
    day_first: bool | None = None,
    encoding: str = "utf-8-sig",
) -> Series:
    """A CSV file as a Series with the file's name; None means "work it out", as described above.

    Args:
        path: the file; it may be gzipped.
        time: the column with the times; "" reads no times.
        value: the column, or several columns, with the values; the first is predicted.
        text: columns to read as text, for categories such as letters or names; the first is predicted if
            no column holds values.
        delimiter: the character between cells, such as ";" or a tab.
        header: whether the first row holds the names.
        decimal: the decimal mark, "." or ",".
        day_first: whether 01/02/2014 is 1 February.
        encoding: the encoding by its Python name; many older files use "cp1252".

    Raises:
        SeriesError: if something is wrong: one line with file, row, column, cell, and what to do.

    Warns:
        SeriesWarning: if times occur twice, or numbers or dates can be read in two ways.
    """
    path = Path(path)
    values = (value,) if isinstance(value, str) else tuple(value or ())
    texts = (text,) if isinstance(text, str) else tuple(text)
    with opened(path, encoding) as file:
        lines = without_comments(text_lines(file, path))
        sample = list(islice(lines, SAMPLE))
        layout = find_layout(path, sample, time, values, texts, delimiter, header, decimal)
        table = _read_table(path, layout, sample, lines)
    return _series(path, layout, table, day_first)


@dataclass
class _Table:
    """The chosen columns as read; times are still text, because only all of them tell day from month."""

    fields: dict[str, list[Value]]
    times: list[str]
    clocks: list[str]
    rows: list[int]  # for each step, the line in the file where its row begins


def _read_table(path: Path, layout: Layout, sample: list[str], rest: Iterator[str]) -> _Table:
    """The chosen cells of every row. Rows that are too short or too long are refused."""
    roles = layout.roles
    table = _Table({name: [] for name in roles.fields}, [], [], [])
    rows = csv_rows(path, sample, rest, layout.delimiter)
    width = len(layout.names)
    if layout.header:
        next(rows)
    for row, cells in rows:
        check_width(path, row, cells, width)
        table.rows.append(row)
        for name, column in roles.fields.items():
            table.fields[name].append(_value(cells[column], name, layout, path, row))
        if roles.time is not None:
            table.times.append(cells[roles.time])
        if roles.clock is not None:
            table.clocks.append(cells[roles.clock])
    return table


def _value(cell: str, name: str, layout: Layout, path: Path, row: int) -> Value:
    if name in layout.roles.texts:
        return cell.strip() or None  # NA or - can be a category
    try:
        return number(cell, layout.decimals[name])
    except ValueError as error:
        raise SeriesError(str(error), path, row, name) from None


def _series(path: Path, layout: Layout, table: _Table, day_first: bool | None) -> Series:
    for name in layout.unsure_decimals:
        problem = "1,234 is read as 1.234; if it means a thousand, remove the commas from the file"
        warnings.warn(str(SeriesError(problem, path, None, name)), SeriesWarning, stacklevel=3)
    name = path.name.removesuffix(".gz").removesuffix(".csv")
    if layout.roles.time is None:
        return Series(name, table.fields, source=path.name, notes=layout.notes)
    column = layout.names[layout.roles.time]
    times = times_from(table.times, table.rows, path, column, day_first, table.clocks)
    check_order(times, table.rows, path, column)
    season, season_name = season_of(times)
    return Series(
        name,
        table.fields,
        times,
        source=path.name,
        season=season,
        season_name=season_name,
        notes=layout.notes,
    )
