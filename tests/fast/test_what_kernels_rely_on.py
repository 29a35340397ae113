"""Kernels do not check their indices. Wherever Python leads to them, what they rely on is checked before."""

import math
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from typing import Any

import pytest

from htm_teacher import (
    ENGINES,
    RDSE,
    SDR,
    ClassifierParameters,
    Encoder,
    MemoryParameters,
    Model,
    PoolerParameters,
    build,
)
from htm_teacher.core.by_hand import add_segment, remove_segment
from htm_teacher.core.one_thread import turn_of

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

FILLED, ROWS = 3, 0  # places in ``numbers`` of the net, and of the classifier's table
BOTH = ("textbook", "fast")


def machine(engine: str = "fast", size: int = 64, **changes: Any) -> Model:
    small = {"columns": 16, "active_column_count": 4, "cells_per_column": 2}
    model = build("toy", RDSE(resolution=1.0, size=size, active_bits=9), engine, **small | changes)
    model.run([1, 2, 3] * 5)
    return model


def error(model: Model, value: Any = 1) -> str:
    with pytest.raises(ValueError, match=r"\d") as raised:
        model.step(value)
    return str(raised.value)


def test_an_encoder_of_another_size_is_refused_as_by_the_textbook():
    """Also for values whose codes are known, and for one whose SDRs are not of its size."""

    class Wrong(RDSE):
        def encode(self, value: Any) -> SDR:
            return SDR(10**6, [10**6 - 1])

    encoders: list[Encoder] = [RDSE(1.0, size=640, active_bits=9), Wrong(1.0, size=64, active_bits=9)]
    for encoder in encoders:
        said = []
        for one in map(machine, BOTH):
            one.encoder = encoder
            said.append(error(one))
        assert said[0] == said[1]
        assert "64 are needed" in said[0]


@pytest.mark.parametrize("name", ["pooler", "memory", "likelihood", "classifier"])
def test_a_part_that_was_replaced_takes_the_turn_of_its_model(name):
    """Before a kernel moves it: then no other thread may."""
    one, other = machine(), machine()
    part = getattr(other, name)
    setattr(one, name, part)
    one.step(1)
    assert part._turn is one._turn
    other.step(1)
    assert part._turn is other._turn
    with turn_of(other), ThreadPoolExecutor(1) as others, pytest.raises(RuntimeError, match="another thread"):
        others.submit(one.step, 1).result()


@pytest.mark.parametrize("name", ["now", "dead_cells"])
def test_what_kernels_read_is_set_in_the_turn_only(name):
    memory = machine().memory
    turned_away = pytest.raises(RuntimeError, match="another thread is using this temporal memory")
    with turn_of(memory), ThreadPoolExecutor(1) as others, turned_away:
        others.submit(setattr, memory, name, getattr(memory, name)).result()


def test_a_pooler_of_another_size_is_refused():
    """With fewer inputs, the codes that are known no longer fit."""
    one, other = machine(), machine(size=60)
    one.pooler = other.pooler
    assert error(one) == "the input has 64 bits: 60 are needed"
    assert error(one) == "the input has 64 bits: 60 are needed"


def test_a_memory_of_another_size_is_refused():
    one = machine()
    one.memory = machine(columns=4).memory
    assert error(one) == "the pooler has 16 columns: the memory has 4"


def test_a_classifier_of_more_horizons_is_taken():
    models = [machine(engine) for engine in BOTH]
    for engine, one in zip(BOTH, models, strict=True):
        one.classifier = ENGINES[engine].classifier_type(ClassifierParameters(horizons=range(1, 60)))
    for value in [1, 2, 3] * 5:
        answers = [one.step(value) for one in models]
        assert answers[0] == answers[1]
    assert len(answers[0].prediction) == 59


