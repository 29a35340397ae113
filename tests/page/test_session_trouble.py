"""What the session says when something is wrong, and that nothing is lost by it."""

import sys
from pathlib import Path

import pytest

from page.asking import SINE, Asker, packed

PACKAGE = Path(__file__).resolve().parents[2] / "src" / "htm_teacher"


@pytest.fixture
def ask():
    return Asker()


@pytest.fixture(scope="module")
def halfway():
    """A session half way through its run, which no test may move."""
    ask = Asker()
    ask("setup", setup=SINE)
    ask("step", run=0, count=60)
    return ask


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("", "Expecting value"),
        ("{", "Expecting property name"),
        ("[]", "This is no command"),
        ('{"do": 3}', "This is no command"),
        ('{"run": 0}', "This is no command"),
        ('{"do": "fly"}', "There is no command 'fly'. The commands are branch, change, controls"),
        ('{"do": "_run", "number": 0}', "There is no command '_run'"),
        ('{"do": "__class__"}', "There is no command '__class__'"),
        ('{"do": "step"}', "The command 'step' has wrong arguments: missing a required argument: 'run'."),
        ('{"do": "step", "run": 0, "count": 1, "x": 2}', "got an unexpected keyword argument 'x'"),
        ('{"do": "step", "run": 0, "count": 1}', "There is no run 0 yet: ask for a setup first."),
        ("[" * 100_000, "maximum recursion depth"),
    ],
)
def test_a_line_that_is_no_command_is_answered(ask, line, message):
    assert message in ask.answer(line)["error"]["message"]


WRONG = {
    "setup is 3: named values": 3,
    "input is missing": {},
    "steps is missing": {key: value for key, value in SINE.items() if key != "steps"},
    "setup: 'color' is not known": SINE | {"color": 1},
    "the input's kind is 'tan'": SINE | {"input": {"kind": "tan"}},
    "input is 'sine'": SINE | {"input": "sine"},
    "input: kind is missing": SINE | {"input": {}},
    "“Iterations” is 0": SINE | {"steps": 0},
    "“Iterations” is 100001": SINE | {"steps": 100_001},
    "“Iterations” is '9'": SINE | {"steps": "9"},
    "“Iterations” is 1.5": SINE | {"steps": 1.5},
    "“Iterations” is [1]": SINE | {"steps": [1]},
    "“Training” is -1": SINE | {"train": -1},
    "preset is 'brain'": SINE | {"preset": "brain"},
    "“Seed” is 0.5": SINE | {"seed": 0.5},
    "“Period” is 0": SINE | {"input": {"kind": "sine", "period": 0}},
    "“Noise” is 2": SINE | {"input": {"kind": "sine", "noise": 2}},
    "“Noisy bits” is 1.1": SINE | {"noisy_bits": 1.1},
    "kill: fraction is 2": SINE | {"kill": {"at": 1, "fraction": 2}},
    "kill: at is missing": SINE | {"kill": {"fraction": 0.1}},
    "the encoder's kind is 'x'": SINE | {"encoder": {"kind": "x"}},
    "resolution is 0": SINE | {"encoder": {"kind": "rdse", "resolution": 0}},
    "“Bits” is 10": SINE | {"encoder": {"kind": "rdse", "size": 10}},
    "“Active bits” is 0": SINE | {"encoder": {"kind": "auto", "active_bits": 0}},
    "parameters is []": SINE | {"parameters": []},
    "unknown parameter 'speed'": SINE | {"parameters": {"speed": 3}},
    "permanence_increment belongs to two parts": SINE | {"parameters": {"permanence_increment": 0.1}},
    "“Boosting” is 'big'": SINE | {"parameters": {"boost_strength": "big"}},
    "“Active columns” is 65": SINE | {"parameters": {"active_column_count": 65}},
    "are too many for a page": SINE | {"parameters": {"columns": 1_000_000}},
    "room for 524,288 cells": SINE | {"parameters": {"columns": 4000, "cells_per_column": 1000}},
    "a drawn curve needs at least two values": SINE | {"input": {"kind": "drawn"}},
    "only numbers": SINE | {"input": {"kind": "drawn", "values": [1, "a"]}},
    "value 1 is [2]": SINE | {"input": {"kind": "drawn", "values": [1, [2]]}},
    "has both numbers and text": SINE | {"input": {"kind": "csv", "values": [1, "a"]}},
    "only missing values": SINE | {"input": {"kind": "csv", "values": [None, None]}},
    "1 times for 2 values": SINE | {"input": {"kind": "csv", "values": [1, 2], "times": ["2024-01-01"]}},
    "ISO dates such as": SINE | {"input": {"kind": "csv", "values": [1], "times": ["noon"]}},
    "some have a time zone": SINE
    | {"input": {"kind": "csv", "values": [1, 2], "times": ["2024-01-01T00:00", "2024-01-01T01:00Z"]}},
    "values: there are 100,001": SINE | {"input": {"kind": "csv", "values": [1] * 100_001}},
    "“Sequences”: 1 to 50": SINE | {"input": {"kind": "letters", "pairs": []}},
    "a sequence of letters is 7": SINE | {"input": {"kind": "letters", "pairs": [7]}},
    "letters are not numbers": SINE | {"input": {"kind": "letters"}, "encoder": {"kind": "rdse"}},
    "text is not a number": SINE | {"input": {"kind": "csv", "values": ["a"]}, "encoder": {"kind": "scalar"}},
}


