"""The classifier's table: how long its arrays are, and how they grow."""

import numpy as np

from ..core.parameters import ClassifierParameters
from .arrays import longer
from .kernels.classifier import NO_ROW, ROWS, Table

PER_BUCKET = ("bucket", "place", "value", "seen", "kind", "chances")


def new_table(parameters: ClassifierParameters) -> Table:
    """A classifier that has seen nothing, with a little room."""
    horizons, moments = parameters.horizons, max(parameters.horizons) + 1
    buckets, winners = 8, 16
    return Table(
        numbers=np.zeros(4, np.int64),
        horizons=np.array(horizons, np.int64),
        row=np.full((len(horizons), 64), NO_ROW, np.int32),
        weights=np.zeros((len(horizons) * winners, buckets)),
        bucket=np.zeros(buckets, np.int64),
        place=np.zeros(buckets, np.int32),
        value=np.zeros(buckets),
        seen=np.zeros(buckets, np.int64),
        kind=np.zeros(buckets, np.uint8),
        cells=np.zeros((moments, winners), np.int32),
        size=np.zeros(moments, np.int64),
        chances=np.zeros(buckets),
    )


def with_winners(table: Table, winners: int) -> Table:
    """The same, with room for ``winners`` winner cells in each remembered moment."""
    held = table.cells.shape[1]
    if winners <= held:
        return table
    cells = np.zeros((len(table.size), max(winners, 2 * held)), np.int32)
    cells[:, :held] = table.cells
    return table._replace(cells=cells)


def with_cells(table: Table, cells: int) -> Table:
    """The same, with a place for each cell below ``cells``."""
    horizons, held = table.row.shape
    if cells <= held:
        return table
    row = np.full((horizons, max(cells, 2 * held)), NO_ROW, np.int32)
    row[:, :held] = table.row
    return table._replace(row=row)


def with_rows(table: Table, rows: int) -> Table:
    """The same, with at least ``rows`` rows of weights."""
    held = len(table.weights)
    return table if rows <= held else table._replace(weights=longer(table.weights, max(rows, held * 3 // 2)))


def with_buckets(table: Table, buckets: int) -> Table:
    """The same, with room for at least ``buckets`` buckets."""
    held = len(table.bucket)
    if buckets <= held:
        return table
    size = (buckets + held // 4 + 7) // 8 * 8
    weights = np.zeros((len(table.weights), size))
    used = table.numbers[ROWS]  # the other rows are not touched, so they take no memory yet
    weights[:used, :held] = table.weights[:used]
    return table._replace(
        weights=weights, **{name: longer(getattr(table, name), size) for name in PER_BUCKET}
    )
