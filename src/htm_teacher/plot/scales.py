"""Axes: their look and range, the shading of training and testing, ticks where days or months begin."""

from bisect import bisect_left
from collections.abc import Callable
from datetime import datetime
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.ticker import MaxNLocator

from .recording import Numbers, Recording, dated
from .style import Style

SMALL, NORMAL, LARGE = 8.5, 9.5, 12.0  # text, in points on a page of 12.8 inches
CHARACTERS = 12.5  # if the panel shows as many ticks as it can, this many fit into each label


def every(years: int) -> Callable[[datetime], object]:
    """A unit of this many years."""
    return lambda time: time.year // years


# Where a tick may be: at a step where this value differs from the step before; and the label's format.
UNITS: list[tuple[Callable[[datetime], object], str]] = [
    (lambda time: time.replace(microsecond=0), "%H:%M:%S"),
    (lambda time: time.replace(second=0, microsecond=0), "%H:%M"),
    (lambda time: (time.date(), time.hour, time.minute // 10), "%H:%M"),
    (lambda time: (time.date(), time.hour), "%H:%M"),
    (lambda time: (time.date(), time.hour // 6), "%a %H:%M"),
    (lambda time: time.date(), "%a %d %b"),
    (lambda time: time.isocalendar()[:2], "%d %b"),
    (lambda time: (time.year, time.month), "%b %Y"),
    (lambda time: (time.year, (time.month - 1) // 4), "%b %Y"),
    *((every(years), "%Y") for years in (1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000)),
]


class TimeTicks:
    """Ticks on an axis of steps where hours, days, weeks, months or years begin.

    Args:
        times: when each step was.
        first: the index of the first step.
        most: how many ticks fit. If times are uneven and a label would touch the label before it, the
            label is left out.
    """

    def __init__(self, times: list[datetime], first: int, most: int) -> None:
        self.times, self.first, self.most = times, first, most
        self.starts = [beginnings(times, unit) for unit, _ in UNITS]
        # Where days begin at every step, the step is a day, and is labelled so.
        self.forms = [
            [form for starts, (_, form) in zip(self.starts, UNITS, strict=True) if starts == own][-1]
            for own in self.starts
        ]
        self.form = self.forms[0]
        self.kept: dict[tuple[int, int], list[int]] = {}

    def tick_values(self, low: float, high: float) -> list[float]:
        """The steps with a tick, between two steps."""
        ends = low - self.first, high - self.first
        counts = [bisect_left(one, ends[1]) - bisect_left(one, ends[0]) for one in self.starts]
        unit = next((place for place, count in enumerate(counts) if count <= self.most), len(UNITS) - 1)
        self.form = self.forms[unit]
        kept = self.apart(unit, round(high - low))
        a, b = (bisect_left(kept, end) for end in ends)
        return [float(place + self.first) for place in kept[a:b]]

    def apart(self, unit: int, span: int) -> list[int]:
        """The places where a unit begins, without those whose labels would touch if ``span`` steps are seen.

        They are chosen once for the whole run, so that no label comes and goes while the view moves.
        """
        if (unit, span) not in self.kept:
            room = span * (len(self.times[0].strftime(self.forms[unit])) + 0.5) / (CHARACTERS * self.most)
            kept: list[int] = []
            for place in self.starts[unit]:
                if not kept or place - kept[-1] >= room:
                    kept.append(place)
            self.kept[unit, span] = kept
        return self.kept[unit, span]

    def label(self, step: float) -> str:
        """The label of a tick."""
        return dated(self.times[round(step) - self.first], self.form)


def shortened(text: str, most: int) -> str:
    """A text of at most ``most`` characters; an ellipsis stands for what was cut off."""
    return text if len(text) <= most else f"{text[: most - 1]}…"


def short(name: str) -> str:
    """A category's name, short enough for the axis. A dollar sign begins no formula."""
    return shortened(name, 9).replace("$", r"\$")


def usual_range(values: Numbers) -> tuple[float, float]:
    """The lowest and the highest value, without the few that are far from all others.

    Far are at most one in a hundred at each end, if the others take less than a third of the height.
    """
    if not len(values):
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    few = len(values) // 100
    ordered = np.sort(values)
    bottom, top = float(ordered[few]), float(ordered[len(values) - 1 - few])
    if not few or 3 * (top - bottom) >= high - low or top == bottom:
        return low, high
    near = values[(values >= 1.5 * bottom - 0.5 * top) & (values <= 1.5 * top - 0.5 * bottom)]
    return float(near.min()), float(near.max())


def beginnings(times: list[datetime], unit: Callable[[datetime], object]) -> list[int]:
    """The places where a unit begins, for example the first step of each day."""
    keys = [unit(time) for time in times]
    return [place for place in range(1, len(keys)) if keys[place] != keys[place - 1]]


class Ruler:
    """The grid and the x axis of a panel, which counts steps and labels them with times if these are known.

    An axis of matplotlib takes longer to draw than the rest of a frame. This axis has only what it shows:
    vertical lines, labels below them, and horizontal lines, which the shading of the phases would cover.

    Args:
        axes: the panel.
        run: what is drawn.
        style: the colours.
        most: how many labels fit.
        rows: whether to draw horizontal lines too.
    """

    def __init__(self, axes: Axes, run: Recording, style: Style, most: int, rows: bool = True) -> None:
        self.axes = axes
        self.ticks = (
            MaxNLocator(most, integer=True, min_n_ticks=1)
            if run.times is None
            else TimeTicks(run.times, run.first, most)
        )
        axes.xaxis.set_visible(False)
        along = axes.get_xaxis_transform()
        looks: dict[str, Any] = {"color": style.faint, "linewidth": 0.6, "zorder": 0.5}
        self.lines = axes.add_line(Line2D([], [], transform=along, label="_lines", **looks))
        self.rows = axes.add_line(
            Line2D([], [], transform=axes.get_yaxis_transform(), label="_rows", visible=rows, **looks)
        )
        self.labels = [
            axes.annotate("", (0, 0), (0, -4), xycoords=along, textcoords="offset points",
                          ha="center", va="top", fontsize=SMALL, color=style.soft)
            for _ in range(most + 2)
        ]  # fmt: skip
        if run.times is None:
            axes.annotate("step", (0.5, 0), (0, -15), xycoords="axes fraction", fontsize=SMALL,
                          textcoords="offset points", ha="center", va="top", color=style.soft)  # fmt: skip

    def place(self) -> None:
        """Move lines and labels to the steps in view."""
        low, high = self.axes.get_xlim()
        seen = [x for x in self.ticks.tick_values(low, high) if low <= x <= high]
        self.lines.set_data(np.repeat(seen, 3), np.tile([0, 1, np.nan], len(seen)))
        if np.size(self.rows.get_xdata()) == 0:
            rows = self.axes.get_yticks()
            self.rows.set_data(np.tile([0, 1, np.nan], len(rows)), np.repeat(rows, 3))
        for label in self.labels[len(seen) :]:
            label.set_visible(False)
        for x, label in zip(seen, self.labels, strict=False):
            label.set_visible(True)
            label.xy = (x, 0)
            label.set_text(self.say(x))

    def say(self, step: float) -> str:
        """The label of a step."""
        return self.ticks.label(step) if isinstance(self.ticks, TimeTicks) else f"{step:,.0f}"

    @property
    def artists(self) -> list[Any]:
        """Every artist that changes."""
        return [self.lines, self.rows, *self.labels]


def dress(axes: Axes, style: Style) -> None:
    """Give a panel the plain look that all panels share."""
    axes.set_facecolor(style.page)
    axes.tick_params(colors=style.soft, labelsize=SMALL, length=3, width=0.8, color=style.faint)
    axes.yaxis.label.set(color=style.soft, fontsize=SMALL)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set(color=style.faint, linewidth=0.8)


class Phases:
    """The background of training and testing: a colour each, and its name if there is room.

    Args:
        axes: the panel; its x axis counts steps.
        run: what is drawn.
        style: the colours.
        names: whether to write the names at the top.
    """

    def __init__(self, axes: Axes, run: Recording, style: Style, names: bool = True) -> None:
        self.axes, self.first, self.spans = axes, run.first, run.phases()
        self.shades, self.names = {}, {}
        for learn, name, colour in (
            (True, "training", style.training),
            (False, "testing", style.testing),
        ):
            bars = [(run.first + a - 0.5, b - a) for a, b, which in self.spans if which is learn]
            self.shades[learn] = axes.broken_barh(
                bars, (0, 1), transform=axes.get_xaxis_transform(), color=colour, linewidth=0, zorder=0
            )
            self.shades[learn].set_label(f"_{name}")
            if names:
                self.names[learn] = axes.text(
                    0, 0.985, name, transform=axes.get_xaxis_transform(), ha="center", va="top",
                    fontsize=SMALL, color=style.soft, style="italic", clip_on=True,
                )  # fmt: skip

    def place_names(self) -> None:
        """Move each name to the middle of its longest stretch in view."""
        low, high = self.axes.get_xlim()
        for learn, text in self.names.items():
            seen = [
                (max(low, self.first + a - 0.5), min(high, self.first + b - 0.5))
                for a, b, which in self.spans
                if which is learn
            ]
            left, right = max(seen, key=lambda span: span[1] - span[0], default=(0.0, 0.0))
            text.set_visible(right - left > 0.1 * (high - low))
            text.set_x((left + right) / 2)

    @property
    def artists(self) -> list[Any]:
        """Every artist that is drawn."""
        return [*self.shades.values(), *self.names.values()]
