"""Looks inside, and the glossary's tooltips: what they show is what the session says."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from page.driving import HOLD, ask, enter, look_inside, number, part, records, said, seek
from page.waiting import drawn, settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

PLACE = 119
HERE = {"run": 0, "at": PLACE + 1}
VIEWS = ("ranking", "permanences", "duty", "segments", "matrix", "distribution", "cells")

# How many different colours a canvas shows, at most a thousand of its points looked at.
COLOURS = """(canvas) => {
  const copy = document.createElement('canvas');
  [copy.width, copy.height] = [canvas.width, canvas.height];
  const context = copy.getContext('2d');
  context.drawImage(canvas, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
  return seen.size;
}"""

NO_WEBGL = """() => {
  const get = HTMLCanvasElement.prototype.getContext;
  HTMLCanvasElement.prototype.getContext = function (kind, ...more) {
    return kind.startsWith('webgl') ? null : get.call(this, kind, ...more);
  };
}"""


def look(page: "Page", view: str, place: int = PLACE) -> None:
    """Open a view and stop at a step."""
    seek(page, place)
    enter(page, "Inside")
    page.locator(f"[data-view={view}]").click()
    if view not in ("matrix", "cells"):
        until(page, f"document.querySelector('[data-test=shown-step]')?.textContent === '{place + 1}'")


def all_drawn(page: "Page") -> None:
    """Every canvas of the room shows something."""
    canvases = page.locator("#room canvas")
    for i in range(canvases.count()):
        assert canvases.nth(i).evaluate(COLOURS) > 1


def test_the_ranking_shows_the_winners_and_the_cut(page: "Page") -> None:
    look(page, "ranking")
    answer = ask(page, "overlaps", **HERE)
    assert number(page, "winners") == answer["winners"] == 10
    assert number(page, "cut") == answer["cut"]
    ranked = page.locator(".ranks button")
    shown = [int(ranked.nth(i).inner_text().split()[0]) for i in range(ranked.count())]
    assert shown == answer["columns"][: len(shown)]
    assert page.locator(".ranks .wins").count() == 10
    all_drawn(page)
    ranked.nth(12).click()
    assert page.evaluate("htm.world.selected") == {"kind": "column", "column": answer["columns"][12]}


def test_a_view_follows_the_step_shown(page: "Page") -> None:
    look(page, "ranking")
    page.keyboard.press("ArrowRight")
    until(page, f"document.querySelector('[data-test=shown-step]').textContent === '{PLACE + 2}'")
    first = page.locator(".ranks button").first.inner_text().split()[0]
    assert int(first) == ask(page, "overlaps", run=0, at=PLACE + 2)["columns"][0]


def test_a_view_keeps_up_with_a_run_that_plays(page: "Page") -> None:
    look(page, "ranking")
    page.get_by_role("button", name="Play", exact=False).first.click()
    until(page, f"Number(document.querySelector('[data-test=shown-step]').textContent) > {PLACE + 5}")


@pytest.mark.parametrize("kind", ["proximal", "distal"])
def test_permanences_are_counted(page: "Page", kind: str) -> None:
    look(page, "permanences")
    histogram = ask(page, "permanences", **HERE)[kind]
    connected = [
        count
        for edge, count in zip(histogram["edges"], histogram["counts"], strict=False)
        if edge >= histogram["threshold"] - 1e-9
    ]
    assert number(page, f"{kind}-all") == sum(histogram["counts"]) > 0
    assert number(page, f"{kind}-connected") == sum(connected) > 0
    all_drawn(page)


def test_duty_cycles_and_boost(page: "Page") -> None:
    look(page, "duty")
    answer = ask(page, "duty", **HERE)
    assert number(page, "never") == answer["active"].count(0)
    assert number(page, "busiest") == pytest.approx(100 * max(answer["active"]), rel=0.005)
    assert number(page, "boost-low") == min(answer["boost"])
    assert number(page, "boost-high") == max(answer["boost"])
    all_drawn(page)


def test_segments_are_counted(page: "Page") -> None:
    look(page, "segments")
    until(page, "document.querySelectorAll('#room .uplot').length === 3")
    record = records(page)[PLACE]
    assert number(page, "segments") == record["segments"] > 0
    assert number(page, "synapses") == record["synapses"] > 0
    sizes = ask(page, "segments", **HERE)["sizes"]
    assert sum(sizes) == record["segments"]
    label = page.get_by_label("Sizes of").get_attribute("aria-label")
    assert label == f"Sizes of {sum(sizes)} segments"
    all_drawn(page)


def test_the_matrix_finds_the_period(page: "Page") -> None:
    look(page, "matrix")
    page.locator("#room select").select_option("bits")
    assert number(page, "period") == 20
    matrix = page.get_by_role("application", name="Matrix of the bits shared")
    matrix.focus()
    for key in ("ArrowUp", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
    all_records = records(page)
    mine, last = set(all_records[PLACE - 3]["bits"]), set(all_records[PLACE]["bits"])
    assert said(page, "pair") == (
        f"Steps {PLACE - 2} and {PLACE + 1} share {len(mine & last)} of 21 and 21 encoded bits."
    )
    assert page.evaluate("htm.world.at") == PLACE  # the arrows chose a pair, not a step
    all_drawn(page)


def test_the_distribution_and_what_came(page: "Page") -> None:
    look(page, "distribution")
    answer = ask(page, "distribution", **HERE)
    best = max(answer["probabilities"])
    value = answer["values"][answer["probabilities"].index(best)]
    assert number(page, "probability") == pytest.approx(100 * best, rel=0.005)
    assert number(page, "best") == pytest.approx(value, rel=1e-3)
    assert number(page, "truth") == pytest.approx(records(page)[PLACE + 1]["value"], rel=1e-3)
    all_drawn(page)


def test_cells_in_space_are_those_of_the_record(page: "Page") -> None:
    look(page, "cells", place=26)
    record = records(page)[26]
    winners, cells = set(record["winners"]), set(record["cells"])
    burst = {cell for cell in cells if cell // 8 not in record["expected"]}
    assert number(page, "count-winner") == len(winners)
    assert number(page, "count-burst") == len(burst - winners)
    assert number(page, "count-active") == len(cells - burst - winners)
    assert number(page, "count-predictive") == len(set(record["predictive"]) - cells)
    until(page, "document.querySelector('.space canvas')")
    until(page, f"({COLOURS})(document.querySelector('.space canvas')) > 4")


def test_a_cell_in_space_is_picked_by_a_click(page: "Page") -> None:
    look(page, "cells")
    canvas = page.locator(".space canvas")
    canvas.scroll_into_view_if_needed()
    settle(page)
    box = canvas.bounding_box()
    assert box
    places = [(x / 40, y / 40) for y in range(10, 30) for x in range(10, 30)]
    for x, y in places:
        page.mouse.move(box["x"] + x * box["width"], box["y"] + y * box["height"])
        name = canvas.get_attribute("title")
        if name:
            break
    assert name, "nothing can be pointed at"
    page.mouse.down()
    page.mouse.up()
    own, column = (int(one) for one in re.findall(r"\d+", name))
    cell = 8 * column + own
    assert page.evaluate("htm.world.selected") == {"kind": "cell", "cell": cell}
    assert said(page, "picked").startswith(f"Cell {own} of minicolumn {column}:")


def test_a_picked_cell_shows_its_synapses(page: "Page") -> None:
    look(page, "cells")
    before = page.locator(".space canvas").evaluate(COLOURS)
    page.get_by_role("button", name="Next predictive cell").click()
    cell = records(page)[PLACE]["predictive"][0]
    assert page.evaluate("htm.world.selected.cell") == cell
    answer = ask(page, "look_cell", cell=cell, **HERE)
    count = sum(len(one["synapses"]) for one in answer["dendrites"])
    until(page, f"document.querySelector('[data-test=synapse-count]')?.textContent === '{count}'")
    assert count > 0
    assert answer["sentence"] in said(page, "picked")
    until(page, f"({COLOURS})(document.querySelector('.space canvas')) !== {before}")


def test_the_synapses_of_a_step_are_not_shown_at_another(page: "Page") -> None:
    look(page, "cells")
    page.get_by_role("button", name="Next predictive cell").click()
    until(page, "document.querySelector('[data-test=synapse-count]')")
    page.evaluate(HOLD, "look_cell")
    page.keyboard.press("ArrowRight")
    until(page, f"world.at === {PLACE + 1}")
    assert said(page, "picked").endswith("Python is being asked …")
    page.keyboard.press("ArrowRight")  # what was asked about the step before comes too late
    page.evaluate("() => window.release()")
    until(page, "document.querySelector('[data-test=synapse-count]')")
    cell = page.evaluate("htm.world.selected.cell")
    assert ask(page, "look_cell", run=0, at=PLACE + 3, cell=cell)["sentence"] in said(page, "picked")


def test_space_turns_and_zooms_by_keys(page: "Page") -> None:
    look(page, "cells")
    canvas = page.locator(".space canvas")
    canvas.focus()
    pictures = set()
    for key in ("ArrowLeft", "ArrowUp", "+"):
        page.keyboard.press(key)
        pictures.add(drawn(page, ".space canvas"))
    assert len(pictures) == 3
    assert page.evaluate("htm.world.at") == PLACE


def test_without_webgl_the_view_says_so(page: "Page", errors: list[str]) -> None:
    page.evaluate(NO_WEBGL)
    seek(page, PLACE)
    enter(page, "Inside")
    page.locator("[data-view=cells]").click()
    assert "needs WebGL" in page.locator("#room [role=alert]").inner_text()
    assert all("WebGL" in error for error in errors)
    errors.clear()  # the library says it, too
    page.locator("[data-view=matrix]").click()  # and everything else goes on
    all_drawn(page)


def test_every_view_says_how_to_read_it(page: "Page") -> None:
    seek(page, PLACE)
    enter(page, "Inside")
    for view in VIEWS:
        page.locator(f"[data-view={view}]").click()
        chart, how = page.locator("#room canvas").first, page.locator("#room .how")
        chart.wait_for()
        assert chart.bounding_box()["y"] < how.bounding_box()["y"], "the picture comes before the text"
        if view == VIEWS[0]:
            how.locator("summary").click()
        assert how.inner_text().startswith("How to read it\n")  # what is opened in one is open in all


@pytest.mark.parametrize("size", [(360, 740), (1366, 768), (3840, 2160)])
def test_no_room_is_wider_than_the_screen(visit: Any, size: tuple[int, int]) -> None:
    page = visit(viewport={"width": size[0], "height": size[1]})
    seek(page, PLACE)
    for room in ("Tour", "Inside", "Code"):
        enter(page, room)
        for view in VIEWS if room == "Inside" else ("",):
            if view:
                look_inside(page, view)
            if room == "Code":
                part(page, "editor").wait_for()
            settle(page)
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= size[0], (room, view)
            inner = page.evaluate("(r => [r.scrollWidth, r.clientWidth])(document.getElementById('room'))")
            assert inner[0] <= inner[1], (room, view)


def test_a_term_says_what_the_glossary_says(page: "Page") -> None:
    seek(page, PLACE)
    enter(page, "Inside")
    page.get_by_text("How to read it").click()
    term = page.locator("#room").get_by_role("button", name="inhibition", exact=True)
    note = page.locator("#room [role=tooltip].open")
    assert note.count() == 0
    term.focus()
    assert (
        note.inner_text()
        == "inhibition: The competition that only the columns with the highest overlaps win."
    )
    box, size = note.bounding_box(), page.viewport_size
    assert box
    assert size
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= size["width"]
    page.keyboard.press("Escape")
    assert note.count() == 0
    assert page.evaluate("htm.world.room") == "inside"
