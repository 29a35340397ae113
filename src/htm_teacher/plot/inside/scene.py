"""The scene in three dimensions: towers of cells, their states, and the synapses of one cell."""

import math
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.lines import Line2D
from mpl_toolkits.mplot3d.art3d import Line3DCollection  # type: ignore[import-untyped]

from ...core.checks import shown
from ...core.explain import Synapse, Why
from ...core.records import Step
from ...core.temporal_memory import TemporalMemory
from ...keep.history import History
from ..recording import Numbers
from ..scales import NORMAL, SMALL
from ..sheet import Sheet
from ..style import Style
from .choice import best_first, place_of, predicted_cells, telling_cell

ELEVATION = 23.0  # degrees above the floor
BOX = (-0.03, -0.19, 0.76, 1.42)  # the place of the axes: turning towers never leave the body
HEIGHT = 0.42  # the largest height of the towers, as a fraction of the longer side of the floor
FEW = 4096  # with more cells than this, the idle cells of idle columns are not drawn
THIN, THICK = 0.4, 2.8  # the width of a synapse of permanence 0 and of permanence 1, in points


@dataclass(frozen=True)
class Scene:
    """What the picture shows.

    Attributes:
        record: the record of the step.
        memory: the memory right after the step.
        why: why the chosen cell is or is not predictive.
        synapses: the synapses of the chosen cell that are drawn.
        across: the number of towers in a row.
    """

    record: Step
    memory: TemporalMemory
    why: Why
    synapses: list[Synapse]
    across: int

    def where(self, cells: Iterable[int]) -> tuple[Numbers, Numbers, Numbers]:
        """The places of cells: place in the row, row, and height in the tower; all count from 0."""
        numbers = np.array(sorted(cells), dtype=int)
        columns, heights = np.divmod(numbers, self.memory.parameters.cells_per_column)
        rows, places = np.divmod(columns, self.across)
        return places.astype(float), rows.astype(float), heights.astype(float)

    def point(self, cell: int) -> Numbers:
        """The place of a cell."""
        return np.ravel(self.where([cell]))

    def cells(self) -> dict[str, frozenset[int]]:
        """Cells by their state."""
        record = self.record
        predicted = predicted_cells(record, self.memory)
        return {
            "active": predicted,
            "bursting": record.active_cells - predicted,
            "winner": record.winner_cells,
            "predictive": record.predictive_cells,
            "chosen": frozenset([self.why.cell]),
        }


def look_at(history: History, step: int, cell: int | None, segments: str) -> Scene:
    """The scene; raises the errors of ``cells_in_3d``."""
    if segments not in ("best", "all"):
        raise ValueError(f"segments is {shown(segments)}: it must be 'best' or 'all'")
    place = place_of(history, step)
    model = history.at(place + 1)
    why = model.why(telling_cell(model.memory, cell))
    drawn = best_first(why)[: 1 if segments == "best" else None]
    shape = model.pooler.parameters.column_shape
    is_sheet = len(shape) == 2 and min(shape) > 1
    across = shape[1] if is_sheet else math.ceil(math.sqrt(model.memory.parameters.columns))
    synapses = [synapse for dendrite in drawn for synapse in dendrite.synapses]
    return Scene(history[place], model.memory, why, synapses, across)


def stage(sheet: Sheet, scene: Scene) -> Any:
    """Axes with room for all towers."""
    look, sizes = sheet.look, scene.memory.parameters
    axes: Any = sheet.body.add_axes(BOX, projection="3d", computed_zorder=False)
    sides = (scene.across, math.ceil(sizes.columns / scene.across), sizes.cells_per_column)
    names = ("place in the row", "row of columns", "cell in the column")
    for axis, side, name in zip((axes.xaxis, axes.yaxis, axes.zaxis), sides, names, strict=True):
        axis.set_pane_color((0, 0, 0, 0))
        axis.pane.set_edgecolor(look.faint)
        axis.line.set_color(look.faint)
        axis.set_ticks(range(0, side, math.ceil(side / 4)))
        axis.set_label_text(name, color=look.soft, fontsize=SMALL)
    axes.set(xlim=(-0.5, sides[0] - 0.5), ylim=(-0.5, sides[1] - 0.5), zlim=(-0.5, sides[2] - 0.5))
    axes.set_box_aspect((*sides[:2], min(sides[2], HEIGHT * max(sides[:2]))))
    axes.tick_params(colors=look.soft, labelsize=SMALL)
    axes.patch.set_visible(False)
    axes.grid(False)
    return axes


