"""Kernels of the SDR classifier, named after the methods of ``core.classifier`` that they mirror.

All weights are in one table. A cell and a horizon get a row of weights, one for each bucket, when they first
learn. A row has its buckets in the order of their first appearance, so a new bucket is added at the end.
Where buckets are added up or answered in ascending order, ``place`` leads from one order to the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import compiled, inner, shared
from .libm import exp

NO_ROW = -1
NO_ROOM = -1
NOTHING, NUMBER, TEXT = range(3)  # kinds of values: missing, a number, a category
ROWS, BUCKETS, HELD, NEWEST = range(4)  # places in ``numbers``


class Table(NamedTuple):
    """The state of a classifier, and its work array. H horizons; room for B buckets, C cells, R rows.

    Attributes:
        numbers: [rows in use, buckets seen, moments remembered, the place of the newest moment].
        horizons: H: ascending.
        row: H x C: the row of a cell, or NO_ROW.
        weights: R x B: 0 where nothing was learned.
        bucket: B: the buckets seen, ascending.
        place: B: for each of these buckets its place in the order of appearance.
        value, seen, kind: B, in order of appearance: the mean of the values seen in a bucket, NaN if it
            is a category; the number of these values; NUMBER or TEXT.
        cells, size: M x K, M: a ring of moments: the winner cells of each, ascending, and their number.
        chances: B: the probabilities, or the changes, of one horizon.
    """

    numbers: NDArray[np.int64]
    horizons: NDArray[np.int64]
    row: NDArray[np.int32]
    weights: NDArray[np.float64]
    bucket: NDArray[np.int64]
    place: NDArray[np.int32]
    value: NDArray[np.float64]
    seen: NDArray[np.int64]
    kind: NDArray[np.uint8]
    cells: NDArray[np.int32]
    size: NDArray[np.int64]
    chances: NDArray[np.float64]


@compiled
def has_room(table: Table, winners: int) -> bool:
    """Whether there is room for all that one more step with at most ``winners`` winner cells could need."""
    numbers, most = table.numbers, table.cells.shape[1]
    rows = numbers[ROWS] + len(table.horizons) * most
    return winners <= most and rows <= len(table.weights) and numbers[BUCKETS] < len(table.bucket)


@shared
def compute(
    table: Table,
    rate: float,
    cells: NDArray[np.uint32],
    count: int,
    kind: int,
    bucket: int,
    value: float,
    learn: bool,
    out: NDArray[np.float64],
) -> int:
    """One step: learn the bucket of the present value, then predict.

    Args:
        table: the classifier.
        rate: the learning rate.
        cells: the present winner cells are the first ``count`` of these, ascending, each below C, for which
            ``make_room_for_cells`` was called. So are those of a file: ``check_state`` knows the memory's.
        kind: NOTHING, NUMBER or TEXT; then bucket and value.
        out: (H + 1) x B: for the answer; see ``predict``.

    Returns:
        As ``predict``; NO_ROOM if there is no room, and then nothing has changed.
    """
    if not has_room(table, count):
        return NO_ROOM
    remember(table, cells, count)
    if learn and kind != NOTHING:
        place = see(table, kind, bucket, value)
        for h in range(len(table.horizons)):
            if table.numbers[HELD] > table.horizons[h]:
                learn_horizon(table, rate, h, place)
    return predict(table, cells, count, out)


@shared
def predict(table: Table, cells: NDArray[np.uint32], count: int, out: NDArray[np.float64]) -> int:
    """Predict from these cells for each horizon; the number of buckets, 0 if there is no answer.

    A row of ``out`` for each horizon has the probabilities of the buckets, ascending; the row after them
    has the buckets' values.
    """
    buckets, last = table.numbers[BUCKETS], len(table.horizons)
    if count == 0 or buckets == 0:
        return 0
    for h in range(last):
        probabilities(table, h, cells, count)
        for k in range(buckets):
            out[h, k] = table.chances[table.place[k]]
    for k in range(buckets):
        out[last, k] = table.value[table.place[k]]
    return buckets


@shared
def remember(table: Table, cells: NDArray[np.uint32], count: int) -> None:
    """Put the present cells into the ring, in the place of the oldest once it is full."""
    numbers, moments = table.numbers, len(table.size)
    newest = (numbers[NEWEST] + 1) % moments
    for i in range(count):
        table.cells[newest, i] = cells[i]
    table.size[newest] = count
    numbers[NEWEST] = newest
    numbers[HELD] = min(numbers[HELD] + 1, moments)


@inner
def see(table: Table, kind: int, bucket: int, value: float) -> int:
    """Count a value into its bucket, whose own value is the mean of them all; the bucket's place."""
    k = rank(table, bucket)
    if k == table.numbers[BUCKETS] or table.bucket[k] != bucket:
        add_bucket(table, kind, bucket, value, 0)
    place = table.place[k]
    table.seen[place] += 1
    if kind == NUMBER:  # in a bucket of texts the mean is NaN and stays so
        mean = table.value[place]
        table.value[place] = mean + (value - mean) / table.seen[place]
    return place


