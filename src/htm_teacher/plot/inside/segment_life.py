"""The life and times of segments: how many there are, how large, and which of them are of use."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...keep.history import History
from ..recording import Numbers
from ..scales import NORMAL, dress
from ..sheet import Sheet
from ..survey import Counts, Sample, Survey, surveyed

THOUSANDS = FuncFormatter(lambda number, _: f"{number:,.0f}")
CLASSES = 5  # of sizes, at most
SQUARES = 70  # of the map, along each side, at most

EXPLANATION = (
    "A segment is one moment that a cell has learned to recognise; it goes when it has lost its last synapse,"
    " or makes place on a full cell. Left: how many there are. Right: the life of each, across when it was"
    " born, up when it last recognised its moment. On the diagonal lie those that never did again; in line"
    " with it those that did once more, a rhythm later; at the top those in use. A cross is one that has"
    " gone: the higher above the diagonal, the longer it had lived."
)


@dataclass(frozen=True)
class Lives:
    """What became of segments.

    Attributes:
        born: for each that lives at the end, the step at which it was made; -1: before the first.
        used: for each of them the step at which it was last active, or made.
        dead: for each that does not live any more, the step at which it was made.
        gone: for each of them the last step before the look that missed it.
    """

    born: Counts
    used: Counts
    dead: Counts
    gone: Counts


def life_of_segments(source: History | Survey, style: str = "light") -> Sheet:
    """How many segments there were, of which size, born and gone when, and when each was last used.

    Args:
        source: the run, or a survey of it; nothing in it moves.
        style: "light" or "dark".

    Raises:
        ValueError: if there are no steps, or no such style.
    """
    sheet = Sheet("The life and times of segments", EXPLANATION, style)
    survey = surveyed(source)
    places = [["sizes", "map"], ["flow", "map"]]
    panels = sheet.body.subplot_mosaic(places, width_ratios=[0.9, 1], height_ratios=[1.6, 1])
    for axes in panels.values():
        dress(axes, sheet.look)
    draw_sizes(panels["sizes"], sheet, survey)
    draw_flow(panels["flow"], sheet, survey.samples)
    draw_map(panels["map"], sheet, lives(survey))
    return sheet


def lives(survey: Survey) -> Lives:
    """The life of every segment, as far as the looks tell; births and uses are known to the step."""
    samples, last = survey.samples, survey.samples[-1]
    looks = np.array([sample.steps for sample in samples])
    born = np.searchsorted(survey.made, np.arange(last.next_serial), side="right") - 1
    missed = np.searchsorted(looks, born, side="right")  # the first look that could have seen it
    for place, sample in enumerate(samples):
        missed[sample.serials] = place + 1
    used = np.searchsorted(survey.clock, last.last_used) - 1
    dead = (missed > 0) & (missed < len(samples))
    return Lives(born[last.serials], used, born[dead], looks[missed[dead]] - 1)


def draw_sizes(axes: Axes, sheet: Sheet, survey: Survey) -> None:
    """How many segments live, on top of each other by size, and how many were ever made."""
    samples = survey.samples
    room = survey.history.model.memory.parameters.max_synapses_per_segment
    edges = classes(max(room, *(int(sample.sizes.max(initial=0)) for sample in samples)))
    counts = np.array([np.histogram(sample.sizes, edges)[0] for sample in samples]).T
    names = [f"{a}" if b == a + 1 else f"{a}–{b - 1}" for a, b in pairwise(edges)]
    colours = sheet.shades()(np.linspace(0.15, 0.8, len(names)))
    steps, made = [[getattr(sample, of) for sample in samples] for of in ("steps", "next_serial")]
    axes.stackplot(steps, counts, labels=names, colors=colours, linewidth=0)
    axes.plot(steps, made, color=sheet.look.new, linewidth=1.3, label="ever made")
    axes.set(xlim=(0, steps[-1]), ylim=(0, 1.2 * max(1, made[-1])), ylabel="segments")
    axes.tick_params(labelbottom=False)
    finish(axes, sheet, "How many live, by their number of synapses", ncols=len(names) + 1)


def classes(largest: int) -> list[int]:
    """Where classes of sizes begin, from 1, and where the last ends: all as wide, but perhaps the last."""
    width = -(-largest // CLASSES)
    return [*range(1, largest + 1, width), largest + 1]


def draw_flow(axes: Axes, sheet: Sheet, samples: list[Sample]) -> None:
    """Bars up for the born and down for the gone, from each look to the next."""
    looks = np.array([sample.steps for sample in samples])
    born = np.diff([sample.next_serial for sample in samples])
    gone = born - np.diff([len(sample.serials) for sample in samples])
    wide = np.diff(looks)
    for counts, name, colour in ((born, "born", sheet.look.new), (-gone, "gone", sheet.look.gone)):
        axes.bar(looks[:-1], counts, wide, align="edge", color=colour, label=f"{name}: {abs(counts.sum()):,}")
    axes.axhline(0, color=sheet.look.soft, linewidth=0.8)
    low, high = min(0, -gone.max()), max(1, born.max())
    axes.set(xlim=(0, looks[-1]), ylim=(1.05 * low, high + 0.25 * (high - low)))
    between = round(wide.mean())
    axes.set_ylabel("segments in a step" if between == 1 else f"segments in about {between:,} steps")
    axes.set_xlabel("step", color=sheet.look.soft)
    finish(axes, sheet, "Born and gone", ncols=2)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{abs(count):,.0f}"))


def finish(axes: Axes, sheet: Sheet, title: str, loc: str = "upper left", ncols: int = 1) -> None:
    """Title, legend, and whole numbers along the axes."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(7, integer=True, min_n_ticks=1))
        axis.set_major_formatter(THOUSANDS)
    sheet.name(axes, title)
    sheet.key(axes, loc=loc, ncols=ncols, columnspacing=1.2, handlelength=1.2, handletextpad=0.5)


