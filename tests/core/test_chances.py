"""What a prediction says: the most probable value, the mean, quantiles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import Prediction
from htm_teacher.core.chances import of_changes

CHANGES = of_changes((-1, 0, 2), (0.25, 0.5, 0.25), 2.0, 10.0)
VALUES = Prediction((-1, 0, 2), (0.25, 0.5, 0.25), (8.0, 10.5, 14.0))
TEXTS = Prediction((1, 2), (0.25, 0.75), ("ash", "oak"))


def test_changes_are_added_to_the_value_of_now():
    assert list(CHANGES.values) == [8.0, 10.0, 14.0]
    assert (CHANGES.value, CHANGES.expected) == (10.0, 10.5)


@pytest.mark.parametrize(
    ("share", "value"),
    [(0, 7.0), (0.125, 8.0), (0.25, 9.0), (0.5, 10.0), (0.75, 11.0), (0.875, 14.0), (1, 15.0)],
)
def test_the_probability_of_a_change_is_spread_over_its_bucket(share, value):
    assert CHANGES.quantile(share) == value


@pytest.mark.parametrize(("share", "value"), [(0, 8.0), (0.25, 8.0), (0.26, 10.5), (0.75, 10.5), (1, 14.0)])
def test_of_values_a_quantile_is_the_value_of_the_bucket_that_reaches_it(share, value):
    assert VALUES.quantile(share) == value


def test_one_value_is_told_the_median_of_changes_the_most_probable_of_values():
    skewed = Prediction((1, 2, 3), (0.4, 0.3, 0.3), (1.0, 2.0, 3.0))
    assert (skewed.told, skewed.median) == (1.0, 2.0)
    assert of_changes((1, 2, 3), (0.4, 0.3, 0.3), 1.0, 0.0).told == 1.5 + (0.5 - 0.4) / 0.3
    assert TEXTS.told == "oak"


def test_texts_have_no_quantiles():
    assert (TEXTS.median, TEXTS.interval(0.5)) == (None, None)


def test_an_interval_leaves_out_as_much_on_either_side():
    assert CHANGES.interval(0.5) == (9.0, 11.0)
    assert CHANGES.interval(1) == (7.0, 15.0)
    assert CHANGES.interval(0) == (10.0, 10.0)


@pytest.mark.parametrize("share", [-0.1, 1.1, float("nan"), "x", None])
def test_a_share_is_a_fraction(share):
    with pytest.raises(ValueError, match="share"):
        CHANGES.quantile(share)
    with pytest.raises(ValueError, match="share"):
        CHANGES.interval(share)


def test_a_sum_of_probabilities_just_below_the_share_ends_in_the_last_bucket_that_has_any():
    assert of_changes((0, 1, 2), (0.1, 0.9 - 1e-9, 0.0), 1.0, 0.0).quantile(1) == 1.5
    assert of_changes((0, 1, 2), (0.0, 0.9, 0.1), 1.0, 0.0).quantile(0) == 0.5


predictions = st.dictionaries(st.integers(-50, 50), st.floats(0, 1), min_size=1, max_size=20).flatmap(
    lambda found: st.builds(
        lambda width, base: of_changes(
            tuple(sorted(found)),
            [found[one] / (sum(found.values()) or 1.0) for one in sorted(found)],
            width,
            base,
        ),
        st.sampled_from([0.1, 1.0, 3.7e-5, 1e9]),
        st.floats(-1e6, 1e6),
    )
)


@given(predictions.filter(lambda one: max(one.probabilities) > 0), st.lists(st.floats(0, 1), min_size=2))
def test_quantiles_rise_with_the_share_and_the_median_is_in_every_interval(prediction, shares):
    found = [prediction.quantile(share) for share in sorted(shares)]
    assert found == sorted(found)
    for share in shares:
        low, high = prediction.interval(share)
        assert low <= prediction.median <= high
