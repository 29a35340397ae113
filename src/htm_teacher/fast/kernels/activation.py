"""Kernels of phase 1 of the temporal memory: which cells become active, which win, which segments learn."""

import numpy as np
from numpy.typing import NDArray

from .desk import Desk, MemoryRules
from .jit import inlined, inner
from .net import MATCHING, NONE, Net
from .rng import below


@inner
def sort_by_column(net: Net, desk: Desk, columns: NDArray[np.uint32]) -> int:
    """Find the active segments and the best matching one of each active column; the number of wrong segments.

    A processor guesses at each branch, and these are not to be guessed. So the loop has none: it writes
    first, and then moves on by 0 or 1. The second loop has fewer segments, those of active columns, which are
    in ``learning`` until ``activate`` fills it. It goes from the last to the first, so the chains lead to
    rising row numbers: mostly from older to younger, as ``list_active_segments`` wants them.
    """
    inactive = len(desk.place)
    for i in range(len(columns)):
        desk.place[columns[i]] = i
        desk.first[i] = NONE
        desk.best[i] = NONE
    wrong, right, matching = 0, 0, net.numbers[MATCHING]
    for k in range(matching):
        segment = net.matching[k]
        is_wrong = desk.place[net.column[segment]] == inactive
        desk.wrong[wrong] = segment
        wrong += is_wrong
        desk.learning[right] = k
        right += 1 - is_wrong
    for i in range(right):
        k = desk.learning[right - 1 - i]
        place = desk.place[net.column[net.matching[k]]]
        first, best = desk.first[place], desk.best[place]
        desk.following[k] = first
        desk.first[place] = k if net.active[k] else first
        # `|`, not `or`, which would be a branch. Both sides are computed, also where ``best`` is NONE: that
        # reads the last place of each array, which exists, and the result does not count.
        desk.best[place] = k if (best == NONE) | is_better(net, k, best) else best
    return wrong


@inlined
def is_better(net: Net, k: int, other: int) -> bool:
    """Whether a matching segment has more synapses from active cells; ties to the older segment.

    `|` and `&` where Python has `or` and `and`: those would be branches.
    """
    more = net.potential[k] > net.potential[other]
    same = net.potential[k] == net.potential[other]
    return more | (same & (net.serial[net.matching[k]] < net.serial[net.matching[other]]))


@inner
def activate(
    net: Net, rules: MemoryRules, desk: Desk, columns: NDArray[np.uint32], learn: bool
) -> tuple[int, int, int]:
    """Find the active and winner cells, and what each column has to learn; hits, numbers of cells."""
    hits, learning, active, winners = 0, 0, 0, 0
    for i in range(len(columns)):
        desk.growing[i] = NONE
        if desk.first[i] != NONE:
            hits += 1
            end = list_active_segments(net, desk, i, learning)
            active, winners = activate_owners(net, desk, learning, end, active, winners)
            learning = end
        else:
            first = columns[i] * rules.cells_per_column
            before = active
            for cell in range(first, first + rules.cells_per_column):
                desk.active_cells[active] = cell
                active += 1 - net.dead[cell]
            best = desk.best[i]
            if best != NONE:
                desk.learning[learning] = net.matching[best]
                desk.potential[learning] = net.potential[best]
                learning += 1
                desk.winner_cells[winners] = net.cell[net.matching[best]]
                winners += 1
            elif active > before:
                desk.growing[i] = least_used(net, desk, before, active, learn)
                desk.winner_cells[winners] = desk.growing[i]
                winners += 1
        desk.ends[i] = learning
    return hits, active, winners


@inlined
def list_active_segments(net: Net, desk: Desk, slot: int, start: int) -> int:
    """List the active segments of a column as learning, the oldest first; where they end."""
    end, k = start, desk.first[slot]
    while k != NONE:
        segment, at = net.matching[k], end
        while at > start and net.serial[desk.learning[at - 1]] > net.serial[segment]:
            desk.learning[at] = desk.learning[at - 1]
            desk.potential[at] = desk.potential[at - 1]
            at -= 1
        desk.learning[at] = segment
        desk.potential[at] = net.potential[k]
        end += 1
        k = desk.following[k]
    return end


@inlined
def activate_owners(net: Net, desk: Desk, start: int, end: int, active: int, winners: int) -> tuple[int, int]:
    """Make the cells of these segments active and winners, ascending, each once; both counts."""
    first = active
    for i in range(start, end):
        cell, at = net.cell[desk.learning[i]], active
        while at > first and desk.active_cells[at - 1] > cell:
            at -= 1
        if at > first and desk.active_cells[at - 1] == cell:
            continue
        for j in range(active, at, -1):
            desk.active_cells[j] = desk.active_cells[j - 1]
        desk.active_cells[at] = cell
        active += 1
    for i in range(first, active):
        desk.winner_cells[winners] = desk.active_cells[i]
        winners += 1
    return active, winners


@inlined
def least_used(net: Net, desk: Desk, start: int, end: int, learn: bool) -> int:
    """The cell with the fewest segments. Equals are drawn from; without learning the lowest is taken."""
    fewest, equals = net.segments[desk.active_cells[start]], 0
    for i in range(start, end):
        cell = desk.active_cells[i]
        if net.segments[cell] < fewest:
            fewest, equals = net.segments[cell], 0
        if net.segments[cell] == fewest:
            desk.equals[equals] = cell
            equals += 1
    return desk.equals[below(net.random, equals)] if learn else desk.equals[0]
