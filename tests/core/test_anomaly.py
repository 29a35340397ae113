"""Scores and likelihood: section 6 of the algorithm, with values worked out by hand."""

from collections.abc import Iterable
from dataclasses import replace
from math import erfc, log, sqrt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher import (
    RDSE,
    AnomalyLikelihood,
    LikelihoodParameters,
    Step,
    build,
    log_scale,
    precision,
    raw_anomaly,
    recall,
)

columns = st.frozensets(st.integers(0, 9))


# Scores


def test_anomaly_is_the_part_of_the_active_columns_that_was_not_predicted():
    assert raw_anomaly({1, 2, 3, 4}, {3, 4, 5}) == 0.5
    assert recall({1, 2, 3, 4}, {3, 4, 5}) == 0.5
    assert precision({1, 2, 3, 4}, {3, 4, 5}) == 2 / 3


def test_where_nothing_was_predicted_precision_is_0():
    assert (raw_anomaly({1}, set()), recall({1}, set()), precision({1}, set())) == (1.0, 0.0, 0.0)


def test_where_no_column_is_active_there_is_no_score():
    for predicted in (set(), {1}):
        assert raw_anomaly(set(), predicted) is None
        assert recall(set(), predicted) is None
        assert precision(set(), predicted) is None


def test_who_predicts_everything_has_full_recall_and_little_precision():
    assert recall({1, 2}, set(range(100))) == 1.0
    assert precision({1, 2}, set(range(100))) == 0.02


@given(columns.filter(bool), columns)
def test_anomaly_and_recall_make_one_and_all_are_in_range(active, predicted):
    scores = [f(active, predicted) for f in (raw_anomaly, recall, precision)]
    assert all(0 <= score <= 1 for score in scores)
    assert scores[0] == 1 - scores[1]


# Likelihood: what is usual


def likelihood(engine: Any, **changes: int) -> AnomalyLikelihood:
    """Short periods: two records of learning, then three more before the first answer."""
    defaults = {"learning_period": 2, "estimation_samples": 3, "window": 100, "refit_every": 100}
    one: AnomalyLikelihood = engine.likelihood(LikelihoodParameters(**defaults | changes))
    return one


def feed(one: AnomalyLikelihood, scores: Iterable[float]) -> list[float]:
    """The answers to these scores, with an input that varies."""
    return [one.compute(score, float(one.index % 7)) for score in scores]


def by_hand(average: float, mean: float, variance: float) -> float:
    return 1 - erfc(abs((average - mean) / sqrt(variance)) / 1.4142) / 2


def test_the_defaults_are_those_of_the_benchmark():
    assert vars(LikelihoodParameters()) == {
        "learning_period": 288,
        "estimation_samples": 100,
        "window": 8640,
        "refit_every": 100,
    }


def test_the_first_records_answer_a_half(engine):
    one = engine.likelihood()
    answers = feed(one, [0.0, 1.0] * 194)
    assert answers == [0.5] * 388
    assert feed(one, [0.3]) != [0.5]


def test_perfect_prediction_gives_0958(engine):
    """Mean .03 and variance .0003 at the least: z = .03 / .01732, and both sides count."""
    one = engine.likelihood()
    answers = feed(one, [0.0] * 400)
    assert answers[388:] == [by_hand(0.0, 0.03, 0.0003)] * 12
    assert answers[-1] == pytest.approx(0.9584, abs=5e-5)


def test_a_fit_by_hand(engine):
    """Records 2, 3, 4 are left after learning: their averages are over all since the start."""
    one = likelihood(engine)
    scores = [1.0, 0.0, 0.2, 0.4, 0.9, 0.5]
    answers = feed(one, scores)
    averages = [sum(scores[:n]) / n for n in range(1, 7)]
    kept = averages[2:5]
    mean = (kept[0] + kept[1] + kept[2]) / 3
    variance = sum((one - mean) ** 2 for one in kept) / 3
    assert answers[:5] == [0.5] * 5
    assert answers[5] == pytest.approx(by_hand(averages[5], mean, variance), abs=1e-12)
    assert one.usual is not None
    assert one.usual.mean == pytest.approx(mean, abs=1e-15)
    assert one.usual.variance == pytest.approx(max(variance, 0.0003), abs=1e-15)


def test_the_moving_average_is_over_ten_records_and_fewer_for_the_first_nine(engine):
    one = likelihood(engine)
    scores = [n % 3 / 4 for n in range(25)]
    feed(one, scores)
    expected = [sum(scores[max(0, n - 9) : n + 1]) / min(10, n + 1) for n in range(25)]
    assert list(one.averages) == pytest.approx(expected, abs=1e-15)


def test_a_fit_is_of_the_records_before_the_current_one(engine):
    one, other = likelihood(engine), likelihood(engine)
    feed(one, [0.5, 0.5, 0.1, 0.2, 0.3, 0.0])
    feed(other, [0.5, 0.5, 0.1, 0.2, 0.3, 1.0])
    assert one.usual == other.usual


def test_mean_and_variance_have_floors(engine):
    one = likelihood(engine)
    feed(one, [0.0] * 6)
    assert (one.usual.mean, one.usual.variance) == (0.03, 0.0003)


