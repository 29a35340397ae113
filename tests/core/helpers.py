"""Small networks built by hand, and what can be read back from them through public names."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from htm_teacher import (
    RDSE,
    SDR,
    Encoder,
    Model,
    Random,
    Segment,
    SpatialPooler,
    TemporalMemory,
    build,
)
from htm_teacher.keep import snapshot

# Temporal memory


def memory_of(engine: Any, seed: int = 0, **changes: Any) -> TemporalMemory:
    """Ten columns of one cell, so that a cell has the number of its column; two synapses decide."""
    parameters: dict[str, Any] = {
        "columns": 10,
        "cells_per_column": 1,
        "activation_threshold": 2,
        "learning_threshold": 1,
        "initial_permanence": 0.21,
        "connected_permanence": 0.5,
        "permanence_increment": 0.1,
        "permanence_decrement": 0.05,
        "predicted_decrement": 0.0,
        "sample_size": 4,
        "max_synapses_per_segment": 8,
        "max_segments_per_cell": 4,
    }
    memory: TemporalMemory = engine.memory(seed=seed, **parameters | changes)
    return memory


def run(memory: TemporalMemory, *steps: Iterable[int], learn: bool = True) -> None:
    """One step after the other."""
    for columns in steps:
        memory.compute(columns, learn=learn)


def all_segments(memory: TemporalMemory) -> list[Segment]:
    """Every segment, the oldest first."""
    found = [one for cell in range(memory.size) for one in memory.segments_of(cell)]
    return sorted(found, key=lambda segment: segment.serial)


def permanences_of(memory: TemporalMemory, cell: int) -> list[dict[int, float]]:
    """The permanences of a cell's segments, the oldest first."""
    return [segment.permanences() for segment in memory.segments_of(cell)]


def draws_of(component: SpatialPooler | TemporalMemory) -> Random:
    """A twin of the component's stream: what it will draw next, without drawing it."""
    return Random.at(component.random.state)


def learned(memory: TemporalMemory) -> list[Any]:
    """All that a memory has learned; with its position in the stream, and nothing of the moment."""
    segments = [(s.serial, s.cell, s.last_used, s.permanences()) for s in all_segments(memory)]
    return [segments, memory.random.state, sorted(memory.dead_cells)]


def moment(memory: TemporalMemory) -> list[Any]:
    """All that a moment consists of."""
    return [
        sorted(memory.now.active_cells),
        sorted(memory.now.winner_cells),
        sorted(memory.now.predictive_cells),
        [segment.serial for segment in memory.now.active_segments],
        [segment.serial for segment in memory.now.matching_segments],
    ]


# Spatial pooler


def pooler_of(
    engine: Any, pools: Sequence[Mapping[int, float]], inputs: int = 10, **changes: Any
) -> SpatialPooler:
    """A pooler with these pools, {input: permanence} for each column; the last column wins a tie."""
    parameters: dict[str, Any] = {
        "inputs": inputs,
        "columns": len(pools),
        "active_column_count": 1,
        "connected_permanence": 0.5,
        "permanence_increment": 0.1,
        "permanence_decrement": 0.05,
        "minimum_overlap_duty": 0.0,
    }
    pooler: SpatialPooler = engine.pooler(**parameters | changes)
    pooler.set_all_permanences([{i: round(p * 10_000) for i, p in pool.items()} for pool in pools])
    pooler.priority = list(range(len(pools)))
    return pooler


def sdr(*active: int, size: int = 10) -> SDR:
    """An input of ten bits, unless said otherwise."""
    return SDR(size, active)


# Whole states


def state_of(part: Model | SpatialPooler | TemporalMemory) -> dict[str, Any]:
    """The whole state of a model or of a part of it, as plain data that can be compared."""
    return part.state()


def same(one: Model, other: Model) -> bool:
    """Whether two models are the same in every bit that a snapshot holds."""
    return snapshot.to_bytes(one) == snapshot.to_bytes(other)


def learned_by(model: Model) -> list[Any]:
    """What learn=False must leave as it is, of every part of a model."""
    classifier = model.classifier
    return [
        state_of(model.pooler),
        learned(model.memory),
        {h: {c: list(row) for c, row in rows.items()} for h, rows in classifier.weights.items()},
        dict(classifier.values),
        dict(classifier.counts),
    ]


def small_model(engine: Any, encoder: Encoder | None = None, seed: int = 42, **changes: Any) -> Model:
    """A machine that takes a millisecond a step and yet does all: boost, help, punishment, limits."""
    parameters: dict[str, Any] = {
        "columns": 32,
        "cells_per_column": 3,
        "active_column_count": 4,
        "activation_threshold": 3,
        "learning_threshold": 2,
        "sample_size": 5,
        "max_synapses_per_segment": 6,
        "max_segments_per_cell": 3,
        "predicted_decrement": 0.05,
        "boost_strength": 2.0,
        "minimum_overlap_duty": 0.1,
        "duty_cycle_period": 20,
        "learning_period": 5,
        "estimation_samples": 5,
        "window": 30,
        "refit_every": 7,
        "horizons": (1, 3),
    }
    encoder = encoder or RDSE(resolution=1, size=60, active_bits=9)
    return build("toy", encoder, engine.name, seed, **parameters | changes)
