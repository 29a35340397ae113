"""Two engines, one answer, for the parts that read out: more than a model would ask of them.

Likelihood and classifier compute with real numbers, and yet all must be the same to the last bit.
"""

import math
import random
from array import array
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examples import examples
from htm_teacher import ENGINES, ClassifierParameters, LikelihoodParameters

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

BOTH = ("textbook", "fast")


def plain(state: Any) -> Any:
    """A state that can be compared: NaN equals NaN, and so do arrays of the same bytes."""
    if isinstance(state, dict):
        return {name: plain(one) for name, one in state.items()}
    return (state.typecode, state.tobytes()) if isinstance(state, array) else state


@st.composite
def likelihood_parameters(draw: Any) -> LikelihoodParameters:
    """Short periods, so that the window is soon full and the fit is often repeated."""
    return LikelihoodParameters(
        learning_period=draw(st.integers(0, 9)),
        estimation_samples=draw(st.integers(1, 5)),
        window=draw(st.integers(1, 15)),
        refit_every=draw(st.integers(1, 6)),
    )


@st.composite
def classifier_parameters(draw: Any) -> ClassifierParameters:
    horizons = draw(st.sets(st.integers(1, 7), min_size=1, max_size=3))
    widths = st.lists(st.sampled_from([0.5, 1.0, 3e5]), min_size=len(horizons), max_size=len(horizons))
    some = st.none() | st.sampled_from([0.0, 1.0, -7.5, 1e308])
    origins = st.lists(some, min_size=len(horizons), max_size=len(horizons))
    return ClassifierParameters(
        horizons=horizons,
        learning_rate=draw(st.sampled_from([0.0, 0.1, 0.7, 10.0])),
        change_widths=draw(st.none() | widths),
        change_origins=draw(st.none() | origins),
        reads_bits=draw(st.booleans()),
        spread=draw(st.sampled_from([0, 0, 1, 4])),
        rehearsals=draw(st.sampled_from([0, 0, 1, 5])),
        rehearsal_window=draw(st.sampled_from([1, 9, 10_000])),
    )


def test_kernels_say_when_there_is_no_room_for_all_that_a_step_could_need():
    """For 16 features, which may all be new at both horizons, and a new bucket for each."""
    from htm_teacher.fast import Classifier
    from htm_teacher.fast.kernels import classifier as kernels

    one = Classifier(ClassifierParameters(horizons=(1, 2)))
    assert one.table.weights.shape == (32, 8)
    assert kernels.has_room(one.table, 0, 16)
    assert not kernels.has_room(one.table, 0, 17)
    assert not kernels.has_room(one.table, 1, 16)  # twice as many pairs are learned
    assert not kernels.has_room(one.table._replace(weights=np.zeros((31, 8))), 0, 16)
    one.table.numbers[kernels.BUCKETS] = 7
    assert not kernels.has_room(one.table, 0, 16)
    before = one.table.numbers.tolist()
    features, no_bits = np.arange(16, dtype=np.uint32), np.zeros(0, np.uint32)
    given = (one.table, one.reading, features, 16, no_bits, 0, kernels.NUMBER, 5, 1.0, True, one.out)
    assert kernels.compute(*given) == kernels.NO_ROOM
    assert one.table.numbers.tolist() == before


scores = st.integers(0, 40).map(lambda n: n / 40)
floats = st.floats(-1e6, 1e6)
inputs = st.one_of(st.none(), st.just(2.5), st.just(2.5), st.sampled_from([2.5, 2.503]), floats)


@settings(max_examples=examples(150))
@given(
    parameters=likelihood_parameters(),
    records=st.lists(st.tuples(scores, inputs, st.integers(0, 9)), min_size=20, max_size=80),
)
def test_engines_agree_on_the_likelihood(parameters, records):
    """For values that vary much, hardly, or not at all, and for missing values."""
    kinds = {name: ENGINES[name].likelihood_type for name in BOTH}
    parts = {name: kind(parameters) for name, kind in kinds.items()}
    for score, value, chance in records:
        if chance == 0:  # each continues where the other stopped
            states = [parts[name].state() for name in BOTH]
            parts = {n: kinds[n].from_state(state) for n, state in zip(BOTH, states[::-1], strict=True)}
        answers = [parts[name].compute(score, value) for name in BOTH]
        assert answers[0] == answers[1]
        assert plain(parts["textbook"].state()) == plain(parts["fast"].state())
        assert parts["textbook"].usual == parts["fast"].usual