@pytest.mark.parametrize("message", WRONG)
def test_a_setup_that_cannot_be_is_refused_and_leaves_the_run_of_before(halfway, message):
    before, model = halfway("digest", run=0, at=60), halfway.model
    assert message in halfway.trouble("setup", setup=WRONG[message])["message"]
    assert halfway.model is model
    assert halfway("digest", run=0, at=60) == before


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ({"do": "step", "run": 0, "count": -1}, "count is -1"),
        ({"do": "step", "run": True, "count": 1}, "run is True"),
        ({"do": "step", "run": 1, "count": 1}, "There is no run 1 yet: branch off run 0 first."),
        ({"do": "branch", "at": 61, "changes": {}}, "at is 61: it must be between 0 and 60"),
        ({"do": "branch", "at": 9, "changes": {"columns": 9}}, "“Minicolumns” is fixed"),
        ({"do": "branch", "at": 9, "changes": [1]}, "parameters is [1]"),
        ({"do": "change", "run": 0, "changes": {"boost_strength": -1}}, "“Boosting” is -1"),
        ({"do": "kill", "run": 0, "fraction": "half"}, "fraction is 'half'"),
        ({"do": "look_bit", "run": 0, "at": 3, "bit": 400}, "bit is 400"),
        ({"do": "look_column", "run": 0, "at": 3, "column": 64}, "column is 64"),
        ({"do": "look_cell", "run": 0, "at": 3, "cell": 256}, "cell is 256"),
        ({"do": "look_burst", "run": 0, "at": 3, "column": "x"}, "column is 'x'"),
        ({"do": "overlaps", "run": 0, "at": None}, "at is None"),
        ({"do": "encode", "value": "x"}, "value is 'x'"),
        ({"do": "encode", "value": 1e300}, "too large"),
    ],
)
def test_a_command_that_cannot_be_done_changes_nothing(halfway, command, message):
    before = halfway("digest", run=0, at=60)
    trouble = halfway.trouble(**command)
    assert message in trouble["message"]
    assert trouble["kind"] == "ValueError"
    assert trouble["trace"].startswith("Traceback")
    assert halfway("digest", run=0, at=60) == before


def test_trouble_with_a_setup_names_the_fields_of_the_page(ask):
    trouble = ask.trouble("setup", setup=SINE | {"parameters": {"learning_threshold": 12}})
    assert trouble["message"].startswith(
        "“Activation threshold” is 5: it must not be below “Learning threshold”"
    )
    assert trouble["fields"] == ["activation_threshold", "learning_threshold"]
    assert ask.trouble("step", run=1, count=1)["fields"] == []
    data = packed("sample_size\n1\n2\nx\n4\n5\n")
    trouble = ask.trouble("read_csv", name="x.csv", data=data)
    assert "column 'sample_size': 'x' is not a number" in trouble["message"], "a column is no field"


def test_after_any_trouble_the_run_goes_on(ask):
    records = ask.run()
    ask("setup", setup=SINE)
    ask("step", run=0, count=60)
    ask.trouble("setup", setup=WRONG["“Iterations” is 0"])
    ask.trouble("change", run=0, changes={"boost_strength": -1})
    assert ask("step", run=0, count=60) == records[60:]


def test_a_place_in_the_textbook_is_named_where_the_trouble_was_there(ask):
    ask("setup", setup=SINE)
    trouble = ask.trouble("encode", value=1e300)
    line = (PACKAGE / trouble["path"]).read_text().splitlines()[trouble["line"] - 1]
    assert trouble["path"] == "core/encoders/rdse.py"
    assert "is too large" in line
    assert ask.trouble("fly")["path"] is None


def test_a_failure_on_the_way_is_told_after_the_steps_before_it(ask, monkeypatch):
    ask("setup", setup=SINE)
    memory = type(ask.model.memory)
    compute = memory.compute

    def fails(self, columns, learn=True):
        if self.steps == 7:
            raise ArithmeticError("seven")
        compute(self, columns, learn)

    monkeypatch.setattr(memory, "compute", fails)
    assert len(ask("step", run=0, count=20)) == 7
    assert ask.trouble("step", run=0, count=20)["message"] == "seven"
    monkeypatch.undo()
    assert ask.trouble("step", run=0, count=20)["message"] == "seven"  # it may be half done: no way on
    assert len(ask.run()) == 120


def test_code_that_wants_to_leave_does_not_take_the_session_along(ask, monkeypatch):
    ask("setup", setup=SINE)
    monkeypatch.setattr(type(ask.model.memory), "compute", lambda *_: sys.exit("bye"))
    assert ask.trouble("step", run=0, count=1)["kind"] == "SystemExit"
    assert ask("controls")
