"""The parameters of a temporal memory, and its work arrays for one step, as kernels take them."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray


class MemoryRules(NamedTuple):
    """The parameters of a memory, as kernels take them; permanences in ten-thousandths."""

    cells_per_column: int
    activation_threshold: int
    learning_threshold: int
    initial: int
    connected: int
    gain: int
    loss: int
    punishment: int
    sample_size: int
    max_synapses_per_segment: int
    max_segments_per_cell: int


class Desk(NamedTuple):
    """The work arrays of one step; nothing in them outlives it. C columns, of which K are active; S segments.

    Attributes:
        place: C: the place of each active column among the active ones. All inactive columns share the
            place C, and between steps every column is inactive.
        counted: C: 1 for a column that was counted as predicted; 0 everywhere between steps.
        first, best: C: for the column at each place, its first active segment and its best matching
            segment, both as places in ``Net.matching``, or NONE.
        following: S + 1: for each matching segment the next active segment of the same column, or NONE.
        wrong: S + 1: the matching segments of inactive columns.
        learning, potential: S + 1: the segments that learn, column by column, and for each its number of
            synapses from cells that were active; ``ends``: C: where those of each active column end.
        growing: C: for each active column the cell that grows a new segment, or NONE.
        active_cells, winner_cells: the cells of the moment that this step makes.
        equals: the cells among which the least used is drawn.
        pool: the winner cells towards which a segment can grow.
    """

    place: NDArray[np.int32]
    counted: NDArray[np.uint8]
    first: NDArray[np.int32]
    following: NDArray[np.int32]
    best: NDArray[np.int32]
    wrong: NDArray[np.int32]
    learning: NDArray[np.int32]
    potential: NDArray[np.int32]
    ends: NDArray[np.int32]
    growing: NDArray[np.int32]
    active_cells: NDArray[np.uint32]
    winner_cells: NDArray[np.uint32]
    equals: NDArray[np.uint32]
    pool: NDArray[np.uint32]
