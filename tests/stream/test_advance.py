"""The pure function of a stream: the same answers as a detector that is never saved."""

import math

import pytest

from htm_teacher import ENGINES
from htm_teacher.detect import Detector
from htm_teacher.stream.advance import KeyMachine, advance
from htm_teacher.stream.plain_rows import Row
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
    assert alert.pop("likeliest") == [{"low": low, "high": high, "share": 1.0}]
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
        "reason": "a value of 18.38 or more never occurred before"
        " (novelty 1.00, usually 0.00; machine of 8 levels)",
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
        (lambda state: state.replace(b" key 2 ", b" key 3 ", 1), "newer than 2"),
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
        ({"warm_up": 10**12}, "warm_up is 1000000000000: it must be between 10 and 2,147,483,648"),
        ({"threshold": 2}, "threshold is 2"),
        ({"seed": 1.5}, "seed is 1.5"),
        ({"engine": "steam"}, "unknown engine 'steam'"),
        ({"fields": ("flow",)}, "two or more are needed"),
    ],
)
def test_wrong_rules_are_refused(wrong, said):
    with pytest.raises(ValueError, match=said):
        Rules(**wrong)


def test_the_likeliest_levels_come_first_with_their_share():
    cycle = [0.0, 8.0, 0.0, 8.0, 0.0, 4.0, 0.0, 8.0, 0.0, 2.0, 0.0, 8.0, 0.0, 4.0, 0.0, 6.0]
    machine = KeyMachine("", RULES)
    (alert,) = machine.take([Row(*row) for row in rows([*cycle * 8, 0.0, 19.0])])
    found = alert["likeliest"]
    assert [level["share"] for level in found] == [0.5, 0.25, 0.125]
    assert [
        level["low"] <= value <= level["high"] for level, value in zip(found, (8, 4, 2), strict=True)
    ] == [True] * 3
    assert len(alert["expected"]) == 4


def fields(*columns, start=1):
    return [(i, None, values) for i, values in enumerate(zip(*columns, strict=True), start)]


BOTH = Rules(warm_up=40, fields=("flow", "heat"))


def test_of_several_fields_the_one_to_blame_is_named():
    flow, heat = wave(90), wave(90)
    heat[70], flow[80], heat[80] = 19.0, 19.0, 19.0
    alerts = advance(None, fields(flow, heat), BOTH, "pump")[1]
    first, second = alerts
    assert (first["field"], first["row"], first["value"]) == ("heat", 71, 19.0)
    assert first["values"] == {"flow": 6.0, "heat": 19.0}
    assert first["without"] < BOTH.threshold <= first["strength"]
    alone = advance(None, rows([*wave(80), 19.0]), RULES, "pump")[1][0]
    assert (second["field"], second["strength"], second["expected"]) == (
        "flow",
        alone["strength"],
        alone["expected"],
    )


@fast
def test_a_machine_of_several_fields_continues_exactly():
    flow, heat = wave(70), [*wave(45), None, *wave(14), 19.0, *wave(9)]
    every = fields(flow, heat)
    whole = advance(None, every, BOTH)
    first, alerts = advance(None, every[:50], BOTH)
    last, others = advance(first, every[50:], BOTH)
    assert (last, alerts + others) == whole
    assert len(whole[1]) == 1


def test_a_row_needs_as_many_values_as_there_are_fields():
    for wrong in (BOTH, RULES):
        with pytest.raises(ValueError, match=r"row 1 has 3 values: \d are needed"):
            advance(None, [(1, None, (1.0, 2.0, 3.0))], wrong)
    with pytest.raises(ValueError, match="a is given twice"):
        Rules(fields=("a", "b", "a"))
    assert BOTH.hash != RULES.hash


@fast
def test_a_state_of_the_first_format_continues(never_saved, monkeypatch):
    """It did not count the steps."""
    kept = unseal("key", RULES.hash, advance(None, rows(VALUES)[:100], RULES, "pump")[0])
    for one in kept["detector"]["machines"]:
        one["seen"] = [step[:2] for step in one["seen"]]
    monkeypatch.setattr("htm_teacher.stream.sealed.VERSION", 1)
    old = seal("key", RULES.hash, kept)
    monkeypatch.undo()
    alerts = advance(old, rows(VALUES)[100:], RULES, "pump")[1]
    assert [without(alert) for alert in alerts] == [without(alert) for alert in never_saved[1]]
    assert alerts[0]["likeliest"] == never_saved[1][0]["likeliest"]


def without(alert):
    return {name: value for name, value in alert.items() if name != "likeliest"}
