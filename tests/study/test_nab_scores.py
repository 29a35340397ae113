"""The benchmark's scores: by hand, and the rules that its own scorer follows."""

from math import exp

import pytest

from htm_teacher.study.nab_scores import MOST_PROBATION, PROFILES, Scored, nab_scores, probation

ROWS = 100


def scored(alarms, windows, rows=ROWS):
    return Scored([1.0 if row in alarms else 0.0 for row in range(rows)], windows)


def sigmoid(place):
    return 2 / (1 + exp(5 * place)) - 1


def standard(*files, threshold=0.5):
    return nab_scores(files, threshold)["standard"]


def test_the_probation_is_a_part_of_the_rows_up_to_a_limit():
    assert [probation(rows) for rows in (100, 101, 4999, 5000, 50_000)] == [15, 15, 749, 750, MOST_PROBATION]


def test_no_alarm_scores_nothing():
    found = nab_scores([scored([], [(40, 59)])])
    assert [one.score for one in found.values()] == [0.0] * 3
    assert found["standard"].alarms == found["standard"].found == 0
    assert found["standard"].threshold == float("inf")


def test_the_first_row_of_a_window_is_worth_most():
    found = standard(scored([40], [(40, 59)]))
    assert found.score == pytest.approx(100)
    assert (found.alarms, found.found, found.windows) == (1, 1, 1)
    worths = [standard(scored([row], [(40, 59)])).score for row in range(40, 60)]
    assert worths == sorted(worths, reverse=True)
    assert worths[10] == pytest.approx(100 * (1 + sigmoid(-0.5) / sigmoid(-1.0)) / 2)


def test_only_the_earliest_alarm_in_a_window_counts():
    several, alone = standard(scored([45, 50, 55], [(40, 59)])), standard(scored([45], [(40, 59)]))
    assert several.score == alone.score
    assert (several.alarms, several.found) == (3, 1)


def test_a_false_alarm_costs_less_shortly_after_a_window():
    alone = standard(scored([40], [(40, 59)])).score
    costs = [alone - standard(scored([40, row], [(40, 59)])).score for row in (20, 60, 65, 99)]
    assert costs[0] == pytest.approx(100 * 0.11 / 2)
    assert costs[1] == pytest.approx(-100 * 0.11 * sigmoid(1 / 19) / 2)
    assert costs[1] < costs[2] < costs[3] <= costs[0]


def test_alarms_of_the_probation_do_not_count():
    assert standard(scored([0, 5, 14, 40], [(40, 59)])).score == pytest.approx(100)
    assert standard(scored([0, 5, 15, 40], [(40, 59)])).score < 100


def test_profiles_weigh_false_alarms_and_missed_windows():
    found = nab_scores([scored([20, 40], [(40, 49), (70, 79)])], 0.5)
    missed, false = {name: one.missed for name, one in PROFILES.items()}, {}
    for name, one in PROFILES.items():
        false[name] = one.false_alarm
        gained = 1 + missed[name] - false[name]
        assert found[name].score == pytest.approx(100 * gained / (2 * (1 + missed[name])))


def test_the_threshold_is_the_best_of_all_files():
    one = Scored([0.9 if row == 30 else 0.5 if row == 40 else 0.0 for row in range(ROWS)], [(40, 59)])
    other = Scored([0.7 if row == 40 else 0.0 for row in range(ROWS)], [(40, 59)])
    found = nab_scores([one, other])["standard"]
    assert found.threshold == 0.5
    assert (found.alarms, found.found) == (3, 2)
    assert found.score == pytest.approx(100 * (4 - 0.11) / 4)


def test_files_without_windows_only_cost():
    quiet, loud = scored([], []), scored([50], [])
    hit = scored([40], [(40, 59)])
    assert standard(hit, quiet).score == pytest.approx(100)
    assert standard(hit, loud).score == pytest.approx(100 * (2 - 0.11) / 2)


def test_equal_scores_reach_a_threshold_together():
    file = Scored([0.5] * ROWS, [(40, 59)])
    found = nab_scores([file], 0.5)["standard"]
    assert found.alarms == ROWS - 15
