"""The score of distributions, against values worked out by hand, and against its definition."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import Prediction
from htm_teacher.core.chances import of_changes
from htm_teacher.series import Series, sine
from htm_teacher.study import run_series
from htm_teacher.study.crps import Crps, Spread, compare, crps, crps_of_stretched
from htm_teacher.study.naive import last_value
from htm_teacher.study.scores import errors
from htm_teacher.study.stretched import HALF, Stretched

EVEN = Prediction((0,), (1.0,), (0.5,), width=1.0, base=0.5)  # evenly over 0 to 1
APART = Prediction((0, 2), (0.5, 0.5), (0.5, 2.5), width=1.0, base=0.5)  # over 0 to 1 and 2 to 3


@pytest.mark.parametrize(
    ("prediction", "actual", "score"),
    [
        (EVEN, 0.5, Fraction(1, 12)),
        (EVEN, 0.0, Fraction(1, 3)),
        (EVEN, 1.0, Fraction(1, 3)),
        (EVEN, 3.0, Fraction(7, 3)),
        (EVEN, -2.0, Fraction(7, 3)),
        (APART, 1.5, Fraction(1, 12) + Fraction(1, 8) + Fraction(1, 8) + Fraction(1, 12)),
        (APART, 0.0, Fraction(7, 12) + Fraction(1, 4) + Fraction(1, 12)),
        (Prediction((0, 1), (0.5, 0.5), (1.0, 3.0)), 2.0, Fraction(1, 2)),
        (Prediction((0, 1), (0.25, 0.75), (3.0, 1.0)), 1.0, Fraction(1, 8)),  # in whatever order
        (Prediction((0, 1), (0.5, 0.5), (1.0, 3.0)), 5.0, Fraction(5, 2)),
        (Prediction((7,), (1.0,), (4.0,)), 1.0, Fraction(3)),  # one value: the absolute error
    ],
)
def test_known_scores(prediction, actual, score):
    assert crps(prediction, actual) == pytest.approx(float(score), rel=1e-15)


def test_texts_have_no_score():
    assert crps(Prediction((0, 1), (0.5, 0.5), ("A", "B")), 1.0) is None


@pytest.mark.parametrize("off", [-3.0, 1.0, 2.5, 9.0])
def test_of_equal_chances_it_is_the_mean_distance_less_half_of_that_among_them(off):
    made = [4.0, 1.0, 1.0, 7.0]
    among = sum(abs(one - other) for one in made for other in made) / 16
    assert Spread(made).crps(off) == sum(abs(one - off) for one in made) / 4 - among / 2
    assert Spread(made).crps(off) == crps(Prediction((0, 1, 2), (0.5, 0.25, 0.25), (1.0, 4.0, 7.0)), off)


@pytest.fixture(scope="module")
def run():
    values = sine(60, period=12)
    values[50] = None
    return run_series(Series("wave", {"height": values}, season=12), "toy", seed=7)


@pytest.fixture
def unstretched(monkeypatch):
    monkeypatch.setattr("htm_teacher.study.stretched.FEWEST", 1000)


def test_the_distribution_is_stretched_like_the_interval_of_a_half(run):
    values, steps = run.series.values(), [*range(42, 50), *range(52, 60)]
    (factors,) = Stretched(run, 1, (HALF,)).factors
    model = [
        crps_of_stretched(run.history[step - 1].prediction[1], factors[step - 1], values[step])
        for step in steps
    ]
    assert compare(run, 1, last_value).model == sum(model) / 16
    assert 1.0 not in [factors[step - 1] for step in steps]


@given(
    factor=st.floats(0.01, 10),
    actual=st.floats(-50, 50),
    chances=st.lists(st.floats(0.01, 1), min_size=1, max_size=5),
)
def test_a_stretched_distribution_scores_as_one_whose_buckets_are_as_much_wider(factor, actual, chances):
    shares = tuple(one / sum(chances) for one in chances)
    buckets = tuple(range(len(shares)))
    narrow = of_changes(buckets, shares, 2.0, 10.0)
    base = narrow.median + factor * (10.0 - narrow.median)
    wide = of_changes(buckets, shares, 2.0 * factor, base)
    assert crps_of_stretched(narrow, factor, actual) == pytest.approx(crps(wide, actual), abs=1e-9)


def test_a_distribution_without_width_scores_its_error():
    made = of_changes((0, 1), (0.5, 0.5), 2.0, 10.0)
    assert crps_of_stretched(made, 0.0, 14.0) == 14.0 - made.median


@pytest.mark.usefixtures("unstretched")
def test_the_model_and_a_naive_predictor_are_scored_on_the_same_test_steps(run):
    values, steps = run.series.values(), [*range(42, 50), *range(52, 60)]
    usual = Spread([values[step] - values[step - 1] for step in range(1, 42)])
    found = compare(run, 1, last_value)
    model = [crps(run.history[step - 1].prediction[1], values[step]) for step in steps]
    naive = [usual.crps(values[step] - values[step - 1]) for step in steps]
    assert found == Crps(sum(model) / 16, sum(naive) / 16)


@pytest.mark.usefixtures("unstretched")
def test_only_steps_whose_records_are_kept_are_scored(run):
    kept = run_series(run.series, "toy", seed=7, keep=5)
    part = [crps(run.history[step - 1].prediction[1], run.series.values()[step]) for step in range(56, 60)]
    assert compare(kept, 1, last_value).model == sum(part) / 4


@pytest.mark.usefixtures("unstretched")
def test_rows_from_before_the_history_are_passed_over(run):
    late = replace(run, series=Series("s", {"v": [0.0, 0.0, *run.series.values()]}), training=44)
    late.rows = [*run.rows[:2], *run.rows]
    assert compare(late, 1, last_value).model == compare(run, 1, last_value).model


def test_where_nothing_can_be_compared_there_is_no_score(run):
    assert compare(replace(run, training=1), 1, last_value) == Crps(None, None)  # the naive never erred yet
    assert errors(replace(run, rows=run.rows[:42]), 1).crps is None
    assert errors(run_series(Series("s", {"v": list("ABCD" * 10)}), "toy"), 1).crps is None


def test_the_errors_hold_the_score_beside_the_best_naive_predictor(run):
    found = errors(run, 1)
    assert found.best_naive == "season"
    assert found.crps.model == compare(run, 1, last_value).model
    assert found.crps.naive < compare(run, 1, last_value).naive
