"""The core of the page in Firefox: other runs, one's own files, snapshots, and changed code."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import pytest

from htm_teacher import load
from page.asking import Asker, packed
from page.driving import CARDS
from page.firefox import (
    MESSAGE,
    SETUP,
    Firefox,
    ask,
    assert_alive,
    button,
    choose,
    enter,
    field,
    fill,
    text,
    world,
)
from page.waiting import until

pytestmark = pytest.mark.slow

FILE = "document.querySelector('aside input[type=file]')"


@pytest.fixture
def python() -> Asker:
    """A session outside of any browser."""
    return Asker()


def rounded(data: Any) -> Any:
    """Without the last digits: the browser has another C library, whose exp and log may differ in them."""
    return json.loads(json.dumps(data), parse_float=lambda digits: round(float(digits), 9))


def choose_input(firefox: Firefox, kind: str) -> None:
    """Choose an input by its card and its button."""
    card, name = CARDS[kind]
    firefox.click(
        f"[...document.querySelectorAll('aside label.card')].find((one) => one.innerText.includes('{card}'))"
    )
    if name:
        firefox.click(button(name))


def open_parameters(firefox: Firefox) -> None:
    until(firefox, "document.querySelector('aside details')")
    firefox.evaluate("document.querySelectorAll('aside details').forEach((one) => (one.open = true))")


def run(firefox: Firefox) -> None:
    """Press Run, and wait for the new run's end."""
    firefox.evaluate("window.before = htm.world.scene, null")
    firefox.click(button("Run"))
    until(firefox, "htm.world.scene !== before && htm.world.last + 1 === htm.world.scene.setup.steps")


# Other runs.


def test_firefox_runs_what_the_fields_say(firefox: Firefox, python: Asker) -> None:
    enter(firefox, "Change")
    choose_input(firefox, "square")
    for label, value in (("Period", 8), ("Noise", 0.1), ("Iterations", 70), ("Training", 50), ("Seed", 5)):
        fill(firefox, field(label), value)
    open_parameters(firefox)
    fill(firefox, field("Active columns, columns"), 5)
    run(firefox)
    scene = python(
        "setup",
        setup={
            "input": {"kind": "square", "period": 8, "noise": 0.1},
            **{"steps": 70, "train": 50, "preset": "toy", "seed": 5},
            "parameters": {"active_column_count": 5},
        },
    )
    assert rounded(world(firefox, "scene")) == rounded(scene)
    assert rounded(world(firefox, "records")) == rounded(python("step", run=0, count=70))
    assert {len(one) for one in world(firefox, "records.map((one) => one.columns)")} == {5}


def test_firefox_goes_on_with_another_parameter(firefox: Firefox, python: Asker) -> None:
    first = world(firefox, "records")
    firefox.evaluate("htm.world.seek(40)")
    enter(firefox, "Change")
    open_parameters(firefox)
    fill(firefox, field("Active columns, columns"), 4)
    firefox.click(button("Continue from this step with these settings"))
    until(firefox, "htm.world.second?.records.length === 39")
    python("setup", setup=SETUP)
    assert rounded(python("step", run=0, count=41)) == rounded(first[:41])
    python("branch", at=41, changes={"active_column_count": 4})
    assert rounded(world(firefox, "second.records")) == rounded(python("step", run=1, count=39))
    assert (world(firefox, "at"), len(world(firefox, "record.columns"))) == (41, 4)
    assert world(firefox, "records") == first, "the first run is as it was"
    firefox.click(button("Show the first"))
    assert world(firefox, "record") == first[41]
    firefox.click(button("Close the second"))
    assert world(firefox, "second") is None