def test_it_is_fitted_first_after_the_waiting_and_again_where_the_index_is_a_multiple(engine):
    one = likelihood(engine, refit_every=10)
    fits = []
    for n in range(32):
        before = one.usual
        feed(one, [n / 40])
        if one.usual is not before:
            fits.append(n)
    assert fits == [5, 10, 20, 30]


def test_the_first_records_of_the_stream_are_left_out_while_they_are_in_the_window(engine):
    """A window of 10: at index 10 all is in it, and 4 are left out; at 13 one of them, at 15 none."""
    for index, left_out in ((10, 4), (13, 1), (15, 0)):
        one = likelihood(engine, learning_period=4, estimation_samples=index - 4, window=10)
        scores = [n * n % 11 / 11 for n in range(index + 1)]
        feed(one, scores)
        averages = [sum(scores[max(0, n - 9) : n + 1]) / min(10, n + 1) for n in range(index)]
        kept = averages[-10:][left_out:]
        assert one.usual.mean == pytest.approx(sum(kept) / len(kept), abs=1e-15)


# Likelihood: flat values


@pytest.mark.parametrize("value", [0.0, 5.0, 1e6])
def test_a_flat_value_can_never_alarm(engine, value):
    one = likelihood(engine)
    answers = [one.compute(score, value) for score in [0.0] * 30 + [1.0] * 20]
    assert one.usual.mean == 0.5
    assert one.usual.variance == 1e6
    assert all(abs(answer - 0.5) < 0.001 for answer in answers)


def test_values_that_hardly_vary_are_those_with_a_variance_below_15_millionths(engine):
    """Values of +d and -d have a variance of d squared."""
    for d, varies in ((sqrt(1.4e-5), False), (sqrt(1.6e-5), True)):
        one = likelihood(engine, learning_period=0, estimation_samples=20)
        for n in range(21):
            one.compute(0.0, d if n % 2 else -d)
        assert (one.usual.variance == 0.0003) is varies


def test_without_numbers_flatness_is_not_looked_at(engine):
    one = likelihood(engine)
    answers = [one.compute(0.0) for _ in range(10)]
    assert answers[-1] == by_hand(0.0, 0.03, 0.0003)


# Likelihood: alarms


def test_surprise_far_above_the_usual_is_an_alarm_once_and_then_yellow(engine):
    """Tails of at most 1e-5 in a row: the first is reported as it is, the others as .001."""
    one = likelihood(engine, refit_every=10**6)
    feed(one, [0.0] * 30)
    answers = feed(one, [1.0] * 5)
    averages = [0.1, 0.2, 0.3, 0.4, 0.5]
    tails = [1 - by_hand(average, 0.03, 0.0003) for average in averages]
    assert tails[0] > 1e-5 > tails[1]
    assert answers[:2] == [pytest.approx(1 - tails[0]), pytest.approx(1 - tails[1])]
    assert answers[2:] == [0.999] * 3


def test_after_a_quiet_record_the_next_alarm_is_told_in_full(engine):
    """Seen from the tails themselves: what was reported as .001 still was one of at most 1e-5."""
    one = likelihood(engine, refit_every=10**6)
    feed(one, [0.0] * 30)
    answers = feed(one, [1.0] * 3 + [0.0] * 12 + [1.0] * 3)
    assert answers[1] > 0.99999
    assert answers[2] == 0.999
    assert answers[-2] > 0.99999
    assert answers[-1] == 0.999


def test_surprise_far_below_the_usual_counts_as_well_but_is_no_alarm(engine):
    one = likelihood(engine, refit_every=10**6)
    feed(one, [1.0, 0.9] * 20)
    answers = feed(one, [0.0] * 10)
    assert max(answers) > 0.99999
    assert not step_of(max(answers)).is_alarm(one)


def step_of(likelihood: float | None) -> Step:
    """A step with this likelihood."""
    step = build("toy", RDSE(resolution=1.0), "textbook").step(1.0)
    return replace(step, likelihood=likelihood)


def test_a_high_likelihood_of_more_surprise_than_usual_is_an_alarm(engine):
    one = likelihood(engine, refit_every=10**6)
    assert not step_of(1.0).is_alarm(one)  # nothing is usual yet
    feed(one, [0.0] * 30 + [1.0])
    assert step_of(0.9999).is_alarm(one)
    assert not step_of(0.99989).is_alarm(one)
    assert step_of(0.99989).is_alarm(one, 0.999)
    assert not step_of(None).is_alarm(one)


def test_log_scale_is_the_logarithm_of_how_unlikely():
    assert log_scale(0.0) == pytest.approx(0.0, abs=1e-9)
    assert log_scale(0.99999) == pytest.approx(0.5, abs=1e-5)
    assert log_scale(1.0) == pytest.approx(1.0, abs=1e-6)
    assert log_scale(0.5) == log(1.0000000001 - 0.5) / -23.02585084720009


@given(st.lists(st.integers(0, 40).map(lambda n: n / 40), max_size=60))
def test_a_likelihood_is_in_range(engine, scores):
    assert all(0 <= answer <= 1 for answer in feed(likelihood(engine, refit_every=7), scores))
