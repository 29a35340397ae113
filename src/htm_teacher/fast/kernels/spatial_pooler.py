"""Kernels of the spatial pooler, named after the methods of ``core.spatial_pooler`` that they mirror.

A column's pool is a row of permanences over all inputs, -1 where it has no synapse, so that learning is
one pass along a row. Who hears an input is a row of bytes over all columns, so that overlaps are sums of
rows: 32 columns in one instruction.
"""

from typing import Any, NamedTuple

import numpy as np

from .jit import inlined, inner, shared

ONE = 10_000  # permanence 1.0
NO_SYNAPSE = -1
BLOCK = 255  # rows of bytes that can be summed before a byte overflows
LINE = 32  # permanences in one line of the processor's cache


class Pool(NamedTuple):
    """The state of a pooler, and room to work in. C columns, N inputs.

    Attributes:
        permanences: C x N, int16, in ten-thousandths; rows go on with -1 until they end with a line.
        hears: N x C, uint8: 1 where the synapse is connected.
        priority: C, int32; order: the columns from highest to lowest priority.
        boost: C, int64, in thousandths.
        overlap_duty, activity_duty: C, float64.
        near, near_ends: with local inhibition the neighbours of all columns, one after the other, and
            where each column's end.
        won: C: 1 for a column that won; 0 everywhere between kernels; ``won_words``: eight of them in one.
        factors: the boost factors for every shortfall from -65,536 to 65,536, if there is boosting.
        steps: [how many learning steps there have been].
        overlap, rank, change, sums: room to work in.
        winners: the columns that won, ascending.
    """

    permanences: Any
    hears: Any
    priority: Any
    order: Any
    boost: Any
    overlap_duty: Any
    activity_duty: Any
    duty_bits: Any
    extremes: Any
    extremes_bits: Any
    near: Any
    near_ends: Any
    factors: Any
    steps: Any
    overlap: Any
    rank: Any
    won: Any
    won_words: Any
    change: Any
    sums: Any
    winners: Any


class Rules(NamedTuple):
    """The parameters of a pooler as the kernels take them; permanences in ten-thousandths."""

    active_column_count: int
    connected: int
    gain: int
    loss: int
    help: int
    stimulus_threshold: int
    boosted: bool
    even: bool
    duty_cycle_period: int
    minimum_overlap_duty: float
    local: bool


@shared
def compute(pool: Pool, rules: Rules, bits: Any, learn: bool) -> int:
    """The columns that win for these active bits, left in ``pool.winners``; how many they are."""
    if len(bits) == 0:
        return 0
    overlaps(pool, rules, bits)
    count = inhibit(pool, rules)
    if learn:
        prepare_change(pool, rules, bits)
        for i in range(count):
            learn_row(pool, rules, pool.winners[i])
        update_duty_cycles(pool, rules, count)
        help_silent_columns(pool, rules)
        update_boost(pool, rules)
    return count


# Phase 1, overlap.


@shared
def overlaps(pool: Pool, rules: Rules, bits: Any) -> None:
    """For each column how many connected synapses are on active inputs, 0 if under the threshold."""
    overlap, sums = pool.overlap, pool.sums
    overlap[:] = 0
    for first in range(0, len(bits), BLOCK):
        sums[:] = 0
        for bit in bits[first : first + BLOCK]:
            row = pool.hears[bit]
            for column in range(len(row)):
                sums[column] += row[column]
        for column in range(len(sums)):
            overlap[column] += sums[column]
    if rules.stimulus_threshold > 1:
        for column in range(len(overlap)):
            if overlap[column] < rules.stimulus_threshold:
                overlap[column] = 0


# Phase 2, inhibition.


@shared
def inhibit(pool: Pool, rules: Rules) -> int:
    """The columns that win with these overlaps, boosted, ascending; how many they are."""
    if rules.local:
        rank_all(pool)
        return inhibit_locally(pool, rules)
    if rules.even:
        return inhibit_evenly(pool, rules)
    rank_all(pool)
    return inhibit_by_rank(pool, rules)


