"""Burst times error: the mean of three full machines, and its likelihood."""

import math
import pickle
import re
from datetime import datetime, timedelta

import pytest

from htm_teacher import ENGINES, log_scale
from htm_teacher.detect import BurstError, Detection, FullMachine
from htm_teacher.detect.burst_error import MACHINES, UNLIKELY
from htm_teacher.detect.usual import LogLikelihood, Peaks

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for full machines")
WARM_UP = 60


def wave(rows):
    return [10 * math.sin(i * math.pi / 4) for i in range(rows)]


@pytest.fixture(scope="module")
def broken():
    """A wave that breaks at row 200, and what was detected."""
    values = wave(200) + [40.0, -40.0] * 10
    return values, BurstError(WARM_UP).run(values)


@pytest.fixture(scope="module")
def products(broken):
    """The mean product of each row."""
    values, _ = broken
    one = BurstError(WARM_UP, min(values[:WARM_UP]), max(values[:WARM_UP]))
    rows = zip(*(one._parts(i, [(value, None) for value in values]) for i in range(3)), strict=True)
    return [sum(burst * error for burst, error in row) / 3 for row in rows]


def test_the_surprise_is_the_mean_of_burst_times_error(broken, products):
    values, found = broken
    one = BurstError(WARM_UP)
    one.run(values[:200])
    anomalies, errors = [], []
    for model, expected in zip(one.models, one.expected, strict=True):
        errors.append(min(1.0, abs(values[200] - expected) / (max(values[:WARM_UP]) - min(values[:WARM_UP]))))
        anomalies.append(model.step({"value": values[200]}).anomaly)
    both = [anomaly * error for anomaly, error in zip(anomalies, errors, strict=True)]
    assert found[200].surprise == pytest.approx((sum(both) / len(MACHINES),))
    assert [one.surprise[0] for one in found[WARM_UP:]] == pytest.approx(products[WARM_UP:])


def test_rank_and_strength_are_those_of_its_logarithm(broken, products):
    _, found = broken
    likelihood, peaks = LogLikelihood(WARM_UP), Peaks(WARM_UP // 4)
    strengths, ranks = [], []
    for product in products:
        strengths.append(peaks.new(log_scale(likelihood.compute(product))))
        ranks.append(likelihood.far * likelihood.far)
    assert [one.strength for one in found[WARM_UP:]] == pytest.approx(strengths[WARM_UP:])
    assert [one.rank for one in found[WARM_UP:]] == pytest.approx(ranks[WARM_UP:])
    assert [one.alert for one in found] == [one.strength >= UNLIKELY for one in found]


def test_an_alert_says_how_much_is_usual(broken):
    _, found = broken
    reason = next(one.reason for one in found if one.alert)
    assert re.fullmatch(
        r"burst times error 0\.\d{3} over ten rows, usually 0\.\d{3}: by chance with a probability of \S+",
        reason,
    )


def test_an_error_without_a_burst_and_a_burst_without_an_error_are_small(broken):
    _, found = broken
    assert max(one.surprise[0] for one in found[150:200]) < 0.1


def test_it_raises_alerts_where_the_wave_breaks(broken):
    _, found = broken
    alerts = [i for i, one in enumerate(found) if one.alert]
    assert 200 <= alerts[0] < 205
    assert found[:WARM_UP] == [Detection()] * WARM_UP


def test_a_stream_and_a_file_get_the_same_answers(broken):
    values, found = broken
    one = BurstError(WARM_UP)
    streamed = [*(one.step(value) for value in values[:80]), *one.run([]), *one.run(values[80:])]
    assert streamed == found


def test_it_can_be_pickled_and_continues(broken):
    values, found = broken
    one = BurstError(WARM_UP)
    one.run(values[:120])
    assert pickle.loads(pickle.dumps(one)).run(values[120:]) == found[120:]


def test_two_machines_see_the_time_of_day():
    one = BurstError(WARM_UP, time_of_day=True)
    one.run(wave(60), [datetime(2024, 1, 1) + timedelta(hours=i) for i in range(60)])
    sizes = [model.encoder.size for model in one.models]
    assert sizes == [400, 454, 454]
    assert isinstance(one, FullMachine)
