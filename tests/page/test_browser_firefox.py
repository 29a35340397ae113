"""A walk through the whole page in Firefox: what is drawn, keys, every room, questions, links, the tour."""

import json

import numpy as np
import PIL.Image
import pytest

from page.asking import Asker
from page.driving import FIND, ROOMS
from page.firefox import (
    MESSAGE,
    SETUP,
    Firefox,
    ask,
    assert_alive,
    button,
    enter,
    fill,
    start,
    text,
    world,
)
from page.waiting import settle, until

pytestmark = pytest.mark.slow

COLOURS = """((stage) => {
  const canvas = document.querySelector(`.stage:nth-child(${stage}) canvas`);
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
  return seen.size;
})"""
BITS = "document.querySelector('.stage:nth-child(2) canvas')"


def test_firefox_shows_the_run_and_goes_through_it_by_keys(firefox: Firefox) -> None:
    firefox.reload()
    until(firefox, "window.htm.world.live")
    assert world(firefox, "scene.setup.steps") == 400, "the run that is stored in the page"
    for stage in (2, 3, 4):
        assert firefox.evaluate(f"{COLOURS}({stage})") > 2, f"stage {stage} is drawn"
    firefox.evaluate("htm.world.pause(), htm.world.seek(100)")
    for key, hold, place in (
        ("ArrowRight", "", 101),
        ("ArrowLeft", "", 100),
        ("ArrowLeft", "", 99),
        ("ArrowRight", "Shift", 109),
        ("Home", "", 0),
    ):
        firefox.press(key, hold)
        assert world(firefox, "at") == place, key
    named = "[...document.querySelectorAll('h2')].map((one) => one.textContent.trim())"
    views = {"Input Value Over Time", "Prediction Accuracy Over Time"}
    assert (views | {"Encoded Input SDR", "Active Columns Over Time"}) <= set(firefox.evaluate(named))


def test_firefox_comes_back_to_a_step_as_it_was(firefox: Firefox) -> None:
    python = Asker()
    python("setup", setup=SETUP)
    python("step", run=0, count=80)
    firefox.evaluate("htm.world.seek(41)")
    firefox.press("ArrowLeft")
    record, state = world(firefox, "record"), ask(firefox, "digest", run=0, at=41)
    assert record["i"] == 40
    assert state == python("digest", run=0, at=41)
    for key, place in (("Home", 0), ("End", 79)):
        firefox.press(key)
        assert world(firefox, "record.i") == place
        assert ask(firefox, "digest", run=0, at=place + 1) == python("digest", run=0, at=place + 1)
    firefox.evaluate("htm.world.seek(39)")
    firefox.press("ArrowRight")
    assert world(firefox, "record") == record
    assert ask(firefox, "digest", run=0, at=41) == state


def test_firefox_jumps_to_surprises(firefox: Firefox) -> None:
    surprising = [one["recall"] is not None and one["recall"] <= 0.5 for one in world(firefox, "records")]
    places = [i for i in range(1, 80) if surprising[i] and not surprising[i - 1]]
    assert len(places) > 1
    firefox.press("Home")
    for place in places:
        firefox.press("s")
        assert world(firefox, "at") == place
    firefox.press("S")
    assert world(firefox, "at") == places[-2]


def test_firefox_opens_every_room(firefox: Firefox) -> None:
    for room in ROOMS:
        enter(firefox, room)
        assert len(text(firefox, "aside")) > 100
    enter(firefox, "Code")
    until(firefox, "document.querySelector('.cm-content')?.innerText.includes('All of HTM on one page')")
    enter(firefox, "Inside")
    firefox.click("document.querySelector('[data-view=cells]')")
    until(firefox, "document.querySelector('.space canvas, aside [role=alert]')")


def test_firefox_says_why_and_what_a_term_means(firefox: Firefox) -> None:
    firefox.evaluate("htm.world.seek(70)")
    column = world(firefox, "record.columns[0]")
    firefox.evaluate(f"htm.world.selected = {{ kind: 'column', column: {column} }}, htm.world.room = 'why'")
    until(firefox, f"document.querySelector('aside')?.innerText.includes('Minicolumn {column}')")
    until(firefox, "/wins|won/.test(document.querySelector('aside').innerText)")
    firefox.evaluate("document.querySelector('.stage .term button').focus()")
    until(firefox, "document.querySelector('.note:popover-open')?.textContent.length > 20")


def test_firefox_is_light_and_dark(firefox: Firefox) -> None:
    def shades() -> tuple[float, float]:
        """How bright the page is, and what is written on it: 0 to 255."""
        look = "getComputedStyle(document.querySelector('main p:not(.soft)'))"
        back = "getComputedStyle(document.body).backgroundColor"
        page, words = (
            firefox.evaluate(f"{one}.match(/\\d+/g).slice(0, 3)") for one in (back, f"{look}.color")
        )
        return sum(map(int, page)) / 3, sum(map(int, words)) / 3

    firefox.evaluate("htm.world.theme = 'light'")
    until(firefox, "document.documentElement.dataset.theme === 'light'")
    light, bits = shades(), firefox.evaluate(f"{BITS}.toDataURL()")
    firefox.click(button("Dark"))
    until(firefox, f"{BITS}.toDataURL() !== {json.dumps(bits)}")
    dark = shades()
    firefox.click(button("Light"))
    until(firefox, f"{BITS}.toDataURL() === {json.dumps(bits)}")
    assert shades() == light
    assert light[0] - light[1] > 100
    assert dark[1] - dark[0] > 100


