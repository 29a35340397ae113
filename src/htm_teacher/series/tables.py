"""Frames of pandas, Arrow and Polars as a Series: each is read as the CSV file that it would be written to.

A frame writes its own cells, so one set of rules decides about frames and files. Numbers lose nothing,
because each is written with all the digits that tell it from its neighbours. A library is imported only when
used.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Unpack

from .columns.asked import Reading, asked
from .columns.sheet_series import as_series
from .csv.frame_sheets import arrow_sheet, pandas_sheet, polars_sheet
from .series import Series
from .setting_names import keywords

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
    with keywords():
        sheet = pandas_sheet(frame, name)
        return as_series(sheet, asked(sheet.name, time, value, reading))


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
    with keywords():
        sheet = arrow_sheet(table, name)
        return as_series(sheet, asked(sheet.name, time, value, reading))


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
    with keywords():
        sheet = polars_sheet(frame, name)
        return as_series(sheet, asked(sheet.name, time, value, reading))
