"""Section 1: permanences as whole numbers, rounding, sums in a written order, checks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.core.numbers import (
    add_up,
    check_indices,
    check_number,
    check_whole,
    is_missing,
    round_half_up,
    to_decimal,
    to_permanence,
)


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


@pytest.mark.parametrize(
    ("value", "missing"),
    [(None, True), (float("nan"), True), (0, False), ("", False), (float("inf"), False)],
)
def test_none_and_nan_are_missing_and_nothing_else_is(value, missing):
    assert is_missing(value) is missing


@pytest.mark.parametrize(
    "value",
    [float("inf"), float("-inf"), float("nan"), "1", None, 1j, [1], True, 10**400],
    ids=["inf", "-inf", "nan", "text", "none", "complex", "list", "bool", "huge"],
)
def test_what_is_no_finite_number_is_an_error_that_names_the_field(value):
    with pytest.raises(ValueError, match="the_field"):
        check_number(value, "the_field")


@pytest.mark.parametrize(("value", "said"), [(-1, "at least 0"), (1.5, "whole"), (12, "0 and 10")])
def test_the_error_says_what_would_be_right(value, said):
    with pytest.raises(ValueError, match=said):
        check_whole(value, "it", 0, 10 if value == 12 else float("inf"))


def test_a_whole_number_may_be_written_as_a_decimal():
    assert check_whole(3.0, "it") == 3
    assert isinstance(check_whole(3.0, "it"), int)


def test_a_whole_number_is_taken_exactly_however_large():
    assert check_whole(2**53 + 1, "it") == 2**53 + 1


@pytest.mark.parametrize("index", [-1, 5, 1.5, "1", None])
def test_an_index_out_of_range_is_an_error(index):
    with pytest.raises(ValueError, match="bit"):
        check_indices([0, index], "bit", 5)
