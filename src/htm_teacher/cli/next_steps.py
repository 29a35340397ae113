"""The forecast as the command shows it: a short table, sentences on how to read it, a file and a picture."""

from collections.abc import Iterator, Sequence
from itertools import pairwise
from math import floor, log10
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief
from ..keep.whole_file import whole_file
from ..series.series import counted
from ..study.dates import Dates
from ..study.forecast import Forecast, Next
from ..study.forecast_table import write_forecast
from ..study.next_times import next_times
from ..study.plain_numbers import plain
from ..study.run import Run
from ..study.stretched import Interval
from ..study.text_odds import text_odds
from .cells import named
from .word_table import WordTable

FORECAST, FAN = "forecast.csv", "forecast.png"
ROWS = 6  # of the table
LEAST, MOST = 1e-3, 1e7  # intervals that are narrower or wider are written with a power of ten
PAST, FEWEST = 4, 20  # steps before the forecast in the picture: for each step of the forecast, and at least


def coming(run: Run, forecast: Forecast) -> Iterator[RenderableType]:
    """The forecast in the report: a few of the next steps, and how well such predictions did in the test."""
    if not run.complete:
        return
    unit = f", {brief(run.series.unit)}" if run.series.unit and not _texts(forecast) else ""
    yield Text(f"\nWhat comes next{unit}", style="bold")
    if forecast.steps:
        yield _table(run, _some(forecast.steps))
    for sentence in [*sentences(forecast), *_on_texts(run, forecast)]:
        yield Text(f"- {sentence}")


def sentences(
    forecast: Forecast, marked: str = "Rows with *", instead: str = f"naive_value in {FORECAST}"
) -> list[str]:
    """When the steps were predicted, how often the intervals held, and which steps nobody should use.

    Args:
        forecast: what it is about.
        marked: how those that nobody should use are marked.
        instead: where the naive prediction is found.
    """
    if not forecast.steps:
        return [forecast.lacking or "Nothing was predicted beyond the last row."]
    horizons = [f"{horizon:,}" for horizon in sorted({step.horizon for step in forecast.steps})]
    said = [f"Each of these steps was predicted {_either(horizons)} before it comes."]
    said += [
        f"{counted(held.horizon, 'step')} before, the 90 % interval held {100 * held.most:.0f} % of"
        f" {held.steps:,} test values, and was {rounded(held.width, held.width)} wide on average."
        for held in forecast.held
    ]
    unknown = sorted({step.horizon for step in forecast.steps if step.error is None})
    if len(unknown) == len(horizons):
        said.append("How good these predictions are is not known: there was no test.")
    elif unknown:
        before = _either([f"{horizon:,}" for horizon in unknown])
        said.append(f"How good those of {before} before are is not known: no test step has one.")
    for naive in dict.fromkeys(step.naive for step in forecast.steps if step.poor):
        poor = [step for step in forecast.steps if step.poor and step.naive == naive]
        where = "" if any(step.naive_value is None for step in poor) else f": {instead}"
        said.append(
            f"{marked}: in the test no better than {naive}, {stretches([step.ahead for step in poor])} ahead."
            f" For these, use that instead{where}."
        )
    return [*said, *filter(None, [forecast.lacking])]


def _on_texts(run: Run, forecast: Forecast) -> Iterator[str]:
    """How often the most probable texts came true: their probabilities are not stretched as intervals are."""
    for horizon in sorted({step.horizon for step in forecast.steps if isinstance(step.value, str)}):
        if odds := text_odds(run, horizon):
            yield (
                f"{counted(horizon, 'step')} before, the most probable text came true in"
                f" {100 * odds.right:.0f} % of {odds.steps:,} test values; its probability"
                f" was {odds.stated:.2f} on average."
            )


def _either(horizons: Sequence[str]) -> str:
    if horizons == ["1"]:
        return "1 step"
    return f"{', '.join(horizons[:-1])} or {horizons[-1]} steps" if horizons[1:] else f"{horizons[0]} steps"


def stretches(steps: Sequence[int]) -> str:
    """Ascending numbers of steps, those in a row together.

    >>> stretches([1, 3, 4, 5]), stretches([1])
    ('1 and 3 to 5 steps', '1 step')
    """
    starts = [steps[0], *(now for before, now in pairwise(steps) if now - before > 1)]
    ends = [*(before for before, now in pairwise(steps) if now - before > 1), steps[-1]]
    parts = [f"{a:,} to {b:,}" if a < b else f"{a:,}" for a, b in zip(starts, ends, strict=True)]
    said = " and ".join(filter(None, [", ".join(parts[:-1]), parts[-1]]))
    return f"{said} step{'s' * (list(steps) != [1])}"


def _some(steps: Sequence[Next]) -> list[Next]:
    """A few of these steps: all of a few, otherwise the first, the last, and some half as far each time."""
    if len(steps) <= ROWS:
        return list(steps)
    places = {0, *(max(0, (len(steps) >> half) - 1) for half in range(ROWS - 1))}
    return [steps[place] for place in sorted(places)]


def _table(run: Run, steps: Sequence[Next]) -> WordTable:
    texts = isinstance(steps[0].value, str)
    names = ["ahead", *["when"] * (steps[0].time is not None)]
    names += ["most probable", "probability"] if texts else ["median", "50 % interval", "90 % interval"]
    table, dates = WordTable(*names, left=["when"]), Dates(run.series)
    widths = [step.most[1] - step.most[0] for step in steps if step.most]
    width = sorted(widths)[len(widths) // 2] if widths else 0.0
    for step in steps:
        cells = [f"{step.ahead:,}"]
        cells += [dates.written(step.time)] if step.time is not None else []
        star = " *" if step.poor else ""
        if isinstance(step.value, str):
            cells += [brief(step.value) + star, f"{step.probability:.2f}"]
        else:
            cells += [rounded(step.value, width) + star, *(_interval(each, width) for each in _both(step))]
        table.add_row(*cells)
    return table


def _both(step: Next) -> tuple[Interval | None, Interval | None]:
    return step.half, step.most


def _interval(interval: Interval | None, width: float) -> str:
    return "-" if interval is None else " to ".join(rounded(end, width) for end in interval)


def rounded(number: float, width: float) -> str:
    """A number with as many decimals as show about three figures of a width."""
    if not LEAST <= width < MOST:
        return plain(number)
    return f"{number:,.{max(0, 2 - floor(log10(width)))}f}"


def write_next(run: Run, forecast: Forecast, folder: Path) -> list[str]:
    """Write forecast.csv, and forecast.png if numbers are predicted; returns the names of the files."""
    write_forecast(forecast, folder / FORECAST)
    if not forecast.steps or _texts(forecast):
        return [FORECAST]
    draw_fan(run, forecast, folder / FAN)
    return [FORECAST, FAN]


def draw_fan(run: Run, forecast: Forecast, path: Path) -> None:
    """Draw the last values and the forecast into a file."""
    from ..plot.fan import fan

    series, reach = run.series, forecast.steps[-1].ahead
    seasons = [2 * run.season] if run.season else []
    first = max(0, len(series) - max(FEWEST, min([*seasons, PAST * reach])))
    following = next_times(series, reach)
    times = [*(series.times or [])[first:], *following] if following else None
    how = "The dark band holds half of the probability, the pale band 90 %; the line in them is the median."
    said = " ".join([how, *sentences(forecast, "Grey", "the dashed line")])
    figure = fan(series.values()[first:], first, forecast.steps, times, named(series), said)
    with whole_file(path) as draft:
        figure.savefig(draft)


def _texts(forecast: Forecast) -> bool:
    return any(isinstance(step.value, str) for step in forecast.steps)
