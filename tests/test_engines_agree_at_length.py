"""Two engines, one answer, for longer and with larger segments than Hypothesis would try."""

import csv
import hashlib
import json
from array import array
from copy import deepcopy
from itertools import chain, islice, repeat
from pathlib import Path
from random import Random as Lots

import pytest

from htm_teacher import ENGINES, RDSE, History, build
from htm_teacher.keep import snapshot
from htm_teacher.series import SHIPPED, shipped

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

BOTH = ("textbook", "fast")


def digest(model):
    """The complete state, as one number."""

    def plain(state):
        if isinstance(state, array):
            return [state.typecode, hashlib.sha256(state.tobytes()).hexdigest()]
        return {str(key): plain(one) for key, one in state.items()} if isinstance(state, dict) else state

    return hashlib.sha256(json.dumps(plain(model.state()), default=repr).encode()).hexdigest()


@pytest.mark.parametrize("room", [33, 100])
def test_engines_agree_on_segments_of_many_words(room):
    """Of more than 32 and more than 64 synapses, with evictions, a kill, and a swap of engines."""
    drawn = Lots(room)
    choices = {
        "columns": 96,
        "active_column_count": 40,
        "activation_threshold": 9,
        "learning_threshold": 7,
        "sample_size": 25,
        "max_synapses_per_segment": room,
        "max_segments_per_cell": 2,
    }
    models = [build("toy", RDSE(resolution=1, size=64, active_bits=9), name, **choices) for name in BOTH]
    longest = 0
    for step in range(400):
        value = drawn.choice([step % 5, step % 7, drawn.randrange(12)])
        answers = [one.step(value, learn=step % 9 != 0) for one in models]
        assert answers[0] == answers[1]
        if step % 10 == 0:
            assert digest(models[0]) == digest(models[1])
            longest = max([longest, *(len(one.synapses) for one in models[0].memory.segments)])
        if step == 250:
            models = [
                snapshot.from_bytes(snapshot.to_bytes(one), ENGINES[name])
                for one, name in zip(models[::-1], BOTH, strict=True)
            ]
        if step == 300:
            assert models[0].kill(0.1) == models[1].kill(0.1)
    assert longest > 32


def test_engines_agree_where_segments_may_grow_on_the_way():
    """From one word to two and to four. A smaller limit leaves the synapses that exist."""
    drawn = Lots(0)
    choices = {"columns": 64, "active_column_count": 40, "max_synapses_per_segment": 12}
    models = [build("toy", RDSE(resolution=1, size=64, active_bits=9), name, **choices) for name in BOTH]
    for room in (12, 40, 70, 20):
        for one in models:
            one.change(max_synapses_per_segment=room, sample_size=min(room, 30))
        for step in range(60):
            value = drawn.choice([step % 3, drawn.randrange(6)])
            answers = [one.step(value) for one in models]
            assert answers[0] == answers[1]
        assert digest(models[0]) == digest(models[1])


def saved_and_loaded(history):
    model = history.model
    return History(snapshot.from_bytes(snapshot.to_bytes(model), type(model)))


def rewound(history):
    history.rewind(len(history))
    return history


def branched(history):
    return history.branch(len(history))


@pytest.mark.parametrize("way", [saved_and_loaded, rewound, branched])
@pytest.mark.parametrize("room", [5, 20, 40])
def test_engines_agree_where_segments_are_longer_than_the_limit_that_was_lowered(way, room):
    """A model made from a state must not take the length of its segments from the parameter."""
    drawn = Lots(1)
    choices = {
        "columns": 96,
        "active_column_count": 60,
        "activation_threshold": 9,
        "learning_threshold": 7,
        "sample_size": 60,
        "max_synapses_per_segment": 100,
    }
    encoder = RDSE(resolution=1, size=64, active_bits=9)
    histories = [History(build("toy", deepcopy(encoder), name, **choices)) for name in BOTH]

    def go_on(steps):
        for step in range(steps):
            value = drawn.choice([step % 3, drawn.randrange(6)])
            answers = [one.step(value) for one in histories]
            assert answers[0] == answers[1]
            assert digest(histories[0].model) == digest(histories[1].model)

    go_on(40)
    assert max(len(one.synapses) for one in histories[0].model.memory.segments) > 64
    for one in histories:
        one.change(max_synapses_per_segment=room, sample_size=min(room, 10))
    go_on(2)
    histories = [way(one) for one in histories]
    assert digest(histories[0].model) == digest(histories[1].model)
    go_on(40)


def test_engines_agree_on_a_segment_that_is_made_longer_by_hand():
    """Longer than its words, with another segment right behind it; and a synapse set again."""
    models = [build("toy", RDSE(resolution=1), name) for name in BOTH]
    for model in models:
        memory = model.memory
        long, short = memory.segments.create(7, 0), memory.segments.create(9, 0)
        for cell in range(100):
            memory.segments.add_synapse(long, cell, 2100)
            memory.segments.add_synapse(short, cell % 5, 3000 + cell)
        memory.segments.add_synapse(long, 50, 7000)
        assert [len(one.synapses) for one in (long, short)] == [100, 5]
        assert (long.synapses[50], short.synapses[4]) == (7000, 3099)
    assert digest(models[0]) == digest(models[1])
    for step in range(40):
        answers = [one.step(step % 4) for one in models]
        assert answers[0] == answers[1]
        assert digest(models[0]) == digest(models[1])


NYC_TAXI = Path(__file__).parents[2] / "shared" / "nab" / "data" / "realKnownCause" / "nyc_taxi.csv"


def nyc_taxi():
    if not NYC_TAXI.exists():
        pytest.skip(f"{NYC_TAXI.name} is not there")
    with NYC_TAXI.open() as file:
        return [float(row["value"]) for row in csv.DictReader(file)]


def values_of(name):
    return nyc_taxi() if name == "nyc_taxi" else list(shipped(name).values())


def results_of(results):
    scores = ("anomaly", "recall", "precision", "likelihood", "bursting")
    return [getattr(results, name).tobytes() for name in scores] + [results.prediction]


def agree(preset, name, steps):
    """Both over the series, as often as needed; answers and whole states are compared every 500 steps.

    Half-way each continues as the other engine, from what it has saved.
    """
    values = values_of(name)
    encoder = RDSE()
    encoder.fit(values)
    models = [build(preset, encoder, engine) for engine in BOTH]
    stream = islice(chain.from_iterable(repeat(values)), steps)
    compared = 0
    while part := list(islice(stream, 500)):
        told = [results_of(one.run(part)) for one in models]
        assert told[0] == told[1]
        assert digest(models[0]) == digest(models[1])
        compared += len(part)
        if compared == max(500, steps // 1000 * 500):
            saved = [snapshot.to_bytes(one) for one in models]
            assert saved[0] == saved[1]
            models = [snapshot.from_bytes(saved[0], ENGINES[name]) for name in BOTH[::-1]]
    assert compared == models[0].steps == models[1].steps == steps


LONG = (pytest.mark.slow, pytest.mark.long)
SERIES = [*SHIPPED, "nyc_taxi"]


@pytest.mark.parametrize(
    "steps", [300, pytest.param(3000, marks=pytest.mark.slow), pytest.param(100_000, marks=LONG)]
)
@pytest.mark.parametrize("name", SERIES)
def test_engines_agree_over_many_steps(name, steps):
    agree("classroom", name, steps)


@pytest.mark.parametrize("steps", [pytest.param(500, marks=pytest.mark.slow), pytest.param(5000, marks=LONG)])
def test_engines_agree_over_many_steps_at_full_size(steps):
    agree("cortex", "nyc_taxi", steps)
