"""Section 1: values from outside are checked, and errors name what is wrong."""

from decimal import Decimal

import pytest

from htm_teacher.core.checks import (
    check_choice,
    check_indices,
    check_number,
    check_whole,
    check_wholes,
    is_missing,
)


@pytest.mark.parametrize(
    ("value", "missing"),
    [
        *((None, True), (float("nan"), True), (Decimal("NaN"), True)),
        *((0, False), (False, False), ("", False), (float("inf"), False), ({}, False)),
    ],
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


class Odd:
    """Something that cannot even be compared with itself."""

    def __eq__(self, other: object) -> bool:
        raise KeyError("odd")

    __ne__ = __eq__
    __hash__ = object.__hash__


@pytest.mark.parametrize("value", [Odd(), Decimal("sNaN")], ids=["odd", "signalling"])
def test_what_cannot_be_compared_is_not_missing_and_is_no_number(value):
    assert not is_missing(value)
    with pytest.raises(ValueError, match=r"the_field is .*: a finite number is needed"):
        check_number(value, "the_field")


def test_what_numpy_and_pandas_have_is_taken_for_what_it_is():
    np, pd = pytest.importorskip("numpy"), pytest.importorskip("pandas")
    for value in (pd.NA, pd.NaT, np.nan, np.float32("nan"), np.datetime64("NaT")):
        assert is_missing(value) is True
    for value in (np.float32(0), np.bool_(False), np.array([1, 2]), np.array([])):
        assert is_missing(value) is False
    for value in (np.bool_(True), np.array([1, 2]), np.array(["a"])):
        with pytest.raises(ValueError, match=r"the_field is .*: a finite number is needed"):
            check_number(value, "the_field")
    assert type(check_number(np.float32(0.5), "it")) is float
    assert type(check_whole(np.int64(5), "it")) is int


@pytest.mark.parametrize("high", [2**64 - 1, 2**53 + 1])
def test_a_bound_on_a_whole_number_is_exact_however_large(high):
    assert check_whole(high, "it", 0, high) == high
    for outside in (-1, high + 1):
        with pytest.raises(ValueError, match="it is"):
            check_whole(outside, "it", 0, high)


def test_several_whole_numbers_are_a_tuple_of_them():
    assert check_wholes([20.0, 3], "shape", 1, 20) == (20, 3)
    for wrong in (5, None, (), "12", [0], [21], [1.5], ["1"]):
        with pytest.raises(ValueError, match="shape"):
            check_wholes(wrong, "shape", 1, 20)


def test_a_choice_is_one_of_the_options_and_a_flag_is_true_or_false():
    assert check_choice("local", "it", ("global", "local")) == "local"
    assert [repr(check_choice(value, "it")) for value in (True, False, 1, 0.0)] == ["True", "False"] * 2
    for wrong in ("no", None, 2, [], float("nan")):
        with pytest.raises(ValueError, match=r"it is .*: it must be True or False"):
            check_choice(wrong, "it")


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
