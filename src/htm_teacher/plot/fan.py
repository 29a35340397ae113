"""The forecast as a fan: the last values, and the intervals and medians of the next steps."""

from collections.abc import Sequence
from datetime import datetime
from math import nan
from typing import Any, Protocol

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import StrMethodFormatter

from .recording import numbers
from .scales import SMALL, TimeTicks
from .sheet import Sheet

TICKS = 9  # labels that fit below the panel
Interval = tuple[float, float]


class Predicted(Protocol):
    """What is predicted for a step."""

    @property
    def step(self) -> int:
        """Its number."""

    @property
    def value(self) -> float | str:
        """The median."""

    @property
    def half(self) -> Interval | None:
        """The interval of 50 %."""

    @property
    def most(self) -> Interval | None:
        """The interval of 90 %."""

    @property
    def poor(self) -> bool:
        """Whether a naive predictor was as good in the test."""

    @property
    def naive_value(self) -> float | str | None:
        """What that naive predictor says."""


def fan(
    past: Sequence[float | str | None],
    first: int,
    steps: Sequence[Predicted],
    times: list[datetime] | None = None,
    value: str = "value",
    explanation: str = "",
    style: str = "light",
) -> Sheet:
    """The last values, and for each next step the median and the intervals of 50 % and 90 %.

    Args:
        past: the last values, at least one.
        first: the number of the first of these steps.
        steps: what is predicted, at least one step; none of a text.
        times: when all these steps are, those without a prediction too; None if that is not known.
        value: what the value is called, with its unit.
        explanation: how to read it.
        style: "light" or "dark".
    """
    sheet = Sheet("What comes next", explanation, style)
    (axes,) = sheet.panels()
    look, start = sheet.look, first + len(past)
    axes.use_sticky_edges = False  # intervals keep a distance from the edges
    end = max(step.step for step in steps) + 1
    axes.axvline(start - 0.5, color=look.soft, linewidth=0.8, linestyle=":", zorder=1)
    axes.plot(range(first, start), numbers(past), color=look.ink, linewidth=1.3, label="values", zorder=4)
    good, poor = ([step for step in steps if step.poor is which] for which in (False, True))
    bands(axes, good, range(start, end), look.same, ("90 %", "50 %", "median"))
    bands(axes, poor, range(start, end), look.soft, ("", "", "no better than naive in the test"))
    instead = {step.step: step.naive_value for step in poor}
    dashed = numbers([instead.get(step) for step in range(start, end)])
    if np.isfinite(dashed).any():
        edges = np.arange(start, end + 1) - 0.5
        looks: dict[str, Any] = {"color": look.ink, "linewidth": 1.3, "linestyle": (0, (2, 1)), "zorder": 5}
        axes.stairs(dashed, edges, baseline=None, label="naive", **looks)
    axes.set_xlim(first - 0.5, end - 0.5)
    axes.set_ylabel(value, parse_math=False)
    axes.yaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    axes.grid(axis="y", color=look.faint, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.text(
        start - 0.5, 1.0, " forecast", transform=axes.get_xaxis_transform(), fontsize=SMALL, va="bottom",
        color=look.soft, style="italic",
    )  # fmt: skip
    if times is None:
        axes.set_xlabel("step", color=look.soft, fontsize=SMALL)
    else:
        ticks = TimeTicks(times, first, TICKS)
        places = ticks.tick_values(first, end)
        axes.set_xticks(places, [ticks.label(place) for place in places])
    sheet.key_above(axes)
    return sheet


def bands(
    axes: Axes, steps: Sequence[Predicted], span: range, colour: str, names: tuple[str, str, str]
) -> None:
    """Draw medians and intervals of some steps; the others of the span stay empty."""
    if not steps:
        return
    low, high, inner, outer, median = (np.full(len(span), nan) for _ in range(5))
    for step in steps:
        place = step.step - span.start
        if step.most is not None and step.half is not None and not isinstance(step.value, str):
            low[place], high[place] = step.most
            inner[place], outer[place] = step.half
            median[place] = step.value
    edges = np.arange(span.start, span.stop + 1) - 0.5
    looks: dict[str, Any] = {"color": colour, "zorder": 2}
    axes.stairs(high, edges, baseline=low, fill=True, alpha=0.22, label=names[0], linewidth=0, **looks)
    axes.stairs(outer, edges, baseline=inner, fill=True, alpha=0.42, label=names[1], linewidth=0, **looks)
    axes.stairs(median, edges, baseline=None, linewidth=1.8, label=names[2], **looks)
