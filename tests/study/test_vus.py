"""VUS-PR and how ranks are smoothed before it."""

import math

import numpy as np
import pytest

from htm_teacher.study.vus import SMOOTHED, leaky_sum, period_of, trailing_mean, vus_pr


def labelled(rows=1000, *edges):
    labels = [False] * rows
    for first, last in edges:
        labels[first : last + 1] = [True] * (last - first + 1)
    return labels


def test_a_perfect_rank_is_worth_nearly_one_and_a_constant_chance():
    labels = labelled(1000, (200, 249), (700, 749))
    assert vus_pr([float(one) for one in labels], labels, 0) == 1.0
    assert vus_pr([0.5] * 1000, labels, 0) == pytest.approx(0.1)
    assert vus_pr([float(not one) for one in labels], labels, 0) == pytest.approx(0.1, abs=0.02)


def test_only_the_order_of_the_scores_counts():
    labels = labelled(600, (100, 160))
    scores = [math.sin(7 * i) + labels[i] for i in range(600)]
    assert vus_pr(scores, labels, 20) == vus_pr([math.exp(score) for score in scores], labels, 20)


def test_a_rank_that_is_high_just_beside_an_anomaly_counts_in_part():
    labels = labelled(1000, (500, 519))
    late, far = ([float(row in range(start, start + 20)) for row in range(1000)] for start in (510, 700))
    without = vus_pr(late, labels, 0)
    assert vus_pr(far, labels, 40) < without < vus_pr(late, labels, 40) < 1


def test_each_missed_anomaly_costs():
    labels = labelled(1000, (200, 219), (600, 619))
    both = [float(one) for one in labels]
    one = [score if row < 400 else 0.0 for row, score in enumerate(both)]
    assert vus_pr(one, labels, 10) < vus_pr(both, labels, 10)


def test_without_an_anomaly_there_is_nothing_to_find():
    with pytest.raises(ValueError, match="no row is anomalous"):
        vus_pr([0.0, 1.0], [False, False], 1)


@pytest.mark.parametrize("period", [24, 48, 96])
def test_the_period_is_found(period):
    assert period_of([math.sin(2 * math.pi * i / period) + 5 for i in range(2000)]) == period


def test_without_a_period_a_usual_one_is_taken():
    assert period_of(list(range(1000))) == 125
    assert period_of([3.0] * 1000) == 125


def test_smoothing_looks_back_only():
    scores = np.zeros(500)
    scores[200] = 1.0
    for smooth in (trailing_mean, leaky_sum):
        found = smooth(scores)
        assert not found[:200].any()
        assert found[200] == pytest.approx(1 / SMOOTHED)


def test_a_trailing_mean_is_that_of_the_last_rows():
    scores = [float(i % 7) for i in range(300)]
    expected = [sum(scores[max(0, i - 99) : i + 1]) / min(i + 1, 100) for i in range(300)]
    assert trailing_mean(scores).tolist() == pytest.approx(expected)


def test_a_leaky_sum_forgets_a_hundredth_of_a_score_at_each_row():
    found = leaky_sum([1.0, 0.0, 0.0])
    assert found.tolist() == pytest.approx([0.01, 0.0099, 0.009801])
    assert leaky_sum([1.0] * 2000)[-1] == pytest.approx(1.0)
