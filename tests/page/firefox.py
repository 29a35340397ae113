"""A stock Firefox, which Playwright cannot drive: a Node program does it, by lines of JSON."""

import json
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

from page.waiting import settle, until

HERE = Path(__file__).resolve().parent
MESSAGE = "document.querySelector('.message.bad')?.innerText"
PACKAGES = HERE.parents[1] / "web" / "node_modules"
SETUP = {"input": {"kind": "sine", "period": 10}, "steps": 80, "train": 60, "preset": "toy", "seed": 1}


def outside(urls: list[str]) -> list[str]:
    """Those addresses that are not in the page itself."""
    return [url for url in urls if not url.startswith(("file:", "data:", "blob:"))]


class Firefox:
    """One page in one Firefox, from the start of ``with`` to its end.

    An element is named by the JavaScript expression that finds it; keys and the mouse are real ones.
    """

    def __init__(self, node: str, browser: str, address: str, errors: list[str]) -> None:
        self._downloads = TemporaryDirectory(prefix="htm-teacher-")
        self._command = [node, str(HERE / "firefox.mjs"), browser, address, str(PACKAGES)]
        self._command.append(self._downloads.name)
        self.errors = errors  # what goes wrong is put here
        self.version = ""

    def __enter__(self) -> Self:
        pipe = subprocess.PIPE
        self._driver = subprocess.Popen(self._command, stdin=pipe, stdout=pipe, text=True, encoding="utf-8")
        self.version = self._read()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._driver.stdin
        assert self._driver.stdout
        self._driver.stdin.close()  # it closes the browser and ends
        self._driver.wait(timeout=30)
        self._driver.stdout.close()
        self._downloads.cleanup()

    def evaluate(self, expression: str) -> Any:
        """The value of a JavaScript expression in the page; a promise is awaited."""
        return self._do("evaluate", expression)

    def click(self, element: str) -> None:
        """Click in its middle, wherever it has to be scrolled from."""
        settle(self)
        self._do("click", element)

    def click_at(self, x: float, y: float) -> None:
        """Click a place of the window."""
        self._do("point", x, y)

    def press(self, key: str, hold: str = "") -> None:
        """Press a key, perhaps while another is held."""
        self._do("hold", hold, key) if hold else self._do("press", key)

    def type(self, text: str) -> None:
        """Type where the focus is."""
        self._do("type", text)

    def upload(self, element: str, path: Path) -> None:
        """Choose a file."""
        self._do("upload", element, str(path))

    def downloaded(self, name: str) -> Path:
        """The file that the page has saved under this name, once it is there."""
        return Path(self._do("downloaded", name, 60))

    def reload(self) -> None:
        """Begin anew."""
        self._do("reload")

    def _do(self, *deed: Any) -> Any:
        assert self._driver.stdin
        self._driver.stdin.write(json.dumps(deed) + "\n")
        self._driver.stdin.flush()
        return self._read()

    def _read(self) -> Any:
        assert self._driver.stdout
        line = self._driver.stdout.readline()
        assert line, "Firefox ended"
        answer = json.loads(line)
        self.errors += outside(answer["asked"]) + answer["errors"]
        assert "ok" in answer, answer
        return answer["ok"]


def no_errors(firefox: Firefox) -> None:
    """Nothing went wrong on the page unhandled since this was asked last, and no network was asked."""
    wrong = firefox.errors.copy()
    firefox.errors.clear()
    assert not wrong, "an error went unhandled on the page, or it asked the network"


def start(firefox: Firefox, **changes: Any) -> None:
    """A run of one's own, to its end, stopped at its first step; no room is open, and no message."""
    firefox.evaluate("htm.world.room = htm.world.trouble = null, htm.world.notice = ''")
    assert firefox.evaluate(f"htm.world.start({json.dumps(SETUP | changes)}, false)")
    until(firefox, "htm.world.last + 1 === htm.world.scene.setup.steps")


def world(firefox: Firefox, what: str) -> Any:
    """What the page's world says."""
    return json.loads(firefox.evaluate(f"JSON.stringify(htm.world.{what} ?? null)"))


def ask(firefox: Firefox, command: str, **arguments: Any) -> Any:
    """What the session in the page answers."""
    return firefox.evaluate(f"htm.world.ask({json.dumps(command)}, {json.dumps(arguments)})")


def text(firefox: Firefox, selector: str) -> str:
    """What is written in the first such element, on one line."""
    found = firefox.evaluate(f"document.querySelector({json.dumps(selector)}).innerText")
    return " ".join(found.split())


def button(name: str) -> str:
    """The button of this name."""
    return f"[...document.querySelectorAll('button')].find((one) => one.innerText === {json.dumps(name)})"


def field(label: str) -> str:
    """What is labelled so, in the room that is open."""
    labels = "[...document.querySelectorAll('aside label')]"
    return f"{labels}.find((one) => one.textContent.trim().startsWith({json.dumps(label)})).control"


def fill(firefox: Firefox, element: str, value: Any) -> None:
    """Type this instead of what is there."""
    firefox.evaluate(f"{element}.focus(), {element}.select()")
    firefox.type(str(value))
    firefox.press("Tab")


def choose(firefox: Firefox, element: str, value: str) -> None:
    """Choose from a list."""
    change = "dispatchEvent(new Event('change', { bubbles: true }))"
    firefox.evaluate(f"{element}.value = {json.dumps(value)}, {element}.{change}")


def enter(firefox: Firefox, room: str) -> None:
    """Open a room by its button, if it is not open."""
    opened = f"document.querySelector('aside')?.getAttribute('aria-label') === {json.dumps(room)}"
    if not firefox.evaluate(opened):
        firefox.click(button(room))
    until(firefox, opened)


def assert_alive(firefox: Firefox, **changes: Any) -> None:
    """The page has this run, goes through it by keys, and answers."""
    setup, wanted = world(firefox, "scene.setup"), SETUP | changes
    for name in ("steps", "train", "preset", "seed"):
        assert setup[name] == wanted[name]
    assert (setup["input"]["kind"], setup["input"]["period"]) == ("sine", 10)
    firefox.evaluate("document.activeElement.blur(), htm.world.pause(), htm.world.seek(20)")
    firefox.press("ArrowRight")
    assert world(firefox, "at") == 21
    assert ask(firefox, "overlaps", run=0, at=22)["winners"] > 0
