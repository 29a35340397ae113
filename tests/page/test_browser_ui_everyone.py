"""The page for everyone: assistive technology, motion, themes, and screens of all sizes."""

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from browsers import missing
from page.driving import ROOMS, Visit, enter, look_inside, seek, world
from page.test_browser_tour import READY
from page.waiting import drawn, frames, settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "web" / "node_modules" / "axe-core" / "axe.min.js"
SIZES = {"phone": (360, 740), "laptop": (1366, 768), "projector": (3840, 2160)}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, theme: str) -> None:
    page = visit(color_scheme=theme)
    seek(page, 200)
    for name in (None, *ROOMS):
        if name:
            enter(page, name)
            if name == "Code":
                page.locator("[data-test=editor]").wait_for()
            settle(page)
        assert serious(page) == [], name or "the first screen"


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_serious_at_any_stop_nor_at_the_end(visit: Visit, theme: str) -> None:
    page = visit(color_scheme=theme, reduced_motion="reduce")
    enter(page, "Tour")
    stops = page.locator("[data-stop]")
    assert stops.count() == 12
    for stop in range(12):
        stops.nth(stop).click()
        page.locator(f"[data-stop='{stop}'][aria-current=step]").wait_for()
        until(page, READY)
        settle(page)
        assert serious(page) == [], f"stop {stop + 1}"
    page.locator("[data-test=next-stop]").click()
    page.locator("[data-test=next-stop]").wait_for(state="detached")
    assert serious(page) == [], "the end"


