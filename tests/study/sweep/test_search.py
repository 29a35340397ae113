"""A search sees the first half of each series only, and an interruption changes nothing."""

import re

import pytest

from htm_teacher.study.sweep import Range, ResultFile, search
from htm_teacher.study.sweep.case_scores import described
from study.sweep.tiny import PAIR, RAMP

optuna = pytest.importorskip("optuna")
pytest.importorskip("pyarrow")

RANGES = {
    "learning_rate": Range(0.1, 0.5),
    "columns": Range(64, 128),
    "memory_initial_permanence": Range(0.2, 0.3),
}


class Quick:
    """Scores without a model: best at a learning rate of 0.3 in the first half. It may end after a number."""

    def __init__(self, most=None, failing=()):
        self.tasks, self.most, self.failing = [], most, failing

    def __call__(self, tasks):
        for task in tasks:
            if len(self.tasks) == self.most:
                raise KeyboardInterrupt
            self.tasks.append(task)
            values = dict(task.case.parameters)
            row = described(*task) | {"skill": -abs(values.get("learning_rate", 1.0) - 0.3), "seconds": 0.0}
            wrong = values.get("columns") in self.failing
            yield [row | ({"error": "wrong", "skill": None} if wrong else {})]


def found(folder, compute, trials=8, ranges=RANGES, series=PAIR, **choices):
    with ResultFile.opened(folder / "results.parquet") as results:
        storage = f"sqlite:///{folder / 'search.db'}"
        return search(series, ranges, results, trials, storage, preset="toy", compute=compute, **choices)


def test_only_first_halves_choose_and_second_halves_judge(tmp_path):
    compute = Quick()
    told = found(tmp_path, compute)
    assert told.trials == 8
    assert [len(task.series) for task in compute.tasks] == [40] * 16 + [80] * 4
    assert {task.case.train for task in compute.tasks[16:]} == {0.5}
    assert told.skill == -abs(told.values["learning_rate"] - 0.3)
    best, preset = told.second
    assert (best.skill, preset.skill) == (told.skill, -0.7)
    assert [dict(task.case.parameters) for task in compute.tasks[16:]] == [told.values] * 2 + [{}] * 2


def test_values_are_such_as_parameters_have(tmp_path):
    compute = Quick()
    found(tmp_path, compute)
    for values in (dict(task.case.parameters) for task in compute.tasks[:16]):
        assert values["columns"] in range(64, 129)
        assert values["memory_initial_permanence"] == round(values["memory_initial_permanence"], 4)
    assert len({task.case.parameters for task in compute.tasks[:16]}) == 8


SLOW = [(1, 1), (4, 1), (17, 4)]


@pytest.mark.parametrize(
    ("most", "jobs"), [(7, 4), *(pytest.param(*one, marks=pytest.mark.slow) for one in SLOW)]
)
def test_an_interrupted_search_ends_as_if_it_had_not_been(tmp_path, most, jobs):
    (tmp_path / "whole").mkdir()
    whole, first, second = Quick(), Quick(most), Quick()
    expected = found(tmp_path / "whole", whole, jobs=jobs)
    with pytest.raises(KeyboardInterrupt):
        found(tmp_path, first, jobs=jobs)
    assert found(tmp_path, second, jobs=jobs) == expected
    ids = [task.case.id for task in first.tasks + second.tasks]
    assert sorted(ids) == sorted(task.case.id for task in whole.tasks)


def test_a_longer_search_continues(tmp_path):
    first, second = Quick(), Quick()
    found(tmp_path, first, trials=4)
    found(tmp_path, second, trials=6)
    assert len([task for task in second.tasks if len(task.series) == 40]) == 2 * 2


def test_another_search_in_the_same_storage_begins_again(tmp_path):
    found(tmp_path, Quick(), trials=4)
    other = Quick()
    found(tmp_path, other, trials=4, ranges={"learning_rate": [0.1, 0.2]})
    assert {dict(task.case.parameters).get("learning_rate") for task in other.tasks} <= {0.1, 0.2, None}


def test_a_setting_that_fails_is_never_the_best(tmp_path):
    told = found(tmp_path, Quick(failing={64}), ranges={"columns": [64, 65]})
    assert told.values == {"columns": 65}
    assert 0 < told.failed < told.trials == 8


def test_nothing_found_is_said(tmp_path):
    with pytest.raises(ValueError, match="none of 3 settings has a skill"):
        found(tmp_path, Quick(failing={64}), trials=3, ranges={"columns": [64]}, series={"ramp": RAMP})


def test_a_storage_that_cannot_be_opened_is_said(tmp_path):
    said = re.escape("--storage is 'search.db': it cannot be opened; it is written as in sqlite")
    with ResultFile.opened(tmp_path / "r.parquet") as results, pytest.raises(ValueError, match=said):
        search(PAIR, RANGES, results, 1, "search.db")


def test_a_search_needs_a_range(tmp_path):
    with pytest.raises(ValueError, match="a search needs a range, as in"):
        found(tmp_path, Quick(), ranges={})
