"""The adapters for River refuse what cannot be learned, in the warm-up too, and nothing changes then."""

import math
import re
from copy import deepcopy
from datetime import UTC, date, datetime

import pytest

pytest.importorskip("river")

from htm_teacher.adapters.river import HTMAnomalyDetector, HTMForecaster

WARM_UP = 10
SMALL = {"warm_up": WARM_UP, "preset": "toy", "engine": "textbook"}  # needs no compiler
X = {"a": 1.0, "b": "x", "at": datetime(2024, 1, 1)}


def detector(**choices):
    return HTMAnomalyDetector(**SMALL | choices)


def forecaster(**choices):
    return HTMForecaster(**{"horizon": 1} | SMALL | choices)


def saw(rows):
    return [float(row % 8) for row in range(rows)]


def state(model):
    return repr(vars(model) | {"model": model.model and model.model.state()})  # NaN does not equal itself


def test_a_detector_refuses_what_is_no_value():
    model = detector()
    for number, value in enumerate(saw(14)):
        for wrong in (math.inf, [1], -1e300) if number in (2, 9, 12) else ():
            before = state(model)
            with pytest.raises(ValueError, match="value is"):
                model.learn_one({"flow": wrong})
            assert state(model) == before
        model.learn_one({"flow": value})
    assert model.model.steps == 14


WRONG = [
    ({"a": [1]}, "a finite number is needed"),
    ({"a": math.inf}, "a finite number is needed"),
    ({"a": 1e300}, "it must be between"),
    ({"b": 1.5}, "feature 'b' is 1.5, a number: its first value was a text"),
    ({"a": "x"}, "feature 'a' is 'x', a text: its first value was a number"),
    ({"a": date(2024, 1, 1)}, "a time without a zone: its first value was a number"),
    ({"at": datetime(2024, 1, 1, tzinfo=UTC)}, "a time with a zone: its first value was a time without"),
]


def test_a_forecaster_refuses_what_is_no_value():
    model = forecaster()
    for number, value in enumerate(saw(14)):
        for wrong, said in WRONG if number in (2, 9, 12) else ():
            before = state(model)
            with pytest.raises(ValueError, match=re.escape(said)):
                model.learn_one(99.0, X | wrong)
            assert state(model) == before
        model.learn_one(value, X)
    assert model.model.steps == 14


@pytest.mark.parametrize("make", [detector, forecaster])
def test_a_wrong_parameter_is_said_each_time_and_no_rows_pile_up(make):
    model = make(preset="none")
    for number, value in enumerate(saw(14)):
        row = {"flow": value} if make is detector else value
        if number < WARM_UP - 1:
            model.learn_one(row)
            continue
        with pytest.raises(ValueError, match="preset"):
            model.learn_one(row)
    assert model.warming_up
    assert len(model._waiting) == WARM_UP - 1


def test_a_missing_time_is_as_if_it_were_not_given():
    pandas = pytest.importorskip("pandas")
    model, other = forecaster(), forecaster()
    for number, value in enumerate(saw(14)):
        x = {"at": datetime(2024, 1, 1 + number)} if number != 4 else {}
        model.learn_one(value, x or {"at": pandas.NaT})
        other.learn_one(value, x)
    assert repr(model.model.state()) == repr(other.model.state())


def test_equal_numbers_as_large_as_allowed_are_learned():
    for model in (detector(), forecaster()):
        for _ in range(12):
            model.learn_one({"flow": 4e18} if isinstance(model, HTMAnomalyDetector) else 4e18)
        assert model.model.steps == 12


def test_a_refused_row_brings_no_late_number_nearer():
    model = detector()
    for value in saw(WARM_UP):
        model.learn_one({"flow": value / 100})
    before = state(model)
    for _ in range(WARM_UP):
        with pytest.raises(ValueError, match="too large"):
            model.learn_one({"flow": 4e18, "late": 1.0})
    assert state(model) == before


def test_a_late_number_is_used_only_after_the_row_that_completes_it():
    model = detector()
    for number, value in enumerate(saw(2 * WARM_UP - 1)):
        model.learn_one({"flow": value} | ({"late": 1.0 * number} if number >= WARM_UP else {}))
    without = deepcopy(model.model)
    without.step({"flow": 5.0})
    model.learn_one({"flow": 5.0, "late": 5.0})  # score_one says what this finds
    assert "late" in model.model.encoder.resolutions
    assert repr(model.model.state()["memory"]) == repr(without.state()["memory"])


def test_names_that_come_late_are_bounded():
    model = detector()
    for value in saw(WARM_UP):
        model.learn_one({"flow": value})
    for row in range(WARM_UP):
        model.learn_one({"flow": 0.0} | {f"{row} {number}": 1.0 for number in range(600)})
    assert len(model._late) + len(model.model.encoder.resolutions) == 1_000
    for _ in range(WARM_UP):
        model.learn_one({"0 0": 1.0, "9 0": 1.0})
    assert "0 0" in model.model.encoder.resolutions
    assert "9 0" not in model.model.encoder.resolutions
