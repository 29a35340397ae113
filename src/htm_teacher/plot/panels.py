"""Panels of lines: the input and the accuracy. A panel makes its artists once; ``show`` moves them."""

import math
from typing import Any

import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from matplotlib.ticker import FixedLocator, FuncFormatter, MaxNLocator

from .moments import MomentMarks
from .recording import Recording, rolling_mean
from .scales import LARGE, NORMAL, SMALL, Phases, Ruler, dress, short, shortened, usual_range
from .style import Style
from .thinned import Thinned

STRIP = 22.0  # height of the strip with the whole run, in points
CAPTION = (
    "Recall: how many of the active columns were predicted.\n"
    "Precision: how many of the predicted columns became active.\n"
    "Either alone can mislead: predict every column and recall is 1.\n"
    "Each point is a mean over the last {} steps."
)


class Panel:
    """What all panels share: a title, a few words about the step, and a legend above the data.

    Args:
        axes: where to draw.
        run: what to draw.
        style: the colours.
        window: how many steps a panel of the last steps shows.

    Attributes:
        moving: the artists that change from step to step, in drawing order.
    """

    title = ""

    def __init__(self, axes: Axes, run: Recording, style: Style, window: int) -> None:
        self.axes, self.run, self.style, self.window = axes, run, style, window
        self.moving: list[Artist] = []
        dress(axes, style)
        self.build()

    def build(self) -> None:
        """Make the artists."""
        raise NotImplementedError

    def show(self, place: int) -> None:
        """Move them to a step, given by its place in the run."""
        raise NotImplementedError

    def head(self, handles: list[Line2D], lift: float = 0.0) -> None:
        """The title on the left, the words about the step on the right, and the legend below them.

        ``lift`` is the space between legend and panel, in points.
        """
        axes, style = self.axes, self.style
        axes.set_title(
            self.title, x=0, ha="left", pad=lift + 24, fontsize=LARGE, weight="bold", color=style.ink
        )
        self.word = axes.annotate(
            "", (1, 1), (0, lift + 24), xycoords="axes fraction", textcoords="offset points",
            ha="right", fontsize=NORMAL, color=style.soft, parse_math=False,
        )  # fmt: skip
        self.moving.append(self.word)
        points = 72 * axes.bbox.height / axes.figure.dpi
        legend = axes.legend(
            handles=handles, loc="lower left", bbox_to_anchor=(0, 1 + (lift + 3) / points), ncols=4,
            frameon=False, fontsize=SMALL, borderpad=0, borderaxespad=0, handlelength=1.6,
            handletextpad=0.5, columnspacing=1.6, labelcolor=style.soft,
        )  # fmt: skip
        for text in legend.get_texts():
            text.set_parse_math(False)

    def follow(self, rows: bool = True) -> None:
        """Prepare the x axis for a view that moves with the steps; ``rows``: with horizontal lines."""
        self.phases = Phases(self.axes, self.run, self.style)
        self.ruler = Ruler(self.axes, self.run, self.style, most=8, rows=rows)
        self.moving += [*self.phases.artists, *self.ruler.artists]

    def look_at(self, place: int) -> slice:
        """Move the view so that it ends at a place; returns the places to draw."""
        start = max(0, place - self.window + 1)
        left = self.run.first + start - 0.5
        self.axes.set_xlim(left, left + self.window)
        self.phases.place_names()
        self.ruler.place()
        return slice(start, place + 1)

    def steps(self, part: slice = slice(None)) -> Any:
        """The steps at these places, as x values."""
        return self.run.first + np.arange(*part.indices(len(self.run)))


