"""A walk through the whole page in Firefox: what is drawn, the keys, every room, a question, the editor."""

import json
from typing import Any

import pytest

from page.firefox import Firefox
from page.waiting import until

pytestmark = pytest.mark.slow

ROOMS = ("Tour", "Change", "Why", "Inside", "Code", "Share")
COLOURS = """((stage) => {
  const canvas = document.querySelector(`.stage:nth-child(${stage}) canvas`);
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const seen = new Set();
  for (let i = 0; i < data.length; i += 4) seen.add(data.slice(i, i + 4).join());
  return seen.size;
})"""


def press(firefox: Firefox, key: str) -> None:
    """Press a key that the whole page listens to."""
    event = f"new KeyboardEvent('keydown', {{ key: {json.dumps(key)}, bubbles: true, cancelable: true }})"
    firefox.evaluate(f"document.body.dispatchEvent({event})")


def enter(firefox: Firefox, room: str) -> None:
    """Open a room by its button."""
    buttons = "[...document.querySelectorAll('nav[aria-label=Rooms] button')]"
    firefox.evaluate(f"{buttons}.find((one) => one.textContent === {json.dumps(room)}).click()")
    until(firefox, f"document.querySelector('aside')?.getAttribute('aria-label') === {json.dumps(room)}")


def world(firefox: Firefox, what: str) -> Any:
    return firefox.evaluate(f"window.htm.world.{what}")


def test_firefox_shows_the_run_and_goes_through_it_by_keys(firefox):
    for stage in (2, 3, 4):
        assert firefox.evaluate(f"{COLOURS}({stage})") > 2, f"stage {stage} is drawn"
    firefox.evaluate("htm.world.pause(), htm.world.seek(100)")
    press(firefox, "ArrowRight")
    assert world(firefox, "at") == 101
    press(firefox, "ArrowLeft")
    press(firefox, "ArrowLeft")
    assert world(firefox, "at") == 99
    press(firefox, "Home")
    assert world(firefox, "at") == 0
    named = "[...document.querySelectorAll('h2')].map((one) => one.textContent.trim())"
    views = {"Input Value Over Time", "Prediction Accuracy Over Time"}
    assert (views | {"Encoded Input SDR", "Active Columns Over Time"}) <= set(firefox.evaluate(named))


def test_firefox_opens_every_room(firefox):
    for room in ROOMS:
        enter(firefox, room)
        assert len(firefox.evaluate("document.querySelector('aside').innerText")) > 100
    enter(firefox, "Code")
    until(firefox, "document.querySelector('.cm-content')?.innerText.includes('SplitMix64')")
    enter(firefox, "Inside")
    firefox.evaluate("document.querySelector('[data-view=cells]').click()")
    until(firefox, "document.querySelector('.space canvas, aside [role=alert]')")


def test_firefox_says_why_and_what_a_term_means(firefox):
    firefox.evaluate("htm.world.pause(), htm.world.seek(100)")
    column = world(firefox, "record.columns[0]")
    firefox.evaluate(f"htm.world.selected = {{ kind: 'column', column: {column} }}, htm.world.room = 'why'")
    until(firefox, f"document.querySelector('aside')?.innerText.includes('Column {column}')")
    until(firefox, "/wins|won/.test(document.querySelector('aside').innerText)")
    firefox.evaluate("document.querySelector('.stage .term button').focus()")
    until(firefox, "document.querySelector('.note:popover-open')?.textContent.length > 20")
