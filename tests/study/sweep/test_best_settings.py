"""The best settings: means over series and seeds."""

from statistics import stdev

import pytest

from htm_teacher.study.sweep import best, cases
from htm_teacher.study.sweep.sweeping import Task
from study.sweep.tiny import PAIR, row

PLAN = cases(PAIR, {"boost_strength": [0, 1]}, seeds=2, preset="toy")
SKILLS = [0.1, 0.3, 0.2, 0.2, 0.4, 0.6, 0.3, 0.3]  # of boost 0: ramp 42, 43, wave 42, 43; then of boost 1


def rows(**changes):
    tasks = [Task(case, "ramp" if place % 4 < 2 else "wave", PAIR["ramp"]) for place, case in enumerate(PLAN)]
    return [row(task, skill=skill, recall=0.5) for task, skill in zip(tasks, SKILLS, strict=True)]


def test_the_largest_mean_is_first():
    first, second = best(rows(), ["boost_strength"])
    assert (first.values, second.values) == ({"boost_strength": 1.0}, {"boost_strength": 0.0})
    assert first.mean_skill == first.skill == pytest.approx(0.4, abs=1e-15)
    assert first.recall == 0.5
    assert (first.cases, first.failed, first.far_skill) == (4, 0, None)


def test_both_horizons_count():
    every = rows()
    for one in every[4:]:
        one["far_skill"] = -1.0
    assert best(every, ["boost_strength"])[0].values == {"boost_strength": 0.0}


def test_the_spread_is_that_of_the_seeds():
    first, _ = best(rows(), ["boost_strength"])
    assert first.spread == pytest.approx(stdev([0.35, 0.45]), abs=1e-15)


def test_without_several_seeds_there_is_no_spread():
    assert best([one for one in rows() if one["seed"] == 42], ["boost_strength"])[0].spread is None


def test_a_setting_that_failed_comes_last_and_its_errors_do_not_count():
    every = rows()
    every[5] |= {"error": "wrong", "skill": None}
    first, second = best(every, ["boost_strength"])
    assert (first.values, second.failed) == ({"boost_strength": 0.0}, 1)
    assert second.skill == pytest.approx(1 / 3, abs=1e-15)


def test_a_setting_without_a_skill_comes_after_those_with_one():
    every = rows()
    for one in every[:4]:
        one["skill"] = None
    for one in every[4:]:
        one["skill"] = -2.0
    assert [one.mean_skill for one in best(every, ["boost_strength"])] == [-2.0, None]
