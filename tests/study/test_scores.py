"""Scores and errors, recomputed by hand from the rows of a run."""

from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

import pytest

from htm_teacher.series import Series, noise, sine
from htm_teacher.study import Row, prepare, run_series
from htm_teacher.study.scores import (
    Errors,
    errors,
    learning_curve,
    naive_predictors,
    scores,
    scores_of_phases,
)
from htm_teacher.study.season import days_and_weeks

CHANGE = "the last value plus the change 12 steps ago"
MEDIAN = "the median of the training rows"


def row(step, anomaly):
    return Row(step, "testing", anomaly, 0.5, 0.5, 0.5, 3, 6, {}, True)


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
    training, testing = scores_of_phases(run)
    assert (training.phase, training.first, training.last) == ("training", 0, 83)
    assert (testing.phase, testing.first, testing.last) == ("testing", 84, 119)
    assert training.scored == 83  # nothing was expected of the first step
    assert testing.recall == pytest.approx(sum(one.recall for one in run.rows[84:]) / 36)


def test_the_curve_covers_every_step_once_and_mixes_no_phases(run):
    curve = learning_curve(run)
    assert len(curve) == 10
    assert [part.phase for part in curve] == ["training"] * 7 + ["testing"] * 3
    steps = [step for part in curve for step in range(part.first, part.last + 1)]
    assert steps == list(range(120))
    assert curve[0].anomaly > curve[6].anomaly


@pytest.mark.parametrize("horizon", [1, 5])
def test_errors_are_over_the_same_test_steps(run, horizon):
    values = run.series.values()
    off = {"model": [], "last": [], "season": [], CHANGE: [], MEDIAN: []}
    usual = median(values[:84])
    for target in range(84, 120):
        made = target - horizon
        off["model"].append(abs(run.rows[made].prediction[horizon] - values[target]))
        off["last"].append(abs(values[made] - values[target]))
        off["season"].append(abs(values[target - 12] - values[target]))
        change = values[target - 12] - values[made - 12]
        off[CHANGE].append(abs(values[made] + change - values[target]))
        off[MEDIAN].append(abs(usual - values[target]))
    found = errors(run, horizon)
    assert found.steps == 36
    for name, distances in off.items():
        assert (vars(found) | found.others)[name] == pytest.approx(sum(distances) / 36), name
    trained = values[:84]
    apart = [abs(now - before) for before, now in zip(trained, trained[12:], strict=False)]
    assert found.scale == pytest.approx(sum(apart) / 72)
    best = min(found.last, found.season, found.others[CHANGE])
    assert found.skill == 1 - found.model / best


def test_a_step_that_one_predictor_has_nothing_for_counts_for_none(run):
    hole = list(run.series.values())
    hole[90] = None  # the step itself, the "last" of 91, the season of 102, the change of 103
    holed = replace(run, series=Series("wave", {"height": hole}, season=12))
    assert errors(holed, 1).steps == 32


def test_no_season_no_error_of_it(run):
    first = errors(replace(run, season=None), 1)
    assert (first.season, list(first.others)) == (None, [MEDIAN])
    assert first.steps == 36
    values = run.series.values()[:84]
    assert first.scale == pytest.approx(sum(abs(b - a) for a, b in pairwise(values)) / 83)


def test_with_steps_shorter_than_a_day_yesterday_and_last_week_are_both_naive_predictors(run):
    hours = [datetime(2024, 1, 1) + timedelta(hours=step) for step in range(500)]
    series = Series("s", {"v": sine(500, period=24)}, hours)
    assert list(naive_predictors(prepare(series, "toy", season=24))) == [
        "last",
        "season",
        "the same time a week ago",
        "the last value plus the change 24 steps ago",
        MEDIAN,
    ]
    days = Series(
        "s", {"v": sine(500, period=7)}, [datetime(2024, 1, 1) + timedelta(step) for step in range(500)]
    )
    assert len(naive_predictors(prepare(days, "toy"))) == 4
    assert days_and_weeks(series, 47) == {}


def test_where_the_best_naive_predictor_is_never_wrong_there_is_no_skill():
    assert Errors(1, 9, 0.5, 0.0, None, "1 step", scale=2.0).skill is None
    assert Errors(1, 9, 0.5, 0.0, None, "1 step", scale=2.0).mase == 0.25
    assert Errors(1, 9, 0.5, 1.0, None, "1 step", scale=0.0).mase is None
    assert Errors(0, 0, None, None, None, "1 step", scale=1.0).mase is None


@pytest.mark.parametrize("season", [119, 100_000])
def test_a_season_too_long_for_most_test_steps_is_left_out(run, season):
    first = errors(replace(run, season=season), 1)
    assert (first.season, first.others[f"the last value plus the change {run.season_name} ago"]) == (
        None,
        None,
    )
    assert first.steps == 36
    assert first.model is not None


def test_the_error_of_categories_is_the_error_rate():
    letters = ["A", "B", "C", "D"] * 25
    letters[-1] = "B"
    found = errors(run_series(Series("s", {"letter": list(letters)}), "toy"), 1)
    assert found.last == 1
    assert found.season == pytest.approx(1 / 30)
    assert 0 <= found.model < 0.5
    assert found.others == {"the most frequent text of the training rows": pytest.approx(23 / 30)}
    assert (found.scale, found.mase) == (None, None)


def test_of_a_continued_run_the_rows_that_are_kept_are_usual(run):
    assert list(naive_predictors(replace(run, first=84)))[-1] == "the median of the rows that are kept"


def test_on_noise_nothing_is_better_than_what_is_usual():
    found = errors(run_series(Series("s", {"v": noise(400, seed=3)}), "toy"), 1)
    assert found.best_naive == MEDIAN
    assert found.skill < 0