def serious(page: "Page") -> list[tuple[str, list[str]]]:
    """What axe-core finds on the page as it is, and where."""
    if not AXE.is_file():
        missing("axe-core: run `make page`, which installs it")
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("() => axe.run({resultTypes: ['violations']})")["violations"]
    return [
        (one["id"], [node["html"][:160] for node in one["nodes"]])
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


ASKED = {
    "a bit": "{ kind: 'bit', bit: world.record.bits[0] }",
    "a column": "{ kind: 'column', column: world.record.columns[0] }",
    "a cell": "{ kind: 'cell', cell: world.record.predictive[0] }",
    "a burst": "{ kind: 'burst' }",
}


@pytest.mark.parametrize("size", ["phone", "laptop"])
def test_axe_finds_nothing_serious_in_any_answer_or_look(visit: Visit, size: str) -> None:
    width, height = SIZES[size]
    page = visit(viewport={"width": width, "height": height})
    seek(page, 100)
    for name, what in ASKED.items():
        page.evaluate(f"() => {{ const {{ world }} = htm; world.selected = {what}; world.room = 'why'; }}")
        page.locator("aside .sentence").first.wait_for()
        settle(page)
        assert serious(page) == [], name
    enter(page, "Inside")
    for view in page.eval_on_selector_all("[data-view]", "all => all.map((one) => one.dataset.view)"):
        look_inside(page, view)
        assert serious(page) == [], view
    page.keyboard.press("?")
    assert serious(page) == [], "the keys"


def test_reduced_motion_is_respected(visit: Visit) -> None:
    page = visit(reduced_motion="reduce")
    assert world(page, "[world.playing, world.quiet]") == [False, True]
    seek(page, 100)
    page.keyboard.press("ArrowRight")
    assert len(set(frames(page, ".flow canvas", 30)[2:])) == 1, "it is drawn once and stays"


def test_what_flows_is_seen_flowing(page: "Page") -> None:
    seek(page, 100)
    drawn(page, ".flow canvas")
    page.keyboard.press("ArrowRight")
    assert len(set(frames(page, ".flow canvas", 30))) >= 4


def test_themes_change_by_hand(visit: Visit) -> None:
    page = visit(color_scheme="light")
    light = page.evaluate("() => getComputedStyle(document.body).backgroundColor")
    page.get_by_role("button", name="Dark", exact=True).click()
    assert page.evaluate("() => getComputedStyle(document.body).backgroundColor") != light


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", list(SIZES))
def test_nothing_is_cut_off_at_any_size(visit: Visit, size: str, theme: str, tmp_path: Path) -> None:
    width, height = SIZES[size]
    page = visit(viewport={"width": width, "height": height}, color_scheme=theme)
    seek(page, 200)
    for name in (None, *ROOMS):
        if name:
            enter(page, name)
            if name == "Code":
                page.locator("[data-test=editor]").wait_for()
            settle(page)
        wide = page.evaluate("() => [document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], f"{name or 'the first screen'} scrolls sideways"
        for scroller in ("main", "aside"):
            if page.locator(scroller).count():
                inner = page.eval_on_selector(scroller, "one => one.scrollWidth - one.clientWidth")
                assert inner <= 1, f"{scroller} scrolls sideways in {name or 'the first screen'}"
    page.keyboard.press("Escape")
    page.screenshot(path=tmp_path / f"{size}-{theme}.png")
    for stage in range(1, 6):
        box = page.locator(f".stage:nth-child({stage})").bounding_box()
        assert box
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


@pytest.mark.parametrize("width", [700, 920, 1024, 1280, 1366])
def test_all_stages_are_in_sight_however_wide_a_room_is(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    enter(page, "Why")
    for wider in (False, True):
        if wider and page.get_by_role("button", name="Wider").is_visible():
            page.get_by_role("button", name="Wider").click()
        settle(page)
        inner = page.eval_on_selector(".picture", "one => one.scrollWidth - one.clientWidth")
        assert inner <= 0
        edge = page.eval_on_selector("main", "one => one.getBoundingClientRect().right")
        box = page.locator(".stage:nth-child(5)").bounding_box()
        assert box
        assert box["x"] + box["width"] <= edge


def test_the_keyboard_skips_to_the_parts_and_opens_panels(visit: Visit) -> None:
    page = visit()
    seek(page, 100)
    page.keyboard.press("Tab")
    focused = "() => document.activeElement.textContent.trim()"
    assert page.evaluate(focused) == "Skip to the picture"
    page.keyboard.press("Enter")
    assert page.evaluate("() => document.activeElement.className").startswith("pipeline")
    page.keyboard.press("Tab")
    assert page.evaluate("() => !!document.activeElement.closest('.pipeline')")
    for place, name in enumerate(("tour", "change", "why", "inside", "code", "share"), 1):
        page.keyboard.press(str(place))
        page.wait_for_function("() => document.activeElement.closest('#room')")
        assert world(page, "world.room") == name
    page.keyboard.press("6")
    assert world(page, "world.room") is None


@pytest.mark.parametrize("width", [390, 1366])
def test_the_names_of_the_phases_stand_on_one_line(visit: Visit, width: int) -> None:
    page = visit(viewport={"width": width, "height": 800})
    setup = "{ input: { kind: 'water' }, steps: 40, train: 34, preset: 'toy', seed: 1 }"
    page.evaluate(f"() => htm.world.start({setup}, false)")
    page.wait_for_function("() => htm.world.last === 39")
    line = page.get_by_role("slider", name="Timeline").bounding_box()
    assert line
    for phase in page.locator(".phase").all():
        box = phase.bounding_box()
        assert box
        assert box["height"] < 26
        assert line["x"] <= box["x"]
        assert box["x"] + box["width"] <= line["x"] + line["width"]


def test_on_a_phone_the_step_and_its_time_are_two_lines_at_most(visit: Visit) -> None:
    page = visit(viewport={"width": 390, "height": 844})
    setup = "{ input: { kind: 'water' }, steps: 1000, train: 700, preset: 'toy', seed: 1 }"
    page.evaluate(f"() => htm.world.start({setup}, false)")
    until(page, "world.scene.setup.steps === 1000")
    seek(page, 20)
    where = page.locator(".where")
    assert "step 21 of 1,000" in where.inner_text()
    assert "training · 20" in where.inner_text()
    line = where.evaluate("one => parseFloat(getComputedStyle(one).lineHeight)")
    box, bar = where.bounding_box(), page.locator("footer").bounding_box()
    assert box
    assert bar
    assert box["height"] < 2.5 * line
    assert bar["height"] < 170
