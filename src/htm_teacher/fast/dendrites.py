"""Kernels of the segments, named after the methods of ``core.segments`` that they mirror.

Everything lies in flat arrays. A segment is a number, and its synapses are a row; a segment that was
removed leaves its number to the next. The way back, from a cell to the segments that listen to it, is
one stretch of numbers in ``outgoing`` for each cell: twice the segment, plus one where the synapse is
connected. An active cell's listeners are thus read in one go, and nothing else is touched.
"""

from typing import Any, NamedTuple

import numpy as np

from .jit import compiled
from .rng import sample

ONE = 10_000  # permanence 1.0
PERMANENCE = (1 << 16) - 1  # of a synapse, the low half; the rest is the presynaptic cell
GONE = -1  # in the place of a permanence: the synapse is to be removed
CONNECTED = 1 << 16  # in ``heard``, one connected synapse; the low half counts all

# Places in ``numbers``.
USED, FREE, NEXT_SERIAL, FILLED, STEPS, ACTIVE, WINNERS, MATCHING, PREDICTED = range(9)


class Net(NamedTuple):
    """The state of a temporal memory, and room to work in. S segments of at most L synapses, C cells.

    Attributes:
        numbers: [segment numbers ever used, of these now free, next serial, ``outgoing`` filled so far,
            steps, active cells, winner cells, matching segments, predicted columns].
        random: [position of the stream].
        cell, column, serial, last_used, size: S: a segment's cell, that one's column, serial, the step of
            its last use, and synapses.
        synapse: S x L: 65,536 x the presynaptic cell + the permanence in ten-thousandths; four bytes where
            there are no more than 65,536 cells, so that a segment of 32 is two lines of the cache.
        place: S x L: of each synapse the place among the outgoing ones of its cell.
        changed: L: room to work in.
        younger: S: the next younger segment of the same cell, or -1.
        free: S: the numbers to be used again.
        heard: S: how many synapses hear an active cell, zero between steps.
        oldest, segments: C: a cell's oldest segment, or -1, and how many it has.
        start, length, room: C: where in ``outgoing`` a cell's stretch starts, and what it holds and could.
        outgoing: 2 x segment + connected, for each synapse.
        dead, is_active, is_winner: C: 1 or 0.
        active_cells, winner_cells: C: the cells, ascending.
        matching, potential, active: S: matching segments, their active synapses, and whether a segment
            is even active.
    """

    numbers: Any
    random: Any
    cell: Any
    column: Any
    serial: Any
    last_used: Any
    size: Any
    synapse: Any
    place: Any
    changed: Any
    younger: Any
    free: Any
    heard: Any
    oldest: Any
    segments: Any
    start: Any
    length: Any
    room: Any
    outgoing: Any
    dead: Any
    is_active: Any
    is_winner: Any
    active_cells: Any
    winner_cells: Any
    matching: Any
    potential: Any
    active: Any


@compiled
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
    net.size[segment] = 0
    net.younger[segment] = -1
    youngest = net.oldest[cell]
    if youngest < 0:
        net.oldest[cell] = segment
    else:
        while net.younger[youngest] >= 0:
            youngest = net.younger[youngest]
        net.younger[youngest] = segment
    net.segments[cell] += 1
    return segment


@compiled
def remove(net: Net, segment: int) -> None:
    """Take a segment away with all its synapses."""
    while net.size[segment]:
        disconnect(net, segment, net.size[segment] - 1)
    cell, younger = net.cell[segment], net.younger[segment]
    if net.oldest[cell] == segment:
        net.oldest[cell] = younger
    else:
        before = net.oldest[cell]
        while net.younger[before] != segment:
            before = net.younger[before]
        net.younger[before] = younger
    net.segments[cell] -= 1
    net.cell[segment] = -1
    net.free[net.numbers[FREE]] = segment
    net.numbers[FREE] += 1


@compiled
def connect(net: Net, segment: int, cell: int, permanence: int, threshold: int) -> None:
    """Give a segment a synapse from a cell that it does not hear yet."""
    place, synapse = np.int64(net.length[cell]), np.int64(net.size[segment])
    if place == net.room[cell]:
        move_stretch(net, cell)
    net.outgoing[net.start[cell] + place] = 2 * segment + (permanence >= threshold)
    net.length[cell] = place + 1
    net.synapse[segment, synapse] = (np.int64(cell) << 16) + permanence
    net.place[segment, synapse] = place
    net.size[segment] = synapse + 1


@compiled
def move_stretch(net: Net, cell: int) -> None:
    """A cell's outgoing synapses move to the end, where there is room for twice as many."""
    start, filled, length = net.start[cell], net.numbers[FILLED], net.length[cell]
    for i in range(length):
        net.outgoing[filled + i] = net.outgoing[start + i]
    net.start[cell] = filled
    net.room[cell] = 2 * length + 4
    net.numbers[FILLED] = filled + net.room[cell]


