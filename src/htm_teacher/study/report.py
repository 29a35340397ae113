"""The report on a run: how well it predicted, whether it learned, and what was out of the ordinary."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from .anomalies import Known, Ranking, known_anomalies, rank_moments
from .arrivals import Arrivals, arrivals
from .earned import Predictions
from .labels import LabelScores, score_labels
from .pace import period
from .run import Run
from .scores import Errors, Scores, errors, learning_curve, scores_of_phases
from .verdict import on_moments, verdict

if TYPE_CHECKING:
    from .alerts import Alerts


@dataclass(frozen=True)
class Report:
    """Everything that is reported on a run.

    Attributes:
        period: the first and the last time of the series, in words; "" if it has no times.
        phases: the scores of training and testing, as far as the run got.
        arrivals: how well the columns that change were predicted in the test.
        curve: the scores in tenths of the run, none of which spans both phases.
        errors: for each horizon.
        verdict: what phases, curve and errors mean, in sentences.
        ranking: the most anomalous moments.
        on_moments: what the scores of these moments mean.
        known: what became of the known anomalies.
        labels: how the moments and alarms meet the labels of the series; None if it has none.
        alerts: those of the detector; None if they were not asked for.
    """

    period: str
    phases: list[Scores]
    arrivals: Arrivals
    curve: list[Scores]
    errors: list[Errors]
    verdict: list[str]
    ranking: Ranking
    on_moments: str
    known: list[Known]
    labels: LabelScores | None
    alerts: "Alerts | None" = None


def report_on(
    run: Run, beside: Mapping[str, Predictions] | None = None, alerts: "Alerts | None" = None
) -> Report:
    """The report on a run, complete or not. Steps are counted as the model counts them.

    Args:
        run: what it is about.
        beside: {name: at each step, predictions of something else} to compare with; see ``reading_less``.
        alerts: those of the run; see ``find_alerts``.
    """
    phases, curve = scores_of_phases(run), learning_curve(run)
    compared = [errors(run, horizon, beside or {}) for horizon in run.horizons]
    ranking = rank_moments(run)
    return Report(
        period=period(run.series, run.first),
        phases=_numbered(phases, run.before),
        arrivals=arrivals(run),
        curve=_numbered(curve, run.before),
        errors=compared,
        verdict=verdict(run, compared, phases, curve),
        ranking=_ranked(ranking, run.before),
        on_moments=on_moments(ranking),
        known=known_anomalies(run, ranking),
        labels=score_labels(run, ranking),
        alerts=alerts,
    )


def _numbered(parts: Iterable[Scores], before: int) -> list[Scores]:
    return [replace(part, first=part.first + before, last=part.last + before) for part in parts]


def _ranked(ranking: Ranking, before: int) -> Ranking:
    rows = [replace(moment.row, step=moment.row.step + before) for moment in ranking.moments]
    moments = [replace(moment, row=row) for moment, row in zip(ranking.moments, rows, strict=True)]
    return ranking._replace(moments=moments, looked_from=ranking.looked_from + before)
