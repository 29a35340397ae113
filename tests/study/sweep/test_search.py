"""A search sees the first half of each series only, and an interruption changes nothing."""

import re
from importlib import import_module

import pytest

from htm_teacher.study.sweep import Range, ResultFile, search
from htm_teacher.study.sweep.case_scores import described
from study.sweep.tiny import PAIR, RAMP

optuna = pytest.importorskip("optuna")
searching = import_module("htm_teacher.study.sweep.search")  # whose name is also that of a function
pytest.importorskip("pyarrow")

RANGES = {
    "learning_rate": Range(0.1, 0.5),
    "columns": Range(64, 128),
    "memory_initial_permanence": Range(0.2, 0.3),
}


class Quick:
    """Scores without a model: best at a learning rate of 0.3 in the first half. It may end after a number."""

    def __init__(self, most=None, failing=()):
        self.tasks, self.sizes, self.most, self.failing = [], [], most, failing

    def __call__(self, tasks):
        self.sizes.append(len(tasks))
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


@pytest.mark.parametrize("most", [9, *(pytest.param(one, marks=pytest.mark.slow) for one in (1, 4, 7, 17))])
def test_an_interrupted_search_ends_as_if_it_had_not_been(tmp_path, most):
    (tmp_path / "whole").mkdir()
    whole, first, second = Quick(), Quick(most), Quick()
    expected = found(tmp_path / "whole", whole)
    with pytest.raises(KeyboardInterrupt):
        found(tmp_path, first)
    assert found(tmp_path, second) == expected
    ids = [task.case.id for task in first.tasks + second.tasks]
    assert sorted(ids) == sorted(task.case.id for task in whole.tasks)


class Interrupted(BaseException):
    """At any place."""


@pytest.mark.parametrize(("place", "count"), [("_tell", 2), ("_ask", 3), ("_suggest", 8)])
def test_a_search_that_ends_between_two_trials_continues_exactly(tmp_path, monkeypatch, place, count):
    (tmp_path / "whole").mkdir()
    compute, again = Quick(), Quick()
    expected = found(tmp_path / "whole", compute, 5)
    whole, left = getattr(searching, place), [count]

    def ends(*given):
        left[0] -= 1
        if not left[0]:
            raise Interrupted
        return whole(*given)

    monkeypatch.setattr(searching, place, ends)
    with pytest.raises(Interrupted):
        found(tmp_path, again, 5)
    monkeypatch.undo()
    assert found(tmp_path, again, 5) == expected
    assert {task.case.id for task in again.tasks} == {task.case.id for task in compute.tasks}
    assert compute.sizes == [8, 2, 2, 2]  # four settings, one, the best and the preset, on two series
    assert again.sizes == ([8, 0, 2, 2, 2] if place == "_tell" else compute.sizes)


def test_the_order_in_which_cases_are_finished_changes_nothing(tmp_path):
    (tmp_path / "other").mkdir()

    def backwards(tasks):
        yield [row for rows in Quick()(tasks[::-1]) for row in rows]

    assert found(tmp_path, Quick()) == found(tmp_path / "other", backwards)


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
