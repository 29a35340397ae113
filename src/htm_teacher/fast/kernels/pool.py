"""The arrays of the spatial pooler, and its parameters, as the kernels take them.

A column's pool is a row of permanences over all inputs, -1 where it has no synapse, so that learning is
one pass along a row. Who hears an input is a row of bytes over all columns, so that overlaps are sums of
rows: 32 columns in one instruction.
"""

from typing import Any, NamedTuple

ONE = 10_000  # permanence 1.0
NO_SYNAPSE = -1
LINE = 32  # permanences in one line of the processor's cache


class Pool(NamedTuple):
    """The state of a pooler, and room to work in. C columns, N inputs.

    Attributes:
        permanences: C x N, int16, in ten-thousandths; rows go on with -1 until they end with a line.
        hears: N x C, uint8: 1 where the synapse is connected.
        priority: C, int32; order: the columns from highest to lowest priority.
        boost: C, int64, in thousandths.
        overlap_duty, activity_duty: C, float64.
        near, near_ends: with local inhibition the neighbours of all columns, one after the other, and
            where each column's end.
        won: C: 1 for a column that won; 0 everywhere between kernels; ``won_words``: eight of them in one.
        factors: the boost factors for every shortfall from -65,536 to 65,536, if there is boosting.
        steps: [how many learning steps there have been].
        overlap, rank, change, sums: room to work in.
        winners: the columns that won, ascending.
    """

    permanences: Any
    hears: Any
    priority: Any
    order: Any
    boost: Any
    overlap_duty: Any
    activity_duty: Any
    duty_bits: Any
    extremes: Any
    extremes_bits: Any
    near: Any
    near_ends: Any
    factors: Any
    steps: Any
    overlap: Any
    rank: Any
    won: Any
    won_words: Any
    change: Any
    sums: Any
    winners: Any


class PoolerRules(NamedTuple):
    """The parameters of a pooler as the kernels take them; permanences in ten-thousandths."""

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
