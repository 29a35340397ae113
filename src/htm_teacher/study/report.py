"""The report on a run: how well it predicted, whether it learned, and what was out of the ordinary."""

from collections.abc import Mapping
from dataclasses import dataclass

from .anomalies import Known, Ranking, known_anomalies, rank_moments
from .arrivals import Arrivals, arrivals
from .earned import Predictions
from .labels import LabelScores, score_labels
from .pace import period
from .run import Run
from .scores import Errors, Scores, errors, learning_curve, scores_of_phases
from .verdict import on_moments, verdict


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


def report_on(run: Run, beside: Mapping[str, Predictions] | None = None) -> Report:
    """The report on a run, complete or not.

    Args:
        run: what it is about.
        beside: {name: at each step, predictions of something else} to compare with; see ``reading_less``.
    """
    phases, curve = scores_of_phases(run), learning_curve(run)
    compared = [errors(run, horizon, beside or {}) for horizon in run.horizons]
    ranking = rank_moments(run)
    return Report(
        period=period(run.series),
        phases=phases,
        arrivals=arrivals(run),
        curve=curve,
        errors=compared,
        verdict=verdict(run, compared, phases, curve),
        ranking=ranking,
        on_moments=on_moments(ranking),
        known=known_anomalies(run, ranking),
        labels=score_labels(run, ranking),
    )
