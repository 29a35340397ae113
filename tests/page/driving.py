"""How the tests of the page drive it, as a visitor would, and what they look at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from page.waiting import drawn, settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

Visit = Callable[..., "Page"]
ROOMS = ("Tour", "Change", "Why", "Inside", "Code", "Share")


def world(page: "Page", expression: str) -> Any:
    """What the page's world says."""
    return page.evaluate(f"() => {{ const world = window.htm.world; return {expression}; }}")


CARDS = {
    "sine": ("Wave", "Sine wave"),
    "square": ("Wave", "Square wave"),
    "walk": ("Wave", "Random walk"),
    "noise": ("Wave", "Noise"),
    "letters": ("Letters", ""),
    "csv": ("Data", "Your own CSV file"),
    "drawn": ("Data", "Drawn by hand"),
    "demand": ("Data", "Electricity demand"),
    "water": ("Data", "Water"),
}


def choose_input(page: "Page", kind: str) -> None:
    """Choose an input on the panel where it is changed."""
    card, name = CARDS[kind]
    page.locator("aside label.card", has_text=card).click()
    if name:
        page.locator("aside").get_by_role("button", name=name, exact=True).click()


FIND_COLOUR = """([stage, name]) => {
  const canvas = document.querySelector(`.stage:nth-child(${stage}) canvas`);
  const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const near = (at) => Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 40;
  const cross = [0, -4, 4, -4 * width, 4 * width];
  for (let at = 0; at < data.length; at += 4) {
    const x = (at / 4) % width, y = Math.floor(at / 4 / width);
    if (cross.every((one) => near(at + one))) {
      const ratio = canvas.width / canvas.clientWidth;
      return { x: (x + 0.5) / ratio, y: (y + 0.5) / ratio };
    }
  }
  return null;
}"""


def click_colour(page: "Page", stage: int, name: str) -> None:
    """Click on the first thing of a stage that is drawn in a colour."""
    page.evaluate("() => { window.htm.world.quiet = true; }")
    drawn(page, f".stage:nth-child({stage}) canvas")
    place = page.evaluate(FIND_COLOUR, [stage, name])
    assert place, f"nothing is drawn in the colour {name}"
    page.locator(f".stage:nth-child({stage}) canvas").click(position=place)


def quiet_step(page: "Page") -> None:
    """Pause at a step where some columns were expected and some burst."""
    seek(page, 100)
    until(page, "world.last === 399")
    place = world(
        page,
        "world.records.findIndex((one) => one.i > 100 && one.recall > 0.3 && one.recall < 1"
        " && one.predictive.length > 3)",
    )
    seek(page, place)


def run(page: "Page") -> None:
    """Press Run, and wait for the new run."""
    before = world(page, "world.scene.setup") | {}
    page.evaluate("() => { window.before = window.htm.world.scene; }")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("() => window.htm.world.scene !== window.before || window.htm.world.trouble")
    assert world(page, "world.trouble") is None, before


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

# Answers of Python to one kind of question are held back until `release` is called.
HOLD = """(kind) => {
  const { world } = window.htm;
  const held = new Promise((done) => (window.release = done));
  const ask = world.ask.bind(world);
  world.ask = async (name, args) => {
    const answer = await ask(name, args);
    if (name === kind) await held;
    return answer;
  };
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


def look_inside(page: "Page", view: str) -> None:
    """Open a view of Inside, and wait for what it shows."""
    page.locator(f"[data-view={view}]").click()
    page.locator("[data-test=shown-step], #room canvas, #room [role=alert]").first.wait_for()
    settle(page)


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
