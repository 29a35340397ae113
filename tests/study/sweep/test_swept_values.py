"""Values of parameters as they are typed, and what is wrong with them."""

import re

import pytest

from htm_teacher.core.parameters import PARTS
from htm_teacher.study.sweep.case_scores import FIRST, SCORES
from htm_teacher.study.sweep.swept_values import Range, check_settings, kinds, read_settings


def test_values_have_the_types_of_their_parameters():
    told = read_settings(["columns=128, 256", "boost_strength=0,1", "inhibition=global", "reads_bits=true"])
    assert list(told.values()) == [[128, 256], [0.0, 1.0], ["global"], [True]]
    assert [type(values[0]) for values in told.values()] == [int, float, str, bool]
    assert list(kinds(told).values()) == [int, float, str, bool]


def test_a_value_is_taken_once():
    assert check_settings({"boost_strength": [1, 1.0, 2]}) == {"boost_strength": [1.0, 2.0]}


def test_a_range_has_two_ends():
    assert read_settings(["learning_rate=0.1..0.5", "memory_initial_permanence=0.2..0.3"]) == {
        "learning_rate": Range(0.1, 0.5),
        "memory_initial_permanence": Range(0.2, 0.3),
    }


WRONG = {
    "columns": "--set is 'columns': a name and values are needed, as in columns=128,256",
    "columns=": "a name and values are needed",
    "colums=3": "unknown parameter 'colums'",
    "columns=many": "columns is 'many': a number is needed",
    "columns=0.5": "columns is 0.5: a whole number is needed",
    "learning_rate=11": "learning_rate is 11: it must be between 0 and 10",
    "learning_rate=0.5..0.1": "learning_rate is 0.5..0.1: the smaller number comes first",
    "learning_rate=0.5..": "learning_rate is '': a number is needed",
    "inhibition=near": "inhibition is 'near': it must be global or local",
    "inhibition=1..2": "inhibition has no range: list its values",
    "horizons=1,5": "horizons is a list of numbers: a sweep changes single values only",
    "permanence_increment=0.1": "permanence_increment belongs to two parts: write pooler_",
}


@pytest.mark.parametrize(("text", "message"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_said(text, message):
    with pytest.raises(ValueError, match=re.escape(message)):
        read_settings([text])


def test_a_parameter_is_given_once():
    with pytest.raises(ValueError, match="--set has columns twice: give all its values in one list"):
        read_settings(["columns=64", "columns=128"])


def test_a_parameter_without_a_value_is_refused():
    with pytest.raises(ValueError, match="columns has no value"):
        check_settings({"columns": []})


def test_no_score_is_called_like_a_parameter():
    every = [(part, name) for part, kind in PARTS.items() for name in kind.declared()]
    names = {name for _, name in every} | {f"{part}_{name}" for part, name in every}
    assert not names & (FIRST.keys() | SCORES.keys())