@inner
def rank(table: Table, bucket: int) -> int:
    """The number of buckets seen that are lower."""
    low, high = 0, table.numbers[BUCKETS]
    while low < high:
        middle = (low + high) // 2
        if table.bucket[middle] < bucket:
            low = middle + 1
        else:
            high = middle
    return low


@compiled
def add_bucket(table: Table, kind: int, bucket: int, value: float, count: int) -> None:
    """Add a bucket that was seen ``count`` times: last in order of appearance, by size among the others."""
    last, k = table.numbers[BUCKETS], rank(table, bucket)
    for i in range(last, k, -1):
        table.bucket[i] = table.bucket[i - 1]
        table.place[i] = table.place[i - 1]
    table.bucket[k] = bucket
    table.place[k] = last
    table.value[last] = value
    table.seen[last] = count
    table.kind[last] = kind
    table.numbers[BUCKETS] = last + 1


@inner
def learn_horizon(table: Table, rate: float, h: int, place: int) -> None:
    """Move the weights of past winner cells towards the present bucket, away from all others."""
    moments = len(table.size)
    moment = (table.numbers[NEWEST] + moments - table.horizons[h]) % moments
    cells, count, steps = table.cells[moment], table.size[moment], table.chances
    if count == 0:
        return
    probabilities(table, h, cells, count)
    buckets = table.numbers[BUCKETS]
    for b in range(buckets):
        steps[b] = rate * ((b == place) - steps[b])
    for i in range(count):
        weights = table.weights[row_of(table, h, cells[i])]
        for b in range(buckets):
            weights[b] += steps[b]


@inner
def row_of(table: Table, h: int, cell: int) -> int:
    """The row of a cell; if it has none yet, it gets the next."""
    row = table.row[h, cell]
    if row == NO_ROW:
        row = table.numbers[ROWS]
        table.row[h, cell] = row
        table.numbers[ROWS] = row + 1
    return row


@inner
def probabilities(table: Table, h: int, cells: NDArray[np.uint32], count: int) -> None:
    """Write the softmax over all buckets into ``chances``, in order of appearance.

    The maximum is subtracted first, which prevents overflow.
    """
    buckets, sums = table.numbers[BUCKETS], table.chances
    for b in range(buckets):
        sums[b] = 0.0
    for i in range(count):
        row = table.row[h, cells[i]]
        if row != NO_ROW:
            weights = table.weights[row]
            for b in range(buckets):
                sums[b] += weights[b]
    highest = sums[0]
    for b in range(1, buckets):
        highest = max(highest, sums[b])
    for b in range(buckets):
        sums[b] = exp(sums[b] - highest)
    whole = 0.0
    for k in range(buckets):
        whole += sums[table.place[k]]
    for b in range(buckets):
        sums[b] /= whole
