"""Burst times error: the mean of three full machines, and its likelihood."""

import math
import pickle
from datetime import datetime, timedelta

import pytest

from htm_teacher import ENGINES, AnomalyLikelihood, LikelihoodParameters, log_scale
from htm_teacher.detect import BurstError, Detection, FullMachine
from htm_teacher.detect.burst_error import MACHINES, SCALE

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for full machines")
WARM_UP = 60


def wave(rows):
    return [10 * math.sin(i * math.pi / 4) for i in range(rows)]


@pytest.fixture(scope="module")
def broken():
    """A wave that breaks at row 200, and what was detected."""
    values = wave(200) + [40.0, -40.0] * 10
    return values, BurstError(WARM_UP).run(values)


def test_the_surprise_is_the_mean_of_burst_times_error(broken):
    values, found = broken
    one = BurstError(WARM_UP)
    one.run(values[:200])
    anomalies, errors = [], []
    for model, expected in zip(one.models, one.expected, strict=True):
        errors.append(min(1.0, abs(values[200] - expected) / (max(values[:WARM_UP]) - min(values[:WARM_UP]))))
        anomalies.append(model.step({"value": values[200]}).anomaly)
    products = [anomaly * error for anomaly, error in zip(anomalies, errors, strict=True)]
    assert found[200].surprise == (1.0,) == (min(1.0, SCALE * sum(products) / len(MACHINES)),)
    assert products == pytest.approx([1.0] * 3, abs=0.2)


def test_a_small_product_counts_six_times(broken):
    values, found = broken
    one = BurstError(WARM_UP, min(values[:WARM_UP]), max(values[:WARM_UP]))
    products = list(zip(*(one._products(i, [(v, None) for v in values]) for i in range(3)), strict=True))
    small = [row for row in range(WARM_UP, len(values)) if 0 < sum(products[row]) < 0.1]
    assert small
    assert [found[row].surprise[0] for row in small] == [SCALE * sum(products[row]) / 3 for row in small]


def test_strength_and_rank_are_its_likelihood(broken):
    values, found = broken
    half = WARM_UP // 2
    one = BurstError(WARM_UP, min(values[:WARM_UP]), max(values[:WARM_UP]))
    products = zip(*(one._products(i, [(value, None) for value in values]) for i in range(3)), strict=True)
    likelihood = AnomalyLikelihood(LikelihoodParameters(learning_period=half, estimation_samples=half))
    expected = [log_scale(likelihood.compute(min(1.0, SCALE * sum(row) / 3))) for row in products]
    assert [each.strength for each in found[WARM_UP:]] == pytest.approx(expected[WARM_UP:])
    assert [each.strength for each in found] == [each.rank for each in found]


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