class InputPanel(Panel):
    """The value, and what was predicted for it. Above it, if the run is long, the whole run."""

    title = "Input Value Over Time"

    def build(self) -> None:
        self.follow()
        run, style, axes = self.run, self.style, self.axes
        dots: dict[str, Any] = {"linestyle": "none", "marker": "o", "markersize": 5} if run.categories else {}
        (self.value,) = axes.plot(
            [], [], color=style.ink, linewidth=2.6, alpha=0.55, solid_joinstyle="round", **dots
        )
        (self.expected,) = axes.plot(
            [], [], color=style.same, linewidth=1.3, label="predicted one step before"
        )
        (self.now,) = axes.plot([], [], "o", color=style.ink, markersize=5, clip_on=False, zorder=4)
        self.beyond = {
            marker: axes.plot([], [], marker, color=style.new, markersize=7, clip_on=False, zorder=5)[0]
            for marker in ("^", "v")
        }
        self.moving += [self.value, self.expected, self.now, *self.beyond.values()]
        unit = f" ({run.unit})" if run.unit and not run.name.endswith(f"[{run.unit}]") else ""
        self.marks = MomentMarks(axes, run, style, 72 * axes.bbox.height / axes.figure.dpi, ring=9)
        self.moving += [self.marks.rings, *self.marks.ranks.values()]
        above = f", axis + {base:,.15g}" if (base := self.scale()) else ""
        self.value.set_label(shortened(run.name + unit, 40) + above)
        long = len(run) > self.window
        if long:
            self.overview()
        known = np.isfinite(run.expected).any()
        handles = [
            self.value,
            *([self.expected] if known else []),
            *([self.marks.rings] if run.moments else []),
        ]
        self.head(handles, lift=30 if long else 0)

    def scale(self) -> float:
        """Scale the y axis: values and predictions fit, with room above for the names of the phases.

        Returns what the ticks leave out: 0, unless they would be alike without.

        If a few values are far from all others, they are marked at the edge: with room for them, the others
        would be a flat line.
        """
        run, axes = self.run, self.axes
        if run.categories:
            axes.set_ylim(-0.6, len(run.categories) - 0.4 + 0.12 * len(run.categories))
            few = np.arange(0, len(run.categories), math.ceil(len(run.categories) / 16))
            axes.yaxis.set_major_locator(FixedLocator(few.tolist()))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: short(run.categories[round(y)])))
            return 0.0
        came = run.values[np.isfinite(run.values)]
        low, high = usual_range(came)
        drawn = np.concatenate([came, run.expected[np.isfinite(run.expected)]])
        if len(drawn) and (not len(came) or (low, high) == (came.min(), came.max())):
            low, high = drawn.min(), drawn.max()
        span = (high - low) or abs(high) or 1.0
        axes.set_ylim(low - 0.06 * span, high + 0.16 * span)
        axes.yaxis.set_major_locator(MaxNLocator(6))
        digits = min(6, max(0, 2 - math.floor(math.log10(span))))
        self.form = f",.{digits}f" if np.abs(drawn).max(initial=0) < 1e12 else ".4g"
        form = ",.10g" if span > 1e-4 and np.abs(drawn).max(initial=0) < 1e7 else ".4g"
        ticks, base = axes.get_yticks(), 0.0
        if len({f"{y:{form}}" for y in ticks}) < len(ticks):
            unit = 10.0 ** math.ceil(math.log10(span))
            base, form = math.floor(low / unit) * unit, ",.8g"
        axes.yaxis.set_major_formatter(FuncFormatter(lambda y, _: f"{y - base:{form}}"))
        return base

    def overview(self) -> None:
        """Draw the whole run as a thin line, with a frame around the steps that are seen below."""
        run, style = self.run, self.style
        height = STRIP / (72 * self.axes.bbox.height / self.axes.figure.dpi)
        whole = self.axes.inset_axes((0, 1.02, 1, height))
        whole.set(xticks=[], yticks=[], facecolor=style.page)
        whole.set_xlim(run.first - 0.5, run.first + len(run) - 0.5)
        whole.spines[:].set(color=style.faint, linewidth=0.8)
        Phases(whole, run, style, names=False)
        dotted: dict[str, Any] = {"linestyle": "none", "marker": ","} if run.categories else {}
        if not run.categories:
            whole.set_ylim(self.axes.get_ylim())
        whole.plot(self.steps(), run.values, color=style.soft, linewidth=0.5, **dotted)
        MomentMarks(whole, run, style, STRIP, ring=5).show(slice(0, len(run)))
        self.frame = Rectangle(
            (0, 0), self.window, 1, transform=whole.get_xaxis_transform(), facecolor="none",
            edgecolor=style.ink, linewidth=1.4, clip_on=False, zorder=5,
        )  # fmt: skip
        whole.add_patch(self.frame)
        self.whole = whole
        self.moving.append(self.frame)

    def show(self, place: int) -> None:
        run = self.run
        part = self.look_at(place)
        self.value.set_data(self.steps(part), run.values[part])
        self.expected.set_data(self.steps(part), run.expected[part])
        low, high = self.axes.get_ylim()
        self.now.set_data([run.first + place], [min(max(run.values[place], low), high)])
        for marker, edge, far in (("^", high, run.values[part] > high), ("v", low, run.values[part] < low)):
            steps = self.steps(part)[far]
            self.beyond[marker].set_data(steps, np.full(len(steps), edge))
        self.marks.show(part)
        if len(run) > self.window:
            self.frame.set_x(self.axes.get_xlim()[0])
        came, expected = self.say(run.values[place]), self.say(run.expected[place])
        self.word.set_text(f"{came or 'missing'} (predicted {expected})" if expected else came or "missing")

    def say(self, value: float) -> str:
        """A value as text; empty if it is missing."""
        if not math.isfinite(value):
            return ""
        if self.run.categories:
            return shortened(self.run.categories[round(value)], 20)
        return f"{value:{self.form}} {shortened(self.run.unit, 12)}".strip()


