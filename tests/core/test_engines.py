"""Engines against the rules said once more, plainly: the whole state, after every step, exactly.

Everything is small and crowded here, so that limits are met, segments go, and ties are many.
"""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.helpers import all_segments
from core.oracle import PlainMemory, PlainPooler
from examples import examples
from htm_teacher import ENGINES, SDR

ENGINE_NAMES = sorted(ENGINES)

tenths = st.integers(0, 10).map(lambda n: n / 10)


@st.composite
def steps(draw):
    """Columns, whether to learn, and 0 for a reset: some inputs again and again, so that they are learned."""
    known = draw(st.lists(st.sets(st.integers(0, 5), max_size=4), min_size=1, max_size=6))
    step = st.tuples(st.sampled_from(known), st.booleans() | st.just(True), st.integers(0, 9))
    return draw(st.lists(step, min_size=1, max_size=60))


@st.composite
def memory_parameters(draw):
    activation = draw(st.integers(1, 3))
    room = draw(st.integers(1, 5))
    return {
        "columns": 6,
        "cells_per_column": draw(st.integers(1, 3)),
        "activation_threshold": activation,
        "learning_threshold": draw(st.integers(1, activation)),
        "initial_permanence": draw(tenths),
        "connected_permanence": draw(st.sampled_from([0.1, 0.3, 0.5])),
        "permanence_increment": draw(st.sampled_from([0.0, 0.1, 0.25])),
        "permanence_decrement": draw(st.sampled_from([0.0, 0.1, 0.25])),
        "predicted_decrement": draw(st.sampled_from([0.0, 0.05, 0.3])),
        "sample_size": draw(st.integers(1, room)),
        "max_synapses_per_segment": room,
        "max_segments_per_cell": draw(st.integers(1, 3)),
    }


def in_decimals(synapses):
    return {cell: held / 10_000 for cell, held in sorted(synapses.items())}


@pytest.mark.parametrize("name", ENGINE_NAMES)
@settings(max_examples=examples(150))
@given(parameters=memory_parameters(), seed=st.integers(0, 2**64), inputs=steps())
def test_the_memory_follows_the_rules_in_every_step(name, parameters, seed, inputs):
    memory = ENGINES[name].memory_type(seed=seed, **parameters)
    plain = PlainMemory(seed, parameters)
    for columns, learn, chance in inputs:
        if chance == 0:
            memory.reset()
            plain.reset()
        memory.compute(columns, learn=learn)
        plain.compute(columns, learn)
        assert memory.now.active_cells == plain.active_cells
        assert memory.now.winner_cells == plain.winner_cells
        assert memory.now.predictive_cells == {segment.cell for segment in plain.active_segments}
        ours, theirs = all_segments(memory), plain.segments
        assert [(segment.cell, segment.permanences()) for segment in ours] == [
            (segment.cell, in_decimals(segment.synapses)) for segment in theirs
        ]
        assert [segment.last_used for segment in ours] == [plain.used[segment] for segment in theirs]
        for found, wanted in (
            (memory.now.active_segments, plain.active_segments),
            (memory.now.matching_segments, plain.matching),
        ):
            assert [ours.index(segment) for segment in found] == [theirs.index(segment) for segment in wanted]
        assert list(memory.now.potential.values()) == list(plain.matching.values())
        assert memory.random.state == plain.random.state


@st.composite
def pooler_parameters(draw):
    columns = draw(st.integers(2, 9))
    return {
        "inputs": 12,
        "columns": columns,
        "active_column_count": draw(st.integers(1, columns)),
        "potential_fraction": draw(tenths),
        "connected_permanence": draw(st.sampled_from([0.2, 0.5, 0.0025])),
        "permanence_increment": draw(st.sampled_from([0.0, 0.03, 0.3])),
        "permanence_decrement": draw(st.sampled_from([0.0, 0.0005, 0.2])),
        "stimulus_threshold": draw(st.integers(0, 3)),
        "boost_strength": draw(st.sampled_from([0.0, 1.0, 10.0, 100.0])),
        "duty_cycle_period": draw(st.integers(1, 10)),
        "minimum_overlap_duty": draw(st.sampled_from([0.0, 0.1, 0.9])),
        "inhibition": draw(st.sampled_from(["global", "local"])),
        "inhibition_radius": draw(st.integers(0, 5)),
        "wrap_around": draw(st.booleans()),
    }


bits = st.sets(st.integers(0, 11), max_size=8)


@pytest.mark.parametrize("name", ENGINE_NAMES)
@settings(max_examples=examples(150))
@given(
    parameters=pooler_parameters(),
    seed=st.integers(0, 2**64),
    inputs=st.lists(st.tuples(bits, st.booleans()), min_size=1, max_size=25),
)
def test_the_pooler_follows_the_rules_in_every_step(name, parameters, seed, inputs):
    pooler = ENGINES[name].pooler_type(seed=seed, **parameters)
    plain = PlainPooler(seed, parameters)
    assert pooler.priority == plain.priority
    for active, learn in inputs:
        assert pooler.compute(SDR(12, active), learn=learn) == plain.compute(active, learn)
        assert pooler.permanences == plain.permanences
        assert pooler.overlap_duty == plain.overlap_duty
        assert pooler.activity_duty == plain.activity_duty
        assert pooler.boost == plain.boost
        assert pooler.learning_steps == plain.steps
