"""Kernels about room: how much a step of the temporal memory could take, and the gaps in ``outgoing``."""

import numpy as np
from numpy.typing import NDArray

from .jit import compiled
from .net import FREE, MATCHING, USED, WINNERS, Net


@compiled
def room_needed(net: Net, active_columns: int) -> tuple[int, int]:
    """The rows of segments that must exist, and the places of ``outgoing``, if one more step takes the most.

    The segments that can learn are the matching segments, and a new segment for each active column. Each can
    grow a synapse from each previous winner cell, whose stretch may move, and doubles when it does.
    """
    lessons = net.numbers[MATCHING] + active_columns
    stretch = 0
    for i in range(net.numbers[WINNERS]):
        stretch += 4 * (net.length[net.winner_cells[i]] + lessons) + 8
    return active_columns - net.numbers[FREE] + net.numbers[USED], stretch


@compiled
def close_gaps(net: Net, outgoing: NDArray[np.uint32]) -> int:
    """Copy the stretches into another array, without the gaps between them; how much of it is filled."""
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
