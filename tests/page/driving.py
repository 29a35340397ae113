"""How the tests of the page drive it, and what they look at."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from playwright.sync_api import Page

Visit = Callable[..., "Page"]
ROOMS = ("Tour", "Change", "Why", "Inside", "Code", "Share")


def world(page: "Page", expression: str) -> Any:
    """What the page's world says."""
    return page.evaluate(f"() => {{ const world = window.htm.world; return {expression}; }}")


def until(page: "Page", expression: str) -> None:
    """Wait for it to be so."""
    page.wait_for_function(f"() => {{ const world = window.htm.world; return {expression}; }}")


def still(page: "Page", place: int) -> None:
    """Pause at a place that is reached."""
    until(page, f"world.records.length > {place}")
    page.evaluate(f"() => {{ window.htm.world.pause(); window.htm.world.seek({place}); }}")
    until(page, f"world.at === {place}")


def room(page: "Page", name: str) -> None:
    page.get_by_role("navigation", name="Panels").get_by_role("button", name=name, exact=True).click()


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


def drawn(page: "Page", selector: str) -> str:
    """The picture on a canvas, as text that can be compared."""
    page.wait_for_timeout(150)
    return str(page.eval_on_selector(selector, "canvas => canvas.toDataURL()"))


FIND = """([stage, name]) => {
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
    page.wait_for_timeout(150)
    place = page.evaluate(FIND, [stage, name])
    assert place, f"nothing is drawn in the colour {name}"
    page.locator(f".stage:nth-child({stage}) canvas").click(position=place)


def quiet_step(page: "Page") -> None:
    """Pause at a step where some columns were expected and some burst."""
    still(page, 100)
    until(page, "world.last === 399")
    place = world(
        page,
        "world.records.findIndex((one) => one.i > 100 && one.recall > 0.3 && one.recall < 1"
        " && one.predictive.length > 3)",
    )
    still(page, place)


def run(page: "Page") -> None:
    """Press Run, and wait for the new run."""
    before = world(page, "world.scene.setup") | {}
    page.evaluate("() => { window.before = window.htm.world.scene; }")
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("() => window.htm.world.scene !== window.before || window.htm.world.trouble")
    assert world(page, "world.trouble") is None, before
