"""A whole series through a machine: a training phase in which it learns, then a test without learning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import pairwise
from typing import Any

from ..build import PRESETS, build
from ..core.classifier import Prediction, Value
from ..core.model import Step
from ..core.numbers import add_up, check_number, check_whole
from ..core.parameters import MemoryParameters, PoolerParameters
from ..history import History
from ..series import Series
from .encoding import encode
from .naive import find_season

Progress = Callable[[int, int], object]
"""Called after each step with how many are done and how many there are."""

# Chosen on the training rows of the demand series alone: learned up to row 2,200, looked at from there to
# 2,822. Boosting brings all columns into use, so that they tell more values apart: without it recall is
# higher (.56 against .49), but predictions err more (a step ahead 1,057 MW against 967, a day ahead 1,312
# against 1,040). The classifier hears each moment only once; three times its usual rate errs least.
CHOSEN: dict[str, Any] = {"boost_strength": 1.0, "learning_rate": 0.3}

KEEP = 5000  # whole records held, for pictures: about 10 KB each
FEWEST_ACTIVE = 5  # columns: fewer are no pattern that could be told from another


@dataclass(frozen=True)
class Row:
    """What is kept of one step: scores, None where there is none, and what was predicted at it.

    Attributes:
        step: its number, from 0.
        phase: "training" or "testing".
        bursting, active: how many columns came unexpected, and how many came.
        prediction: {horizon: what it expects that many steps later}.
        unusual: whether lately there was more surprise than usual; None while the anomaly likelihood
            does not know yet what is usual.
    """

    step: int
    phase: str
    anomaly: float | None
    likelihood: float | None
    recall: float | None
    precision: float | None
    bursting: int | None
    active: int
    prediction: dict[int, Value]
    unusual: bool | None


@dataclass
class Run:
    """A series on its way through a machine; ``go`` takes it there, and can be called again.

    Attributes:
        series: the rows to be taken.
        training: how many of them, from the first, are learned from.
        records: what the model is given at each.
        history: the model and all it has been through.
        horizons: how many steps ahead it predicts.
        season: the steps of a season, for the naive predictor; None if none is known.
        season_name: the same in words.
        settings: what else it was made with.
        notes: what was decided on the way, a sentence each.
        rows: what is kept of each step so far.
    """

    series: Series
    training: int
    records: list[Any]
    history: History
    horizons: tuple[int, ...]
    season: int | None
    season_name: str
    settings: dict[str, Any]
    notes: list[str]
    rows: list[Row] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        """Whether every row was taken."""
        return len(self.rows) == len(self.series)

    def go(self, progress: Progress | None = None, stop: Callable[[], bool] = lambda: False) -> None:
        """Take the rows that are left, one after the other.

        Args:
            progress: called after each step.
            stop: asked before each step; True leaves it at that, and everything so far is whole.

        Raises:
            ValueError: naming the row, if the encoder cannot take its value.
        """
        while not self.complete and not stop():
            self.rows.append(self._step(len(self.rows)))
            if progress is not None:
                progress(len(self.rows), len(self.series))

    def steps(self) -> list[Step]:
        """The whole records of the last steps, as many as are held."""
        done = len(self.rows)
        return [self.history[place] for place in range(max(0, done - self.history.keep), done)]

    def _step(self, place: int) -> Row:
        learn = place < self.training
        try:
            step = self.history.step(self.records[place], learn)
        except ValueError as error:
            raise ValueError(f"{self.series.name}, step {place}: {error}") from None
        active = len(step.active_columns)
        return Row(
            step=place,
            phase="training" if learn else "testing",
            anomaly=step.anomaly,
            likelihood=step.likelihood,
            recall=step.recall,
            precision=step.precision,
            bursting=len(step.bursting_columns) if active else None,
            active=active,
            prediction={ahead: middle(one) for ahead, one in step.prediction.items()},
            unusual=self._unusual(),
        )

    def _unusual(self) -> bool | None:
        likelihood = self.history.model.likelihood
        if likelihood.usual is None:
            return None
        return add_up(likelihood.scores) / len(likelihood.scores) > likelihood.usual.mean


def run_series(
    series: Series,
    preset: str = "classroom",
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
    **choices: Any,
) -> Run:
    """Take a series through a machine; see ``prepare`` for ``choices`` and ``Run.go`` for the rest."""
    run = prepare(series, preset, **choices)
    run.go(progress, stop)
    return run


def prepare(
    series: Series,
    preset: str = "classroom",
    *,
    engine: str = "auto",
    seed: int = 42,
    train: float = 0.7,
    iterations: int | None = None,
    columns: int | None = None,
    horizons: Sequence[int] | None = None,
    season: int | None = None,
    keep: int = KEEP,
    **changes: Any,
) -> Run:
    """A run of a series, ready to go; everything is checked, nothing has happened.

    Encoders take their resolution and categories from the training rows alone. The field that is predicted
    is ``series.main``.

    Args:
        series: what to learn.
        preset, engine, seed: as for ``build``.
        train: the part of the rows to learn from, above 0 and at most 1; the rest tests.
        iterations: how many values to take, from the first; all if not given.
        columns: how many columns, with as large a part of them active as in the preset.
        horizons: how many steps ahead to predict; 1 and a day, or 1 and 5, if not given.
        season: steps after which the series about repeats; what the series says, or what its training
            rows show, if not given.
        keep: how many whole records are held, for pictures.
        changes: other parameters by name, as for ``build``.

    Raises:
        ValueError: naming what is out of range or does not fit.
    """
    taken = len(series) if iterations is None else check_whole(iterations, "iterations", 1)
    if taken < len(series):
        series = series.head(taken)
    training = training_rows(len(series), train)
    if columns is not None:
        changes = scaled(preset, columns) | changes
    horizons = horizons or usual_horizons(series, training)
    encoded = encode(series, training)
    predict = series.main if encoded.named else None
    parameters = CHOSEN | {"horizons": tuple(horizons)} | changes
    model = build(preset, encoded.encoder, engine, seed, predict, **parameters)
    season, season_name, note = known_season(series, training, season)
    return Run(
        series=series,
        training=training,
        records=encoded.records,
        history=History(model, keep=keep, checkpoints=4),
        horizons=model.classifier.parameters.horizons,
        season=season,
        season_name=season_name,
        settings={"preset": preset, "engine": engine, "seed": seed, "train": train},
        notes=[*encoded.notes, *note],
    )


def training_rows(rows: int, train: float) -> int:
    """How many of the rows are learned from."""
    part = check_number(train, "train", 0, 1)
    training = round(rows * part)
    if training == 0:
        raise ValueError(f"train is {train!r}: of {rows} rows that leaves none to learn from")
    return training


def scaled(preset: str, columns: int) -> dict[str, int]:
    """A preset's parameters for another number of columns: as sparse, and as easily recognised.

    The active columns stay the same part of all. A segment recognises a moment by the same part of the
    synapses that it can have to it, but never by more than in the preset.
    """
    if preset not in PRESETS:
        raise ValueError(f"unknown preset {preset!r}: there are {', '.join(PRESETS)}")
    usual = {name: _of(preset, name) for name in ("columns", "active_column_count", "sample_size")}
    part = usual["active_column_count"] / usual["columns"]
    fewest = -int(-(FEWEST_ACTIVE - 0.5) // part)
    if check_whole(columns, "columns") < fewest:
        why = f"it must be at least {fewest}, for {FEWEST_ACTIVE} to be active as in {preset}"
        raise ValueError(f"columns is {columns}: {why}")
    active = int(columns * part + 0.5)
    before = min(usual["sample_size"], usual["active_column_count"])
    shrunk = min(1.0, min(usual["sample_size"], active) / before)
    thresholds = {
        name: int(_of(preset, name) * shrunk + 0.5) for name in ("activation_threshold", "learning_threshold")
    }
    return {"columns": columns, "active_column_count": active} | thresholds


def _of(preset: str, name: str) -> int:
    """A parameter's value in a preset."""
    values = vars(PoolerParameters()) | vars(MemoryParameters()) | PRESETS[preset]
    return int(values[name])


