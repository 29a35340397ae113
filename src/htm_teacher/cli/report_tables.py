"""A report as Rich tables that fit into 80 columns; nothing is printed here."""

from collections.abc import Iterable, Iterator, Sequence
from math import floor, log10

from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief, brief_path
from ..series.series import counted
from ..study.anomalies import BY_ERROR, Known, Moment, Ranking
from ..study.dates import Dates
from ..study.labels import on_labels
from ..study.plain_numbers import LEAST, MOST, plain
from ..study.report import Report
from ..study.run import Run
from ..study.scores import Errors, Scores
from ..study.verdict import holds_value
from .word_table import Cell, WordTable

BAR = 10  # characters of a full bar
WIDE = 1e6  # times the smallest error: decimals for the smallest would be too many for the largest


def show(run: Run, report: Report, coming: Iterable[RenderableType] = ()) -> Iterator[RenderableType]:
    """The report, part by part; a line in each part says how to read it. ``coming``: the forecast."""
    yield from _head(run, report)
    yield from (_text(f"- {note}") for note in run.notes)
    yield from _accuracy(report)
    yield _title("Whether it learned: the anomaly in each tenth of the run")
    yield _curve(run, report.curve)
    yield from _predictions(run, report)
    yield from coming
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
    yield from _predictions(run, report)
    yield from coming


def _accuracy(report: Report) -> Iterator[RenderableType]:
    yield _title("How well it predicted the next step")
    yield _text(
        "Recall: the fraction of the active columns that were predicted. Precision: the fraction of the"
        " predicted columns that became active. An active column that was not predicted bursts. Anomaly: the"
        " fraction of the active columns that burst, 1 minus recall."
    )
    yield _phases(report.phases)


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
    """Three lines: what was read, how well it was predicted, and the most anomalous moment."""
    steps = ", ".join(filter(None, [counted(len(run.series) - run.first, "step"), report.period]))
    trained, tested = run.training - run.first, len(run.series) - run.training
    yield f"Data: {steps}; {_phases_of(run, trained, tested)}."
    compared = any(found.steps for found in report.errors)
    yield f"Prediction: {report.verdict[0] if compared else _why_none(run)}"
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
    score = f"a likelihood of {number(moment.row.likelihood, 6)}"
    if ranking.ranked_by == BY_ERROR:
        score = f"an anomaly of {number(moment.row.anomaly)} and an error of {_off(moment)}, in resolutions"
    return ", ".join(filter(None, [moment.when, f"step {moment.row.step:,}", value])) + f", with {score}."


def _why_none(run: Run) -> str:
    """Why no prediction can be compared."""
    why = "take more steps, or a smaller --train" if holds_value(run) else "the training rows hold no value"
    return f"No test step has a prediction to compare: {why}."


def _phases(phases: Sequence[Scores]) -> WordTable:
    table = WordTable("phase", "steps", "recall", "precision", "bursting", "anomaly", left=["phase"])
    for scores in phases:
        table.add_row(
            scores.phase,
            f"{scores.last - scores.first + 1:,}",
            number(scores.recall),
            number(scores.precision),
            "-" if scores.active is None else f"{number(scores.bursting, 1)} of {number(scores.active, 0)}",
            number(scores.anomaly),
        )
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


def _predictions(run: Run, report: Report) -> Iterator[RenderableType]:
    texts = any(isinstance(value, str) for value in run.series.values())
    what = "error rate" if texts else "mean absolute error"
    unit = "" if texts or not run.series.unit else f", {brief(run.series.unit)}"
    yield _title(f"Its predictions beside two naive predictors: {what}{unit}")
    if not any(found.steps for found in report.errors):
        yield _text(_why_none(run))
        yield from map(_text, report.verdict)
        return
    yield _errors(run, report.errors)
    yield from (_text(f"- {sentence}") for sentence in report.verdict)


def _errors(run: Run, errors: Sequence[Errors]) -> WordTable:
    season = f"same time {run.season_name} ago" if run.season else "no season known"
    table = WordTable("ahead", "test steps", "HTM", "last value", season, left=["ahead"])
    columns = [[getattr(found, name) for found in errors] for name in ("model", "last", "season")]
    cells = [alike(column) for column in columns]
    for found, *row in zip(errors, *cells, strict=True):
        table.add_row(found.ahead, f"{found.steps:,}", *row)
    return table


def alike(errors: Sequence[float | None]) -> list[str]:
    """Errors with as many decimals as show about three figures of the smallest, if they differ little."""
    known = [error for error in errors if error]
    if known and not (LEAST <= min(known) <= max(known) < min(MOST, WIDE * min(known))):
        return ["-" if error is None else plain(error, 3) for error in errors]
    digits = max(0, 2 - floor(log10(min(known)))) if known else 0
    return [number(error, digits) for error in errors]


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


def value_cell(value: float | str) -> str:
    """A value, a long text cut."""
    return brief(value) if isinstance(value, str) else plain(value)


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


def number(value: float | str | None, digits: int = 2) -> str:
    """A number, or a dash if there is none."""
    if value is None:
        return "-"
    return value if isinstance(value, str) else f"{value:,.{digits}f}"
