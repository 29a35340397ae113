"""The cell map, columns x cells: the whole memory at one step, every cell in its place."""

import textwrap
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from numbers import Real
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import ListedColormap
from matplotlib.lines import Line2D

from ...core.checks import is_missing
from ...core.records import Step
from ...keep.history import History
from ..marks import oblong
from ..recording import Bits, Numbers, dated
from ..scales import dress
from ..sheet import Sheet
from .choice import place_of

PLACE = (0.085, 0.02, 0.9, 0.855)  # the place of the map in the body: left, bottom, width, height
SHAPE = 2.7  # width of this place, divided by its height
STRETCH = 1.5  # a cell may be so much taller than wide, or wider than tall, to fill the place

EXPLANATION = (
    "Columns stand side by side{rows}, each with its {cells} cells on top of each other. All cells of a"
    " column stand for the same input, each in another context. If an active column was predicted, only the"
    " cells that predicted it are active; otherwise it bursts: all its cells are active. Winner cells are the"
    " cells that learn, and that other cells grow synapses from. Diamonds are predictive cells: they predict"
    " the next step. A grey column was predicted for this step and is not active."
)


@dataclass(frozen=True)
class Floor:
    """The plan of the map: rows of columns, from the top left; cell 0 is at the bottom of its column.

    Args:
        columns, cells: the number of columns, and of cells in each.
        across: the number of columns in a row.
    """

    columns: int
    cells: int
    across: int

    @property
    def pitch(self) -> int:
        """The distance from a row of columns to the next, in cells."""
        return self.cells + max(1, self.cells // 8)

    @property
    def rows(self) -> int:
        """The number of rows of columns."""
        return -(-self.columns // self.across)

    @property
    def height(self) -> int:
        """The height of the map, in cells."""
        return self.rows * self.pitch - (self.pitch - self.cells)

    def where(self, cells: Iterable[int]) -> tuple[Any, Any]:
        """The places of the cells: x, y."""
        column, cell = np.divmod(np.array(sorted(cells), dtype=int), self.cells)
        return column % self.across, column // self.across * self.pitch + self.cells - 1 - cell

    def cells_of(self, columns: Iterable[int]) -> list[int]:
        """All cells of these columns."""
        return [column * self.cells + cell for column in columns for cell in range(self.cells)]


def cells_of_a_step(history: History, step: int = -1, style: str = "light") -> Sheet:
    """Every cell of the memory at one step: active, bursting, winner, predictive.

    Args:
        history: the run; it does not change.
        step: the step, from 0; negative numbers count from the end.

    Raises:
        ValueError: if this step does not exist.
    """
    record = history[place_of(history, step)]
    parameters = history.model.memory.parameters
    columns, cells = parameters.columns, parameters.cells_per_column
    floor = best_floor(columns, cells, SHAPE)
    rows = f" in {floor.rows} rows" if floor.rows > 1 else ""
    says = EXPLANATION.format(rows=rows, cells=cells)
    sheet = Sheet(f"The cells of all columns at step {record.index:,}", says, style)
    axes = sheet.body.add_axes(PLACE)
    dress(axes, sheet.look)
    draw_marks(sheet, axes, floor, record, draw_floor(sheet, axes, floor, record))
    label(sheet, axes, floor, record)
    return sheet


def best_floor(columns: int, cells: int, shape: float) -> Floor:
    """The plan with the largest cells, for a place of this shape (width divided by height)."""
    floors = [Floor(columns, cells, across) for across in range(1, columns + 1)]
    return max(floors, key=lambda floor: min(shape / floor.across, 1 / floor.height))


def draw_floor(sheet: Sheet, axes: Axes, floor: Floor, step: Step) -> tuple[float, float]:
    """Fill every cell with its colour; returns the width and height of a cell, in points."""
    look, box = sheet.look, axes.bbox
    wide, tall = box.width / floor.across, box.height / floor.height
    aspect = min(max(tall / wide, 1 / STRETCH), STRETCH)
    side = 0.72 * min(wide, tall / aspect)
    edges = np.arange(floor.across + 1) - 0.5, np.arange(floor.height + 1) - 0.5
    axes.pcolormesh(
        *edges, fills(floor, step), cmap=ListedColormap([look.off, look.gone, look.same, look.new]),
        vmin=0, vmax=3, edgecolors=look.page, linewidth=0.08 * side if side > 4 else 0,
    )  # fmt: skip
    axes.set(xlim=(-0.5, floor.across - 0.5), ylim=(floor.height - 0.5, -0.5), aspect=aspect, anchor="N")
    axes.spines[:].set_visible(False)
    return side, side * aspect


def fills(floor: Floor, step: Step) -> Any:
    """The map: 0 for an idle cell, 1 in a column wrongly predicted, 2 active as predicted, 3 in a burst."""
    table: Numbers = np.full((floor.height, floor.across), np.nan)
    bursting = set(floor.cells_of(step.bursting_columns))
    kinds = (
        range(floor.columns * floor.cells),
        floor.cells_of(step.predicted_columns - step.active_columns),
        step.active_cells - bursting,
        step.active_cells & bursting,
    )
    for number, cells in enumerate(kinds):
        x, y = floor.where(cells)
        table[y, x] = number
    return np.ma.masked_invalid(table)


def draw_marks(sheet: Sheet, axes: Axes, floor: Floor, step: Step, cell: tuple[float, float]) -> None:
    """Mark the active, winner and predictive cells, large enough to see."""
    look, side = sheet.look, min(cell)
    predicted = step.active_cells.difference(floor.cells_of(step.bursting_columns))
    marks: list[tuple[str, Bits, Any, float, dict[str, Any]]] = [
        ("active", predicted, "s", max(5.0, 0.8 * side), {"color": look.same, "markeredgewidth": 0}),
        ("winner", step.winner_cells, oblong(*cell), max(5.0, *cell),
         {"color": look.ink, "fillstyle": "none", "markeredgewidth": max(1.0, 0.08 * side)}),
        ("predictive", step.predictive_cells, "D", max(4.5, 0.5 * side),
         {"color": look.recall, "markeredgecolor": look.page, "markeredgewidth": max(0.7, 0.05 * side)}),
    ]  # fmt: skip
    for name, cells, shape, size, rest in marks:
        axes.plot(
            *floor.where(cells), marker=shape, markersize=size, linestyle="none", label=name, clip_on=False,
            **rest,
        )  # fmt: skip


def label(sheet: Sheet, axes: Axes, floor: Floor, step: Step) -> None:
    """Label the rows of columns, and add what happened at this step and a legend."""
    starts = range(0, floor.columns, floor.across)
    lasts = [min(start + floor.across, floor.columns) - 1 for start in starts]
    middles = [row * floor.pitch + (floor.cells - 1) / 2 for row in range(floor.rows)]
    axes.set_yticks(middles, [f"{start:,}–{last:,}" for start, last in zip(starts, lasts, strict=True)])
    axes.set_xticks([])
    axes.set_ylabel("columns; cell 0 is at the bottom")
    axes.set_title(story(step), loc="left", pad=28, fontsize=11, color=sheet.look.ink, parse_math=False)
    handles = swatches(sheet, floor, step)
    sheet.key(axes, handles=handles, loc="lower left", bbox_to_anchor=(0, 1), ncols=6, borderpad=0,
              borderaxespad=0.6, handletextpad=0.3, columnspacing=1.6, handlelength=1.4)  # fmt: skip


def swatches(sheet: Sheet, floor: Floor, step: Step) -> list[Line2D]:
    """The legend: what the colours and marks mean, and how many cells or columns have each."""
    look = sheet.look
    bursting = len(step.active_cells.intersection(floor.cells_of(step.bursting_columns)))
    ahead, missing = len(step.predictive_cells), len(step.predicted_columns - step.active_columns)
    looks: list[tuple[str, dict[str, Any]]] = [
        (f"active, as predicted: {len(step.active_cells) - bursting:,}", {"color": look.same}),
        (f"active, bursting: {bursting:,}", {"color": look.new}),
        (f"winner: {len(step.winner_cells):,}", {"color": look.ink, "fillstyle": "none"}),
        (f"predictive, for the next step: {ahead:,}", {"color": look.recall, "marker": "D"}),
        (f"column predicted, not active: {missing:,}", {"color": look.gone}),
        ("idle", {"color": look.off}),
    ]
    plain: dict[str, Any] = {"linestyle": "none", "marker": "s", "markersize": 7}
    return [Line2D([], [], label=name, **plain | own) for name, own in looks]


def story(step: Step) -> str:
    """What happened at a step, in a sentence."""
    value = textwrap.shorten(say(step.value), 70, placeholder=" …")
    head = f"Input {value}, {'training' if step.learn else 'testing'}"
    came, burst = len(step.active_columns), len(step.bursting_columns)
    if not came:
        return f"{head}: no column is active"
    if step.recall is None:
        return f"{head}: a sequence begins, so nothing was predicted, and all {came} active columns burst"
    return f"{head}: {came - burst} of {came} active columns were predicted, {burst} burst"


def say(value: Any) -> str:
    """A value as text."""
    if isinstance(value, Mapping):
        return ", ".join(f"{name} {say(one)}" for name, one in value.items())
    if is_missing(value):
        return "missing"
    if isinstance(value, datetime):
        return dated(value, "%a %d %b %Y %H:%M:%S") if value.second else dated(value)
    if isinstance(value, Real) and not isinstance(value, bool):
        return f"{float(value):,.6g}"
    return f"{value}"
