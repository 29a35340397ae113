"""One's own data: whatever it is, it stays text, and the page goes on."""

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from htm_teacher import RDSE, build, save
from htm_teacher.page.given import write_page
from page.driving import Visit, choose_input, enter, run, seek, world
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow
BROKEN_IMAGE = """() => new Promise((done) => {
  const image = new Image();
  image.onerror = () => done();
  image.src = 'data:,';
})"""


def csv(page: "Page", name: str, content: bytes) -> None:
    """Choose a file in the room where the input is changed."""
    enter(page, "Change")
    choose_input(page, "csv")
    assert "never leaves this computer" in page.inner_text("aside")
    page.locator("aside input[type=file]").set_input_files(
        {"name": name, "mimeType": "text/csv", "buffer": content}
    )


def test_a_csv_file_runs(page: "Page") -> None:
    rows = "\n".join(f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{(i % 24) * 1.5}" for i in range(120))
    csv(page, "load.csv", f"when,load\n{rows}\n".encode())
    page.wait_for_selector("aside >> text=120 rows")
    run(page)
    until(page, "world.records.length === 120")
    assert world(page, "world.scene.values.slice(0, 3)") == [0, 1.5, 3]
    assert "load" in page.inner_text("section:has-text('Input Value Over Time')")
    assert "2024-01-01" in page.inner_text(".where")


def test_a_csv_file_is_dropped(page: "Page") -> None:
    enter(page, "Change")
    choose_input(page, "csv")
    content = "value\n" + "\n".join(str(i % 7) for i in range(80))
    data = page.evaluate_handle(
        "(text) => { const data = new DataTransfer();"
        " data.items.add(new File([text], 'seven.csv')); return data; }",
        content,
    )
    page.dispatch_event("aside .drop", "drop", {"dataTransfer": data})
    page.wait_for_selector("aside >> text=80 rows")
    run(page)
    assert world(page, "world.scene.values.slice(0, 8)") == [0, 1, 2, 3, 4, 5, 6, 0]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "empty"),
        (b"a,b\n", "row"),
        (b"\x1f\x8b\x00\x01\x9d", "bad.csv"),
        (b"v\n1\na12\n3\n4\n", "number"),
    ],
)
def test_a_bad_csv_file_gets_a_message_and_the_page_goes_on(page: "Page", content: bytes, words: str) -> None:
    csv(page, "bad.csv", content)
    alert = page.wait_for_selector("aside [role=alert]")
    assert alert
    assert words in alert.inner_text()
    seek(page, 10)
    page.keyboard.press("ArrowRight")
    assert world(page, "[world.at, world.scene.setup.input.kind]") == [11, "sine"]


EVIL = "<img src=x onerror=window.evil=1>"


def test_html_in_a_csv_file_is_text(page: "Page") -> None:
    rows = "\n".join(f"{i % 6},{EVIL}" for i in range(60))
    csv(page, f"{EVIL}.csv", f"{EVIL},note\n{rows}\n".encode())
    page.wait_for_selector("aside >> text=60 rows")
    assert EVIL in page.inner_text("aside [role=status]")
    run(page)
    seek(page, 30)
    assert EVIL in page.inner_text("section:has-text('Input Value Over Time')")
    assert EVIL in page.inner_text("header.top")
    page.get_by_role("button", name="What was predicted instead?").click()
    page.wait_for_selector(".sentence")
    enter(page, "Share")
    page.evaluate(BROKEN_IMAGE)  # an image put in before it would have failed before it
    assert page.evaluate("() => window.evil") is None
    assert page.locator("img").count() == 0


def test_html_in_what_went_wrong_is_text(page: "Page") -> None:
    csv(page, f"{EVIL}.csv", f"a\n1\n{EVIL}\n3\n4\n".encode())
    assert EVIL in page.inner_text("aside [role=alert]")
    page.evaluate(BROKEN_IMAGE)  # an image put in before it would have failed before it
    assert page.evaluate("() => window.evil") is None
    assert page.locator("img").count() == 0


