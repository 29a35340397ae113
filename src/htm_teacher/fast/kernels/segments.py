"""Kernels of the segments, named after the methods of ``core.segments`` that they mirror.

Everything lies in flat arrays. A segment is a number, and its synapses are slots in a row: whom each one
hears, and how permanent it is. What is yes or no about a synapse is one bit of a word: whether there is one
in that slot, whether it is connected, whether it hears a cell that is active. So 32 synapses are counted,
compared and changed at once.

The way back, from a cell to the synapses that listen to it, is one stretch of slots in ``outgoing`` for each
cell. An active cell's listeners are thus read in one go, and nothing else is touched.
"""

from typing import Any, NamedTuple

import numpy as np

from .jit import compiled, inlined, inner, shared
from .rng import sample

ONE = 10_000  # permanence 1.0
WORD = 32  # slots that one word tells about
FULL = (1 << WORD) - 1
LAST = np.int64(2**62)  # in the order of removal: never
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


@shared
def create(net: Net, cell: int, column: int, step: int) -> int:
    """A new segment, still without synapses; its number."""
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
    """Take a segment away with all its synapses."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        while net.there[word]:
            disconnect(net, WORD * word + lowest(net.there[word]))
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
def connect(net: Net, segment: int, cell: int, permanence: int, threshold: int) -> None:
    """Give a segment that has room a synapse from a cell that it does not hear yet."""
    word = first_word(net.numbers, segment)
    while net.there[word] == FULL:
        word += 1
    place = lowest(net.there[word] ^ FULL)
    bit, slot, length = 1 << place, WORD * word + place, np.int64(net.length[cell])
    if length == net.room[cell]:
        move_stretch(net, cell)
    net.outgoing[net.start[cell] + length] = slot
    net.length[cell] = length + 1
    net.source[slot] = cell
    net.permanence[slot] = permanence
    net.there[word] |= bit
    if permanence >= threshold:
        net.connected[word] |= bit


@compiled
def connect_by_hand(net: Net, segment: int, cell: int, permanence: int, threshold: int) -> None:
    """``connect``, to be called from Python."""
    connect(net, segment, cell, permanence, threshold)


@inner
def move_stretch(net: Net, cell: int) -> None:
    """A cell's outgoing synapses move to the end, where there is room for twice as many."""
    start, filled, length = net.start[cell], net.numbers[FILLED], net.length[cell]
    for i in range(length):
        net.outgoing[filled + i] = net.outgoing[start + i]
    net.start[cell] = filled
    net.room[cell] = 2 * length + 4
    net.numbers[FILLED] = filled + net.room[cell]


@inlined
def disconnect(net: Net, slot: int) -> None:
    """Take one synapse away; the last one in the cell's stretch fills the gap."""
    cell, word, bit = net.source[slot], slot >> 5, 1 << (slot & 31)
    last = net.start[cell] + net.length[cell] - 1
    place = last  # looked for from the end: it is mostly the young ones that go
    while net.outgoing[place] != slot:
        place -= 1
    net.outgoing[place] = net.outgoing[last]
    net.length[cell] -= 1
    net.there[word] &= FULL ^ bit
    net.connected[word] &= FULL ^ bit


@compiled
def connect_anew(net: Net, threshold: int) -> None:
    """Say of each synapse whether it is connected, where the threshold may have changed."""
    for word in range(first_word(net.numbers, net.numbers[USED])):
        net.connected[word] = 0
        left = np.int64(net.there[word])
        while left:
            i = lowest(left)
            net.connected[word] |= np.int64(net.permanence[WORD * word + i] >= threshold) << i
            left &= left - 1


@shared
def count_potential(net: Net) -> None:
    """Find for each segment which of its synapses hear an active cell."""
    numbers = net.numbers
    forget_heard(net)
    visits = 0
    for i in range(numbers[ACTIVE]):
        visits += net.length[net.active_cells[i]]
    # To look at all words afterwards takes less than to note on each of many visits which word it was to.
    if numbers[SHIFT] == 0 and visits > numbers[USED]:
        mark_heard(net)
    else:
        list_heard(net)


@inlined
def forget_heard(net: Net) -> None:
    """No synapse hears anything."""
    touched = net.numbers[TOUCHED]
    if touched == ANY:
        net.heard[: net.numbers[USED]] = 0
    for i in range(touched):
        net.heard[net.touched[i]] = 0


@inlined
def mark_heard(net: Net) -> None:
    """Set the bit of every slot that hears an active cell."""
    heard = net.heard
    for i in range(net.numbers[ACTIVE]):
        cell = net.active_cells[i]
        start = np.uint64(net.start[cell])
        for place in range(start, start + np.uint64(net.length[cell])):
            slot = net.outgoing[place]
            heard[slot >> np.uint32(5)] |= np.uint32(1) << (slot & np.uint32(31))
    net.numbers[TOUCHED] = ANY


@inlined
def list_heard(net: Net) -> None:
    """The same, and list the words in which a bit was set."""
    heard, touched_words, touched = net.heard, net.touched, np.uint32(0)
    for i in range(net.numbers[ACTIVE]):
        cell = net.active_cells[i]
        start = np.uint64(net.start[cell])
        for place in range(start, start + np.uint64(net.length[cell])):
            slot = net.outgoing[place]
            word = slot >> np.uint32(5)
            before = heard[word]
            touched_words[touched] = word
            touched = np.uint32(touched + (before == 0))
            heard[word] = before | np.uint32(1) << (slot & np.uint32(31))
    net.numbers[TOUCHED] = touched


@inlined
def reinforce(net: Net, segment: int, gain: int, loss: int, threshold: int) -> None:
    """Hebb's rule: synapses from active cells gain, the others lose."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        change(net, word, gain, -loss, threshold, net.there[word])
    remove_if_bare(net, segment)


@inlined
def punish(net: Net, segment: int, loss: int, threshold: int) -> None:
    """The synapses from active cells, which made it speak up wrongly, lose; the others stay."""
    for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
        change(net, word, -loss, 0, threshold, net.there[word] & net.heard[word])
    remove_if_bare(net, segment)


@inlined
def change(net: Net, word: int, of_active: int, of_others: int, threshold: int, learning: int) -> None:
    """Change the permanences in the slots of ``learning`` by what their source being active asks for.

    All 32 slots are computed at once, whatever is in them.
    """
    held, heard, meant = net.permanence[WORD * word : WORD * (word + 1)], net.heard[word], np.uint32(learning)
    gain, loss, most, nothing = np.int16(of_active), np.int16(of_others), np.int16(ONE), np.int16(0)
    connected, above, gone = np.int16(threshold), np.uint32(0), np.uint32(0)
    for i in range(WORD):
        bit = np.uint32(1) << np.uint32(i)
        moved = np.int16(held[i] + (gain if heard & bit else loss))
        moved = max(min(moved, most), nothing)
        moved = moved if meant & bit else held[i]
        held[i] = moved
        above = np.uint32(above | (bit if moved >= connected else np.uint32(0)))
        gone = np.uint32(gone | (bit if moved == nothing else np.uint32(0)))
    net.connected[word] = above & net.there[word]
    left = np.int64(gone & meant)
    while left:
        disconnect(net, WORD * word + lowest(left))
        left &= left - 1


@inlined
def remove_if_bare(net: Net, segment: int) -> None:
    """A segment without synapses goes."""
    if size_of(net, segment) == 0:
        remove(net, segment)


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
