"""The encoder of rows: any names, in any order, missing and new ones."""

import math

import pytest

from htm_teacher.adapters.rows import BITS_PER_FEATURE, LEAST_SIZE, RowEncoder, machine, resolution


def test_the_order_of_the_features_does_not_matter():
    encoder = RowEncoder(400, {"a": 1.0, "b": 1.0})
    assert encoder.encode({"a": 1, "b": 2}) == encoder.encode({"b": 2, "a": 1})
    assert encoder.encode({"a": 1, "b": 2}) != encoder.encode({"a": 2, "b": 1})


@pytest.mark.parametrize("missing", [None, math.nan])
def test_a_missing_value_has_no_bits(missing):
    encoder = RowEncoder(400, {"a": 1.0, "b": 1.0})
    assert encoder.encode({"a": 1, "b": missing}) == encoder.encode({"a": 1})


def test_a_number_of_unknown_resolution_has_no_bits():
    assert not RowEncoder(400).encode({"a": 1}).active


def test_a_text_has_bits_of_its_own():
    encoder = RowEncoder(400)
    assert len(encoder.encode({"day": "Monday"})) == 21
    assert encoder.encode({"day": "Monday"}).overlap(encoder.encode({"day": "Sunday"})) < 6


@pytest.mark.parametrize("wrong", [math.inf, [1], {}])
def test_what_is_no_number_is_refused(wrong):
    with pytest.raises(ValueError, match="a finite number is needed"):
        RowEncoder(400, {"a": 1.0}).encode({"a": wrong})


def test_the_resolution_is_a_part_of_the_range():
    assert resolution([0, 130, None, "text"]) == 1
    assert resolution([5.0, 5.0]) == 1
    assert resolution([None, "text"]) is None


def test_the_size_grows_with_the_number_of_features():
    few, many = [{"a": 1}], [{str(i): 1 for i in range(20)}]
    assert machine(few, "toy", 1, "textbook", {}).encoder.size == LEAST_SIZE
    assert machine(many, "toy", 1, "textbook", {}).encoder.size == 20 * BITS_PER_FEATURE


def test_a_machine_is_first_order_unless_a_change_says_otherwise():
    assert machine([{"a": 1}], "toy", 1, "textbook", {}).memory.parameters.cells_per_column == 1
    more = machine([{"a": 1}], "toy", 1, "textbook", {"cells_per_column": 4})
    assert more.memory.parameters.cells_per_column == 4


def test_the_columns_are_settled_unless_a_change_says_otherwise():
    assert machine([{"a": 1}], "toy", 1, "textbook", {}).settled
    assert not machine([{"a": 1}], "toy", 1, "textbook", {"settle_after": None}).settled
