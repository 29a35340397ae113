"""How well a run predicted, in numbers: scores of phases and tenths, and errors beside naive predictors."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import pairwise

from .crps import Crps, compare
from .earned import Predictions
from .naive import Naive, distance, last_and_change, last_value, mean, same_time, usual
from .pace import in_words
from .run import Row, Run
from .season import days_and_weeks, rows_back

PARTS = 10  # of the learning curve
LAST, SEASON = "last", "season"  # the two naive predictors that ``Errors`` has a field for


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
        others: {naive predictor in words: its error}, except for the last value and the season of the run.
        scale: the mean distance of the values of the training rows from those a season before; without a
            season, from those a step before. None for texts.
        beside: {what else was compared: its error}.
        crps: of the model, and of the best naive predictor; None for texts.
    """

    horizon: int
    steps: int
    model: float | None
    last: float | None
    season: float | None
    ahead: str
    others: dict[str, float | None] = field(default_factory=dict)
    scale: float | None = None
    beside: dict[str, float | None] = field(default_factory=dict)
    crps: Crps | None = None

    @property
    def mase(self) -> float | None:
        """The mean absolute scaled error (Hyndman & Koehler 2006): the error divided by ``scale``."""
        return None if self.model is None or not self.scale else self.model / self.scale

    @property
    def skill(self) -> float | None:
        """1 minus the error divided by that of the best naive predictor: 1 is perfect, 0 no better."""
        best = self.naive
        return None if self.model is None or not best else 1 - self.model / best

    @property
    def naive(self) -> float | None:
        """The error of the best naive predictor; None without any."""
        return self._naive().get(self.best_naive or "")

    @property
    def best_naive(self) -> str | None:
        """Which of the ``naive_predictors`` has the smallest error; None without any."""
        known = self._naive()
        return min(known, key=lambda name: known[name]) if known else None

    def _naive(self) -> dict[str, float]:
        every = {LAST: self.last, SEASON: self.season} | self.others
        return {name: error for name, error in every.items() if error is not None}


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


def errors(run: Run, horizon: int, beside: Mapping[str, Predictions] | None = None) -> Errors:
    """The errors for one horizon, on the test steps for which every predictor made a prediction.

    Args:
        run: whose predictions are compared.
        horizon: in steps.
        beside: {name: at each step, predictions of something else}.
    """
    values, naive, found = run.series.values(), naive_predictors(run), []
    given, count = beside or {}, 1 + len(naive) + len(beside or {})
    for row in run.rows[max(run.training, horizon) :]:
        made = [run.rows[row.step - horizon].prediction.get(horizon)]
        made += [predict(values, row.step, horizon) for predict in naive.values()]
        made += [told[row.step - horizon].get(horizon) for told in given.values()]
        off = [distance(prediction, values[row.step]) for prediction in made]
        if None not in off[:2]:
            found.append(off)
    compared, least = found, len(found) / 2
    for place in range(2, count):
        full = [off for off in compared if off[place] is not None]
        if full and len(full) >= least:
            compared = full
        else:
            compared = [[*off[:place], None, *off[place + 1 :]] for off in compared]
    model, last, *rest = [mean(column) for column in zip(*compared, strict=True)] or [None] * count
    known = dict(zip([*list(naive)[1:], *given], rest, strict=True))
    others = {name: known[name] for name in naive if name not in {LAST, SEASON}}
    named = {name: known[name] for name in given}
    one = Errors(
        horizon,
        len(compared),
        model,
        last,
        known.get(SEASON),
        in_words(run.series, horizon),
        others,
        error_scale(run),
        named,
    )
    best = one.best_naive
    distributions = None if best is None or _texts(run) else compare(run, horizon, naive[best])
    return replace(one, crps=distributions)


def naive_predictors(run: Run, later: Sequence[datetime] = ()) -> dict[str, Naive]:
    """{predictor in words: predictor}: the last value, those by season and day, and what is usual.

    ``later``: when the steps after the last row are, if they are to be predicted, too.
    """
    found: dict[str, Naive] = {LAST: last_value}
    if run.season is not None:
        back = rows_back(run.series, run.season, run.season_name, later)
        found[SEASON] = same_time(run.season, back)
        for steps, name in days_and_weeks(run.series, run.training).items():
            if steps != run.season:
                other = rows_back(run.series, steps, name, later)
                found[f"the same time {name} ago"] = same_time(steps, other)
        if not _texts(run):
            changed = f"the last value plus the change {run.season_name} ago"
            found[changed] = last_and_change(run.season, back)
    what = "most frequent text" if _texts(run) else "median"
    rows = "rows that are kept" if run.first else "training rows"
    found[f"the {what} of the {rows}"] = usual(run.series.values()[: run.training])
    return found


def error_scale(run: Run) -> float | None:
    """What the model's error is divided by for its ``mase``: the error on the training rows of a naive."""
    values, lag = run.series.values()[: run.training], run.season or 1
    if _texts(run):
        return None
    back = rows_back(run.series, run.season, run.season_name) if run.season else None
    predict = same_time(lag, back)
    return mean([distance(predict(values, place, 1), value) for place, value in enumerate(values)])


def _texts(run: Run) -> bool:
    return any(isinstance(value, str) for value in run.series.values())
