"""The code room: the textbook's chapters, what runs where, and what becomes of a change."""

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from page.asking import Asker
from page.driving import ask, enter, part, said, start
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

CHAPTER = "core/temporal_memory.py"
SETUP = {"input": {"kind": "sine", "period": 10}, "steps": 80, "train": 60, "preset": "toy", "seed": 1}
ASKED = "htm.world.ask('sources', {}).then((one) => one.files)"
IDEAS = (Path(__file__).parents[2] / "web/src/code/ideas.ts").read_text()


def open_code(page: "Page") -> None:
    """The room, with a short run to compare with."""
    start(page, **SETUP)
    enter(page, "Code")
    part(page, "editor").wait_for()


def open_chapter(page: "Page", path: str = CHAPTER) -> None:
    page.get_by_label("Chapter", exact=True).select_option(path)


def write_at_the_end(page: "Page", text: str) -> None:
    """Type below the chapter."""
    page.locator("[data-test=editor] .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def run(page: "Page") -> None:
    """Run what is written, to its end or its trouble."""
    button = part(page, "run-code")
    button.click()
    until(page, "!document.querySelector('[data-test=trial-doing]')", seconds=120)


def marked(page: "Page", kind: str) -> list[str]:
    """The text of the lines that are marked so, as far as they are on screen."""
    return page.locator(f"[data-test=editor] .cm-{kind}").all_inner_texts()


def alive(page: "Page") -> None:
    """The first run still answers."""
    assert ask(page, "overlaps", run=0, at=5)["winners"] > 0


def test_the_chapters_are_the_files_that_run(page: "Page") -> None:
    open_code(page)
    files = page.evaluate(ASKED)
    options = page.get_by_label("Chapter", exact=True).locator("option")
    assert [options.nth(i).get_attribute("value") for i in range(options.count())] == [
        file["path"] for file in files
    ]
    for file in files:
        open_chapter(page, file["path"])
        first = page.locator("[data-test=editor] .cm-line").first.inner_text()
        assert first == file["text"].split("\n")[0]


@pytest.mark.parametrize("stage", ["encode", "overlap", "inhibit", "learn_columns", "activate", "predict"])
def test_a_stage_marks_its_lines(page: "Page", stage: str) -> None:
    open_code(page)
    page.locator(f"[data-stage={stage}]").click()
    sources = ask(page, "sources")
    place = sources["stages"][stage]
    text = next(file["text"] for file in sources["files"] if file["path"] == place["path"])
    wanted = text.split("\n")[place["first"] - 1 : place["last"]]
    lines = [line.rstrip() for line in marked(page, "running")]
    assert lines
    assert lines == [line.rstrip() for line in wanted[: len(lines)]]
    assert len(lines) == len(wanted) or len(lines) >= 15  # the rest is below the edge
    assert place["says"] in said(page, "stage-says")


def test_the_lines_of_a_stage_are_found_in_a_text_that_was_changed(page: "Page") -> None:
    open_code(page)
    sources = ask(page, "sources")
    place = sources["stages"]["predict"]
    text = next(file["text"] for file in sources["files"] if file["path"] == place["path"])
    wanted = [line.rstrip() for line in text.split("\n")[place["first"] - 1 : place["last"]]]
    open_chapter(page, place["path"])
    editor = page.locator("[data-test=editor] .cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text("\n\n# below\n# all of it\n")
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("# above\n# all\n# of it\n")
    page.locator("[data-stage=predict]").click()
    until(page, "document.querySelectorAll('[data-test=editor] .cm-running').length")
    lines = [line.rstrip() for line in marked(page, "running")]
    assert lines == wanted[: len(lines)]
    assert lines
    editor.click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("# more\n")
    until(page, "document.querySelector('[data-test=editor] .cm-line').textContent === '# more'")
    top = page.locator("[data-test=editor] .cm-scroller").evaluate("one => one.scrollTop")
    assert top < 100, "who writes is not taken away to the stage"
    page.locator("[data-stage=predict]").click()
    until(page, "document.querySelectorAll('[data-test=editor] .cm-running').length")
    lines = [line.rstrip() for line in marked(page, "running")]
    assert lines == wanted[: len(lines)]


def test_the_code_follows_the_picture(page: "Page") -> None:
    open_code(page)
    page.locator("[aria-labelledby=stage-columns]").hover()
    until(page, "document.querySelectorAll('[data-test=editor] .cm-running').length")
    assert page.get_by_label("Chapter", exact=True).input_value() == "core/spatial_pooler.py"


def test_a_changed_threshold_changes_what_the_machine_does(
    page: "Page", monkeypatch: pytest.MonkeyPatch
) -> None:
    open_code(page)
    page.get_by_role("button", name="Predict on half the evidence").click()
    assert CHAPTER in said(page, "changed-files")
    assert marked(page, "changedLine") == ["        threshold = self.parameters.activation_threshold // 2"]
    run(page)
    mine, edited = in_python(), in_python(monkeypatch)
    first = next(i for i, (a, b) in enumerate(zip(mine, edited, strict=True)) if a != b)
    said_first = said(page, "first-difference")
    assert f"The first difference is at step {first + 1}: other predictions" in said_first
    many = sum(a != b for a, b in zip(mine, edited, strict=True))
    assert f"{many} of 80 steps differ" in said_first
    recalls = [one["recall"] for one in edited[60:] if one["recall"] is not None]
    assert said(page, "testing-recall") == f"{100 * sum(recalls) / len(recalls):.1f} %"
    page.get_by_role("button", name="Go there").click()
    assert page.evaluate("htm.world.at") == first


def in_python(monkeypatch: pytest.MonkeyPatch | None = None) -> list[dict[str, Any]]:
    """The records of the same run here; with half the threshold if there is a way to patch it in."""
    if monkeypatch:
        from htm_teacher.core.temporal_memory import TemporalMemory

        predict = TemporalMemory._predict

        def on_half(memory: Any, responses: Any) -> Any:
            now, threshold = predict(memory, responses), memory.parameters.activation_threshold // 2
            connected = {one: memory.count_connected(one, now.active_cells) for one in now.potential}
            return replace(
                now, active_segments=tuple(one for one in connected if connected[one] >= threshold)
            )

        monkeypatch.setattr(TemporalMemory, "_predict", on_half)
    asker = Asker()
    asker("setup", setup=SETUP)
    records: list[dict[str, Any]] = asker("step", run=0, count=80)
    counted = ("bits", "columns", "cells", "winners", "predictive", "anomaly", "recall", "precision")
    counted += ("likelihood", "next")
    return [{name: one[name] for name in counted} for one in records]


def test_what_a_run_does_is_seen_beside_its_button(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    button = part(page, "run-code")
    button.scroll_into_view_if_needed()
    write_at_the_end(page, "\n")
    place = button.bounding_box()
    write_at_the_end(page, f"  wrong(  # {'long ' * 40}\n")
    assert button.bounding_box() == place, "it stays under the pointer"
    button.click()
    until(page, "document.querySelector('.row:has([data-test=run-code]) [data-test=trial-doing]')")
    until(page, "document.querySelector('[data-test=trial-trouble]')")
    until(page, IN_SIGHT.replace("PART", "trial-trouble"))
    says, editor = (page.locator(f"[data-test=editor] {one}") for one in (".cm-says", ".cm-scroller"))
    inner, outer = says.bounding_box(), editor.bounding_box()
    assert inner
    assert outer
    assert inner["x"] + inner["width"] <= outer["x"] + outer["width"], "it is wrapped, not cut"
    part(page, "undo-code").click()
    run(page)
    until(page, IN_SIGHT.replace("PART", "first-difference"))


IN_SIGHT = """(({ x, top, bottom }) =>
  top >= 0 && document.elementFromPoint(x + 9, bottom - 3)?.closest('[data-test=PART]') !== null
)(document.querySelector('[data-test=PART]').getBoundingClientRect())"""


def test_an_error_goes_with_the_text_that_was_wrong(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    trouble = part(page, "trial-trouble")

    def fail() -> None:
        write_at_the_end(page, "\n  wrong(\n")
        part(page, "run-code").click()
        trouble.get_by_text("IndentationError").first.wait_for()
        assert page.locator("[data-test=editor] .cm-broken").count() == 1

    fail()
    page.get_by_role("button", name="Undo this change").click()
    assert said(page, "changed-files") == "This is the original text."
    assert trouble.count() == page.locator("[data-test=editor] .cm-broken").count() == 0
    fail()
    part(page, "undo-code").click()
    assert trouble.count() == 0
    write_at_the_end(page, "# of my own\n")
    run(page)
    assert trouble.count() == 0
    fail()
    page.locator("[data-test=editor] .cm-content").focus()
    page.keyboard.press("Control+z")
    assert trouble.count() == 0, "this text has run before"


def test_undo_brings_the_textbook_back(page: "Page") -> None:
    open_code(page)
    original = next(one["text"] for one in page.evaluate(ASKED) if one["path"] == CHAPTER)
    page.get_by_role("button", name="Never punish", exact=True).click()
    run(page)
    assert "The first difference is at step" in said(page, "first-difference")
    part(page, "undo-code").click()
    assert said(page, "changed-files") == "This is the original text."
    assert marked(page, "changedLine") == []
    assert part(page, "first-difference").count() == 0, "what was found is not about the original text"
    run(page)
    assert said(page, "first-difference") == "No difference in 80 steps: this code does the same."
    assert next(one["text"] for one in page.evaluate(ASKED) if one["path"] == CHAPTER) == original


def test_every_idea_is_in_the_text_and_changes_something(page: "Page") -> None:
    open_code(page)
    ideas = page.locator(".ideas button")
    assert ideas.count() == IDEAS.count("title: '") == 5
    for i in range(5):
        ideas.nth(i).click()
        assert page.locator(".code > [role=alert]").count() == 0
        run(page)
        assert part(page, "trial-trouble").count() == 0
        assert "The first difference is at step" in said(page, "first-difference"), i
        part(page, "undo-code").click()


def test_a_syntax_error_is_marked_in_its_line(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    write_at_the_end(page, "\ndef nothing(:\n")
    run(page)
    assert "SyntaxError" in said(page, "trial-trouble")
    assert CHAPTER in said(page, "trial-trouble")
    assert marked(page, "broken") == ["def nothing(:"]
    assert "SyntaxError" in page.locator("[data-test=editor] .cm-says").inner_text()
    alive(page)
    part(page, "undo-code").click()
    run(page)
    assert part(page, "trial-trouble").count() == 0
    assert "No difference" in said(page, "first-difference")


def test_an_exception_is_marked_in_its_line(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    write_at_the_end(page, "\nTemporalMemory._predict = lambda self, learn: 1 / 0\n")
    run(page)
    assert "ZeroDivisionError" in said(page, "trial-trouble")
    assert marked(page, "broken") == ["TemporalMemory._predict = lambda self, learn: 1 / 0"]
    alive(page)


def test_an_endless_loop_is_stopped_and_marked(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    write_at_the_end(page, "\n\ndef forever(self, learn):\n    while True:\n        pass\n\n\n")
    page.keyboard.insert_text("TemporalMemory._predict = forever\n")
    run(page)
    assert "endless loop" in said(page, "trial-trouble")
    (line,) = marked(page, "broken")
    assert line.strip() in ("while True:", "pass")
    alive(page)
    part(page, "undo-code").click()
    run(page)
    assert "No difference" in said(page, "first-difference")


def test_what_the_code_prints_is_shown_as_text(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    write_at_the_end(page, "\nprint('<b>hello</b>')\n")
    run(page)
    assert "<b>hello</b>" in said(page, "printed")


def test_what_was_written_stays_while_other_rooms_are_shown(page: "Page") -> None:
    open_code(page)
    open_chapter(page)
    write_at_the_end(page, "\n# mine\n")
    enter(page, "Inside")
    enter(page, "Code")
    assert CHAPTER in said(page, "changed-files")
    assert marked(page, "changedLine")


def test_another_first_run_ends_the_comparison(page: "Page") -> None:
    open_code(page)
    page.get_by_role("button", name="Never punish", exact=True).click()
    run(page)
    assert part(page, "first-difference").count() == 1
    start(page, **json.loads(json.dumps(SETUP)) | {"seed": 2})
    assert part(page, "first-difference").count() == 0
    assert "another one now" in said(page, "difference")


# How far apart text and ground are, as WCAG 2 counts it, of all buttons and fields of the editor.
CONTRAST = """() => {
  const light = (colour) => {
    const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map((one) => one / 255)
      .map((one) => (one <= 0.04045 ? one / 12.92 : ((one + 0.055) / 1.055) ** 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const all = document.querySelectorAll('[data-test=editor] :is(button, input:not([type=checkbox]))');
  return [...all].map((one) => {
    let ground = one;
    while (getComputedStyle(ground).backgroundColor === 'rgba(0, 0, 0, 0)') ground = ground.parentElement;
    const { color, backgroundImage } = getComputedStyle(one);
    const [a, b] = [light(color), light(getComputedStyle(ground).backgroundColor)];
    const name = one.innerText || one.name;
    return [name, (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05), backgroundImage];
  });
}"""


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_button_of_the_editor_can_be_read_and_hides_no_code(visit: Any, theme: str) -> None:
    page = visit(color_scheme=theme)
    open_code(page)
    page.get_by_role("button", name="Never punish").click()
    page.locator(".cm-deletedChunk").wait_for()
    page.locator("[data-test=editor] .cm-content").focus()
    page.keyboard.press("Control+f")
    page.locator(".cm-search").wait_for()
    found = page.evaluate(CONTRAST)
    assert "Undo this change" in [name for name, *_ in found]
    assert len(found) > 5
    for name, contrast, image in found:
        assert contrast >= 4.5, name
        assert image == "none", f"{name}: what is over a picture cannot be judged"
    button = page.get_by_role("button", name="Undo this change").bounding_box()
    line = page.locator(".cm-deletedChunk .cm-deletedLine, .cm-deletedChunk del").first.bounding_box()
    assert button
    assert line
    assert button["y"] + button["height"] <= line["y"] + 1, "the button is above the line"
