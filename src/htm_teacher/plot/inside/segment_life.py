"""The life of segments: how many exist, how many synapses they have, and which of them are used."""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import PowerNorm
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...keep.history import History
from ..recording import Numbers
from ..scales import NORMAL, dress
from ..sheet import THOUSANDS, Sheet
from ..survey import Counts, Sample, Survey, surveyed

CLASSES = 5  # the most classes of sizes
SQUARES = 70  # the most squares of the map along a side

EXPLANATION = (
    "A segment learns to recognise one set of active cells. It is removed if it loses its last synapse, or if"
    " its cell is full and needs room. Left: how many segments exist. Right: each segment, horizontally at"
    " the step it was created, vertically at the step it was last active. Segments on the diagonal never"
    " became active again; those on a line parallel to it did once more, a period later; those at the top are"
    " in use. A cross is a removed segment: the higher above the diagonal, the longer it existed."
)


@dataclass(frozen=True)
class Lives:
    """When segments were created, used and removed.

    Attributes:
        created: for each segment that exists at the end, the step it was created at; -1: before the first.
        used: for each of these, the step it was last active at, or created.
        removed_created: for each removed segment, the step it was created at.
        removed: for each of these, the last step before the sample in which it is missing.
    """

    created: Counts
    used: Counts
    removed_created: Counts
    removed: Counts


def life_of_segments(source: History | Survey, style: str = "light") -> Sheet:
    """How many segments existed, with how many synapses, when each was created, last used and removed.

    Args:
        source: the run, or a survey of it; it does not change.
        style: "light" or "dark".

    Raises:
        ValueError: if there are no steps, or the style does not exist.
    """
    sheet = Sheet("The life of segments", EXPLANATION, style)
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
    """The life of every segment. Creation and last use are exact, removal is known from the samples."""
    samples, last = survey.samples, survey.samples[-1]
    looks = np.array([sample.steps for sample in samples])
    created = np.searchsorted(survey.made, np.arange(last.next_serial), side="right") - 1
    missed = np.searchsorted(looks, created, side="right")  # the first sample that could have it
    for place, sample in enumerate(samples):
        missed[sample.serials] = place + 1
    used = np.searchsorted(survey.clock, last.last_used) - 1
    removed = (missed > 0) & (missed < len(samples))
    return Lives(created[last.serials], used, created[removed], looks[missed[removed]] - 1)


def draw_sizes(axes: Axes, sheet: Sheet, survey: Survey) -> None:
    """Draw how many segments exist, stacked by size, and how many were created in all."""
    samples = survey.samples
    room = survey.history.model.memory.parameters.max_synapses_per_segment
    edges = classes(max(room, *(int(sample.sizes.max(initial=0)) for sample in samples)))
    counts = np.array([np.histogram(sample.sizes, edges)[0] for sample in samples]).T
    names = [f"{a}" if b == a + 1 else f"{a}–{b - 1}" for a, b in pairwise(edges)]
    colours = sheet.shades()(np.linspace(0.15, 0.8, len(names)))
    steps, made = [[getattr(sample, of) for sample in samples] for of in ("steps", "next_serial")]
    axes.stackplot(steps, counts, labels=names, colors=colours, linewidth=0)
    axes.plot(steps, made, color=sheet.look.new, linewidth=1.3, label="created in all")
    axes.set(xlim=(0, steps[-1]), ylim=(0, 1.2 * max(1, made[-1])), ylabel="segments")
    axes.tick_params(labelbottom=False)
    finish(axes, sheet, "How many exist, by their number of synapses", ncols=len(names) + 1)


