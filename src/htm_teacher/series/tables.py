"""Frames of pandas, Arrow and Polars as a Series: each is read as the CSV file that it would be written to.

A frame writes its own cells, so one set of rules decides about frames and files. Numbers lose nothing,
because each is written with all the digits that tell it from its neighbours. A library is imported only when
used.
"""

from collections.abc import Sequence
from importlib import import_module
from io import BytesIO
from typing import TYPE_CHECKING, Any, Unpack

from .columns.asked import Reading, asked
from .columns.sheet_series import as_series
from .csv.frames import frame_rows, written_rows
from .csv.sheet_reader import frame_sheet
from .series import Series, SeriesError

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
            left out; any other is the first column, or columns.
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
    return as_series(frame_sheet(name, *frame_rows(frame, name)), asked(name, time, value, reading))


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
    rows = written_rows(written.getvalue().decode(), name)
    return as_series(frame_sheet(name, rows), asked(name, time, value, reading))


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
    return as_series(frame_sheet(name, written_rows(written, name)), asked(name, time, value, reading))


def _with_plain_columns(table: Any, arrow: Any) -> Any:
    """The table with each dictionary column decoded, lists and periods as text: CSV holds no others."""
    kinds = [
        (place, field.type.value_type)
        for place, field in enumerate(table.schema)
        if arrow.types.is_dictionary(field.type)
    ]
    for place, kind in kinds:
        table = table.set_column(place, table.schema.names[place], table.column(place).cast(kind))
    for place, field in enumerate(table.schema):
        period = getattr(field.type, "extension_name", "") == "pandas.period"
        if period or arrow.types.is_nested(field.type):
            column = table.column(place)
            values = column.to_pandas() if period else column.to_pylist()
            texts = arrow.array(_texts(values), arrow.string())
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
