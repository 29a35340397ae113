"""The machine in the browser: Python's own answers, and a page that outlives whatever the Python does."""

import ast
import json
from collections.abc import Callable
from typing import Any

import pytest

from htm_teacher.page.session import Session

Evaluate = Callable[[str], Any]

LETTERS = {"kind": "letters", "pairs": ["ABCD", "XBCY"]}
INPUTS: dict[str, dict[str, Any]] = {
    "sine": {"kind": "sine", "period": 20, "noise": 0.1},
    "square": {"kind": "square", "period": 16},
    "noise": {"kind": "noise"},
    "walk": {"kind": "walk"},
    "letters": LETTERS,
    "demand": {"kind": "demand"},
    "water": {"kind": "water"},
    "drawn": {"kind": "drawn", "values": [0, 1.5, None, -2, 3, 3, 2.25] * 150},
}
CLOSE = 1e-12  # the browser has another C library, whose exp and log may differ in the last digit

# In the page: a machine of its own for each test, asked one thing after another.
ASK = """(async () => {
  const machine = new htm.Machine(%(options)s);
  const answers = [];
  try {
    for (const [command, args, limit] of %(questions)s) {
      try { answers.push({ ok: await machine.ask(command, args, { limit }) ?? null }); }
      catch (error) { answers.push({ error: error.trouble ?? String(error) }); }
    }
  } finally { machine.close(); }
  return JSON.stringify(answers);
})()"""


def ask(evaluate: Evaluate, *questions: tuple[Any, ...], **options: Any) -> list[Any]:
    """What a new machine in the browser answers: each question is command, arguments, limit in seconds."""
    full = [(*question, None)[:3] for question in questions]
    script = ASK % {"options": json.dumps(options), "questions": json.dumps(full)}
    return json.loads(evaluate(script))


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.slow)])
def evaluate(request: pytest.FixtureRequest) -> Evaluate:
    """Evaluate JavaScript in a fresh page of each browser."""
    if request.param == "chromium":
        return request.getfixturevalue("visit")().evaluate
    return request.getfixturevalue("fresh_firefox").evaluate


@pytest.fixture
def chromium_evaluate(visit: Callable[..., Any]) -> Evaluate:
    return visit().evaluate


# The same answers.


def setup_of(name: str, preset: str, steps: int, **more: Any) -> dict[str, Any]:
    setup = {"input": INPUTS[name], "steps": steps, "train": 3 * steps // 4, "preset": preset, "seed": 7}
    return {"setup": {**setup, **more}}


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


# Whatever the Python does, the page lives on.

CHAPTER = "core/temporal_memory.py"
START = ("setup", setup_of("sine", "toy", 20))
STEP = ("step", {"run": 0, "count": 3}, 2)


def source(evaluate: Evaluate) -> str:
    files = ask(evaluate, ("sources", {}))[0]["ok"]["files"]
    return next(file["text"] for file in files if file["path"] == CHAPTER)


def edited(text: str, *lines: str) -> tuple[tuple[str, dict[str, str]], int]:
    """The chapter with lines put before all that ``compute`` does; and the number of the first of them."""
    methods = (node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef))
    compute = next(node for node in methods if node.name == "compute")
    place = compute.body[1].lineno  # after its docstring
    old = text.split("\n")
    new = [*old[: place - 1], *(" " * compute.body[1].col_offset + line for line in lines), *old[place - 1 :]]
    return ("edit", {"path": CHAPTER, "text": "\n".join(new)}), place


