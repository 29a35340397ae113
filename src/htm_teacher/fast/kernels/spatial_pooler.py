"""Kernels of the spatial pooler, named after the methods of ``core.spatial_pooler`` that they mirror."""

import numpy as np
from numpy.typing import NDArray

from .inhibition import inhibit
from .jit import compiled, inlined, inner, shared
from .permanence import ONE
from .pool import CHUNK, NO_SYNAPSE, Pool, PoolerRules
from .rng import below, sample

BLOCK = 255  # rows of ones and zeros that can be summed before a byte overflows


@shared
def compute(pool: Pool, rules: PoolerRules, bits: NDArray[np.uint32], learn: bool) -> int:
    """Write the columns that win for these active bits into ``pool.winners``; their number.

    Every bit must be below N: whoever calls this has compared the size of the SDR with it.
    """
    if len(bits) == 0:
        return 0
    overlaps(pool, rules, bits)
    count = inhibit(pool, rules)
    if learn:
        prepare_change(pool, rules, bits)
        for i in range(count):
            learn_row(pool, rules, pool.winners[i])
        update_duty_cycles(pool, rules, count)
        raise_weak_columns(pool, rules)
        update_boost(pool, rules)
    return count


# Phase 1, overlap.


@shared
def overlaps(pool: Pool, rules: PoolerRules, bits: NDArray[np.uint32]) -> None:
    """Count each column's connected synapses on active inputs; 0 below the threshold."""
    overlap, sums = pool.overlap, pool.sums
    overlap[:] = 0
    for first in range(0, len(bits), BLOCK):
        sums[:] = 0
        for bit in bits[first : first + BLOCK]:
            row = pool.connected_columns[bit]
            for column in range(len(row)):
                sums[column] += row[column]
        for column in range(len(sums)):
            overlap[column] += sums[column]
    if rules.stimulus_threshold > 1:
        for column in range(len(overlap)):
            if overlap[column] < rules.stimulus_threshold:
                overlap[column] = 0


# Phase 2, inhibition, is in ``inhibition``. Phase 3, learning.


@inlined
def prepare_change(pool: Pool, rules: PoolerRules, bits: NDArray[np.uint32]) -> None:
    """Write down for each input what a winner's synapse on it gains or loses."""
    pool.change[:] = -rules.loss
    for bit in bits:
        pool.change[bit] = rules.gain


@inlined
def learn_row(pool: Pool, rules: PoolerRules, column: int) -> None:
    """Move a winner towards the input."""
    change_row(pool, pool.permanences[column], pool.change, rules.connected, column)


@inlined
def change_row(
    pool: Pool, row: NDArray[np.int16], change: NDArray[np.int16], connected: int, column: int
) -> None:
    """Add to a column's permanences, within [0, 1], and update which inputs it is connected to.

    Few synapses cross the threshold in a step. Only the chunks in which one did are written into
    ``connected_columns``, where the bytes of a column are far apart.
    """
    threshold, most, none = np.int16(connected), np.int16(ONE), np.int16(0)
    for first in range(0, len(row), CHUNK):
        chunk, asked, crossed = row[first : first + CHUNK], change[first : first + CHUNK], False
        for i in range(CHUNK):
            held = chunk[i]
            moved = max(min(np.int16(held + asked[i]), most), none)
            moved = held if held < none else moved  # NO_SYNAPSE stays
            crossed |= (moved >= threshold) != (held >= threshold)
            chunk[i] = moved
        if crossed:
            for i in range(first, min(first + CHUNK, len(pool.connected_columns))):
                pool.connected_columns[i, column] = row[i] >= threshold


@inner
def update_duty_cycles(pool: Pool, rules: PoolerRules, count: int) -> None:
    """Update how often each column overlapped and won recently."""
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
def raise_weak_columns(pool: Pool, rules: PoolerRules) -> None:
    """Raise all permanences of the columns that hardly ever overlap."""
    duty, share = pool.overlap_duty, rules.minimum_overlap_duty
    bits = pool.duty_bits  # have the order of the duties, see ``Pool``
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
def raise_all(pool: Pool, rules: PoolerRules, column: int) -> None:
    """Let every synapse of a column gain."""
    row, threshold = pool.permanences[column], rules.connected
    for i in range(len(row)):
        if row[i] >= 0:
            row[i] = min(row[i] + rules.help, ONE)
            pool.connected_columns[i, column] = row[i] >= threshold


@inner
def update_boost(pool: Pool, rules: PoolerRules) -> None:
    """Favour columns that win less often than their target, hold back those that win more often."""
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
        # Duties are in [0, 1], and so is the target; a duty that was set by hand may be anything.
        place: int = max(0, min(int(shortfall) + 65536, 2 * 65536))
        boost[column] = pool.factors[place]


# Building, before the first step.


@compiled
def draw_pools(
    rows: NDArray[np.int16],
    near: NDArray[np.uint32],
    pool: NDArray[np.uint32],
    size: int,
    connected: int,
    random: NDArray[np.uint64],
) -> None:
    """Draw for each row of permanences ``size`` of the inputs ``near``, and first permanences on them.

    Every input must be within the row, and ``size`` at most their number; ``pool`` has as many places.
    """
    for row in rows:
        for i in range(len(near)):
            pool[i] = near[i]
        sample(random, pool, len(near), size)
        for i in range(size):
            row[pool[i]] = 0
        for i in near:
            if row[i] != NO_SYNAPSE:
                if below(random, 2):
                    row[i] = connected + below(random, ONE + 1 - connected)
                else:
                    row[i] = below(random, connected)
