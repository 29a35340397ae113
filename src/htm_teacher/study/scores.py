"""How well a run predicted, in numbers: scores of phases and tenths, and errors beside naive predictors."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from .naive import distance, last_value, mean, same_time
from .pace import in_words
from .run import Row, Run

PARTS = 10  # of the learning curve


@dataclass(frozen=True)
class Scores:
    """Means over some steps of one phase. Steps without a score are left out; None if no step has one.

    Attributes:
        phase: "training" or "testing".
        first, last: the steps.
        scored: how many of them have a score.
        recall, precision, anomaly: in [0, 1].
        bursting, active: how many columns burst, and how many were active, at a scored step.
    """

    phase: str
    first: int
    last: int
    scored: int
    recall: float | None
    precision: float | None
    anomaly: float | None
    bursting: float | None
    active: float | None


@dataclass(frozen=True)
class Errors:
    """Mean errors of the model and of the naive predictors, all on the same test steps.

    Attributes:
        horizon: how many steps before the value the predictions were made.
        steps: on how many test steps all predictors that are compared made a prediction.
        model, last, season: the mean distance from the actual value; for texts, the error rate.
            ``season`` is None if no season is known, or if it is so long that this predictor made no
            prediction on most of these steps.
        ahead: the horizon in words, as in "48 steps, 1 day".
    """

    horizon: int
    steps: int
    model: float | None
    last: float | None
    season: float | None
    ahead: str


def scores_of_phases(run: Run) -> list[Scores]:
    """The scores of training and testing, as far as the run got."""
    trained, tested = run.rows[run.first : run.training], run.rows[run.training :]
    return [scores(rows) for rows in (trained, tested) if rows]


def learning_curve(run: Run) -> list[Scores]:
    """The scores of the run in tenths, as nearly as the end of the training phase allows."""
    rows, total, learned = len(run.series), PARTS, run.training - run.first
    trained = min(max(1, round(total * learned / (rows - run.first))), total - (run.training < rows))
    trained = trained if learned else 0
    edges = [run.first + round(learned * part / trained) for part in range(trained)]
    left, tested = rows - run.training, total - trained
    edges += [run.training + round(left * part / tested) for part in range(tested)] + [rows]
    parts = [run.rows[first:end] for first, end in pairwise(edges)]
    return [scores(part) for part in parts if part]


def scores(rows: Sequence[Row]) -> Scores:
    """The means of some rows of one phase."""
    scored = [row for row in rows if row.anomaly is not None]
    return Scores(
        phase=rows[0].phase,
        first=rows[0].step,
        last=rows[-1].step,
        scored=len(scored),
        recall=mean([row.recall for row in scored]),
        precision=mean([row.precision for row in scored]),
        anomaly=mean([row.anomaly for row in scored]),
        bursting=mean([row.bursting for row in scored]),
        active=mean([row.active for row in scored]),
    )


def errors(run: Run, horizon: int) -> Errors:
    """The errors for one horizon, on the test steps for which every predictor made a prediction."""
    values, found = run.series.values(), []
    for row in run.rows[max(run.training, horizon) :]:
        made = [run.rows[row.step - horizon].prediction.get(horizon), last_value(values, row.step, horizon)]
        made += [same_time(run.season)(values, row.step, horizon) if run.season is not None else None]
        off = [distance(prediction, values[row.step]) for prediction in made]
        if None not in off[:2]:
            found.append(off)
    full = [off for off in found if off[2] is not None]
    compared = full if full and 2 * len(full) >= len(found) else [[*off[:2], None] for off in found]
    model, last, season = [mean(column) for column in zip(*compared, strict=True)] or [None] * 3
    return Errors(horizon, len(compared), model, last, season, in_words(run.series, horizon))