def draw_map(axes: Axes, sheet: Sheet, found: Lives) -> None:
    """Each segment at its birth (across) and its last use or, if it is gone, its end (up)."""
    edges = squares(found)
    counts = np.histogram2d(found.born, found.used, (edges, edges))[0].T
    image = axes.pcolormesh(
        edges, edges, np.ma.masked_equal(counts, 0), cmap=sheet.shades(), zorder=2,
        norm=PowerNorm(0.4, 0, max(5, counts.max())),
    )  # fmt: skip
    sheet.bar(image, axes, "living segments")
    axes.plot(
        found.dead, found.gone, "x", color=sheet.look.new, markersize=3.5, markeredgewidth=0.8, zorder=3,
        label=f"{len(found.dead):,} gone, at the step they went",
    )  # fmt: skip
    axes.plot(edges[[0, -1]], edges[[0, -1]], color=sheet.look.gone, linewidth=0.8, zorder=1)
    top = edges[-1] + 0.06 * (edges[-1] - edges[0])
    axes.set(xlim=edges[[0, -1]], ylim=(edges[0], top), ylabel="last used at step")
    before = " (-1: before this history)" if edges[0] < -1 else ""
    axes.set_xlabel(f"born at step{before}", color=sheet.look.soft)
    finish(axes, sheet, "When each was born, and last used", "lower right")
    name_places(axes, sheet, found, edges)


def squares(found: Lives) -> Numbers:
    """The edges of the map's squares, each some whole number of steps wide."""
    steps = np.concatenate([[0, 1], found.born, found.used, found.gone])
    low, high = steps.min(), steps.max()
    side = -(-(high + 1 - low) // SQUARES)
    edges: Numbers = np.arange(low - 0.5, high + 0.5 + side, side)
    return edges


def name_places(axes: Axes, sheet: Sheet, found: Lives, edges: Numbers) -> None:
    """Say on the map what it means to lie on the diagonal, and at the top."""
    low, high, soft = edges[0], edges[-1], sheet.look.soft
    gap, middle = 0.025 * (high - low), (low + high) / 2
    axes.text(low + gap, high + gap, "in use at the end of learning", color=soft, fontsize=NORMAL)
    away = gap + (edges[1] - edges[0]) / 2
    idle = int((found.born == found.used).sum())
    said = f"never used again: {idle:,} of {len(found.born):,}"
    axes.text(
        middle + away, middle - away, said, color=soft, fontsize=NORMAL, ha="center", va="top",
        rotation=45, transform_rotates_text=True, rotation_mode="anchor",
    )  # fmt: skip
