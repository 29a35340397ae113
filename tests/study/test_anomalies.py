"""The most anomalous moments, and the known anomalies, of small runs."""

from datetime import datetime, timedelta
from math import sin, tau
from types import SimpleNamespace

import pytest

from htm_teacher import RDSE
from htm_teacher.series import Series, sine
from htm_teacher.study import Row, Run, run_series
from htm_teacher.study.anomalies import (
    ALARM,
    BY_ERROR,
    BY_LIKELIHOOD,
    error_of,
    fence,
    known_anomalies,
    most_anomalous,
    rank_moments,
)

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


def test_of_a_short_run_the_whole_test_is_ranked_by_what_is_known(run):
    ranking = rank_moments(run)
    assert ranking.ranked_by == BY_ERROR
    assert ranking.looked_from == 84
    assert ranking.apart == 10
    assert ranking.moments[0].row.step == 101  # a change of the wrong value at 100 is wrong, too
    assert all(moment.row.phase == "testing" for moment in ranking.moments)


def made(values, rows, times=None, horizons=(1,), resolution=1.0):
    """A finished run with these rows, of a series of these values."""
    series = Series("s", {"v": list(values)}, times)
    model = SimpleNamespace(encoder=RDSE(resolution=resolution))
    history = SimpleNamespace(model=model)
    return Run(series, 7 * len(rows) // 10, list(values), history, horizons, None, "", {}, [], list(rows))


def rows_of(count, anomalies=None, likelihoods=None, predicted=0.0, unusual=None):
    """Rows that all predict the same value for the next step."""
    anomalies, likelihoods = anomalies or {}, likelihoods or {}
    return [
        Row(
            step,
            "training" if step < 7 * count // 10 else "testing",
            anomalies.get(step, 1.0),
            likelihoods.get(step, 0.5),
            0.0,
            0.0,
            10,
            10,
            {1: predicted},
            unusual,
        )
        for step in range(count)
    ]


@pytest.mark.parametrize("spikes", [[320, 350], [281, 399], [300], [290, 330, 370]])
@pytest.mark.parametrize("height", [100.0, -100.0, 5.0])
def test_spikes_are_named_while_the_likelihood_warms_up(spikes, height):
    values = [height if step in spikes else 0.0 for step in range(400)]
    anomalies = {step: (step * 7 % 11) / 10 for step in range(400)} | dict.fromkeys(spikes, 0.8)
    ranking = rank_moments(made(values, rows_of(400, anomalies)))
    assert sorted(moment.row.step for moment in ranking.moments) == spikes
    assert {moment.off for moment in ranking.moments} == {abs(height)}


def test_where_nothing_stands_out_no_step_is_named():
    rising = [float(step) for step in range(144)]
    ranking = rank_moments(made(rising, rows_of(144, predicted=50.0)))
    assert ranking.moments == []
    assert ranking.nothing == (
        "None stands out: 44 of 44 test steps have an anomaly of 1.00, and no error of a prediction is"
        " clearly larger than the others."
    )


def test_of_equal_anomalies_the_largest_error_is_named_first():
    values = [float(step % 5) for step in range(200)]
    values[150], values[170] = 60.0, 90.0
    ranking = rank_moments(made(values, rows_of(200, predicted=2.0)))
    assert [moment.row.step for moment in ranking.moments] == [170, 150]


def test_why_nothing_is_named_without_a_prediction_or_a_score():
    rows = rows_of(100, predicted=None)
    assert rank_moments(made([1.0] * 100, rows)).nothing.startswith("None: there is no prediction")
    stopped = made([1.0] * 100, rows)
    del stopped.rows[70:]  # before the test
    assert rank_moments(stopped).nothing == "None: no test step has a score."


def test_equal_likelihoods_all_over_the_run_are_no_finding():
    rows = rows_of(1000, unusual=True)
    ranking = rank_moments(made([1.0] * 1000, rows))
    assert (ranking.ranked_by, ranking.moments) == (BY_LIKELIHOOD, [])
    assert ranking.nothing == "None stands out: the highest scores recur at more than 3 places."
    ranking = rank_moments(made([1.0] * 1000, rows_of(1000, unusual=False)))
    assert ranking.nothing == "None: no step was more surprising than usual."


def test_equal_likelihoods_are_ranked_by_the_error():
    values = [0.0] * 1000
    values[800], values[900] = 30.0, 70.0
    likelihoods = {800: 0.99, 900: 0.99, 850: 0.99}
    ranking = rank_moments(made(values, rows_of(1000, likelihoods=likelihoods, unusual=True)))
    assert [moment.row.step for moment in ranking.moments] == [900, 800, 850]


@pytest.mark.parametrize(("likelihood", "found"), [(0.99, []), (ALARM, [900, 800, 700])])
def test_a_score_at_many_places_is_no_finding_for_its_errors_unless_it_is_an_alarm(likelihood, found):
    values = [float(step % 7) for step in range(1000)]
    values[700], values[800], values[900] = 30.0, 40.0, 70.0
    places = dict.fromkeys([500, 600, 700, 800, 900], likelihood)
    rows = rows_of(1000, likelihoods=places, unusual=True)
    assert [moment.row.step for moment in rank_moments(made(values, rows)).moments] == found


def test_of_close_moments_the_strongest_stays():
    values = [0.0] * 1000
    values[810] = 70.0
    rows = rows_of(1000, likelihoods={802: 0.99, 810: 0.99, 819: 0.99}, unusual=True)
    assert rank_moments(made(values, rows)).moments[0].row.step == 810
    rows = rows_of(1000, {802: 0.9}, {802: 0.99, 805: 0.98, 810: 0.99}, unusual=True)
    assert rank_moments(made([0.0] * 1000, rows)).moments[0].row.step == 810


def test_a_missing_value_is_no_finding():
    values = [0.0] * 1000
    values[800] = None
    rows = rows_of(1000, likelihoods={800: 0.99, 850: 0.9}, unusual=True)
    assert [moment.row.step for moment in rank_moments(made(values, rows)).moments] == [850]


def test_a_long_stretch_of_equal_scores_is_one_finding():
    likelihoods = dict.fromkeys(range(800, 860), 0.99)
    ranking = rank_moments(made([0.0] * 1000, rows_of(1000, likelihoods=likelihoods, unusual=True)))
    assert [moment.row.step for moment in ranking.moments] == [800, 820, 840]


def test_the_error_is_in_resolutions_and_never_overflows():
    run = made([1e308, -1e308], rows_of(2, predicted=1e308), resolution=1e306)
    assert error_of(run, run.rows[1]) == pytest.approx(200)
    assert error_of(run, run.rows[0]) is None  # nothing was predicted for the first step
    text = made(["a", "b"], rows_of(2, predicted="a"))
    assert error_of(text, text.rows[1]) == 1
    assert error_of(made([1.0, None], rows_of(2)), rows_of(2)[1]) is None


def test_the_fence_is_above_the_upper_quartile():
    assert fence([]) == 0
    assert fence([2.0] * 9) == 2


FLAT = [(60, 48), (45, 48), (120, 48), (60, 24), (150, 24), (60, 30)]


@pytest.mark.slow
@pytest.mark.parametrize(("length", "period"), FLAT)
def test_a_flat_stretch_in_a_wave_is_an_alarm(length, period):
    wave = [round(100 * sin(tau * step / period), 1) for step in range(2400)]
    wave[2000 : 2000 + length] = [wave[1999]] * length
    ranking = rank_moments(run_series(Series("wave", {"v": wave}), keep=1))
    first = ranking.moments[0].row
    assert 2000 <= first.step < 2010 + length
    assert first.likelihood >= ALARM


def test_warm_up_is_left_out_and_the_known_anomaly_is_found():
    letters = list("ABCDEF") * 100
    letters[500:506] = "FEDCBA"
    times = [START + timedelta(hours=1) * step for step in range(600)]
    known = [(times[first], times[first + 5]) for first in (40, 500)]
    series = Series("s", {"letter": letters}, times, anomalies=known)
    run = run_series(series, "toy")
    ranking = rank_moments(run)
    assert ranking.looked_from == 1 + 388  # the first step has no score
    assert ranking.ranked_by == BY_LIKELIHOOD
    early, found = known_anomalies(run, ranking)
    assert (early.warming_up, early.phase, early.rank) == (True, "training", None)
    assert (found.rank, found.steps, found.phase, found.anomaly) == (1, 6, "testing", 1)
    assert found.likelihood > 0.98
    moment = ranking.moments[0]
    assert 500 <= moment.row.step < 516
    assert moment.time == times[moment.row.step]
    assert moment.when == f"{moment.time:%a %d %b %Y %H:%M}"
