"""On low and narrow screens what counts is in sight, stands in its place and stays there."""

from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from page.driving import part, seek, world
from page.waiting import settle, until

if TYPE_CHECKING:
    from playwright.sync_api import FloatRect, Locator, Page

pytestmark = pytest.mark.slow

Visit = Callable[..., "Page"]
LOW = [(740, 360), (800, 400), (1024, 500)]
PHONE = {"width": 390, "height": 844}
READY = "!document.querySelector('[data-test=making-ready]')"
VERDICT = "document.querySelector('[data-test=verdict]').innerText"


def screen(size: tuple[int, int]) -> dict[str, int]:
    """The size of a screen, as the browser wants it."""
    return {"width": size[0], "height": size[1]}


def place(one: "Locator") -> "FloatRect":
    """Where it is on the screen."""
    box = one.bounding_box()
    assert box
    return box


def seen(selector: str) -> str:
    """JavaScript: whether all of a part is on the screen, and nothing lies over it."""
    return f"""(one => {{
      const {{ x, y, width, bottom }} = one.getBoundingClientRect();
      const at = [[x + 9, y + 5], [x + Math.min(width - 9, 60), bottom - 5]];
      const free = ([across, down]) => one.contains(document.elementFromPoint(across, down));
      return bottom <= innerHeight && at.every(free);
    }})(document.querySelector('{selector}'))"""


def test_on_a_phone_the_reply_to_two_values_is_in_sight(visit: Visit) -> None:
    page = visit(hash="#tour=2", viewport=PHONE, reduced_motion="reduce")
    until(page, f"{READY} && {VERDICT}.includes('share 17')")
    assert page.evaluate("scrollY === document.querySelector('.top').offsetHeight"), "before, the text begins"
    part(page, "second-value").fill("0.5")
    part(page, "second-value").press("Enter")
    until(page, f"{VERDICT}.includes('share 15')")
    until(page, seen("[data-test=verdict]"))


def test_on_a_phone_who_comes_back_to_the_two_values_begins_with_the_text(visit: Visit) -> None:
    page = visit(hash="#tour=2", viewport=PHONE, reduced_motion="reduce")
    until(page, f"{READY} && {VERDICT}.includes('share 17')")
    part(page, "second-value").fill("0.5")
    part(page, "second-value").press("Enter")
    until(page, seen("[data-test=verdict]"))
    page.get_by_role("button", name="Start this stop again").click()
    until(page, f"{READY} && {VERDICT}.includes('share 17')")
    settle(page)
    assert page.evaluate("scrollY === document.querySelector('.top').offsetHeight")


@pytest.mark.parametrize("width", [390, 1024, 1366])
def test_the_fields_of_the_two_values_are_in_line(visit: Visit, width: int) -> None:
    page = visit(hash="#tour=2", viewport={"width": width, "height": 768}, reduced_motion="reduce")
    until(page, READY)
    tops = [round(place(part(page, f"{one}-value"))["y"]) for one in ("first", "second")]
    assert tops[0] == tops[1]


@pytest.mark.parametrize("size", [(390, 844), (1366, 768)])
@pytest.mark.parametrize("stop", [1, 2, 4])
def test_a_hint_moves_nothing_below_it(visit: Visit, size: tuple[int, int], stop: int) -> None:
    page = visit(hash=f"#tour={stop}", viewport=screen(size), reduced_motion="reduce")
    until(page, READY)
    button = page.get_by_role("button", name="Give me a hint")
    button.scroll_into_view_if_needed()
    settle(page)
    before = place(part(page, "next-stop"))
    button.click()
    part(page, "hint").wait_for()
    assert page.evaluate("document.activeElement.dataset.test") == "hint"
    settle(page)
    assert place(part(page, "next-stop")) == before


