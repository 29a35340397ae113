"""The arrays of the spatial pooler, and its parameters, as kernels take them.

The synapses of a column are a row of permanences over all inputs, so learning is one pass along a row. The
connections of an input are a row of bytes over all columns, so overlaps are sums of rows: 32 columns in one
instruction.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

NO_SYNAPSE = -1  # in place of a permanence
CHUNK = 32  # permanences that are changed together; 64 bytes, one line of the processor's cache


class Pool(NamedTuple):
    """The state of a pooler, and its work arrays. C columns, N inputs.

    Three of the arrays are views: they show the bytes of another array as numbers of another type. A change
    of one is a change of both. Copying breaks that link, so ``SpatialPooler.__setstate__`` makes the views
    again.

    Attributes:
        permanences: C x N, in ten-thousandths, NO_SYNAPSE where the column has no potential synapse. Rows
            are filled up with NO_SYNAPSE to a multiple of CHUNK.
        connected_columns: N x C: 1 where the synapse is connected, else 0.
        priority: C; order: the columns from highest to lowest priority.
        boost: C, in thousandths.
        overlap_duty, activity_duty: C.
        duty_bits: view of ``overlap_duty``. Floats that are not negative have the order of their bits, and
            whole numbers are compared several at once, so the largest and the smallest are found here.
        extremes: [smallest, largest overlap duty], and ``extremes_bits``, a view of it: the bits found in
            ``duty_bits`` are written here and read as floats there.
        near, near_ends: with local inhibition the neighbours of all columns, one column after the other,
            and where those of each column end. Empty with global inhibition.
        factors: the boost factors for every shortfall from -65,536 to 65,536, if there is boosting.
        steps: [number of learning steps].
        overlap: C: the overlaps of this step.
        rank: C: see ``rank_all``.
        won: C, filled up to a multiple of 8: 1 for a column that won; 0 everywhere between kernels.
        won_words: view of ``won``, eight bytes as one number, so that eight columns that lost are passed
            over with one comparison.
        change: N, filled up as rows are: what a winner's synapse on each input gains or loses.
        sums: C: partial overlaps of at most 255 inputs.
        winners: C + 1: the columns that won, ascending. ``collect`` writes before it knows whether the
            place is needed, hence one place more.
    """

    permanences: NDArray[np.int16]
    connected_columns: NDArray[np.uint8]
    priority: NDArray[np.int32]
    order: NDArray[np.int32]
    boost: NDArray[np.int64]
    overlap_duty: NDArray[np.float64]
    activity_duty: NDArray[np.float64]
    duty_bits: NDArray[np.int64]
    extremes: NDArray[np.float64]
    extremes_bits: NDArray[np.int64]
    near: NDArray[np.uint32]
    near_ends: NDArray[np.int64]
    factors: NDArray[np.int64]
    steps: NDArray[np.int64]
    overlap: NDArray[np.int32]
    rank: NDArray[np.int64]
    won: NDArray[np.uint8]
    won_words: NDArray[np.uint64]
    change: NDArray[np.int16]
    sums: NDArray[np.uint8]
    winners: NDArray[np.uint32]


class PoolerRules(NamedTuple):
    """The parameters of a pooler, as kernels take them; permanences in ten-thousandths.

    Attributes:
        help: what a synapse of a weak column gains.
        boosted: whether ``boost`` follows the activity duty.
        even: whether every boost factor is 1, so that the overlap alone decides.
    """

    active_column_count: int
    connected: int
    gain: int
    loss: int
    help: int
    stimulus_threshold: int
    boosted: bool
    even: bool
    duty_cycle_period: int
    minimum_overlap_duty: float
    local: bool
