"""What is usual, and what is a new peak."""

import math
import statistics

import pytest

from htm_teacher.core.anomaly import LEAST_MEAN, LEAST_VARIANCE, RED, ROOT_OF_2
from htm_teacher.detect.usual import LEAST_LOG_VARIANCE, LogLikelihood, Peaks, Usual


def test_the_distance_is_that_from_all_smoothed_rows_before():
    usual, surprises = Usual(5), [((7 * i) % 11) / 11 for i in range(60)]
    found = [usual.distance(one) for one in surprises]
    smoothed = [statistics.fmean(surprises[max(0, i - 9) : i + 1]) for i in range(60)]
    past = smoothed[5:59]
    deviation = math.sqrt(max(statistics.pvariance(past), LEAST_VARIANCE))
    assert found[59] == pytest.approx(abs(smoothed[59] - statistics.fmean(past)) / deviation)
    assert usual.smoothed == pytest.approx(smoothed[59])
    assert usual.mean == pytest.approx(statistics.fmean(smoothed[5:]))


def test_rows_before_the_first_that_counts_do_not_count():
    one, other = Usual(5), Usual(5)
    for surprise in (1.0, 1.0, 0.0, 0.0, 0.0):
        one.distance(surprise)
    for surprise in (0.0, 1.0, 0.0, 1.0, 0.0):
        other.distance(surprise)
    assert one.mean == other.mean == 0.0
    assert one.distance(0.5) == other.distance(0.5)


def test_both_sides_are_unusual():
    usual = Usual(0)
    for i in range(200):
        usual.distance(i % 2)
    assert [usual.distance(0.0) for _ in range(10)][-1] > 3
    usual = Usual(0)
    for i in range(200):
        usual.distance(i % 2)
    assert [usual.distance(1.0) for _ in range(10)][-1] > 3


def test_there_is_no_upper_limit_and_a_perfect_past_has_a_least_deviation():
    usual = Usual(0)
    for _ in range(1000):
        usual.distance(0.0)
    assert [usual.distance(1.0) for _ in range(10)][-1] > 10
    assert Usual(0).distance(0.0) == pytest.approx(LEAST_MEAN / math.sqrt(LEAST_VARIANCE))


def test_logarithms_are_compared_with_those_up_to_the_last_hundredth_row():
    one, surprises = LogLikelihood(20), [((7 * i) % 11) / 11 / 10 ** (i % 3) for i in range(260)]
    likelihoods, far = [], []
    for surprise in surprises:
        likelihoods.append(one.compute(surprise))
        far.append(one.far)
    logs = [math.log(statistics.fmean(surprises[max(0, i - 9) : i + 1]) + 0.04) for i in range(260)]
    assert max(map(abs, far[:20])) < 0.01
    assert likelihoods[:20] == [0.5] * 20
    for row, fitted in ((20, 20), (119, 20), (120, 120), (219, 120), (220, 220)):
        past = logs[10:fitted]
        deviation = math.sqrt(max(statistics.pvariance(past), LEAST_LOG_VARIANCE))
        assert far[row] == pytest.approx((logs[row] - statistics.fmean(past)) / deviation)
        tail = math.erfc(max(far[row], 0) / ROOT_OF_2) / 2
        assert likelihoods[row] == pytest.approx(1 - tail)
    assert one.mean == pytest.approx(math.exp(statistics.fmean(logs[10:220])) - 0.04)


def test_the_logarithms_of_a_perfect_past_have_a_least_deviation():
    one = LogLikelihood(20)
    assert {round(one.compute(0.0), 9) for _ in range(100)} == {0.5}
    one.compute(1.0)
    assert one.far == pytest.approx(math.log(0.14 / 0.04) / math.sqrt(LEAST_LOG_VARIANCE))
    assert one.mean == pytest.approx(0.0, abs=1e-12)


def test_what_is_very_unlikely_is_reported_once_and_less_than_usual_never():
    one = LogLikelihood(20)
    for i in range(119):
        one.compute(0.3 + 0.1 * (i % 2))
    assert [one.compute(1.0) >= 1 - RED for _ in range(5)] == [True, False, False, False, False]
    one = LogLikelihood(20)
    for i in range(119):
        one.compute(0.3 + 0.1 * (i % 2))
    assert [one.compute(0.0) for _ in range(20)] == [0.5] * 20
    assert one.far < -10


def test_a_peak_is_new_if_it_is_above_the_last_rows():
    peaks = Peaks(3)
    scores = [0.2, 0.5, 0.4, 0.5, 0.6, 0.1, 0.1, 0.1, 0.1, 0.2]
    assert [peaks.new(score) for score in scores] == [0.2, 0.5, 0, 0, 0.6, 0, 0, 0, 0, 0.2]
