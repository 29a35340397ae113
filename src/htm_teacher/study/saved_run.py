"""A run in a file: the model, and what later rows need so that they are taken as if the run had not stopped.

The model is a snapshot; the rest is beside it in the same file: how the series is read, its last rows with
what was predicted at them, and what was decided from the training rows.
"""

import os
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ..build import load
from ..core.checks import brief_path, check_number, check_whole
from ..core.encoders import Category, DateTime, Encoder, Fields
from ..core.model import Model
from ..keep.snapshot import SnapshotError, read_beside, save
from ..series import Series, Value
from .alert_rule import Earlier, Rule
from .alerts_kept import kept as kept_for_alerts
from .alerts_kept import to_keep
from .run import Row, Run

FEWEST = 100  # rows that are kept, if there are as many: they show how long a step takes


@dataclass(frozen=True)
class SavedRun:
    """A run that can continue.

    Attributes:
        model: the model after its last step.
        series: the last rows, as many as are looked back at.
        rows: what was predicted at each of them; they have no scores.
        training: how many rows from the first are for training.
        season, season_name, settings: as in ``Run``.
        reading: the settings with which the file was read.
        earlier: what alerts need of all rows so far; None if they cannot continue.
    """

    model: Model
    series: Series
    rows: list[Row]
    training: int
    season: int | None
    season_name: str
    settings: dict[str, Any]
    reading: dict[str, Any]
    earlier: Earlier | None = None

    @property
    def before(self) -> int:
        """How many steps the model took before the first of the rows that are kept."""
        return self.model.steps - len(self.series)

    @property
    def last_time(self) -> datetime | None:
        """The time of the last step; None if the series has no times."""
        return self.series.times[-1] if self.series.times else None


def save_run(
    run: Run,
    path: str | os.PathLike[str],
    reading: dict[str, Any] | None = None,
    when: Rule | None = None,
) -> None:
    """Write a run, complete or not, to one file: whole, or not at all.

    Args:
        run: a run that has taken a step.
        path: the file; a ``.npz`` file that NumPy and ``htm_teacher.load`` read, too.
        reading: the settings with which its file was read, as JSON has them.
        when: when an alert is raised, if that was asked for.

    Raises:
        OSError: if it cannot be written; an older file is unharmed.
    """
    done = len(run.rows)
    back = max(run.horizons) + (run.season or 0)
    series = run.series.slice(max(0, done - max(FEWEST, back)), done)
    kept = {
        "name": series.name,
        "main": series.main,
        "unit": series.unit,
        "fields": series.fields,
        "times": None if series.times is None else [time.isoformat() for time in series.times],
        "predictions": [
            [row.prediction.get(horizon) for horizon in run.horizons] for row in run.rows[-len(series) :]
        ],
        "training": run.settings.get("training", run.training),
        "season": run.season,
        "season_name": run.season_name,
        "settings": run.settings,
        "reading": reading or {},
        "alerts": to_keep(run, when),
    }
    save(run.history.model, path, {"run": kept})


def load_run(path: str | os.PathLike[str], engine: str = "auto") -> SavedRun:
    """The run in a file, with its model on an engine; see ``build``.

    Raises:
        SnapshotError: if the file is not a whole snapshot, or holds a model without a run.
        OSError: if it cannot be read.
    """
    model, beside = load(path, engine), read_beside(path)
    if not isinstance(beside, dict) or "run" not in beside:
        raise SnapshotError(f"{brief_path(path)}: holds a model, but no run: save one with --save")
    try:
        return _saved(model, beside["run"])
    except Exception as error:  # damaged content can fail in any way
        raise SnapshotError(f"{brief_path(path)}: what it keeps of its run is damaged") from error


def fields_of(encoder: Encoder, main: str) -> dict[str, Encoder]:
    """The encoder of each field of a series, without that of its times."""
    if not isinstance(encoder, Fields):
        return {main: encoder}
    return {name: one for name, one in encoder.encoders.items() if not isinstance(one, DateTime)}


def _saved(model: Model, kept: dict[str, Any]) -> SavedRun:
    """What was kept, each part checked."""
    main, horizons = kept["main"], model.classifier.parameters.horizons
    encoders = fields_of(model.encoder, main)
    fields = {name: [_value(one, encoders[name]) for one in kept["fields"][name]] for name in encoders}
    times = None if kept["times"] is None else [datetime.fromisoformat(time) for time in kept["times"]]
    earlier = kept_for_alerts(kept.get("alerts"), model.steps)  # a file of an earlier version has none
    moments = [*(times or []), *([earlier.since] if earlier and earlier.since else [])]
    if len({moment.tzinfo is None for moment in moments}) > 1:
        raise ValueError("some times have a zone, others not")
    series = Series(str(kept["name"]), fields, times, main, str(kept["unit"]))
    every = list(kept["fields"])
    if set(every) != set(encoders) or not 0 < len(series) <= model.steps:
        raise ValueError("the rows do not fit the model")
    told = [dict(zip(horizons, one, strict=True)) for one in kept["predictions"]]
    rows = [_row(place, prediction) for place, prediction in enumerate(told)]
    if len(rows) != len(series):
        raise ValueError("there are more or fewer predictions than rows")
    return SavedRun(
        model,
        series,
        rows,
        check_whole(kept["training"], "training", 1),
        None if kept["season"] is None else check_whole(kept["season"], "season", 1),
        str(kept["season_name"]),
        {name: kept["settings"][name] for name in ("preset", "engine", "seed", "train")},
        dict(kept["reading"]),
        earlier,
    )


def _row(place: int, told: dict[int, Any]) -> Row:
    """A row with nothing but what was predicted at it."""
    known = {horizon: value for horizon, value in told.items() if value is not None}
    prediction = {
        horizon: value if isinstance(value, str) else check_number(value, "prediction")
        for horizon, value in known.items()
    }
    return Row(place, "earlier", None, None, None, None, None, 0, prediction, None)


def _value(value: Any, encoder: Encoder) -> Value:
    if value is None or (isinstance(encoder, Category) and isinstance(value, str)):
        return value
    return check_number(value, "value")
