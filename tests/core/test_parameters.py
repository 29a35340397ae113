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


@pytest.mark.parametrize("horizons", [(), (0,), (1.5,), ("a",)])
def test_horizons_are_at_least_one_whole_step(horizons):
    with pytest.raises(ValueError, match="horizons"):
        ClassifierParameters(horizons=horizons)


def test_horizons_are_a_set_in_ascending_order():
    assert ClassifierParameters(horizons=(5, 1, 5)).horizons == (1, 5)
