"""SDR overlap matrix: how alike any two moments are. A rhythm shows as diagonals."""

from collections.abc import Callable

import numpy as np

from ...core.checks import check_whole
from ...core.records import Step
from ...keep.history import History
from ..recording import Numbers
from ..sheet import Sheet

PARTS: dict[str, Callable[[Step], frozenset[int]]] = {
    "Bits of the input": lambda step: step.encoded.active,
    "Active columns": lambda step: step.active_columns,
    "Winner cells": lambda step: step.winner_cells,
}

EXPLANATION = (
    "Each point compares two of the last {count} steps: the more they share of what is active, the stronger"
    " its mark. The diagonal from corner to corner is each step beside itself. Lines along it are a rhythm:"
    " as far as they lie from the diagonal, so many steps later the same comes again; lines across it are the"
    " same way taken backwards. Read from left to right: cells share less than columns, as they tell apart"
    " the contexts in which the same input comes."
)


def similarity_over_time(history: History, window: int = 100, style: str = "light") -> Sheet:
    """How alike any two of the last steps are: the period of a periodic input appears as diagonals.

    Args:
        history: the run; nothing in it moves.
        window: how many of the last steps are compared, at least 2.

    Raises:
        ValueError: if there are fewer than two steps.
    """
    first = max(0, len(history) - check_whole(window, "window", 2))
    steps = [history[place] for place in range(first, len(history))]
    if len(steps) < 2:
        raise ValueError("history: two steps are needed, to compare them")
    sheet = Sheet("How alike any two moments are", EXPLANATION.format(count=len(steps)), style)
    panels = sheet.panels(1, len(PARTS), sharey=True)
    edges = (first - 0.5, len(history) - 0.5)
    for axes, (title, active) in zip(panels, PARTS.items(), strict=True):
        image = axes.imshow(
            shared([active(step) for step in steps]), cmap=sheet.shades(), vmin=0, vmax=1, origin="lower",
            extent=(*edges, *edges), interpolation="none",
        )  # fmt: skip
        sheet.name(axes, title)
        axes.set_xlabel("step", color=sheet.look.soft)
    panels[0].set_ylabel("step", color=sheet.look.soft)
    sheet.bar(image, panels, "part that both share")
    return sheet


def shared(sets: list[frozenset[int]]) -> Numbers:
    """For each two sets the part of the larger that both have; 0 beside an empty one."""
    members = sorted(set().union(*sets))
    place = {member: index for index, member in enumerate(members)}
    table = np.zeros((len(sets), max(1, len(members))))
    for row, one in enumerate(sets):
        table[row, [place[member] for member in one]] = 1
    sizes = table.sum(axis=1)
    larger = np.maximum(sizes[:, None], sizes[None, :])
    alike: Numbers = (table @ table.T) / np.maximum(larger, 1)
    return alike
