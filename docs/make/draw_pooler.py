"""How the fast engine stores the spatial pooler, and how it finds the winners."""

from typing import Any

import numpy as np
from matplotlib.ticker import MaxNLocator

from board import board, head, say, tiles
from htm_teacher.core.sdr import SDR
from htm_teacher.plot.scales import NORMAL, SMALL
from htm_teacher.plot.sheet import Sheet


def pooler_in_two_matrices(pooler: Any, sdr: SDR) -> Sheet:
    """A small pooler's permanences, who hears what, and the overlaps with an input."""
    pool, bits = pooler.pool, sorted(sdr.active)
    overlaps = pooler.overlaps(sdr)
    winners = sorted(pooler.compute(sdr, learn=False))
    inputs, columns = pool.hears.shape
    sheet = Sheet(
        "The pooler's two matrices",
        "Left, a row for each column: its permanences over all inputs, in ten-thousandths; grey where it"
        " has no synapse (-1 in the array), blue where it is connected. A winner learns along its row, in"
        " one pass. Right, the same connections turned round, a row for each input: a byte for each"
        " column, 1 where that column hears it. The overlaps with the active inputs"
        f" {', '.join(map(str, bits))} are the sum of their rows, below: a processor adds 32 of these"
        " bytes, or more, in one instruction. Orange: the winners, of equal sums the columns of highest"
        " priority.",
    )
    look = sheet.look
    axes = board(sheet, 2 * inputs + columns + 7, max(columns, inputs) + 4)
    connected = pooler.rules.connected
    head(axes, look, (2, 0.5), "permanences: a row for each column")
    say(axes, look, (1.6, 1.5), "input", ha="right", fontsize=SMALL)
    for i in range(inputs):
        say(axes, look, (3 + 2 * i, 1.5), str(i), ha="center", fontsize=SMALL)
    for column, row in enumerate(pool.permanences[:, :inputs].tolist()):
        y, colour = 2 + column, look.new if column in winners else look.soft
        say(axes, look, (1.6, y + 0.5), str(column), ha="right", fontsize=SMALL, color=colour,
            weight="bold" if column in winners else "normal")  # fmt: skip
        texts = ["" if held < 0 else held for held in row]
        colours = [
            look.faint if held < 0 else look.same if held >= connected else look.testing for held in row
        ]
        tiles(axes, look, (2, y), texts, colours, 2)
    x = 2 * inputs + 5
    head(axes, look, (x, 0.5), "hears: a row for each input")
    say(axes, look, (x - 0.4, 1.5), "column", ha="right", fontsize=SMALL)
    for column in range(columns):
        say(axes, look, (x + column + 0.5, 1.5), str(column), ha="center", fontsize=SMALL)
    for i, row in enumerate(pool.hears.tolist()):
        on = i in bits
        say(axes, look, (x - 0.4, 2.5 + i), str(i), ha="right", fontsize=SMALL,
            color=look.new if on else look.soft, weight="bold" if on else "normal")  # fmt: skip
        shade = look.same if on else look.gone
        tiles(axes, look, (x, 2 + i), row, [shade if one else look.off for one in row])
    y = inputs + 2.6
    say(axes, look, (x - 0.4, y + 0.5), "sum", ha="right", fontsize=SMALL)
    won = [look.new if column in winners else look.off for column in range(columns)]
    tiles(axes, look, (x, y), overlaps, won)
    return sheet


def search_for_cut(overlaps: Any, wanted: int) -> list[tuple[int, int]]:
    """What ``inhibit_evenly`` looks at: (a cut, how many columns are above it), the answer last."""
    low, high, looked = 0, int(max(overlaps)), []
    while low < high:
        middle = (low + high) // 2
        above = int((overlaps > middle).sum())
        looked.append((middle, above))
        low, high = (low, middle) if above <= wanted else (middle + 1, high)
    return [*looked, (low, int((overlaps > low).sum()))]


def cut_by_counting(pooler: Any, sdr: SDR) -> Sheet:
    """How the pooler finds the winners without sorting."""
    overlaps, wanted = np.array(pooler.overlaps(sdr)), pooler.parameters.active_column_count
    looked = search_for_cut(overlaps, wanted)
    cut, above = looked[-1]
    level = int((overlaps == cut).sum())
    sheet = Sheet(
        f"Counting the cut: {wanted} of {len(overlaps):,} columns win",
        "Left: how many columns have each overlap. The cut is the lowest overlap that no more columns"
        " exceed than may win. Right: it is found by halving, and each look counts the columns above:"
        f" {len(looked)} counts here, instead of a sort of {len(overlaps):,} columns. Above {cut} there are"
        f" {above} (orange): all of them win. {level} columns lie right at {cut} (blue); the"
        f" {wanted - above} places that are left go to those of highest priority, an order that was drawn"
        " once.",
    )
    look, (bars, table) = sheet.look, sheet.panels(1, 2, width_ratios=[3, 2])
    heights = np.bincount(overlaps)
    shades = [look.new if k > cut else look.same if k == cut else look.gone for k in range(len(heights))]
    bars.bar(range(len(heights)), heights, color=shades, width=0.85)
    for k in range(cut, len(heights)):
        if heights[k]:
            bars.annotate(str(heights[k]), (k, heights[k]), (0, 3), textcoords="offset points", ha="center",
                          fontsize=SMALL, color=look.ink)  # fmt: skip
    bars.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    bars.set_xlabel("overlap", color=look.soft, fontsize=NORMAL)
    bars.set_ylabel("columns", fontsize=NORMAL)
    board(sheet, 12, len(looked) + 4, table)
    head(table, look, (0, 0.5), "The search")
    for x, text in ((0, "look at"), (3, "columns above"), (7.5, "so the cut is")):
        say(table, look, (x, 1.7), text, weight="bold")
    for row, (middle, count) in enumerate(looked[:-1]):
        verdict = f"{middle} or lower" if count <= wanted else f"above {middle}"
        for x, text in ((0, str(middle)), (3, f"{count}"), (7.5, verdict)):
            say(table, look, (x, row + 2.7), text, color=look.ink)
    for x, text in ((0, str(cut)), (3, str(above)), (7.5, "found")):
        say(table, look, (x, len(looked) + 1.7), text, color=look.same, weight="bold")
    return sheet
