"""Alerts as the command shows them: how many, when and why in the report, and on a picture of the run."""

from collections.abc import Iterator
from math import isinf
from pathlib import Path

from ..core.checks import brief
from ..detect.detector import WEAKEST, WEIGHT
from ..keep.whole_file import whole_file
from ..series.series import counted
from ..study.alerts import Alerts, met_by_alerts
from ..study.anomalies import rank_moments
from ..study.dates import Dates, has_leaps
from ..study.labels import stretches
from ..study.run import Run
from .cells import named, value_cell
from .make_run import labels

MOST = 10  # alerts that are listed


def alert_lines(run: Run, alerts: Alerts) -> Iterator[str]:
    """The alerts of a run: their number, the strongest in order of time, and how they meet the labels."""
    if alerts.nothing:
        yield alerts.nothing
        return
    yield f"{_count(alerts)} in {counted(alerts.ranked, 'row')}, {_rule(alerts)}.{_too_high(alerts)}"
    warm_up = f" Its warm-up is the first {counted(alerts.warm_up, 'value')}." if alerts.warm_up else ""
    yield (
        f"The detector reads the predicted column alone.{warm_up} An alert is raised once, where something"
        " new begins; the column rank of steps.csv orders all rows."
    )
    strengths = {place: found.strength for place, found in enumerate(alerts.rows) if found is not None}
    raised = alerts.raised
    shown = sorted(raised, key=lambda place: (-strengths[place], -place))
    if len(shown) > MOST:
        ties = strengths[shown[MOST]] == strengths[shown[MOST - 1]]
        equal = ", and of equally strong ones the latest" if ties else ""
        yield f"The {MOST} strongest{equal}; steps.csv has all:"
    for place in sorted(shown[:MOST]):
        found = alerts.rows[place]
        yield f"- {where(run, place)}, strength {strengths[place]:.3f}: {found.reason if found else ''}"
    if met := met_by_alerts(run, alerts):
        stretches = f"{met.stretches:,} labelled {'stretch' if met.stretches == 1 else 'stretches'}"
        meet = f"{counted(met.false, 'alert')} {'meets' if met.false == 1 else 'meet'} none"
        yield f"Labels: {met.met:,} of {stretches} after the warm-up met by an alert; {meet}."


def last_alert(run: Run, alerts: Alerts) -> str:
    """How many alerts there are, and where the last is, in a line."""
    raised = alerts.raised
    last = f"{': ' if len(raised) == 1 else '; the last: '}{where(run, raised[-1])}" if raised else ""
    after = " after the warm-up" if alerts.warm_up else ""
    return f"{_count(alerts)} in {counted(alerts.ranked, 'row')}{after}{last}.{_too_high(alerts)}"


def draw_whole_run(run: Run, alerts: Alerts, path: Path) -> None:
    """Draw all values, the alerts and the ranks into a file."""
    from ..plot.whole_run import whole_run

    new, series = slice(run.first, len(run.rows)), run.series
    said = [
        "A triangle is an alert: it is raised once, where something new begins; the report says why.",
        "The rank says how unusual the values around a step are: at most about 3 where all is usual.",
    ]
    if alerts.warm_up:
        warm_up = counted(alerts.warm_up, "value")
        said.append(f"The first {warm_up} are the warm-up of the detector: they have no rank and no alert.")
    labelled = [] if series.labels is None else stretches(series.labels[new])
    if labelled:
        said.append("Grey bands are labels.")
    places = [moment.row.step - run.first for moment in rank_moments(run).alarms]
    moments = [place for place in places if place >= 0]
    if moments:
        said.append("A ring is an alarm of the model, which is another machine.")
    if has_leaps(series):
        said.append("Rows stand side by side: where times leap, the picture has no gap.")
    figure = whole_run(
        series.values()[new],
        [None if found is None else found.rank for found in alerts.rows[run.first :]],
        [place - run.first for place in alerts.raised],
        min(run.training, len(run.rows)) - run.first,
        labelled,
        series.times[new] if series.times else None,
        named(series),
        " ".join(said),
        title=f"The whole run: {labels(run).heading}",
        first=run.first + run.before,
        moments=moments,
    )
    with whole_file(path) as draft:
        figure.savefig(draft)


def where(run: Run, place: int) -> str:
    """When a row was, its step and its value."""
    times, value = run.series.times, run.series.values()[place]
    when = Dates(run.series).written(times[place]) if times else ""
    told = "" if value is None else f"{value_cell(value)} {brief(run.series.unit)}".strip()
    return ", ".join(filter(None, [when, f"step {place + run.before:,}", told]))


def _count(alerts: Alerts) -> str:
    return counted(len(alerts.raised), "alert") if alerts.raised else "No alert"


def _too_high(alerts: Alerts) -> str:
    """That the limit leaves out new values, if it does."""
    if alerts.rule.budget or alerts.threshold <= WEIGHT:
        return ""
    return f" From {alerts.rule.text} on, a new value alone raises none: its strength is at most {WEIGHT:g}."


def _rule(alerts: Alerts) -> str:
    asked = alerts.rule
    strength = f"from a strength of {alerts.threshold:.3g}"
    if not asked.budget:
        return strength
    article = "an" if asked.span == "hour" else "a"
    budget = f"for a budget of {asked.budget:,} {article} {asked.span}"
    if isinf(alerts.threshold):
        return f"{budget}, which allows none in so short a time"
    if alerts.threshold > WEAKEST:
        above = strength.replace("from", "only above", 1)
        return f"{budget}, at the end {above}: rows as strong as that have used it up"
    strong = any(found is not None and found.strength >= WEAKEST for found in alerts.rows)
    few = "fewer rows were unusual enough than the budget allows" if strong else "nothing was unusual enough"
    return f"{budget}: {few} (a strength of {WEAKEST:g} is needed)"
