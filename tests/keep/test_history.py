"""History: rewinding equals replaying, a branch leaves its parent alone, memory is bounded."""

from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.helpers import same, small_model, state_of
from examples import examples
from htm_teacher import ENGINES, Category, Coordinate, Delta, Fields, History


class Named:
    """An engine by its name alone, where a fixture cannot go."""

    def __init__(self, name: str) -> None:
        self.name = name


VALUES = [n * n % 23 for n in range(400)]


def history(engine, steps=0, **options: Any) -> History:
    one = History(small_model(engine), **options)
    one.run(VALUES[:steps])
    return one


events = st.lists(
    st.one_of(
        st.tuples(st.just("step"), st.one_of(st.integers(0, 12), st.none()), st.booleans()),
        st.tuples(st.just("reset")),
        st.tuples(st.just("kill"), st.just(0.05)),
        st.tuples(st.just("change"), st.sampled_from([0.0, 0.1, 0.3])),
    ),
    max_size=60,
)


def play(target: Any, event: Any) -> None:
    """One event on a history or on a bare model: both have the same verbs."""
    name, *values = event
    if name == "change":
        target.change(memory_permanence_increment=values[0])
    else:
        getattr(target, name)(*values)


def first(steps: int, events: list[Any]) -> list[Any]:
    """What has happened right after so many steps; what came next, before another, is left out."""
    happened: list[Any] = []
    for event in events:
        if sum(name == "step" for name, *_ in happened) == steps:
            break
        happened.append(event)
    return happened


@pytest.mark.parametrize("name", sorted(ENGINES))
@settings(max_examples=examples(40))
@given(before=events, after=events, data=st.data())
def test_rewinding_equals_replaying(name, before, after, data):
    """A machine that only went so far is the same, in every bit, as one that came back; twice."""
    engine: Any = Named(name)
    one, happened = History(small_model(engine)), []
    for events in (before, after):
        for event in events:
            play(one, event)
        steps = data.draw(st.integers(0, len(one)))
        one.rewind(steps)
        happened = first(steps, happened + events)
        plain = small_model(engine)
        for event in happened:
            play(plain, event)
        assert len(one) == steps
        assert same(one.model, plain)


def test_one_can_go_back_to_the_start_again_and_again(engine):
    one = history(engine, 5)
    for _ in range(3):
        one.rewind(0)
        assert same(one.model, small_model(engine))
        one.run(VALUES[:3])
    one.rewind(2)
    assert [step.value for step in one] == VALUES[:2]


@pytest.mark.parametrize("steps", [0, 1, 63, 64, 65, 127, 128, 150, 200])
def test_every_step_can_be_gone_back_to_and_gone_on_from(engine, steps):
    one, plain = history(engine, 200), small_model(engine)
    one.rewind(steps)
    for value in VALUES[:steps]:
        plain.step(value)
    assert same(one.model, plain)
    ours = [one.step(value) for value in VALUES[300:320]]
    theirs = [plain.step(value) for value in VALUES[300:320]]
    assert ours == theirs
    assert same(one.model, plain)
    assert [step.index for step in one] == list(range(steps + 20))


def test_records_are_what_the_steps_were(engine):
    one = History(small_model(engine))
    steps = one.run(VALUES[:30])
    assert len(one) == 30
    assert list(one) == steps
    assert one[-1] == steps[29]
    assert one[0] == steps[0]
    for outside in (30, -31):
        with pytest.raises(IndexError):
            one[outside]


def test_a_slice_is_a_list_of_steps(engine):
    one = History(small_model(engine), keep=3)
    steps = one.run(VALUES[:70])
    assert one[0:2] == steps[0:2]
    assert one[-3:] == steps[-3:]
    assert one[68:1000] == steps[68:]
    assert one[10:4:-2] == steps[10:4:-2]
    assert one[5:5] == []
    assert one[:] == steps


def test_old_records_read_in_any_order_are_what_they_were(engine):
    one, whole = History(small_model(engine), keep=1), History(small_model(engine))
    for each in (one, whole):
        each.run(VALUES[:20])
        each.reset()
        each.kill(0.1)
        each.run(VALUES[20:150])
    for place in [5, 6, 6, 4, 19, 20, 21, 140, 63, 64, 65, 0]:
        assert one[place] == whole[place]
    assert list(one) == list(whole)


def test_records_that_are_no_longer_held_are_played_again(engine):
    one = History(small_model(engine), keep=3)
    steps = one.run(VALUES[:100])
    assert [one[n] for n in (0, 50, 96, 97, 99)] == [steps[n] for n in (0, 50, 96, 97, 99)]


