"""The matrix of SDR overlaps: how similar any two steps are. A periodic input shows as diagonals."""

from collections.abc import Callable

import numpy as np
from matplotlib.ticker import MaxNLocator

from ...core.checks import check_whole
from ...core.records import Step
from ...keep.history import History
from ..recording import Numbers
from ..sheet import THOUSANDS, Sheet

PARTS: dict[str, Callable[[Step], frozenset[int]]] = {
    "Bits of the input": lambda step: step.encoded.active,
    "Active columns": lambda step: step.active_columns,
    "Winner cells": lambda step: step.winner_cells,
}

EXPLANATION = (
    "Each point compares two of the last {count} steps: the more of their active bits, columns or cells they"
    " share, the stronger the colour. On the diagonal each step is compared with itself. A line parallel to"
    " it is a period: its distance from the diagonal is the number of steps after which the same returns. A"
    " line across it is the same sequence backwards. From left to right: cells share less than columns,"
    " because they tell apart the contexts of the same input."
)


def similarity_over_time(history: History, window: int = 100, style: str = "light") -> Sheet:
    """How similar any two of the last steps are. The period of the input appears as diagonals.

    Args:
        history: the run; it does not change.
        window: how many of the last steps are compared, at least 2.

    Raises:
        ValueError: if there are fewer than two steps.
    """
    first = max(0, len(history) - check_whole(window, "window", 2))
    steps = [history[place] for place in range(first, len(history))]
    if len(steps) < 2:
        raise ValueError("history has fewer than two steps: there is nothing to compare")
    sheet = Sheet("How similar any two steps are", EXPLANATION.format(count=len(steps)), style)
    panels = sheet.panels(1, len(PARTS), sharey=True)
    edges = (first - 0.5, len(history) - 0.5)
    for axes, (title, active) in zip(panels, PARTS.items(), strict=True):
        image = axes.imshow(
            shared([active(step) for step in steps]), cmap=sheet.shades(), vmin=0, vmax=1, origin="lower",
            extent=(*edges, *edges), interpolation="none",
        )  # fmt: skip
        sheet.name(axes, title)
        axes.set_xlabel("step", color=sheet.look.soft)
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_locator(MaxNLocator(6, integer=True, min_n_ticks=1))
            axis.set_major_formatter(THOUSANDS)
    panels[0].set_ylabel("step", color=sheet.look.soft)
    sheet.bar(image, panels, "fraction that both share", location="bottom", shrink=0.5, aspect=40)
    return sheet


def shared(sets: list[frozenset[int]]) -> Numbers:
    """For each pair of sets, the fraction of the larger set that both share; 0 with an empty set."""
    members = sorted(set().union(*sets))
    place = {member: index for index, member in enumerate(members)}
    table = np.zeros((len(sets), max(1, len(members))))
    for row, one in enumerate(sets):
        table[row, [place[member] for member in one]] = 1
    sizes = table.sum(axis=1)
    larger = np.maximum(sizes[:, None], sizes[None, :])
    alike: Numbers = (table @ table.T) / np.maximum(larger, 1)
    return alike
