"""A machine that stays at hand between calls is always the model's own, as it is now."""

import pickle
from copy import copy, deepcopy

import pytest

from htm_teacher import ENGINES, RDSE, build

if "fast" in ENGINES:
    from htm_teacher.fast.kernels import held

pytestmark = pytest.mark.skipif("fast" not in ENGINES, reason="there is one engine only")

VALUES = [1.0, 5.0, 9.0, 13.0, 5.0, 2.0] * 8


def model(**choices):
    return build("toy", RDSE(resolution=1.0), "fast", **choices)


@pytest.mark.parametrize("copied", [deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_a_copy_runs_on_its_own_arrays(copied):
    original, untouched = model(), model()
    for one in (original, untouched):
        one.run(VALUES)
        one.step(3.0)
    twin = copied(original)
    assert twin._held._parts is None
    for value in VALUES:
        twin.step(value)
    twin.run(VALUES)
    assert original.state() == untouched.state()
    for value in VALUES:
        assert original.step(value) == untouched.step(value)
    assert original.state() == untouched.state() != twin.state()


def test_a_look_ahead_leaves_the_model_at_hand():
    looked, plain = model(), model()
    for value in VALUES:
        looked.peek(value)
        copy(looked)
        assert looked.step(value) == plain.step(value)


def test_a_part_that_is_replaced_is_the_one_that_runs():
    old, new = model(), model(seed=3)
    old.run(VALUES)
    old.pooler, old.memory = new.pooler, new.memory
    old.step(5.0)
    assert old.memory is new.memory
    assert old.memory.now.active_cells
    assert new.pooler.learning_steps == 1


CHANGES = {
    "settle_after": lambda one: setattr(one, "settle_after", 2**40),
    "a pooler's parameter": lambda one: one.change(boost_strength=1.5),
    "a memory's parameter": lambda one: one.change(sample_size=9),
    "a classifier's parameter": lambda one: one.change(learning_rate=0.25),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_the_machine_stays_until_something_is_changed(change):
    one = model()
    one.run(VALUES)
    before = one._machine()
    assert one._machine() is before
    change(one)
    assert one._machine() is not before
    kept, made = one._machine(), one._make_machine()
    assert all(own is other or own == other for own, other in zip(kept, made, strict=True))


def test_what_is_of_another_type_runs_as_well(monkeypatch):
    odd, plain, calls, run = model(), model(), [], held.run
    odd.step(1.0)
    plain.step(1.0)

    def handed_over(*arguments):
        calls.append(arguments)
        return run(*arguments)

    monkeypatch.setattr(held, "run", handed_over)
    for number, value in enumerate(VALUES):
        expected = plain.step(value)
        if number > 20:  # from here on, the words say that something else is stored
            odd._held._words[0] += 1
        assert odd.step(value) == expected
        assert bool(calls) == (number > 20)
    assert odd.state() == plain.state()
