"""How the fast engine stores the spatial pooler, and how it finds the winners."""

from collections.abc import Sequence, Set
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.ticker import MaxNLocator

from board import board, head, lit, say, tiles
from htm_teacher.core.sdr import SDR
from htm_teacher.plot.scales import NORMAL, SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style


def pooler_in_two_matrices(pooler: Any, sdr: SDR) -> Sheet:
    """The permanences of a small pooler, its connected synapses, and the overlaps with an input."""
    inputs, columns = pooler.pool.connected_columns.shape
    sheet = Sheet(
        "The pooler's two matrices",
        "Left, a row for each column: its permanences over all inputs, in ten-thousandths; grey where it"
        " has no synapse (-1 in the array), blue where the synapse is connected. A winner learns along its"
        " row, in one pass. Right, the connected synapses again, a row for each input: a byte for each"
        " column, 1 where that column is connected to the input. The overlaps with the active inputs"
        f" {', '.join(map(str, sorted(sdr.active)))} are the sum of their rows, below: a processor adds 32 of"
        " these bytes, or more, in one instruction. Orange: the winners; of columns with equal sums, those of"
        " highest priority win.",
    )
    axes = board(sheet, 2 * inputs + columns + 7, max(columns, inputs) + 4)
    winners = pooler.compute(sdr, learn=False)
    draw_permanences(axes, sheet.look, (2, 2), pooler, winners)
    draw_connections(axes, sheet.look, (2 * inputs + 5, 2), pooler, sdr.active)
    draw_sums(axes, sheet.look, (2 * inputs + 5, inputs + 2.6), pooler.overlaps(sdr), winners)
    return sheet


def draw_permanences(
    axes: Axes, look: Style, at: tuple[float, float], pooler: Any, winners: Set[int]
) -> None:
    """The first matrix: a row of permanences for each column."""
    (x, y), inputs = at, pooler.pool.connected_columns.shape[0]
    head(axes, look, (x, y - 1.5), "permanences: a row for each column")
    name_axes(axes, look, at, "input", inputs, 2)
    for column, row in enumerate(pooler.pool.permanences[:, :inputs].tolist()):
        name_row(axes, look, (x, y + column), column, look.new if column in winners else None)
        texts = ["" if permanence < 0 else permanence for permanence in row]
        connected = pooler.rules.connected
        colours = [look.faint if p < 0 else look.same if p >= connected else look.testing for p in row]
        tiles(axes, look, (x, y + column), texts, colours, 2)


def draw_connections(axes: Axes, look: Style, at: tuple[float, float], pooler: Any, active: Set[int]) -> None:
    """The second matrix: a row for each input, 1 for each column connected to it."""
    x, y = at
    head(axes, look, (x, y - 1.5), "connected_columns: a row for each input")
    name_axes(axes, look, at, "column", pooler.pool.connected_columns.shape[1], 1)
    for i, row in enumerate(pooler.pool.connected_columns.tolist()):
        name_row(axes, look, (x, y + i), i, look.new if i in active else None)
        tiles(axes, look, (x, y + i), row, lit(look, row, look.same if i in active else look.gone))


def draw_sums(
    axes: Axes, look: Style, at: tuple[float, float], overlaps: Sequence[int], winners: Set[int]
) -> None:
    """The overlap of each column, below the second matrix."""
    name_row(axes, look, at, "sum", None)
    won = [int(column in winners) for column in range(len(overlaps))]
    tiles(axes, look, at, overlaps, lit(look, won, look.new))


def name_axes(axes: Axes, look: Style, at: tuple[float, float], name: str, count: int, wide: float) -> None:
    """The numbers above the columns of a matrix, after what they number."""
    x, y = at
    name_row(axes, look, (x, y - 1), name, None)
    for i in range(count):
        say(axes, look, (x + wide * (i + 0.5), y - 0.5), str(i), ha="center", fontsize=SMALL)


