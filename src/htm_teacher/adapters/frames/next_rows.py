"""What comes after the last row of a frame, as ``htm-teacher run`` forecasts it."""

from typing import Any

from ...core.checks import check_whole
from ...study import Forecast, forecast_after, run_series
from ...study.forecast import Next
from .frame_series import series_of
from .libraries import Columns, check_free, column, library, made

NAMES = (
    *("time", "ahead", "horizon", "median", "low50", "high50", "low90", "high90"),
    *("error", "naive", "naive_error", "naive_value"),
)


def forecast(
    frame: Any,
    time: str | None = None,
    value: str | None = None,
    group: str | None = None,
    horizon: int = 12,
    **choices: Any,
) -> Any:
    """The next rows after the last row of a frame, with intervals, as a frame of the same library.

    The columns are those of ``forecast.csv``: time, ahead, horizon, median, low50, high50, low90, high90,
    error, naive, naive_error and naive_value, after the group. Where error is not below naive_error, use
    naive_value. In pandas the index is the time, if the time of any row is known; where rows are too uneven,
    it is empty.

    Args:
        frame: a frame of pandas or Polars, or an Arrow table, one row per step; see ``from_pandas``.
        time: the column with the times. By default it is found.
        value: the column with the values. By default all columns of numbers are read, and the first is
            forecast.
        group: the column that tells several series apart, each of which gets a machine of its own.
        horizon: how many steps ahead.
        choices: as for ``htm_teacher.study.prepare``: ``preset``, ``seed`` or ``train``, say.

    Raises:
        SeriesError: if the frame cannot be read.
        ValueError: if a choice is out of range, or the group has the name of a column of the answer.
        TypeError: if it is no frame.
    """
    kind = library(frame)
    if group is not None:
        check_free([group], NAMES)
    ahead = sorted({1, check_whole(horizon, "horizon", 1)})
    every = series_of(frame, time, value, group)
    found = {
        name: forecast_after(run_series(series, **{"horizons": ahead} | choices))
        for name, series in every.items()
    }
    columns = _columns(found)
    known = any(one is not None for one in columns["time"])
    if group is not None:
        keys = {str(one): one for one in column(frame, group)}
        columns = {group: [keys.get(name, name) for name, one in found.items() for _ in one.steps]} | columns
    if not known:
        del columns["time"]
    result = made(frame, columns)
    return result.set_index("time") if known and kind == "pandas" else result


def _columns(found: dict[str, Forecast]) -> Columns:
    steps = [step for one in found.values() for step in one.steps]
    rows = [_cells(step) for step in steps]
    return {name: [row[place] for row in rows] for place, name in enumerate(NAMES)}


def _cells(step: Next) -> list[Any]:
    half, most = step.half or (None, None), step.most or (None, None)
    known = (step.time, step.ahead, step.horizon, step.value, *half, *most)
    tested = step.naive_error is not None
    naive = (step.naive, step.naive_error, step.naive_value) if tested else (None, None, None)
    return [*known, step.error, *naive]
