"""Code of one's own that goes too far: undone, stopped, short of memory, or asking the network."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import TYPE_CHECKING, Any
from urllib.request import urlopen

import pytest

from page.driving import PIXELS, SHORT, Visit, ask, colour, enter, part, said, seek, start
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

AT = 40
CHAPTER = "core/temporal_memory.py"


def write(page: "Page", text: str) -> None:
    """Open the chapter of the temporal memory, and write below it."""
    part(page, "editor").wait_for()
    page.get_by_label("Chapter", exact=True).select_option(CHAPTER)
    page.locator("[data-test=editor] .cm-content").click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(text)


def begin(page: "Page", text: str) -> None:
    """A short run, and the textbook with that written below one chapter."""
    start(page, **SHORT)
    seek(page, AT)
    enter(page, "Code")
    write(page, text)


def try_it(page: "Page") -> None:
    """Run what is written, to its end or its trouble."""
    part(page, "run-code").click()
    until(page, "!document.querySelector('[data-test=trial-doing]')", seconds=120)


def goes_on(page: "Page") -> None:
    """The first run is there, and the textbook is as it was once all is undone."""
    assert ask(page, "overlaps", run=0, at=5)["winners"] > 0
    assert page.evaluate("htm.world.trouble") is None
    part(page, "undo-code").click()
    try_it(page)
    assert said(page, "first-difference") == "No difference in 60 steps: this code does the same."


def test_undo_takes_back_what_was_typed_in_several_chapters(page: "Page") -> None:
    begin(page, "\n\n# of my own\n")
    chapter = page.get_by_label("Chapter", exact=True)
    end = "[data-test=editor] .cm-line >> nth=-1"
    assert page.locator(end).inner_text().strip() == ""
    chapter.select_option("core/sdr.py")
    page.locator("[data-test=editor] .cm-line").first.click()
    page.keyboard.press("Control+Home")
    page.keyboard.insert_text("# on top\n")
    assert said(page, "changed-files") == f"Changed: {CHAPTER}, core/sdr.py"
    assert chapter.locator("option", has_text="(changed)").count() == 2
    part(page, "undo-code").click()
    assert said(page, "changed-files") == "This is the original text."
    assert chapter.locator("option", has_text="(changed)").count() == 0
    texts = {one["path"]: one["text"] for one in ask(page, "sources")["files"]}
    first = page.locator("[data-test=editor] .cm-line").first.inner_text()
    assert first == texts["core/sdr.py"].split("\n")[0]
    chapter.select_option(CHAPTER)
    page.locator("[data-test=editor] .cm-content").click()
    page.keyboard.press("Control+End")
    last = page.locator("[data-test=editor] .cm-line").all_inner_texts()[-4:]
    assert [one.strip() for one in last] == [one.strip() for one in texts[CHAPTER].split("\n")[-4:]]


SLOW = """

_quick = TemporalMemory._predict


def slowly(self, learn):
    for _ in range(1_000_000):
        pass
    return _quick(self, learn)


