"""Naive predictors on a series small enough to work them out by hand."""

import pytest

from htm_teacher.series import noise, random_walk, sine
from htm_teacher.study.naive import distance, find_season, last_and_change, last_value, mean, same_time, usual

#         0  1  2  3  4  5  6  7
VALUES = [1, 5, 9, 2, 6, 8, 3, 7]


def test_last_value_is_that_of_the_step_at_which_one_predicts():
    assert last_value(VALUES, 5, 1) == 6
    assert last_value(VALUES, 5, 4) == 5
    assert last_value(VALUES, 2, 3) is None


@pytest.mark.parametrize(
    ("training", "said"),
    [
        ([1, 5, None, 9], 5),
        ([1, 2], 1.5),
        (["a", None, "b", "b"], "b"),
        (["b", "a"], "b"),
        ([None], None),
        ([], None),
    ],
)
def test_usual_is_the_median_or_the_most_frequent_text(training, said):
    assert usual(training)(VALUES, 5, 1) == said
    assert usual(training)(VALUES, 0, 9) == said


@pytest.mark.parametrize(
    ("target", "horizon", "said"),
    [
        (5, 1, 9),  # three steps before
        (5, 3, 9),  # made at step 2 itself
        (7, 4, 5),  # step 4 is not yet known at step 3: two seasons before, step 1
        (2, 1, None),
    ],
)
def test_same_time_one_season_ago_uses_what_is_known_by_then(target, horizon, said):
    assert same_time(3)(VALUES, target, horizon) == said


@pytest.mark.parametrize(
    ("target", "horizon", "said"),
    [
        (5, 1, 10),  # 6 and the change from step 1 to 2
        (6, 2, 3),  # 6 and the change from step 1 to 3
        (6, 3, 3),  # 2 and the change from step 0 to 3, which is step 3 itself
        (7, 4, None),  # two seasons before step 3
        (3, 1, None),
    ],
)
def test_the_last_value_and_the_change_a_season_ago(target, horizon, said):
    assert last_and_change(3)(VALUES, target, horizon) == said


def test_there_is_no_change_of_what_is_missing_or_a_text():
    assert last_and_change(1)([1.0, None, 2.0, 3.0], 3, 1) is None
    assert last_and_change(1)(["A", "B", "C", "D"], 3, 1) is None


def test_distance():
    assert distance(3.0, 5.0) == 2
    assert [distance("a", "a"), distance("a", "b")] == [0, 1]
    assert distance(None, 1.0) is None


def test_mean_leaves_out_what_is_not_there():
    assert mean([1, None, 2]) == 1.5
    assert mean([None]) is None


def test_a_season_is_found_where_there_is_one():
    assert find_season(sine(200, period=20)) == 20
    assert find_season(["A", "B", "C", "D"] * 20) == 4
    rough = [a + b for a, b in zip(sine(300, period=24), noise(300, 0.2), strict=True)]
    assert find_season(rough) == 24


def test_no_season_is_found_where_there_is_none():
    assert find_season(random_walk(1000)) is None
    assert find_season(noise(1000)) is None
    assert find_season([3.0] * 100) is None
    assert find_season([None] * 100) is None
    assert find_season([1.0]) is None
