"""A series through a model: a training phase in which the model learns, then a test without learning."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ..build import build
from ..core.anomaly import AnomalyLikelihood
from ..core.chances import Prediction, Value
from ..core.checks import brief
from ..core.permanence import add_up
from ..core.records import Step
from ..keep.history import KEEP, History
from ..series import Series
from .choices import first_rows, parameters, training_rows
from .encoding import encode
from .pace import notes_on_rows, usual_horizons
from .readout import note, readout
from .season import known_season

if TYPE_CHECKING:
    from .alert_rule import Earlier

Progress = Callable[[int, int], object]
"""Called after each step with the number of steps done and the number of all steps."""


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a step: its scores (None if it has none), and what was predicted at it.

    Attributes:
        step: its number, from 0.
        phase: "training" or "testing".
        anomaly, likelihood, recall, precision: see ``Step``.
        bursting, active: how many columns burst, and how many were active.
        prediction: {horizon: the value predicted for that many steps later}.
        unusual: whether the latest steps were more surprising than usual; None while the anomaly likelihood
            is warming up.
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
    """A series on its way through a model; ``go`` takes it through, and can be called again.

    Attributes:
        series: the rows to take.
        training: how many of them, from the first, the model learns from.
        records: what the model is given at each step.
        history: the model and its past.
        horizons: how many steps ahead the model predicts.
        season: how many steps a season has, for the naive predictor; None if no season is known.
        season_name: the same in words.
        settings: the preset, engine, seed and training fraction.
        notes: what was decided on the way, a sentence each.
        rows: what is kept of each step so far.
        first: how many rows an earlier run has taken: they are here only to look back at.
        before: how many steps the model had taken before the first row of the series.
        learns: whether the model learns from the rows after the training rows, too.
        earlier: what alerts need of all rows that earlier runs have taken; None if that is not known.
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
    first: int = 0
    before: int = 0
    learns: bool = False
    earlier: "Earlier | None" = None

    @property
    def taken(self) -> int:
        """How many rows this run has taken; those of an earlier run do not count."""
        return len(self.rows) - self.first

    @property
    def complete(self) -> bool:
        """Whether every row has been taken."""
        return len(self.rows) == len(self.series)

    def go(self, progress: Progress | None = None, stop: Callable[[], bool] = lambda: False) -> None:
        """Take the remaining rows, one after the other.

        Args:
            progress: called after each step.
            stop: called before each step; if it returns True the run stops there, and every step so far is
                complete.

        Raises:
            ValueError: naming the row, if the encoder cannot encode its value.
        """
        while not self.complete and not stop():
            self.rows.append(self._step(len(self.rows)))
            if progress is not None:
                progress(self.taken, len(self.series) - self.first)

    def record(self, place: int) -> Step | None:
        """The whole record of the step at a row; None if it is not kept, or an earlier run took the row."""
        place -= len(self.rows) - len(self.history)
        kept = max(0, len(self.history) - self.history.keep)
        return self.history[place] if kept <= place < len(self.history) else None

    def steps(self) -> list[Step]:
        """The whole records of the last steps, as many as are kept."""
        done = len(self.history)
        return [self.history[place] for place in range(max(0, done - self.history.keep), done)]

    def _step(self, place: int) -> Row:
        learn = place < self.training or self.learns
        try:
            step = self.history.step(self.records[place], learn)
        except ValueError as error:
            raise ValueError(f"{brief(self.series.name)}, step {place + self.before}: {error}") from None
        return row_of(step, place, self.history.model.likelihood)


def row_of(step: Step, place: int, likelihood: AnomalyLikelihood) -> Row:
    """What is kept of a step, at its place in the run, with the model's likelihood right after it."""
    active = len(step.active_columns)
    unusual = None
    if likelihood.usual is not None:
        unusual = add_up(likelihood.scores) / len(likelihood.scores) > likelihood.usual.mean
    return Row(
        step=place,
        phase="training" if step.learn else "testing",
        anomaly=step.anomaly,
        likelihood=step.likelihood,
        recall=step.recall,
        precision=step.precision,
        bursting=len(step.bursting_columns) if active else None,
        active=active,
        prediction={ahead: middle(prediction) for ahead, prediction in step.prediction.items()},
        unusual=unusual,
    )


def run_series(
    series: Series,
    preset: str = "classroom",
    *,
    progress: Progress | None = None,
    stop: Callable[[], bool] = lambda: False,
    **choices: Any,
) -> Run:
    """Take a series through a model; see ``prepare`` for ``choices`` and ``Run.go`` for the others."""
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
    """Prepare a run of a series: check everything, take no step.

    Args:
        series: what to learn; ``series.main`` is predicted.
        preset, engine, seed, changes: as for ``build``.
        train: the fraction of the rows to learn from, above 0 and at most 1; the others are the test.
        iterations: how many rows to take, from the first; by default all.
        columns: how many columns, as sparse as in the preset; see ``scaled``.
        horizons: how many steps ahead to predict; by default see ``usual_horizons``.
        season: how many steps a season has; by default see ``known_season``.
        keep: how many whole records to hold for pictures, at least 1; ``History`` says how large they are.

    Raises:
        ValueError: naming what is out of range or does not fit.
    """
    series = first_rows(series, iterations)
    training = training_rows(len(series), train)
    steps, name, on_season = known_season(series, training, season)
    chosen = parameters(preset, columns, horizons or usual_horizons(series, training, steps), changes)
    encoded = encode(series, training)
    chosen |= readout(series, training, encoded.encoder, preset, chosen) | changes
    model = build(preset, encoded.encoder, engine, seed, series.main if encoded.named else None, **chosen)
    settings = {"preset": preset, "engine": engine, "seed": seed, "train": train}
    reading = model.classifier.parameters
    notes = [*series.notes, *notes_on_rows(series), *encoded.notes, note(reading), *on_season]
    notes += on_pictures(series, keep)
    history, ahead = History(model, keep=keep, checkpoints=4), reading.horizons
    return Run(series, training, encoded.records, history, ahead, steps, name, settings, notes)


def on_pictures(series: Series, keep: int) -> list[str]:
    """A note if pictures will show only a part of the run."""
    shown = f"pictures show only the last {keep:,} steps, whose whole records are kept; steps.csv has all"
    return [shown] if keep < len(series) else []


def middle(prediction: Prediction) -> Value:
    """The median of a prediction; of texts the most probable.

    Of all single values, the median has the smallest mean absolute error.
    """
    median = prediction.median
    return prediction.value if median is None else median
