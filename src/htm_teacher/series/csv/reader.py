"""Any table in a file as a Series: settings that are not given are worked out, errors are refused.

What is worked out, each by all cells of the file; csv/, columns/ and time_order.py say how:

- What the file is: text in any of the usual encodings, plain, gzipped or zipped. Excel, Parquet and Feather
  files are read where pandas and what it needs are installed.
- The layout: delimiter, comments, title lines, names, units, footers.
- Time: a column of dates; dates and clocks in two columns; year, month, day in columns of their own; or
  numbers such as unix times under a name of times. Times have a zone if the file gives one; unix times are
  in UTC. Rows with the newest first are put in order.
- Labels: a column such as is_anomaly marks known anomalies. It is no input; it scores what the model finds.
- Values: all columns that hold numbers, except those that count rows, repeat a part of the time, or never
  vary. Decimal marks, thousands and units are read.
- Missing values (empty, NA, NaN, null, none, - or ?, and words such as n.a.) become None. Gaps between
  times are not filled.
- Season: a day, a week or a year, by the steps between times.

Each decision that is not the plain case is a note of the series. One that could be wrong is a warning with
the setting that settles it.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from ..columns.asked import Reading, asked
from ..columns.sheet_series import as_groups, as_series
from ..series import Series
from ..setting_names import keywords
from .frame_sheets import sheet_of
from .sheet_reader import read_sheet

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa


def read_csv(
    path: str | Path,
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    delimiter: str | None = None,
    header: bool | None = None,
    encoding: str | None = None,
    skip_rows: int = 0,
    **reading: Unpack[Reading],
) -> Series:
    """A table in a file as a Series with the file's name; None means "work it out", as described above.

    Args:
        path: the file.
        time: the column with the times; "" reads no times.
        value: the column, or several columns, with the values; the first is predicted.
        delimiter: the character between cells, such as ";" or a tab.
        header: whether the first row holds the names.
        encoding: the encoding by its Python name, such as "utf-8" or "cp1252".
        skip_rows: how many lines above the table to skip.
        reading: more settings. ``text``: columns to read as text, for categories such as letters or names;
            the first is predicted if no column holds values. ``label``: the column that marks known
            anomalies; "" for none. ``decimal``: the decimal mark, "." or ",". ``missing``: words or numbers
            that mean a missing value. ``day_first``: whether 01/02/2014 is 1 February. ``sort``: whether to
            sort rows by time. ``single``: whether all rows are one series, although they look like several.

    Raises:
        SeriesError: if something is wrong: one line with file, row, column, cell, and what to do.

    Warns:
        SeriesWarning: if something can be read in two ways, or times occur more than once.
    """
    choices = asked(path, time, value, reading)
    sheet = read_sheet(path, delimiter=delimiter, header=header, encoding=encoding, skip_rows=skip_rows)
    return as_series(sheet, choices)


def read_groups(
    path: "str | Path | pd.DataFrame | pa.Table | pa.RecordBatch | pl.DataFrame",
    group: str,
    time: str | None = None,
    value: str | Sequence[str] | None = None,
    *,
    delimiter: str | None = None,
    header: bool | None = None,
    encoding: str | None = None,
    skip_rows: int = 0,
    **reading: Unpack[Reading],
) -> dict[str, Series]:
    """The series of a table that holds several, by the values of the column ``group``; see ``read_csv``.

    If only several columns together tell them apart, ``group`` lists them: "store,item". A frame in place of
    the path is read as ``from_pandas``, ``from_arrow`` or ``from_polars`` read it.

    Raises:
        SeriesError: if something is wrong, or a row has no value in that column.
    """
    if not isinstance(path, (str, Path)):
        with keywords():
            held = sheet_of(path)
            return as_groups(held.joined(group), asked(held.name, time, value, reading, group))
    choices = asked(path, time, value, reading, group)
    sheet = read_sheet(path, delimiter=delimiter, header=header, encoding=encoding, skip_rows=skip_rows)
    return as_groups(sheet.joined(group), choices)