def build_towers(sheet: Sheet, axes: Any, scene: Scene) -> None:
    """Draw every column as a faint line, stronger if one of its cells is not idle, and the idle cells."""
    look, memory = sheet.look, scene.memory
    high = memory.parameters.cells_per_column
    seen = frozenset[int]().union(*scene.cells().values(), [one.source for one in scene.synapses])
    busy = {memory.column_of(cell) for cell in seen}
    idle = set(range(memory.size)) - scene.record.active_cells - scene.record.predictive_cells
    beside = {cell for cell in idle if memory.column_of(cell) in busy}
    few = memory.size <= FEW
    for name, columns, colour in (
        ("", range(memory.parameters.columns), look.faint),
        ("busy ", busy, look.gone),
    ):
        x, y, _ = scene.where(high * column for column in columns)
        line = np.repeat(x, 3), np.repeat(y, 3), np.tile([0, high - 1, np.nan], len(x))
        axes.plot(*line, color=colour, linewidth=0.8 if few else 0.5, label=f"{name}columns", zorder=1)
    for name, cells, colour, area in (
        ("idle", idle - beside if few else (), look.faint, 5),
        ("idle beside others", beside, look.gone, 14 if few else 3),
    ):
        axes.scatter(*scene.where(cells), s=area, color=colour, label=name, depthshade=False, zorder=2)


def draw_cells(sheet: Sheet, axes: Any, scene: Scene) -> None:
    """Draw the cells that are not idle, with a mark for each state, and their legend."""
    cells, handles = scene.cells(), []
    for name, (marker, side, face, edge, words) in marks(sheet.look, scene.memory.size <= FEW).items():
        axes.scatter(
            *scene.where(cells[name]), s=side**2, marker=marker, facecolor=face, edgecolor=edge,
            linewidth=1.4, depthshade=False, label=name, zorder=6,
        )  # fmt: skip
        handles.append(
            Line2D([], [], linestyle="none", marker=marker, markersize=side, markerfacecolor=face,
                   markeredgecolor=edge, markeredgewidth=1.4, label=words.format(len(cells[name])))
        )  # fmt: skip
    handles[2].set(markersize=6.5, markeredgecolor=sheet.look.soft, markeredgewidth=2.5)  # light on the page
    idle = scene.memory.size - len(scene.record.active_cells | scene.record.predictive_cells)
    rest = "" if scene.memory.size <= FEW else ", most of them not drawn"
    handles.append(
        Line2D([], [], linestyle="none", marker="o", markersize=4, color=sheet.look.gone,
               label=f"{idle:,} idle{rest}")
    )  # fmt: skip
    legend(sheet, handles, "Cells", 0.97)


def marks(look: Style, few: bool) -> dict[str, tuple[str, float, str, str, str]]:
    """For each state: shape, size in points, inner colour, outer colour, words."""
    size = 6.5 if few else 4.5
    return {
        "active": ("o", size, look.same, look.same, "{:,} active, as predicted"),
        "bursting": ("s", size - 0.5, look.new, look.new, "{:,} active, bursting"),
        "winner": ("o", 0.27 * size, look.page, look.page, "{:,} winner cells among them, which learn"),
        "predictive": ("D", 8, "none", look.recall, "{:,} predictive, for the next step"),
        "chosen": ("o", 15, "none", look.ink, "the cell whose synapses are drawn"),
    }


def draw_synapses(sheet: Sheet, axes: Any, scene: Scene) -> None:
    """Draw a line for each synapse, from its presynaptic cell to the chosen cell, and their legend."""
    look, handles = sheet.look, []
    for active, colour, source in ((True, look.precision, "an active"), (False, look.gone, "an inactive")):
        for connected, kind in ((True, "connected"), (False, "not connected")):
            some = [one for one in scene.synapses if (one.active, one.connected) == (active, connected)]
            lines = [np.stack([scene.point(one.source), scene.point(scene.why.cell)]) for one in some]
            looks: dict[str, Any] = {
                "color": colour,
                "linestyle": "-" if connected else "--",
                "label": f"{len(some):,} {kind}, from {source} cell",
            }
            handles.append(Line2D([], [], linewidth=2, **looks))
            widths = [THIN + (THICK - THIN) * one.permanence for one in some]
            if lines:
                axes.add_collection3d(Line3DCollection(lines, linewidths=widths, zorder=4, **looks))
    legend(sheet, handles, textwrap.fill(scene.why.sentence, 43), 0.55)


def legend(sheet: Sheet, handles: list[Line2D], title: str, top: float) -> None:
    """Add a legend beside the towers."""
    made = sheet.body.legend(
        handles=handles, title=title, loc="upper left", bbox_to_anchor=(0.725, top), frameon=False,
        fontsize=NORMAL, title_fontsize=NORMAL + 0.5, alignment="left", labelcolor=sheet.look.soft,
        borderaxespad=0,
    )  # fmt: skip
    made.get_title().set(color=sheet.look.ink, linespacing=1.35)