def test_so_many_records_and_models_are_held_and_no_more(engine):
    one = history(engine, keep=10, checkpoints=3)
    for value in VALUES + VALUES[:300]:
        one.step(value)
        assert len(one._records) <= 10
        assert len(one._models) <= 3
    assert len(one) == 700
    one.rewind(333)
    plain = small_model(engine)
    for value in VALUES[:333]:
        plain.step(value)
    assert same(one.model, plain)
    one.run(VALUES[:20])
    assert len(one._records) <= 10
    assert len(one._models) <= 3


@pytest.mark.parametrize("steps", [-1, 6, 1.5, "two"])
def test_there_is_no_way_back_to_a_step_that_was_not(engine, steps):
    one = history(engine, 5)
    before = deepcopy(state_of(one.model))
    with pytest.raises(ValueError, match="steps"):
        one.rewind(steps)
    assert len(one) == 5
    assert state_of(one.model) == before


def test_a_moment_of_the_past_can_be_looked_at_and_nothing_moves(engine):
    one, plain = history(engine, 70), small_model(engine)
    one.reset()
    one.run(VALUES[:10])
    before = deepcopy(state_of(one.model))
    for value in VALUES[:66]:
        plain.step(value)
    seen = one.at(66)
    assert same(seen, plain)
    seen.step(99)
    assert state_of(one.model) == before
    assert same(one.at(66), plain)
    assert same(one.at(0), small_model(engine))
    for outside in (-1, 81):
        with pytest.raises(ValueError, match="steps"):
            one.at(outside)


def test_a_step_can_be_looked_at_right_before_it(engine):
    one, plain = history(engine, 70), small_model(engine)
    one.reset()
    one.change(memory_permanence_increment=0.3)
    one.run(VALUES[70:80])
    for value in VALUES[:70]:
        plain.step(value)
    assert same(one.at(70), plain)
    plain.reset()
    plain.change(memory_permanence_increment=0.3)
    assert same(one.at(71, before=True), plain)
    assert same(one.at(0, before=True), small_model(engine))
    assert same(one.at(5, before=True), one.at(4))


@pytest.mark.parametrize("name", sorted(ENGINES))
@settings(max_examples=examples(25))
@given(events=events, asked=st.lists(st.tuples(st.integers(0, 60), st.booleans()), max_size=12))
def test_a_look_shows_what_a_copy_shows_in_whatever_order(name, events, asked):
    engine: Any = Named(name)
    one = History(small_model(engine), keep=1)
    for event in events:
        play(one, event)
    now = deepcopy(state_of(one.model))
    for most, before in asked:
        steps = min(most, len(one))
        if steps == len(one) and not (before and steps):
            assert one.look(steps, before) is one.model
        else:
            assert same(one.look(steps, before), one.at(steps, before))
    assert state_of(one.model) == now


def test_looks_are_right_after_a_rewind_and_on_a_branch(engine):
    one = history(engine, 30)
    one.look(20)
    twin = one.branch(10, memory_permanence_increment=0.3)
    twin.run(VALUES[100:120])
    assert same(twin.look(21), twin.at(21))
    assert same(one.look(21), one.at(21))
    one.rewind(15)
    one.run(VALUES[200:215])
    assert same(one.look(22), one.at(22))


def test_a_look_one_step_further_costs_one_step(engine, monkeypatch):
    one, played = history(engine, 60), []
    whole = type(one.model).step
    monkeypatch.setattr(type(one.model), "step", lambda *given: played.append(1) or whole(*given))
    one.look(30)
    assert len(played) == 30
    one.look(31)
    one.look(31)
    assert len(played) == 31


def test_checkpoints_take_no_more_room_than_is_given(engine):
    roomy, cramped = history(engine, 400), history(engine, 400, most_bytes=0)
    assert len(roomy._models) == 7
    assert len(cramped._models) == 2
    for steps in (0, 70, 399, 400):
        assert same(cramped.at(steps), roomy.at(steps))
    room = sum(map(len, roomy._models.values())) - 1
    some = history(engine, 400, most_bytes=room)
    assert 2 <= len(some._models) < 7
    assert sum(map(len, some._models.values())) <= room


def test_the_past_can_be_seen_again_from_the_start(engine):
    one = history(engine, 5)
    one.reset()
    one.kill(0.1)
    one.run(VALUES[5:90])
    before = deepcopy(state_of(one.model))
    for steps, model in enumerate(one.replay()):
        if steps in (0, 4, 5, 6, 66, 90):
            assert same(model, one.at(steps))
    assert steps == len(one) == 90
    assert state_of(one.model) == before


def test_a_branch_leaves_its_parent_alone(engine):
    parent = history(engine, 100)
    before, records = deepcopy(state_of(parent.model)), list(parent)
    twin = parent.branch(70, memory_permanence_increment=0.3)
    assert type(twin) is History
    twin.run(VALUES[200:260])
    twin.rewind(20)
    assert state_of(parent.model) == before
    assert list(parent) == records
    parent.rewind(80)
    plain = small_model(engine)
    for value in VALUES[:80]:
        plain.step(value)
    assert same(parent.model, plain)


