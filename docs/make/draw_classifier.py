"""How the fast engine stores the classifier's weights."""

from typing import Any

import numpy as np

from board import board, head, say, tiles
from htm_teacher.plot.sheet import Sheet


def table_of_weights(classifier: Any, cells: int = 16) -> Sheet:
    """A small classifier's table: which row is whose, and the weights; for its first horizon."""
    from htm_teacher.fast.kernels.classifier import BUCKETS, NO_ROW

    table, horizon = classifier.table, classifier.parameters.horizons[0]
    known = np.flatnonzero(table.row[0] != NO_ROW)[:cells].tolist()
    buckets = int(table.numbers[BUCKETS])
    names = [str(classifier.values[one]) for one in classifier.buckets]
    sheet = Sheet(
        "The classifier's table",
        "Left: for each cell the number of its row, given out in the order in which cells first learned; most"
        " cells never learn and have none. Middle: that row, a weight for each bucket, in the order in which"
        " buckets appeared, so that a new one takes the next place at the end of every row, which is there"
        " already and zero. Right: the way from there to the order of size, in which a prediction answers. To"
        f" predict {horizon} step{'s' * (horizon > 1)} ahead, the rows of the winner cells are added up.",
    )
    look, axes = sheet.look, board(sheet, 36, len(known) + 4)
    head(axes, look, (0, 0.5), "row: of each cell")
    head(axes, look, (7, 0.5), "weights: a row for each cell that has learned")
    for b in range(table.weights.shape[1]):
        name = names[b] if b < buckets else "room"
        say(axes, look, (8.9 + 1.8 * b, 1.8), name, ha="center", weight="bold" if b < buckets else "normal")
    most = max(1e-9, float(np.abs(table.weights[: int(table.row.max()) + 1]).max()))
    for i, cell in enumerate(known):
        row = int(table.row[0, cell])
        say(axes, look, (0, i + 3), f"cell {cell}")
        tiles(axes, look, (3.2, i + 2.5), [row], [look.testing], 1.4)
        say(axes, look, (7.2, i + 3), str(row), ha="right")
        axes.annotate("", (6.4, i + 3), (4.8, i + 3), arrowprops={"arrowstyle": "->", "color": look.gone})
        weights = table.weights[row].tolist()
        texts = [f"{one:+.2f}" if b < buckets else "" for b, one in enumerate(weights)]
        shades = [look.same if one > most / 3 else look.testing if one > 0 else look.faint for one in weights]
        shades[buckets:] = [look.off] * (len(weights) - buckets)
        tiles(axes, look, (8, i + 2.5), texts, shades, 1.8)
    head(axes, look, (25, 0.5), "buckets, ascending")
    for x, text in ((25, "bucket"), (28, "place"), (31, "value")):
        say(axes, look, (x, 1.8), text, weight="bold")
    for k, bucket in enumerate(classifier.ascending):
        place = int(table.place[k])
        for x, value in ((25, bucket), (28, place), (31, names[place])):
            say(axes, look, (x, k + 3), str(value), color=look.ink)
    return sheet
