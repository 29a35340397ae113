"""The page survives whatever its Python does, asks no network, and runs nothing but itself."""

import ast
import json

import pytest

from page.machine_questions import Evaluate, ask, setup_of

pytestmark = pytest.mark.slow

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
      const later = new Image(); // it fails after the image above
      return new Promise((done) => {
        later.onerror = () => done([window.bad ?? null, evaluated()]);
        later.src = 'data:,';
      });
    })()"""
    assert evaluate(script) == [None, "EvalError"]
    errors.clear()  # the browser complained, as it should
