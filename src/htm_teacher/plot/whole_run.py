"""The whole run on one picture: all values with the alerts marked, and below them the ranks."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from .recording import numbers
from .scales import NORMAL, SMALL, TimeTicks
from .sheet import Sheet
from .thinned import Thinned

ACROSS = 1100  # pixels of a panel
TICKS = 11  # labels that fit below it
MARK = 8  # points


def whole_run(
    values: Sequence[float | str | None],
    ranks: Sequence[float | None],
    alerts: Sequence[int] = (),
    training: int = 0,
    labelled: Sequence[tuple[int, int]] = (),
    times: list[datetime] | None = None,
    value: str = "value",
    explanation: str = "",
    style: str = "light",
    title: str = "The whole run",
    first: int = 0,
    moments: Sequence[int] = (),
) -> Sheet:
    """The values of all steps, the alerts as triangles, moments as rings, and the rank of each step.

    Args:
        values: of all steps, at least one.
        ranks: of all steps; None where there is none.
        alerts: the steps with an alert.
        training: how many steps, from the first, are for training.
        labelled: the first and the last step of each labelled stretch.
        times: when all steps were; None if that is not known.
        value: what the value is called, with its unit.
        explanation: how to read it.
        style: "light" or "dark".
        title: the heading.
        first: the number of the first step.
        moments: the steps with an alarm of the model, the most anomalous first.
    """
    sheet = Sheet(title, explanation, style)
    above, below = sheet.panels(2, 1, sharex=True, height_ratios=[3, 1])
    look, count, known = sheet.look, len(values), numbers(values)
    for axes, curve, colour, name in (
        (above, known, look.ink, "values"),
        (below, numbers(ranks), look.same, "rank"),
    ):
        axes.axvspan(-0.5, training - 0.5, color=look.training, zorder=0, linewidth=0)
        axes.axvspan(training - 0.5, count - 0.5, color=look.testing, zorder=0, linewidth=0)
        for place, (start, end) in enumerate(labelled):
            label = "labels" if place == 0 else "_labels"
            axes.axvspan(
                start - 0.5, end + 0.5, color=look.gone, alpha=0.6, zorder=1, linewidth=0, label=label
            )
        shown = Thinned(curve, ACROSS).until(count - 1)
        axes.plot(shown, curve[shown], color=colour, linewidth=0.9, label=name, zorder=3)
        axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    places = [place for place in alerts if np.isfinite(known[place])]
    low, high = above.get_ylim()
    room = 0.04 * (high - low)  # a triangle stands above its value
    if places:
        above.plot(
            places, known[places] + room, "v", color=look.new, markersize=MARK, zorder=5, clip_on=False,
            label="alerts", markeredgecolor=look.page, markeredgewidth=0.8,
        )  # fmt: skip
        across = below.get_xaxis_transform()
        below.vlines(places, 0, 1, transform=across, color=look.new, linewidth=0.9, zorder=2)
    ringed = [place for place in moments if np.isfinite(known[place])]
    if ringed:
        above.plot(
            ringed, known[ringed], "o", fillstyle="none", color=look.new, markersize=MARK, zorder=6,
            label="alarms of the model",
        )  # fmt: skip
    for order, place in enumerate(moments, 1):
        if place in ringed:
            above.annotate(
                f"{order}", (place, known[place]), (0, -MARK), textcoords="offset points", ha="center",
                va="top", fontsize=SMALL, weight="bold", color=look.ink, zorder=6,
            )  # fmt: skip
    above.set_ylabel(value, parse_math=False)
    below.set_ylabel("rank")
    below.set_ylim(bottom=0)
    above.set_xlim(-0.5, count - 0.5)
    _phases(above, training, count, look.soft)
    _ticks(below, times, count, first, look.soft)
    sheet.key_above(above)
    return sheet


def _phases(axes: Axes, training: int, count: int, colour: str) -> None:
    """Write the names of the phases above the panel, where there is room."""
    for first, last, name in ((0, training, "training"), (training, count, "testing")):
        if last - first >= 0.08 * count:
            axes.text(
                first, 1.0, f" {name}", transform=axes.get_xaxis_transform(), fontsize=SMALL, va="bottom",
                color=colour, style="italic",
            )  # fmt: skip


def _ticks(axes: Axes, times: list[datetime] | None, count: int, first: int, colour: str) -> None:
    if times is None:
        axes.set_xlabel("step", color=colour, fontsize=NORMAL)
        axes.xaxis.set_major_formatter(lambda place, _: f"{place + first:,.0f}")
        return
    ticks: Any = TimeTicks(times, 0, TICKS)
    places = ticks.tick_values(0, count)
    axes.set_xticks(places, [ticks.label(place) for place in places])
