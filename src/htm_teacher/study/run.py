"""A whole series through a machine: a training phase in which it learns, then a test without learning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from ..build import build
from ..core.checks import check_whole
from ..core.classifier import Prediction, Value
from ..core.permanence import add_up
from ..core.records import Step
from ..keep.history import History
from ..series import Series
from .choices import CHOSEN, horizons_ahead, scaled, training_rows
from .encoding import encode
from .pace import notes_on_rows, usual_horizons
from .season import known_season

Progress = Callable[[int, int], object]
"""Called after each step with how many are done and how many there are."""

KEEP = 20_000  # whole records held, for pictures: 4 to 10 KB each


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
        season: steps after which the series about repeats; if not given, of a day, a week, a year and
            what the series says what errs least on the training rows, or else what these show.
        keep: how many whole records are held, for pictures, 4 to 10 KB each; at least 1.
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
    horizons = horizons_ahead(horizons or usual_horizons(series, training))
    encoded = encode(series, training)
    predict = series.main if encoded.named else None
    parameters = CHOSEN | {"horizons": horizons} | changes
    model = build(preset, encoded.encoder, engine, seed, predict, **parameters)
    season, season_name, on_season = known_season(series, training, season)
    shown = f"the pictures show the last {keep:,} steps, which are kept whole; steps.csv has all"
    return Run(
        series=series,
        training=training,
        records=encoded.records,
        history=History(model, keep=keep, checkpoints=4),
        horizons=model.classifier.parameters.horizons,
        season=season,
        season_name=season_name,
        settings={"preset": preset, "engine": engine, "seed": seed, "train": train},
        notes=[
            *series.notes,
            *notes_on_rows(series),
            *encoded.notes,
            *on_season,
            *([shown] if keep < len(series) else []),
        ],
    )


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
