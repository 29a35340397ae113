"""The learner changes the textbook: on a copy of the package, so that this one stays as it is."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import htm_teacher
from page.asking import SINE

HERE = Path(htm_teacher.__file__).parent
MEMORY = "core/temporal_memory.py"
# What the copy is asked comes as lines, and its answers go as lines, so that one process serves one test.
SERVE = """
import sys
from htm_teacher.page.session import Session
session = Session()
for line in sys.stdin:
    print(session.ask(line), flush=True)
"""


# Lines of the temporal memory that the tests change.
BEFORE = "before, self.steps = self.now, self.steps + 1"
ALL = "active = frozenset(cell for response in responses for cell in response.active_cells)"


def few(count):
    """The same, but only so many cells become active."""
    cells = "cell for response in responses for cell in response.active_cells"
    return f"active = frozenset(sorted({cells})[:{count}])"


class Copy:
    """A session in a process of its own, on a package of its own."""

    def __init__(self, folder):
        self.package = folder / "htm_teacher"
        shutil.copytree(HERE, self.package, ignore=shutil.ignore_patterns("__pycache__", "fast", "plot"))
        self.process = subprocess.Popen(
            [sys.executable, "-c", SERVE],
            env={"PYTHONPATH": str(folder), "PYTHONHASHSEED": "0"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def answer(self, do, **arguments):
        print(json.dumps({"do": do, **arguments}), file=self.process.stdin, flush=True)
        return json.loads(self.process.stdout.readline())

    def __call__(self, do, **arguments):
        answer = self.answer(do, **arguments)
        assert "ok" in answer, answer
        return answer["ok"]

    def run(self):
        self("setup", setup=SINE)
        return self("step", run=0, count=60)

    def edit(self, old, new, path=MEMORY):
        text = (self.package / path).read_text()
        assert text.count(old) == 1, old
        return self.answer("edit", path=path, text=text.replace(old, new))


@pytest.fixture
def copy(tmp_path):
    copy = Copy(tmp_path)
    with copy.process:  # at the end its input is closed, and so it ends
        yield copy


def test_an_edit_takes_effect_at_the_next_setup_and_can_be_taken_back(copy):
    before = copy.run()
    original = (copy.package / MEMORY).read_text()
    assert copy.edit(ALL, few(10)) == {"ok": None}
    assert len(copy("step", run=0, count=60)) == 60  # the run that there is goes on as it was
    changed = copy.run()
    assert changed[0]["columns"] == before[0]["columns"]
    assert all(len(one["cells"]) <= 10 for one in changed)
    assert any(len(one["cells"]) > 10 for one in before)
    shown = {one["path"]: one["text"] for one in copy("sources")["files"]}
    assert few(10) in shown[MEMORY]
    copy("edit", path=MEMORY, text=original)
    assert copy.run() == before


def test_the_run_that_there_is_keeps_its_own_textbook(copy):
    before = copy.run()
    copy.edit("self.settle_after is not None and", "True or", "core/model.py")  # would settle at once
    rest = copy("step", run=0, count=60)
    assert copy("digest", run=0, at=30)
    again = copy.run()
    assert again[0] == before[0]
    assert [one["columns"] for one in copy("step", run=0, count=60)] != [one["columns"] for one in rest]


@pytest.mark.parametrize(
    ("path", "old", "new"),
    [
        ("core/parameters.py", "number(0.0, high=100,", "number(9.0, high=100,"),  # a default, deep below
        ("core/rng.py", "word % n", "(word + 1) % n"),
        ("core/encoders/rdse.py", "+ 0.5\n", "+ 0.25\n"),
        ("core/classifier.py", "exp(weights - highest)", "exp(2 * (weights - highest))"),
        ("core/anomaly.py", "return 1 - len", "return 0.5 - 0.5 * len"),
        ("core/permanence.py", "total += value", "total += 2 * value"),
    ],
)
def test_an_edit_anywhere_in_the_textbook_is_felt(copy, path, old, new):
    before = copy.run()
    assert copy.edit(old, new, path) == {"ok": None}
    assert copy.run() != before


def test_no_compiled_copy_of_the_old_text_stays(copy):
    copy.run()
    compiled = copy.package / "core" / "__pycache__"
    assert list(compiled.glob("temporal_memory.*.pyc"))
    copy.edit(ALL, few(10))
    assert not list(compiled.glob("temporal_memory.*.pyc"))


INSIDE = """
import json, sys
from htm_teacher.page.session import Session
session, setup = Session(), json.loads(sys.argv[1])

def ask(**command):
    answer = json.loads(session.ask(json.dumps(command)))
    ours = {name: module for name, module in sys.modules.items() if name.startswith("htm_teacher")}
    return "ok" in answer, ours

def edit(end):
    assert ask(do="edit", path="core/permanence.py", text=text + end)[0]

