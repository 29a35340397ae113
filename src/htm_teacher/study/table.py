"""steps.csv: one row for each step of a run.

    step          its number, from 0
    time          as in the series, ISO 8601; empty if the series has no times
    value         the value; of several columns, that of the predicted column
    NAME          the value of another column, under its own name
    phase         training or testing
    anomaly       raw anomaly, 0 to 1: the fraction of the active columns that were not predicted
    likelihood    anomaly likelihood, 0.5 to 1: how unusual the latest raw anomalies are for this series,
                  unusually low or unusually high
    alarm         1 if the likelihood is 0.9999 or more and the latest steps were more surprising than usual,
                  otherwise 0
    recall        the fraction of the active columns that were predicted: 1 minus the raw anomaly
    precision     the fraction of the predicted columns that became active
    bursting      how many active columns were not predicted
    rank          how unusual the values around this row are; it orders all rows
    alert         1 if the detector raises an alert here, otherwise 0
    reason        why it does; empty unless it does
    prediction_1  what was predicted AT this step for 1 step later; likewise for other horizons

An empty cell is a missing value or a missing score: the first step has none, nor has a step after a gap. Rank
and alert are empty while the detector is warming up. Without a detector these three columns are left out.
Values and predictions are written so that reading them gives exactly the same number, scores with 6 decimals,
the likelihood with 10.
"""

import csv
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

from ..keep.whole_file import whole_file
from ..series import Series
from .anomalies import ALARM
from .run import Row, Run

if TYPE_CHECKING:
    from .alerts import Alerts


def alarm(row: Row) -> int | None:
    """Whether a row is an alarm, 1 or 0; None if it has no likelihood.

    The likelihood alone is no alarm: it is also high where there is unusually little surprise.
    """
    return None if row.likelihood is None else int(bool(row.unusual) and row.likelihood >= ALARM)


SCORES: dict[str, tuple[Callable[[Row], float | None], int | None]] = {
    "anomaly": (lambda row: row.anomaly, 6),
    "likelihood": (lambda row: row.likelihood, 10),
    "alarm": (alarm, None),
    "recall": (lambda row: row.recall, 6),
    "precision": (lambda row: row.precision, 6),
    "bursting": (lambda row: row.bursting, None),
}
"""{score: how to read it, and its decimals, None for whole numbers}."""


ALERTS = ("rank", "alert", "reason")


def write_steps(run: Run, path: Path, alerts: "Alerts | None" = None) -> None:
    """Write the table of a run, complete or not. The file is written whole or not at all.

    Args:
        run: what it is about.
        path: the file.
        alerts: those of the run, which have columns of their own.

    Raises:
        OSError: if it cannot be written; an older file stays unchanged.
    """
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        write_table(file, run.series, run.horizons, run.rows[run.first :], run.before, alerts)


def write_table(
    file: TextIO,
    series: Series,
    horizons: Sequence[int],
    rows: Iterable[Row],
    before: int = 0,
    alerts: "Alerts | None" = None,
) -> None:
    """Write the table of these rows; the model took ``before`` steps before the first of the series."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(header(series, horizons, alerts))
    writer.writerows(cells(series, horizons, row, before, alerts) for row in rows)


def header(series: Series, horizons: Sequence[int], alerts: "Alerts | None" = None) -> list[str]:
    """The names of the columns; "value" is the predicted field.

    Another field whose name is that of a column here gets "value_" before its name.
    """
    found = () if alerts is None else ALERTS
    after = ["phase", *SCORES, *found, *(f"prediction_{horizon}" for horizon in horizons)]
    before = ["step", "time", "value"]
    names = [f"value_{name}" if name in {*before, *after} else name for name in _fields(series)[1:]]
    return [*before, *names, *after]


def cells(
    series: Series, horizons: Sequence[int], row: Row, before: int = 0, alerts: "Alerts | None" = None
) -> list[object]:
    """The cells of a row; see ``write_table``."""
    times, place = series.times, row.step
    return [
        place + before,
        "" if times is None else times[place].isoformat(),
        *(series.fields[name][place] for name in _fields(series)),
        row.phase,
        *(_rounded(score(row), digits) for score, digits in SCORES.values()),
        *([] if alerts is None else _alert(alerts, place)),
        *(row.prediction.get(horizon) for horizon in horizons),
    ]


def _alert(alerts: "Alerts", place: int) -> list[object]:
    """Rank, alert and reason of a row."""
    found = alerts.rows[place] if place < len(alerts.rows) else None
    return ["", "", ""] if found is None else [round(found.rank, 6), int(found.alert), found.reason]


def _rounded(score: float | None, digits: int | None) -> float | None:
    return score if score is None or digits is None else round(score, digits)


def _fields(series: Series) -> list[str]:
    """The predicted field, then the others in order."""
    return [series.main, *(name for name in series.fields if name != series.main)]
