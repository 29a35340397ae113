"""Parameters: ranges, contradictions, and to which part a name belongs."""

import dataclasses

import pytest

from htm_teacher import (
    ClassifierParameters,
    LikelihoodParameters,
    MemoryParameters,
    PoolerParameters,
)
from htm_teacher.core.parameters import sort_by_part

KINDS = [ClassifierParameters, LikelihoodParameters, MemoryParameters, PoolerParameters]


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_says_in_words_what_it_means(kind):
    assert all(one.metadata["says"] for one in dataclasses.fields(kind))


@pytest.mark.parametrize("kind", KINDS)
def test_every_number_is_checked_against_its_range(kind):
    for one in dataclasses.fields(kind):
        if one.metadata["low"] == one.metadata["high"]:
            continue  # a choice
        for value in (one.metadata["low"] - 1, one.metadata["high"] + 1, "many", float("nan")):
            with pytest.raises(ValueError, match=one.name):
                kind(**{one.name: value})


def test_an_unknown_parameter_is_an_error_that_names_it():
    with pytest.raises(ValueError, match="colums"):
        sort_by_part({"colums": 10})
    with pytest.raises(ValueError, match="colums"):
        MemoryParameters().changed(colums=10)


def test_a_shared_name_needs_its_part_and_columns_goes_to_both():
    assert sort_by_part({"memory_permanence_increment": 0.1, "columns": 9, "sample_size": 3}) == {
        "memory": {"permanence_increment": 0.1, "columns": 9, "sample_size": 3},
        "pooler": {"columns": 9},
    }
    with pytest.raises(ValueError, match="pooler_permanence_increment or memory_permanence"):
        sort_by_part({"permanence_increment": 0.1})


@pytest.mark.parametrize(
    "fixed",
    [{"columns": 10}, {"cells_per_column": 3}],
)
def test_a_size_cannot_change_on_the_way(fixed):
    with pytest.raises(ValueError, match=next(iter(fixed))):
        MemoryParameters().changed(**fixed)


def test_a_change_is_checked_like_a_first_value_and_leaves_the_old_set_alone():
    old = MemoryParameters()
    assert old.changed(sample_size=5).sample_size == 5
    assert old.sample_size == 20
    with pytest.raises(ValueError, match="activation_threshold"):
        old.changed(activation_threshold=9)


@pytest.mark.parametrize("horizons", [(), (0,), (1.5,), ("a",), 5, "12", None])
def test_horizons_are_at_least_one_whole_step(horizons):
    with pytest.raises(ValueError, match="horizons"):
        ClassifierParameters(horizons=horizons)


@pytest.mark.parametrize(
    ("kind", "given"),
    [
        (MemoryParameters, {"columns": 2**20 + 1}),
        (MemoryParameters, {"cells_per_column": 2**16 + 1}),
        (MemoryParameters, {"cells_per_column": 2**16, "columns": 2**12 + 1}),
        (PoolerParameters, {"columns": 2**20 + 1}),
        (PoolerParameters, {"inputs": 2**24 + 1}),
    ],
)
def test_a_machine_too_large_for_any_memory_is_an_error(kind, given):
    with pytest.raises(ValueError, match=next(iter(given))):
        kind(**given)


@pytest.mark.parametrize("shape", [5, "ab", (20, "a"), (20.5, 20), (-20, -20), (0,), ()])
def test_dimensions_are_whole_numbers(shape):
    with pytest.raises(ValueError, match="input_dimensions"):
        PoolerParameters(input_dimensions=shape)


def test_dimensions_are_kept_as_whole_numbers():
    shapes = {"input_dimensions": [20.0, 20], "column_dimensions": (32, 64)}
    parameters = PoolerParameters(**shapes)
    assert repr(parameters.input_dimensions) == "(20, 20)"
    assert parameters.changed(**shapes) == parameters


@pytest.mark.parametrize("wrap_around", ["no", None, 2])
def test_wrap_around_is_true_or_false(wrap_around):
    with pytest.raises(ValueError, match="wrap_around"):
        PoolerParameters(wrap_around=wrap_around)


def test_the_same_said_in_another_way_is_no_change():
    assert ClassifierParameters(horizons=(1, 3)).changed(horizons=[3, 1.0]).horizons == (1, 3)
    with pytest.raises(ValueError, match="horizons"):
        ClassifierParameters().changed(horizons=[2])


def test_horizons_are_a_set_in_ascending_order():
    assert ClassifierParameters(horizons=(5, 1, 5)).horizons == (1, 5)
