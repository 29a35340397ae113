"""The most anomalous moments, and the known anomalies, of small runs."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series, sine
from htm_teacher.study import Row, run_series
from htm_teacher.study.anomalies import known_anomalies, most_anomalous, rank_moments

START = datetime(2024, 1, 1)


def row(step, anomaly=0.5, likelihood=0.5):
    return Row(step, "testing", anomaly, likelihood, 0.5, 0.5, 3, 6, {}, True)


@pytest.fixture(scope="module")
def run():
    values = sine(120, period=12)
    values[100] = 3.0
    return run_series(Series("wave", {"height": list(values)}, season=12), "toy", seed=7)


def test_moments_are_never_farther_apart_than_a_tenth_of_the_run():
    times = [START + timedelta(minutes=5) * step for step in range(400)]
    run = run_series(Series("s", {"v": sine(400, period=12)}, times), "toy", seed=7)
    assert rank_moments(run).apart == 40


def test_the_most_anomalous_are_at_different_places():
    rows = [row(10, 0.9, 0.99), row(11, 1.0, 0.99), row(30, 1.0, 0.9), row(50, 1.0, 0.8), row(70)]
    assert [one.step for one in most_anomalous(rows, apart=20)] == [11, 50, 70]
    assert [one.step for one in most_anomalous(rows, apart=5)] == [11, 30, 50]


def test_a_short_run_is_ranked_by_raw_anomaly_in_the_test(run):
    ranking = rank_moments(run)
    assert ranking.ranked_by == "raw anomaly"
    assert ranking.looked_from == 84
    assert all(moment.row.phase == "testing" for moment in ranking.moments)


def test_warm_up_is_left_out_and_the_known_anomaly_is_found():
    letters = list("ABCDEF") * 100
    letters[500:506] = "FEDCBA"
    times = [START + timedelta(hours=1) * step for step in range(600)]
    known = [(times[first], times[first + 5]) for first in (40, 500)]
    series = Series("s", {"letter": letters}, times, anomalies=known)
    run = run_series(series, "toy")
    ranking = rank_moments(run)
    assert ranking.looked_from == 1 + 388  # the first step has no score
    assert ranking.ranked_by == "anomaly likelihood, then raw anomaly"
    early, found = known_anomalies(run, ranking.moments)
    assert (early.warming_up, early.phase, early.rank) == (True, "training", None)
    assert (found.rank, found.steps, found.phase, found.anomaly) == (1, 6, "testing", 1)
    assert found.likelihood > 0.98
    moment = ranking.moments[0]
    assert 500 <= moment.row.step < 516
    assert moment.time == times[moment.row.step]
    assert moment.when == f"{moment.time:%a %d %b %Y %H:%M}"