def test_firefox_kills_half_of_the_cells(firefox: Firefox, python: Asker) -> None:
    first = world(firefox, "records")
    firefox.evaluate("htm.world.seek(59)")
    enter(firefox, "Change")
    firefox.evaluate(f"{field('Kill')}.focus()")
    firefox.press("End")
    firefox.click(button("Kill 50 % of the cells now"))
    until(firefox, "htm.world.second?.records.length === 20")
    python("setup", setup=SETUP)
    python("step", run=0, count=60)
    python("branch", at=60, changes={})
    dead = set(python("kill", run=1, fraction=0.5))
    assert len(dead) == 64 * 4 / 2
    second = world(firefox, "second.records")
    assert rounded(second) == rounded(python("step", run=1, count=20))
    assert not dead & {cell for one in second for cell in one["cells"]}
    assert second != first[60:]
    assert "50 % of the cells died after step 60" in text(firefox, "main")


# Files.


def test_firefox_opens_a_file_of_values(firefox: Firefox, python: Asker, tmp_path: Path) -> None:
    values = [(i % 24) * 1.5 for i in range(96)]
    rows = [f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{value}" for i, value in enumerate(values)]
    table = tmp_path / "load.csv"
    table.write_text("\n".join(["when,load", *rows]))
    enter(firefox, "Change")
    choose_input(firefox, "csv")
    until(firefox, FILE)
    firefox.upload(FILE, table)
    until(firefox, "document.querySelector('aside').innerText.includes('96 rows')")
    run(firefox)
    assert world(firefox, "scene.values") == values
    assert world(firefox, "scene.times")[25].startswith("2024-01-02T01:00")
    python("setup", setup=world(firefox, "scene.setup"))
    assert rounded(world(firefox, "records")) == rounded(python("step", run=0, count=96))
    assert "load" in text(firefox, "header.top")


DROP = """((name, text) => {
  const data = new DataTransfer();
  data.items.add(new File([text], name));
  const options = { dataTransfer: data, bubbles: true, cancelable: true };
  document.querySelector('main').dispatchEvent(new DragEvent('drop', options));
})"""


def test_firefox_opens_a_file_that_is_dropped(firefox: Firefox) -> None:
    values = [i % 7 for i in range(80)]
    content = "\n".join(map(str, ["value", *values]))
    firefox.evaluate(f"{DROP}('seven.csv', {json.dumps(content)})")
    until(firefox, "htm.world.scene.setup.input.kind === 'csv' && htm.world.last === 79")
    assert world(firefox, "scene.values") == values
    assert world(firefox, "records.map((one) => one.value)") == values


def test_firefox_says_what_is_wrong_with_a_file(firefox: Firefox, tmp_path: Path) -> None:
    enter(firefox, "Change")
    choose_input(firefox, "csv")
    until(firefox, FILE)
    table = tmp_path / "bad.csv"
    for content, words in (
        (b"", "bad.csv: is empty"),
        (b"\x1f\x8b\x00\x01\x9d", "bad.csv: is a packed file that is damaged"),
        (b"v\n1\na12\n3\n4\n", "bad.csv, row 3, column 'v': 'a12' is not a number"),
        (b"a,b\n1,2\n3\n", "bad.csv, row 3: 1 cell where the first row has 2"),
    ):
        table.write_bytes(content)
        firefox.upload(FILE, table)
        said = "document.querySelector('aside [role=alert]')?.innerText"
        until(firefox, f"{said}?.includes({json.dumps(words)})")
    assert_alive(firefox)


def test_firefox_saves_a_machine_and_goes_on_with_it(firefox: Firefox, python: Asker, tmp_path: Path) -> None:
    first = world(firefox, "records")
    firefox.evaluate("htm.world.seek(40)")
    enter(firefox, "Share")
    firefox.click(button("Save step 41 as .npz"))
    saved = firefox.downloaded("htm-step-41.npz")
    assert load(saved, engine="textbook").memory.steps == 41
    firefox.upload(FILE, saved)
    until(firefox, "htm.world.opened === 'htm-step-41.npz'")
    until(firefox, "htm.world.last + 1 === htm.world.scene.setup.steps")
    firefox.evaluate("htm.world.pause()")
    second = world(firefox, "records")
    python("setup", setup=SETUP)
    python("open", name=saved.name, data=packed(saved.read_bytes()))
    assert rounded(second) == rounded(python("step", run=0, count=len(second)))
    same = ("value", "bits", "expected", "columns", "cells", "winners", "predictive", "recall", "segments")
    for before, after in zip(first[41:60], second[:19], strict=True):  # then the first learned no more
        assert {name: after[name] for name in same} == {name: before[name] for name in same}


def test_firefox_says_that_a_machine_is_damaged_and_the_run_goes_on(firefox: Firefox, tmp_path: Path) -> None:
    good = firefox.evaluate("htm.world.ask('save', { run: 0, at: 41 })")
    damaged = tmp_path / "damaged.npz"
    damaged.write_bytes(b64decode(good)[:-2000])
    enter(firefox, "Share")
    firefox.evaluate(f"htm.world.start({json.dumps(SETUP | {'steps': 1500})}, false)")
    firefox.upload(FILE, damaged)
    until(firefox, f"{MESSAGE}.includes('damaged.npz: not a whole snapshot')")
    assert world(firefox, "opened") == ""
    assert world(firefox, "last") < 1499, "the run was not over yet"
    until(firefox, "htm.world.last === 1499")
    assert_alive(firefox, steps=1500)


# Changed code.


def write_at_the_end(firefox: Firefox, line: str) -> None:
    """Undo what was written before, type this below the chapter, and run it."""
    editor = "document.querySelector('[data-test=editor] .cm-content')"
    firefox.evaluate("document.querySelector('[data-test=undo-code]').click()")
    until(firefox, "document.querySelector('[data-test=undo-code]').disabled")
    firefox.evaluate(f"{editor}.focus()")  # a click may miss it, as messages above it come and go
    until(firefox, f"document.activeElement === {editor}")  # or the keys would be those of the page
    firefox.press("End", hold="Control")
    firefox.type(line)
    until(firefox, f"{editor}.innerText.includes({json.dumps(line)})")
    firefox.click(button("Run this code"))


def trouble(firefox: Firefox, words: str) -> tuple[str, str]:
    """What went wrong, which has these words, and the line that is marked."""
    said = "document.querySelector('[data-test=trial-trouble]')"
    until(firefox, f"{said}.innerText.includes({json.dumps(words)})")
    until(firefox, "document.querySelectorAll('[data-test=editor] .cm-broken').length === 1")
    return text(firefox, "[data-test=trial-trouble]"), text(firefox, "[data-test=editor] .cm-broken")


def test_firefox_outlives_code_that_fails_or_never_ends(firefox: Firefox) -> None:
    enter(firefox, "Code")
    until(firefox, "document.querySelector('[data-test=editor] .cm-content')")
    choose(firefox, "document.querySelector('[aria-label=Chapter]')", "core/temporal_memory.py")
    files = ask(firefox, "sources")["files"]
    code = next(one["text"] for one in files if one["path"] == "core/temporal_memory.py")
    last = code.count("\n") + 1
    failing = "TemporalMemory._predict = lambda self, learn: 1 / 0"
    write_at_the_end(firefox, failing)
    said, line = trouble(firefox, "ZeroDivisionError")
    assert f"core/temporal_memory.py, line {last}:" in said
    assert line == failing
    endless = "TemporalMemory._predict = lambda self, learn: any(0 for _ in iter(int, 1))"
    write_at_the_end(firefox, endless)
    said, line = trouble(firefox, "endless loop")
    assert f"core/temporal_memory.py, line {last}" in said
    assert line == endless
    assert_alive(firefox)
    firefox.click(button("Undo everything"))
    firefox.click(button("Run this code"))
    until(firefox, "document.querySelector('.difference').innerText.includes('No difference in 80 steps')")