@compiled
def disconnect(net: Net, segment: int, synapse: int) -> None:
    """Take one synapse away; the last one of the segment, and the last of the cell, fill the gaps."""
    cell, place = np.int64(net.synapse[segment, synapse]) >> 16, net.place[segment, synapse]
    last = net.length[cell] - 1
    net.length[cell] = last
    if place != last:
        moved = net.outgoing[net.start[cell] + last]
        net.outgoing[net.start[cell] + place] = moved
        other = moved >> 1
        i = 0
        while np.int64(net.synapse[other, i]) >> 16 != cell:
            i += 1
        net.place[other, i] = place
    end = net.size[segment] - 1
    net.synapse[segment, synapse] = net.synapse[segment, end]
    net.place[segment, synapse] = net.place[segment, end]
    net.size[segment] = end


@compiled
def set_permanence(net: Net, segment: int, synapse: int, after: int, threshold: int) -> None:
    """A synapse has another permanence; whoever speaks is told whether it is connected now."""
    word = np.int64(net.synapse[segment, synapse])
    cell, before = word >> 16, word & PERMANENCE
    net.synapse[segment, synapse] = word - before + after
    if (before >= threshold) != (after >= threshold):
        place = net.start[cell] + net.place[segment, synapse]
        net.outgoing[place] = 2 * segment + (after >= threshold)


@compiled
def reinforce(net: Net, segment: int, gain: int, loss: int, threshold: int) -> None:
    """Hebb's rule: synapses from active cells gain, the others lose."""
    change(net, segment, gain, -loss, True, threshold)


@compiled
def punish(net: Net, segment: int, loss: int, threshold: int) -> None:
    """The synapses from active cells, which made it speak up wrongly, lose; the others stay."""
    change(net, segment, -loss, 0, False, threshold)


@compiled
def change(net: Net, segment: int, of_active: int, of_others: int, others: bool, threshold: int) -> None:
    """Change each permanence by what its source being active asks for, and that of others if asked to.

    Mostly no synapse becomes connected, ceases to be, or goes; then this is a single pass.
    """
    size = np.int64(net.size[segment])
    row, is_active, events = net.synapse[segment], net.is_active, 0
    for i in range(size):
        word = np.int64(row[i])
        held, active = word & PERMANENCE, is_active[word >> 16] != 0
        changed = min(held + (of_active if active else of_others), ONE)
        changed = GONE if changed <= 0 and (active or others) else changed
        events += (changed < 0) | ((changed >= threshold) != (held >= threshold))
        net.changed[i] = changed
    if events:
        change_some(net, segment, threshold)
    else:
        for i in range(size):
            row[i] = (np.int64(row[i]) & ~PERMANENCE) + net.changed[i]


@compiled
def change_some(net: Net, segment: int, threshold: int) -> None:
    """Synapse by synapse, from the last: at 0 one is gone, and the last takes its place."""
    for synapse in range(net.size[segment] - 1, -1, -1):
        changed = np.int64(net.changed[synapse])
        if changed == GONE:
            disconnect(net, segment, synapse)
        else:
            set_permanence(net, segment, synapse, changed, threshold)
    if net.size[segment] == 0:
        remove(net, segment)


@compiled
def grow(net: Net, segment: int, wanted: int, permanence: int, threshold: int, marks: Any, pool: Any) -> None:
    """Grow up to ``wanted`` synapses towards previous winner cells that the segment does not hear yet."""
    if wanted <= 0:
        return
    for i in range(net.size[segment]):
        marks[np.int64(net.synapse[segment, i]) >> 16] = 1
    new = 0
    for i in range(net.numbers[WINNERS]):
        cell = net.winner_cells[i]
        pool[new] = cell
        new += 1 - marks[cell]
    for i in range(net.size[segment]):
        marks[np.int64(net.synapse[segment, i]) >> 16] = 0
    wanted = min(wanted, new)
    if wanted <= 0:
        return
    room = net.synapse.shape[1]
    overflow = net.size[segment] + wanted - room
    if overflow > 0:
        remove_weakest(net, segment, overflow)
        wanted = max(0, min(wanted, room - net.size[segment]))
    sample(net.random, pool, new, wanted)
    for i in range(wanted):
        connect(net, segment, pool[i], permanence, threshold)


@compiled
def remove_weakest(net: Net, segment: int, count: int) -> None:
    """Of the synapses that do not come from previous winners, the weakest go, ties to the lowest cell."""
    for _ in range(count):
        weakest, least = -1, np.int64(0)
        for i in range(net.size[segment]):
            word = np.int64(net.synapse[segment, i])
            cell, held = word >> 16, word & PERMANENCE
            order = (held << 40) + cell
            if not net.is_winner[cell] and (weakest < 0 or order < least):
                weakest, least = i, order
        if weakest < 0:
            return
        disconnect(net, segment, weakest)
