"""The machine in the browser gives Python's own answers."""

import json
from typing import Any

import pytest

from htm_teacher.page.session import Session
from page.machine_questions import INPUTS, Evaluate, ask, setup_of

CLOSE = 1e-12  # the browser has another C library, whose exp and log may differ in the last digit


def run_of(setup: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    steps = setup["setup"]["steps"]
    batches = [("step", {"run": 0, "count": 50})] * -(-steps // 50)
    return [("setup", setup), *batches, ("digest", {"run": 0, "at": steps})]


def near(here: Any, there: Any) -> bool:
    """Equal, numbers up to the last digits."""
    if isinstance(here, float) or isinstance(there, float):
        return here == pytest.approx(there, rel=CLOSE, abs=CLOSE) if here is not None else there is None
    if isinstance(here, dict):
        return here.keys() == there.keys() and all(near(here[key], there[key]) for key in here)
    return here == there


def assert_same_run(evaluate: Evaluate, setup: dict[str, Any]) -> None:
    """Every record, and at the end the complete state, are those of Python outside of a browser."""
    questions = run_of(setup)
    session = Session()
    there = [
        json.loads(session.ask(json.dumps({"do": command, **arguments}))) for command, arguments in questions
    ]
    here = ask(evaluate, *questions)
    assert near(here[0]["ok"], there[0]["ok"])
    records = [[record for batch in side[1:-1] for record in batch["ok"]] for side in (here, there)]
    assert len(records[0]) == len(records[1]) == setup["setup"]["steps"]
    for mine, his in zip(*records, strict=True):
        assert near(mine, his), f"step {his['i']}"
    assert here[-1] == there[-1], "the complete state differs"


@pytest.mark.slow
def test_every_record_equals_that_of_python_outside(evaluate):
    assert_same_run(evaluate, setup_of("sine", "toy", 150, noisy_bits=0.1, kill={"at": 90, "fraction": 0.3}))


def every_input(preset: str, *quick: str) -> list[Any]:
    """Each input for this preset; all but the quick ones only where there is much time."""
    marks = [() if name in quick or not quick else (pytest.mark.long,) for name in INPUTS]
    return [pytest.param(name, preset, marks=mark) for name, mark in zip(INPUTS, marks, strict=True)]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "preset"),
    [*every_input("toy"), *every_input("classroom"), *every_input("cortex", "letters", "drawn")],
)
def test_every_record_of_a_thousand_steps_equals_that_of_python_outside(chromium_evaluate, name, preset):
    assert_same_run(chromium_evaluate, setup_of(name, preset, 1000))


@pytest.mark.slow
def test_first_run_stored_in_the_page_is_what_its_python_answers(chromium_evaluate):
    stored = json.loads(chromium_evaluate("document.getElementById('first-run').textContent"))
    steps = len(stored["records"])
    scene, records = ask(
        chromium_evaluate,
        ("setup", {"setup": stored["scene"]["setup"]}),
        ("step", {"run": 0, "count": steps}),
    )
    assert scene["ok"] == stored["scene"]
    assert records["ok"] == stored["records"]


@pytest.mark.slow
def test_answers_come_in_order(chromium_evaluate):
    script = """(async () => {
      const machine = new htm.Machine(), said = [];
      const ask = (name, args) =>
        machine.ask(name, args).then(() => said.push(name), () => said.push('!' + name));
      const questions = [['controls', {}], ['nothing', {}], ['sources', {}], ['reset', { run: 0 }]];
      await Promise.all(questions.map((one) => ask(...one)));
      machine.close();
      return said;
    })()"""
    assert chromium_evaluate(script) == ["controls", "!nothing", "sources", "!reset"]


@pytest.mark.slow
def test_machine_says_how_much_memory_it_has(chromium_evaluate):
    script = """(async () => {
      const machine = new htm.Machine();
      await machine.ready;
      const before = machine.memory;
      await machine.ask('setup', %s);
      const after = machine.memory;
      machine.close();
      return [before, after];
    })()"""
    before, after = chromium_evaluate(script % json.dumps(setup_of("sine", "cortex", 10)))
    assert 5 < before < after < 500  # megabytes
