"""What the classifier can do beside the plain readout: changes, bits, spread, rehearsal."""

from math import exp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.helpers import small_model
from htm_teacher import RDSE, Classifier, ClassifierParameters, Fields
from htm_teacher.core.rng import Random

A, B, C = frozenset({1, 2}), frozenset({3}), frozenset({4})


def classifier(engine: Any, seed: int = 42, **parameters: Any) -> Classifier:
    one: Classifier = engine.classifier(ClassifierParameters(**{"learning_rate": 0.5} | parameters), seed)
    return one


# Changes.


def test_the_bucket_of_a_change_is_rounded_with_halves_up(engine):
    one = classifier(engine, change_widths=(2.0,))
    for value in (10.0, 13.0, 10.0, 13.9, 13.9):  # changes of 1.5, -1.5, 1.95 and 0 widths
        one.compute(A, None, value)
    assert one.counts == {2: 2, -1: 1, 0: 1}
    assert one.values == {2: 2.0, -1: -1.0, 0: 0.0}


def test_a_predicted_change_is_added_to_the_value_of_now(engine):
    one = classifier(engine, change_widths=(2.0,))
    one.compute(A, 0, 10.0)
    prediction = one.compute(B, 0, 14.5)[1]
    assert (prediction.buckets, list(prediction.values)) == ((2,), [18.5])
    assert (prediction.width, prediction.base, prediction.median) == (2.0, 14.5, 18.5)
    assert one.predict(A, -1.0)[1].value == 3.0


def test_each_horizon_has_its_own_width_and_counts_its_own_changes(engine):
    one = classifier(engine, horizons=(1, 2), change_widths=(1.0, 10.0))
    for value in (0.0, 10.0, 20.0):
        found = one.compute(A, 0, value)
    assert one.counts == {10: 2, 2: 1}
    assert one.buckets == [10, 2]
    assert [list(found[horizon].values) for horizon in (1, 2)] == [[22.0, 30.0], [40.0, 120.0]]


def test_changes_can_be_counted_from_a_fixed_value(engine):
    one = classifier(engine, horizons=(1, 2), change_widths=(1.0, 2.0), change_origins=(None, 100.0))
    for value in (0.0, 10.0, 104.0):
        found = one.compute(A, 0, value)
    assert one.counts == {10: 1, 94: 1, 2: 1}
    assert [one.base for one in found.values()] == [104.0, 100.0]
    assert list(found[2].values) == [104.0, 120.0, 288.0]
    assert found[1].values[0] == 106.0
    assert one.predict(A) == {}, "the change from now needs a value of now"


@pytest.mark.parametrize("missing", [None, "oak"])
def test_a_missing_value_and_a_text_have_no_change(engine, missing):
    one = classifier(engine, change_widths=(1.0,))
    one.compute(A, 0, 1.0)
    assert one.compute(B, 0, missing) == {}
    one.compute(C, 0, 2.0)
    assert one.buckets == []
    one.compute(C, 0, 2.0)
    assert one.buckets == [0]
    assert one.predict(A) == one.predict(A, missing) == {}


@pytest.mark.parametrize("value", [1e308, -1e308, 2.0**31])
def test_a_change_of_too_many_widths_is_not_learned(engine, value):
    one = classifier(engine, change_widths=(1.0,))
    one.compute(A, 0, 0.0)
    one.compute(A, 0, value)
    assert one.buckets == []


def test_there_is_no_change_across_a_reset(engine):
    one = classifier(engine, change_widths=(1.0,))
    one.compute(A, 0, 1.0)
    one.reset()
    one.compute(A, 0, 2.0)
    assert one.buckets == []


def test_each_horizon_needs_a_width_above_0():
    with pytest.raises(ValueError, match=r"^change_widths is \(1.0,\): 2 are needed"):
        ClassifierParameters(horizons=(1, 2), change_widths=(1,))
    for wrong in ((0.0,), (-1.0,), (float("inf"),), (), "a", 1.0):
        with pytest.raises(ValueError, match=r"^change_widths is "):
            ClassifierParameters(change_widths=wrong)


def test_each_horizon_needs_an_origin_or_none():
    with pytest.raises(ValueError, match=r"^change_origins is \(1.0,\): 2 are needed"):
        ClassifierParameters(horizons=(1, 2), change_widths=(1, 1), change_origins=(1,))
    for wrong in ((float("inf"),), (), "a", 1.0):
        with pytest.raises(ValueError, match=r"^change_origins is "):
            ClassifierParameters(change_origins=wrong)
    assert ClassifierParameters(change_origins=(None,)).scales is None


# Spread.


def test_learning_spreads_to_neighbours_that_were_seen(engine):
    """With a spread of 1, of 5, 6 and 8 the neighbour of 5 is 6: two thirds and one third of the target."""
    one = classifier(engine, spread=1)
    for bucket in (8, 6):
        one.compute(frozenset(), bucket, 1.0)
    one.compute(A, 6, 1.0)
    one.compute(B, 5, 1.0)
    third = 1 / 3
    shares = [0.0, 0.5 / 1.5, 1.0 / 1.5]
    assert one.weights[1][1] == [0.5 * (share - third) for share in shares]


# Rehearsal.


def test_what_is_rehearsed_are_earlier_pairs_drawn_from_the_stream(engine):
    """At the fourth moment pairs begin at 0 and 1, beside that of now. Cells show which were learned."""
    one, stream = classifier(engine, seed=7, rehearsals=1), Random(7, "classifier")
    for step, bucket in enumerate((0, 1, 2)):
        one.compute(frozenset({step}), bucket, 1.0)
    before = {cell: list(row) for cell, row in one.weights[1].items()}
    assert one.random.state == stream.state  # of one pair nothing is drawn
    one.compute(frozenset({3}), 3, 1.0)
    drawn = stream.below(2)
    assert one.random.state == stream.state
    moved = {cell for cell, row in before.items() if row != one.weights[1][cell][: len(row)]}
    assert moved - {2} == {drawn}


