"""Everything that can be changed, and what comes of it."""

from typing import TYPE_CHECKING

import pytest

from page.driving import Visit, choose_input, enter, run, seek, world
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("kind", ["square", "letters", "noise", "walk", "demand", "water"])
def test_each_input_runs(page: "Page", kind: str) -> None:
    enter(page, "Change")
    choose_input(page, kind)
    page.get_by_label("Iterations", exact=True).fill("60")
    page.keyboard.press("Tab")
    run(page)
    until(page, "world.records.length === 60")
    setup = world(page, "world.scene.setup")
    assert (setup["input"]["kind"], setup["steps"], setup["train"]) == (kind, 60, 45)
    if kind == "letters":
        letters = {one for one in world(page, "world.records.map((one) => one.value)") if one}
        assert letters == set("ABCDXY")
        assert any(letter in page.inner_text(".value .now") for letter in "ABCDXYm")


IN_SIGHT = """(card) => {
  const { x, y, width, height } = card.getBoundingClientRect();
  return card.contains(document.elementFromPoint(x + width / 2, y + height / 2));
}"""


def test_a_low_screen_shows_what_can_be_changed(visit: Visit) -> None:
    page = visit(viewport={"width": 683, "height": 384})  # a laptop at 200 %
    enter(page, "Change")
    assert page.locator("aside label.card").first.evaluate(IN_SIGHT)


def test_numbers_are_changed_and_undone(page: "Page") -> None:
    enter(page, "Change")
    page.get_by_label("Period", exact=True).fill("8")
    page.get_by_label("Noise", exact=True).fill("0.3")
    page.get_by_label("Seed", exact=True).fill("5")
    page.get_by_label("Training", exact=True).fill("50")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_label("Period", exact=True).input_value() == "20"
    page.get_by_label("Period", exact=True).fill("8")
    page.get_by_label("Seed", exact=True).fill("5")
    page.keyboard.press("Tab")
    run(page)
    setup = world(page, "world.scene.setup")
    assert (setup["input"]["period"], setup["seed"]) == (8, 5)
    values = world(page, "world.scene.values")
    assert values[:8] == values[8:16]
    assert values[0] != values[2]


def test_a_number_out_of_range_is_refused(page: "Page") -> None:
    enter(page, "Change")
    page.get_by_label("Period", exact=True).fill("1")
    page.keyboard.press("Tab")
    assert "It must be 2 to 200" in page.inner_text("aside")
    run_it = page.get_by_role("button", name="Run", exact=True)
    assert run_it.is_disabled()
    assert "Correct “Period” first." in page.inner_text("aside")
    page.get_by_role("button", name="Undo").click()
    assert page.get_by_label("Period", exact=True).input_value() == "20"
    assert run_it.is_enabled()


def test_what_python_refuses_is_said_at_the_field_and_beside_run(page: "Page") -> None:
    enter(page, "Change")
    page.wait_for_selector("aside details")
    page.locator("aside details summary", has_text="memory").first.click()
    field = page.get_by_label("Activation threshold, synapses", exact=True)
    field.fill("2")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Run", exact=True).click()
    alert = page.locator("aside .deeds [role=alert]")
    alert.wait_for()
    assert "“Activation threshold” is 2: it must not be below “Learning threshold”, 6" in alert.inner_text()
    assert field.get_attribute("aria-invalid") == "true"
    assert world(page, "world.trouble") is None, "it is not said in the other column as well"
    field.fill("7")
    page.keyboard.press("Tab")
    assert alert.count() == 0
    run(page)
    assert world(page, "world.scene.parameters.memory.activation_threshold") == 7


def test_what_is_not_applied_yet_is_said(page: "Page") -> None:
    enter(page, "Change")
    deeds = page.locator("aside .deeds")
    assert "The run shown has these settings." in deeds.inner_text()
    page.get_by_label("Period", exact=True).fill("8")
    page.get_by_label("Seed", exact=True).fill("5")
    page.keyboard.press("Tab")
    assert "Not applied yet: input, seed. Press Run." in " ".join(deeds.inner_text().split())
    run(page)
    assert "The run shown has these settings." in deeds.inner_text()


