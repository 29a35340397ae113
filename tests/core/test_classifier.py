"""The SDR classifier of section 6, with weights worked out by hand."""

from math import exp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import Classifier, ClassifierParameters

A, B = frozenset({1, 2}), frozenset({3})


def classifier(engine: Any, *horizons: int, rate: float = 0.5) -> Classifier:
    parameters = ClassifierParameters(horizons=horizons or (1,), learning_rate=rate)
    one: Classifier = engine.classifier(parameters)
    return one


def test_before_any_value_was_seen_nothing_is_predicted(engine):
    one = classifier(engine)
    assert one.compute(A, None, None) == {}
    assert one.compute(A, 5, 1.0, learn=False) == {}


def test_a_first_bucket_is_certain(engine):
    (prediction,) = classifier(engine).compute(A, 5, 1.0).values()
    assert (prediction.distribution, prediction.values) == ({5: 1.0}, (1.0,))


def test_a_step_of_learning_by_hand(engine):
    """Cells 1 and 2, then bucket 7 beside bucket 5: from weights 0 each has a chance of 1/2."""
    one = classifier(engine, rate=0.5)
    one.compute(A, 5, 10.0)
    predictions = one.compute(B, 7, 20.0)
    assert one.weights[1] == {1: [-0.25, 0.25], 2: [-0.25, 0.25]}
    assert predictions[1].distribution == {5: 0.5, 7: 0.5}  # cell 3 has no weights yet
    after = one.predict(A)[1]
    highest = exp(0.0)
    assert after.distribution == {
        5: exp(-0.5 - 0.5) / (exp(-1.0) + highest),
        7: highest / (exp(-1.0) + highest),
    }
    assert after.bucket == 7
    assert after.value == 20.0
    chance = 1 / (1 + exp(-1.0))
    assert after.expected == pytest.approx(20 * chance + 10 * (1 - chance), abs=1e-12)


def test_it_learns_first_and_then_predicts(engine):
    one = classifier(engine, rate=1.0)
    one.compute(A, 5, 1.0)
    assert one.compute(A, 7, 2.0)[1].distribution[7] > 0.5


def test_a_horizon_learns_from_the_cells_of_so_many_steps_ago(engine):
    one = classifier(engine, 1, 2, rate=0.5)
    one.compute(A, 5, 1.0)
    one.compute(B, 7, 2.0)
    one.compute(frozenset({9}), 7, 2.0)
    assert set(one.weights[1]) == {1, 2, 3}
    assert set(one.weights[2]) == {1, 2}


def test_weights_move_by_the_rate_times_what_was_wrong(engine):
    one = classifier(engine, rate=0.1)
    one.compute(B, 5, 1.0)
    one.compute(B, 7, 1.0)
    chances = one.predict(B)[1].distribution
    before = list(one.weights[1][3])
    one.compute(B, 5, 1.0)
    after = one.weights[1][3]
    assert after == [before[0] + 0.1 * (1 - chances[5]), before[1] + 0.1 * (0 - chances[7])]


def test_a_new_bucket_starts_with_weights_of_zero_for_all_cells(engine):
    one = classifier(engine, rate=0.5)
    one.compute(B, 5, 1.0)
    one.compute(B, 7, 1.0)
    weights = [0.5 * (0 - 0.5), 0.5 * (1 - 0.5), 0.0]
    total = sum(exp(w - max(weights)) for w in weights)
    chances = [exp(w - max(weights)) / total for w in weights]
    one.compute(B, 9, 1.0)
    expected = [w + 0.5 * (hit - p) for w, hit, p in zip(weights, (0, 0, 1), chances, strict=True)]
    assert one.weights[1][3] == pytest.approx(expected, abs=1e-15)


def test_buckets_are_ascending_and_of_equals_the_lowest_is_most_probable(engine):
    one = classifier(engine)
    one.compute(A, 9, 90.0)
    prediction = one.compute(frozenset({50}), -4, -40.0)[1]
    assert prediction.buckets == (-4, 9)
    assert list(prediction.probabilities) == [0.5, 0.5]
    assert (prediction.bucket, prediction.value, prediction.expected) == (-4, -40.0, 25.0)


def test_the_value_of_a_bucket_is_the_running_mean_of_the_values_seen_in_it(engine):
    one = classifier(engine)
    for value in (1.0, 2.0, 6.0):
        one.compute(A, 5, value)
    assert one.values == {5: (1 + 0.5) + (6 - 1.5) / 3}
    assert one.counts == {5: 3}


def test_a_category_is_its_own_value_and_has_no_mean(engine):
    one = classifier(engine)
    one.compute(A, 1, "ash")
    one.compute(A, 2, "oak")
    prediction = one.predict(A)[1]
    assert prediction.value == "oak"
    assert prediction.expected is None


def test_a_missing_value_is_not_learned_but_the_cells_are_remembered(engine):
    one = classifier(engine, rate=0.5)
    one.compute(A, 5, 1.0)
    one.compute(B, None, None)
    assert one.weights[1] == {}
    one.compute(A, 7, 1.0)
    assert set(one.weights[1]) == {3}


def test_without_learning_only_the_remembered_cells_move(engine):
    one = classifier(engine, rate=0.5)
    one.compute(A, 5, 1.0)
    before = (dict(one.weights[1]), dict(one.values), dict(one.counts), list(one.buckets))
    one.compute(B, 8, 1.0, learn=False)
    assert (one.weights[1], one.values, one.counts, one.buckets) == before
    one.compute(A, 7, 1.0)
    assert set(one.weights[1]) == {3}


def test_reset_clears_the_remembered_cells_and_no_weight(engine):
    one = classifier(engine, rate=0.5)
    one.compute(A, 5, 1.0)
    one.compute(B, 7, 1.0)
    weights = dict(one.weights[1])
    one.reset()
    one.compute(A, 5, 1.0)
    assert one.weights[1] == weights


def test_without_cells_nothing_is_predicted(engine):
    one = classifier(engine)
    one.compute(A, 5, 1.0)
    assert one.predict(frozenset()) == {}


def test_large_weights_do_not_overflow(engine):
    one = classifier(engine, rate=10)
    for n in range(400):
        one.compute(frozenset(range(200)), n % 2, 1.0)
    chances = one.predict(frozenset(range(200)))[1].probabilities
    assert sum(chances) == pytest.approx(1)
    assert all(0 <= chance <= 1 for chance in chances)


cells = st.frozensets(st.integers(0, 5), max_size=4)


@given(st.lists(st.tuples(cells, st.integers(-3, 3)), min_size=1, max_size=20))
def test_probabilities_make_one(engine, steps):
    one = classifier(engine, 1, 3, rate=2.0)
    for now, bucket in steps:
        for prediction in one.compute(now, bucket, float(bucket)).values():
            assert sum(prediction.probabilities) == pytest.approx(1, abs=1e-12)
            assert min(prediction.probabilities) >= 0
            assert prediction.bucket in prediction.buckets


def test_what_always_follows_is_learned(engine):
    one = classifier(engine, 1, 2, rate=0.3)
    for n in range(300):
        one.compute(frozenset({n % 3}), n % 3, float(n % 3))
    assert [one.predict(frozenset({n}))[1].value for n in range(3)] == [1.0, 2.0, 0.0]
    assert [one.predict(frozenset({n}))[2].value for n in range(3)] == [2.0, 0.0, 1.0]
