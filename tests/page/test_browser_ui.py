"""The picture, the views and time, as a learner uses them: looking at what came of it."""

import re
from collections.abc import Callable
from math import pi, sin
from typing import TYPE_CHECKING, Any

import pytest

from page.driving import FIND, Visit, click_on, enter, seek, world
from page.waiting import drawn, frames, settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


VIEWS = (
    "Input Value Over Time",
    "Prediction Accuracy Over Time",
    "Encoded Input SDR",
    "Active Columns Over Time",
    "Anomaly Over Time",
)


@pytest.fixture
def page(visit: Visit) -> "Page":
    """The page as it is at once, with the stored run; what is tested here needs no Python."""
    page = visit(ready=False)
    page.wait_for_selector(".pipeline")
    return page


def test_the_first_screen_plays_and_says_what_is_seen(visit: Visit) -> None:
    page = visit(ready=False)
    page.wait_for_selector(".pipeline")
    assert world(page, "world.playing") is True
    before = world(page, "world.at")
    until(page, f"world.at > {before} + 2")
    text = page.inner_text(".pipeline")
    for word in (
        "One value comes in",
        "The encoder turns the value into bits",
        "The highest become active",
        "Each tower is one minicolumn",
        "What comes next",
    ):
        assert word in text
    seek(page, 0)
    assert "No column was predicted" in page.inner_text(".pipeline")
    seek(page, 250)
    bits = world(page, "world.record.bits.length")
    assert f"{bits} of {world(page, 'world.scene.inputs')} bits on" in page.inner_text(".pipeline")


def test_buttons_move_time(page: "Page") -> None:
    seek(page, 20)
    for name, place in (
        ("One step forward", 21),
        ("One step back", 20),
        ("Rewind to the start", 0),
        ("To the end", 399),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        assert world(page, "world.at") == place
    page.get_by_role("button", name="Rewind to the start").click()
    page.get_by_role("button", name="Play", exact=True).click()
    until(page, "world.at >= 3")
    page.get_by_role("button", name="Pause", exact=True).click()
    here = world(page, "world.at")
    frames(page, ".stage:nth-child(2) canvas", 30)  # the clock moves with the frames
    assert world(page, "world.at") == here
    assert f"step {here + 1}" in page.inner_text(".where")


GOALS: dict[str, Callable[[dict[str, Any]], bool]] = {
    "surprise": lambda one: one["recall"] is not None and one["recall"] <= 0.5,
    "burst": lambda one: one["recall"] is not None and one["recall"] < 1,
    "anomaly": lambda one: one["alarm"],
}


@pytest.mark.parametrize("goal", GOALS)
def test_surprises_bursts_and_anomalies_are_jumped_to(page: "Page", goal: str) -> None:
    page.get_by_label("Jump to the next or previous").select_option(goal)
    wave = [round(sin(2 * pi * i / 20), 3) for i in range(400)]
    stuck = {"kind": "drawn", "values": [*wave[:340], *([-0.5] * 5), *wave[345:]]}
    likelihood = {"learning_period": 100, "estimation_samples": 100}  # which is soon used to the wave
    setup = {
        "input": stuck,
        "steps": 400,
        "train": 300,
        "preset": "classroom",
        "parameters": likelihood,
        "seed": 0,
    }
    page.evaluate("(setup) => window.htm.world.start(setup, false)", setup)
    until(page, "world.last === 399")
    seek(page, 0)
    here = [GOALS[goal](one) for one in world(page, "world.records")]
    wanted = [place for place in range(1, 400) if here[place] and not here[place - 1]]
    assert wanted, "there is something to be jumped to"
    for place in [*wanted, wanted[0]]:  # and from the last to the first again
        page.get_by_role("button", name=f"Next {goal}").click()
        assert world(page, "world.at") == place
    page.get_by_role("button", name=f"Previous {goal}").click()
    assert world(page, "world.at") == wanted[-1]
    page.keyboard.press("Home")
    page.get_by_label("Jump to the next or previous").select_option(
        "surprise" if goal == "burst" else "burst"
    )
    page.keyboard.press("Escape")
    page.locator("h1").click()  # the list has the keys no more
    page.keyboard.press(goal[0])
    assert world(page, "world.at") == wanted[0]
    page.keyboard.press(goal[0].upper())
    assert world(page, "world.at") == wanted[-1]


def test_what_never_happens_is_not_jumped_to(page: "Page") -> None:
    seek(page, 30)
    assert not any(GOALS["anomaly"](one) for one in world(page, "world.records"))
    page.locator("main").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    said = page.locator("[data-test=unfound]")
    for by_key in (True, False):
        if by_key:
            page.keyboard.press("a")
        else:
            page.get_by_role("button", name="Next anomaly").click()
        assert world(page, "world.at") == 30
        assert said.inner_text().startswith("There is no anomaly in this run so far")
        box, bar = said.bounding_box(), page.locator("footer").bounding_box()
        assert box
        assert bar
        assert 0 < box["y"] < box["y"] + box["height"] < bar["y"], "it is in sight, and covers no button"
        page.keyboard.press("ArrowRight")
        assert said.inner_text() == ""
        page.keyboard.press("ArrowLeft")


def test_keys_move_time(page: "Page") -> None:
    seek(page, 20)
    for key, place in (
        ("ArrowRight", 21),
        ("ArrowLeft", 20),
        ("Shift+ArrowRight", 30),
        ("Home", 0),
        ("End", 399),
    ):
        page.keyboard.press(key)
        assert world(page, "world.at") == place, key
    page.keyboard.press("Home")
    page.keyboard.press("Space")
    until(page, "world.at > 1")
    page.keyboard.press("Space")
    assert world(page, "world.playing") is False
    page.keyboard.press("+")
    assert world(page, "world.speed") == 10
    page.keyboard.press("-")
    assert world(page, "world.speed") == 5
    page.keyboard.press("?")
    assert page.get_by_role("dialog").is_visible()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()


def test_arrow_keys_move_time_after_a_click_in_a_picture(page: "Page") -> None:
    seek(page, at := 100)
    click_on(page, "bits", "Bit 0:")
    focused = "() => document.activeElement.getAttribute('role')"
    assert page.evaluate(focused) == "application"
    page.keyboard.press("ArrowRight")
    assert world(page, "world.at") == at + 1
    page.keyboard.press("Shift+ArrowLeft")
    assert world(page, "world.at") == at - 9
    frame = "() => getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(frame) == "none"
    page.keyboard.press("Enter")  # from here on the keys are the picture's
    assert page.evaluate(frame) == "solid"
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    assert world(page, "world.at") == at - 9
    assert world(page, "world.selected") == {"kind": "bit", "bit": 1}
    assert "Bit 1:" in page.inner_text(".stage.bits .tip")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowRight")
    assert world(page, "world.at") == at - 9


def test_what_is_typed_is_not_a_key(page: "Page") -> None:
    seek(page, 20)
    enter(page, "Change")
    page.get_by_label("Seed", exact=True).fill("7")
    page.keyboard.press("Home")
    page.keyboard.press("-")
    assert world(page, "[world.at, world.speed]") == [20, 5]


def test_the_timeline_is_dragged(page: "Page") -> None:
    seek(page, 0)
    line = page.get_by_role("slider", name="Timeline")
    box = line.bounding_box()
    assert box
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 20)
    page.mouse.down()
    assert abs(world(page, "world.at") - 100) <= 2
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 20, steps=4)
    page.mouse.up()
    assert abs(world(page, "world.at") - 300) <= 2
    assert line.get_attribute("aria-valuenow") == str(world(page, "world.at + 1"))
    assert "Step " in (line.get_attribute("aria-valuetext") or "")


