"""One model is one thread's: another thread that calls it in the meantime gets an error."""

import pickle
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from copy import copy, deepcopy
from threading import Event, Thread
from typing import Any

import pytest

from core.helpers import same, small_model
from htm_teacher import History, Model, save
from htm_teacher.core.by_hand import add_segment, kill, kill_cells, remove_segment
from htm_teacher.core.one_thread import OneThread, turn_of

CALLS: dict[str, Callable[[Any, Any], object]] = {
    "step": lambda model, _: model.step(1),
    "step without learning": lambda model, _: model.step(value=1, learn=False),
    "run": lambda model, _: model.run([1, 2]),
    "peek": lambda model, _: model.peek(1),
    "free_run": lambda model, _: model.free_run(2),
    "why": lambda model, _: model.why(0),
    "reset": lambda model, _: model.reset(),
    "kill": lambda model, _: model.kill(0.5),
    "change": lambda model, _: model.change(learning_rate=0.2),
    "deepcopy": lambda model, _: deepcopy(model),
    "pickle": lambda model, _: pickle.dumps(model),
    "save": lambda model, folder: save(model, folder / "model.npz"),
}

PARTS: dict[str, Callable[[Any], object]] = {
    "memory": lambda model: model.memory.compute([0]),
    "its reset": lambda model: model.memory.reset(),
    "its parameters": lambda model: model.memory.set_parameters(model.memory.parameters),
    "its state": lambda model: model.memory.state(),
    "its copy": lambda model: deepcopy(model.memory),
    "its pickle": lambda model: pickle.dumps(model.memory),
    "a shallow copy of it": lambda model: copy(model.memory).compute([0]),
    "pooler": lambda model: model.pooler.compute(model.encoder.encode(1)),
    "overlaps": lambda model: model.pooler.overlaps(model.encoder.encode(1)),
    "inhibition": lambda model: model.pooler.inhibit([0] * model.pooler.parameters.columns),
    "likelihood": lambda model: model.likelihood.compute(0.5, 1.0),
    "classifier": lambda model: model.classifier.compute(frozenset({1}), 1, 1.0),
    "its prediction": lambda model: model.classifier.predict(frozenset({1})),
    "its bucket": lambda model: model.classifier.add_bucket(99, 1.0, 1),
    "a new segment": lambda model: add_segment(model.memory, 0, {1: 0.5}),
    "a removed segment": lambda model: remove_segment(model.memory, next(iter(model.memory.segments))),
    "killed cells": lambda model: kill_cells(model.memory, [0]),
    "some killed cells": lambda model: kill(model.memory, 0.5),
}


@contextmanager
def in_use(run: Callable[[Iterator[int]], object]) -> Iterator[None]:
    """Meanwhile another thread is in the middle of this run."""
    inside, go_on = Event(), Event()

    def values() -> Iterator[int]:
        yield 3
        inside.set()
        assert go_on.wait(60)
        yield 4

    thread = Thread(target=run, args=(values(),))
    thread.start()
    assert inside.wait(60)
    try:
        yield
    finally:
        go_on.set()
        thread.join()


@pytest.mark.parametrize("name", CALLS)
def test_another_thread_is_turned_away_and_changes_nothing(engine, tmp_path, name):
    model, undisturbed = small_model(engine), small_model(engine)
    with (
        in_use(model.run),
        pytest.raises(RuntimeError, match="another thread is using this model: give each"),
    ):
        CALLS[name](model, tmp_path)
    undisturbed.run([3, 4])
    assert same(model, undisturbed)
    assert not list(tmp_path.iterdir())
    CALLS[name](model, tmp_path)  # now it is this thread's turn


@pytest.mark.parametrize("name", PARTS)
@pytest.mark.parametrize("made", ["new", "deepcopy", "pickle"])
def test_a_part_is_used_in_the_turn_of_its_model(engine, name, made):
    model, undisturbed = small_model(engine), small_model(engine)
    for one in (model, undisturbed):
        add_segment(one.memory, 0, {1: 0.5})
    if made == "deepcopy":
        model = deepcopy(model)
    elif made == "pickle":
        model = pickle.loads(pickle.dumps(model))
    with in_use(model.run), pytest.raises(RuntimeError, match="another thread is using this"):
        PARTS[name](model)
    undisturbed.run([3, 4])
    assert same(model, undisturbed)
    PARTS[name](model)


def test_a_model_waits_for_no_part(engine):
    model = small_model(engine)
    turned_away = pytest.raises(RuntimeError, match="another thread is using this model")
    with turn_of(model.memory), ThreadPoolExecutor(1) as others, turned_away:
        others.submit(model.step, 1).result()


def test_a_branch_has_a_turn_of_its_own(engine):
    history = History(small_model(engine))
    branch = history.branch(0)
    with in_use(history.run):
        branch.step(1)
    assert (len(history), len(branch)) == (2, 1)


def test_a_history_turns_another_thread_away_too(engine):
    history = History(small_model(engine))
    with in_use(history.run):
        for call in (
            lambda: history.step(1),
            history.reset,
            lambda: history.at(0),
            lambda: history.rewind(0),
        ):
            with pytest.raises(RuntimeError, match="another thread is using this history"):
                call()
    assert [step.value for step in history] == [3, 4]
    assert same(history.at(2), history.model)


def test_after_an_error_it_is_anyones_turn(engine):
    model, done = small_model(engine), []
    with pytest.raises(ValueError, match="x"):
        model.step("x")
    thread = Thread(target=lambda: done.append(model.step(1)))
    thread.start()
    thread.join()
    assert len(done) == 1


def test_within_a_thread_calls_may_be_nested(engine):
    model = small_model(engine)
    model.run(model.peek(value).value + len(model.free_run(1)) for value in range(3))
    assert model.steps == 3


def test_a_subclass_may_take_other_arguments(engine):
    class Noting(engine.model):
        def step(self, value, learn=True, *, note=""):
            self.note = note
            return super().step(value, learn)

    model = Noting.from_state(small_model(engine).state())
    model.step(1, note="first")
    assert model.note == "first"
    with in_use(model.run), pytest.raises(RuntimeError, match="this noting"):
        model.step(1, note="second")
    assert model.note != "second"


@pytest.mark.parametrize("copied", [deepcopy, lambda model: pickle.loads(pickle.dumps(model))])
def test_copies_have_turns_of_their_own(engine, copied):
    model = small_model(engine)
    other = copied(model)
    with in_use(model.run):
        other.peek(1)
        assert other.state()["steps"] == 0


def test_a_shallow_copy_shares_its_parts_and_so_the_turn(engine):
    model = small_model(engine)
    other = copy(model)
    assert other.memory is model.memory
    with in_use(model.run), pytest.raises(RuntimeError, match="another thread is using this model"):
        other.step(1)


def test_all_methods_that_move_or_read_a_model_are_guarded(engine):
    """Public ones, but for those that make a model."""
    for kind in (Model, engine.model):
        methods = {name for name, one in vars(kind).items() if callable(one) and not name.startswith("_")}
        unguarded = {"pooler_type", "memory_type", "likelihood_type", "classifier_type", "numbers_type"}
        assert methods - unguarded <= set(OneThread.ALONE)
