"""Looks in depth: cells in space, overlaps, boosting, a column's pool, terms."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from page.asking import Asker
from page.driving import PIXELS, SHORT, ask, colour, enter, number, part, records, said, seek, start
from page.waiting import settle, until

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

pytestmark = pytest.mark.slow

AT = 40
GLOSSARY = (Path(__file__).parents[2] / "docs/glossary.md").read_text().replace("`", "").replace("*", "")

# The picture on a canvas, once it is the same for ten frames.
STILL = """(canvas) => new Promise((done) => {
  let [last, same] = ['', 0];
  const look = () => {
    const now = canvas.toDataURL();
    [last, same] = [now, now === last ? same + 1 : 0];
    if (same < 10) requestAnimationFrame(look);
    else done(now);
  };
  look();
})"""
# A pointer goes over a picture: the name of each thing, and the colour in its middle once none is pointed at.
SWEEP = """async () => {
  const paper = document.querySelector('#room .map .paper');
  const [box, found] = [paper.getBoundingClientRect(), new Map()];
  const [left, top] = [Math.ceil(box.x), Math.ceil(box.y)]; // whole pixels, as those of a click
  for (let y = top + 1; y < box.bottom; y += 3)
    for (let x = left + 1; x < box.right; x += 3) {
      paper.dispatchEvent(new PointerEvent('pointermove', { clientX: x, clientY: y, bubbles: true }));
      await Promise.resolve();
      const name = paper.parentElement.querySelector('.tip')?.textContent.trim();
      if (name) found.set(name, [...(found.get(name) ?? []), [x - box.x, y - box.y]]);
    }
  paper.dispatchEvent(new PointerEvent('pointerleave'));
  await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const canvas = paper.querySelector('canvas');
  const middle = (all) => Math.round((Math.min(...all) + Math.max(...all)) / 2);
  return [...found].map(([name, all]) => {
    const [x, y] = [0, 1].map((way) => middle(all.map((one) => one[way])));
    return [name, [...canvas.getContext('2d').getImageData(x, y, 1, 1).data.slice(0, 3)]];
  });
}"""


def blend(low: list[int], high: list[int], part: float) -> Any:
    return pytest.approx([a + (b - a) * part for a, b in zip(low, high, strict=True)], abs=2)


def look(page: "Page", view: str) -> None:
    seek(page, AT)
    enter(page, "Inside")
    page.locator(f"[data-view={view}]").click()


def test_space_turns_by_dragging_zooms_by_the_wheel_and_comes_back(page: "Page") -> None:
    start(page, **SHORT)
    look(page, "cells")
    canvas = page.locator(".space canvas")
    canvas.scroll_into_view_if_needed()
    first = canvas.evaluate(STILL)
    box = canvas.bounding_box()
    assert box
    x, y = box["x"] + box["width"] / 2, box["y"] + box["height"] / 2
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y + 25, steps=4)
    page.mouse.up()
    turned = canvas.evaluate(STILL)
    assert turned != first
    assert page.evaluate("htm.world.selected") is None, "a drag picks nothing"
    canvas.focus()
    page.mouse.wheel(0, -240)
    near = canvas.evaluate(STILL)
    assert near not in (first, turned)
    page.get_by_role("button", name="Whole view").click()
    assert canvas.evaluate(STILL) == first
    before = page.locator("#room").evaluate("one => one.scrollTop")
    page.mouse.move(x, y)
    page.mouse.wheel(0, -60)
    until(page, f"document.querySelector('#room').scrollTop < {before}")
    assert canvas.evaluate(STILL) == first, "without the focus the wheel scrolls"


def test_a_cell_is_picked_by_its_number(page: "Page") -> None:
    start(page, **SHORT)
    look(page, "cells")
    canvas = page.locator(".space canvas")
    pictures = {canvas.evaluate(STILL)}
    for cell in (records(page)[AT]["predictive"][0], 255, 0):
        part(page, "cell-column").fill(str(cell // 4))
        part(page, "cell-number").fill(str(cell % 4))
        page.get_by_role("button", name="Pick", exact=True).click()
        assert page.evaluate("htm.world.selected") == {"kind": "cell", "cell": cell}
        answer = ask(page, "look_cell", run=0, at=AT + 1, cell=cell)
        many = sum(len(one["synapses"]) for one in answer["dendrites"])
        until(page, f"document.querySelector('[data-test=synapse-count]')?.textContent === '{many}'")
        assert said(page, "picked").startswith(f"Cell {cell % 4} of minicolumn {cell // 4}: {many} synapses")
        pictures.add(canvas.evaluate(STILL))
    assert len(pictures) == 4
    part(page, "cell-number").fill("4")
    page.keyboard.press("Enter")
    notice = "There is no such cell: minicolumns are 0 to 63, cells 0 to 3."
    assert page.evaluate("htm.world.notice") == notice
    assert page.evaluate("htm.world.selected.cell") == 0


@pytest.mark.parametrize("kind", ["bits", "columns", "cells"])
def test_the_matrix_is_that_of_the_sets_chosen(page: "Page", kind: str) -> None:
    start(page, **SHORT)
    look(page, "matrix")
    page.locator("#room select").select_option(kind)
    page.locator("#room .choices input").fill("20")
    sets = [set(one[kind]) for one in records(page)[AT - 19 : AT + 1]]
    until(page, "document.querySelector('#room .matrix canvas').width === 20")
    width, data = page.locator("#room .matrix canvas").evaluate(PIXELS)
    off, same = colour(page, "off"), colour(page, "same")
    for row, mine in enumerate(sets):
        for column, other in enumerate(sets):
            common = len(mine & other) / max(len(mine), len(other))
            at = 4 * (row * width + column)
            assert data[at : at + 3] == blend(off, same, common), (row, column)
    matrix = page.get_by_role("application", name="Matrix of the bits shared by the last 20 steps")
    matrix.focus()
    for key in ["ArrowUp"] * 10 + ["ArrowLeft"] * 3:
        page.keyboard.press(key)
    mine, other = sets[9], sets[16]
    words = {"bits": "encoded bits", "columns": "active columns", "cells": "active cells"}[kind]
    assert said(page, "pair") == (
        f"Steps {AT - 9} and {AT - 2} share {len(mine & other)} of {len(mine)} and {len(other)} {words}."
    )


def test_duty_cycles_and_boost_factors_where_boosting_is_on(page: "Page") -> None:
    setup = SHORT | {"parameters": {"boost_strength": 5, "duty_cycle_period": 20}}
    start(page, **setup)
    look(page, "duty")
    until(page, f"document.querySelector('[data-test=shown-step]')?.textContent === '{AT + 1}'")
    answer = ask(page, "duty", run=0, at=AT + 1)
    asker = Asker()
    asker("setup", setup=setup)
    asker("step", run=0, count=60)
    own = asker("duty", run=0, at=AT + 1)
    assert answer["active"] == own["active"]
    assert answer["boost"] == pytest.approx(own["boost"], rel=1e-12)
    assert max(answer["boost"]) > 1.1 * min(answer["boost"])
    assert number(page, "boost-low") == pytest.approx(min(answer["boost"]), rel=1e-3)
    assert number(page, "boost-high") == pytest.approx(max(answer["boost"]), rel=1e-3)
    assert number(page, "never") == answer["active"].count(0)
    busiest = max(answer["active"])
    assert number(page, "busiest") == pytest.approx(100 * busiest, rel=0.005)
    page.locator("#room").get_by_role("button", name="number ").click()
    assert page.evaluate("htm.world.selected.column") == answer["active"].index(busiest)


@pytest.mark.parametrize("wins", [True, False])
def test_a_column_shows_its_pool_and_its_numbers(page: "Page", wins: bool) -> None:
    start(page, **SHORT)
    seek(page, AT)
    record = records(page)[AT]
    column = next(one for one in range(64) if (one in record["columns"]) == wins)
    page.evaluate("column => { htm.world.selected = { kind: 'column', column }; }", column)
    enter(page, "Why")
    page.locator("#room dl").wait_for()
    answer = ask(page, "look_column", run=0, at=AT + 1, column=column)
    assert answer["active"] is wins
    assert answer["sentence"] in page.inner_text("#room")
    facts = dict(
        zip(
            page.locator("#room dt").all_inner_texts(),
            page.locator("#room dt + dd").all_inner_texts(),
            strict=True,
        )
    )
    assert facts == {
        "overlap": str(answer["overlap"]),
        "boost": f"{answer['boost']:.2f}",
        "score": f"{answer['score']:.2f}",
        "lowest active score": f"{answer['cut']:.2f}",
        "rank": f"{answer['rank']} of 64",
        "active duty cycle": f"{answer['active_duty']:.4f}",
        "overlap duty cycle": f"{answer['overlap_duty']:.4f}",
    }
    pool = dict(zip(answer["pool"], answer["permanences"], strict=True))
    on, off = set(record["bits"]), colour(page, "off")
    assert answer["overlap"] == len([one for one in on if pool.get(one, 0) >= answer["connected_permanence"]])
    wanted = {}
    for bit in range(page.evaluate("htm.world.scene.inputs")):
        own = pool.get(bit)
        if own is None:
            wanted[f"Bit {bit}: not in its potential pool"] = blend(colour(page, "gone"), off, 0)
            continue
        connected = own >= answer["connected_permanence"]
        words = f"{'connected' if connected else 'not connected'}, {'on' if bit in on else 'off'}"
        counts = colour(page, "same" if connected and bit in on else "ink")
        wanted[f"Bit {bit}: permanence {own:.3f}, {words}"] = blend(off, counts, own)
    shown = dict(page.evaluate(SWEEP))
    assert set(shown) == set(wanted)
    assert all(shown[name] == middle for name, middle in wanted.items())


def terms(page: "Page") -> "Locator":
    return page.locator("#room .term:has(button:visible)")


def test_every_term_of_a_room_is_explained_in_the_words_of_the_glossary(page: "Page") -> None:
    start(page, **SHORT)
    look(page, "ranking")
    page.get_by_text("How to read it").click()
    note = page.locator("#room [role=tooltip].open")
    assert terms(page).count() >= 3
    for i in range(terms(page).count()):
        mark = terms(page).nth(i).locator("button")
        mark.scroll_into_view_if_needed()
        settle(page)  # a note is closed when the page is scrolled
        mark.hover()
        term, _, says = note.inner_text().partition(": ")
        assert f"| {term} | {says} |" in GLOSSARY
        page.mouse.move(2, 2)
        note.wait_for(state="detached")
        mark.focus()
        assert note.inner_text() == f"{term}: {says}"
        page.keyboard.press("Escape")
        note.wait_for(state="detached")
        mark.click()
        assert note.inner_text() == f"{term}: {says}"
        page.keyboard.press("Escape")
        note.wait_for(state="detached")
        page.mouse.move(2, 2)
        assert page.evaluate("htm.world.room") == "inside"


def test_a_term_under_the_pointer_is_closed_by_escape_and_the_room_stays(page: "Page") -> None:
    start(page, **SHORT)  # while a run goes on, the room can move and close the note
    look(page, "ranking")
    page.get_by_text("How to read it").click()
    mark = terms(page).first.locator("button")
    mark.scroll_into_view_if_needed()
    settle(page)  # a note is closed when the page is scrolled
    mark.hover()
    page.locator("#room [role=tooltip].open").wait_for()
    page.keyboard.press("Escape")
    assert page.evaluate("htm.world.room") == "inside"
    page.locator("#room [role=tooltip].open").wait_for(state="detached")