def test_engines_agree_on_a_long_window():
    """Longer than the room of a new likelihood, and shorter than the stream."""
    drawn = random.Random(1)
    parameters = LikelihoodParameters(learning_period=50, estimation_samples=20, window=2500, refit_every=70)
    parts = [ENGINES[name].likelihood_type(parameters) for name in BOTH]
    for n in range(6000):
        record = drawn.randrange(41) / 40, None if n % 11 == 0 else drawn.random()
        assert len({part.compute(*record) for part in parts}) == 1
        if n % 500 == 0:
            assert plain(parts[0].state()) == plain(parts[1].state())


# Few cells, so that they recur, and sometimes many; buckets near and far; missing values.
winners = st.one_of(st.frozensets(st.integers(0, 9), max_size=5), st.frozensets(st.integers(0, 300)))
bucketed = st.one_of(st.integers(-4, 4), st.integers(-4, 4), st.integers(-(2**62), 2**62), st.none())
valued = st.one_of(floats, st.sampled_from(["ash", "oak", None]))
readings = st.lists(
    st.tuples(winners, bucketed, valued, st.booleans() | st.just(True), st.integers(0, 12)),
    min_size=20,
    max_size=80,
)


@settings(max_examples=examples(150))
@given(parameters=classifier_parameters(), happening=readings)
def test_engines_agree_on_the_classifier(parameters, happening):
    """A bucket of texts may be given a number, and a bucket of numbers a text."""
    kinds = {name: ENGINES[name].classifier_type for name in BOTH}
    parts = {name: kind(parameters) for name, kind in kinds.items()}
    for cells, bucket, value, learn, chance in happening:
        if chance == 0:
            states = [parts[name].state() for name in BOTH]
            parts = {n: kinds[n].from_state(state) for n, state in zip(BOTH, states[::-1], strict=True)}
        if chance == 1:
            [part.reset() for part in parts.values()]
        asked = [parts[name].predict(cells, value) for name in BOTH]
        assert asked[0] == asked[1]
        answers = [parts[name].compute(cells, bucket, value, learn) for name in BOTH]
        assert answers[0] == answers[1]
        assert plain(parts["textbook"].state()) == plain(parts["fast"].state())
        for name in ("ascending", "buckets", "values", "counts"):
            assert getattr(parts["textbook"], name) == getattr(parts["fast"], name)
        assert parts["textbook"].past.moments == parts["fast"].past.moments
        assert parts["textbook"].repeat() == parts["fast"].repeat()


def test_engines_agree_on_many_buckets_and_cells():
    """So many that every array has to grow, more than once."""
    drawn = random.Random(2)
    parts = [ENGINES[name].classifier_type(ClassifierParameters(horizons=(1, 4))) for name in BOTH]
    for n in range(300):
        cells = frozenset(drawn.sample(range(20 * n + 100), 30))
        bucket = drawn.randrange(n // 2 + 1) ** 2
        answers = [part.compute(cells, bucket, bucket + 0.1) for part in parts]
        assert answers[0] == answers[1]
    assert plain(parts[0].state()) == plain(parts[1].state())


def test_engines_agree_on_the_constants_of_the_likelihood():
    from htm_teacher.core import anomaly
    from htm_teacher.fast.kernels import anomaly as kernels

    for name in ("AVERAGED", "RED", "YELLOW", "LEAST_MEAN", "LEAST_VARIANCE", "FLAT", "ROOT_OF_2"):
        assert getattr(kernels, name) == getattr(anomaly, name), name


def test_engines_agree_on_exp_and_erfc():
    """To the last bit: kernels call the functions that Python calls."""
    from htm_teacher.fast.kernels import libm
    from htm_teacher.fast.kernels.jit import compiled

    @compiled
    def both(numbers: Any, out: Any) -> None:
        for i in range(len(numbers)):
            out[0, i] = libm.exp(-numbers[i])
            out[1, i] = libm.erfc(numbers[i])

    drawn = np.random.default_rng(3)
    spread = [scale * drawn.random(50_000) for scale in (1e-9, 1.0, 6.0, 30.0, 750.0)]
    numbers = np.concatenate([*spread, [0.0, 5e-324, 745.2, 27.3, math.inf]])
    out = np.zeros((2, len(numbers)))
    both(numbers, out)
    assert out[0].tolist() == [math.exp(-x) for x in numbers.tolist()]
    assert out[1].tolist() == [math.erfc(x) for x in numbers.tolist()]
