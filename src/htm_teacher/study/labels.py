"""Labels: rows that the data call anomalies, and how far the most anomalous moments and the alarms meet them.

A stretch is a run of labelled rows: a single row, or a window of many. The raw anomaly is averaged over ten
steps, so an alarm can come a little after its cause: what comes at most ten steps after a stretch meets it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..core.anomaly import AVERAGED
from ..series.series import counted
from .anomalies import ALARM, BY_LIKELIHOOD, Ranking
from .run import Row, Run

DELAY = AVERAGED  # steps
Stretch = tuple[int, int]
"""The first and the last step of consecutive labelled rows."""


@dataclass(frozen=True)
class LabelScores:
    """How the list of moments, and the alarms, meet the labels from the first step that was ranked.

    Attributes:
        stretches: how many labelled stretches there are from that step on.
        rows: how many labelled rows these have.
        earlier: how many stretches end before that step; they are not scored.
        listed: how many moments are in the list.
        right: how many of these meet a stretch.
        met_by_list: how many stretches are met by a moment of the list.
        met_by_alarm: how many are met by an alarm; None if the likelihood did not rank the moments.
        false_alarms: how many alarms, at least ten steps apart, meet no stretch; None likewise.
    """

    stretches: int
    rows: int
    earlier: int
    listed: int
    right: int
    met_by_list: int
    met_by_alarm: int | None
    false_alarms: int | None


def score_labels(run: Run, ranking: Ranking) -> LabelScores | None:
    """The scores against the labels of the series, as far as the run got; None if it has no labels."""
    if run.series.labels is None:
        return None
    every = stretches(run.series.labels[: len(run.rows)])
    scored = [stretch for stretch in every if stretch[1] >= ranking.looked_from]
    listed = [moment.row.step for moment in ranking.moments]
    alarms = alarm_steps(run.rows) if ranking.ranked_by == BY_LIKELIHOOD else None
    return LabelScores(
        stretches=len(scored),
        rows=sum(last - max(first, ranking.looked_from) + 1 for first, last in scored),
        earlier=len(every) - len(scored),
        listed=len(listed),
        right=sum(any(meets(step, stretch) for stretch in scored) for step in listed),
        met_by_list=_met(scored, listed),
        met_by_alarm=None if alarms is None else _met(scored, alarms),
        false_alarms=None if alarms is None else len(_false(scored, alarms)),
    )


def stretches(labels: Iterable[bool]) -> list[Stretch]:
    """The stretches of consecutive rows that are labelled.

    >>> stretches([False, True, True, False, True])
    [(1, 2), (4, 4)]
    """
    found: list[Stretch] = []
    for step, label in enumerate(labels):
        if label and found and found[-1][1] == step - 1:
            found[-1] = found[-1][0], step
        elif label:
            found.append((step, step))
    return found


def alarm_steps(rows: Sequence[Row]) -> list[int]:
    """The steps at which the likelihood raises an alarm."""
    return [row.step for row in rows if row.unusual and (row.likelihood or 0) >= ALARM]


def meets(step: int, stretch: Stretch) -> bool:
    """Whether a step lies in a stretch, or at most ten steps after it."""
    first, last = stretch
    return first <= step <= last + DELAY


def on_labels(scores: LabelScores) -> list[str]:
    """What the scores say, in sentences."""
    are = "is" if scores.earlier == 1 else "are"
    before = f"{_stretches(scores.earlier)} before the steps that are ranked {are} not scored."
    earlier = [before] if scores.earlier else []
    if not scores.stretches:
        return [*earlier, "No row is labelled in the steps that are ranked."]
    many = f"{_stretches(scores.stretches)}, of {counted(scores.rows, 'row')} in all"
    meet = "meets" if scores.right == 1 else "meet"
    listed = f"{scores.right} of the {counted(scores.listed, 'moment')} listed {meet} a label"
    said = f"{many}: {scores.met_by_list} met by the list; {listed}."
    tolerance = f"A moment up to {DELAY} steps after a stretch meets it, since the anomaly is averaged."
    return [*earlier, said, *_on_alarms(scores), tolerance]


def _stretches(count: int) -> str:
    return f"{count:,} labelled {'stretch' if count == 1 else 'stretches'}"


def _on_alarms(scores: LabelScores) -> list[str]:
    if scores.met_by_alarm is None:
        return ["The likelihood is still warming up where the test begins, so there are no alarms to score."]
    false = scores.false_alarms or 0
    more = f"{counted(false, 'alarm')} {'meets' if false == 1 else 'meet'} no label"
    return [f"{scores.met_by_alarm} of {scores.stretches} met by an alarm; {more}."]


def _met(scored: Sequence[Stretch], steps: Sequence[int]) -> int:
    return sum(any(meets(step, stretch) for step in steps) for stretch in scored)


def _false(scored: Sequence[Stretch], alarms: Sequence[int]) -> list[int]:
    """The first step of each alarm that meets no stretch; an alarm lasts while its steps follow closely."""
    false: list[int] = []
    last = -DELAY - 1
    for step in alarms:
        if not any(meets(step, stretch) for stretch in scored):
            if step - last > DELAY:
                false.append(step)
            last = step
    return false
