"""Whether the time of a step depends on what happens in it, and not on the size of the model.

The memory is built with all its synapses at once, and stores a cycle of patterns. Each pattern has 40 cells
of its own, in 40 columns. Each cell has synapses from 20 of the 40 cells of the pattern before. So the same
happens in every step, in every memory: 40 cells in predicted columns become active, 800 synapses are
visited, and 40 segments learn. Only the size of the memory differs.
"""

from collections.abc import Callable
from typing import Any

import numpy as np

from htm_teacher.core.parameters import PoolerParameters
from htm_teacher.fast import SpatialPooler, TemporalMemory
from htm_teacher.fast.arrays import more_segments, per_match
from htm_teacher.fast.kernels.net import FILLED, NEXT_SERIAL, USED, WORD
from htm_teacher.fast.kernels.pool import NO_SYNAPSE, Pool, PoolerRules
from htm_teacher.fast.spatial_pooler import new_pool

from . import kernels
from .figures import Figures, thread_time
from .workload import Sizes

ACTIVE, HEARD = 40, 20
SYNAPSES = ACTIVE * HEARD  # from the cells of one pattern
PATTERNS = 125  # unless their number is what grows
BITS = 21
PERMANENCE = 6000


def patterns_of(columns: int, cells: int, count: int, rng: np.random.Generator) -> Any:
    """Draw count x 40 cells: no cell twice, no column twice in a row."""
    each = columns // ACTIVE
    rounds = -(-count // each)
    if rounds > cells:
        raise ValueError(f"{columns} columns of {cells} cells hold {each * cells} patterns, not {count}")
    made = [
        rng.permutation(columns)[: each * ACTIVE].reshape(each, ACTIVE) * cells + r for r in range(rounds)
    ]
    return np.sort(np.concatenate(made)[:count], axis=1).astype(np.uint32)


def memory_that_knows(patterns: Any, columns: int, cells: int, rng: np.random.Generator) -> TemporalMemory:
    """A memory in which each pattern predicts the next, and the last the first."""
    memory = TemporalMemory(columns=columns, cells_per_column=cells)
    segments = patterns.size
    owners = np.roll(patterns, -1, axis=0).reshape(-1)
    drawn = np.argsort(rng.random((segments, ACTIVE), np.float32), axis=1)[:, :HEARD]
    sources = np.take_along_axis(np.repeat(patterns, ACTIVE, axis=0), np.sort(drawn, axis=1), axis=1)
    net = more_segments(memory.net, segments)
    net.cell[:segments], net.column[:segments] = owners, owners // cells
    net.serial[:segments] = np.arange(segments)
    net.younger[:segments] = -1
    net.oldest[owners], net.segments[owners] = np.arange(segments), 1
    net.occupied[:segments] = net.connected[:segments] = (1 << HEARD) - 1
    slots = np.arange(segments)[:, None] * WORD + np.arange(HEARD)
    net.source[slots], net.permanence[slots] = sources, PERMANENCE
    net.length[:] = net.room[:] = np.bincount(sources.reshape(-1), minlength=len(net.length))
    net.start[:] = np.cumsum(net.length) - net.length
    outgoing = slots.reshape(-1)[np.argsort(sources.reshape(-1), kind="stable")].astype(np.uint32)
    net.numbers[USED] = net.numbers[NEXT_SERIAL] = segments
    net.numbers[FILLED] = len(outgoing)
    memory.net = net._replace(outgoing=outgoing)
    memory.desk = memory.desk._replace(**per_match(len(net.cell)))
    return memory


def time_memory(memory: TemporalMemory, columns: Any, start: int, steps: int) -> float:
    """Seconds a step, with learning, along the cycle of these columns from ``start``, once it predicts."""
    rows = (start + np.arange(3 + steps)) % len(columns)
    for row in rows[:3]:
        memory.step(columns[row], learn=False)
    memory.make_room(ACTIVE)
    winners = np.ascontiguousarray(columns[rows[3:]])
    counts = np.full(steps, ACTIVE, np.int64)
    arguments = (memory.net, memory.rules, memory.desk, winners, counts, 0, steps)
    seconds, done = thread_time(kernels.remember_rows, *arguments)
    if done < steps or len(memory.now.active_cells) != ACTIVE:
        raise RuntimeError("the memory does not predict its patterns: check how it is built")
    memory.reset()
    return float(seconds) / steps


def pool_of(columns: int, rng: np.random.Generator) -> tuple[Pool, PoolerRules]:
    """A pooler built with all its synapses at once; each column's pool is 0.8 of the inputs."""
    parameters = PoolerParameters(columns=columns)
    small = SpatialPooler(columns=ACTIVE)
    pool, shape = new_pool(parameters), (columns, parameters.inputs)
    held = rng.integers(0, 4000, shape, np.int16)
    there = rng.random(shape, np.float32) < parameters.potential_fraction
    held = np.where(there, held, np.int16(NO_SYNAPSE))
    pool.permanences[:, : parameters.inputs] = held
    pool.connected_columns[:] = (held >= small.rules.connected).T
    return pool, small.rules


def time_pooler(pool: Pool, rules: PoolerRules, steps: int, rng: np.random.Generator) -> float:
    """Seconds a step, with learning, on a few codes that recur."""
    inputs = len(pool.connected_columns)
    codes = np.array([np.sort(rng.permutation(inputs)[:BITS]) for _ in range(25)], np.uint32)
    taken = np.arange(steps) % len(codes)
    winners, counts = np.zeros((steps, ACTIVE), np.uint32), np.zeros(steps, np.int64)
    bits, ends = codes.reshape(-1), BITS * np.arange(len(codes) + 1)
    kernels.pool_rows(pool, rules, bits, ends, taken, winners, counts, 0, steps // 2)
    return (
        float(thread_time(kernels.pool_rows, pool, rules, bits, ends, taken, winners, counts, 0, steps)[0])
        / steps
    )


def called(part: str, axis: str, size: int) -> str:
    """The name of the figure of one point."""
    return f"{part}, {size:,} {axis}"


def measure(sizes: Sizes, found: Figures, tick: Callable[[str], None]) -> None:
    """Time the pooler by columns, and the memory by columns, by cells per column, and by synapses."""
    for columns in sizes.columns:
        tick(f"scaling: {columns:,} columns")
        rng = np.random.default_rng(columns)
        pool, rules = pool_of(columns, rng)
        for _ in range(sizes.repeats):
            found.add(called("pool", "columns", columns), time_pooler(pool, rules, sizes.steps, rng))
        measure_memory(columns, 32, PATTERNS, called("remember", "columns", columns), sizes, found)
    for cells in sizes.cells:
        tick(f"scaling: {cells} cells per column")
        measure_memory(2048, cells, PATTERNS, called("remember", "cells per column", cells), sizes, found)
    for synapses in sizes.synapses:
        tick(f"scaling: {synapses:,} synapses")
        name = called("remember", "synapses", synapses)
        measure_memory(sizes.large_columns, 32, synapses // SYNAPSES, name, sizes, found)


def measure_memory(columns: int, cells: int, patterns: int, name: str, sizes: Sizes, found: Figures) -> None:
    """Build a memory and time its steps, several times."""
    rng = np.random.default_rng(patterns)
    known = patterns_of(columns, cells, patterns, rng)
    memory = memory_that_knows(known, columns, cells, rng)
    cycle = (known // cells).astype(np.uint32)
    time_memory(memory, cycle, 0, 3)  # compiles, and touches all arrays once
    for turn in range(sizes.repeats):  # with many patterns, each turn has other patterns
        found.add(name, time_memory(memory, cycle, turn * sizes.steps, sizes.steps))


def slope(found: Figures, columns: tuple[int, ...]) -> float:
    """Seconds that a further column adds to a step of the pooler: the slope of the best straight line."""
    return float(np.polyfit(columns, [found.best(called("pool", "columns", one)) for one in columns], 1)[0])
