"""The report, recomputed by hand from the rows of a run."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series, sine
from htm_teacher.study import Row, report_on, run_series
from htm_teacher.study.report import most_anomalous, scores

START = datetime(2024, 1, 1)


def row(step, anomaly=0.5, likelihood=0.5):
    return Row(step, "testing", anomaly, likelihood, 0.5, 0.5, 3, 6, {}, True)


@pytest.fixture(scope="module")
def run():
    values = sine(120, period=12)
    values[100] = 3.0
    return run_series(Series("wave", {"height": list(values)}, season=12), "toy", seed=7)


def test_scores_are_means_without_the_steps_that_have_none():
    found = scores([row(0, None), row(1, 0.25), row(2, 0.75)])
    assert (found.first, found.last, found.scored, found.anomaly) == (0, 2, 2, 0.5)
    assert (found.bursting, found.active) == (3, 6)
    assert scores([row(0, None)]).recall is None


def test_phases(run):
    training, testing = report_on(run).phases
    assert (training.phase, training.first, training.last) == ("training", 0, 83)
    assert (testing.phase, testing.first, testing.last) == ("testing", 84, 119)
    assert training.scored == 83  # nothing was expected of the first step
    assert testing.recall == pytest.approx(sum(one.recall for one in run.rows[84:]) / 36)


def test_the_curve_covers_every_step_once_and_mixes_no_phases(run):
    curve = report_on(run).curve
    assert len(curve) == 10
    assert [part.phase for part in curve] == ["training"] * 7 + ["testing"] * 3
    steps = [step for part in curve for step in range(part.first, part.last + 1)]
    assert steps == list(range(120))
    assert curve[0].anomaly > curve[6].anomaly


@pytest.mark.parametrize("horizon", [1, 5])
def test_errors_are_over_the_same_test_steps(run, horizon):
    values = run.series.values()
    off = {"model": [], "last": [], "season": []}
    for target in range(84, 120):
        made = target - horizon
        off["model"].append(abs(run.rows[made].prediction[horizon] - values[target]))
        off["last"].append(abs(values[made] - values[target]))
        off["season"].append(abs(values[target - 12] - values[target]))
    (found,) = [one for one in report_on(run).errors if one.horizon == horizon]
    assert found.steps == 36
    for name, errors in off.items():
        assert getattr(found, name) == pytest.approx(sum(errors) / 36), name


def test_a_step_that_one_predictor_has_nothing_for_counts_for_none(run):
    hole = list(run.series.values())
    hole[90] = None  # the step itself, the "last" of 91, the season of 102
    holed = replace(run, series=Series("wave", {"height": hole}, season=12))
    assert report_on(holed).errors[0].steps == 33


def test_no_season_no_error_of_it(run):
    (first, _) = report_on(replace(run, season=None)).errors
    assert first.season is None
    assert first.steps == 36


@pytest.mark.parametrize("season", [119, 100_000])
def test_a_season_too_long_for_most_test_steps_is_left_out(run, season):
    (first, _) = report_on(replace(run, season=season)).errors
    assert (first.season, first.steps) == (None, 36)
    assert first.model is not None


def test_moments_are_never_farther_apart_than_a_tenth_of_the_run():
    times = [START + timedelta(minutes=5) * step for step in range(400)]
    run = run_series(Series("s", {"v": sine(400, period=12)}, times), "toy", seed=7)
    assert report_on(run).apart == 40


def test_errors_of_categories_are_the_part_that_was_wrong():
    letters = ["A", "B", "C", "D"] * 25
    letters[-1] = "B"
    found = report_on(run_series(Series("s", {"letter": list(letters)}), "toy")).errors[0]
    assert found.last == 1
    assert found.season == pytest.approx(1 / 30)
    assert 0 <= found.model < 0.5


def test_the_most_anomalous_are_at_different_places():
    rows = [row(10, 0.9, 0.99), row(11, 1.0, 0.99), row(30, 1.0, 0.9), row(50, 1.0, 0.8), row(70)]
    assert [one.step for one in most_anomalous(rows, apart=20)] == [11, 50, 70]
    assert [one.step for one in most_anomalous(rows, apart=5)] == [11, 30, 50]


def test_a_short_run_is_ranked_by_raw_anomaly_in_the_test(run):
    report = report_on(run)
    assert report.ranked_by == "raw anomaly"
    assert report.looked_from == 84
    assert all(moment.row.phase == "testing" for moment in report.moments)


def test_warm_up_is_left_out_and_the_known_anomaly_is_found():
    letters = list("ABCDEF") * 100
    letters[500:506] = "FEDCBA"
    times = [START + timedelta(hours=1) * step for step in range(600)]
    known = [(times[first], times[first + 5]) for first in (40, 500)]
    series = Series("s", {"letter": letters}, times, anomalies=known)
    report = report_on(run_series(series, "toy"))
    assert report.looked_from == 1 + 388  # the first step has no score
    assert report.ranked_by == "anomaly likelihood, then raw anomaly"
    early, found = report.known
    assert (early.warming_up, early.phase, early.rank) == (True, "training", None)
    assert (found.rank, found.steps, found.phase, found.anomaly) == (1, 6, "testing", 1)
    assert found.likelihood > 0.98
    moment = report.moments[0]
    assert 500 <= moment.row.step < 516
    assert moment.time == times[moment.row.step]
