"""One model is one thread's: another thread that calls it in the meantime gets an error."""

import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import copy, deepcopy
from threading import Event, Thread
from typing import Any

import pytest

from core.helpers import same, small_model
from htm_teacher import History, Model, save
from htm_teacher.core.one_thread import OneThread

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
        unguarded = {"pooler_type", "memory_type", "likelihood_type", "classifier_type"}
        assert methods - unguarded <= set(OneThread.ALONE)
