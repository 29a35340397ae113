"""Kernels about room: how much a step of the temporal memory could take, and the gaps in ``outgoing``."""

from typing import Any

from .jit import compiled
from .net import FREE, MATCHING, USED, WINNERS, Net


@compiled
def room_needed(net: Net, active_columns: int) -> tuple[int, int]:
    """How much of segments and of ``outgoing`` one more step could take, at the very most.

    Each active column can teach as many segments as it has active ones, or a new one; and each of these
    can grow a synapse from each previous winner cell, whose stretch may have to move while it doubles.
    """
    lessons = net.numbers[MATCHING] + active_columns
    stretch = 0
    for i in range(net.numbers[WINNERS]):
        stretch += 4 * (net.length[net.winner_cells[i]] + lessons) + 8
    return active_columns - net.numbers[FREE] + net.numbers[USED], stretch


@compiled
def outgoing_anew(net: Net, outgoing: Any) -> int:
    """Lay the stretches out again without gaps between them, into another array; how much is filled."""
    filled = 0
    for cell in range(len(net.start)):
        length = net.length[cell]
        if length == 0:
            net.start[cell], net.room[cell] = 0, 0
            continue
        start = net.start[cell]
        for i in range(length):
            outgoing[filled + i] = net.outgoing[start + i]
        net.start[cell] = filled
        net.room[cell] = length + length // 2 + 2
        filled += net.room[cell]
    return filled
