"""How the tests of the rooms drive the page: by its buttons, keys and pictures, as a visitor would."""

from typing import TYPE_CHECKING, Any

from page.waiting import settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

# Finds where a thing is drawn by moving a pointer over the picture until its name is shown.
FIND = """async ([stage, name]) => {
  const paper = document.querySelector(`[aria-labelledby="stage-${stage}"] .paper`);
  const box = paper.getBoundingClientRect();
  for (let y = 1; y < box.height; y += 2) {
    for (let x = 1; x < box.width; x += 2) {
      const at = { clientX: box.x + x, clientY: box.y + y };
      paper.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true }));
      await Promise.resolve();
      if (paper.parentElement.querySelector('.tip')?.textContent.trim().startsWith(name)) {
        return [at.clientX, at.clientY];
      }
    }
  }
  return null;
}"""

# A run that is soon done.
SHORT: dict[str, Any] = {
    "input": {"kind": "sine", "period": 10}, "steps": 60, "train": 45, "preset": "toy", "seed": 1,
}  # fmt: skip

# How wide a canvas is, and all its colours.
PIXELS = """(canvas) => {
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  return [canvas.width, [...data]];
}"""


def enter(page: "Page", room: str) -> None:
    """Open a room by its button, if it is not open."""
    button = page.get_by_role("navigation").get_by_role("button", name=room, exact=True)
    if button.get_attribute("aria-expanded") != "true":
        button.click()


def part(page: "Page", name: str) -> "Locator":
    """The part of a room that has this name for tests."""
    return page.locator(f"[data-test={name}]")


def said(page: "Page", name: str) -> str:
    """What is written there, on one line."""
    return " ".join(part(page, name).inner_text().split())


def number(page: "Page", name: str) -> float:
    """The number that is written there."""
    return float(said(page, name).replace(",", "").removesuffix("%"))


def ask(page: "Page", name: str, **arguments: Any) -> Any:
    """What the session in the page answers."""
    return page.evaluate("([name, args]) => window.htm.world.ask(name, args)", [name, arguments])


def seek(page: "Page", place: int) -> None:
    """Stop at a place of the run, once that has been stepped to."""
    until(page, f"window.htm.world.last >= {place}")
    page.evaluate("place => { htm.world.pause(); htm.world.seek(place); }", place)


def records(page: "Page") -> list[dict[str, Any]]:
    """All records of the first run so far."""
    found: list[dict[str, Any]] = page.evaluate("window.htm.world.records")
    return found


def start(page: "Page", **setup: Any) -> None:
    """A run of one's own, to its end."""
    page.evaluate("setup => window.htm.world.start(setup, false)", setup)
    until(page, "htm.world.last + 1 === htm.world.scene.setup.steps")


def click_on(page: "Page", stage: str, name: str) -> None:
    """Click a bit, minicolumn or cell in the picture: the one whose name begins so."""
    settle(page)
    place = page.evaluate(FIND, [stage, name])
    assert place, f"{name!r} is nowhere in the picture of the {stage}"
    page.mouse.click(*place)


def press_until(page: "Page", key: str, condition: str, most: int = 400) -> None:
    """Press a key until a JavaScript expression is true."""
    for _ in range(most):
        if page.evaluate(condition):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{most} times {key}, and still not: {condition}")


def colour(page: "Page", name: str) -> list[int]:
    """A colour of the style sheet."""
    got = "name => getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()"
    text = str(page.evaluate(got, name)).removeprefix("#")
    return [int(text[at : at + 2], 16) for at in (0, 2, 4)]