def test_a_branch_goes_on_with_other_parameters(engine):
    parent = history(engine, 40)
    twin = parent.branch(25, memory_permanence_increment=0.3)
    plain = small_model(engine)
    for value in VALUES[:25]:
        plain.step(value)
    plain.change(memory_permanence_increment=0.3)
    assert [twin.step(value) for value in VALUES[25:60]] == [plain.step(value) for value in VALUES[25:60]]
    assert same(twin.model, plain)
    assert parent.model.memory.parameters.permanence_increment == 0.1


def test_a_branch_with_a_parameter_out_of_range_is_an_error_and_there_is_no_branch(engine):
    parent = history(engine, 5)
    before = deepcopy(state_of(parent.model))
    with pytest.raises(ValueError, match="sample_size"):
        parent.branch(3, sample_size=1000)
    assert state_of(parent.model) == before
    assert len(parent) == 5


def test_what_fails_has_not_happened(engine):
    one, plain = history(engine, 10), small_model(engine)
    with pytest.raises(ValueError, match="value"):
        one.step("text")
    with pytest.raises(ValueError, match="fraction"):
        one.kill(2)
    one.step(5)
    one.step(6)
    one.rewind(11)
    for value in [*VALUES[:10], 5]:
        plain.step(value)
    assert len(one) == 11
    assert same(one.model, plain)


def test_resets_and_deaths_are_played_again(engine):
    one, plain = history(engine), small_model(engine)
    one.run(VALUES[:5])
    one.reset()
    killed = one.kill(0.1)
    one.run(VALUES[5:80])
    one.rewind(70)
    for value in VALUES[:5]:
        plain.step(value)
    plain.reset()
    assert plain.kill(0.1) == killed
    for value in VALUES[5:70]:
        plain.step(value)
    assert same(one.model, plain)
    one.run(VALUES[200:220])  # another future; the way back into it leads past the same reset and deaths
    one.rewind(75)
    for value in VALUES[200:205]:
        plain.step(value)
    assert same(one.model, plain)


def test_an_encoder_that_remembers_is_rewound_too(engine):
    one = History(small_model(engine, Delta(resolution=1, size=60, active_bits=9)))
    one.run(VALUES[:90])
    one.rewind(70)
    assert one.model.encoder.last == VALUES[69]


@pytest.mark.parametrize(
    ("encoder", "first", "then"),
    [
        (Coordinate(radius=2), [1, 2], [50, 60]),
        (Fields({"kind": Category(("a", "b"))}), {"kind": "a"}, {"kind": "b"}),
    ],
)
def test_a_value_that_its_owner_changes_later_is_remembered_as_it_was(engine, encoder, first, then):
    one, value = History(small_model(engine, encoder), keep=1), deepcopy(first)
    step = one.step(value)
    if isinstance(value, dict):
        value.update(then)
    else:
        value[:] = then
    one.step(value)
    assert one[0].value == first
    assert one[0].encoded == step.encoded


@pytest.mark.parametrize("keep", [1, 100])
def test_whoever_changes_a_record_changes_nothing_else(engine, keep):
    one = History(small_model(engine, Fields({"x": Delta(1.0), "y": Delta(1.0)})), keep=keep)
    mine = {"x": 0, "y": 0}
    for n in range(10):
        mine["x"] = n * n % 7
        returned = one.step(mine)
        returned.value["x"] = 99
    before = deepcopy(state_of(one.model))
    for n in range(10):
        one[n].value["x"] = 99
    for model in one.replay():
        last = model
    assert [step.value["x"] for step in one] == [n * n % 7 for n in range(10)]
    one.rewind(10)
    assert state_of(one.model) == state_of(last) == before


def test_steps_may_be_said_as_a_decimal_that_is_whole(engine):
    one = history(engine, 5)
    assert same(one.at(3.0), one.at(3))
    one.rewind(3.0)
    assert [step.value for step in one] == VALUES[:3]
    one.rewind(0.0)
    assert same(one.model, small_model(engine))


def test_a_replay_that_has_begun_does_not_see_what_happens_then(engine):
    one = history(engine, 5)
    models = one.replay()
    next(models)
    one.run(VALUES[200:300])
    seen = 0
    for seen, model in enumerate(models, 1):
        if seen == 3:
            one.rewind(2)
            one.run(VALUES[100:110])
        last = model
    assert seen == 5
    assert same(last, history(engine, 5).model)


@pytest.mark.parametrize("options", [{"keep": 0}, {"checkpoints": 1}, {"keep": 1.5}, {"most_bytes": -1}])
def test_options_that_cannot_be_are_errors(engine, options):
    with pytest.raises(ValueError, match=next(iter(options))):
        History(small_model(engine), **options)
