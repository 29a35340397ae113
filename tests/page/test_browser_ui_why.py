"""Why: whatever is picked on the picture is explained in Python's own words."""

from typing import TYPE_CHECKING

import pytest

from page.driving import FIND_COLOUR, click_colour, enter, quiet_step, seek, world
from page.waiting import drawn, settle, until, written

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.slow


def test_a_bit_is_asked_about(page: "Page") -> None:
    quiet_step(page)
    click_colour(page, 2, "same")
    bit = world(page, "world.selected.bit")
    assert bit in world(page, "world.record.bits")
    assert bit in world(page, "world.before.bits")
    page.wait_for_selector(".sentence")
    answer = page.evaluate(
        "(bit) => window.htm.world.ask('look_bit', {run: 0, at: window.htm.world.at + 1, bit})", bit
    )
    text = page.inner_text("aside")
    assert answer["sentence"] in text
    assert answer["on"] is True
    assert f"{answer['potential']} of 256 minicolumns can connect to this bit" in text


def test_a_column_is_asked_about(page: "Page") -> None:
    quiet_step(page)
    click_colour(page, 3, "new")
    column = world(page, "world.selected.column")
    assert column in world(page, "world.record.columns")
    assert column not in world(page, "world.record.expected")
    page.wait_for_selector(".sentence")
    answer = page.evaluate(
        "(column) => window.htm.world.ask('look_column', {run: 0, at: window.htm.world.at + 1, column})",
        column,
    )
    text = page.inner_text("aside")
    assert answer["sentence"] in text
    assert f"{answer['rank']} of 256" in text
    assert f"{answer['score']:.2f}" in text
    lines = drawn(page, ".flow canvas")
    page.evaluate("() => { window.htm.world.selected = null; }")
    assert drawn(page, ".flow canvas") != lines, "its connections are drawn to the bits"


def test_a_bursting_column_says_what_had_been_expected(page: "Page") -> None:
    quiet_step(page)
    click_colour(page, 3, "new")
    page.wait_for_selector(".sentence.burst")
    column = world(page, "world.selected.column")
    answer = page.evaluate(
        "(column) => window.htm.world.ask('look_burst', {run: 0, at: window.htm.world.at + 1, column})",
        column,
    )
    assert answer["sentence"].startswith(f"Minicolumn {column} burst")
    assert page.inner_text(".sentence.burst") == answer["sentence"]
    text = page.inner_text("aside")
    assert "Values forecast, the likeliest first" in text
    assert all(str(one) in text for one in answer["expected_columns"])
    click_colour(page, 3, "same")
    page.wait_for_function("() => !document.querySelector('.sentence.burst')")
    assert "Values forecast" not in page.inner_text("aside"), "a column that was predicted did not burst"


def test_a_cell_its_segment_and_its_synapse_are_asked_about(page: "Page") -> None:
    quiet_step(page)
    click_colour(page, 4, "next")
    cell = world(page, "world.selected.cell")
    assert cell in world(page, "world.record.predictive")
    page.wait_for_selector(".sentence")
    answer = page.evaluate(
        "(cell) => window.htm.world.ask('look_cell', {run: 0, at: window.htm.world.at + 1, cell})", cell
    )
    assert answer["sentence"] in page.inner_text("aside")
    active = [one for one in answer["dendrites"] if one["state"] == "active"]
    assert active
    heads = page.locator("aside .head")
    assert heads.count() == len(answer["dendrites"])
    assert heads.first.inner_text().startswith("active")
    whole = drawn(page, ".flow canvas")
    heads.first.click()
    serial = world(page, "world.selected.serial")
    dendrite = next(one for one in active if one["serial"] == serial)
    assert page.locator("aside tbody tr").count() == len(dendrite["synapses"])
    assert f"{dendrite['connected_active']} of {answer['activation_threshold']}" in heads.first.inner_text()
    page.locator("aside tbody button").first.click()
    synapse = dendrite["synapses"][0]
    assert world(page, "world.selected.source") == synapse["source"]
    assert f"{synapse['permanence']:.4f}" in page.inner_text("aside .saying")
    page.evaluate("() => { window.htm.world.selected = null; }")
    assert drawn(page, ".flow canvas") != whole, "each synapse is drawn as a line"


def test_what_was_expected_instead(page: "Page") -> None:
    seek(page, 200)
    until(page, "world.last === 399")
    page.get_by_role("button", name="What was predicted instead?").click()
    page.wait_for_selector(".sentence")
    answer = page.evaluate("() => window.htm.world.ask('look_burst', {run: 0, at: 201, column: null})")
    text = page.inner_text("aside")
    assert answer["sentence"] in text
    assert str(answer["expected_columns"][0]) in text


def test_a_stage_is_walked_through_with_the_keyboard(page: "Page") -> None:
    seek(page, 200)
    page.keyboard.press("Tab")
    grid = page.locator(".stage:nth-child(3) [role=application]")
    grid.focus()
    assert "Minicolumn 0" in page.inner_text(".stage:nth-child(3) .tip")
    page.keyboard.press("ArrowRight")
    assert "Minicolumn 1" in page.inner_text(".stage:nth-child(3) .tip")
    assert world(page, "world.at") == 200, "the arrow keys belong to the picture"
    page.keyboard.press("Enter")
    assert world(page, "world.selected") == {"kind": "column", "column": 1}
    page.wait_for_selector("aside >> text=Minicolumn 1")