def test_of_a_long_file_the_run_takes_what_is_said(page: "Page") -> None:
    csv(page, "long.csv", ("level\n" + "\n".join(str(i % 12) for i in range(100_000))).encode())
    page.wait_for_selector("aside >> text=100,000 rows")
    assert "takes the first 5,000 of 100,000 rows" in page.inner_text("aside [role=status]")
    run(page)
    assert world(page, "[world.scene.setup.steps, world.scene.setup.train]") == [5000, 3500]
    seek(page, 20)


def test_another_column_can_be_chosen(page: "Page") -> None:
    rows = "\n".join(f"{i % 6},{i % 4 + 10}" for i in range(60))
    csv(page, "two.csv", f"depth,level\n{rows}\n".encode())
    page.locator("aside [role=status] select").select_option("level")
    page.wait_for_selector("aside >> text=Using “level”")
    run(page)
    assert world(page, "world.scene.values.slice(0, 5)") == [10, 11, 12, 13, 10]


LONG = ("level\n" + "\n".join(str(i % 12) for i in range(100_000))).encode()


def test_nothing_runs_while_a_file_is_read_and_then_that_file_runs(page: "Page") -> None:
    csv(page, "first.csv", b"a\n" + b"1\n2\n3\n" * 20)
    page.wait_for_selector("aside >> text=60 rows")
    run(page)
    csv(page, "long.csv", LONG)
    run_it = page.get_by_role("button", name="Run", exact=True)
    assert run_it.is_disabled()
    assert "Reading long.csv …" in page.inner_text("aside .deeds")
    run_it.evaluate("button => button.click()")
    page.wait_for_selector("aside >> text=100,000 rows")
    assert world(page, "world.scene.name") == "a"
    run(page)
    assert world(page, "[world.scene.name, world.scene.setup.steps]") == ["level", 5000]


def test_of_two_files_chosen_one_after_the_other_the_last_one_counts(page: "Page") -> None:
    csv(page, "long.csv", LONG)
    csv(page, "short.csv", b"b\n" + b"1\n2\n3\n" * 20)
    page.wait_for_selector("aside >> text=60 rows")
    page.evaluate("() => htm.world.ask('controls', {})")  # by now the long one has been read, too
    assert "short.csv: 60 rows" in " ".join(page.inner_text("aside [role=status]").split())
    run(page)
    assert world(page, "world.scene.name") == "b"


def test_a_file_that_cannot_be_read_is_not_run_nor_the_one_before_it(page: "Page") -> None:
    csv(page, "good.csv", b"a\n" + b"1\n2\n3\n" * 20)
    page.wait_for_selector("aside >> text=60 rows")
    csv(page, "bad.csv", b"a\n1\nx12\n3\n4\n")
    page.wait_for_selector("aside [role=alert]")
    assert "60 rows" not in page.inner_text("aside")
    run_it = page.get_by_role("button", name="Run", exact=True)
    assert run_it.is_disabled()
    assert "bad.csv cannot be read." in page.inner_text("aside .deeds")
    run_it.evaluate("button => button.click()")
    page.evaluate("() => htm.world.ask('controls', {})")
    assert world(page, "world.scene.setup.input.kind") == "sine"
    page.get_by_label("Also missing").fill("x12")
    page.keyboard.press("Tab")
    page.wait_for_selector("aside >> text=4 rows")
    run(page)
    assert world(page, "world.scene.values") == [1, None, 3, 4]


def test_the_name_of_the_file_is_said_and_not_that_none_is_chosen(page: "Page") -> None:
    csv(page, "tide.csv", b"a,b\n" + b"1,2\n2,3\n3,4\n" * 20)
    page.wait_for_selector("aside >> text=60 rows")
    words = page.inner_text("aside")
    assert "tide.csv: 60 rows." in words
    assert "Using “a”, without times." in words
    shown = page.locator("aside input[type=file]").evaluate("one => one.getBoundingClientRect().width")
    assert shown <= 1, "the browser's own field would say that no file is chosen"


def test_a_column_of_words_is_learned_as_letters(page: "Page") -> None:
    csv(page, "words.csv", b"level,letter\n" + b"1.5,A\n2.5,B\n3.5,C\n" * 20)
    page.locator("aside [role=status] select").select_option("letter")
    page.wait_for_selector("aside >> text=Using “letter”")
    run(page)
    assert world(page, "world.scene.values.slice(0, 4)") == ["A", "B", "C", "A"]


