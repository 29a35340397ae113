"""Permanences over time, a ridge for each sample: which synapses become connected, and which do not."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ...keep.history import History
from ..recording import Numbers
from ..scales import NORMAL, SMALL
from ..sheet import Sheet
from ..survey import BINS, Permanences, Sample, Survey, surveyed

RIDGES = 16  # at most: more ridges would hide each other
HIGHEST, MEAN = 2.6, 0.55  # the largest and mean height of a ridge; 1 is the distance between two ridges
PARTS = {
    "Proximal (spatial pooler): from inputs to columns": "proximal",
    "Distal (temporal memory): from cells to cells": "distal",
}

EXPLANATION = (
    "Each ridge is a moment, the earliest at the back. It shows how many synapses have which permanence; its"
    " height is the square root of their number, so that small numbers can be seen too. A synapse is"
    " connected if its permanence is at the dashed line or to the right of it, in colour. Learning moves the"
    " permanences apart: synapses between what is often active together gain, the others lose. Testing"
    " changes nothing."
)


def permanences_over_time(source: History | Survey, style: str = "light") -> Sheet:
    """The permanences of the synapses of pooler and memory, at moments all along a run.

    Args:
        source: the run, or a survey of it; it does not change.
        style: "light" or "dark".

    Raises:
        ValueError: if there are no steps, or the style does not exist.
    """
    sheet = Sheet("The permanences of synapses over time", EXPLANATION, style)
    chosen = pick_samples(surveyed(source).samples)
    panels = sheet.panels(1, len(PARTS), sharey=True)
    ridges = [[getattr(sample, part) for sample in chosen] for part in PARTS.values()]
    top = max(line.max() for one in ridges for line in lines(one))
    space = (len(chosen) + top) / 20
    for axes, title, one in zip(panels, PARTS, ridges, strict=True):
        sheet.name(axes, title)
        draw(axes, sheet, one)
        name_threshold(axes, sheet, [each.threshold for each in one], top + space / 2)
    first = panels[0]
    first.set_yticks(range(0, -len(chosen), -1), [f"{sample.steps:,}" for sample in chosen])
    first.set_ylim(1 - len(chosen) - space / 2, top + 1.5 * space)
    first.set_ylabel("steps so far", color=sheet.look.soft)
    return sheet


def pick_samples(samples: list[Sample]) -> list[Sample]:
    """As many samples as fit, including the first and the last."""
    places = np.linspace(0, len(samples) - 1, min(RIDGES, len(samples))).round().astype(int)
    return [samples[place] for place in places]


def lines(ridges: list[Permanences]) -> list[Numbers]:
    """The heights of each ridge above its row, which is 0 for the first ridge, -1 for the next, and so on.

    All are scaled by the same factor, so that no ridge hides much of the ridge behind it.
    """
    heights = [np.sqrt(one.counts) for one in ridges]
    highest, mean = (max(1.0, *(float(of(one)) for one in heights)) for of in (np.max, np.mean))
    scale = min(HIGHEST / highest, MEAN / mean)
    return [scale * one - row for row, one in enumerate(heights)]


def draw(axes: Axes, sheet: Sheet, ridges: list[Permanences]) -> None:
    """Draw all ridges, the connected part in colour, with the connected percentage on the right."""
    look, along = sheet.look, axes.get_yaxis_transform()
    edges = np.repeat(np.linspace(0, 1, BINS + 1), 2)[1:-1]
    for row, (one, line) in enumerate(zip(ridges, lines(ridges), strict=True)):
        heights, depth = np.repeat(line, 2), 2 + row
        axes.fill_between(edges, -row, heights, color=look.faint, linewidth=0, zorder=depth)
        nearer = sheet.shades()(0.2 + 0.3 * (row + 1) / len(ridges))
        right = np.maximum(edges, one.threshold)  # the part to the left gets no width
        axes.fill_between(right, -row, heights, color=nearer, linewidth=0, zorder=depth)
        axes.plot(edges, heights, color=look.ink, linewidth=0.7, zorder=depth, label=f"_ridge {row}")
        axes.text(1.02, -row, connected(one), transform=along, fontsize=SMALL, color=look.soft, va="center")
    axes.spines["left"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(0, 1)
    axes.set_xlabel("permanence", color=look.soft)


def connected(one: Permanences) -> str:
    """How many of the synapses are connected, as text."""
    count = int(one.counts.sum())
    return f"{100 * one.connected / count:.1f} % of {count:,}" if count else "no synapses"


def name_threshold(axes: Axes, sheet: Sheet, thresholds: list[float], top: float) -> None:
    """Draw the threshold at which synapses become connected, with a bend where it was changed."""
    rows = [top, *range(-1, -len(thresholds), -1), -len(thresholds)]
    axes.plot([*thresholds, thresholds[-1]], rows, "--", color=sheet.look.new, zorder=99, label="_threshold")
    said = "connected from " + ", then ".join(f"{one:g}" for one in dict.fromkeys(thresholds))
    look: dict[str, Any] = {"textcoords": "offset points", "fontsize": NORMAL}
    side = "right" if thresholds[0] > 0.8 else "center"
    axes.annotate(said, (thresholds[0], top), (0, 5), color=sheet.look.new, ha=side, **look)
    along = axes.get_yaxis_transform()
    axes.annotate("connected", (1.02, top), (0, 5), xycoords=along, color=sheet.look.soft, **look)
