"""Kernels of growth: new synapses from previous winner cells, and the removal of weak ones to make room."""

import numpy as np

from .desk import Desk, MemoryRules
from .jit import inlined
from .net import FULL, WINNERS, WORD, Net, first_word, size_of
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

    The segment's presynaptic cells are no winners for a moment. All 32 slots of a word are treated alike,
    since the branches of a loop over the occupied ones could not be predicted. An empty slot holds a cell
    that it had before, or 0, and changes nothing.
    """
    pool, is_winner, new = desk.pool, net.is_winner, np.uint32(0)
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        free, sources = net.occupied[word] ^ FULL, net.source[WORD * word : WORD * (word + 1)]
        for i in range(WORD):
            is_winner[sources[i]] &= np.uint8(free >> i & 1)
    for i in range(net.numbers[WINNERS]):
        cell = net.winner_cells[i]
        pool[new] = cell
        new = np.uint32(new + is_winner[cell])
        is_winner[cell] = 1
    return np.int64(new)


@inlined
def remove_weakest(net: Net, segment: int, count: int) -> None:
    """Remove the weakest synapses, ties to the lowest cell. Those from previous winner cells stay.

    Permanence, cell and slot are packed into one number, in this order of importance, so that the smallest
    number is the weakest synapse. The bounds that make it safe: a permanence is at most 10,000 < 2^14, a
    cell is below MOST_CELLS = 2^28 < 2^32, and a slot within its segment below MOST_SYNAPSES = 2^15, also in
    a saved state. So no part reaches into the next, and every key is below LAST = 2^62.
    """
    first, end = WORD * first_word(net.numbers, segment), WORD * first_word(net.numbers, segment + 1)
    order = net.order
    for slot in range(first, end):
        cell, held = np.int64(net.source[slot]), np.int64(net.permanence[slot])
        occupied = net.occupied[slot >> 5] >> (slot & 31) & 1
        spared = (net.is_winner[cell] == 1) | (occupied == 0)  # `|`, as `or` would be a branch
        order[slot - first] = LAST if spared else (held << 48) + (cell << 16) + slot - first
    for _ in range(count):
        least = LAST
        for i in range(end - first):
            least = min(least, order[i])
        if least == LAST:
            return
        weakest = least & 0xFFFF
        order[weakest] = LAST
        remove_synapse(net, first + weakest)
