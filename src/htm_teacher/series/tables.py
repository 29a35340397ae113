"""Tables in memory as a Series: pandas and Arrow. Each is imported only when used."""

import math
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from importlib import import_module
from typing import TYPE_CHECKING, Any, SupportsFloat

from .column_names import only_counts
from .series import Series, SeriesError, Value, listed, shown
from .time_order import check_order, season_of
from .times import times_from

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

_KINDS = {
    "M": "time",
    "i": "number",
    "u": "number",
    "f": "number",
    "b": "number",
}  # NumPy's letters


def from_pandas(
    frame: "pd.DataFrame | pd.Series[Any]",
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    name: str = "",
) -> Series:
    """A pandas DataFrame or Series as a Series; the frame is not changed.

    Args:
        frame: one row per step. NaN, NaT and NA are missing values.
        time: the column with the times. By default the index if it holds times, otherwise the first
            column that does. "" reads no times.
        value: the column, or several columns, with the values; the first is predicted. By default all
            columns of numbers. A column of text is read as categories.
        name: the name of the series; a pandas Series has its own.

    Raises:
        SeriesError: naming row (the first is 1), column and value; or if pandas is not installed.
    """
    pandas = _library("pandas", "from_pandas")
    if isinstance(frame, pandas.Series):
        name = name or str(frame.name or "series")
        frame = frame.to_frame(name)
    if not isinstance(frame, pandas.DataFrame):
        raise SeriesError(f"from_pandas takes a DataFrame or Series, not a {type(frame).__name__}")
    names = [str(column) for column in frame.columns]
    columns = [frame.iloc[:, position] for position in range(len(names))]
    index = str(frame.index.name or "index")
    if isinstance(frame.index, pandas.DatetimeIndex) and index not in names:
        names, columns = [index, *names], [frame.index.to_series(), *columns]
    kinds = [_KINDS.get(getattr(column.dtype, "kind", ""), "other") for column in columns]

    def read(column: str) -> list[Any]:
        cells = columns[names.index(column)]
        if cells.dtype.kind == "M":  # Python's times have no nanoseconds
            return [None if pandas.isna(at) else at.to_pydatetime() for at in cells.dt.as_unit("us")]
        return [None if pandas.isna(cell) else cell for cell in cells.tolist()]

    return _assemble(name or "frame", names, kinds, read, time, value)


def from_arrow(
    table: "pa.Table | pa.RecordBatch",
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    name: str = "table",
) -> Series:
    """An Arrow table or record batch as a Series; null and NaN are missing values.

    Args:
        table: one row per step.
        time: the column with the times. By default the first column of timestamps or dates. "" reads
            no times.
        value: the column, or several columns, with the values; the first is predicted. By default all
            columns of numbers. A column of text is read as categories.
        name: the name of the series.

    Raises:
        SeriesError: naming row (the first is 1), column and value; or if pyarrow is not installed.
    """
    arrow = _library("pyarrow", "from_arrow")
    if not isinstance(table, (arrow.Table, arrow.RecordBatch)):
        raise SeriesError(f"from_arrow takes an Arrow table, not a {type(table).__name__}")
    kinds = [_arrow_kind(field.type, arrow.types) for field in table.schema]

    def read(column: str) -> list[Any]:
        cells = table.column(table.schema.names.index(column))
        if arrow.types.is_timestamp(cells.type):  # Python's times have no nanoseconds
            cells = cells.cast(arrow.timestamp("us", cells.type.tz), safe=False)
        return list(cells.to_pylist())

    return _assemble(name, table.schema.names, kinds, read, time, value)


def _arrow_kind(kind: Any, types: Any) -> str:
    if types.is_timestamp(kind) or types.is_date(kind):
        return "time"
    number = types.is_integer, types.is_floating, types.is_decimal, types.is_boolean
    return "number" if any(is_it(kind) for is_it in number) else "other"


def _library(name: str, user: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        problem = f'{user} needs {name}, which is not installed: pip install "htm-teacher[pandas]"'
        raise SeriesError(problem) from None


def _assemble(
    name: str,
    names: Sequence[str],
    kinds: Sequence[str],
    read: Callable[[str], list[Any]],
    time: str | None,
    value: str | Sequence[str] | None,
) -> Series:
    """A Series of the columns chosen by name and kind; only these are read."""
    values = [value] if isinstance(value, str) else list(value or ())
    for column in [*values, *([time] if time else [])]:
        if names.count(column) != 1:
            there_is = "more than one" if column in names else "no"
            raise SeriesError(f"{there_is} column {shown(column)}; {listed(names)}", name)
    kind_of = dict(zip(names, kinds, strict=True))
    if time is None:
        time = next((c for c in names if kind_of[c] == "time" and c not in values), "")
    values = values or _numbers(name, kind_of, time)
    fields = {c: _values(read(c), name, c) for c in values}
    if not time:
        return Series(name, fields)
    times = _times(read(time), name, time)
    season, season_name = season_of(times)
    return Series(name, fields, times, season=season, season_name=season_name)


def _numbers(name: str, kinds: Mapping[str, str], time: str) -> list[str]:
    numbers = [c for c, kind in kinds.items() if kind == "number" and c != time]
    if not numbers:
        raise SeriesError(f"no column holds numbers; {listed(kinds)}", name)
    return [column for column in numbers if not only_counts(column)] or numbers


def _values(cells: Sequence[Any], name: str, column: str) -> list[Value]:
    values: list[Value] = []
    for row, cell in enumerate(cells, start=1):
        if cell is None or isinstance(cell, str):
            values.append(cell)
            continue
        if not isinstance(cell, SupportsFloat) or math.isinf(cell):
            problem = f"{shown(cell)} is neither a finite number nor text; correct or remove it"
            raise SeriesError(problem, name, row, column)
        values.append(None if math.isnan(cell) else float(cell))
    return values


def _times(cells: Sequence[Any], name: str, column: str) -> list[datetime]:
    """Times from datetimes, dates, or what a CSV file may hold: text, or numbers as unix seconds."""
    rows = range(1, len(cells) + 1)
    if all(isinstance(cell, date) for cell in cells):
        times = [
            cell if isinstance(cell, datetime) else datetime(cell.year, cell.month, cell.day)
            for cell in cells
        ]
    else:
        times = times_from(["" if cell is None else str(cell) for cell in cells], rows, name, column)
    check_order(times, rows, name, column)
    return times