def test_endless_loop_is_stopped_with_its_line(evaluate):
    edit, line = edited(source(evaluate), "while True:", "    pass")
    done, scene, stopped, after = ask(evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert done["ok"] is None
    assert "ok" in scene
    error = stopped["error"]
    assert error["kind"] == "TimeLimit"
    assert error["path"] == CHAPTER
    assert error["line"] in {line, line + 1}
    assert "more than 2 seconds" in error["message"]
    assert after["ok"], "another Python has taken its place"


def test_loop_that_python_cannot_leave_is_stopped_from_outside(evaluate):
    edit, _ = edited(source(evaluate), "import itertools", "sum(itertools.repeat(0))")
    *_, stopped, after = ask(evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert stopped["error"]["kind"] == "TimeLimit"
    assert stopped["error"]["line"] is None
    assert after["ok"]


def test_loop_that_swallows_the_interruption_is_stopped_all_the_same(chromium_evaluate):
    loop = ("while True:", "    try:", "        while True: pass", "    except BaseException: pass")
    edit, _ = edited(source(chromium_evaluate), *loop)
    *_, stopped, after = ask(chromium_evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert stopped["error"]["kind"] == "TimeLimit"
    assert after["ok"]


def test_machine_that_is_not_watched_has_time_limits_too(chromium_evaluate):
    edit, _ = edited(source(chromium_evaluate), "while True: pass")
    *_, stopped, after = ask(chromium_evaluate, edit, START, STEP, ("controls", {}))
    assert stopped["error"]["kind"] == "TimeLimit"
    assert after["ok"]


def test_exception_says_its_line(evaluate):
    edit, line = edited(source(evaluate), "1 / 0")
    *_, failed, after = ask(evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert failed["error"]["kind"] == "ZeroDivisionError"
    assert (failed["error"]["path"], failed["error"]["line"]) == (CHAPTER, line)
    assert "ZeroDivisionError" in failed["error"]["trace"]
    assert after["ok"]


def test_syntax_error_says_its_line_and_the_old_code_stays(evaluate):
    edit, line = edited(source(evaluate), "if", "    pass")
    refused, scene, records = ask(evaluate, edit, START, STEP, watched=True)
    assert refused["error"]["kind"] == "SyntaxError"
    assert (refused["error"]["path"], refused["error"]["line"]) == (CHAPTER, line)
    assert "ok" in scene
    assert len(records["ok"]) == 3


def test_recursion_without_end_is_an_error_like_others(chromium_evaluate):
    edit, _ = edited(source(chromium_evaluate), "def again(): return again()", "again()")
    *_, failed, after = ask(chromium_evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert failed["error"]["kind"] == "RecursionError"
    assert after["ok"]


@pytest.mark.parametrize("lump", ["bytearray(10**6)", "[0] * 50", "str(len(hoard)) * 9"])
def test_eating_memory_is_stopped(evaluate, lump):
    edit, line = edited(source(evaluate), "hoard = []", f"while True: hoard.append({lump})")
    long = (*STEP[:2], 60)
    *_, failed, after = ask(evaluate, edit, START, long, ("controls", {}), watched=True, memory=192)
    assert failed["error"]["kind"] == "MemoryError"
    assert (failed["error"]["path"], failed["error"]["line"]) == (CHAPTER, line + 1)
    assert f"line {line + 1} of {CHAPTER}" in failed["error"]["message"]
    assert after["ok"], "another Python has taken its place"


def test_code_that_leaves_does_not_take_the_machine_with_it(chromium_evaluate):
    edit, _ = edited(source(chromium_evaluate), "raise SystemExit")
    *_, failed, after = ask(chromium_evaluate, edit, START, STEP, ("controls", {}), watched=True)
    assert failed["error"]["kind"] == "SystemExit"
    assert after["ok"]


def test_other_machines_do_not_notice(page):
    """The page's own machine goes on with its run while another one is ended."""
    edit, _ = edited(source(page.evaluate), "while True: pass")
    before = page.evaluate("htm.world.ask('digest', { run: 0, at: 5 })")
    ask(page.evaluate, edit, START, STEP, watched=True)
    assert page.evaluate("htm.world.ask('digest', { run: 0, at: 5 })") == before


def test_what_waits_when_python_is_ended_is_told(chromium_evaluate):
    script = """(async () => {
      const machine = new htm.Machine();
      await machine.ready;
      const waiting = [machine.ask('controls', {}), machine.ask('sources', {})];
      machine.restart();
      const told = await Promise.all(waiting.map((one) => one.catch((error) => error.trouble.kind)));
      const after = await machine.ask('controls', {});
      machine.close();
      const closed = await machine.ask('controls', {}).catch((error) => error.trouble.kind);
      return [...told, after.length > 0, closed];
    })()"""
    assert chromium_evaluate(script) == ["Stopped", "Restarted", True, "Closed"]


def test_print_reaches_the_page_but_does_not_flood_it(chromium_evaluate):
    edit, _ = edited(source(chromium_evaluate), "for i in range(5000): print(i)")
    questions = json.dumps([edit, START, ("step", {"run": 0, "count": 1})])
    script = f"""(async () => {{
      const printed = [];
      const machine = new htm.Machine({{ watched: true, onprint: (text) => printed.push(text) }});
      for (const [command, args] of {questions}) await machine.ask(command, args);
      machine.close();
      return printed;
    }})()"""
    assert chromium_evaluate(script) == [str(i) for i in range(1000)]


# The page asks nobody for anything, and runs nothing but itself.


def test_page_cannot_ask_the_network(evaluate, errors):
    asking = "fetch('https://example.org/').then(() => 'answered', (error) => error.name)"
    assert evaluate(asking) == "TypeError"
    image = """new Promise((done) => {
      const image = new Image();
      image.onload = () => done('loaded');
      image.onerror = () => done('refused');
      image.src = 'https://example.org/dot.png';
    })"""
    assert evaluate(image) == "refused"
    errors.clear()  # the browser complained, as it should


def test_page_runs_no_script_that_is_put_into_it(evaluate, errors):
    script = """(() => {
      const place = document.createElement('div');
      place.innerHTML = '<img src="data:," onerror="window.bad = 1">';
      document.body.append(place);
      const element = document.createElement('script');
      element.textContent = 'window.bad = 2';
      document.body.append(element);
      const evaluated = () => { try { return eval('1 + 1'); } catch (error) { return error.name; } };
      return new Promise((done) => setTimeout(() => done([window.bad ?? null, evaluated()]), 300));
    })()"""
    assert evaluate(script) == [None, "EvalError"]
    errors.clear()  # the browser complained, as it should
