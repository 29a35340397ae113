"""Frames of pandas, Arrow and Polars as a Series: each is read as the CSV file that it would be written to.

A frame writes its own cells, so one set of rules decides about frames and files. Numbers lose nothing,
because each is written with all the digits that tell it from its neighbours. A library is imported only when
used.
"""

import csv
from collections.abc import Sequence
from importlib import import_module
from io import BytesIO, StringIO
from typing import TYPE_CHECKING, Any, Unpack

from .columns.asked import Reading, asked
from .columns.number_kinds import number_kind
from .columns.number_times import YEAR
from .columns.sheet_series import as_series
from .series import Series, SeriesError, shown
from .text_sheet import Sheet

_EARLIEST = 1500  # the least number in an index that can be a time
_LONGEST_FRAME = 100_000  # rows: an index of smaller numbers counts them

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def from_pandas(
    frame: "pd.DataFrame | pd.Series[Any]",
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    name: str = "",
    **reading: Unpack[Reading],
) -> Series:
    """A pandas DataFrame or Series as a Series, read as ``read_csv`` reads the same cells; it is not changed.

    Args:
        frame: one row per step. NaN, NaT and NA are missing values. An index that only counts the rows is
            left out; any other becomes a column called by its name, or "index".
        time: the column with the times; "" reads no times. By default it is found.
        value: the column, or several columns, with the values; the first is predicted. By default all
            columns of numbers.
        name: the name of the series; a pandas Series has its own.
        reading: more settings, as for ``read_csv``.

    Raises:
        SeriesError: naming row (the first is 1), column and cell; or if pandas is not installed.

    Warns:
        SeriesWarning: if something can be read in two ways.
    """
    pandas = _library("pandas", "from_pandas")
    if isinstance(frame, pandas.Series):
        name = name or str(frame.name or "series")
        frame = frame.to_frame(name)
    if not isinstance(frame, pandas.DataFrame):
        raise SeriesError(f"from_pandas takes a DataFrame or Series, not a {type(frame).__name__}")
    name = name or "frame"
    return as_series(frame_sheet(frame, name), asked(name, time, value, reading))


def from_arrow(
    table: "pa.Table | pa.RecordBatch",
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    name: str = "table",
    **reading: Unpack[Reading],
) -> Series:
    """An Arrow table or record batch as a Series; null and NaN are missing values. See ``from_pandas``.

    Raises:
        SeriesError: naming row (the first is 1), column and cell; or if pyarrow is not installed.
    """
    arrow = _library("pyarrow", "from_arrow")
    if not isinstance(table, (arrow.Table, arrow.RecordBatch)):
        raise SeriesError(f"from_arrow takes an Arrow table, not a {type(table).__name__}")
    written = BytesIO()
    try:
        _library("pyarrow.csv", "from_arrow").write_csv(_with_plain_columns(table, arrow), written)
    except (arrow.ArrowException, ValueError) as error:
        raise SeriesError(f"cannot be written as cells: {_line(error)}", name) from None
    return as_series(_sheet(written.getvalue().decode(), name), asked(name, time, value, reading))


def from_polars(
    frame: "pl.DataFrame | pl.Series",
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    name: str = "",
    **reading: Unpack[Reading],
) -> Series:
    """A Polars DataFrame or Series as a Series; null and NaN are missing values. See ``from_pandas``.

    Raises:
        SeriesError: naming row (the first is 1), column and cell; or if Polars is not installed.
    """
    polars = _library("polars", "from_polars")
    if isinstance(frame, polars.Series):
        name = name or frame.name
        frame = frame.to_frame()
    if not isinstance(frame, polars.DataFrame):
        raise SeriesError(f"from_polars takes a DataFrame or Series, not a {type(frame).__name__}")
    name = name or "frame"
    try:
        written = _with_flat_columns(frame, polars).write_csv()
    except polars.exceptions.PolarsError as error:
        raise SeriesError(f"cannot be written as cells: {_line(error)}", name) from None
    return as_series(_sheet(written, name), asked(name, time, value, reading))


def frame_sheet(frame: "pd.DataFrame", name: str) -> Sheet:
    """The cells of a pandas DataFrame, with its index if it says more than the number of the row."""
    names = [" ".join(map(str, column)) if isinstance(column, tuple) else str(column) for column in frame]
    plain = frame.set_axis(names, axis="columns")
    index = plain.index
    counts = index.names == [None] and index.dtype.kind in "iu" and index.is_unique
    kind = _time_kind(index) if counts else ""
    counts = counts and (not kind or index.min() < _LONGEST_FRAME)
    labels = [
        str(level) if level is not None else _unused(names, place) for place, level in enumerate(index.names)
    ]
    sheet = _sheet(plain.to_csv(index=not counts, index_label=labels), name)
    if counts and kind == YEAR.name:
        sheet.notes.append("the index counts rows, so it is not read; if it is years, name it year")
    return sheet


def _time_kind(index: Any) -> str:
    """What times an index of whole numbers can be, such as years, or unix times; "" if none."""
    if len(index) == 0 or index.min() < _EARLIEST:
        return ""
    kind = number_kind([str(number) for number in index.tolist()], "", first=True)
    return kind.kind.name if kind else ""


def _unused(names: Sequence[str], place: int) -> str:
    """A name for a level of the index that has none."""
    name = f"index {place + 1}" if place else "index"
    return name if name not in names else f"{name} of the rows"


def _with_plain_columns(table: Any, arrow: Any) -> Any:
    """The table with each dictionary column decoded and lists as text, because CSV can hold no others."""
    kinds = [
        (place, field.type.value_type)
        for place, field in enumerate(table.schema)
        if arrow.types.is_dictionary(field.type)
    ]
    for place, kind in kinds:
        table = table.set_column(place, table.schema.names[place], table.column(place).cast(kind))
    for place, field in enumerate(table.schema):
        if arrow.types.is_nested(field.type):
            texts = arrow.array(_texts(table.column(place).to_pylist()), arrow.string())
            table = table.set_column(place, field.name, texts)
    return table


def _with_flat_columns(frame: Any, polars: Any) -> Any:
    """The frame with durations as numbers and lists as text, because Polars writes neither into CSV."""
    for name, kind in frame.schema.items():
        if kind == polars.Duration:
            frame = frame.with_columns(frame[name].cast(polars.Int64))
        elif kind.is_nested():
            frame = frame.with_columns(polars.Series(name, _texts(frame[name].to_list()), polars.String))
    return frame


def _texts(values: Sequence[object]) -> list[str | None]:
    return [None if value is None else str(value) for value in values]


def _sheet(written: str, name: str) -> Sheet:
    """A sheet from the CSV text that a library writes."""
    headings, *cells = csv.reader(StringIO(written, newline=""))
    if not headings:
        raise SeriesError("has no columns", name)
    rows = (row or [""] for row in cells)  # a missing value of the only column is a blank line
    columns = [list(column) for column in zip(*rows, strict=True)]
    if not cells:
        raise SeriesError(f"has no rows; its columns are {', '.join(map(shown, headings[:10]))}", name)
    return Sheet(name, headings, columns, range(1, len(cells) + 1), [""] * len(headings), [], [], True)


def _library(name: str, user: str) -> Any:
    try:
        return import_module(name)
    except ImportError:
        package = name.partition(".")[0]
        hint = '"htm-teacher[pandas]"' if package in ("pandas", "pyarrow") else package
        raise SeriesError(f"{user} needs {package}, which is not installed: pip install {hint}") from None


def _line(error: object) -> str:
    """The first line of an error, at most 120 characters."""
    return (str(error).splitlines() or [""])[0][:120]
