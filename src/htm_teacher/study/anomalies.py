"""The most anomalous moments of a run, and what became of the known anomalies."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from ..core.anomaly import AVERAGED
from .pace import steps_a_day, written
from .run import Row, Run

MOST_MOMENTS = 3


@dataclass(frozen=True)
class Moment:
    """A step that was out of the ordinary."""

    row: Row
    time: datetime | None
    value: float | str | None

    @property
    def when(self) -> str:
        """The time as people write it; "" if it has none."""
        return "" if self.time is None else written(self.time)


@dataclass(frozen=True)
class Known:
    """A known anomaly, and how the model scored it.

    Attributes:
        first, last: its first and last time.
        phase: the phase of its first step.
        steps: how many steps it has in this run.
        anomaly, likelihood: the highest of these steps and of the next ten, over which the raw anomaly is
            averaged. The likelihood is that of steps more surprising than usual, None if there are none.
        warming_up: whether the likelihood was still warming up at its first step.
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
        ranked_by: the score by which they are ranked.
        apart: the smallest number of steps between two of them.
        looked_from: the first step considered; before it, everything is new.
    """

    moments: list[Moment]
    ranked_by: str
    apart: int
    looked_from: int


def rank_moments(run: Run) -> Ranking:
    """The most anomalous moments of a run."""
    candidates, ranked_by, looked_from = _candidates(run)
    apart = _apart(run)
    moments = [_moment(run, row) for row in most_anomalous(candidates, apart)]
    return Ranking(moments, ranked_by, apart, looked_from)


def most_anomalous(rows: Sequence[Row], apart: int) -> list[Row]:
    """The rows of highest likelihood, then highest raw anomaly, at least ``apart`` steps from each other."""
    ranked = sorted(rows, key=lambda row: (-(row.likelihood or 0), -(row.anomaly or 0), row.step))
    chosen: list[Row] = []
    for row in ranked:
        if len(chosen) < MOST_MOMENTS and all(abs(row.step - earlier.step) >= apart for earlier in chosen):
            chosen.append(row)
    return chosen


def _candidates(run: Run) -> tuple[list[Row], str, int]:
    """The rows to rank, the name of the score that ranks them, and the first step considered.

    Only steps more surprising than usual: the likelihood is also high where there is unusually little
    surprise, which is no reason for an alarm.
    """
    ready = next((row.step for row in run.rows if row.unusual is not None), None)
    if ready is None:
        tested = [row for row in run.rows[run.training :] if row.anomaly is not None]
        return tested, "raw anomaly", run.training
    unusual = [row for row in run.rows if row.unusual and row.anomaly is not None]
    return unusual, "anomaly likelihood, then raw anomaly", ready


def _apart(run: Run) -> int:
    """A day if a day is a number of rows, but at most a tenth of the run.

    At least twice the steps over which the likelihood averages.
    """
    return max(2 * AVERAGED, min(steps_a_day(run.series) or 0, len(run.series) // 10))


def _moment(run: Run, row: Row) -> Moment:
    times = run.series.times
    return Moment(row, times[row.step] if times else None, run.series.values()[row.step])


def known_anomalies(run: Run, moments: Sequence[Moment]) -> list[Known]:
    """The known anomalies, as far as the run got."""
    times = run.series.times or []
    found = []
    for first, last in run.series.anomalies:
        steps = [row.step for row in run.rows if first <= times[row.step] <= last]
        if steps:
            rows = run.rows[steps[0] : steps[-1] + 1 + AVERAGED]
            found.append(_known(first, last, len(steps), rows, moments))
    return found


def _known(
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