def test_presets_and_parameters(page: "Page") -> None:
    enter(page, "Change")
    page.get_by_label("toy").check()
    page.locator("aside details").first.locator("summary").click()
    page.get_by_label("Active columns, columns", exact=True).fill("5")
    page.keyboard.press("Tab")
    assert "1 changed" in page.locator("aside details summary").first.inner_text()
    run(page)
    assert world(page, "[world.scene.columns, world.scene.cells_per_column]") == [64, 4]
    assert world(page, "world.record.columns.length") == 5
    page.get_by_role("button", name="Back to the preset").click()
    run(page)
    assert world(page, "world.record.columns.length") == 6


def test_every_control_has_its_sentence(page: "Page") -> None:
    enter(page, "Change")
    page.wait_for_selector("aside details")
    controls = page.evaluate("() => window.htm.world.ask('controls', {})")
    page.locator("aside details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    text = page.inner_text("aside")
    for control in controls:
        assert control["says"] in text, control["name"]


def test_going_on_from_here_opens_a_second_run(page: "Page") -> None:
    seek(page, 150)
    until(page, "world.last === 399")
    enter(page, "Change")
    page.wait_for_selector("aside details")
    page.locator("aside details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    page.get_by_label("Active columns, columns", exact=True).fill("20")
    page.keyboard.press("Tab")
    first = world(page, "world.records")
    page.get_by_role("button", name="Continue from this step with these settings").click()
    until(page, "world.second && world.second.records.length === 249")
    assert world(page, "[world.second.from, world.run, world.at]") == [151, 1, 151]
    assert world(page, "world.record.columns.length") == 20
    assert world(page, "world.records") == first, "the first run is as it was"
    page.get_by_role("button", name="Show the first").click()
    assert world(page, "world.record.columns.length") == 10
    page.get_by_role("button", name="Close the second").click()
    assert world(page, "world.second") is None


def test_cells_die(page: "Page") -> None:
    seek(page, 250)
    until(page, "world.last === 399")
    enter(page, "Change")
    page.get_by_label("Kill").fill("50")
    page.get_by_role("button", name="Kill 50 % of the cells now").click()
    until(page, "world.second && world.second.records.length > 60")
    assert "50 % of the cells died after step 251" in page.inner_text("main")
    alive = world(page, "world.second.records.flatMap((one) => one.cells)")
    assert len(set(alive)) <= 256 * 8 / 2
    mean = "(list) => list.reduce((sum, one) => sum + one.recall, 0) / list.length"
    whole, hurt = page.evaluate(
        f"() => {{ const mean = {mean}; const {{records, second}} = window.htm.world;"
        " return [mean(records.slice(251, 281)), mean(second.records.slice(0, 30))]; }"
    )
    assert hurt < whole - 0.1


def test_a_curve_is_drawn_by_hand(page: "Page") -> None:
    enter(page, "Change")
    choose_input(page, "drawn")
    paper = page.locator("aside .paper").first
    box = paper.bounding_box()
    assert box
    page.mouse.move(box["x"] + 4, box["y"] + box["height"] - 4)
    page.mouse.down()
    page.mouse.move(box["x"] + box["width"] - 4, box["y"] + 4, steps=10)
    page.mouse.up()
    run(page)
    values = world(page, "world.scene.values")
    assert values[:40] == sorted(values[:40])
    assert values[0] < -0.8
    assert values[39] > 0.8
    assert values[40:80] == values[:40]


def test_a_curve_is_written_as_numbers(page: "Page") -> None:
    enter(page, "Change")
    choose_input(page, "drawn")
    numbers = page.get_by_label("The same as numbers")
    numbers.fill("0 1 two")
    numbers.blur()
    assert "“two” is not a number" in page.inner_text("aside")
    numbers.fill("0, 1, 2.5")
    numbers.blur()
    run(page)
    assert world(page, "world.scene.values.slice(0, 4)") == [0, 1, 2.5, 0]
