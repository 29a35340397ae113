"""A report as Rich tables that fit into 80 columns; nothing is printed here."""

from collections.abc import Iterable, Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief, brief_path
from ..series.series import counted
from ..study.anomalies import BY_ERROR, Known, Moment, Ranking
from ..study.dates import Dates
from ..study.labels import on_labels
from ..study.plain_numbers import plain
from ..study.reasons import on_columns
from ..study.report import Report
from ..study.run import Run
from ..study.scores import Scores
from .alert_lines import alert_lines, last_alert
from .cells import number, value_cell
from .error_tables import predictions, why_none
from .word_table import Cell, WordTable

BAR = 10  # characters of a full bar


def show(run: Run, report: Report, coming: Iterable[RenderableType] = ()) -> Iterator[RenderableType]:
    """The report, part by part; a line in each part says how to read it. ``coming``: the forecast."""
    yield from _head(run, report)
    yield from (_text(f"- {note}") for note in run.notes)
    yield from _accuracy(report)
    learned = run.learns or run.training > run.first
    yield _title(f"{'Whether it learned: the' if learned else 'The'} anomaly in each tenth of the run")
    yield _curve(run, report.curve)
    yield from predictions(run, report)
    yield from coming
    if report.alerts is not None:
        yield _title("Alerts")
        yield from map(_text, alert_lines(run, report.alerts))
    yield from _moments(run, report)
    if report.labels is not None:
        yield _title("The labels")
        yield from (_text(f"- {sentence}") for sentence in on_labels(report.labels))
    if report.known:
        yield _title("The known anomalies")
        yield _known(report.known, Dates(run.series))


def show_main(run: Run, report: Report, coming: Iterable[RenderableType] = ()) -> Iterator[RenderableType]:
    """The beginning of the report, how well it predicted, and what comes next."""
    yield from _head(run, report)
    yield from predictions(run, report, brief_one=True)
    yield from coming


def _accuracy(report: Report) -> Iterator[RenderableType]:
    yield _title("How well it predicted the next step")
    yield _text(
        "Recall: the fraction of the active columns that were predicted. Precision: the fraction of the"
        " predicted columns that became active. An active column that was not predicted bursts. Anomaly: the"
        " fraction of the active columns that burst, 1 minus recall."
    )
    yield _phases(report)
    if said := on_columns(report.phases, report.arrivals):
        yield _text(said)


def _title(text: str) -> Text:
    return Text(f"\n{text}", style="bold")


def _text(text: str) -> Text:
    return Text(text)


def _head(run: Run, report: Report) -> Iterator[RenderableType]:
    series, settings = run.series, run.settings
    names = dict.fromkeys([brief(series.name), brief(series.main)])
    yield Text(", ".join(names), "bold")
    yield from map(_text, _summary(run, report))
    if series.description:
        yield _text(series.description)
    if series.source:
        yield _text(f"Source: {brief_path(series.source)}")
    parameters = run.history.model.memory.parameters
    size = f"{parameters.columns:,} columns of {parameters.cells_per_column} cells"
    yield _text(f"Preset {settings['preset']}: {size}, seed {settings['seed']}")


def _summary(run: Run, report: Report) -> Iterator[str]:
    """A few lines: what was read, how well it was predicted, the alerts, and the most anomalous moment."""
    steps = ", ".join(filter(None, [counted(len(run.series) - run.first, "step"), report.period]))
    trained, tested = run.training - run.first, len(run.series) - run.training
    yield f"Data: {steps}; {_phases_of(run, trained, tested)}."
    compared = any(found.steps for found in report.errors)
    yield f"Prediction: {report.verdict[0] if compared else why_none(run)}"
    if report.alerts is not None and not report.alerts.nothing:
        yield f"Alerts: {last_alert(run, report.alerts)}"
    moments = report.ranking.moments
    yield f"Most anomalous moment: {_moment(run, report.ranking) if moments else report.ranking.nothing}"


def _phases_of(run: Run, trained: int, tested: int) -> str:
    """How many rows are for training and testing."""
    if not run.first:
        return f"the first {trained:,} for training, {tested:,} for testing"
    after = f"after the {counted(run.first + run.before, 'step')} of the run that is loaded"
    if run.learns:
        return f"{after}, all for training"
    return f"{after}, {f'{trained:,} for training, ' * bool(trained)}{tested:,} for testing"


