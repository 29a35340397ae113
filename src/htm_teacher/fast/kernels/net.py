"""The arrays of a temporal memory, and the bits in their words.

A segment is a number s, and everything about it is at place s of some array. Its synapses are slots in a
row: the presynaptic cell of each, and its permanence. What is yes or no about a synapse is one bit of a word:
whether the slot holds a synapse, whether that is connected, whether its presynaptic cell is active. So 32
synapses are counted, compared and changed at once.

The other direction, from a cell to the synapses that come from it, is a stretch of slots in ``outgoing``. The
synapses from an active cell are read in one go, and nothing else is touched.

Kernels do not check what they find in these arrays: that lists are as long as ``numbers`` says, that each
cell, row and slot in them exists, and that each occupied slot is in its cell's stretch, once. So nothing else
may write there before it has checked the same: ``keep.state`` checks files, ``Segments`` changes by hand.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inlined

WORD = 32  # bits of a word, one for each slot
FULL = (1 << WORD) - 1
NONE = -1  # no cell, segment or place
ANY = -1  # instead of a number of touched words: they are not listed, any may be touched

# Places in ``numbers``.
USED, FREE, NEXT_SERIAL, FILLED, STEPS, ACTIVE, WINNERS, MATCHING = range(8)
PREDICTED, PREDICTIVE, TOUCHED, SHIFT, DEAD, FRESH, PLACES = range(8, 15)


class Net(NamedTuple):
    """The state of a temporal memory, and its work arrays.

    S segments of W words (a power of two), which are 32 x W slots; C cells. Slot i of word w is slot number
    32 x w + i, and bit i of that word. Segment s has the words from s x W on.

    Attributes:
        numbers: the single numbers that change, at the places named above. USED: row numbers ever used;
            FREE: how many of them are free again; NEXT_SERIAL: the serial of the next segment; FILLED: how
            much of ``outgoing`` is given away; STEPS: steps computed; ACTIVE, WINNERS, MATCHING,
            PREDICTIVE: the length of the list of that name; PREDICTED: the number of predicted columns;
            TOUCHED: the length of ``touched``, or ANY; SHIFT: the power of two that W is; DEAD: the number
            of dead cells; FRESH: 1 where there is no context.
        random: [position of the stream].
        cell, column, serial, last_used: S: a segment's cell (NONE once it was removed), that cell's column,
            its serial, and the step at which it was last active.
        occupied, connected, from_active: S x W: which slots hold a synapse; a connected synapse; a synapse
            from a cell that is active now.
        source: 32 x S x W: the presynaptic cell of each slot. Two bytes if there are at most 65,536 cells,
            so that 32 of them are one line of the processor's cache; else four.
        permanence: 32 x S x W, in ten-thousandths.
        younger: S: the next younger segment of the same cell, or NONE.
        free: S: the row numbers to be used again.
        oldest, segments: C: a cell's oldest segment, or NONE, and its number of segments.
        start, length, room: C: where a cell's stretch of ``outgoing`` starts, how many synapses it holds,
            and for how many it has room.
        outgoing: the slots whose synapses come from a cell. Four bytes number 2^32 slots;
            ``arrays.check_slots`` refuses more.
        dead, is_winner: C: 1 or 0.
        active_cells, winner_cells: C + 1: the cells, ascending.
        matching, potential, active: S + 1, S, S: the matching segments, in any order; for each its number of
            synapses from active cells, and 1 if it is active, else 0. ``match_touched`` writes before it
            knows whether the place is needed, hence one place more.
        predictive: S: the cells of the active segments; a cell with two of them is listed twice.
        touched: S x W: the words of ``from_active`` that are not 0, unless TOUCHED is ANY.
        spared, order: W, 32 x W: for ``remove_weakest``.
    """

    numbers: NDArray[np.int64]
    random: NDArray[np.uint64]
    cell: NDArray[np.int32]
    column: NDArray[np.uint32]
    serial: NDArray[np.int64]
    last_used: NDArray[np.int64]
    occupied: NDArray[np.uint32]
    connected: NDArray[np.uint32]
    from_active: NDArray[np.uint32]
    source: NDArray[np.uint16] | NDArray[np.uint32]
    permanence: NDArray[np.int16]
    younger: NDArray[np.int32]
    free: NDArray[np.int32]
    oldest: NDArray[np.int32]
    segments: NDArray[np.int32]
    start: NDArray[np.int64]
    length: NDArray[np.int32]
    room: NDArray[np.int32]
    outgoing: NDArray[np.uint32]
    dead: NDArray[np.uint8]
    is_winner: NDArray[np.uint8]
    active_cells: NDArray[np.uint32]
    winner_cells: NDArray[np.uint32]
    matching: NDArray[np.uint32]
    potential: NDArray[np.int32]
    active: NDArray[np.uint8]
    predictive: NDArray[np.int32]
    touched: NDArray[np.uint32]
    spared: NDArray[np.uint32]
    order: NDArray[np.int64]


@inlined
def ones(word: int) -> int:
    """The number of bits that are set: counted in pairs, then in fours, in bytes, in all.

    Compilers recognise this way of counting and make one instruction of it.
    """
    bits = np.uint64(word)
    bits = bits - ((bits >> np.uint64(1)) & np.uint64(0x5555555555555555))
    bits = (bits & np.uint64(0x3333333333333333)) + ((bits >> np.uint64(2)) & np.uint64(0x3333333333333333))
    bits = (bits + (bits >> np.uint64(4))) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64((bits * np.uint64(0x0101010101010101)) >> np.uint64(56))


@inlined
def lowest(word: int) -> int:
    """The place of the lowest bit that is set, in a word that is not 0."""
    return ones((word & -word) - 1)


@inlined
def first_word(numbers: NDArray[np.int64], segment: int) -> int:
    """The first of a segment's words; they end at the first word of the next segment."""
    return np.int64(segment) << numbers[SHIFT]


@inlined
def size_of(net: Net, segment: int) -> int:
    """The number of synapses of a segment."""
    size = 0
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        size += ones(net.occupied[word])
    return size
