"""What a column sees: its potential pool on a map of the input, before and after learning."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import LinearSegmentedColormap, ListedColormap

from ...core.checks import check_whole
from ...core.encoders import Fields
from ...core.model import Model
from ...core.permanence import ONE
from ...keep.history import History
from ..recording import Bits, Numbers
from ..scales import SMALL, short
from ..sheet import Sheet
from ..style import Style
from .choice import place_of

BOX = (465, 218)  # the room for a map, in pixels
NEAR = 14  # the smallest distance between two labels, in pixels

EXPLANATION = (
    "Each square is a bit of the input. Dots lie outside the potential pool of column {sight.column}: it has"
    " no synapses from them. Grey synapses are only potential; blue synapses, with a permanence of"
    " {sight.threshold:g} or more, are connected and count. At the start about half of them, drawn at random,"
    " are connected. A column learns when it wins: synapses from bits that are on gain permanence, the others"
    " lose. Compare the two lower maps: the column connects to bits that are often on when it wins. It won at"
    " {wins:,} of {sight.steps:,} steps; {gained} synapses became connected, {lost} are no longer connected."
)


@dataclass(frozen=True)
class Sight:
    """What the picture shows of a column.

    Args:
        column: the column.
        before, after: the permanence of each input before the first step and after the last; NaN outside
            the potential pool.
        threshold: the permanence from which a synapse is connected.
        wins: the inputs at which the column won.
        steps: the number of steps.
    """

    column: int
    before: Numbers
    after: Numbers
    threshold: float
    wins: list[Bits]
    steps: int

    @property
    def crossed(self) -> tuple[Any, Any]:
        """Which inputs became connected, and which are no longer connected."""
        before, after = self.before >= self.threshold, self.after >= self.threshold
        return after & ~before, before & ~after

    @property
    def often(self) -> Any:
        """For each input, the fraction of wins at which it was on; 0 if the column never won."""
        on = np.bincount([bit for bits in self.wins for bit in bits], minlength=len(self.before))
        return on / max(1, len(self.wins))


@dataclass(frozen=True)
class Grid:
    """The place of each bit of the input on a map, from the top left.

    Args:
        rows, across: the size of the map, in bits.
        row, place: the place of each bit.
        fields: {field: its first bit}; empty if there is only one field.
        sheet: whether the map is the two-dimensional input of the pooler.
    """

    rows: int
    across: int
    row: Any
    place: Any
    fields: dict[str, int]
    sheet: bool

    @property
    def side(self) -> float:
        """About the width of a bit, in pixels."""
        return min(BOX[0] / self.across, BOX[1] / self.rows)

    def spread(self, values: Numbers) -> Any:
        """The values of all bits as a map, masked where a bit has no value."""
        table = np.full((self.rows, self.across), np.nan)
        table[self.row, self.place] = values
        return np.ma.masked_invalid(table)


def what_a_column_sees(history: History, column: int | None = None, style: str = "light") -> Sheet:
    """The permanences of a column as maps of the input, and what changed from the first step to the last.

    Args:
        history: the run; it does not change.
        column: the column; if not given, the column that won most often, of equal columns the first.

    Raises:
        ValueError: if there are no steps, or the column does not exist.
    """
    sight, grid = look_at(history, column), lay_out(history.model)
    gained, lost = (bits.sum() for bits in sight.crossed)
    says = EXPLANATION.format(sight=sight, wins=len(sight.wins), gained=gained, lost=lost)
    sheet = Sheet(f"What column {sight.column} sees", says, style)
    before, after, changed, often = sheet.panels(2, 2)
    held = halves(sheet.look, sight.threshold)
    change = sight.after - sight.before
    largest = max(0.01, float(np.nanmax(abs(change))))
    shift = LinearSegmentedColormap.from_list("shift", [sheet.look.new, sheet.look.off, sheet.look.same])
    draw(sheet, before, grid, sight.before, "Permanences before the first step", held)
    image = draw(sheet, after, grid, sight.after, "Permanences after the last step", held)
    sheet.bar(image, [before, after], f"permanence, connected from {sight.threshold:g}")
    image = draw(sheet, changed, grid, change, "What changed", shift, -largest, largest)
    mark(sheet, changed, grid, sight)
    sheet.bar(image, changed, "change of permanence")
    image = draw(sheet, often, grid, sight.often, "Bits on when it won", sheet.shades())
    sheet.bar(image, often, "fraction of its wins")
    return sheet


def look_at(history: History, column: int | None) -> Sight:
    """Read the records that are kept, and the models of the beginning and the end."""
    last = place_of(history, -1)
    steps = [history[place] for place in range(max(0, last + 1 - history.keep), last + 1)]
    if column is None:
        wins = Counter(one for step in steps for one in step.active_columns)
        column = min(wins, key=lambda one: (-wins[one], one), default=0)
    parameters = history.model.pooler.parameters
    check_whole(column, "column", 0, parameters.columns - 1)
    return Sight(
        column=column,
        before=permanences(history.at(0), column),
        after=permanences(history.model, column),
        threshold=parameters.connected_permanence,
        wins=[step.encoded.active for step in steps if column in step.active_columns],
        steps=len(steps),
    )


def permanences(model: Model, column: int) -> Numbers:
    """The permanence of each input of a column; NaN outside its potential pool."""
    pool = model.pooler.pool_of(column)
    held = np.full(model.pooler.parameters.inputs, np.nan)
    held[list(pool)] = list(pool.values())
    return held


def lay_out(model: Model) -> Grid:
    """The map: the sheet of the pooler, or rows of a good length, in which each field starts a row."""
    parameters, encoder = model.pooler.parameters, model.encoder
    fields = encoder.offsets() if isinstance(encoder, Fields) else {}
    bits = np.arange(parameters.inputs)
    if len(parameters.input_shape) == 2:
        rows, across = parameters.input_shape
        return Grid(rows, across, bits // across, bits % across, fields, True)
    starts = list(fields.values()) or [0]
    sizes = np.diff([*starts, parameters.inputs])
    across = best_across(sizes)
    tops = np.cumsum([0, *-(-sizes // across)])
    inside = bits - np.repeat(starts, sizes)
    row = np.repeat(tops[:-1], sizes) + inside // across
    return Grid(int(tops[-1]), across, row, inside % across, fields, False)


def best_across(sizes: Any) -> int:
    """The number of bits in a row that makes the squares largest."""
    sides = {
        across: min(BOX[0] / across, BOX[1] / sum(-(-size // across) for size in sizes))
        for across in range(1, max(sizes) + 1)
    }
    return max(sides, key=sides.__getitem__)


def draw(
    sheet: Sheet, axes: Axes, grid: Grid, values: Numbers, title: str, colours: Any, low: float = 0.0,
    high: float = 1.0,
) -> Any:  # fmt: skip
    """Draw a map, with a dot for a bit without a value."""
    edges = np.arange(grid.across + 1) - 0.5, np.arange(grid.rows + 1) - 0.5
    image = axes.pcolormesh(
        *edges, grid.spread(values), cmap=colours, vmin=low, vmax=high, edgecolors=sheet.look.page,
        linewidth=0.05 * grid.side if grid.side > 4 else 0,
    )  # fmt: skip
    out = np.isnan(values)
    axes.plot(grid.place[out], grid.row[out], ".", color=sheet.look.gone, markersize=2.5, label="_outside")
    axes.set(xlim=(-0.5, grid.across - 0.5), ylim=(grid.rows - 0.5, -0.5), aspect="equal")
    axes.spines[:].set_visible(False)
    sheet.name(axes, title)
    label(sheet, axes, grid)
    return image


def label(sheet: Sheet, axes: Axes, grid: Grid) -> None:
    """Label the bits, with a line where a field begins."""
    for bit in grid.fields.values():
        row, place = grid.row[bit] - 0.5, grid.place[bit] - 0.5
        step = [(-0.5, row + 1), (place, row + 1)] if grid.place[bit] else []
        if bit:
            line = np.transpose([*step, (place, row), (grid.across - 0.5, row)])
            axes.plot(*line, color=sheet.look.soft, linewidth=1, label="_field")
    axes.locator_params(integer=True, nbins=6)
    if grid.sheet:
        axes.set_xlabel("input, across", color=sheet.look.soft, fontsize=SMALL)
        axes.set_ylabel("input, down")
        return
    axes.set_xticks([])
    if grid.fields:
        axes.set_yticks(apart(grid), [short(name) for name in grid.fields])
    else:
        axes.set_ylabel("first bit of the row")
        axes.yaxis.set_major_formatter(lambda row, _: f"{row * grid.across:,.0f}")


def apart(grid: Grid) -> list[float]:
    """The places of the fields' names: beside their first row, or lower if names would overlap."""
    near = NEAR / grid.side
    places: list[float] = []
    for bit in grid.fields.values():
        places.append(max([float(grid.row[bit]), *(place + near for place in places[-1:])]))
    return places


def mark(sheet: Sheet, axes: Axes, grid: Grid, sight: Sight) -> None:
    """Mark the synapses that became connected, and those that are no longer connected."""
    names = ("became connected", "o"), ("no longer connected", "x")
    for (name, marker), bits in zip(names, sight.crossed, strict=True):
        axes.plot(
            grid.place[bits], grid.row[bits], marker, color=sheet.look.ink, markersize=5.5, label=name,
            markeredgewidth=1.6,
        )  # fmt: skip
    below = (0, -0.22) if grid.sheet else (0, -0.02)
    sheet.key(axes, loc="upper left", bbox_to_anchor=below, ncols=2, borderpad=0, borderaxespad=0,
              handletextpad=0.2)  # fmt: skip


def halves(look: Style, threshold: float) -> ListedColormap:
    """Colours of permanences: grey below the threshold, blue from the threshold on."""
    grey = LinearSegmentedColormap.from_list("grey", [look.faint, look.gone])
    blue = LinearSegmentedColormap.from_list("blue", [look.same, look.ink])
    below = 2 * round(threshold * ONE) - 1  # between two permanences, where no rounding matters
    return ListedColormap([*grey(np.linspace(0, 1, below)), *blue(np.linspace(0, 1, 2 * ONE - below))])
