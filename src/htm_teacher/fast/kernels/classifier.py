"""Kernels of the SDR classifier, named after the methods of ``core.classifier`` that they mirror.

All weights lie in one table: a row of weights, one for each bucket, is given to a cell and a horizon
when they first learn. A row follows the order in which buckets appeared, so that a new one is added at
its end; what is added up or answered bucket by bucket, ascending, goes by way of ``place``.
"""

from typing import Any, NamedTuple

from .jit import compiled, inner, shared
from .libm import exp

NO_ROW = -1
NO_ROOM = -1
NOTHING, NUMBER, TEXT = range(3)  # kinds of values: missing, a number, or a category
ROWS, BUCKETS, HELD, NEWEST = range(4)  # places in ``numbers``


class Table(NamedTuple):
    """The state of a classifier, and room to work in: H horizons; at most B buckets, C cells, R rows.

    Attributes:
        numbers: [rows in use, buckets seen, moments remembered, where the newest of them lies].
        horizons: H: ascending.
        row: H x C: which row is a cell's, or NO_ROW.
        weights: R x B: zero where nothing was learned.
        bucket: B: the buckets seen, ascending.
        place: B: for each of these its place in the order of appearance.
        value, count, kind: B, in order of appearance: the mean of the values seen in a bucket, NaN where
            it is a text; how many there were; whether it is a NUMBER or a TEXT.
        cells, size: M x K, M: a ring of moments, the winner cells of each, ascending, and how many.
        chances: B: room to work in.
    """

    numbers: Any
    horizons: Any
    row: Any
    weights: Any
    bucket: Any
    place: Any
    value: Any
    count: Any
    kind: Any
    cells: Any
    size: Any
    chances: Any


@compiled
def has_room(table: Table, winners: int) -> bool:
    """Whether one more step, with so many winner cells at most, finds room for all that it could need."""
    numbers, most = table.numbers, table.cells.shape[1]
    rows = numbers[ROWS] + len(table.horizons) * most
    return winners <= most and rows <= len(table.weights) and numbers[BUCKETS] < len(table.bucket)


@shared
def compute(
    table: Table,
    rate: float,
    cells: Any,
    count: int,
    kind: int,
    bucket: int,
    value: float,
    learn: bool,
    out: Any,
) -> int:
    """One step: learn that this bucket has come, then predict.

    Args:
        table: the classifier.
        rate: the learning rate.
        cells: the winner cells of now, ascending, of which the first ``count`` hold, each below C.
        kind: NOTHING, NUMBER or TEXT; then bucket and value.
        out: (H + 1) x B: takes the answer; see ``predict``.

    Returns:
        As ``predict``; NO_ROOM where there is none, and then nothing has changed.
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
def predict(table: Table, cells: Any, count: int, out: Any) -> int:
    """For each horizon, what follows these cells; for how many buckets, 0 where there is no answer.

    ``out`` takes a row for each horizon, the probability of each bucket, ascending, and a last one with
    each bucket's value.
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
def remember(table: Table, cells: Any, count: int) -> None:
    """Put the cells of now into the ring, in the place of the oldest once it is full."""
    numbers, moments = table.numbers, len(table.size)
    newest = (numbers[NEWEST] + 1) % moments
    for i in range(count):
        table.cells[newest, i] = cells[i]
    table.size[newest] = count
    numbers[NEWEST] = newest
    numbers[HELD] = min(numbers[HELD] + 1, moments)


@inner
def see(table: Table, kind: int, bucket: int, value: float) -> int:
    """Count a value into its bucket, whose own value is the mean of all that fell into it; its place."""
    k = rank(table, bucket)
    if k == table.numbers[BUCKETS] or table.bucket[k] != bucket:
        add_bucket(table, kind, bucket, value, 0)
    place = table.place[k]
    table.count[place] += 1
    if kind == NUMBER:  # where the bucket's value is a text, its mean is NaN and stays so
        mean = table.value[place]
        table.value[place] = mean + (value - mean) / table.count[place]
    return place


@inner
def rank(table: Table, bucket: int) -> int:
    """How many of the buckets seen are lower."""
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
    """Take in a bucket that has been seen ``count`` times: the last to appear, among the others by size."""
    last, k = table.numbers[BUCKETS], rank(table, bucket)
    for i in range(last, k, -1):
        table.bucket[i] = table.bucket[i - 1]
        table.place[i] = table.place[i - 1]
    table.bucket[k] = bucket
    table.place[k] = last
    table.value[last] = value
    table.count[last] = count
    table.kind[last] = kind
    table.numbers[BUCKETS] = last + 1


@inner
def learn_horizon(table: Table, rate: float, h: int, place: int) -> None:
    """Move the weights of the cells of then towards the bucket that came, away from those that did not."""
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
    """The row of a cell, which is given one if it has none."""
    row = table.row[h, cell]
    if row == NO_ROW:
        row = table.numbers[ROWS]
        table.row[h, cell] = row
        table.numbers[ROWS] = row + 1
    return row


@inner
def probabilities(table: Table, h: int, cells: Any, count: int) -> None:
    """The softmax over all buckets, in order of appearance, left in ``chances``.

    The maximum is subtracted first, against overflow.
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
