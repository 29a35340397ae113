"""Section 1: permanences as whole numbers, rounding, sums in a written order."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.core.permanence import add_up, round_half_up, to_decimal, to_permanence


@given(st.integers(0, 10_000))
def test_every_ten_thousandth_is_a_permanence_and_comes_back(whole):
    assert to_permanence(whole / 10_000, "it") == whole
    assert to_decimal(whole) == whole / 10_000
    assert to_permanence(float(f"{whole / 10_000:.4f}"), "it") == whole


def test_three_tenths_and_four_times_a_twentieth_make_a_half():
    assert to_permanence(0.3, "it") + 4 * to_permanence(0.05, "it") == to_permanence(0.5, "it")
    assert add_up([0.3, 0.05, 0.05, 0.05, 0.05]) < 0.5  # which is why


@pytest.mark.parametrize("value", [0.00005, 0.12345, 1.0001, -0.0001, 1 / 3, "0.1", None, True])
def test_what_is_no_multiple_of_a_ten_thousandth_in_0_to_1_is_an_error_that_names_it(value):
    with pytest.raises(ValueError, match="the_increment"):
        to_permanence(value, "the_increment")


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.5, 1), (1.5, 2), (2.5, 3), (-0.5, 0), (2.4999, 2), (-1.2, -1)]
)
def test_a_half_is_rounded_up(value, rounded):
    assert round_half_up(value) == rounded


def test_sums_go_from_left_to_right():
    assert add_up([1e16, 1.0, -1e16]) == 0.0
    assert add_up([1e16, -1e16, 1.0]) == 1.0
    assert add_up([]) == 0.0