@pytest.mark.parametrize(
    ("part", "parameters"),
    [
        ("memory", MemoryParameters(columns=32, cells_per_column=2)),
        ("pooler", PoolerParameters(inputs=640, columns=16, active_column_count=4)),
        ("pooler", PoolerParameters(inputs=64, columns=16, active_column_count=4, inhibition="local",
                                    inhibition_radius=2)),
        ("classifier", ClassifierParameters(horizons=(1, 2))),
    ],
)  # fmt: skip
def test_a_part_keeps_its_sizes(part, parameters):
    with pytest.raises(ValueError, match="is fixed: it cannot change while the model runs"):
        getattr(machine(), part).set_parameters(parameters)


def test_bits_beyond_the_inputs_overlap_nothing():
    far = SDR(10**6, [3, 7, 70, 10**6 - 1])
    textbook, fast = (machine(engine).pooler.overlaps(far) for engine in BOTH)
    assert textbook == fast


@pytest.mark.parametrize("duty", [5.0, -5.0, math.inf, math.nan])
def test_a_duty_set_by_hand_may_be_anything(duty):
    one = machine(boost_strength=2.0)
    one.pooler.activity_duty = [duty] * 16
    one.run([1, 2, 3])


@pytest.mark.parametrize("engine", BOTH)
def test_a_segment_is_removed_once_and_by_its_own_memory(engine):
    one, other = machine(engine), machine(engine)
    segment, namesake = (add_segment(model.memory, 3, {1: 0.5}) for model in (one, other))
    before = other.state()
    with pytest.raises(ValueError, match="is not a segment of this memory"):
        remove_segment(other.memory, segment)
    assert other.state() == before
    remove_segment(one.memory, segment)
    with pytest.raises(ValueError, match="is not a segment of this memory"):
        remove_segment(one.memory, segment)
    remove_segment(other.memory, namesake)
    assert one.state() == other.state()


def test_segments_by_hand_are_checked_before_a_kernel_sees_them():
    memory = machine().memory
    segments, segment = memory.segments, add_segment(memory, 3, {1: 0.5})
    with pytest.raises(ValueError, match="cell 32 is not one of 0 to 31"):
        segments.create(32, 0)
    with pytest.raises(ValueError, match="presynaptic cell -1 is not one of 0 to 31"):
        segments.add_synapse(segment, -1, 5000)
    with pytest.raises(ValueError, match="permanence is 10001"):
        segments.add_synapse(segment, 2, 10_001)
    segments.remove(segment)
    with pytest.raises(ValueError, match="is not a segment of this memory"):
        segments.remove(segment)
    with pytest.raises(ValueError, match="is not a segment of this memory"):
        segments.add_synapse(segment, 2, 5000)


def test_a_segment_has_at_most_so_many_synapses_as_kernels_count(monkeypatch):
    from htm_teacher.fast import segments as module

    memory = machine().memory
    segment = add_segment(memory, 3, {1: 0.5, 2: 0.5, 4: 0.5})
    monkeypatch.setattr(module, "MOST_SYNAPSES", 3)
    memory.segments.add_synapse(segment, 4, 6000)
    with pytest.raises(ValueError, match="the number of synapses is 4"):
        memory.segments.add_synapse(segment, 5, 5000)


def test_a_pooler_that_settles_after_more_steps_than_are_counted_never_does():
    one = build("toy", RDSE(resolution=1.0), "fast", settle_after=2**80)
    one.step(1.0)
    assert one.pooler.learning_steps == 1


def test_a_peek_that_needs_room_leaves_the_original_alone():
    """Room is made in arrays of the twin that takes the step."""
    models = [machine(engine) for engine in BOTH]
    fast: Any = models[1]
    net, table = fast.memory.net, fast.classifier.table
    fast.memory.net = net._replace(outgoing=net.outgoing[: net.numbers[FILLED]].copy())
    fast.classifier.table = table._replace(weights=table.weights[: table.numbers[ROWS]].copy())
    twin = copy(fast.memory)
    twin.make_room(16)
    assert len(twin.net.outgoing) > len(fast.memory.net.outgoing)
    for value in [7, 1, 2, 3, 8, 1, 2, 3] * 3:
        assert models[0].peek(value + 1) == fast.peek(value + 1)
        assert models[0].step(value) == fast.step(value)
    remove_segment(fast.memory, next(iter(fast.memory.segments)))
