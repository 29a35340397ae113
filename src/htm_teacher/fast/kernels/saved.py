"""Kernels of saving and loading: whole arrays of a file, from one form to the other.

They trust what they are given: ``keep.state`` has checked it, or a model has written it.
"""

import numpy as np
from numpy.typing import NDArray

from .jit import compiled
from .net import FILLED, USED, WORD, Net, first_word, lowest


@compiled
def to_gaps(indices: NDArray[np.uint32], ends: NDArray[np.int64]) -> int:
    """Replace each index by how far it is above the one before it in its row, or above 0; the largest gap."""
    largest = np.uint32(0)
    for row in range(len(ends) - 1):
        before = np.uint32(0)
        for i in range(ends[row], ends[row + 1]):
            index = indices[i]
            gap = np.uint32(index - before)
            indices[i] = gap
            before = index
            largest = gap if gap > largest else largest
    return np.int64(largest)


@compiled
def from_gaps(gaps: NDArray[np.uint32], ends: NDArray[np.int64]) -> None:
    """The other way round. What is too large for an index starts again at 0, so it does not ascend."""
    for row in range(len(ends) - 1):
        index = np.uint32(0)
        for i in range(ends[row], ends[row + 1]):
            index = np.uint32(index + gaps[i])
            gaps[i] = index


@compiled
def fill_pools(
    permanences: NDArray[np.int16],
    sizes: NDArray[np.uint32],
    inputs: NDArray[np.uint32],
    held: NDArray[np.uint16],
) -> None:
    """Write the rows of synapses, of these sizes, into the rows of all inputs."""
    i = 0
    for column in range(len(sizes)):
        for _ in range(sizes[column]):
            permanences[column, inputs[i]] = held[i]
            i += 1


@compiled
def fill_segments(
    net: Net,
    cells_per_column: int,
    owners: NDArray[np.uint32],
    sizes: NDArray[np.uint32],
    sources: NDArray[np.uint32],
    held: NDArray[np.uint16],
) -> None:
    """Write segments, the oldest first, into a memory without any, and lay out stretches for all synapses."""
    for i in range(len(owners)):
        segment, cell = len(owners) - 1 - i, owners[len(owners) - 1 - i]
        net.cell[segment] = cell
        net.column[segment] = cell // cells_per_column
        net.younger[segment] = net.oldest[cell]
        net.oldest[cell] = segment
        net.segments[cell] += 1
    i = 0
    for segment in range(len(owners)):
        first = WORD * first_word(net.numbers, segment)
        for slot in range(first, first + np.int64(sizes[segment])):
            net.source[slot] = sources[i]
            net.permanence[slot] = held[i]
            net.occupied[slot >> 5] |= 1 << (slot & 31)
            net.room[sources[i]] += 1
            i += 1
    net.numbers[USED] = len(owners)
    filled = 0
    for cell in range(len(net.room)):
        net.start[cell] = filled
        length = net.room[cell]
        net.room[cell] = length + length // 2 + 2 if length else 0
        filled += net.room[cell]
    net.numbers[FILLED] = filled


@compiled
def fill_stretches(net: Net) -> None:
    """Add every synapse to the stretch of the cell that it comes from."""
    for word in range(first_word(net.numbers, net.numbers[USED])):
        left = np.int64(net.occupied[word])
        while left:
            slot = WORD * word + lowest(left)
            cell = net.source[slot]
            net.outgoing[net.start[cell] + net.length[cell]] = slot
            net.length[cell] += 1
            left &= left - 1
