"""What `htm-teacher sweep` prints: the best settings, and what a search found."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief, brief_path
from ..series.series import counted
from ..study.plain_numbers import plain
from ..study.sweep import Found, ResultFile, Setting, best
from ..study.sweep.case_scores import Row
from ..study.sweep.swept_values import Value
from .cells import number
from .word_table import WordTable

MOST, MOST_ERRORS = 10, 3  # lines of the table, and errors that are told
HOW = "Skill: 1 minus the error divided by that of the best naive predictor: 1 is perfect, 0 no better."


def show_settings(rows: Sequence[Row], names: Sequence[str]) -> Iterator[RenderableType]:
    """The best settings of a sweep, and what went wrong."""
    settings = best(rows, names)
    series, seeds = ({row[name] for row in rows} for name in ("series", "seed"))
    over = f"means over {len(series):,} series and {counted(len(seeds), 'seed')}"
    yield Text(f"\nThe best of {counted(len(settings), 'setting')}: {over}", style="bold")
    yield _table([(_in_words(one.values), one) for one in settings[:MOST]])
    yield Text(HOW)
    if any(one.far_skill is not None for one in settings):
        yield Text("The order is that of the mean of skill and far skill, that of the farthest step.")
    if any(one.spread is not None for one in settings):
        yield Text(
            "Spread: the standard deviation of that mean over the seeds. A smaller difference may be luck."
        )
    if len(settings) > 1:
        yield Text("The best of many settings is partly luck as well: try it on other rows.")
    yield from _errors(rows)


def show_found(found: Found) -> Iterator[RenderableType]:
    """What a search found, beside the preset, on the halves that the search has not seen."""
    yield Text(f"\nThe best of {counted(found.trials, 'setting')} on the first half", style="bold")
    for name, value in found.values.items():
        yield Text(f"{name} = {written(value)}")
    failed = f"; {found.failed:,} had no skill or failed" if found.failed else ""
    yield Text(f"Mean skill {number(found.skill)} on the first half, which chose it{failed}.")
    yield Text("\nOn the second half, which the search has not seen", style="bold")
    yield _table([("found", found.second[0]), ("preset", found.second[1])])
    yield Text(HOW)
    mine, usual = (one.mean_skill for one in found.second)
    if mine is None or usual is None or mine <= usual:
        yield Text("The preset is as good or better there: keep it.")


def found(results: ResultFile) -> str:
    """How many cases a file of results has."""
    wrong = sum(row["error"] is not None for row in results.rows.values())
    said = f"{brief_path(results.path)} has {counted(len(results.rows), 'case')}"
    return f"{said}, {wrong:,} with an error" if wrong else said


def written(value: Value | None) -> str:
    """A value of a parameter."""
    return brief(str(value)) if value is None or isinstance(value, bool | str) else plain(value)


def _in_words(values: Mapping[str, Value]) -> str:
    return ", ".join(f"{name} {written(value)}" for name, value in values.items()) or "preset"


def _table(lines: Sequence[tuple[str, Setting]]) -> WordTable:
    columns = {
        "skill": [one.skill for _, one in lines],
        "far skill": [one.far_skill for _, one in lines],
        "spread": [one.spread for _, one in lines],
        "recall": [one.recall for _, one in lines],
        "precision": [one.precision for _, one in lines],
        "seconds": [one.seconds for _, one in lines],
    }
    known = {name: values for name, values in columns.items() if any(value is not None for value in values)}
    wrong = any(one.failed for _, one in lines)
    table = WordTable("setting", *known, *(["errors"] if wrong else []), left=["setting"])
    for place, (name, one) in enumerate(lines):
        scores = [number(values[place]) for values in known.values()]
        table.add_row(name, *scores, *([f"{one.failed:,} of {one.cases:,}"] if wrong else []))
    return table


def _errors(rows: Sequence[Row]) -> Iterator[RenderableType]:
    """The errors that occur most often."""
    every = Counter(row["error"] for row in rows if row["error"] is not None)
    for error, count in every.most_common(MOST_ERRORS):
        yield Text(f"Error in {counted(count, 'case')}: {error}")
    if len(every) > MOST_ERRORS:
        yield Text(f"The column error has {counted(len(every) - MOST_ERRORS, 'more error')}.")
