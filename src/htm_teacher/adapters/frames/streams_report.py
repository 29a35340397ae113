"""A report on all series of a frame: one page for a browser, and a table of the same facts."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from ...core.checks import brief
from ...study import run_series
from ...study.alert_rule import rule
from ...study.alerts import find_alerts
from ...study.alerts_kept import check_times
from ...study.stream_facts import FACTS, Facts, by_surprise, facts_of
from ...study.streams_page import PAGE, write_streams
from .frame_series import series_of
from .libraries import made


def report(
    frame: Any,
    time: str | None = None,
    value: str | None = None,
    group: str | None = None,
    path: str | Path = PAGE,
    alerts: str | None = None,
    progress: Callable[[int, int], object] = lambda done, total: None,
    **choices: Any,
) -> Any:
    """Write a report on each series of a frame, and return its table, the most surprising series first.

    The page works without a network: a row for each series with a small picture, its surprise and its
    alerts, which a browser searches and sorts. ``streams.csv`` and, with PyArrow, ``streams.parquet`` are
    written beside it. ``Facts`` in ``htm_teacher.study.stream_facts`` says what each column is. A series
    that is too short to learn is in the report with the reason, in the column "nothing".

    Args:
        frame: a frame of pandas or Polars, or an Arrow table, one row per step; see ``from_pandas``.
        time: the column with the times. By default it is found.
        value: the column with the values. By default all columns of numbers are read, and the first is
            judged.
        group: the column that tells several series apart, each of which gets a machine of its own.
        path: of the page; older files of these names are replaced.
        alerts: when an alert is raised, such as "5/day" or "0.7"; by default from the strength that ships.
        progress: called after each series with the number of series done and of all.
        choices: as for ``htm_teacher.study.prepare``: ``preset``, ``seed`` or ``train``, say.

    Raises:
        SeriesError: if the frame cannot be read.
        ValueError: if ``alerts`` means nothing or needs times, or no series can be learned.
        OSError: if a file cannot be written.
        TypeError: if it is no frame.
    """
    when = rule(alerts)
    every = series_of(frame, time, value, group)
    for series in every.values():
        check_times(series, when)
    found: list[Facts] = []
    for done, (name, series) in enumerate(every.items(), 1):
        try:
            run = run_series(series, **{"horizons": [1]} | choices)
            found.append(facts_of(name or series.main, run, find_alerts(run, when)))
        except ValueError as error:
            if len(every) == 1:
                raise
            found.append(Facts(name, nothing=f"Left out: {error}"))
        progress(done, len(every))
    if not any(one.rows for one in found):
        raise ValueError(found[0].nothing.removeprefix("Left out: "))
    title = brief(next(iter(every.values())).main if group is None else group)
    write_streams(Path(path), found, title)
    rows = [one.table_row() for one in by_surprise(found)]
    return made(frame, {name: [row[name] for row in rows] for name in FACTS})
