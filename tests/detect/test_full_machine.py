"""The published way: the likelihood of the surprise of one full machine."""

import math
import pickle
from datetime import datetime, timedelta

import pytest

from htm_teacher import ENGINES, RDSE, build, log_scale
from htm_teacher.core.encoders import Fields
from htm_teacher.detect import Detection, FullMachine

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for a full machine")
WARM_UP = 100


def wave(rows):
    return [10 * math.sin(i * math.pi / 4) for i in range(rows)]


@pytest.fixture(scope="module")
def broken():
    """A wave that stands still from row 400, and what was detected."""
    values = wave(400) + [40.0, -40.0] * 10
    return values, FullMachine(WARM_UP).run(values)


def test_strength_and_rank_are_the_likelihood_of_a_model_of_full_size(broken):
    values, found = broken
    model = build(
        "cortex",
        Fields({"value": RDSE(resolution=1.4 * 20 / 130)}),
        predicted_decrement=0.0,
        learning_period=50,
        estimation_samples=50,
    )
    results = model.run([{"value": value} for value in values])
    expected = [log_scale(likelihood) for likelihood in results.likelihood[WARM_UP:]]
    assert [one.strength for one in found[WARM_UP:]] == [one.rank for one in found[WARM_UP:]] == expected
    assert [one.surprise for one in found[WARM_UP:]] == [(anomaly,) for anomaly in results.anomaly[WARM_UP:]]


def test_during_the_warm_up_nothing_is_said(broken):
    _, found = broken
    assert found[:WARM_UP] == [Detection()] * WARM_UP


def test_an_alert_has_a_likelihood_of_9999_in_10000_and_says_so(broken):
    _, found = broken
    alerts = [i for i, one in enumerate(found) if one.alert]
    assert 400 <= alerts[0] < 405
    assert all(found[i].strength >= log_scale(0.9999) for i in alerts)
    assert found[alerts[0]].reason.startswith(
        "the last rows surprise more than usual: by chance with a probability of "
    )
    assert not any(one.reason for one in found[:400])


def test_a_stream_and_a_file_get_the_same_answers(broken):
    values, found = broken
    one = FullMachine(WARM_UP)
    assert [one.step(value) for value in values] == found


def test_it_can_be_pickled_and_continues(broken):
    values, found = broken
    one = FullMachine(WARM_UP)
    one.run(values[:200])
    assert pickle.loads(pickle.dumps(one)).run(values[200:]) == found[200:]


def test_the_time_of_day_is_an_input_if_it_is_asked_for():
    values = wave(150)
    times = [datetime(2024, 1, 1) + timedelta(hours=i) for i in range(150)]
    without = FullMachine(WARM_UP).run(values, times)
    assert without == FullMachine(WARM_UP).run(values)
    later = [time + timedelta(days=7) for time in times]
    one, same, other = (FullMachine(WARM_UP, time_of_day=True) for _ in range(3))
    assert one.run(values, times) == same.run(values, later) != without
    shuffled = [time.replace(hour=(7 * i * i) % 24) for i, time in enumerate(times)]
    assert other.run(values, shuffled) != without


def test_each_value_needs_its_time():
    with pytest.raises(ValueError, match="2 values and 1 times: each value needs a time"):
        FullMachine(WARM_UP).run([1.0, 2.0], [datetime(2024, 1, 1)])
