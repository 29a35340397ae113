"""Panels of marks: the bits of the input, and the columns it made active."""

import math
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from matplotlib.path import Path

from .panels import Panel
from .recording import Bits


class MarksPanel(Panel):
    """A panel with three kinds of marks: same, new and gone."""

    def build_marks(self, marker: Any, size: float, names: tuple[str, str, str]) -> None:
        """Make an artist for each kind, drawn from gone to new, and the legend."""
        style = self.style
        self.marks: dict[str, Line2D] = {}
        for kind, colour in (("gone", style.gone), ("same", style.same), ("new", style.new)):
            (self.marks[kind],) = self.axes.plot(
                [], [], linestyle="none", marker=marker, markersize=size, color=colour,
                markeredgewidth=0,
            )  # fmt: skip
        self.moving += self.marks.values()
        handles = []
        for kind, name in zip(("same", "new", "gone"), names, strict=True):
            self.marks[kind].set_label(name)
            handles.append(self.swatch(kind, name))
        self.head(handles)

    def swatch(self, kind: str, name: str) -> Line2D:
        """A mark for the legend, large enough to see."""
        mark = Line2D([], [], linestyle="none", marker="s", markersize=6.5, label=name)
        mark.set_color(self.marks[kind].get_color())
        return mark


class SdrPanel(MarksPanel):
    """The bits of the input at a step, row by row, and what changed since the step before."""

    title = "Encoded Input SDR"

    def build(self) -> None:
        axes, run = self.axes, self.run
        box = axes.bbox
        sides = {
            across: min(box.width / across, box.height / math.ceil(run.bits / across))
            for across in range(1, run.bits + 1)
        }
        self.across, side = max(sides.items(), key=lambda pair: pair[1])
        axes.set(xticks=[], yticks=[])
        axes.set_xlim(-0.5, box.width / side - 0.5)
        axes.set_ylim(box.height / side - 0.5, -0.5)
        axes.spines[:].set_visible(False)
        points = 72 * side / axes.figure.dpi
        axes.plot(*self.where(range(run.bits)), "s", color=self.style.off, markersize=0.8 * points,
                  markeredgewidth=0, label="_off")  # fmt: skip
        self.build_marks("s", 0.8 * points, ("still on", "turned on", "turned off since the step before"))
        edge = max(0.6, 0.12 * points)
        self.marks["gone"].set(fillstyle="none", markeredgewidth=edge, markersize=0.8 * points - edge)

    def swatch(self, kind: str, name: str) -> Line2D:
        mark = super().swatch(kind, name)
        if kind == "gone":
            mark.set(fillstyle="none", markeredgewidth=1.2, markersize=5.5)
        return mark

    def where(self, bits: Any) -> tuple[Any, Any]:
        """The places of the bits in the grid: x, y."""
        places = np.array(sorted(bits), dtype=int)
        return places % self.across, places // self.across

    def show(self, place: int) -> None:
        run = self.run
        now, before = run.encoded[place], run.encoded[place - 1] if place else Bits()
        kinds = {"same": now & before, "new": now - before, "gone": before - now}
        for kind, bits in kinds.items():
            self.marks[kind].set_data(*self.where(bits))
        self.word.set_text(f"{len(now)} of {run.bits} bits are on")


class ColumnsPanel(MarksPanel):
    """A raster: which columns were active at each step, and which of these were predicted."""

    title = "Active Columns Over Time"

    def build(self) -> None:
        axes, run = self.axes, self.run
        self.follow(rows=False)
        axes.set_ylim(-0.015 * run.columns - 1, 1.1 * run.columns)
        axes.set_yticks(sorted({round(run.columns * part / 4) for part in range(5)}))
        axes.set_ylabel("column")
        to_points = 72 / axes.figure.dpi
        width = max(1.2, 0.86 * axes.bbox.width / self.window * to_points)
        height = max(1.8, 0.86 * axes.bbox.height / (1.12 * run.columns) * to_points)
        names = ("predicted and active", "bursting: active, not predicted", "predicted, not active")
        self.build_marks(oblong(width, height), max(width, height), names)
        self.points = [self.kinds(place) for place in range(len(run))]

    def kinds(self, place: int) -> dict[str, list[int]]:
        """The columns of one step, by kind."""
        active, predicted = self.run.active[place], self.run.predicted[place]
        return {
            "same": sorted(active & predicted),
            "new": sorted(active - predicted),
            "gone": sorted(predicted - active),
        }

    def show(self, place: int) -> None:
        part = self.look_at(place)
        for kind, mark in self.marks.items():
            columns = [one[kind] for one in self.points[part]]
            steps = np.repeat(self.steps(part), [len(one) for one in columns])
            mark.set_data(steps, [column for one in columns for column in one])
        now = {kind: len(columns) for kind, columns in self.points[place].items()}
        self.word.set_text(f"{now['same']} predicted, {now['new']} bursting, {now['gone']} not active")


def oblong(width: float, height: float) -> Path:
    """A marker in the shape of a rectangle."""
    x, y = width / 2, height / 2
    return Path([(-x, -y), (x, -y), (x, y), (-x, y), (-x, -y)], closed=True)