class AccuracyPanel(Panel):
    """Recall and precision over the whole run, each a mean over the last ``rolling`` steps."""

    title = "Prediction Accuracy Over Time"

    def build(self) -> None:
        run, style, axes = self.run, self.style, self.axes
        self.rolling = min(100, max(5, len(run) // 20))
        axes.set_xlim(run.first - 0.5, run.first + max(2, len(run)) - 0.5)
        axes.set_ylim(-0.03, 1.16)
        axes.set_yticks([0, 0.25, 0.5, 0.75, 1], ["0", "0.25", "0.5", "0.75", "1"])
        Ruler(axes, run, style, most=5).place()
        Phases(axes, run, style).place_names()
        self.recall_means = Thinned(rolling_mean(run.recall, self.rolling), round(axes.bbox.width))
        self.precision_means = Thinned(rolling_mean(run.precision, self.rolling), round(axes.bbox.width))
        (self.recall,) = axes.plot([], [], color=style.recall, linewidth=1.8, label="recall")
        (self.precision,) = axes.plot([], [], color=style.precision, linewidth=1.8, label="precision")
        self.moving += [self.recall, self.precision]
        self.head([self.recall, self.precision])
        self.word.set(position=(0, 5), linespacing=2.1)  # one line beside the title, one beside the legend
        axes.annotate(
            CAPTION.format(self.rolling), (0, 0), (0, -34 if run.times is None else -24),
            xycoords="axes fraction", textcoords="offset points", va="top", fontsize=SMALL,
            color=style.soft, linespacing=1.35,
        )  # fmt: skip

    def show(self, place: int) -> None:
        shown = []
        for line, curve in ((self.recall, self.recall_means), (self.precision, self.precision_means)):
            places = curve.until(place)
            line.set_data(self.run.first + places, curve.values[places])
            mean = float(curve.values[place])
            shown.append(f"{mean:.2f}" if math.isfinite(mean) else "none")
        self.word.set_text(f"last {self.rolling} steps:\nrecall {shown[0]}, precision {shown[1]}")
