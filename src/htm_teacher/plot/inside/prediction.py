"""The prediction as what it is, a distribution over values, beside what came; and the surprise below."""

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
from ...core.checks import check_number, check_whole
from ...core.classifier import Prediction
from ...keep.history import History
from ..recording import Numbers, Recording, choose_field, numbers, pick, read
from ..scales import Phases
from ..sheet import Sheet

ROWS = 60  # of the map, at most, where values are numbers
IN_VIEW = 0.01  # a value that is ever as probable as this is shown
NINES = (0.0, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999, 0.9999999)

EXPLANATION = (
    "Each column of the map is one step: the stronger the colour at a value, the more probable it had been"
    " {before}. A narrow strong band under what came was a prediction sure and right; a wide pale one did"
    " not know; two bands are two possibilities, which a single number would hide. Noise always surprises, so"
    " an anomaly is no alarm by itself: the likelihood, by factors of ten, says how unusual the last ten"
    " steps are, be it much surprise or strikingly little. It is 0.5 until it has seen what is usual."
)


@dataclass(frozen=True)
class Chances:
    """What was predicted for each step, and what came.

    Attributes:
        edges: where the rows of the map begin and end on the value axis, ascending.
        names: of the rows, where values are categories, and row i is at i; otherwise empty.
        table: rows x steps, how probable each was for each step; NaN where nothing was predicted.
        truth: the place on the value axis of what came; NaN where it is missing.
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
    """How probable each value had been for each of the last steps, what came, and how surprising it was.

    Args:
        history: the run; nothing in it moves.
        horizon: how many steps before it was predicted; the fewest that the model predicts if not given.
        window: how many of the last steps are shown, at least 1.
        threshold: the anomaly likelihood that is an alarm, in [0, 1].
        style: "light" or "dark".

    Raises:
        ValueError: if there are no steps, a number is out of range, or the model predicts no such horizon.
    """
    if not len(history):
        raise ValueError("history: it has no steps yet, so there is nothing to see")
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
    sheet.name(panels[0], f"What had been predicted {before}, and what came")
    panels[0].set_ylabel(field or "value", parse_math=False)
    draw_anomaly(panels[1], sheet, run, numbers(step.anomaly for step in steps))
    draw_likelihood(panels[2], sheet, run, numbers(step.likelihood for step in steps), threshold)
    return sheet


def choose_horizon(history: History, horizon: int | None) -> int:
    """The one asked for, or the nearest; a ValueError if the model does not predict it."""
    there = history.model.classifier.parameters.horizons
    if horizon is not None and horizon not in there:
        said = ", ".join(map(str, there))
        raise ValueError(f"horizon is {horizon!r}: the model predicts {said} steps ahead")
    return min(there) if horizon is None else int(horizon)


def arrange(made: Sequence[Prediction | None], values: list[Any]) -> Chances:
    """Give each category a row, or each bucket; of many buckets a few together, neighbours in value."""
    known = [one for one in made if one is not None]
    # A bucket once seen is never forgotten, so the last prediction has all of them.
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


def text(value: Any) -> str:
    """A category's name; empty for a missing one."""
    if isinstance(value, Real) and np.isfinite(float(value)):
        return f"{value:g}"
    return value if isinstance(value, str) else ""


def short(name: str) -> str:
    """A name as it fits beside the map: one's own beginning and end tell it from the others."""
    return name if len(name) <= 14 else f"{name[:6]}…{name[-7:]}"


def borders(values: list[float]) -> Numbers:
    """Where what belongs to each of these, ascending, begins and ends: half way to its neighbours."""
    middles = [(a + b) / 2 for a, b in pairwise(values)]
    if not middles:
        value = values[0] if values else 0.0
        return np.array([value - 0.5, value + 0.5])
    return np.array([2 * values[0] - middles[0], *middles, 2 * values[-1] - middles[-1]])


def tabulate(made: Sequence[Prediction | None], rows: dict[int, int], count: int) -> Numbers:
    """How probable each of ``count`` rows was for each step; NaN where nothing was predicted."""
    table = np.full((count, len(made)), np.nan)
    for step, one in enumerate(made):
        if one is not None:
            places = [rows[bucket] for bucket in one.buckets]
            table[:, step] = np.bincount(places, one.probabilities, minlength=count)
    return table


def draw_chances(axes: Axes, sheet: Sheet, chances: Chances, run: Recording) -> None:
    """The map, with what came over it."""
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
    axes.plot(steps, chances.truth, color=look.new, linewidth=1.2, markersize=4, label="what came", **mark)
    axes.set(xlim=sides[[0, -1]], ylim=in_view(chances))
    key_above(axes, sheet)


def key_above(axes: Axes, sheet: Sheet) -> None:
    """A legend beside the title, where it hides nothing."""
    sheet.key(axes, loc="lower right", bbox_to_anchor=(1, 1), ncols=2, borderpad=0.1)


def in_view(chances: Chances) -> tuple[float, float]:
    """The lowest and the highest value to be shown: what came, and what was at all probable."""
    probable = np.max(np.nan_to_num(chances.table), axis=1) >= IN_VIEW
    ends = np.concatenate([chances.edges[:-1][probable], chances.edges[1:][probable], chances.truth])
    if np.isnan(ends).all():
        return 0.0, 1.0
    low, high = float(np.nanmin(ends)), float(np.nanmax(ends))
    space = 0.02 * (high - low) or 0.5
    return low - space, high + space


def draw_anomaly(axes: Axes, sheet: Sheet, run: Recording, anomaly: Numbers) -> None:
    """A bar for each step, training and testing behind them."""
    axes.bar(run.first + np.arange(len(run)), anomaly, 1, color=sheet.look.new)
    axes.set(ylim=(0, 1.4), yticks=(0, 0.5, 1), ylabel="part")
    sheet.name(axes, "Anomaly: how much of what came was not predicted")
    Phases(axes, run, sheet.look).place_names()


def draw_likelihood(axes: Axes, sheet: Sheet, run: Recording, likelihood: Numbers, threshold: float) -> None:
    """The likelihood, on a scale that tells 0.9999 and 0.99999 apart, and where it is an alarm."""
    look, steps = sheet.look, run.first + np.arange(len(run))
    heights, cut = np.array([log_scale(one) for one in likelihood]), log_scale(threshold)
    axes.plot(steps, heights, color=look.same, linewidth=1.2, marker=".", markersize=3)
    alarm = likelihood >= threshold
    axes.plot(steps[alarm], heights[alarm], "o", color=look.new, markersize=5, label="_alarm")
    name = f"alarms, from {threshold!r} on: {alarm.sum():,}"
    axes.axhline(cut, color=look.new, linewidth=1, linestyle="--", label=name)
    top = max(0.43, cut, np.nanmax(heights, initial=0)) + 0.05
    shown = [nine for nine in NINES if log_scale(nine) <= top]
    axes.set_yticks([log_scale(nine) for nine in shown], [f"{nine:.10g}" for nine in shown])
    axes.set(ylim=(-0.02, top), ylabel="likelihood")
    sheet.name(axes, "Anomaly likelihood: how unusual the surprise of the last ten steps is")
    key_above(axes, sheet)
    axes.set_xlabel("step", color=look.soft)
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True, min_n_ticks=1))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda step, _: f"{step:,.0f}"))
    Phases(axes, run, look, names=False)
