"""The part of a report on the errors of predictions, as Rich tables."""

from collections.abc import Iterator, Sequence

from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief
from ..study.crps import Crps
from ..study.earned import READINGS
from ..study.report import Report
from ..study.run import Run
from ..study.scores import Errors
from ..study.verdict import holds_value
from .cells import alike, number
from .word_table import WordTable

BESIDE = 4  # horizons in one table
Line = tuple[str, list[float | None]]


def predictions(run: Run, report: Report, brief_one: bool = False) -> Iterator[RenderableType]:
    """The errors beside those of the naive predictors, and what they mean.

    ``brief_one``: no other scores than the errors.
    """
    texts = any(isinstance(value, str) for value in run.series.values())
    what = "error rate" if texts else "mean absolute error"
    unit = "" if texts or not run.series.unit else f", {brief(run.series.unit)}"
    yield Text(f"\nIts predictions beside naive predictors: {what}{unit}", style="bold")
    if not any(found.steps for found in report.errors):
        yield Text(why_none(run))
        yield from map(Text, report.verdict)
        return
    for first in range(0, len(report.errors), BESIDE):
        yield _errors(run, report.errors[first : first + BESIDE], brief_one)
    yield from (Text(f"- {sentence}") for sentence in report.verdict)
    if not brief_one:
        yield Text(_how_to_read(run, report.errors[0]))


def why_none(run: Run) -> str:
    """Why no prediction can be compared."""
    why = "take more steps, or a smaller --train" if holds_value(run) else "the training rows hold no value"
    if run.training >= len(run.series):
        why = "all rows are for training"
    return f"No test step has a prediction to compare: {why}."


def _errors(run: Run, errors: Sequence[Errors], brief_one: bool) -> WordTable:
    table = WordTable("ahead", *(found.ahead for found in errors), left=["ahead"])
    for lines in (list(_lines(run, errors)), [] if brief_one else list(_distributions(errors))):
        columns = [alike([line[place] for _, line in lines]) for place in range(len(errors))]
        for (name, _), *cells in zip(lines, *columns, strict=True):
            table.add_row(name, *cells)
    if not brief_one and any(found.skill is not None for found in errors):
        table.add_row("skill of HTM", *(number(found.skill) for found in errors))
    if not brief_one and any(found.mase is not None for found in errors):
        table.add_row("MASE of HTM", *(number(found.mase) for found in errors))
    table.add_row("test steps", *(f"{found.steps:,}" for found in errors))
    return table


def _lines(run: Run, errors: Sequence[Errors]) -> Iterator[Line]:
    """Each predictor, with its error at each horizon."""
    yield "HTM", [found.model for found in errors]
    less = [name for name in errors[0].beside if name in READINGS]
    for name in less:
        yield f"- reading {name}", [found.beside[name] for found in errors]
    yield "last value", [found.last for found in errors]
    season = f"same time {run.season_name} ago" if run.season else "no season known"
    yield season, [found.season for found in errors]
    for name in errors[0].others:
        yield name.removeprefix("the ").replace("plus the", "plus"), [found.others[name] for found in errors]
    for name in errors[0].beside:
        if name not in less:
            yield name, [found.beside[name] for found in errors]


def _distributions(errors: Sequence[Errors]) -> Iterator[Line]:
    """The score of the whole distributions, where there is one."""
    scored = [found.crps or Crps(None, None) for found in errors]
    if any(score.model is not None for score in scored):
        yield "CRPS of HTM", [score.model for score in scored]
        yield "CRPS of the best naive", [score.naive for score in scored]


def _how_to_read(run: Run, found: Errors) -> str:
    rows = "the rows that the saved run keeps" if run.first else "the training rows"
    skill = "Skill: 1 minus the error of HTM divided by that of the best naive predictor."
    if found.crps is not None and found.crps.model is not None:
        crps = "CRPS: the error of the whole distribution, for the best naive predictor that of its errors"
        skill = f"{crps} on {rows}. {skill}"
    if found.mase is None:
        return skill
    lag = f"the same time {run.season_name} ago" if run.season else "the last value"
    (scale,) = alike([found.scale])
    unit = f" {brief(run.series.unit)}" if run.series.unit else ""
    return f"{skill} MASE: that error divided by {scale}{unit}, the error of {lag} on {rows}."
