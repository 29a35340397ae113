"""How the fast engine stores the classifier's weights."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from board import board, head, say, tiles
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style

WEIGHTS, SORTED = 8, 25  # where the weights and the sorted buckets start, in squares from the left
WIDE = 1.8  # a weight


def table_of_weights(classifier: Any, cells: int = 16) -> Sheet:
    """The table of a small classifier: each cell's row, and the weights for the first horizon."""
    from htm_teacher.fast.kernels.classifier import NO_ROW

    horizon = classifier.parameters.horizons[0]
    learned = np.flatnonzero(classifier.table.row[0] != NO_ROW)[:cells].tolist()
    sheet = Sheet(
        "The classifier's table",
        "Left: the number of each cell's row. Rows are numbered in the order in which cells first learned;"
        " most cells never learn and have no row. Middle: that row, a weight for each bucket, in the order in"
        " which the buckets appeared. A new bucket takes the next place at the end of every row: that place"
        " exists already and holds 0. Right: the buckets sorted by value, the order in which a prediction"
        f" lists them. To predict {horizon} step{'s' * (horizon > 1)} ahead, the rows of the winner cells are"
        " added up.",
    )
    look, axes = sheet.look, board(sheet, 36, len(learned) + 4)
    draw_buckets(axes, look, classifier)
    for line, cell in enumerate(learned):
        draw_row(axes, look, line, classifier, cell)
    draw_sorted(axes, look, classifier)
    return sheet


def names_of_buckets(classifier: Any) -> list[str]:
    """The value that each bucket stands for, in the order in which the buckets appeared."""
    return [str(classifier.values[bucket]) for bucket in classifier.buckets]


def draw_buckets(axes: Axes, look: Style, classifier: Any) -> None:
    """The two headings on the left, and the name of each column of weights."""
    head(axes, look, (0, 0.5), "row: of each cell")
    head(axes, look, (WEIGHTS - 1, 0.5), "weights: a row for each cell that has learned")
    names = names_of_buckets(classifier)
    for b in range(classifier.table.weights.shape[1]):
        name, weight = (names[b], "bold") if b < len(names) else ("room", "normal")
        say(axes, look, (WEIGHTS + WIDE * (b + 0.5), 1.8), name, ha="center", weight=weight)


def draw_row(axes: Axes, look: Style, line: int, classifier: Any, cell: int) -> None:
    """A cell, the number of its row, and the weights in that row."""
    table, buckets = classifier.table, len(classifier.buckets)
    row, y = int(table.row[0, cell]), line + 3
    say(axes, look, (0, y), f"cell {cell}")
    tiles(axes, look, (3.2, y - 0.5), [row], [look.testing], 1.4)
    axes.annotate("", (6.4, y), (4.8, y), arrowprops={"arrowstyle": "->", "color": look.gone})
    say(axes, look, (WEIGHTS - 0.8, y), str(row), ha="right")
    strong = max(1e-9, float(np.abs(table.weights[: int(table.row.max()) + 1]).max())) / 3
    weights = table.weights[row].tolist()
    texts = [f"{weight:+.2f}" if b < buckets else "" for b, weight in enumerate(weights)]
    shades = [
        look.same if weight > strong else look.testing if weight > 0 else look.faint for weight in weights
    ]
    shades[buckets:] = [look.off] * (len(weights) - buckets)
    tiles(axes, look, (WEIGHTS, y - 0.5), texts, shades, WIDE)


def draw_sorted(axes: Axes, look: Style, classifier: Any) -> None:
    """The buckets sorted by value: bucket, its place in a row of weights, and its value."""
    head(axes, look, (SORTED, 0.5), "buckets, ascending")
    names, across = names_of_buckets(classifier), (SORTED, SORTED + 3, SORTED + 6)
    for x, text in zip(across, ("bucket", "place", "value"), strict=True):
        say(axes, look, (x, 1.8), text, weight="bold")
    for line, bucket in enumerate(classifier.ascending):
        place = int(classifier.table.place[line])
        for x, value in zip(across, (bucket, place, names[place]), strict=True):
            say(axes, look, (x, line + 3), str(value), color=look.ink)
