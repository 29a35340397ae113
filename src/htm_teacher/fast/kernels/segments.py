"""Kernels of the segments, named after the methods of ``core.segments`` that they mirror."""

import numpy as np

from .jit import compiled, inlined, inner, shared
from .net import FILLED, FREE, FULL, NEXT_SERIAL, NONE, USED, WORD, Net, first_word, lowest, size_of
from .permanence import ONE


@shared
def create(net: Net, cell: int, column: int, step: int) -> int:
    """Create a segment without synapses; its number."""
    numbers = net.numbers
    if numbers[FREE]:
        numbers[FREE] -= 1
        segment = np.int64(net.free[numbers[FREE]])
    else:
        segment = numbers[USED]
        numbers[USED] += 1
    net.cell[segment] = cell
    net.column[segment] = column
    net.serial[segment] = numbers[NEXT_SERIAL]
    numbers[NEXT_SERIAL] += 1
    net.last_used[segment] = step
    net.younger[segment] = NONE
    youngest = net.oldest[cell]
    if youngest == NONE:
        net.oldest[cell] = segment
    else:
        while net.younger[youngest] != NONE:
            youngest = net.younger[youngest]
        net.younger[youngest] = segment
    net.segments[cell] += 1
    return segment


@shared
def remove(net: Net, segment: int) -> None:
    """Remove a segment with all its synapses. It must exist: else its cell's list is searched without end."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        while net.occupied[word]:
            remove_synapse(net, WORD * word + lowest(net.occupied[word]))
    cell, younger = net.cell[segment], net.younger[segment]
    if net.oldest[cell] == segment:
        net.oldest[cell] = younger
    else:
        before = net.oldest[cell]
        while net.younger[before] != segment:
            before = net.younger[before]
        net.younger[before] = younger
    net.segments[cell] -= 1
    net.cell[segment] = NONE
    net.free[net.numbers[FREE]] = segment
    net.numbers[FREE] += 1


@inlined
def add_synapse(net: Net, segment: int, cell: int, permanence: int, threshold: int) -> None:
    """Add a synapse to a segment with a free slot, from a cell that it has no synapse from.

    ``make_width`` is called for every limit and every segment of a file, so there is a free slot below both.
    The cell's stretch may move: ``room_needed``, and ``make_stretch`` by hand, have made room for that.
    """
    word = first_word(net.numbers, segment)
    while net.occupied[word] == FULL:
        word += 1
    place = lowest(net.occupied[word] ^ FULL)
    bit, slot, length = 1 << place, WORD * word + place, np.int64(net.length[cell])
    if length == net.room[cell]:
        move_stretch(net, cell)
    net.outgoing[net.start[cell] + length] = slot
    net.length[cell] = length + 1
    net.source[slot] = cell
    net.permanence[slot] = permanence
    net.occupied[word] |= bit
    if permanence >= threshold:
        net.connected[word] |= bit


@compiled
def add_synapse_by_hand(net: Net, segment: int, cell: int, permanence: int, threshold: int) -> None:
    """``add_synapse`` for calls from Python."""
    add_synapse(net, segment, cell, permanence, threshold)


@inner
def move_stretch(net: Net, cell: int) -> None:
    """Move a cell's stretch to the end of ``outgoing``, with room for twice as many synapses."""
    start, filled, length = net.start[cell], net.numbers[FILLED], net.length[cell]
    for i in range(length):
        net.outgoing[filled + i] = net.outgoing[start + i]
    net.start[cell] = filled
    net.room[cell] = 2 * length + 4
    net.numbers[FILLED] = filled + net.room[cell]


@inlined
def remove_synapse(net: Net, slot: int) -> None:
    """Remove one synapse; the last one in its cell's stretch takes its place there.

    The slot must be occupied: then it is in the stretch, where the search for it ends.
    """
    cell, word, bit = net.source[slot], slot >> 5, 1 << (slot & 31)
    last = net.start[cell] + net.length[cell] - 1
    place = last  # search from the end: most synapses that are removed are young
    while net.outgoing[place] != slot:
        place -= 1
    net.outgoing[place] = net.outgoing[last]
    net.length[cell] -= 1
    net.occupied[word] &= FULL ^ bit
    net.connected[word] &= FULL ^ bit


@compiled
def update_connected(net: Net, threshold: int) -> None:
    """Find out again which synapses are connected, after a change of the threshold."""
    for word in range(first_word(net.numbers, net.numbers[USED])):
        net.connected[word] = 0
        left = np.int64(net.occupied[word])
        while left:
            i = lowest(left)
            net.connected[word] |= np.int64(net.permanence[WORD * word + i] >= threshold) << i
            left &= left - 1


@inlined
def reinforce(net: Net, segment: int, gain: int, loss: int, threshold: int) -> None:
    """Hebb's rule: synapses from active cells gain, the others lose."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        change(net, word, gain, -loss, threshold, net.occupied[word])
    remove_if_bare(net, segment)


@inlined
def punish(net: Net, segment: int, loss: int, threshold: int) -> None:
    """The synapses from active cells, on which the wrong prediction rests, lose; the others stay."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        change(net, word, -loss, 0, threshold, net.occupied[word] & net.from_active[word])
    remove_if_bare(net, segment)


@inlined
def change(net: Net, word: int, of_active: int, of_others: int, threshold: int, learning: int) -> None:
    """Change the permanences in the slots of ``learning``, by whether the presynaptic cell is active.

    All 32 slots are computed, whatever is in them; a bit decides which results count. A sum is at most
    10,000 + 10,000, below 2^15, so two bytes are enough.
    """
    held, meant = net.permanence[WORD * word : WORD * (word + 1)], np.uint32(learning)
    from_active = net.from_active[word]
    gain, loss, most, nothing = np.int16(of_active), np.int16(of_others), np.int16(ONE), np.int16(0)
    connected, above, gone = np.int16(threshold), np.uint32(0), np.uint32(0)
    for i in range(WORD):
        bit = np.uint32(1) << np.uint32(i)
        moved = np.int16(held[i] + (gain if from_active & bit else loss))
        moved = max(min(moved, most), nothing)
        moved = moved if meant & bit else held[i]
        held[i] = moved
        above = np.uint32(above | (bit if moved >= connected else np.uint32(0)))
        gone = np.uint32(gone | (bit if moved == nothing else np.uint32(0)))
    net.connected[word] = above & net.occupied[word]
    left = np.int64(gone & meant)
    while left:
        remove_synapse(net, WORD * word + lowest(left))
        left &= left - 1


@inlined
def remove_if_bare(net: Net, segment: int) -> None:
    """Remove a segment that has no synapse left."""
    if size_of(net, segment) == 0:
        remove(net, segment)