def test_a_rehearsed_pair_is_learned_before_that_of_now_with_the_weights_of_now(engine):
    one = classifier(engine, rehearsals=1)
    for bucket in (0, 1, 0):
        one.compute(C, bucket, 1.0)
    weight = 0.5 * (0 - 0.5), 0.5 * (1 - 0.5)
    for came in (1, 0):  # the pair of the first two moments once more, then that of now
        powers = [exp(one - max(weight)) for one in weight]
        chances = [power / sum(powers) for power in powers]
        weight = tuple(
            w + 0.5 * ((k == came) - p) for k, (w, p) in enumerate(zip(weight, chances, strict=True))
        )
    assert one.weights[1][4] == pytest.approx(weight, abs=1e-15)
    assert one.counts == {0: 2, 1: 1}


def test_a_rehearsed_change_is_not_counted_again(engine):
    one = classifier(engine, change_widths=(1.0,), rehearsals=5)
    for value in (0.0, 1.0, 0.0, 1.0):
        one.compute(A, None, value)
    assert one.counts == {1: 2, -1: 1}


def test_without_learning_nothing_is_drawn(engine):
    one = classifier(engine, rehearsals=3)
    for bucket in (0, 1, 2, 3):
        one.compute(A, bucket, 1.0, learn=False)
    assert one.random.state == Random(42, "classifier").state
    assert one.weights[1] == {}


def test_a_bucket_that_came_while_nothing_was_learned_is_not_rehearsed(engine):
    one = classifier(engine, rehearsals=9)
    one.compute(A, 5, 1.0)
    for bucket in (6, 7, 8):
        one.compute(A, bucket, 1.0, learn=False)
    one.compute(B, 5, 1.0)
    assert one.buckets == [5]


def test_no_more_moments_are_kept_than_the_window_and_the_horizons_need(engine):
    for window, most in ((2, 4), (7, 7)):
        one = classifier(engine, horizons=(3,), rehearsals=1, rehearsal_window=window)
        for n in range(20):
            one.compute(frozenset({n}), n, 1.0)
        assert [list(moment.features) for moment in one.past.moments] == [[n] for n in range(20 - most, 20)]


def test_a_pair_across_a_reset_is_not_rehearsed(engine):
    one = classifier(engine, rehearsals=20)
    one.compute(A, 5, 1.0)
    one.reset()
    one.compute(B, 6, 1.0)
    one.compute(C, 7, 1.0)
    assert set(one.weights[1]) == {3}


# In a model.


def test_bits_are_numbered_after_all_cells(engine):
    model = small_model(engine, reads_bits=True)
    step = model.step(3.0)
    cells = model.memory.size
    assert set(model.classifier.past.moments[-1].features) == step.winner_cells | {
        cells + bit for bit in step.encoded.active
    }
    assert small_model(engine).step(3.0).winner_cells == step.winner_cells


def refined(engine: Any, **choices: Any) -> Any:
    chosen = {"change_widths": (1.0, 2.0), "horizons": (1, 3), "reads_bits": True, "spread": 1}
    model = small_model(engine, **chosen | {"rehearsals": 2} | choices)
    for n in range(90):
        model.step(n % 5 * 3.0)
    return model


def test_a_peek_draws_and_changes_nothing(engine):
    model = refined(engine)
    before = model.state()
    told = model.peek(12.0)
    assert model.state() == before
    assert told == model.step(12.0, learn=False)


def test_a_run_tells_the_median(engine):
    one, other = refined(engine), refined(engine)
    values = [0.0, 3.0, None, 3.0, 6.0, 9.0]
    told = one.run(values).prediction
    steps = [other.step(value) for value in values]
    assert told[1] == [step.prediction[1].median if step.prediction else None for step in steps]


def test_free_running_changes_are_added_to_the_median_before(engine):
    model = refined(engine)
    last = model.step(0.0).prediction
    for found in model.free_run(3):
        assert found[1].base == last[1].median
        last = found
    assert refined(engine, horizons=(2, 3)).free_run(2) == [{}, {}]
    model.reset()
    assert model.free_run(2) == []


def test_what_always_changes_alike_is_predicted_at_a_level_that_was_never_seen(engine):
    model = small_model(engine, RDSE(1.0, size=60, active_bits=9), change_widths=(1.0, 1.0), reads_bits=True)
    for n in range(60):
        prediction = model.step(float(n)).prediction
    assert prediction[1].median == pytest.approx(60.0, abs=0.5)


def test_a_missing_predicted_field_has_no_prediction(engine):
    fields = Fields({"a": RDSE(1.0, size=60, active_bits=9), "b": RDSE(1.0, size=60, active_bits=9)})
    model = small_model(engine, fields, change_widths=(1.0, 1.0), reads_bits=True)
    for n in range(5):
        model.step({"a": n, "b": n})
    assert model.step({"b": 5}).prediction == {}
    assert model.step({"a": 6, "b": 6}).prediction


cells = st.frozensets(st.integers(0, 5), max_size=4)


@given(
    st.lists(st.tuples(cells, st.floats(-9, 9) | st.none()), min_size=1, max_size=20),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_probabilities_make_one(engine, steps, spread, rehearsals):
    one = classifier(engine, horizons=(1, 3), change_widths=(1.0, 0.5), spread=spread, rehearsals=rehearsals)
    for now, value in steps:
        for prediction in one.compute(now, None, value).values():
            assert sum(prediction.probabilities) == pytest.approx(1, abs=1e-12)
            low, high = prediction.interval(0.9)
            assert low <= prediction.median <= high
