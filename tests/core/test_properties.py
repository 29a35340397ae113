"""What holds for all inputs, whatever comes, in whatever order."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.helpers import all_segments, learned_by, same, small_model, state_of
from examples import examples
from htm_teacher import ENGINES, Delta, Model
from htm_teacher.core.permanence import ONE
from htm_teacher.keep import snapshot


class Named:
    """An engine by its name alone, where a fixture cannot go."""

    def __init__(self, name: str) -> None:
        self.name = name


values = st.one_of(st.integers(0, 9).map(float), st.floats(-1e6, 1e6), st.none())
streams = st.lists(values, min_size=1, max_size=40)
crowded = st.fixed_dictionaries(
    {
        "sample_size": st.integers(1, 5),
        "max_synapses_per_segment": st.integers(5, 7),
        "max_segments_per_cell": st.integers(1, 3),
        "memory_permanence_increment": st.sampled_from([0.0, 0.1, 0.6]),
        "memory_permanence_decrement": st.sampled_from([0.0, 0.1, 0.6]),
        "predicted_decrement": st.sampled_from([0.0, 0.1, 0.6]),
        "pooler_permanence_increment": st.sampled_from([0.003, 0.4]),
        "pooler_permanence_decrement": st.sampled_from([0.0005, 0.4]),
    }
)
every_engine = pytest.mark.parametrize("name", sorted(ENGINES))


def went_through(name: str, stream: list[float | None], **changes: Any) -> Model:
    """A small machine after this stream."""
    engine: Any = Named(name)
    model = small_model(engine, **changes)
    for value in stream:
        model.step(value)
    return model


@every_engine
@settings(max_examples=examples(40))
@given(stream=streams, changes=crowded)
def test_permanences_stay_in_range_and_limits_are_kept(name, stream, changes):
    model = went_through(name, stream, **changes)
    memory, limits = model.memory, model.memory.parameters
    for segment in all_segments(memory):
        held = segment.permanences()
        assert 1 <= len(held) <= limits.max_synapses_per_segment
        assert all(0 < permanence <= 1 for permanence in held.values())
        assert all(0 <= source < memory.size for source in held)
    for cell in range(memory.size):
        assert len(memory.segments_of(cell)) <= limits.max_segments_per_cell
    for pool in model.pooler.permanences:
        assert all(0 <= permanence <= ONE for permanence in pool.values())
    for duty in model.pooler.overlap_duty + model.pooler.activity_duty:
        assert 0 <= duty <= 1


@every_engine
@settings(max_examples=examples(30))
@given(stream=streams, changes=crowded)
def test_no_synapse_is_there_twice(name, stream, changes):
    """Seen in the plain state that a snapshot holds, where it could be."""
    model = went_through(name, stream, **changes)
    for held in (state_of(model.memory)["synapses"], state_of(model.pooler)["pools"]):
        start = 0
        for size in held["sizes"]:
            assert len(set(held["indices"][start : start + size])) == size
            start += size
        assert start == len(held["indices"]) == len(held["permanences"])
    serials = [segment.serial for segment in all_segments(model.memory)]
    assert len(set(serials)) == len(serials)


@every_engine
@settings(max_examples=examples(30))
@given(stream=streams)
def test_a_moment_hangs_together(name, stream):
    engine: Any = Named(name)
    model = small_model(engine)
    memory = model.memory
    for value in stream:
        step = model.step(value)
        assert len(step.active_columns) <= 4
        assert step.winner_cells <= step.active_cells
        assert {memory.column_of(cell) for cell in step.winner_cells} == step.active_columns
        assert step.predictive_cells == {one.cell for one in memory.now.active_segments}
        matching = [one.serial for one in memory.now.matching_segments]
        assert matching == sorted(matching)
        active = [one.serial for one in memory.now.active_segments]
        assert active == sorted(set(active) & set(matching))
        if step.anomaly is not None:
            assert 0 <= step.anomaly <= 1
            assert step.recall == 1 - step.anomaly


@every_engine
@settings(max_examples=examples(30))
@given(before=streams, after=streams)
def test_learn_false_changes_nothing_that_was_learned(name, before, after):
    model = went_through(name, before)
    learned = deepcopy(learned_by(model))
    for value in after:
        model.step(value, learn=False)
    assert learned_by(model) == learned


@every_engine
@settings(max_examples=examples(30))
@given(before=streams, value=values)
def test_peek_changes_nothing_and_says_what_a_step_would_say(name, before, value):
    model = went_through(name, before, encoder=Delta(resolution=1.0, size=60, active_bits=9))
    held = snapshot.to_bytes(model)
    peeked = model.peek(value)
    assert snapshot.to_bytes(model) == held
    assert peeked == model.step(value, learn=False)


@every_engine
@settings(max_examples=examples(30))
@given(before=streams, after=streams, changes=crowded)
def test_loading_and_going_on_equals_never_having_stopped(name, before, after, changes):
    model = went_through(name, before, **changes)
    again = snapshot.from_bytes(snapshot.to_bytes(model), ENGINES[name])
    assert same(model, again)
    assert [model.step(value) for value in after] == [again.step(value) for value in after]
    assert same(model, again)


@every_engine
@settings(max_examples=examples(15))
@given(stream=streams, seed=st.integers(-(2**70), 2**70))
def test_the_same_seed_and_stream_give_the_same_machine(name, stream, seed):
    assert same(went_through(name, stream, seed=seed), went_through(name, stream, seed=seed))


@every_engine
@settings(max_examples=examples(15))
@given(stream=streams)
def test_a_free_run_and_a_question_change_nothing(name, stream):
    model = went_through(name, stream)
    held = snapshot.to_bytes(model)
    model.free_run(5)
    for cell in range(0, model.memory.size, 7):
        str(model.why(cell))
    assert snapshot.to_bytes(model) == held