well, first = ask(do="setup", setup=setup)
files = json.loads(session.ask('{"do": "sources"}'))["ok"]["files"]
text = next(one["text"] for one in files if one["path"] == "core/permanence.py")
edit("raise KeyError")
failed = ask(do="setup", setup=setup)
assert well and failed == (False, first), "the modules of before are not back"
edit("# fine")
well, second = ask(do="setup", setup=setup)
assert well and not any(second[name] is module for name, module in first.items() if name in second)
assert ask(do="setup", setup=setup) == (True, second), "nothing was changed, but all is imported again"
"""


def test_all_modules_are_new_after_an_edit_and_the_old_ones_after_a_failure(copy):
    environment = {"PYTHONPATH": str(copy.package.parent)}
    command = [sys.executable, "-c", INSIDE, json.dumps(SINE)]
    ran = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


def test_two_edits_in_one_second_are_two_edits(copy):
    first = copy.run()
    seen, now = [], ALL
    for number in range(1, 6):
        assert copy.edit(now, few(number)) == {"ok": None}
        now = few(number)
        seen.append(max(len(one["cells"]) for one in copy.run()))
    assert seen == [1, 2, 3, 4, 5]
    assert max(len(one["cells"]) for one in first) > 5


def test_text_that_is_no_python_is_refused_with_its_line(copy):
    before, original = copy.run(), (copy.package / MEMORY).read_text()
    error = copy.edit(BEFORE, BEFORE.replace("=", "= ="))["error"]
    line = original[: original.index(BEFORE)].count("\n") + 1
    assert (error["kind"], error["path"], error["line"]) == ("SyntaxError", MEMORY, line)
    assert error["message"].startswith("This is not valid Python: ")
    assert (copy.package / MEMORY).read_text() == original
    assert copy.run() == before


def test_an_indent_that_is_wrong_is_refused_with_its_line(copy):
    error = copy.edit(f"        {BEFORE}", f"      {BEFORE}")["error"]
    assert error["kind"] == "IndentationError"
    assert error["path"] == MEMORY
    assert error["line"] > 1


def test_an_exception_at_work_is_told_with_its_line(copy):
    copy.run()
    copy.edit(BEFORE, f"{BEFORE}; 1 / 0")
    copy("setup", setup=SINE)
    error = copy.answer("step", run=0, count=1)["error"]
    text = (copy.package / MEMORY).read_text()
    assert error["kind"] == "ZeroDivisionError"
    assert error["message"] == "division by zero"
    assert (error["path"], error["line"]) == (MEMORY, text[: text.index("1 / 0")].count("\n") + 1)
    assert "1 / 0" in error["trace"]
    copy("edit", path=MEMORY, text=text.replace("; 1 / 0", ""))
    assert len(copy.run()) == 60


@pytest.mark.parametrize(
    ("end", "kind"),
    [
        ("nothing_of_this_name", "NameError"),
        ("import numpy_of_a_kind", "ModuleNotFoundError"),
        ("raise SystemExit", "SystemExit"),
        ("del TemporalMemory", "ImportError"),
    ],
)
def test_a_chapter_that_cannot_be_imported_leaves_the_run_of_before(copy, end, kind):
    copy.run()
    digest = copy("digest", run=0, at=60)
    original = (copy.package / MEMORY).read_text()
    copy("edit", path=MEMORY, text=f"{original}\n{end}\n")
    for _ in range(2):  # as long as nothing is changed it fails again
        answer = copy.answer("setup", setup=SINE)
        assert answer["error"]["kind"] == kind
    assert copy("digest", run=0, at=60) == digest
    assert len(copy("step", run=0, count=5)) == 5
    assert copy("save", run=0, at=3)
    copy("edit", path=MEMORY, text=original)
    copy.run()
    assert copy("digest", run=0, at=60) == digest


def test_a_setup_that_fails_after_an_edit_can_be_asked_for_again(copy):
    before = copy.run()
    copy.edit(ALL, few(3))
    assert "“Iterations” is 0" in copy.answer("setup", setup=SINE | {"steps": 0})["error"]["message"]
    assert copy("step", run=0, count=1)[0]["i"] == 60
    assert copy.run() != before


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("core/nothing.py", ""),
        ("page/session.py", "x = 1"),
        ("build.py", "x = 1"),
        ("../outside.py", "x = 1"),
        ("core/../build.py", "x = 1"),
        ("core", ""),
        ("/etc/passwd", ""),
        ("", ""),
        (3, ""),
        (MEMORY, None),
        (MEMORY, "#" * 1_000_001),
        (MEMORY, "x = '\0'"),
    ],
)
def test_only_chapters_can_be_changed_and_only_into_text(copy, path, text):
    files = {one: one.read_bytes() for one in copy.package.rglob("*.py")}
    answer = copy.answer("edit", path=path, text=text)
    assert answer["error"]["kind"] in ("ValueError", "SyntaxError")
    assert {one: one.read_bytes() for one in copy.package.rglob("*.py")} == files