def usual_horizons(series: Series, training: int) -> tuple[int, ...]:
    """One step, and a day where rows are parts of one; 5 steps where a day is too long, or no day."""
    day = steps_a_day(series)
    return (1, day if day and day <= (len(series) - training) // 2 else 5)


def steps_a_day(series: Series) -> int | None:
    """How many rows make a day; None where they are not parts of one."""
    step = time_step(series)
    return round(timedelta(days=1) / step) if step and step <= timedelta(hours=12) else None


def time_step(series: Series) -> timedelta | None:
    """The usual time between two rows, if that is known and above nothing."""
    steps = sorted(now - before for before, now in pairwise(series.times or []))
    return (steps[len(steps) // 2] or None) if steps else None


def known_season(series: Series, training: int, season: int | None) -> tuple[int | None, str, list[str]]:
    """The season, its name, and a note where it was worked out here."""
    if season is not None:
        return check_whole(season, "season", 1), f"{season} steps", []
    if series.season is not None:
        return series.season, series.season_name or f"{series.season} steps", []
    found = find_season(series.values()[:training])
    if found is None:
        return None, "", ["no season is known, nor do the training rows show one"]
    return found, f"{found} steps", [f"a season of {found} steps is what the training rows show"]


def middle(prediction: Prediction) -> Value:
    """The value as likely to be exceeded as not; of texts the most probable.

    Of all that one could read out of a distribution, this is what errs least in the mean.
    """
    if any(isinstance(value, str) for value in prediction.values):
        return prediction.value
    reached = 0.0
    for value, probability in zip(prediction.values, prediction.probabilities, strict=True):
        reached += probability
        if reached >= 0.5:
            return value
    return prediction.value