BOXES = """(() => {
  const view = document.querySelector('.picture').parentElement;
  const edge = view.getBoundingClientRect();
  const boxes = [...view.querySelectorAll('.paper canvas, .views canvas')].map((one) => {
    const { x, y, width, height } = one.getBoundingClientRect();
    return [x - edge.x, y - edge.y, width, height].map(Math.round);
  });
  return { width: edge.width, height: edge.height, boxes };
})()"""


def test_firefox_keeps_the_view_as_a_picture(firefox: Firefox) -> None:
    firefox.evaluate("htm.world.seek(70)")
    enter(firefox, "Share")
    view = firefox.evaluate(BOXES)
    firefox.click(button("Export the view as PNG"))
    image = np.asarray(PIL.Image.open(firefox.downloaded("htm-step-71.png")).convert("RGB"))
    assert abs(image.shape[1] - 2 * (view["width"] + 40)) <= 2
    head = image.shape[0] - 2 * round(view["height"] + 20)
    assert 2 * 40 < head < 2 * 120, "a few lines of text above"
    assert (image[:head] != image[0, 0]).any()
    assert len(view["boxes"]) > 5
    for x, y, width, height in view["boxes"]:
        top, left = head + 2 * y, 2 * (x + 20)
        part = image[top : top + 2 * height, left : left + 2 * width]
        assert len(np.unique(part.reshape(-1, 3), axis=0)) > 2, (x, y, width, height)


def test_firefox_follows_a_link_and_says_that_one_is_broken(firefox: Firefox) -> None:
    firefox.evaluate("htm.world.seek(40)")
    record = world(firefox, "record")
    enter(firefox, "Share")
    firefox.click(button("Copy the link"))
    until(firefox, "document.querySelector('aside').innerText.includes('address bar')")
    link = firefox.evaluate("location.hash")
    start(firefox, seed=2)
    for broken in ("#s=%%%", link[:-9], link[:9]):
        firefox.evaluate(f"htm.world.trouble = null, location.hash = {json.dumps(broken)}")
        until(firefox, f"{MESSAGE}.includes('link is damaged')")
        assert_alive(firefox, seed=2)
    firefox.evaluate(f"location.hash = {json.dumps(link)}")
    until(firefox, "htm.world.scene.setup.seed === 1 && htm.world.at === 40")
    assert world(firefox, "record") == record


READY = "!document.querySelector('[data-test=making-ready], [data-test=make-ready]')"


def go_to_stop(firefox: Firefox, stop: int) -> None:
    enter(firefox, "Tour")
    firefox.click(f"document.querySelector('[data-stop=\"{stop}\"]')")
    until(firefox, READY)
    assert text(firefox, "[data-test=verdict]").startswith("Not done yet.")


def assert_done(firefox: Firefox, *stops: int) -> None:
    enter(firefox, "Tour")
    until(firefox, "document.querySelector('[data-test=verdict]').innerText.startsWith('Well done!')")
    done = "[...document.querySelectorAll('[data-stop][aria-label$=\", done\"]')]"
    assert firefox.evaluate(f"{done}.map((one) => Number(one.dataset.stop))") == list(stops)


def test_firefox_guides_through_the_first_stops(firefox: Firefox) -> None:
    go_to_stop(firefox, 0)
    firefox.press("ArrowRight")
    assert world(firefox, "at") == 25
    bit = world(firefox, "record.bits.filter((bit) => htm.world.before.bits.includes(bit))[4]")
    firefox.evaluate("document.querySelector('[aria-labelledby=stage-bits]').scrollIntoView()")
    settle(firefox)
    place = firefox.evaluate(f"({FIND})({json.dumps(['bits', f'Bit {bit}: on'])})")
    firefox.click_at(*place)
    assert world(firefox, "selected") == {"kind": "bit", "bit": bit}
    assert_done(firefox, 0)
    go_to_stop(firefox, 1)
    for value, shared in (("0.5", 15), ("1", 10)):
        assert text(firefox, "[data-test=verdict]").startswith("Not done yet.")
        second = "document.querySelector('[data-test=second-value]')"
        fill(firefox, second, value)
        # On a busy machine Firefox may not tell the page that typing has ended.
        firefox.evaluate(f"{second}.dispatchEvent(new Event('change', {{ bubbles: true }})), 0")
        until(
            firefox, f"document.querySelector('[data-test=shared]').innerText.includes('share {shared} of')"
        )
    assert_done(firefox, 0, 1)
