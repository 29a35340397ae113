"""A case has the same name whenever it is the same case, and another name whenever it is not."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series
from htm_teacher.study.sweep import cases
from htm_teacher.study.sweep.cases import content_of
from htm_teacher.study.sweep.swept_values import Range
from study.sweep.tiny import PAIR, RAMP

ONE = cases({"ramp": RAMP}, {"columns": [64], "boost_strength": [1]}, preset="toy")[0]


def test_every_combination_is_a_case():
    found = cases(PAIR, {"columns": [64, 128], "boost_strength": [0, 1]}, seeds=3, preset="toy")
    assert len({case.id for case in found}) == len(found) == 2 * 2 * 2 * 3
    assert {case.seed for case in found} == {42, 43, 44}


def test_without_settings_it_is_the_preset():
    assert [case.parameters for case in cases({"ramp": RAMP}, {})] == [()]


def test_the_order_of_parameters_and_how_a_number_is_written_do_not_matter():
    (same,) = cases({"other name": RAMP}, {"boost_strength": [1.0], "columns": [64.0]}, preset="toy")
    assert same.id == ONE.id


OTHER = {
    "content": "0",
    "parameters": (("columns", 65), ("boost_strength", 1.0)),
    "preset": "cortex",
    "train": 0.6,
    "seed": 43,
    "horizons": (1,),
    "version": "0",
    "code": "0",
}


@pytest.mark.parametrize(("name", "value"), OTHER.items(), ids=OTHER)
def test_whatever_scores_depend_on_makes_another_case(name, value):
    assert replace(ONE, **{name: value}).id != ONE.id


TIMES = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(80)]
CHANGED = {
    "values": {"fields": {"flow": [*RAMP.values()[:-1], 0.5]}},
    "names": {"fields": {"load": RAMP.values()}, "main": "load"},
    "times": {"times": TIMES},
    "season": {"season": 6},
}


@pytest.mark.parametrize("changed", CHANGED.values(), ids=CHANGED)
def test_other_rows_are_another_content(changed):
    assert content_of(replace(RAMP, **changed)) != content_of(RAMP)


def test_the_same_rows_under_another_name_are_the_same_content():
    assert content_of(replace(RAMP, name="other", unit="m")) == content_of(RAMP)


WRONG = {
    "b has the same rows as a": ({"a": RAMP, "b": Series("b", dict(RAMP.fields))}, {}, {}),
    "unknown preset 'huge'": (PAIR, {}, {"preset": "huge"}),
    "seeds is 0: it must be at least 1": (PAIR, {}, {"seeds": 0}),
    "train is 1: rows to learn from and rows to test on are needed": (PAIR, {}, {"train": 1}),
    "train is 2": (PAIR, {}, {"train": 2}),
    "ahead is 0: it must be at least 1": (PAIR, {}, {"horizons": [0]}),
    "columns is a range, 64..128: a range is for --search": (PAIR, {"columns": Range(64, 128)}, {}),
}


@pytest.mark.parametrize(("message", "given"), WRONG.items(), ids=WRONG)
def test_what_is_wrong_is_said(message, given):
    series, settings, choices = given
    with pytest.raises(ValueError, match=message):
        cases(series, settings, **choices)
