"""Two engines, one answer: for one seed and one input the whole state is the same after every step."""

import pickle
from collections.abc import Callable
from copy import deepcopy
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from htm_teacher import (
    ENGINES,
    RDSE,
    Category,
    Encoder,
    Model,
    Random,
    TemporalMemory,
    build,
)
from htm_teacher.core.by_hand import add_segment, remove_segment
from htm_teacher.keep import snapshot
from test_readouts_agree import BOTH, classifier_parameters, likelihood_parameters, plain

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

permanences = st.sampled_from([0.0, 0.0005, 0.02, 0.1, 0.21, 0.5, 1.0])


@st.composite
def parameters(draw: Any) -> dict[str, Any]:
    """All parameters, so small that limits are reached and segments are evicted."""
    columns = draw(st.sampled_from([1, 4, 16, 36]))
    inputs, topology = 64, {}
    if draw(st.booleans()):
        topology = {
            "potential_radius": draw(st.sampled_from([None, 0, 2, 9])),
            "wrap_around": draw(st.booleans()),
        }
        if columns in (4, 16, 36) and draw(st.booleans()):
            side = int(columns**0.5)
            topology |= {"input_dimensions": (8, 8), "column_dimensions": (side, side)}
        if draw(st.booleans()):
            topology |= {"inhibition": "local", "inhibition_radius": draw(st.integers(0, 7))}
    learning = draw(st.integers(1, 4))
    room = draw(st.integers(1, 9))
    return topology | {
        "inputs": inputs,
        "columns": columns,
        "active_column_count": draw(st.integers(1, min(columns, 6))),
        "potential_fraction": draw(st.sampled_from([0.0, 0.3, 0.8, 1.0])),
        "pooler_connected_permanence": draw(st.sampled_from([0.0001, 0.2, 1.0])),
        "pooler_permanence_increment": draw(permanences),
        "pooler_permanence_decrement": draw(permanences),
        "stimulus_threshold": draw(st.integers(0, 4)),
        "boost_strength": draw(st.sampled_from([0.0, 0.0, 2.0, 100.0])),
        "duty_cycle_period": draw(st.sampled_from([1, 5, 1000])),
        "minimum_overlap_duty": draw(st.sampled_from([0.0, 0.001, 0.5, 1.0])),
        "cells_per_column": draw(st.integers(1, 5)),
        "learning_threshold": learning,
        "activation_threshold": learning + draw(st.integers(0, 2)),
        "initial_permanence": draw(permanences),
        "memory_connected_permanence": draw(permanences),
        "memory_permanence_increment": draw(permanences),
        "memory_permanence_decrement": draw(permanences),
        "predicted_decrement": draw(permanences),
        "sample_size": draw(st.integers(1, room)),
        "max_synapses_per_segment": room,
        "max_segments_per_cell": draw(st.sampled_from([1, 2, 128])),
        **vars(draw(likelihood_parameters())),
        **vars(draw(classifier_parameters())),
    }


# A few values that recur, so that there is something to learn; sometimes another value, a missing value, or a
# rare kind of event.
values = st.one_of(st.integers(0, 4), st.integers(0, 4), st.integers(0, 40), st.none())
events = st.lists(
    st.one_of(
        st.tuples(st.just("step"), values, st.sampled_from([True, True, True, False])),
        st.tuples(st.just("step"), values, st.just(True)),
        st.tuples(st.just("step"), values, st.just(True)),
        st.tuples(
            st.sampled_from(["reset", "kill", "peek", "swap", "change", "remove", "copy"]),
            st.integers(0, 40),
            st.none(),
        ),
    ),
    min_size=12,  # on average twice as many
    max_size=80,
)


def same(one: Model, other: Model) -> bool:
    return bool(plain(one.state()) == plain(other.state()))


def moved_to(model: Model, engine: str) -> Model:
    """The model, saved and loaded on another engine."""
    return snapshot.from_bytes(snapshot.to_bytes(model), ENGINES[engine])


def go(model: Model, event: tuple[Any, ...]) -> Any:
    name, value, learn = event
    match name:
        case "step":
            return model.step(value, learn)
        case "peek":
            return model.peek(value)
        case "reset":
            return model.reset()
        case "kill":
            return model.kill(value / 400)
        case "remove" | "copy":
            return BY_HAND[name](model.memory, value)
        case "change":
            return model.change(
                memory_permanence_increment=value / 100,
                sample_size=1,
                max_synapses_per_segment=value + 1,  # one word or two; also fewer than a segment has
                boost_strength=value % 3,
                learning_rate=value / 20,
            )