def test_a_file_dropped_anywhere_is_opened(page: "Page") -> None:
    data = page.evaluate_handle(
        "(text) => { const data = new DataTransfer();"
        " data.items.add(new File([text], 'seven.csv')); return data; }",
        "value\n" + "\n".join(str(i % 7) for i in range(80)),
    )
    page.dispatch_event("main", "drop", {"dataTransfer": data})
    until(page, "world.scene.setup.input.kind === 'csv'")
    assert world(page, "world.scene.values.slice(0, 8)") == [0, 1, 2, 3, 4, 5, 6, 0]


def test_a_page_that_was_written_with_a_file_inside_opens_it(visit: Visit, tmp_path: Path) -> None:
    table, file = tmp_path / "four.csv", tmp_path / "page.html"
    table.write_text("four\n" + "\n".join(str(i % 4) for i in range(50)))
    write_page(file, table)
    page = visit(file=file, ready=False)
    until(page, "world.live && world.scene.setup.input.kind === 'csv'")
    assert world(page, "world.scene.values.slice(0, 5)") == [0, 1, 2, 3, 0]


def test_a_page_that_was_written_with_a_machine_inside_goes_on_with_it(visit: Visit, tmp_path: Path) -> None:
    encoder = RDSE()
    encoder.fit([0.0, 10.0])
    model = build("toy", encoder, engine="textbook")
    model.run([float(i % 10) for i in range(90)])
    machine, file = tmp_path / "learned.npz", tmp_path / "page.html"
    save(model, machine)
    write_page(file, machine)
    page = visit(file=file, ready=False)
    until(page, "world.live && world.opened === 'learned.npz'")
    assert world(page, "world.records[0].segments") > 20  # it has learned
    enter(page, "Share")
    assert page.get_by_role("button", name="Copy the link").is_disabled()
    assert "is a machine that has learned" in page.inner_text("aside")
    enter(page, "Code")
    page.get_by_role("button", name="Run this code").click()
    page.wait_for_selector("aside >> text=has learned elsewhere")


def test_given_data_is_opened(visit: Visit, page_file: Path, tmp_path: Path) -> None:
    rows = "\n".join(str(i % 5) for i in range(50))
    given = {"name": "five.csv", "data": base64.b64encode(f"five\n{rows}\n".encode()).decode()}
    html = page_file.read_text(encoding="utf-8")
    element = f'<script type="application/json" id="given">{json.dumps(given)}</script>'
    file = tmp_path / "page.html"
    file.write_text(html.replace('<script id="page">', f'{element}<script id="page">', 1), encoding="utf-8")
    page = visit(file=file, ready=False)
    until(page, "world.live && world.scene.setup.input.kind === 'csv'")
    assert world(page, "world.scene.values.slice(0, 6)") == [0, 1, 2, 3, 4, 0]


def test_a_run_that_learned_little_says_so_and_what_can_help_is_one_click(page: "Page") -> None:
    said = page.locator("[data-test=learned]")
    until(page, "world.last === 399")
    assert said.count() == 0, "the wave is learned"
    rows = "\n".join(f"2024-01-{1 + i // 24:02} {i % 24:02}:00,{i * 7919 % 101}" for i in range(72))
    csv(page, "random.csv", f"when,load\n{rows}\n".encode())
    page.wait_for_selector("aside >> text=72 rows")
    run(page)
    until(page, "world.records.length === 72")
    assert "Little was learned: over the last 30 steps recall is 0." in said.inner_text()
    assert said.count() == 1
    said.get_by_role("button", name="Leave the times out").click()
    until(page, "world.scene.times === null && world.records.length === 72")
    assert "Leave the times out" not in page.inner_text(".rest")
    assert "random.csv: 72 rows." in page.inner_text("aside"), "the file is still chosen"
    said.get_by_role("button", name="Learn them 3 times").click()
    until(page, "world.scene.setup.steps === 216 && world.scene.setup.train === 150")
    page.wait_for_selector("aside >> text=This run takes 216 rows of load, 3 times over.")
    assert "random.csv" not in page.inner_text("aside")
    enter(page, "Tour")
    assert said.count() == 0, "a stop says itself what it is about"
