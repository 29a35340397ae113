"""What can be said of a run: how well it predicted, whether it learned, and what was out of the ordinary."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from ..core.anomaly import AVERAGED
from .naive import distance, last_value, mean, same_time
from .pace import steps_a_day
from .run import Row, Run

PARTS = 10  # of the learning curve
MOST_MOMENTS = 3
PHASES = ("training", "testing")


@dataclass(frozen=True)
class Scores:
    """Means over some steps of one phase; steps without a score are left out, None if all are.

    Attributes:
        phase: "training" or "testing".
        first, last: the steps.
        scored: how many of them have a score.
        recall, precision, anomaly: in [0, 1].
        bursting, active: how many columns came unexpected, and how many came, at a scored step.
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
    """Mean errors of the prediction and of the naive ones, all on the same test steps.

    Attributes:
        horizon: how many steps before the value they were made.
        steps: on how many test steps all that are compared had something to say.
        model, last, season: mean distance from what came; of texts, the part that was wrong.
            ``season`` is None if no season is known, or it is so long that it had nothing to say on
            most of these steps.
    """

    horizon: int
    steps: int
    model: float | None
    last: float | None
    season: float | None


@dataclass(frozen=True)
class Moment:
    """A step that was out of the ordinary."""

    row: Row
    time: datetime | None
    value: float | str | None


@dataclass(frozen=True)
class Known:
    """A known anomaly, and what the machine made of it.

    Attributes:
        first, last: its moments.
        phase: that of its first step.
        steps: how many steps it has in this run.
        anomaly, likelihood: the highest among these and the next ten, over which surprise is averaged;
            the likelihood where there is more surprise than usual, None where there never is.
        warming_up: whether the likelihood did not know yet what is usual.
        rank: which of the most anomalous moments fell into it, or those ten steps, from 1; None for none.
    """

    first: datetime
    last: datetime
    phase: str
    steps: int
    anomaly: float | None
    likelihood: float | None
    warming_up: bool
    rank: int | None


@dataclass(frozen=True)
class Report:
    """All that is said of a run.

    Attributes:
        phases: the scores of training and testing, as far as the run got.
        curve: the same in tenths of the run, none of them across both phases.
        errors: for each horizon.
        moments: the most anomalous, the strongest first, at different places.
        ranked_by: what they were ranked by.
        apart: how many steps they are apart at least.
        looked_from: the first step looked at; in those before everything is new.
        known: what became of the known anomalies.
    """

    phases: list[Scores]
    curve: list[Scores]
    errors: list[Errors]
    moments: list[Moment]
    ranked_by: str
    apart: int
    looked_from: int
    known: list[Known]


def report_on(run: Run) -> Report:
    """The report on a run, complete or not."""
    trained, tested = run.rows[: run.training], run.rows[run.training :]
    candidates, ranked_by, looked_from = _candidates(run)
    apart = _apart(run)
    moments = [_moment(run, row) for row in most_anomalous(candidates, apart)]
    return Report(
        phases=[scores(rows) for rows in (trained, tested) if rows],
        curve=_curve(run),
        errors=[errors(run, horizon) for horizon in run.horizons],
        moments=moments,
        ranked_by=ranked_by,
        apart=apart,
        looked_from=looked_from,
        known=_known(run, moments),
    )


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
    """The errors for one horizon, on the test steps where every predictor has something to say."""
    values, found = run.series.values(), []
    for row in run.rows[max(run.training, horizon) :]:
        said = [run.rows[row.step - horizon].prediction.get(horizon), last_value(values, row.step, horizon)]
        said += [same_time(run.season)(values, row.step, horizon) if run.season is not None else None]
        off = [distance(one, values[row.step]) for one in said]
        if None not in off[:2]:
            found.append(off)
    full = [off for off in found if off[2] is not None]
    compared = full if full and 2 * len(full) >= len(found) else [[*off[:2], None] for off in found]
    model, last, season = [mean(column) for column in zip(*compared, strict=True)] or [None] * 3
    return Errors(horizon, len(compared), model, last, season)


def most_anomalous(rows: Sequence[Row], apart: int) -> list[Row]:
    """The rows of highest likelihood, then highest raw anomaly, each at a place of its own."""
    ranked = sorted(rows, key=lambda row: (-(row.likelihood or 0), -(row.anomaly or 0), row.step))
    chosen: list[Row] = []
    for row in ranked:
        if len(chosen) < MOST_MOMENTS and all(abs(row.step - one.step) >= apart for one in chosen):
            chosen.append(row)
    return chosen


def _candidates(run: Run) -> tuple[list[Row], str, int]:
    """The rows among which to look for anomalies, what ranks them, and the step that they begin at.

    Only where there is more surprise than usual: the likelihood is high as well where there is
    unusually little, which is nothing to be alarmed by.
    """
    ready = next((row.step for row in run.rows if row.unusual is not None), None)
    if ready is None:
        tested = [row for row in run.rows[run.training :] if row.anomaly is not None]
        return tested, "raw anomaly", run.training
    known = [row for row in run.rows if row.unusual and row.anomaly is not None]
    return known, "anomaly likelihood, then raw anomaly", ready


def _apart(run: Run) -> int:
    """A day where rows are parts of one, but no more than a tenth of the run.

    At least twice the steps that the likelihood averages.
    """
    return max(2 * AVERAGED, min(steps_a_day(run.series) or 0, len(run.series) // 10))


def _moment(run: Run, row: Row) -> Moment:
    times = run.series.times
    return Moment(row, times[row.step] if times else None, run.series.values()[row.step])


def _curve(run: Run) -> list[Scores]:
    """The run in tenths, as nearly as the end of the training phase allows."""
    rows, total = len(run.series), PARTS
    trained = min(max(1, round(total * run.training / rows)), total - (run.training < rows))
    edges = [round(run.training * part / trained) for part in range(trained)]
    left, tested = rows - run.training, total - trained
    edges += [run.training + round(left * part / tested) for part in range(tested)] + [rows]
    parts = [run.rows[first:end] for first, end in pairwise(edges)]
    return [scores(part) for part in parts if part]


def _known(run: Run, moments: Sequence[Moment]) -> list[Known]:
    """The known anomalies as far as the run got."""
    times = run.series.times or []
    found = []
    for first, last in run.series.anomalies:
        steps = [row.step for row in run.rows if first <= times[row.step] <= last]
        if steps:
            rows = run.rows[steps[0] : steps[-1] + 1 + AVERAGED]
            found.append(_one_known(first, last, len(steps), rows, moments))
    return found


def _one_known(
    first: datetime, last: datetime, steps: int, rows: Sequence[Row], moments: Sequence[Moment]
) -> Known:
    within = {row.step for row in rows}
    ranks = [rank for rank, moment in enumerate(moments, 1) if moment.row.step in within]
    scored = [row for row in rows if row.anomaly is not None]
    return Known(
        first=first,
        last=last,
        phase=rows[0].phase,
        steps=steps,
        anomaly=max((row.anomaly or 0 for row in scored), default=None),
        likelihood=max((row.likelihood or 0 for row in scored if row.unusual), default=None),
        warming_up=rows[0].unusual is None,
        rank=min(ranks, default=None),
    )
