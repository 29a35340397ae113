"""The most anomalous moments of a run, and what became of the known anomalies."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from ..core.anomaly import AVERAGED
from ..core.encoders import Fields
from ..series.series import counted
from .dates import Dates
from .naive import distance
from .pace import steps_a_day
from .run import Row, Run

MOST_MOMENTS = 3
BY_LIKELIHOOD = "anomaly likelihood, then raw anomaly"
BY_ERROR = "raw anomaly times the error of the prediction"
ALARM = 0.9999  # the likelihood at which Numenta raises an alarm
LEAST = 0.5  # a complete surprise with an error of half a resolution
FENCE = 1.5  # times the distance of the quartiles: Tukey's fence


@dataclass(frozen=True)
class Moment:
    """A step that was out of the ordinary.

    Attributes:
        row: its scores.
        time: when it was; None if the series has no times.
        value: its value.
        when: the time as people write it; "" if it has none.
        off: the error of the prediction for it, in resolutions; see ``error_of``.
    """

    row: Row
    time: datetime | None
    value: float | str | None
    when: str = ""
    off: float | None = None


@dataclass(frozen=True)
class Known:
    """A known anomaly, and how the model scored it.

    Attributes:
        first, last: its first and last time.
        phase: the phase of its first step.
        steps: how many steps it has in this run.
        anomaly, likelihood: the highest of these steps and of the next ten, over which the raw anomaly is
            averaged. The likelihood is that of steps more surprising than usual, None if there are none.
        warming_up: whether its first step is before the first step that is ranked.
        rank: the rank of the highest moment among those steps, from 1; None if there is none.
    """

    first: datetime
    last: datetime
    phase: str
    steps: int
    anomaly: float | None
    likelihood: float | None
    warming_up: bool
    rank: int | None


class Ranking(NamedTuple):
    """The most anomalous moments, and how they were found.

    Attributes:
        moments: the strongest first.
        ranked_by: the score by which they are ranked: ``BY_LIKELIHOOD`` or ``BY_ERROR``.
        apart: the smallest number of steps between two of them.
        looked_from: the first step considered.
        nothing: why there are none, in a sentence; "" if there are some.
    """

    moments: list[Moment]
    ranked_by: str
    apart: int
    looked_from: int
    nothing: str = ""

    @property
    def alarms(self) -> list[Moment]:
        """The moments at which Numenta would raise an alarm; an error is none."""
        if self.ranked_by == BY_ERROR:
            return []
        return [moment for moment in self.moments if (moment.row.likelihood or 0) >= ALARM]


def rank_moments(run: Run) -> Ranking:
    """The most anomalous moments of a run.

    By likelihood, if it is ready before the test begins. Otherwise the likelihood would leave out a part of
    the test, so all of the test is ranked by what is known: how much was not predicted, and by how far.
    """
    ready = next((row.step for row in run.rows if row.unusual is not None), None)
    if ready is not None and ready <= run.training:
        return _by_likelihood(run, ready)
    return _by_error(run)


Score = Callable[[Row], Any]


def by_likelihood(row: Row) -> tuple[float, float]:
    """The likelihood with the decimals that are shown, then the raw anomaly."""
    return round(row.likelihood or 0, 6), row.anomaly or 0


def most_anomalous(rows: Sequence[Row], apart: int, score: Score = by_likelihood) -> list[Row]:
    """The rows of the highest score, at least ``apart`` steps from each other."""
    ranked = sorted(rows, key=lambda row: row.step)
    ranked.sort(key=score, reverse=True)  # of equal rows the first comes first
    chosen: list[Row] = []
    for row in ranked:
        if len(chosen) < MOST_MOMENTS and all(abs(row.step - earlier.step) >= apart for earlier in chosen):
            chosen.append(row)
    return chosen


def _by_likelihood(run: Run, ready: int) -> Ranking:
    """Only steps more surprising than usual: the likelihood is also high where there is unusually little.

    Of equal scores the largest error of a prediction comes first. But an error is no finding: a score below
    the alarm that recurs at more places than are listed is left out, whatever its errors.
    """
    apart = max(2 * AVERAGED, _longest(run))
    values = run.series.values()  # a missing value was not read, so it is no finding
    rows = [r for r in run.rows if r.unusual and r.anomaly is not None and values[r.step] is not None]
    if not rows:
        return Ranking([], BY_LIKELIHOOD, apart, ready, "None: no step was more surprising than usual.")
    best = most_anomalous(rows, apart, lambda row: (*by_likelihood(row), error_of(run, row) or 0.0))
    found = []
    for row in best:
        like = [other.step for other in rows if by_likelihood(other) == by_likelihood(row)]
        if (row.likelihood or 0) >= ALARM or _places(like, apart) <= MOST_MOMENTS:
            found.append(row)
    nothing = f"None stands out: the highest scores recur at more than {MOST_MOMENTS} places."
    return Ranking(
        [_moment(run, row) for row in found], BY_LIKELIHOOD, apart, ready, "" if found else nothing
    )


def _by_error(run: Run) -> Ranking:
    """The test steps of which the raw anomaly times the error is above Tukey's fence."""
    apart = max(AVERAGED, _longest(run))
    rows = [row for row in run.rows[run.training :] if row.anomaly is not None]
    scored = {row.step: (row.anomaly or 0) * (error_of(run, row) or 0) for row in rows}
    limit = max(LEAST, fence(list(scored.values())))
    above = [row for row in rows if scored[row.step] > limit]
    best = most_anomalous(above, apart, lambda row: scored[row.step])
    nothing = "" if best else _nothing_above(rows, [error_of(run, row) for row in rows])
    return Ranking([_moment(run, row) for row in best], BY_ERROR, apart, run.training, nothing)


