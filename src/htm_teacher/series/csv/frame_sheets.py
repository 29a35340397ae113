"""Frames of pandas, Arrow and Polars as a Sheet. A library is imported only when used."""

import re
from collections.abc import Callable, Sequence
from importlib import import_module
from io import BytesIO
from pathlib import PurePath
from typing import Any

from ...extras import install
from ..series import SeriesError
from ..text_sheet import Sheet
from .frames import frame_rows, written_rows
from .sheet_reader import frame_sheet

_LAZY = ("collect", "read_all", "to_table", "to_frame")  # methods that give a frame or table
_INDEX = re.compile(r"__index_level_\d+__")  # what Arrow calls an index of pandas without a name


def pandas_sheet(frame: Any, name: str = "") -> Sheet:
    """The sheet in a DataFrame or Series of pandas.

    Raises:
        SeriesError: if it is neither, or has no columns; or if pandas is not installed.
    """
    _refuse_others(frame, "pandas")
    pandas = _library("pandas", "from_pandas")
    if isinstance(frame, pandas.Series):
        name = name or str(frame.name or "series")
        frame = frame.to_frame(name)
    if not isinstance(frame, pandas.DataFrame):
        raise _wrong_type(frame, "pandas")
    name = name or "frame"
    return frame_sheet(name, *frame_rows(frame, name))


def arrow_sheet(table: Any, name: str = "") -> Sheet:
    """The sheet in an Arrow table or record batch.

    Raises:
        SeriesError: if it is neither, or has no columns; or if pyarrow is not installed.
    """
    _refuse_others(table, "pyarrow")
    arrow, name = _library("pyarrow", "from_arrow"), name or "table"
    if not isinstance(table, (arrow.Table, arrow.RecordBatch)):
        raise _wrong_type(table, "pyarrow")
    written = BytesIO()
    try:
        _library("pyarrow.csv", "from_arrow").write_csv(
            _with_plain_columns(_index_first(table, arrow), arrow), written
        )
    except (arrow.ArrowException, ValueError) as error:
        raise SeriesError(f"cannot be written as cells: {_line(error)}", name) from None
    return frame_sheet(name, written_rows(written.getvalue().decode(), name))


def polars_sheet(frame: Any, name: str = "") -> Sheet:
    """The sheet in a DataFrame or Series of Polars.

    Raises:
        SeriesError: if it is neither, or has no columns; or if Polars is not installed.
    """
    _refuse_others(frame, "polars")
    polars = _library("polars", "from_polars")
    if isinstance(frame, polars.Series):
        name = name or frame.name
        frame = frame.to_frame()
    if not isinstance(frame, polars.DataFrame):
        raise _wrong_type(frame, "polars")
    name = name or "frame"
    try:
        written = _with_flat_columns(frame, polars).write_csv()
    except polars.exceptions.PolarsError as error:
        raise SeriesError(f"cannot be written as cells: {_line(error)}", name) from None
    return frame_sheet(name, written_rows(written, name))


_READERS = {
    "pandas": ("from_pandas", "a DataFrame or Series"),
    "pyarrow": ("from_arrow", "an Arrow table or record batch"),
    "polars": ("from_polars", "a DataFrame or Series"),
}
_SHEETS: dict[str, Callable[[Any], Sheet]] = {
    "pandas": pandas_sheet,
    "pyarrow": arrow_sheet,
    "polars": polars_sheet,
}


def sheet_of(frame: Any) -> Sheet:
    """The sheet in a frame of any of these libraries.

    Raises:
        SeriesError: if it is none.
    """
    library = _library_of(frame)
    if library not in _SHEETS:
        raise SeriesError(f"read_groups takes a file or a frame, not a {type(frame).__name__}")
    return _SHEETS[library](frame)


def _library_of(thing: object) -> str:
    return type(thing).__module__.partition(".")[0]


def _refuse_others(thing: object, library: str) -> None:
    """Refuse what belongs to another of these libraries, even if the one that is wanted is not installed."""
    if _library_of(thing) in _READERS.keys() - {library}:
        raise _wrong_type(thing, library)


def _wrong_type(thing: object, library: str) -> SeriesError:
    """What was given, and the function that reads it."""
    reader, takes = _READERS[library]
    own, kind = _library_of(thing), type(thing).__name__
    if own not in _READERS:
        advice = "; a file is read with read_csv" if isinstance(thing, (str, PurePath)) else ""
        return SeriesError(f"{reader} takes {takes}, not a {kind}{advice}")
    lazy = next((method for method in _LAZY if callable(getattr(thing, method, None))), "")
    frame = kind in ("DataFrame", "Series", "Table", "RecordBatch")
    give = f"give its .{lazy}() to {_READERS[own][0]}" if lazy and not frame else ""
    give = give or f"read it with {_READERS[own][0]}" * (own != library)
    return SeriesError(f"{reader} takes {takes}, not a {kind} of {own}" + (f"; {give}" if give else ""))


def _index_first(table: Any, arrow: Any) -> Any:
    """The table with an index of pandas that has no name where ``from_pandas`` has it, and named as there."""
    names = table.schema.names
    places = [place for place, name in enumerate(names) if _INDEX.fullmatch(name)]
    if not places:
        return table
    if isinstance(table, arrow.RecordBatch):
        table = arrow.Table.from_batches([table])
    others = [place for place in range(len(names)) if place not in places]
    label = "index" if len(places) == 1 and "index" not in names else ""
    return table.select(places + others).rename_columns(
        [label] * len(places) + [names[place] for place in others]
    )


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
        command = install("pandas") if package in ("pandas", "pyarrow") else f"pip install {package}"
        raise SeriesError(f"{user} needs {package}, which is not installed: {command}") from None


def _line(error: object) -> str:
    """The first line of an error, at most 120 characters."""
    return (str(error).splitlines() or [""])[0][:120]