@pytest.mark.parametrize("size", LOW)
def test_the_first_screen_shows_its_ways_on_a_low_screen(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(hash="#", ready=False, viewport=screen(size), reduced_motion="reduce")
    until(page, seen("[data-test=take-the-tour]"))


def test_a_phone_shows_all_of_the_first_screen(visit: Visit) -> None:
    page = visit(hash="#", ready=False, viewport=PHONE, reduced_motion="reduce")
    until(page, "(one => one.scrollHeight <= one.clientHeight)(document.querySelector('.opening'))")


@pytest.mark.parametrize("size", [(390, 844), (740, 360), (1366, 768)])
def test_the_first_screen_cuts_no_letter(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(hash="#", ready=False, viewport=screen(size), reduced_motion="reduce")
    for _ in range(12):
        page.get_by_role("button", name="Next letter").click()
    tape = page.get_by_role("list", name="The letters so far")
    cut = """tape => {
      const box = tape.getBoundingClientRect();
      const all = [...tape.children].map((one) => one.getBoundingClientRect());
      const seen = all.filter(({ right, top }) => right > box.left && top < box.bottom - 1);
      const cut = seen.filter(({ left, bottom }) => left < box.left || bottom > box.bottom + 1);
      return [seen.length, cut.length];
    }"""
    shown, parts = tape.evaluate(cut)
    assert shown >= 3
    assert parts == 0


@pytest.mark.parametrize("size", LOW)
def test_the_header_takes_at_most_a_fifth_of_a_low_screen(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(ready=False, viewport=screen(size), reduced_motion="reduce")
    assert place(page.locator(".top"))["height"] <= size[1] / 5
    for button in page.locator(".top button").all():
        box = place(button)
        assert box["x"] + box["width"] <= size[0]


@pytest.mark.parametrize("width", [320, 390, 1024, 1366])
def test_the_numbers_of_the_stops_are_one_row(visit: Visit, width: int) -> None:
    page = visit(hash="#tour=3", viewport={"width": width, "height": 768}, reduced_motion="reduce")
    until(page, READY)
    stops = [place(one) for one in page.locator("[data-stop]").all()]
    assert len({round(one["y"]) for one in stops}) == 1
    apart = [after["x"] - before["x"] for before, after in pairwise(stops)]
    assert min(apart) >= 24, "as far apart as a finger needs"


@pytest.mark.parametrize("size", LOW)
@pytest.mark.parametrize("stop", [1, 3, 6])
def test_what_a_stop_points_at_is_in_sight_on_a_low_screen(
    visit: Visit, size: tuple[int, int], stop: int
) -> None:
    page = visit(hash=f"#tour={stop}", viewport=screen(size), reduced_motion="reduce")
    until(page, READY)
    lit = part(page, "show") if stop == 3 else page.locator(f"#stage-{'bits' if stop == 1 else 'cells'}")
    box = place(lit)
    assert box["y"] >= 0
    assert box["y"] + 60 <= place(page.locator("footer"))["y"]


@pytest.mark.parametrize("size", LOW)
def test_time_is_one_row_and_its_line_on_a_low_screen(visit: Visit, size: tuple[int, int]) -> None:
    page = visit(viewport=screen(size), reduced_motion="reduce")
    seek(page, 100)
    row = [page.locator(f".time {one}") for one in (".buttons", ".where", ".speed")]
    middles = [box["y"] + box["height"] / 2 for box in map(place, row)]
    assert max(middles) - min(middles) < 4


@pytest.mark.parametrize("width", [560, 580, 600, 740, 1024])
def test_what_the_machine_does_stands_beside_the_name(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800}, reduced_motion="reduce")
    name, status = place(page.locator(".top .name")), place(page.locator(".top .status"))
    dark = place(page.get_by_role("button", name="Dark", exact=True))
    nav = place(page.locator(".top nav"))
    assert name["x"] + name["width"] <= status["x"]
    assert max(name["y"] + name["height"], status["y"] + status["height"]) <= nav["y"]
    assert dark["x"] + dark["width"] == width - 16, "at the right edge"


@pytest.mark.parametrize("name", ["Slower", "Dark", "Change", "Enlarge"])
def test_space_presses_the_button_that_was_clicked_and_nothing_else(page: "Page", name: str) -> None:
    seek(page, 100)
    page.evaluate("""() => {
      window.presses = window.plays = 0;
      addEventListener('click', () => (window.presses += 1), true);
      const { world } = window.htm;
      for (const deed of ['play', 'pause']) {
        const does = world[deed].bind(world);
        world[deed] = () => ((window.plays += 1), does());
      }
    }""")
    button = page.get_by_role("button", name=name, exact=True).first
    button.evaluate("one => { one.click(); one.focus(); }")
    assert page.evaluate("window.presses") == 1
    before = page.evaluate("window.plays")
    page.keyboard.press("Space")
    assert page.evaluate("window.presses") == 2
    assert page.evaluate("window.plays") == 2 * before, "Space did what a second click does"
    assert world(page, "world.playing") is False
