"""What the functions on frames need of pandas, Arrow and Polars: read a column, make a frame."""

from collections.abc import Iterable
from importlib import import_module
from typing import Any

from ...core.checks import listed, shown
from ...extras import install

Columns = dict[str, list[Any]]  # the values of a frame by the names of its columns

_MAKERS = {"pandas": "DataFrame", "polars": "DataFrame", "pyarrow": "table"}


def library(frame: Any) -> str:
    """The name of the library that a frame is of.

    Raises:
        TypeError: if it is no frame of pandas, Polars or Arrow.
    """
    name = type(frame).__module__.partition(".")[0]
    if name not in _MAKERS or not hasattr(frame, "columns"):
        raise TypeError(
            f"frame is {shown(type(frame))}: a DataFrame of pandas or Polars, or an Arrow table, is needed; "
            f"for the libraries: {install('frames')}"
        )
    return name


def names(frame: Any) -> list[str]:
    """The names of the columns."""
    return list(frame.column_names if library(frame) == "pyarrow" else frame.columns)


def column(frame: Any, name: str) -> list[Any]:
    """The values of a column.

    Raises:
        ValueError: if there is no such column, or several columns have this name.
    """
    count = names(frame).count(name)
    if not count:
        raise ValueError(f"there is no column {shown(name)}: there are {listed(names(frame))}")
    if count > 1:
        raise ValueError(f"{count} columns are named {shown(name)}: rename all but one")
    values = frame[name]
    return list(values.to_pylist() if library(frame) == "pyarrow" else values.to_list())


def check_free(given: Iterable[str], own: Iterable[str]) -> None:
    """``ValueError`` if a column that is given has the name of one that the answer has."""
    if taken := sorted(set(given) & set(own)):
        raise ValueError(f"the answer has a column {shown(taken[0])} of its own: rename the column given")


def made(like: Any, columns: Columns) -> Any:
    """A frame of the same library as ``like``."""
    name = library(like)
    return getattr(import_module(name), _MAKERS[name])(columns)


def widened(frame: Any, kept: list[str], columns: Columns) -> Any:
    """These columns of a frame as they are, in pandas with the index, and further columns."""
    if library(frame) == "pandas":
        return frame[kept].assign(**columns)
    result = frame.select(kept)
    if library(frame) == "polars":
        return result.with_columns(**made(frame, columns).to_dict())
    for name, values in made(frame, columns).to_pydict().items():
        result = result.append_column(name, [values])
    return result
