"""Kernels of inhibition: which columns win. Three ways, with the answer of ``core.spatial_pooler``."""

import numpy as np
from numpy.typing import NDArray

from .jit import inlined, inner, shared
from .pool import Pool, PoolerRules


@shared
def inhibit(pool: Pool, rules: PoolerRules) -> int:
    """Write the columns that win with these overlaps into ``pool.winners``, ascending; their number."""
    if rules.local:
        rank_all(pool)
        return inhibit_locally(pool, rules)
    if rules.even:
        return inhibit_evenly(pool, rules)
    rank_all(pool)
    return inhibit_by_rank(pool, rules)


@inner
def inhibit_evenly(pool: Pool, rules: PoolerRules) -> int:
    """Find the cut: the lowest overlap that no more columns exceed than may win.

    Without boosting, overlaps are small whole numbers, so a few counts find it and nothing is sorted.
    """
    overlap, won, wanted = pool.overlap, pool.won, rules.active_column_count
    cut, enough = 0, 0
    for column in range(len(overlap)):
        enough = max(enough, overlap[column])
    while cut < enough:  # halve the range
        middle = (cut + enough) // 2
        if count_above(overlap, middle) <= wanted:
            enough = middle
        else:
            cut = middle + 1
    # The places left go to the columns at the cut, by priority. A column without overlap never wins.
    missing = wanted - count_above(overlap, cut) if cut > 0 else 0
    for column in pool.order:
        if missing == 0:
            break
        if overlap[column] == cut:
            won[column] = 1
            missing -= 1
    return collect(pool, cut)


@inlined
def count_above(overlap: NDArray[np.int32], cut: int) -> int:
    """The number of columns with a larger overlap."""
    count, limit = np.int32(0), np.int32(cut)
    for column in range(len(overlap)):
        count = np.int32(count + (overlap[column] > limit))
    return count


@inlined
def collect(pool: Pool, cut: int) -> int:
    """List the columns that are above the cut or marked in ``won``, ascending, and clear the marks."""
    overlap, won, words, winners, count = pool.overlap, pool.won, pool.won_words, pool.winners, 0
    for column in range(len(overlap)):
        won[column] |= overlap[column] > cut
    for word in range(len(words)):
        if words[word]:
            for column in range(8 * word, 8 * word + 8):
                winners[count] = column  # overwritten by the next column unless this one won
                count += won[column]
    for i in range(count):
        won[winners[i]] = 0
    return count


@inner
def rank_all(pool: Pool) -> None:
    """Put boosted overlap and priority into one number, in this order of importance; -1 without overlap.

    It is safe in 64 bits: overlap x columns is at most C x N, the places of ``permanences``, and 2^43 of
    them would take 16 TiB. Times the largest boost factor, 10^6, that is 8.8e18, below 2^63 = 9.2e18.
    """
    columns = len(pool.overlap)
    for column in range(columns):
        boosted = np.int64(pool.overlap[column]) * pool.boost[column] * columns
        pool.rank[column] = boosted + pool.priority[column] if pool.overlap[column] > 0 else -1


@inner
def inhibit_by_rank(pool: Pool, rules: PoolerRules) -> int:
    """The columns of highest rank, which boosting makes nearly all different."""
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
    return collect(pool, 10**9)  # a cut above all overlaps: only marked columns


@inlined
def select(rank: NDArray[np.int64], columns: NDArray[np.uint32], wanted: int) -> None:
    """Bring the columns of the ``wanted`` highest ranks to the front, unordered (quickselect, Hoare 1961)."""
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
def inhibit_locally(pool: Pool, rules: PoolerRules) -> int:
    """A column wins if few enough of its neighbours are ahead of it: the global density, locally."""
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
