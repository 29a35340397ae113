"""Kernels of growth: new synapses towards previous winner cells, and which old ones make place for them."""

from typing import Any

import numpy as np

from .jit import inlined
from .net import WINNERS, WORD, Net, first_word, lowest, size_of
from .rng import sample
from .segments import connect, disconnect

LAST = np.int64(2**62)  # in the order of removal: never


@inlined
def grow(net: Net, segment: int, wanted: int, permanence: int, threshold: int, room: int, marks: Any,
         pool: Any) -> None:  # fmt: skip
    """Grow up to ``wanted`` synapses towards previous winner cells that the segment does not hear yet."""
    if wanted <= 0:
        return
    new = strangers(net, segment, marks, pool)
    wanted = min(wanted, new)
    if wanted <= 0:
        return
    overflow = size_of(net, segment) + wanted - room
    if overflow > 0:
        remove_weakest(net, segment, overflow)
        wanted = max(0, min(wanted, room - size_of(net, segment)))
    sample(net.random, pool, new, wanted)
    for i in range(wanted):
        connect(net, segment, pool[i], permanence, threshold)


@inlined
def strangers(net: Net, segment: int, marks: Any, pool: Any) -> int:
    """Put the previous winner cells that a segment does not hear yet into the pool; how many they are."""
    mark_sources(net, segment, marks, 1)
    new = np.uint32(0)
    for i in range(net.numbers[WINNERS]):
        cell = net.winner_cells[i]
        pool[new] = cell
        new = np.uint32(new + 1 - marks[cell])
    mark_sources(net, segment, marks, 0)
    return np.int64(new)


@inlined
def mark_sources(net: Net, segment: int, marks: Any, mark: int) -> None:
    """Mark the cells that a segment hears."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        left = np.int64(net.there[word])
        while left:
            marks[net.source[WORD * word + lowest(left)]] = mark
            left &= left - 1


@inlined
def remove_weakest(net: Net, segment: int, count: int) -> None:
    """Of the synapses that do not come from previous winners, the weakest go, ties to the lowest cell."""
    first, end = WORD * first_word(net.numbers, segment), WORD * first_word(net.numbers, segment + 1)
    order = net.order
    for slot in range(first, end):
        cell, held = np.int64(net.source[slot]), np.int64(net.permanence[slot])
        there = net.there[slot >> 5] >> (slot & 31) & 1
        spared = (net.is_winner[cell] == 1) | (there == 0)
        order[slot - first] = LAST if spared else (held << 48) + (cell << 16) + slot - first
    for _ in range(count):
        least = LAST
        for i in range(end - first):
            least = min(least, order[i])
        if least == LAST:
            return
        weakest = least & 0xFFFF
        order[weakest] = LAST
        disconnect(net, first + weakest)
