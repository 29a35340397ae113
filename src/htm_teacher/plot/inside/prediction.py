"""The prediction as a distribution over values, with the actual values; below it, the anomaly scores."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from numbers import Real
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...core.anomaly import log_scale
from ...core.chances import Prediction
from ...core.checks import check_number, check_whole, shown
from ...keep.history import History
from ..recording import Numbers, Recording, choose_field, numbers, pick, read
from ..scales import Phases
from ..sheet import Sheet

ROWS = 60  # the most rows of the map, if values are numbers
IN_VIEW = 0.01  # a value that is ever so probable is in view
NINES = (0.0, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999)

EXPLANATION = (
    "Each column of the map is a step. The stronger the colour at a value, the higher its probability in the"
    " prediction made {before}. A narrow, strong band at the actual value is a certain and correct"
    " prediction; a wide, pale band is an uncertain prediction; two bands are two possibilities, which a"
    " single number would hide. Noise always has a high anomaly, so the anomaly alone is no alarm. The"
    " likelihood, on a scale of factors of ten, says how unusual the last ten steps are. It is also high"
    " where they surprised less than usual, which is no alarm. It is 0.5 while it warms up."
)


@dataclass(frozen=True)
class Chances:
    """The predictions for some steps, and their actual values.

    Attributes:
        edges: the edges of the rows of the map on the value axis, ascending.
        names: the names of categories; row i is at i. Empty if the values are numbers.
        table: rows x steps: the predicted probabilities; NaN for a step without a prediction.
        truth: the places of the actual values on the value axis; NaN for a missing value.
    """

    edges: Numbers
    names: list[str]
    table: Numbers
    truth: Numbers


def prediction_as_distribution(
    history: History,
    horizon: int | None = None,
    window: int = 200,
    threshold: float = 0.9999,
    style: str = "light",
) -> Sheet:
    """The predicted probability of each value for the last steps, the actual values, and anomaly scores.

    Args:
        history: the run; it does not change.
        horizon: how many steps ahead the prediction was made; if not given, the shortest horizon.
        window: how many of the last steps are shown, at least 1.
        threshold: an anomaly likelihood from here on, of more surprise than usual, is an alarm; in [0, 1].
        style: "light" or "dark".

    Raises:
        ValueError: if there are no steps, a number is out of range, or the model lacks this horizon.
    """
    if not len(history):
        raise ValueError("history has no steps yet: there is nothing to draw")
    ahead = choose_horizon(history, horizon)
    threshold = check_number(threshold, "threshold", 0, 1)
    places = range(max(0, len(history) - check_whole(window, "window", 1)), len(history))
    steps = [history[place] for place in places]
    field = choose_field(history, steps, None, None)[1]
    made = [history[place - ahead].prediction.get(ahead) if place >= ahead else None for place in places]
    chances, run = arrange(made, [pick(step.value, field) for step in steps]), read(steps)
    before = "one step before" if ahead == 1 else f"{ahead:,} steps before"
    sheet = Sheet("The prediction as a distribution", EXPLANATION.format(before=before), style)
    panels = sheet.panels(3, 1, sharex=True, height_ratios=[3, 1, 1.3])
    draw_chances(panels[0], sheet, chances, run)
    sheet.name(panels[0], f"Predicted {before}, and the actual value")
    panels[0].set_ylabel(field or "value", parse_math=False)
    draw_anomaly(panels[1], sheet, run, numbers(step.anomaly for step in steps))
    likelihood = numbers(step.likelihood for step in steps)
    draw_likelihood(panels[2], sheet, run, likelihood, threshold, alarms(history, places, threshold))
    return sheet


def alarms(history: History, places: range, threshold: float) -> list[bool]:
    """Whether each of these steps was an alarm; see ``Step.is_alarm``."""
    steps = [history[place] for place in places]
    if not any((step.likelihood or 0) >= threshold for step in steps):
        return [False] * len(steps)
    # A record does not tell more surprise from less, so the likelihood takes the same steps again.
    model, found = history.at(places.start), []
    for step in steps:
        if step.anomaly is not None:
            target = model.encoder.target(step.value, model.predict)[1]
            model.likelihood.compute(step.anomaly, None if isinstance(target, str) else target)
        found.append(step.is_alarm(model.likelihood, threshold))
    return found


def choose_horizon(history: History, horizon: int | None) -> int:
    """The given horizon, or the shortest; a ValueError if the model does not predict it."""
    there = history.model.classifier.parameters.horizons
    if horizon is not None and horizon not in there:
        said = ", ".join(map(str, there))
        raise ValueError(f"horizon is {shown(horizon)}: the model predicts {said} steps ahead")
    return min(there) if horizon is None else int(horizon)


def arrange(made: Sequence[Prediction | None], values: list[Any]) -> Chances:
    """Give each category or bucket a row. If there are many buckets, neighbouring buckets share a row."""
    known = [one for one in made if one is not None]
    if known and known[-1].width is not None:
        return arrange_changes(made, values)
    # Buckets are never removed, so the last prediction has all of them.
    held = dict(zip(known[-1].buckets, known[-1].values, strict=True)) if known else {}
    found = [*values, *held.values()]
    if any(isinstance(value, str) for value in found):
        names = sorted({text(value) for value in found} - {""})
        place = {name: row for row, name in enumerate(names)}
        rows = {bucket: place[text(value)] for bucket, value in held.items()}
        edges: Numbers = np.arange(-0.5, len(names))
        truth = numbers(place.get(text(value)) for value in values)
        return Chances(edges, names, tabulate(made, rows, len(names)), truth)
    order = sorted(held, key=lambda bucket: held[bucket])
    together = max(1, -(-len(order) // ROWS))
    rows = {bucket: number // together for number, bucket in enumerate(order)}
    ends = borders([float(held[bucket]) for bucket in order])
    edges = np.append(ends[:-1:together], ends[-1])
    return Chances(edges, [], tabulate(made, rows, len(edges) - 1), numbers(values))


def arrange_changes(made: Sequence[Prediction | None], values: list[Any]) -> Chances:
    """Give values rows of equal height: the values of a bucket of changes differ from step to step."""
    sides = [one.interval(1 - 2 * IN_VIEW) or () for one in made if one is not None]
    truth = numbers(values)
    found = np.concatenate([np.ravel(sides), truth[np.isfinite(truth)]])
    low, high = float(found.min()), float(found.max())
    edges = np.linspace(low, high, ROWS + 1) if low < high else np.array([low - 0.5, low + 0.5])
    table = np.full((len(edges) - 1, len(made)), np.nan)
    for step, one in enumerate(made):
        if one is not None and one.width is not None:
            halves = np.array([-0.5, 0.5]) * one.width
            reached = np.cumsum(one.probabilities)
            below = np.column_stack([reached - one.probabilities, reached])
            places = np.add.outer(np.array(one.values), halves)
            table[:, step] = np.diff(np.interp(edges, places.ravel(), below.ravel()))
    return Chances(edges, [], table, truth)


def text(value: Any) -> str:
    """The name of a category; empty for a missing value."""
    if isinstance(value, Real) and np.isfinite(float(value)):
        return f"{value:g}"
    return value if isinstance(value, str) else ""


def short(name: str) -> str:
    """A name, short enough for the map. Its beginning and end tell it from other names."""
    return name if len(name) <= 14 else f"{name[:6]}…{name[-7:]}"


def borders(values: list[float]) -> Numbers:
    """The edges between these ascending values, half way to each neighbour, and beyond both ends."""
    middles = [(a + b) / 2 for a, b in pairwise(values)]
    if not middles:
        value = values[0] if values else 0.0
        return np.array([value - 0.5, value + 0.5])
    return np.array([2 * values[0] - middles[0], *middles, 2 * values[-1] - middles[-1]])


def tabulate(made: Sequence[Prediction | None], rows: dict[int, int], count: int) -> Numbers:
    """The probability of each of ``count`` rows for each step; NaN without a prediction."""
    table = np.full((count, len(made)), np.nan)
    for step, one in enumerate(made):
        if one is not None:
            places = [rows[bucket] for bucket in one.buckets]
            table[:, step] = np.bincount(places, one.probabilities, minlength=count)
    return table


def draw_chances(axes: Axes, sheet: Sheet, chances: Chances, run: Recording) -> None:
    """Draw the map, with the actual values over it."""
    look, along = sheet.look, axes.get_xaxis_transform()
    sides = run.first + np.arange(len(run) + 1) - 0.5
    image = axes.pcolormesh(
        sides, chances.edges, np.ma.masked_invalid(chances.table), cmap=sheet.shades(),
        norm=PowerNorm(0.7, 0, np.nanmax(chances.table, initial=0.1)),
    )  # fmt: skip
    sheet.bar(image, axes, "probability")
    blank = [(side, 1) for side in sides[:-1][np.isnan(chances.table[0])]]
    name = "nothing predicted" if blank else "_nothing predicted"
    axes.broken_barh(blank, (0, 1), transform=along, color=look.off, linewidth=0, label=name)
    for first, *_ in run.phases()[1:]:
        axes.axvline(sides[first], color=look.soft, linewidth=1, linestyle=":")
    mark: dict[str, Any] = {"marker": "."}
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.9g}"))
    if chances.names:
        mark = {"linestyle": "", "marker": "o", "fillstyle": "none"}
        few = range(0, len(chances.names), -(-len(chances.names) // 16))
        axes.set_yticks(few, [short(chances.names[row]) for row in few], parse_math=False)
    steps = sides[:-1] + 0.5
    axes.plot(steps, chances.truth, color=look.new, linewidth=1.2, markersize=4, label="actual value", **mark)
    axes.set(xlim=sides[[0, -1]], ylim=in_view(chances))
    key_above(axes, sheet)


def key_above(axes: Axes, sheet: Sheet) -> None:
    """Add a legend beside the title, where it hides nothing."""
    sheet.key(axes, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderpad=0.1)


def in_view(chances: Chances) -> tuple[float, float]:
    """The lowest and the highest value in view: actual values, and values that were ever probable."""
    probable = np.max(np.nan_to_num(chances.table), axis=1) >= IN_VIEW
    ends = np.concatenate([chances.edges[:-1][probable], chances.edges[1:][probable], chances.truth])
    if np.isnan(ends).all():
        return 0.0, 1.0
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    space = 0.02 * (high - low) or 0.5
    return low - space, high + space


def draw_anomaly(axes: Axes, sheet: Sheet, run: Recording, anomaly: Numbers) -> None:
    """Draw the anomaly as a bar for each step, over the background of training and testing."""
    axes.bar(run.first + np.arange(len(run)), anomaly, 1, color=sheet.look.new)
    axes.set(ylim=(0, 1.4), yticks=(0, 0.5, 1), ylabel="anomaly")
    sheet.name(axes, "Anomaly: the fraction of the active columns that was not predicted")
    Phases(axes, run, sheet.look).place_names()


def draw_likelihood(
    axes: Axes, sheet: Sheet, run: Recording, likelihood: Numbers, threshold: float, alarm: list[bool]
) -> None:
    """Draw the likelihood, on a scale that tells 0.9999 and 0.99999 apart, and the alarms."""
    look, steps = sheet.look, run.first + np.arange(len(run))
    heights, cut = np.array([log_scale(one) for one in likelihood]), log_scale(threshold)
    axes.plot(steps, heights, color=look.same, linewidth=1.2, marker=".", markersize=3)
    axes.plot(steps[alarm], heights[alarm], "o", color=look.new, markersize=5, label="_alarm")
    name = f"alarms, from {threshold!r} up: {sum(alarm):,}"
    axes.axhline(cut, color=look.new, linewidth=1, linestyle="--", label=name)
    top = max(0.43, cut, np.nanmax(heights, initial=0)) + 0.05
    shown = [nine for nine in NINES if log_scale(nine) <= top]
    axes.set_yticks([log_scale(nine) for nine in shown], [f"{nine:.10g}" for nine in shown])
    axes.set(ylim=(-0.02, top), ylabel="likelihood")
    sheet.name(axes, "Anomaly likelihood: how unusual the anomaly of the last ten steps is")
    key_above(axes, sheet)
    axes.set_xlabel("step", color=look.soft)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda step, _: f"{step:,.0f}"))
    Phases(axes, run, look, names=False)