def test_going_back_shows_the_very_same(page: "Page") -> None:
    seek(page, 200)
    page.evaluate("() => { window.htm.world.quiet = true; }")
    seen = [drawn(page, f".stage:nth-child({stage}) canvas") for stage in (1, 2, 4)]
    page.keyboard.press("ArrowRight")
    assert drawn(page, ".stage:nth-child(2) canvas") != seen[1]
    page.keyboard.press("ArrowLeft")
    assert [drawn(page, f".stage:nth-child({stage}) canvas") for stage in (1, 2, 4)] == seen


def test_the_views_have_their_names_and_follow_the_cursor(page: "Page") -> None:
    seek(page, 100)
    for title in VIEWS:
        view = page.get_by_role("region", name=title)
        assert view.count() == 1, title
        view.scroll_into_view_if_needed()
        selector = f"section[aria-labelledby='{view.get_attribute('aria-labelledby')}'] canvas"
        before = drawn(page, selector)
        page.keyboard.press("ArrowRight")
        assert drawn(page, selector) != before, title
    record = world(page, "world.record")
    same = len({*record["columns"]} & {*record["expected"]})
    assert f"{same} predicted, {len(record['columns']) - same} bursting" in page.inner_text(
        "section:has-text('Active Columns Over Time')"
    )
    assert "Either one alone misleads" in page.inner_text("section:has-text('Prediction Accuracy')")


def test_the_accuracy_shown_is_the_mean_of_the_records(page: "Page") -> None:
    seek(page, 300)
    recall = [
        one
        for one in world(page, "world.records.slice(281, 301).map((one) => one.recall)")
        if one is not None
    ]
    assert f"recall {sum(recall) / len(recall):.2f}" in page.inner_text(
        "section:has-text('Prediction Accuracy')"
    )


def test_a_view_is_clicked_to_go_there(page: "Page") -> None:
    seek(page, 399)
    page.get_by_label("seen at once").select_option("0")
    over = page.locator("section:has-text('Prediction Accuracy') .u-over")
    over.scroll_into_view_if_needed()
    box = over.bounding_box()
    assert box
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert abs(world(page, "world.at") - 200) <= 2


@pytest.mark.parametrize("preset", ["classroom", "cortex"])
def test_a_stage_grows_and_its_cells_with_it(page: "Page", preset: str) -> None:
    until(page, "world.live")
    setup = f"{{ input: {{ kind: 'sine', period: 10 }}, steps: 6, train: 6, preset: '{preset}', seed: 1 }}"
    page.evaluate(f"() => htm.world.start({setup}, false)")
    until(page, f"world.last === 5 && world.scene.setup.preset === '{preset}'")
    seek(page, 5)
    stage = page.locator(".stage.cells")
    small, whole = stage.bounding_box(), page.locator(".pipeline").bounding_box()
    assert small
    assert whole
    button = stage.get_by_role("button", name="Enlarge")
    button.click()
    settle(page)
    large = stage.bounding_box()
    assert large
    assert large["width"] > 0.55 * whole["width"] > small["width"]
    assert re.search(r"\b1[0-2] of [\d,]+ columns shown", stage.inner_text())
    cells = world(page, "world.scene.cells_per_column")
    column = world(page, "world.record.columns[0]")
    places = [page.evaluate(FIND, ["cells", f"Cell {one} of minicolumn {column}:"]) for one in (0, cells - 1)]
    assert (places[0][1] - places[1][1]) / (cells - 1) >= 20
    button.click()
    settle(page)
    assert stage.bounding_box() == small
