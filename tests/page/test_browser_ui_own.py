"""One's own data: whatever it is, it stays text, and the page goes on."""

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from page.driving import Visit, room, run, still, until, world

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def csv(page: "Page", name: str, content: bytes) -> None:
    """Choose a file in the room where the input is changed."""
    room(page, "Change")
    page.get_by_label("What comes in").select_option("csv")
    assert "never leaves this machine" in page.inner_text("aside")
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
    room(page, "Change")
    page.get_by_label("What comes in").select_option("csv")
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
        (b"\xff\xfe\x00\x01\x9d", ""),
        (b"a,b\nx,y\nz,1\n", ""),
    ],
)
def test_a_bad_csv_file_gets_a_message_and_the_page_goes_on(page: "Page", content: bytes, words: str) -> None:
    csv(page, "bad.csv", content)
    alert = page.wait_for_selector("aside [role=alert], aside [role=status]:has-text('rows')")
    assert alert
    assert words in alert.inner_text()
    still(page, 10)
    page.keyboard.press("ArrowRight")
    assert world(page, "[world.at, world.scene.setup.input.kind]") == [11, "sine"]


EVIL = "<img src=x onerror=window.evil=1>"


def test_html_in_a_csv_file_is_text(page: "Page") -> None:
    rows = "\n".join(f"{i % 6},{EVIL}" for i in range(60))
    csv(page, f"{EVIL}.csv", f"{EVIL},note\n{rows}\n".encode())
    page.wait_for_selector("aside >> text=60 rows")
    assert EVIL in page.inner_text("aside [role=status]")
    run(page)
    still(page, 30)
    assert EVIL in page.inner_text("section:has-text('Input Value Over Time')")
    assert EVIL in page.inner_text("header.top")
    page.get_by_role("button", name="What was expected instead?").click()
    page.wait_for_selector(".sentence")
    room(page, "Share")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.evil") is None
    assert page.locator("img").count() == 0


def test_html_in_what_went_wrong_is_text(page: "Page") -> None:
    csv(page, f"{EVIL}.csv", f"{EVIL}\n{EVIL}\n".encode())
    assert EVIL in page.inner_text("aside [role=alert]")
    page.wait_for_timeout(500)
    assert page.evaluate("() => window.evil") is None
    assert page.locator("img").count() == 0


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
