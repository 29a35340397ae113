"""The arrays of a spatial pooler: how long they are, and what is in them before the first step."""

from functools import lru_cache
from itertools import accumulate
from typing import Any

import numpy as np

from ..core.parameters import PoolerParameters
from ..core.permanence import boost_factor, round_half_up
from ..core.rng import Random
from ..core.topology import neighbours, reach_of
from .arrays import by_lines, indices
from .kernels import spatial_pooler as kernels
from .kernels.pool import CHUNK, NO_SYNAPSE, Pool


def new_pool(parameters: PoolerParameters) -> Pool:
    """A pooler without synapses."""
    columns, inputs = parameters.columns, parameters.inputs
    padded = -(-inputs // CHUNK) * CHUNK
    permanences = by_lines((columns, padded), np.int16)
    permanences[:] = NO_SYNAPSE
    duty, extremes, won = np.zeros(columns), np.zeros(2), np.zeros(-(-columns // 8) * 8, np.uint8)
    near = neighbourhoods(parameters)
    return Pool(
        permanences=permanences,
        connected_columns=by_lines((inputs, columns), np.uint8),
        priority=np.arange(columns, dtype=np.int32),
        order=np.arange(columns, dtype=np.int32)[::-1].copy(),
        boost=np.full(columns, 1000, np.int64),
        overlap_duty=duty,
        duty_bits=duty.view(np.int64),
        extremes=extremes,
        extremes_bits=extremes.view(np.int64),
        activity_duty=np.zeros(columns),
        near=indices(other for own in near for other in own),
        near_ends=np.array(list(accumulate(map(len, near))), np.int64),
        factors=np.zeros(0, np.int64),
        steps=np.zeros(1, np.int64),
        overlap=np.zeros(columns, np.int32),
        rank=np.zeros(columns, np.int64),
        won=won,
        won_words=won.view(np.uint64),
        change=np.zeros(padded, np.int16),
        sums=np.zeros(columns, np.uint8),
        winners=np.zeros(columns + 1, np.uint32),
    )


# The first pool of one size and stream, as (size and stream, numbers that are drawn, position of the stream).
# Many poolers of one shape and seed copy it: that takes a tenth of the time of drawing.
LAST: list[tuple[Any, dict[str, Any], int]] = []
DRAWN = ("permanences", "connected_columns", "priority", "order")
MOST_KEPT = 2**20  # permanences; a larger pool is not kept for others


def keep_first(pool: Pool, parameters: PoolerParameters, start: int, random: Random) -> None:
    """Keep what was drawn from this start of the stream for the next pooler."""
    if pool.permanences.size <= MOST_KEPT:
        LAST[:] = [((parameters, start), {name: getattr(pool, name).copy() for name in DRAWN}, random.state)]


def copy_first(pool: Pool, parameters: PoolerParameters, random: Random) -> bool:
    """Copy what the last pooler has drawn, if it would be drawn again; whether it was."""
    for key, drawn, end in LAST[:1]:
        if key == (parameters, random.state):
            for name, numbers in drawn.items():
                getattr(pool, name)[:] = numbers
            random.state = end
            return True
    return False


def neighbourhoods(parameters: PoolerParameters) -> list[tuple[int, ...]]:
    """The neighbours of each column; with global inhibition none are needed."""
    radius, shape = parameters.inhibition_radius, parameters.column_shape
    if parameters.inhibition == "global" or radius is None:
        return []
    return [neighbours(column, radius, shape, parameters.wrap_around) for column in range(parameters.columns)]


def draw_pools(pool: Pool, parameters: PoolerParameters, connected: int, random: Random) -> None:
    """Give every column a potential pool and first permanences, with the draws of the textbook."""
    position = np.array([random.state], np.uint64)
    radius, columns = parameters.potential_radius, parameters.columns
    # Without a radius all columns have the same inputs within reach, and are drawn in one call.
    together = columns if radius is None else 1
    for column in range(0, columns, together):
        near = reach_of(
            column, parameters.column_shape, parameters.input_shape, radius, parameters.wrap_around
        )
        size = max(1, round_half_up(parameters.potential_fraction * len(near)))
        rows = pool.permanences[column : column + together]
        kernels.draw_pools(rows, indices(near), np.zeros(len(near), np.uint32), size, connected, position)
    random.state = int(position[0])


@lru_cache(maxsize=8)
def boost_factors(strength: float) -> Any:
    """The factors for all shortfalls, computed by the textbook, so that no digit differs."""
    return np.array([boost_factor(strength, k / 65536) for k in range(-65536, 65537)], np.int64)
