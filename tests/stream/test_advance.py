"""The pure function of a stream: the same answers as a detector that is never saved."""

import math

import pytest

from htm_teacher import ENGINES
from htm_teacher.detect import Detector
from htm_teacher.stream.advance import KeyMachine, advance
from htm_teacher.stream.rules import Rules
from htm_teacher.stream.sealed import StateError, seal, unseal

fast = pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such streams")
RULES = Rules(warm_up=40)


def rows(values, start=1):
    return [(i, f"2024-01-01T00:00:{i % 60:02}", value) for i, value in enumerate(values, start)]


def wave(count):
    return [float(i % 8) for i in range(count)]


VALUES = [*wave(120), 19.0, *wave(15), None, *wave(15), -4.0, *wave(8)]


@pytest.fixture(scope="module")
def never_saved():
    """The alerts and the last state of a machine that took all rows at once."""
    state, alerts = advance(None, rows(VALUES), RULES, "pump")
    return state, alerts


@fast
def test_a_stream_gives_the_alerts_of_the_detector(never_saved):
    found = Detector(warm_up=40).run(VALUES)
    expected = [(i + 1, one.reason) for i, one in enumerate(found) if one.alert]
    assert [(alert["row"], alert["reason"]) for alert in never_saved[1]] == expected
    assert expected[0][0] == 121


@fast
@pytest.mark.parametrize("cuts", [(17, 40, 90, 121, 137), (39, 41, 119, 120)])
def test_a_saved_machine_continues_exactly(never_saved, cuts):
    state, alerts = None, []
    for start, end in zip((0, *cuts), (*cuts, len(VALUES)), strict=True):
        state, found = advance(state, rows(VALUES)[start:end], RULES, "pump")
        alerts += found
    assert (state, alerts) == never_saved


@fast
def test_an_alert_explains_itself(never_saved):
    alert = dict(never_saved[1][0])
    low, high = alert.pop("expected")[0]
    assert low == 0 < high < 1  # 7 was always followed by 0
    assert alert.pop("id")
    assert alert.pop("rank") > 4
    assert alert == {
        "kind": "value",
        "key": "pump",
        "row": 121,
        "time": "2024-01-01T00:00:01",
        "value": 19.0,
        "strength": 0.6,
        "since": [121, "2024-01-01T00:00:01"],
        "reason": "novelty 1.00, usually 0.00: [18.38, 19.25] never occurred (8 levels)",
    }


@fast
def test_the_state_is_small(never_saved):
    assert len(never_saved[0]) < 170_000
    assert len(advance(None, rows(wave(30)), RULES)[0]) < 500


def test_during_the_warm_up_nothing_is_raised():
    state, alerts = advance(None, rows([*wave(30), 1e9]), RULES)
    assert alerts == []
    assert KeyMachine("", RULES, state).warming_up


@fast
def test_each_key_and_row_has_an_id_of_its_own(never_saved):
    ids = [alert["id"] for alert in never_saved[1]]
    other = advance(None, rows(VALUES), RULES, "fan")[1]
    assert len({*ids, *(alert["id"] for alert in other)}) == 2 * len(ids)


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda state: state[:-1], "checksum"),
        (lambda state: state[:60] + b"?" + state[61:], "checksum"),
        (lambda state: b"", "no key"),
        (lambda state: state.replace(b" key 1 ", b" key 2 ", 1), "newer than 1"),
        (lambda state: seal("alerts", RULES.hash, {}), "no key"),
        (lambda state: seal("key", Rules(warm_up=41).hash, {}), "other parameters"),
    ],
)
def test_a_state_that_is_none_is_refused(spoil, said):
    state, _ = advance(None, rows([1.0, 2.0]), RULES)
    with pytest.raises(StateError, match=said):
        advance(spoil(state), rows([3.0]), RULES)


def test_equal_data_give_equal_bytes_and_come_back():
    data = {"a": [1, None, 2.5], "b": {"c": "é"}}
    assert seal("key", "0", data) == seal("key", "0", dict(data))
    assert unseal("key", "0", seal("key", "0", data)) == data


def test_infinite_values_are_refused():
    with pytest.raises(ValueError, match="a finite number is needed"):
        advance(None, [(1, None, math.inf)], RULES)


def test_rules_tell_what_changes_answers():
    assert Rules().hash == Rules(engine="textbook").hash != Rules(seed=7).hash


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"silence": 0}, "silence is 0"),
        ({"warm_up": 9}, "warm_up is 9"),
        ({"threshold": 2}, "threshold is 2"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"engine": "steam"}, "unknown engine 'steam'"),
    ],
)
def test_wrong_rules_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        Rules(**wrong)
