"""Kernels of growth: new synapses from previous winner cells, and the removal of weak ones to make room."""

import numpy as np

from .desk import Desk, MemoryRules
from .jit import inlined
from .net import SHIFT, WINNERS, WORD, Net, first_word, lowest, size_of
from .rng import sample
from .segments import add_synapse, remove_synapse

LAST = np.int64(2**62)  # more than any key: never removed


@inlined
def grow(net: Net, rules: MemoryRules, desk: Desk, segment: int, wanted: int) -> None:
    """Grow up to ``wanted`` synapses from previous winner cells that the segment has no synapse from."""
    if wanted <= 0:
        return
    new, room = candidates(net, desk, segment), rules.max_synapses_per_segment
    wanted = min(wanted, new)
    if wanted <= 0:
        return
    overflow = size_of(net, segment) + wanted - room
    if overflow > 0:
        remove_weakest(net, segment, overflow)
        wanted = max(0, min(wanted, room - size_of(net, segment)))
    sample(net.random, desk.pool, new, wanted)
    for i in range(wanted):
        add_synapse(net, segment, desk.pool[i], rules.initial, rules.connected)


@inlined
def candidates(net: Net, desk: Desk, segment: int) -> int:
    """Put the previous winner cells that a segment has no synapse from into the pool; their number.

    The segment's presynaptic cells are no winners for a moment. All 32 slots of a word are looked up alike,
    since the branches of a loop over the occupied ones could not be predicted; only few are then written.
    """
    first, words = first_word(net.numbers, segment), np.int64(1) << net.numbers[SHIFT]
    pool, is_winner, new = desk.pool, net.is_winner, np.uint32(0)
    for i in range(words):
        net.spared[i] = from_winners(net, first + i)
        mark_winners(net, first + i, np.int64(net.spared[i]), 0)
    for i in range(net.numbers[WINNERS]):
        cell = net.winner_cells[i]
        pool[new] = cell
        new = np.uint32(new + is_winner[cell])
    for i in range(words):
        mark_winners(net, first + i, np.int64(net.spared[i]), 1)
    return np.int64(new)


@inlined
def from_winners(net: Net, word: int) -> np.uint32:
    """The slots of a word whose synapses come from previous winner cells.

    An empty slot holds a cell that it had before, or 0, and does not count.
    """
    sources, found = net.source[WORD * word : WORD * (word + 1)], np.uint32(0)
    for i in range(WORD):
        found = np.uint32(found | np.uint32(net.is_winner[sources[i]]) << np.uint32(i))
    return np.uint32(found & net.occupied[word])


@inlined
def mark_winners(net: Net, word: int, slots: int, winner: int) -> None:
    """Make the presynaptic cells of these slots of a word winners (1), or not (0)."""
    while slots:
        net.is_winner[net.source[WORD * word + lowest(slots)]] = winner
        slots &= slots - 1


@inlined
def remove_weakest(net: Net, segment: int, count: int) -> None:
    """Remove the weakest synapses, ties to the lowest cell. Those from previous winner cells stay.

    Those are in ``spared``, where ``candidates`` has just written them.
    """
    first, words = first_word(net.numbers, segment), np.int64(1) << net.numbers[SHIFT]
    for i in range(words):
        put_in_order(net, first + i, WORD * i, np.uint32(net.occupied[first + i] & ~net.spared[i]))
    order = net.order
    for _ in range(count):
        least = LAST
        for i in range(WORD * words):
            least = min(least, order[i])
        if least == LAST:
            return
        weakest = least & 0xFFFF
        order[weakest] = LAST
        remove_synapse(net, WORD * first + weakest)


@inlined
def put_in_order(net: Net, word: int, place: int, weak: int) -> None:
    """Write a key for each slot of a word to ``order``, from ``place`` on; LAST for those that are not weak.

    Permanence, cell and slot are packed into one number, in this order of importance, so that the smallest
    number is the weakest synapse. The bounds that make it safe: a permanence is at most 10,000 < 2^14, a
    cell is below MOST_CELLS = 2^28 < 2^32, and a slot within its segment below MOST_SYNAPSES = 2^15, also in
    a saved state. So no part reaches into the next, and every key is below LAST = 2^62.
    """
    first, end, keys = WORD * word, WORD * (word + 1), net.order[place : place + WORD]
    sources, held = net.source[first:end], net.permanence[first:end]
    for i in range(WORD):
        key = (np.int64(held[i]) << 48) + (np.int64(sources[i]) << 16) + place + i
        keys[i] = key if weak & np.uint32(1) << np.uint32(i) else LAST