def classes(largest: int) -> list[int]:
    """The first size of each class, from 1, and the end of the last: all equally wide, except the last."""
    width = -(-largest // CLASSES)
    return [*range(1, largest + 1, width), largest + 1]


def draw_flow(axes: Axes, sheet: Sheet, samples: list[Sample]) -> None:
    """Draw bars from sample to sample: up for created segments, down for removed segments."""
    looks = np.array([sample.steps for sample in samples])
    created = np.diff([sample.next_serial for sample in samples])
    removed = created - np.diff([len(sample.serials) for sample in samples])
    wide = np.diff(looks)
    for counts, name, colour in (
        (created, "created", sheet.look.new),
        (-removed, "removed", sheet.look.gone),
    ):
        axes.bar(looks[:-1], counts, wide, align="edge", color=colour, label=f"{name}: {abs(counts.sum()):,}")
    axes.axhline(0, color=sheet.look.soft, linewidth=0.8)
    low, high = min(0, -removed.max()), max(1, created.max())
    axes.set(xlim=(0, looks[-1]), ylim=(1.05 * low, high + 0.25 * (high - low)))
    between = round(wide.mean())
    axes.set_ylabel("segments in a step" if between == 1 else f"segments in about {between:,} steps")
    axes.set_xlabel("step", color=sheet.look.soft)
    finish(axes, sheet, "Created and removed", ncols=2)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda count, _: f"{abs(count):,.0f}"))


def finish(axes: Axes, sheet: Sheet, title: str, loc: str = "upper left", ncols: int = 1) -> None:
    """Add title and legend, and whole numbers along the axes."""
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_locator(MaxNLocator(7, integer=True, min_n_ticks=1))
        axis.set_major_formatter(THOUSANDS)
    sheet.name(axes, title)
    sheet.key(axes, loc=loc, ncols=ncols, columnspacing=1.2, handlelength=1.2, handletextpad=0.5)


def draw_map(axes: Axes, sheet: Sheet, found: Lives) -> None:
    """Draw each segment at its creation (horizontally) and its last use or removal (vertically)."""
    edges = squares(found)
    counts = np.histogram2d(found.created, found.used, (edges, edges))[0].T
    image = axes.pcolormesh(
        edges, edges, np.ma.masked_equal(counts, 0), cmap=sheet.shades(), zorder=2,
        norm=PowerNorm(0.4, 0, max(5, counts.max())),
    )  # fmt: skip
    sheet.bar(image, axes, "existing segments")
    axes.plot(
        found.removed_created, found.removed, "x", color=sheet.look.new, markersize=3.5,
        markeredgewidth=0.8, zorder=3,
        label=f"{len(found.removed):,} removed, at the step of removal",
    )  # fmt: skip
    axes.plot(edges[[0, -1]], edges[[0, -1]], color=sheet.look.gone, linewidth=0.8, zorder=1)
    top = edges[-1] + 0.06 * (edges[-1] - edges[0])
    axes.set(xlim=edges[[0, -1]], ylim=(edges[0], top), ylabel="last used at step")
    before = " (-1: before this history)" if edges[0] < -1 else ""
    axes.set_xlabel(f"created at step{before}", color=sheet.look.soft)
    finish(axes, sheet, "When each was created and last used", "lower right")
    name_places(axes, sheet, found, edges)


def squares(found: Lives) -> Numbers:
    """The edges of the squares of the map, each a whole number of steps wide."""
    steps = np.concatenate([[0, 1], found.created, found.used, found.removed])
    low, high = steps.min(), steps.max()
    side = -(-(high + 1 - low) // SQUARES)
    edges: Numbers = np.arange(low - 0.5, high + 0.5 + side, side)
    return edges


def name_places(axes: Axes, sheet: Sheet, found: Lives, edges: Numbers) -> None:
    """Write on the map what the diagonal and the top mean."""
    low, high, soft = edges[0], edges[-1], sheet.look.soft
    gap, middle = 0.025 * (high - low), (low + high) / 2
    axes.text(low + gap, high + gap, "in use at the end of learning", color=soft, fontsize=NORMAL)
    away = gap + (edges[1] - edges[0]) / 2
    idle = int((found.created == found.used).sum())
    said = f"never used again: {idle:,} of {len(found.created):,}"
    axes.text(
        middle + away, middle - away, said, color=soft, fontsize=NORMAL, ha="center", va="top",
        rotation=45, transform_rotates_text=True, rotation_mode="anchor",
    )  # fmt: skip