def remove_one(memory: TemporalMemory, value: int) -> Any:
    """Remove a segment, use its row again, and try to change the segment that no longer exists."""
    if not (segments := list(memory.segments)):
        return None
    gone = segments[value % len(segments)]
    remove_segment(memory, gone)
    add_segment(memory, gone.cell, {value % memory.size: 0.5})
    return [
        error_of(lambda: remove_segment(memory, gone)),
        error_of(lambda: add_segment(memory, gone.cell, {True: 0.5})),
    ]


def error_of(call: Callable[[], Any]) -> str:
    """The message of the ValueError that a call must raise."""
    with pytest.raises(ValueError, match=r"not a segment|whole numbers") as error:
        call()
    return str(error.value)


def copied_moment(memory: TemporalMemory, value: int) -> Any:
    """What a copy of the present moment holds, of which some was read before."""
    now = memory.now
    if value % 2:
        assert set(now.active_segments) <= set(now.potential)
    twin = pickle.loads(pickle.dumps(now)) if value % 3 else deepcopy(now)
    read = [(s.cell, s.serial, s.last_used, s.permanences(), n) for s, n in twin.potential.items()]
    return plain(twin.state()), read, [segment.serial for segment in twin.active_segments]


BY_HAND = {"remove": remove_one, "copy": copied_moment}


def numbers() -> Encoder:
    return RDSE(resolution=1.0, size=64, active_bits=9)


def categories() -> Encoder:
    """Of 64 bits, for texts and numbers; all unknown values share a bucket."""
    return Category(("ash", "oak", "elm", 3, 4, 5, 6), active_bits=8)


WORDS: dict[int, Any] = {0: "ash", 1: "oak", 2: "elm", 7: "yew", 8: "box"}  # the last two are unknown


def pair(choices: dict[str, Any], seed: int, encoder: Any = numbers) -> dict[str, Model]:
    return {name: build("toy", encoder(), name, seed, **choices) for name in BOTH}


@settings(max_examples=examples(150))
@given(choices=parameters(), seed=st.integers(-(2**70), 2**70), happening=events)
def test_engines_agree(choices, seed, happening):
    check_all(pair(choices, seed), happening)


@settings(max_examples=examples(40))
@given(choices=parameters(), seed=st.integers(0, 2**64), happening=events)
def test_engines_agree_on_texts(choices, seed, happening):
    named = [
        (event, WORDS.get(value, value) if event in ("step", "peek") else value, learn)
        for event, value, learn in happening
    ]
    check_all(pair(choices, seed, categories), named)


def check_all(models: dict[str, Model], happening: list[Any]) -> None:
    """Whatever happens, both engines give the same answers and have the same state."""
    assert same(*models.values())
    for event in happening:
        if event[0] == "swap":  # each continues where the other stopped
            models = {
                "fast": moved_to(models["textbook"], "fast"),
                "textbook": moved_to(models["fast"], "textbook"),
            }
        else:
            answers = [go(models[name], event) for name in ("textbook", "fast")]
            assert answers[0] == answers[1]
        assert same(*models.values())


@settings(max_examples=examples(20))
@given(choices=parameters(), active=st.lists(st.sets(st.integers(0, 63)), min_size=1, max_size=40))
def test_engines_agree_on_any_input_empty_and_saturated(choices, active):
    from htm_teacher import SDR

    models = pair(choices, 1)
    for bits in [*active, range(64), (), range(64)]:
        columns = [one.pooler.compute(SDR(64, bits)) for one in models.values()]
        assert columns[0] == columns[1]
        for one in models.values():
            one.memory.compute(columns[0])
        assert same(*models.values())


@given(state=st.integers(0, 2**64 - 1), n=st.one_of(st.integers(1, 50), st.integers(2**62, 2**62 + 50)))
def test_engines_agree_on_what_is_drawn(state, n):
    """Also for large n, where every fourth word is drawn again."""
    from htm_teacher.fast.kernels.rng import below

    position, stream = np.array([state], np.uint64), Random.at(state)
    for _ in range(10):
        assert below(position, n) == stream.below(n)
        assert position[0] == stream.state


SLOW = pytest.mark.slow


@pytest.mark.parametrize(
    ("preset", "steps"),
    [
        ("toy", 1000),
        ("classroom", 400),
        pytest.param("toy", 3000, marks=SLOW),
        pytest.param("classroom", 1000, marks=SLOW),
    ],
)
def test_engines_agree_over_a_long_run(preset, steps):
    models = {name: build(preset, RDSE(resolution=0.5), name) for name in ("textbook", "fast")}
    for step in range(steps):
        value = (step * step) % 23 + (step % 7 == 0) * (step % 31)
        answers = [one.step(value) for one in models.values()]
        assert answers[0] == answers[1]
        if step % 100 == 0:
            assert same(*models.values())
    assert same(*models.values())