@inner
def inhibit_evenly(pool: Pool, rules: Rules) -> int:
    """Without boosting few overlaps differ, so that counting finds the cut: the lowest that few exceed."""
    overlap, won, wanted = pool.overlap, pool.won, rules.active_column_count
    cut, enough = 0, 0
    for column in range(len(overlap)):
        enough = max(enough, overlap[column])
    while cut < enough:  # by halves
        middle = (cut + enough) // 2
        if count_above(overlap, middle) <= wanted:
            enough = middle
        else:
            cut = middle + 1
    # Of the columns right at the cut, those of highest priority; one without overlap never wins.
    missing = wanted - count_above(overlap, cut) if cut > 0 else 0
    for column in pool.order:
        if missing == 0:
            break
        if overlap[column] == cut:
            won[column] = 1
            missing -= 1
    return collect(pool, cut)


@inlined
def count_above(overlap: Any, cut: int) -> int:
    """How many columns have a larger overlap."""
    count, limit = np.int32(0), np.int32(cut)
    for column in range(len(overlap)):
        count = np.int32(count + (overlap[column] > limit))
    return count


@inlined
def collect(pool: Pool, cut: int) -> int:
    """The columns with an overlap above the cut, and those marked as having won."""
    overlap, won, words, winners, count = pool.overlap, pool.won, pool.won_words, pool.winners, 0
    for column in range(len(overlap)):
        won[column] |= overlap[column] > cut
    for word in range(len(words)):
        if words[word]:
            for column in range(8 * word, 8 * word + 8):
                winners[count] = column
                count += won[column]
    for i in range(count):
        won[winners[i]] = 0
    return count


@inner
def rank_all(pool: Pool) -> None:
    """Boosted overlap first, priority second, in one number; -1 without overlap."""
    columns = len(pool.overlap)
    for column in range(columns):
        boosted = np.int64(pool.overlap[column]) * pool.boost[column] * columns
        pool.rank[column] = boosted + pool.priority[column] if pool.overlap[column] > 0 else -1


@inner
def inhibit_by_rank(pool: Pool, rules: Rules) -> int:
    """The columns of highest rank."""
    rank, winners, columns = pool.rank, pool.winners, len(pool.overlap)
    for column in range(columns):
        winners[column] = column
    wanted = rules.active_column_count
    if wanted < columns:
        select(rank, winners[:columns], wanted)
    count = 0
    for i in range(wanted):
        if rank[winners[i]] >= 0:
            winners[count] = winners[i]
            count += 1
    for i in range(count):
        pool.won[winners[i]] = 1
    return collect(pool, 10**9)