def name_row(axes: Axes, look: Style, at: tuple[float, float], name: object, colour: str | None) -> None:
    """What stands left of a row, in bold if it has a colour."""
    weight = "bold" if colour else "normal"
    place = at[0] - 0.4, at[1] + 0.5
    say(axes, look, place, str(name), ha="right", fontsize=SMALL, color=colour or look.soft, weight=weight)


def search_for_cut(overlaps: Any, wanted: int) -> list[tuple[int, int]]:
    """What ``inhibit_evenly`` tries: (a cut, how many columns are above it), the answer last."""
    low, high, tried = 0, int(max(overlaps)), []
    while low < high:
        middle = (low + high) // 2
        above = int((overlaps > middle).sum())
        tried.append((middle, above))
        low, high = (low, middle) if above <= wanted else (middle + 1, high)
    return [*tried, (low, int((overlaps > low).sum()))]


def cut_by_counting(pooler: Any, sdr: SDR) -> Sheet:
    """How the pooler finds the winners without sorting."""
    overlaps, wanted = np.array(pooler.overlaps(sdr)), pooler.parameters.active_column_count
    tried = search_for_cut(overlaps, wanted)
    cut, above = tried[-1]
    level = int((overlaps == cut).sum())
    sheet = Sheet(
        f"Counting the cut: {wanted} of {len(overlaps):,} columns win",
        "Left: how many columns have each overlap. The cut is the lowest overlap that at most as many columns"
        " exceed as may win. Right: a binary search finds it, and each step counts the columns above:"
        f" {len(tried)} counts here, instead of sorting {len(overlaps):,} columns. Above {cut} there are"
        f" {above} columns (orange), and all of them win. {level} columns are exactly at {cut} (blue); the"
        f" {wanted - above} places left go to those of highest priority, an order that was drawn once.",
    )
    bars, table = sheet.panels(1, 2, width_ratios=[3, 2])
    draw_histogram(bars, sheet.look, np.bincount(overlaps), cut)
    board(sheet, 12, len(tried) + 4, table)
    draw_search(table, sheet.look, tried, wanted)
    return sheet


def draw_histogram(axes: Axes, look: Style, heights: Any, cut: int) -> None:
    """How many columns have each overlap; from the cut on, with their number."""
    shades = [look.new if k > cut else look.same if k == cut else look.gone for k in range(len(heights))]
    axes.bar(range(len(heights)), heights, color=shades, width=0.85)
    for k in range(cut, len(heights)):
        if heights[k]:
            axes.annotate(str(heights[k]), (k, heights[k]), (0, 3), textcoords="offset points", ha="center",
                          fontsize=SMALL, color=look.ink)  # fmt: skip
    axes.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    axes.set_xlabel("overlap", color=look.soft, fontsize=NORMAL)
    axes.set_ylabel("columns", fontsize=NORMAL)


def draw_search(axes: Axes, look: Style, tried: Sequence[tuple[int, int]], wanted: int) -> None:
    """The search for the cut, step by step."""
    *steps, (cut, above) = tried
    lines = [(str(middle), str(count), f"{middle} or lower" if count <= wanted else f"above {middle}")
             for middle, count in steps]  # fmt: skip
    head(axes, look, (0, 0.5), "The search")
    draw_line(axes, look, 1.7, ("try", "columns above", "so the cut is"), look.soft, "bold")
    for row, texts in enumerate(lines):
        draw_line(axes, look, row + 2.7, texts, look.ink, "normal")
    draw_line(axes, look, len(tried) + 1.7, (str(cut), str(above), "found"), look.same, "bold")


def draw_line(axes: Axes, look: Style, y: float, texts: Sequence[str], colour: str, weight: str) -> None:
    """One line of the search, in its three columns."""
    for x, text in zip((0, 3, 7.5), texts, strict=True):
        say(axes, look, (x, y), text, color=colour, weight=weight)