TemporalMemory._predict = slowly
"""


def test_a_long_trial_is_stopped_and_what_it_has_done_stays(page: "Page") -> None:
    begin(page, SLOW)
    part(page, "run-code").click()
    until(page, "/Step ([1-9])/.test(document.querySelector('[data-test=trial-doing]').textContent)")
    page.locator("#room").get_by_role("button", name="Stop", exact=True).click()
    assert part(page, "trial-doing").count() == 0
    words = said(page, "first-difference")
    done = int(words.removeprefix("No difference in ").partition(" ")[0])
    assert 0 < done < 60
    assert part(page, "trial-trouble").count() == 0
    goes_on(page)


def test_the_strip_begins_with_the_first_step_that_differs(page: "Page") -> None:
    later = "\n\n_first = TemporalMemory._predict\n\n\ndef less(self, responses):\n"
    begin(page, later + "    now = _first(self, responses)\n")
    page.keyboard.insert_text(
        "    if self.steps > 30:\n        now = Moment(now.active_cells, now.winner_cells, "
    )
    page.keyboard.insert_text("(), now.potential, True)\n    return now\n\n\n")
    page.keyboard.insert_text("TemporalMemory._predict = less\n")
    try_it(page)
    assert part(page, "trial-trouble").count() == 0, said(page, "trial-trouble")
    width, data = page.locator("#room .strip canvas").evaluate(PIXELS)
    off = colour(page, "off")
    rows = [[data[4 * (row * width + x) :][:3] != off for x in range(width)] for row in range(5)]
    assert width == 60
    first = next(x for x in range(width) if any(row[x] for row in rows))
    assert 29 <= first <= 32
    assert [row[first] for row in rows] == [False, False, False, True, False], "the predictions, at first"
    assert f"The first difference is at step {first + 1}: other predictions." in said(
        page, "first-difference"
    )
    strip = page.locator("#room .strip .seek")
    box = strip.bounding_box()
    assert box
    strip.click(position={"x": (first + 0.5) * box["width"] / width, "y": 5})
    assert page.evaluate("htm.world.at") == first
    goes_on(page)


EATS = "\n\ndef eat(self, learn):\n    more = [0] * 1000\n    while True:\n        more += more\n\n\n"


def test_code_that_eats_all_memory_is_told_so(page: "Page") -> None:
    begin(page, EATS + "TemporalMemory._predict = eat\n")
    try_it(page)
    words = said(page, "trial-trouble")
    assert words.startswith(f"MemoryError, {CHAPTER}, line ")
    broken = page.locator("[data-test=editor] .cm-broken").all_inner_texts()
    assert [one.strip() for one in broken] == ["more += more"]
    goes_on(page)


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine: its address, and all that was asked of it."""
    heard: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)
            self.send_response(200)
            self.send_header("Access-Control-Allow-Origin", "*")
            self.end_headers()

        do_POST = do_GET  # noqa: N815

        def log_message(self, format: str, *args: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Ear)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", heard
    server.shutdown()
    server.server_close()


TELLS = """

def _tell(name, way):
    try:
        print(name, "gave", way())
    except BaseException as error:
        print(name, "failed", type(error).__name__)


def _sent():
    import js

    asked = js.XMLHttpRequest.new()
    asked.open("GET", "http://ADDRESS/xhr", False)
    asked.send()
    return asked.status


import js

_tell("urllib", lambda: __import__("urllib.request"))
_tell("python", lambda: __import__("pyodide.http").http.open_url("http://ADDRESS/python"))
_tell("xhr", _sent)
_tell("fetch", lambda: js.fetch("http://ADDRESS/fetch"))
_tell("native", lambda: js.WorkerGlobalScope.prototype.fetch.call(js.self, "http://ADDRESS/native"))
_tell("socket", lambda: js.WebSocket.new("ws://ADDRESS/socket"))
_tell("events", lambda: js.EventSource.new("http://ADDRESS/events"))
_tell("worker", lambda: js.Worker.new("http://ADDRESS/worker"))
_tell("nested", lambda: js.Worker.new("data:text/javascript,fetch('http://ADDRESS/nested')"))
module = js.JSON.parse('{"type": "module"}')
_tell("module", lambda: js.Worker.new("data:text/javascript,import 'http://ADDRESS/module'", module))
_tell("eval", lambda: js.eval("import('http://ADDRESS/eval')"))
"""


def test_code_that_tries_the_network_gets_nothing_out(
    visit: Visit, listener: tuple[str, list[str]], errors: list[str]
) -> None:
    address, heard = listener
    page = visit(offline=False)
    begin(page, TELLS.replace("ADDRESS", address))
    try_it(page)
    printed = said(page, "printed")
    assert "urllib failed ModuleNotFoundError" in printed
    assert "xhr failed JsException" in printed
    assert "worker failed JsException" in printed
    ways = ("python", "fetch", "native", "socket", "events", "nested", "module", "eval")
    assert all(f"{way} gave" in printed or f"{way} failed" in printed for way in ways), printed
    write(page, "\n\nimport urllib.request\n")
    try_it(page)
    assert "No module named 'urllib.request'" in said(page, "trial-trouble")
    assert page.locator("[data-test=editor] .cm-broken").all_inner_texts() == ["import urllib.request"]
    goes_on(page)
    assert heard == []
    with urlopen(f"http://{address}/this", timeout=10):
        assert heard == ["/this"], "the listener would have heard it"
    assert all("Failed to fetch" in one or "Security Policy" in one or address in one for one in errors)
    errors.clear()  # these are what the browser refused
