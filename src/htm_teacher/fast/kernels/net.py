"""The arrays of a temporal memory, and the bits in their words.

Everything lies in flat arrays. A segment is a number, and its synapses are slots in a row: whom each one
hears, and how permanent it is. What is yes or no about a synapse is one bit of a word: whether there is one
in that slot, whether it is connected, whether it hears a cell that is active. So 32 synapses are counted,
compared and changed at once.

The way back, from a cell to the synapses that listen to it, is one stretch of slots in ``outgoing`` for each
cell. An active cell's listeners are thus read in one go, and nothing else is touched.
"""

from typing import Any, NamedTuple

import numpy as np

from .jit import inlined

WORD = 32  # slots that one word tells about
FULL = (1 << WORD) - 1
NONE = -1
ANY = -1  # in place of how many words were touched, where they are not listed

# Places in ``numbers``.
USED, FREE, NEXT_SERIAL, FILLED, STEPS, ACTIVE, WINNERS, MATCHING = range(8)
PREDICTED, PREDICTIVE, TOUCHED, SHIFT, DEAD, FRESH, PLACES = range(8, 15)


class Net(NamedTuple):
    """The state of a temporal memory, and room to work in.

    S segments of W words (a power of two), which are 32 x W slots; C cells. Slot i of word w is slot number
    32 x w + i, and bit i of that word.

    Attributes:
        numbers: [segment numbers ever used, of these now free, next serial, ``outgoing`` filled so far,
            steps, active cells, winner cells, matching segments, predicted columns, active segments,
            touched words, the power of two that W is, dead cells, whether there is no context].
        random: [position of the stream].
        cell, column, serial, last_used: S: a segment's cell (-1 if it was removed), that one's column,
            serial, and the step of its last use.
        there, connected, heard: S x W: in which slots there is a synapse; a connected one; one that hears
            a cell that is active now (in segments that hear any; elsewhere 0).
        source: 32 x S x W: the presynaptic cell of each slot; two bytes where there are no more than 65,536
            cells, so that 32 of them are one line of the processor's cache.
        permanence: 32 x S x W, int16, in ten-thousandths.
        younger: S: the next younger segment of the same cell, or -1.
        free: S: the numbers to be used again.
        oldest, segments: C: a cell's oldest segment, or -1, and how many it has.
        start, length, room: C: where in ``outgoing`` a cell's stretch starts, and what it holds and could.
        outgoing: the slots that hear a cell.
        dead, is_winner: C: 1 or 0.
        active_cells, winner_cells: C: the cells, ascending.
        matching, potential, active: S: matching segments, their active synapses, and whether a segment
            is even active; predictive: the cells of those that are.
        touched: S x W: the words that are not 0 in ``heard``, unless ``numbers`` says that it may be ANY.
        order: 32 x W: room to work in.
    """

    numbers: Any
    random: Any
    cell: Any
    column: Any
    serial: Any
    last_used: Any
    there: Any
    connected: Any
    heard: Any
    source: Any
    permanence: Any
    younger: Any
    free: Any
    oldest: Any
    segments: Any
    start: Any
    length: Any
    room: Any
    outgoing: Any
    dead: Any
    is_winner: Any
    active_cells: Any
    winner_cells: Any
    matching: Any
    potential: Any
    active: Any
    predictive: Any
    touched: Any
    order: Any


@inlined
def ones(word: int) -> int:
    """How many bits are set: first of each two, then of each four, of each byte, of all.

    Compilers know this way of counting, and make one instruction of it.
    """
    bits = np.uint64(word)
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def lowest(word: int) -> int:
    """The place of the lowest bit that is set; there must be one."""
    return ones((word & -word) - 1)


@inlined
def first_word(numbers: Any, segment: int) -> int:
    """The first of a segment's words; the next segment's is where they end."""
    return np.int64(segment) << numbers[SHIFT]


@inlined
def size_of(net: Net, segment: int) -> int:
    """How many synapses a segment has."""
    size = 0
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        size += ones(net.there[word])
    return size