@inlined
def select(rank: Any, columns: Any, wanted: int) -> None:
    """Bring the columns of the ``wanted`` highest ranks to the front, in any order (Hoare 1961)."""
    low, high = 0, len(columns) - 1
    while low < high:
        pivot = rank[columns[(low + high) // 2]]
        i, j = low, high
        while i <= j:
            while rank[columns[i]] > pivot:
                i += 1
            while rank[columns[j]] < pivot:
                j -= 1
            if i <= j:
                columns[i], columns[j] = columns[j], columns[i]
                i += 1
                j -= 1
        if wanted - 1 <= j:
            high = j
        elif wanted - 1 >= i:
            low = i
        else:
            return


@inner
def inhibit_locally(pool: Pool, rules: Rules) -> int:
    """A column wins if few enough neighbours are ahead: the same density near as everywhere."""
    rank, count, start = pool.rank, 0, 0
    columns = len(pool.overlap)
    for column in range(columns):
        end = pool.near_ends[column]
        ahead = 0
        for other in pool.near[start:end]:
            ahead += rank[other] > rank[column]
        wanted = rules.active_column_count * (end - start)
        start = end
        if rank[column] >= 0 and (ahead == 0 or ahead * columns < wanted):
            pool.winners[count] = column
            count += 1
    return count


# Phase 3, learning.


@inlined
def prepare_change(pool: Pool, rules: Rules, bits: Any) -> None:
    """For each input what a winner's synapse on it gains or loses."""
    pool.change[:] = -rules.loss
    for bit in bits:
        pool.change[bit] = rules.gain


@inlined
def learn_row(pool: Pool, rules: Rules, column: int) -> None:
    """A winner moves towards the input."""
    change_row(pool, pool.permanences[column], pool.change, rules.connected, column)


@inlined
def change_row(pool: Pool, row: Any, change: Any, connected: int, column: int) -> None:
    """Add to a column's permanences, within [0, 1], and see to whom it now listens.

    Few synapses cross the threshold in a step. Only the lines of the row in which one did are written into
    ``hears``, where they lie far apart.
    """
    threshold, most, none = np.int16(connected), np.int16(ONE), np.int16(0)
    for first in range(0, len(row), LINE):
        line, asked, crossed = row[first : first + LINE], change[first : first + LINE], False
        for i in range(LINE):
            held = line[i]
            moved = max(min(np.int16(held + asked[i]), most), none)
            moved = held if held < none else moved
            crossed |= (moved >= threshold) != (held >= threshold)
            line[i] = moved
        if crossed:
            for i in range(first, min(first + LINE, len(pool.hears))):
                pool.hears[i, column] = row[i] >= threshold


@inner
def update_duty_cycles(pool: Pool, rules: Rules, count: int) -> None:
    """How often, of late, each column overlapped and won."""
    pool.steps[0] += 1
    period = np.float64(min(rules.duty_cycle_period, pool.steps[0]))
    duty, activity, overlap, won = pool.overlap_duty, pool.activity_duty, pool.overlap, pool.won
    for i in range(count):
        won[pool.winners[i]] = 1
    for column in range(len(duty)):
        duty[column] += (np.float64(overlap[column] > 0) - duty[column]) / period
        activity[column] += (np.float64(won[column]) - activity[column]) / period
    for i in range(count):
        won[pool.winners[i]] = 0


@inner
def help_silent_columns(pool: Pool, rules: Rules) -> None:
    """A column that hardly ever hears anything gets more permanence everywhere in its pool."""
    duty, share = pool.overlap_duty, rules.minimum_overlap_duty
    bits = pool.duty_bits  # of numbers that are not negative, the larger has the larger bits
    most, least = bits[0], bits[0]
    for column in range(len(bits)):
        most = max(most, bits[column])
        least = min(least, bits[column])
    pool.extremes_bits[0], pool.extremes_bits[1] = least, most
    least_duty, most_duty = pool.extremes[0], pool.extremes[1]
    enough = share * most_duty
    if least_duty >= enough:
        return
    for column in range(len(duty)):
        if duty[column] < enough:
            if rules.local:
                start = pool.near_ends[column - 1] if column else 0
                most_near = 0.0
                for other in pool.near[start : pool.near_ends[column]]:
                    most_near = max(most_near, duty[other])
                if duty[column] >= share * most_near:
                    continue
            raise_all(pool, rules, column)


@inner
def raise_all(pool: Pool, rules: Rules, column: int) -> None:
    """Every synapse of a column gains."""
    row, threshold = pool.permanences[column], rules.connected
    for i in range(len(row)):
        if row[i] >= 0:
            row[i] = min(row[i] + rules.help, ONE)
            pool.hears[i, column] = row[i] >= threshold


@inner
def update_boost(pool: Pool, rules: Rules) -> None:
    """Columns that win less than their target are favoured, those that win more are held back."""
    boost, activity = pool.boost, pool.activity_duty
    if not rules.boosted:
        if not rules.even:
            boost[:] = 1000
        return
    target, start = rules.active_column_count / len(boost), 0
    for column in range(len(boost)):
        if rules.local:
            total, end = 0.0, pool.near_ends[column]
            for other in pool.near[start:end]:
                total += activity[other]
            target = total / (end - start)
            start = end
        shortfall = np.int64(np.floor(65536 * (target - activity[column]) + 0.5))
        boost[column] = pool.factors[shortfall + 65536]