def test_hovering_names_things(page: "Page") -> None:
    quiet_step(page)
    page.evaluate("() => { window.htm.world.quiet = true; }")
    drawn(page, ".stage:nth-child(4) canvas")
    for stage, colour, words in (
        (2, "new", "on, new"), (3, "same", "active, predicted"), (4, "next", "predicted for the next step"),
    ):  # fmt: skip
        page.locator(f".stage:nth-child({stage}) canvas").hover(
            position=page.evaluate(FIND_COLOUR, [stage, colour])
        )
        assert words in written(page, f".stage:nth-child({stage}) .tip")


def test_what_is_named_is_what_is_picked_at_the_border_of_two_rows_too(page: "Page") -> None:
    quiet_step(page)
    page.evaluate("() => { window.htm.world.quiet = true; }")
    enter(page, "Why")  # which a click would open
    settle(page)
    box = page.locator(".stage:nth-child(3) canvas").bounding_box()
    assert box
    page.add_style_tag(content=f".pipeline {{ top: {0.3 - box['y'] % 1}px; }}")  # between two pixels
    drawn(page, ".stage:nth-child(3) canvas")
    for down in range(2, 60):
        x, y = int(box["x"] + box["width"] / 2), int(box["y"]) + down
        page.mouse.move(x, y)
        tip = page.locator(".stage:nth-child(3) .tip")
        named = tip.inner_text().split(":")[0] if tip.count() else ""
        page.evaluate("() => { window.htm.world.selected = null; }")
        page.mouse.down()
        page.mouse.up()
        picked = world(page, "world.selected?.column")
        assert named == ("" if picked is None else f"Minicolumn {picked}"), (x, y)


def short(value: float) -> str:
    """As the page says it."""
    return f"{float(f'{value:.3g}'):g}"


def test_hovering_names_what_is_drawn_over_time(page: "Page") -> None:
    quiet_step(page)
    records = world(page, "world.records")
    here = world(page, "world.at")
    page.get_by_label("seen at once").select_option("0")

    def named(picture: "Locator", across: float, down: float = 0.5) -> str:
        picture.scroll_into_view_if_needed()
        box = picture.bounding_box()
        assert box
        page.mouse.move(box["x"] + across * box["width"], box["y"] + down * box["height"])
        page.wait_for_selector(".tip")
        return written(page, ".tip")

    def step(words: str) -> int:
        return int(words.split()[1].strip(":,")) - 1

    view = "section:has-text('{}')"
    for title, wanted in (
        ("Input Value", lambda one: short(one["value"])),
        ("Prediction Accuracy", lambda _: "on average"),
    ):
        words = named(page.locator(f"{view.format(title)} .u-over"), 0.4)
        assert abs(step(words) - 160) <= 2
        assert wanted(records[step(words)]) in words
    found = set()
    for row in range(20):
        words = named(page.locator(".raster canvas"), 0.5, 0.1 + row / 25)
        column, state = words.split("minicolumn ")[1].split(": ")
        record = records[step(words)]
        active, expected = int(column) in record["columns"], int(column) in record["expected"]
        assert active == (state in {"predicted and active", "bursting, not predicted"})
        assert expected == state.startswith("predicted")
        found.add(column)
    assert len(found) == 20
    words = named(page.locator("footer .line"), 0.25)
    assert f"anomaly {round(100 * records[step(words)]['anomaly'])} %" in words
    curve = page.locator(".stage:nth-child(1) .curve")
    assert f"Step {here + 2}: to come, forecast" in named(curve, 0.95)
    words = named(curve, 0.3)
    assert here - 23 < step(words) < here
    assert f": {short(records[step(words)]['value'])}, forecast" in words


# Waits until the browser has said that the chart cannot be seen.
OUT_OF_SIGHT = """() => new Promise((done) => {
  const watcher = new IntersectionObserver((all) => all.at(-1).isIntersecting || done());
  watcher.observe(document.querySelector(".plot"));
})"""

# Brings a chart into sight and points at it at once, before the browser says that it can be seen.
POINT = """async () => {
  const chart = document.querySelector(".plot .u-over");
  chart.scrollIntoView();
  const { x, y, width, height } = chart.getBoundingClientRect();
  const at = { clientX: x + 0.4 * width, clientY: y + height / 2, bubbles: true };
  chart.dispatchEvent(new PointerEvent("pointermove", at));
  await Promise.resolve();
  return document.querySelector(".tip").textContent;
}"""


def test_a_chart_that_has_just_come_into_sight_names_the_step_under_the_pointer(page: "Page") -> None:
    seek(page, 100)
    until(page, "world.last === 399")
    page.set_viewport_size({"width": 1366, "height": 450})
    page.get_by_label("seen at once").select_option("120")
    page.evaluate("() => document.querySelector('main').scrollTo(0, 0)")
    page.evaluate(OUT_OF_SIGHT)
    page.evaluate(
        "() => { const one = document.querySelector('.head select');"
        " one.value = '0'; one.dispatchEvent(new Event('change', { bubbles: true })); }"
    )
    assert abs(int(page.evaluate(POINT).split()[1].strip(":,")) - 160) <= 2
