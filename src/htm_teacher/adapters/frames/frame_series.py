"""The series in a frame: one, or one for each group."""

from typing import Any

from ...series import Series, from_arrow, from_pandas, from_polars, read_groups
from .libraries import library

READERS: dict[str, Any] = {"pandas": from_pandas, "polars": from_polars, "pyarrow": from_arrow}


def series_of(frame: Any, time: str | None, value: str | None, group: str | None) -> dict[str, Series]:
    """{name: series}; without a group there is one, whose name is "".

    Raises:
        SeriesError: if the frame cannot be read.
        TypeError: if it is no frame.
    """
    kind = library(frame)
    if group is None:
        return {"": READERS[kind](frame, time, value)}
    return read_groups(frame, group, time, value)