def _moment(run: Run, ranking: Ranking) -> str:
    """The first of the moments in words, with the score that it is ranked by."""
    moment = ranking.moments[0]
    value = "" if moment.value is None else f"{value_cell(moment.value)} {brief(run.series.unit)}".strip()
    score = f"a likelihood of {number(moment.row.likelihood, 6)}{', no alarm' * (not ranking.alarms)}"
    if ranking.ranked_by == BY_ERROR:
        score = f"an anomaly of {number(moment.row.anomaly)} and an error of {_off(moment)}, in resolutions"
    return ", ".join(filter(None, [moment.when, f"step {moment.row.step:,}", value])) + f", with {score}."


def _phases(report: Report) -> WordTable:
    table = WordTable("phase", "steps", "recall", "precision", "bursting", "anomaly", left=["phase"])
    for scores in report.phases:
        table.add_row(
            scores.phase,
            f"{scores.last - scores.first + 1:,}",
            number(scores.recall),
            number(scores.precision),
            "-" if scores.active is None else f"{number(scores.bursting, 1)} of {number(scores.active, 0)}",
            number(scores.anomaly),
        )
    found = report.arrivals
    if found.repeated_recall is not None:
        scored = (number(found.repeated_recall), number(found.repeated_precision))
        table.add_row("- repeated", "", *scored, "", number(1 - found.repeated_recall))
        table.add_row("- new", "", number(found.recall), number(found.precision), "", "")
    return table


def _curve(run: Run, curve: Sequence[Scores]) -> WordTable:
    names = ("steps", "from", "phase", "recall", "precision", "anomaly", "")
    dated = [name for name in names if name != "from" or run.series.times]
    table, dates = WordTable(*dated, left=["from", "phase", ""]), Dates(run.series)
    for scores in curve:
        cells: list[Cell] = [f"{scores.first:,}-{scores.last:,}"]
        if run.series.times:
            cells.append(dates.short(run.series.times[scores.first - run.before], clock=False))
        cells += [scores.phase, number(scores.recall), number(scores.precision), number(scores.anomaly)]
        table.add_row(*cells, Text("#" * round(BAR * (scores.anomaly or 0)), "red"))
    return table


def _moments(run: Run, report: Report) -> Iterator[RenderableType]:
    ranking = report.ranking
    yield _title("The most anomalous moments")
    if not ranking.moments:
        yield _text(ranking.nothing)
        return
    early = f"Steps before {ranking.looked_from:,} are left out: "
    if run.first and ranking.looked_from == run.first + run.before:
        early += "the run that is loaded took them."
    else:
        by_error = ranking.ranked_by == BY_ERROR
        early += "they are the training." if by_error else "during warm-up, everything is new."
    yield _text(f"By {ranking.ranked_by}; at least {ranking.apart} steps apart. {early}")
    yield _moment_table(run, ranking)
    yield _text(report.on_moments)


def _moment_table(run: Run, ranking: Ranking) -> WordTable:
    by_error = ranking.ranked_by == BY_ERROR
    unit = f"value ({brief(run.series.unit)})" if run.series.unit else "value"
    names = ("when", "step", unit, "anomaly", "error" if by_error else "likelihood", "phase")
    dated = [name for name in names if name != "when" or run.series.times]
    table = WordTable(*dated, left=["when", "phase"])
    for moment in ranking.moments:
        row = moment.row
        cells = [moment.when] if run.series.times else []
        value = moment.value if moment.value is None else value_cell(moment.value)
        how = _off(moment) if by_error else number(row.likelihood, 6)
        table.add_row(*cells, f"{row.step:,}", value or "-", number(row.anomaly), how, row.phase)
    return table


def _off(moment: Moment) -> str:
    return "-" if moment.off is None else plain(moment.off, 4)


def _known(known: Sequence[Known], dates: Dates) -> WordTable:
    table = WordTable("from", "to", "anomaly", "likelihood", "found", left=["from", "to", "found"])
    for anomaly in known:
        found = "no"
        if anomaly.rank is not None:
            found = f"yes, number {anomaly.rank}"
        elif anomaly.warming_up:
            found = "warm-up, left out"
        ends = [dates.short(time) for time in (anomaly.first, anomaly.last)]
        table.add_row(*ends, number(anomaly.anomaly), number(anomaly.likelihood, 6), found)
    return table
