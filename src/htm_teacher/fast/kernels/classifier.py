"""Kernels of the SDR classifier, named after the methods of ``core.classifier`` that they mirror.

All weights are in one table. A feature and a horizon get a row of weights, one for each bucket, when they
first learn. A row has its buckets in the order of their first appearance, so a new bucket comes last.
Where buckets are added up or answered in ascending order, ``place`` leads from one order to the other.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import compiled, inlined, inner, shared
from .libm import exp
from .rng import below

NO_ROW = -1
NO_ROOM = -1
NOTHING, NUMBER, TEXT = range(3)  # kinds of values: missing, a number, a category
ROWS, BUCKETS, HELD, NEWEST, SEQUENCE = range(5)  # places in ``numbers``
MOST_BUCKET = 2**31  # as in ``core.past``


class Reading(NamedTuple):
    """How a classifier learns: its parameters, as kernels take them.

    Attributes:
        rate: the learning rate.
        spread: to how many buckets on each side learning spreads.
        rehearsals: how many earlier pairs are learned again, for each horizon.
        changes: whether changes are predicted.
    """

    rate: float
    spread: int
    rehearsals: int
    changes: bool


class Table(NamedTuple):
    """The state of a classifier, and its work array. H horizons; room for B buckets, C features, R rows.

    Attributes:
        numbers: [rows in use, buckets seen, moments remembered, the place of the newest moment, the number
            of the present sequence].
        horizons: H: ascending.
        widths: H: how wide a bucket of changes is; 0 if values are predicted.
        origins: H: from which value changes are counted; NaN: from that of the earlier moment.
        random: [position of the stream].
        row: H x C: the row of a feature, or NO_ROW.
        weights: R x B: 0 where nothing was learned.
        bucket: B: the buckets seen, ascending.
        place: B: for each of these buckets its place in the order of appearance.
        value, seen, kind: B, in order of appearance: the mean of the values seen in a bucket, NaN if it
            is a category; the number of these values; NUMBER or TEXT.
        features, size: M x K, M: a ring of moments: the features of each, ascending, and their number.
        known, came, number, sequence: M, of these moments: whether there is a target; it is the bucket that
            came, or the number if changes are predicted; in which sequence.
        chances: B: the probabilities, or the changes, of one horizon.
    """

    numbers: NDArray[np.int64]
    horizons: NDArray[np.int64]
    widths: NDArray[np.float64]
    origins: NDArray[np.float64]
    random: NDArray[np.uint64]
    row: NDArray[np.int32]
    weights: NDArray[np.float64]
    bucket: NDArray[np.int64]
    place: NDArray[np.int32]
    value: NDArray[np.float64]
    seen: NDArray[np.int64]
    kind: NDArray[np.uint8]
    features: NDArray[np.uint32]
    size: NDArray[np.int64]
    known: NDArray[np.uint8]
    came: NDArray[np.int64]
    number: NDArray[np.float64]
    sequence: NDArray[np.int64]
    chances: NDArray[np.float64]


@compiled
def has_room(table: Table, rehearsals: int, count: int) -> bool:
    """Whether there is room for all that one more step with at most ``count`` features could need."""
    numbers, most = table.numbers, table.features.shape[1]
    buckets, rows = numbers[BUCKETS] + len(table.horizons), rows_needed(table, rehearsals)
    return count <= most and rows <= len(table.weights) and buckets <= len(table.bucket)


@shared
def rows_needed(table: Table, rehearsals: int) -> int:
    """How many rows there are after a step, at most: each pair that is learned may have new features."""
    horizons, features = table.row.shape
    pairs = horizons * (1 + rehearsals)
    return min(table.numbers[ROWS] + pairs * table.features.shape[1], horizons * features)


@shared
def compute(
    table: Table,
    reading: Reading,
    features: NDArray[np.uint32],
    count: int,
    bits: NDArray[np.uint32],
    first: int,
    kind: int,
    bucket: int,
    value: float,
    learn: bool,
    out: NDArray[np.float64],
) -> int:
    """One step: learn the bucket of the present value, then predict.

    Args:
        table: the classifier.
        reading: its parameters.
        features: the present features are the first ``count`` of these, ascending; and after them
            ``first`` + each of ``bits``. Each is below C, for which ``make_room_for_features`` was called.
            So are those of a file: ``check_state`` knows the memory's size, and the encoder's.
        kind: NOTHING, NUMBER or TEXT; then bucket and value.
        out: (H + 1) x B: for the answer; see ``predict``.

    Returns:
        As ``predict``; NO_ROOM if there is no room, and then nothing has changed.
    """
    if not has_room(table, reading.rehearsals, count + len(bits)):
        return NO_ROOM
    known = kind == NUMBER or (kind == TEXT and not reading.changes)
    remember(table, features, count, bits, first, known, bucket, value)
    if learn and known:
        if not reading.changes:
            see(table, kind, bucket, value)
        for h in range(len(table.horizons)):
            latest = table.numbers[HELD] - 1 - table.horizons[h]
            for _ in range(reading.rehearsals if latest > 0 else 0):
                learn_pair(table, reading, h, below(table.random, latest), False)
            if latest >= 0:
                learn_pair(table, reading, h, latest, True)
    newest = table.numbers[NEWEST]
    return predict(table, reading, table.features[newest], table.size[newest], known, out)


@shared
def predict(
    table: Table,
    reading: Reading,
    features: NDArray[np.uint32],
    count: int,
    known: bool,
    out: NDArray[np.float64],
) -> int:
    """Predict from these features for each horizon; the number of buckets, 0 if there is no answer.

    A row of ``out`` for each horizon has the probabilities of the buckets, ascending; the row after them
    has the buckets' values.

    Args:
        table: the classifier.
        reading: its parameters.
        features: the first ``count`` of these.
        known: whether there is a value; changes need one.
        out: (H + 1) x B: for the answer.
    """
    buckets, last = table.numbers[BUCKETS], len(table.horizons)
    if count == 0 or buckets == 0 or (reading.changes and not known):
        return 0
    for h in range(last):
        probabilities(table, h, features, count)
        for k in range(buckets):
            out[h, k] = table.chances[table.place[k]]
    for k in range(buckets):
        out[last, k] = table.value[table.place[k]]
    return buckets


@inner
def median(table: Table, h: int, chances: NDArray[np.float64], now: float) -> float:
    """The median of a prediction of changes of the value ``now``; see ``Prediction.quantile``."""
    place, before, reached = 0, 0.0, 0.0
    for k in range(table.numbers[BUCKETS]):
        if chances[k] > 0:
            place, before, reached = k, reached, reached + chances[k]
            if reached >= 0.5:
                break
    part = (0.5 - before) / chances[place]
    part = part if part < 1.0 else 1.0
    return origin(table, h, now) + table.widths[h] * (table.bucket[place] + (part - 0.5))


@inlined
def origin(table: Table, h: int, now: float) -> float:
    """The value from which changes are counted at a horizon."""
    return now if np.isnan(table.origins[h]) else table.origins[h]


@shared
def remember(
    table: Table,
    features: NDArray[np.uint32],
    count: int,
    bits: NDArray[np.uint32],
    first: int,
    known: bool,
    bucket: int,
    value: float,
) -> None:
    """Put the present moment into the ring, in the place of the oldest once it is full."""
    numbers, moments = table.numbers, len(table.size)
    newest = (numbers[NEWEST] + 1) % moments
    for i in range(count):
        table.features[newest, i] = features[i]
    for i in range(len(bits)):
        table.features[newest, count + i] = first + bits[i]
    table.size[newest] = count + len(bits)
    table.known[newest], table.came[newest], table.number[newest] = known, bucket, value
    table.sequence[newest] = numbers[SEQUENCE]
    numbers[NEWEST] = newest
    numbers[HELD] = min(numbers[HELD] + 1, moments)


@inner
def learn_pair(table: Table, reading: Reading, h: int, first: int, new: bool) -> None:
    """Learn what came after one of the remembered moments, the ``first`` from the oldest, if it is known."""
    numbers, moments = table.numbers, len(table.size)
    before = (numbers[NEWEST] + 1 + moments - numbers[HELD] + first) % moments
    after = (before + table.horizons[h]) % moments
    if table.sequence[before] != table.sequence[after] or not table.known[after]:
        return
    bucket = table.came[after]
    if reading.changes:
        change = (table.number[after] - origin(table, h, table.number[before])) / table.widths[h] + 0.5
        if not table.known[before] or not abs(change) < MOST_BUCKET:
            return
        bucket = np.int64(np.floor(change))
        if new:
            see(table, NUMBER, bucket, float(bucket))
    k = rank(table, bucket)
    if k < numbers[BUCKETS] and table.bucket[k] == bucket:
        learn_bucket(table, reading, h, before, k)


@inner
def see(table: Table, kind: int, bucket: int, value: float) -> None:
    """Count a value into its bucket, whose own value is the mean of them all."""
    k = rank(table, bucket)
    if k == table.numbers[BUCKETS] or table.bucket[k] != bucket:
        add_bucket(table, kind, bucket, value, 0)
    place = table.place[k]
    table.seen[place] += 1
    if kind == NUMBER:  # in a bucket of texts the mean is NaN and stays so
        mean = table.value[place]
        table.value[place] = mean + (value - mean) / table.seen[place]


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
def learn_bucket(table: Table, reading: Reading, h: int, moment: int, k: int) -> None:
    """Move the weights of a moment's features towards a bucket, the k-th, and away from all others."""
    features, count, steps = table.features[moment], table.size[moment], table.chances
    if count == 0:
        return
    probabilities(table, h, features, count)
    buckets, lowest, end = table.numbers[BUCKETS], k, k + 1
    while lowest > 0 and distance(table, lowest - 1, k) <= reading.spread:
        lowest -= 1
    while end < buckets and distance(table, k, end) <= reading.spread:
        end += 1
    whole = 0.0
    for other in range(lowest, end):
        whole += share(table, reading, other, k)
    for b in range(buckets):
        steps[b] = 0.0 - steps[b]
    for other in range(lowest, end):
        steps[table.place[other]] += share(table, reading, other, k) / whole
    for b in range(buckets):
        steps[b] *= reading.rate
    for i in range(count):
        weights = table.weights[row_of(table, h, features[i])]
        for b in range(buckets):
            weights[b] += steps[b]


@inlined
def distance(table: Table, low: int, high: int) -> np.uint64:
    """How far two buckets are apart; it may be more than the largest signed number."""
    return np.uint64(table.bucket[high]) - np.uint64(table.bucket[low])


@inlined
def share(table: Table, reading: Reading, other: int, k: int) -> float:
    """How much of the target a neighbour of the k-th bucket gets, before all shares are made to sum to 1."""
    apart = np.int64(distance(table, min(other, k), max(other, k)))
    return 1.0 - apart / (reading.spread + 1)


@inner
def row_of(table: Table, h: int, feature: int) -> int:
    """The row of a feature; if it has none yet, it gets the next."""
    row = table.row[h, feature]
    if row == NO_ROW:
        row = table.numbers[ROWS]
        table.row[h, feature] = row
        table.numbers[ROWS] = row + 1
    return row


@inner
def probabilities(table: Table, h: int, features: NDArray[np.uint32], count: int) -> None:
    """Write the softmax over all buckets into ``chances``, in order of appearance.

    The maximum is subtracted first, which prevents overflow.
    """
    buckets, sums = table.numbers[BUCKETS], table.chances
    for b in range(buckets):
        sums[b] = 0.0
    for i in range(count):
        row = table.row[h, features[i]]
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
