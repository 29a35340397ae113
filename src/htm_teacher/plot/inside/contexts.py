"""Context: the same input in two sequences. The columns are the same; the cells in them differ."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...core.records import Step
from ...core.temporal_memory import TemporalMemory
from ...keep.history import History
from ..recording import Numbers, as_numbers, choose_field, first_drawable, pick
from ..scales import NORMAL, SMALL, dress, short
from ..sheet import Sheet
from .choice import APART, columns_of, two_contexts

LIKELY = 0.02  # a less probable value may be out of view
FEW_COLUMNS, MANY_COLUMNS = 14, 45  # labels are horizontal up to the first, and left out above the second

EXPLANATION = (
    "Above, two sequences lead to the same or a similar input. The columns stand for the input: the"
    " same input, the same columns. The cells in them stand for the input in its context: below, each context"
    " has its own active cells. The fewer cells both contexts share, the better the model tells them apart,"
    " and so it can predict different values after the same input. A column whose cells are all active"
    " bursts: it was not predicted, so any context is possible."
)


def same_input_in_two_contexts(
    history: History, first: int | None = None, second: int | None = None, style: str = "light"
) -> Sheet:
    """Two steps with the same input: what led to each, which cells are active, and what is predicted next.

    Args:
        history: the run; it does not change.
        first, second: the two steps; negative numbers count from the end. A step that is not given is
            chosen among the last 300 steps: with the same columns, other cells, and no bursts.
        style: "light" or "dark".

    Raises:
        ValueError: if there are fewer than two steps, a step or the style does not exist, or both steps are
            the same.
    """
    paths = read_paths(history, two_contexts(history, first, second))
    one, two = paths.steps
    names = f"steps {one.index:,} and {two.index:,}"
    input_ = "The same input" if one.encoded == two.encoded else "A similar input"
    sheet = Sheet(f"{input_} in two contexts: {names}", EXPLANATION, style)
    layout = [["led", "led", "next"], ["one", "two", "both"]]
    panels = sheet.body.subplot_mosaic(layout, width_ratios=[1, 1, 0.85])
    for axes in panels.values():
        dress(axes, sheet.look)
        axes.xaxis.label.set(color=sheet.look.soft, fontsize=SMALL)
    colours = (sheet.look.same, sheet.look.precision)
    draw_paths(sheet, panels["led"], paths, colours)
    scale(panels["led"], paths)
    draw_expected(sheet, panels["next"], panels["led"], paths, colours)
    memory = history.model.memory
    shared, size = one.active_columns & two.active_columns, memory.parameters.cells_per_column
    columns = [*sorted(shared), *sorted(one.active_columns - shared), *sorted(two.active_columns - shared)]
    draw_cells(sheet, panels["one"], one, two, columns, size, colours[0])
    draw_cells(sheet, panels["two"], two, one, columns, size, colours[1])
    draw_shares(sheet, panels["both"], paths.steps, memory)
    return sheet


# What led to the input, and what is predicted next.


@dataclass(frozen=True)
class Paths:
    """What led to the two steps, and what is predicted at each.

    Attributes:
        steps: the two steps.
        values: for each step, the values that led to it and its own; NaN for a missing value.
        expected, probabilities: for each step, the predicted values and their probabilities.
        categories: the names of the categories, by place; empty if the values are numbers.
        ahead: for how many steps later the values are predicted.
        name: what the value is called.
    """

    steps: tuple[Step, Step]
    values: list[Numbers]
    expected: list[Numbers]
    probabilities: list[Numbers]
    categories: list[str]
    ahead: int
    name: str


def read_paths(history: History, places: tuple[int, int]) -> Paths:
    """Read the values of both steps and the predicted values, all as numbers on one scale."""
    leads = [lead(history, place) for place in places]
    both = [step for steps in leads for step in steps]
    field, predict = choose_field(history, both, None, None)
    if field is not None and not np.isfinite(as_numbers([pick(step.value, field) for step in both])[0]).any():
        field = first_drawable(both, list(both[-1].value or ()))
    ahead = history.model.classifier.parameters.horizons[0]
    found = [steps[-1].prediction.get(ahead) for steps in leads]
    expected = [one if field == predict else None for one in found]
    rows = [[pick(step.value, field) for step in steps] for steps in leads]
    rows += [list(one.values) if one else [] for one in expected]
    numbers, categories = as_numbers([value for row in rows for value in row])
    parts = np.split(numbers, np.cumsum([len(row) for row in rows])[:-1])
    return Paths(
        steps=(leads[0][-1], leads[1][-1]),
        values=parts[:2],
        expected=parts[2:],
        probabilities=[np.array(one.probabilities if one else []) for one in expected],
        categories=categories,
        ahead=ahead,
        name=field or "value",
    )


def lead(history: History, place: int) -> list[Step]:
    """A step and the steps that led to it, as far as its context goes, at most five in all."""
    steps = [history[place]]
    while len(steps) < APART and steps[0].anomaly is not None:  # a step without a score begins a sequence
        place -= 1
        steps.insert(0, history[place])
    return steps


def draw_paths(sheet: Sheet, axes: Axes, paths: Paths, colours: Sequence[str]) -> None:
    """Draw the values of both paths, one over the other, and the most probable next value."""
    for i, width in enumerate((6, 2)):
        values, name = paths.values[i], f"step {paths.steps[i].index:,}"
        looks: dict[str, Any] = {"color": colours[i], "marker": "o", "markersize": width + 5}
        axes.plot(range(1 - len(values), 1), values, linewidth=width, label=name, **looks)
        if len(paths.expected[i]):
            best = paths.expected[i][paths.probabilities[i].argmax()]
            looks |= {"linestyle": "--", "markerfacecolor": sheet.look.page, "label": f"_after {name}"}
            axes.plot([0, 1], [values[-1], best], linewidth=0.6 * width, **looks)
    axes.axvline(0, color=sheet.look.faint, zorder=0)
    longest = max(len(values) for values in paths.values)
    before = [f"{back} before" for back in range(longest - 1, 0, -1)]
    after = "predicted next" if paths.ahead == 1 else f"predicted {paths.ahead} later"
    axes.set_xticks(range(1 - longest, 2), [*before, "this input", after])
    axes.set_xlim(0.7 - longest, 1.3)
    axes.set_ylabel(paths.name)
    sheet.name(axes, "What led to it")
    sheet.key(axes, loc="best")


def scale(axes: Axes, paths: Paths) -> None:
    """Scale the y axis: all values and all probable predictions fit; or the names of categories."""
    if paths.categories:
        few = range(0, len(paths.categories), math.ceil(len(paths.categories) / 12))
        axes.set_yticks(few, [short(paths.categories[place]) for place in few])
        axes.set_ylim(-0.6, len(paths.categories) - 0.4)
        return
    likely = [
        one[chances >= LIKELY] for one, chances in zip(paths.expected, paths.probabilities, strict=True)
    ]
    seen = np.concatenate([*paths.values, *likely])
    seen = seen[np.isfinite(seen)]
    low, high = (seen.min(), seen.max()) if len(seen) else (0.0, 1.0)
    space = 0.1 * ((high - low) or abs(high) or 1.0)
    axes.set_ylim(low - space, high + space)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y:,.10g}"))


def draw_expected(sheet: Sheet, axes: Axes, beside: Axes, paths: Paths, colours: Sequence[str]) -> None:
    """Draw the probability of each value: to the left for the first context, to the right for the second."""
    axes.sharey(beside)
    for i, side in enumerate((-1, 1)):
        axes.hlines(
            paths.expected[i], 0, side * paths.probabilities[i], color=colours[i],
            linewidth=9 if paths.categories else 4, label=f"step {paths.steps[i].index:,}",
        )  # fmt: skip
    axes.axvline(0, color=sheet.look.soft, linewidth=0.8)
    axes.set_xlim(-1.05, 1.05)
    axes.set_xticks([-1, -0.5, 0, 0.5, 1], ["1", "0.5", "0", "0.5", "1"])
    axes.set_xlabel(f"probability of the value {paths.ahead} {'step' if paths.ahead == 1 else 'steps'} later")
    sheet.name(axes, "What is predicted in each")
    if not any(map(len, paths.expected)):
        axes.text(0, 0.5, "nothing is predicted", transform=axes.get_xaxis_transform(), ha="center",
                  backgroundcolor=sheet.look.page, color=sheet.look.soft, fontsize=NORMAL)  # fmt: skip


# Columns and cells.


def draw_cells(
    sheet: Sheet, axes: Axes, step: Step, other: Step, columns: list[int], size: int, colour: str
) -> None:
    """Draw the cells of these columns at a step; cells that are active at the other step too are dark."""
    look = sheet.look
    place = {column: index for index, column in enumerate(columns)}
    everything = range(len(columns) * size)
    side = min(12, 200 / max(1, len(columns)), 120 / size)
    for name, cells, shade in (
        ("inactive", [columns[cell // size] * size + cell % size for cell in everything], look.off),
        ("active here", step.active_cells - other.active_cells, colour),
        ("active in both", step.active_cells & other.active_cells, look.ink),
    ):
        x, y = [place[cell // size] for cell in cells], [cell % size for cell in cells]
        axes.plot(x, y, "s", color=shade, markersize=side, markeredgewidth=0, label=name)
    upright = len(columns) > FEW_COLUMNS
    names = [f"{column}" for column in columns] if len(columns) <= MANY_COLUMNS else []
    axes.set_xticks(range(len(names)), names, rotation=90 if upright else 0)
    axes.tick_params(axis="x", length=0, labelsize=6.5 if len(columns) > 2 * FEW_COLUMNS else SMALL)
    axes.set_xlim(-0.7, max(1, len(columns)) - 0.3)
    axes.set_ylim(-0.7, size - 0.3)
    axes.yaxis.set_major_locator(MaxNLocator(5, integer=True))
    axes.set_ylabel("cell in the column")
    axes.set_xlabel(
        "column" if names else f"the {len(columns)} columns" if columns else "no column is active"
    )
    sheet.name(axes, f"Cells at step {step.index:,}")
    if step.active_cells & other.active_cells:
        both = Line2D([], [], color=look.ink, linestyle="none", marker="s", label="active in both")
        sheet.key(axes, handles=[both], loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0,
                  borderpad=0.3, handletextpad=0)  # fmt: skip


def draw_shares(sheet: Sheet, axes: Axes, pair: tuple[Step, Step], memory: TemporalMemory) -> None:
    """Draw how much both steps share."""
    look = sheet.look
    sets = {
        "active\ncolumns": [step.active_columns for step in pair],
        "active\ncells": [step.active_cells for step in pair],
        "columns\npredicted\nnext": [columns_of(step.predictive_cells, memory) for step in pair],
    }
    heights = range(len(sets))
    for height, (one, two) in zip(heights, sets.values(), strict=True):
        both, larger = len(one & two), max(len(one), len(two))
        axes.barh(height, 1, 0.4, color=look.off)
        axes.barh(height, both / max(1, larger), 0.4, color=look.ink, label="shared")
        axes.annotate(f"{both:,} of {larger:,}", (1, height), (6, 0), textcoords="offset points",
                      va="center", color=look.ink, fontsize=NORMAL)  # fmt: skip
    axes.set_xlim(0, 1.35)
    axes.set_xticks([0, 0.5, 1])
    axes.set_ylim(len(sets) - 0.5, -0.5)
    axes.set_yticks(heights, list(sets))
    axes.set_xlabel("fraction of the larger that both share")
    sheet.name(axes, "What both share")
