"""Parameters: what is declared of each, contradictions between them, and the part that a name belongs to."""

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
def test_every_parameter_says_what_it_is_in_one_sentence_that_fits_on_two_lines_of_a_terminal(kind):
    for name, declared in kind.declared().items():
        assert declared.says[0].isupper(), name
        assert declared.says.endswith("."), name
        assert ". " not in declared.says, name
        assert len(declared.says) <= 100, name


@pytest.mark.parametrize("kind", KINDS)
def test_every_parameter_is_checked_against_what_is_declared_of_it(kind):
    for name, declared in kind.declared().items():
        assert (declared.low is None) == (declared.high is None) == bool(declared.options), name
        ends = [] if declared.options else [declared.low - 1, declared.high + 1]
        for value in (*ends, "many", float("nan")):
            with pytest.raises(ValueError, match=name):
                kind(**{name: value})


@pytest.mark.parametrize("kind", KINDS)
def test_every_default_is_what_the_parameter_has_if_nothing_is_given(kind):
    assert {name: one.default for name, one in kind.declared().items()} == vars(kind())


def test_what_is_allowed_is_said_in_words():
    declared = PoolerParameters.declared()
    assert declared["columns"].allowed == "1 to 1,048,576"
    assert declared["connected_permanence"].allowed == "0.0001 to 1"
    assert declared["potential_radius"].allowed == "0 or more"
    assert declared["inhibition"].allowed == "global or local"


@pytest.mark.parametrize(
    ("given", "name", "why"),
    [
        ({"active_column_count": 2049}, "active_column_count", "there are only 2048 columns"),
        ({"input_dimensions": (20, 21)}, "input_dimensions", "that is 420 bits, not 400"),
        ({"column_dimensions": (2047,)}, "column_dimensions", "that is 2047 columns, not 2048"),
        ({"input_dimensions": (20, 20)}, "column_dimensions", "it must have as many axes"),
        ({"inhibition": "local"}, "inhibition_radius", "local inhibition needs a radius"),
    ],
)
def test_a_contradiction_between_parameters_of_the_pooler_is_an_error_that_says_why(given, name, why):
    with pytest.raises(ValueError, match=f"^{name} is .*: {why}"):
        PoolerParameters(**given)


@pytest.mark.parametrize(
    ("given", "name", "why"),
    [
        ({"columns": 2**20, "cells_per_column": 2**9}, "cells_per_column", "at most 268,435,456 cells"),
        ({"activation_threshold": 9}, "activation_threshold", "must not be below learning_threshold, 10"),
        ({"sample_size": 33}, "sample_size", "a segment holds only 32"),
    ],
)
def test_a_contradiction_between_parameters_of_the_memory_is_an_error_that_says_why(given, name, why):
    with pytest.raises(ValueError, match=f"^{name} is .*: .*{why}"):
        MemoryParameters(**given)


def test_parameters_that_just_agree_are_taken():
    MemoryParameters(learning_threshold=13, sample_size=32, columns=2**20, cells_per_column=2**8)
    PoolerParameters(active_column_count=2048, inhibition="local", inhibition_radius=0)


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


@pytest.mark.parametrize(("typed", "meant"), [("column", "columns"), ("cells", "cells_per_column")])
def test_a_parameter_that_is_nearly_one_is_named(typed, meant):
    with pytest.raises(ValueError, match=f"unknown parameter '{typed}': did you mean {meant}\\?$"):
        sort_by_part({typed: 2})


@pytest.mark.parametrize("typed", ["zzz", "m", ""])
def test_a_parameter_like_no_other_is_not_mistaken_for_one(typed):
    with pytest.raises(ValueError, match=f"unknown parameter '{typed}'$"):
        sort_by_part({typed: 2})