def _nothing_above(rows: Sequence[Row], errors: Sequence[float | None]) -> str:
    """Why no test step stands out, in a sentence."""
    if not rows:
        return "None: no test step has a score."
    if all(error is None for error in errors):
        return "None: there is no prediction for any test step, so that none can stand out."
    highest = max(row.anomaly or 0 for row in rows)
    share = sum(row.anomaly == highest for row in rows)
    most = f"{share:,} of {counted(len(rows), 'test step')} have an anomaly of {highest:.2f}"
    return f"None stands out: {most}, and no error of a prediction is clearly larger than the others."


def fence(scores: Sequence[float]) -> float:
    """Tukey's fence: the upper quartile, and 1.5 times the distance of the quartiles above it.

    >>> fence([1, 2, 3, 4, 5, 6, 7, 8])
    13.0
    """
    if not scores:
        return 0.0
    ranked = sorted(scores)
    low, high = ranked[len(ranked) // 4], ranked[(3 * len(ranked)) // 4]
    return high + FENCE * (high - low)


def error_of(run: Run, row: Row) -> float | None:
    """How far the prediction for this step was from its value, in resolutions of the encoder.

    It is the prediction of the shortest horizon. For texts 0 if it was right, else 1. None without one.
    """
    horizon = min(run.horizons)
    value, made_at = run.series.values()[row.step], row.step - horizon
    predicted = run.rows[made_at].prediction.get(horizon) if made_at >= 0 else None
    if isinstance(value, str) or isinstance(predicted, str) or value is None or predicted is None:
        return distance(predicted, value)
    encoder = run.history.model.encoder
    main = encoder.encoders[run.series.main] if isinstance(encoder, Fields) else encoder
    resolution = getattr(main, "resolution", None) or 1.0
    return abs(value / resolution - predicted / resolution)  # divided first: a difference can be infinite


def _places(steps: Sequence[int], apart: int) -> int:
    """How many of these steps, which ascend, can be taken so that they are ``apart`` from each other."""
    taken, last = 0, -apart
    for step in steps:
        if step - last >= apart:
            taken, last = taken + 1, step
    return taken


def _longest(run: Run) -> int:
    """A day if a day is a number of rows, but at most a tenth of the run."""
    return min(steps_a_day(run.series) or 0, len(run.series) // 10)


def _moment(run: Run, row: Row) -> Moment:
    times = run.series.times
    time = times[row.step] if times else None
    when = "" if time is None else Dates(run.series).written(time)
    return Moment(row, time, run.series.values()[row.step], when, error_of(run, row))


def known_anomalies(run: Run, ranking: Ranking) -> list[Known]:
    """The known anomalies, as far as the run got."""
    times = run.series.times or []
    found = []
    for first, last in run.series.anomalies:
        steps = [row.step for row in run.rows if first <= times[row.step] <= last]
        if steps:
            rows = run.rows[steps[0] : steps[-1] + 1 + AVERAGED]
            found.append(_known(first, last, len(steps), rows, ranking))
    return found


def _known(first: datetime, last: datetime, steps: int, rows: Sequence[Row], ranking: Ranking) -> Known:
    within = {row.step for row in rows}
    ranks = [rank for rank, moment in enumerate(ranking.moments, 1) if moment.row.step in within]
    scored = [row for row in rows if row.anomaly is not None]
    return Known(
        first=first,
        last=last,
        phase=rows[0].phase,
        steps=steps,
        anomaly=max((row.anomaly or 0 for row in scored), default=None),
        likelihood=max((row.likelihood or 0 for row in scored if row.unusual), default=None),
        warming_up=rows[0].step < ranking.looked_from,
        rank=min(ranks, default=None),
    )
