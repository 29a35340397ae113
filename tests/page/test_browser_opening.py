"""The first screen: a question, a small machine whose guesses become right, and two ways on."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from page.driving import part, said
from page.test_browser_ui_everyone import serious
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

Visit = Callable[..., "Page"]
AT = "Number(document.querySelector('[data-test=opening-step]').dataset.at)"


def test_a_visitor_sees_guesses_become_right(visit: Visit) -> None:
    page = visit(hash="#", ready=False)
    assert page.get_by_role("heading", name="What comes next?").is_visible()
    until(page, "document.querySelector('[data-test=right-guesses]')?.textContent === '6 of 6'")
    steps = page.evaluate("JSON.parse(document.getElementById('first-run').textContent).opening")
    page.get_by_role("button", name="Pause").click()
    for _ in range(3):
        at = page.evaluate(AT)
        assert said(page, "guess") == steps[at]["next"]["value"]
        same = len(set(steps[at]["columns"]) & set(steps[at]["expected"]))
        assert part(page, "opening-columns").get_attribute("data-same") == str(same)
        assert said(page, "opening-columns") == f"{same} of {len(steps[at]['columns'])} columns predicted"
        page.get_by_role("button", name="Next letter").click()
        until(page, f"{AT} === {at + 1}")


def test_a_round_that_has_begun_does_not_look_like_a_collapse(visit: Visit) -> None:
    page = visit(hash="#", ready=False, reduced_motion="reduce")
    for _ in range(6 * 8):  # its guesses have long been right, and a round begins
        page.get_by_role("button", name="Next letter").click()
    until(page, f"{AT} === 48")
    rounds = page.get_by_role("list", name="Right guesses").get_by_role("listitem")
    high = "one => one.getBoundingClientRect().height"
    for bar in (".right", ".same"):
        until_now = rounds.nth(8).locator(bar)
        assert until_now.evaluate(high) > 0.8 * rounds.nth(8).evaluate(high), "a part of what has come"
        assert "gradient" in until_now.evaluate("one => getComputedStyle(one).backgroundImage")
    assert "Round 9, this round, so far: 1 of 1 guess right" in " ".join(rounds.nth(8).inner_text().split())
    assert page.get_by_text("this round, so far", exact=True).is_visible()
    assert "Hatched: this round, so far." in " ".join(page.locator(".share").inner_text().split())
    assert rounds.nth(9).inner_text() == "Round 10: not yet"
    assert rounds.nth(7).locator(".right").evaluate("one => getComputedStyle(one).backgroundImage") == "none"


def test_take_the_tour_opens_its_first_stop(visit: Visit) -> None:
    page = visit(hash="#")
    part(page, "take-the-tour").click()
    until(page, "document.querySelector('[data-test=verdict]').textContent.trim() === 'Not done yet.'")
    assert said(page, "stop-title") == "A few bits stand for a value"


def test_a_low_screen_shows_the_way_to_the_tour_at_once(visit: Visit) -> None:
    page = visit(hash="#", ready=False, viewport={"width": 683, "height": 384}, reduced_motion="reduce")
    way = part(page, "take-the-tour")
    until(page, TOUR_IN_SIGHT)
    page.locator(".opening").evaluate("one => one.scrollTo(0, one.scrollHeight)")
    until(page, TOUR_IN_SIGHT)
    words, button = page.locator(".share p").last.bounding_box(), way.bounding_box()
    assert words
    assert button
    assert words["y"] + words["height"] <= button["y"], "in the end it covers nothing"


def test_a_low_screen_cuts_no_caption(visit: Visit) -> None:
    page = visit(hash="#", ready=False, viewport={"width": 683, "height": 384}, reduced_motion="reduce")
    caption = part(page, "opening-columns").locator("p").bounding_box()
    ways = page.locator(".opening .ways").bounding_box()
    assert caption
    assert ways
    assert caption["y"] + caption["height"] <= ways["y"]


TOUR_IN_SIGHT = """(way => {
  const { x, y, bottom } = way.getBoundingClientRect();
  return bottom <= innerHeight && way.contains(document.elementFromPoint(x + 9, y + 9));
})(document.querySelector('[data-test=take-the-tour]'))"""


def test_explore_shows_the_page_and_back_the_first_screen(visit: Visit) -> None:
    page = visit(hash="#")
    assert page.evaluate("document.querySelector('.page').inert && !htm.world.playing")
    part(page, "explore").click()
    until(page, "!document.querySelector('.page').inert && htm.world.playing")
    page.go_back()
    until(page, "document.querySelector('[data-test=opening]') && !htm.world.playing")
    part(page, "explore").click()
    page.get_by_role("link", name="HTM-Teacher").click()
    until(page, "document.querySelector('[data-test=opening]') && !htm.world.playing")


def test_with_reduced_motion_nothing_moves_and_all_begins_at_the_beginning(visit: Visit) -> None:
    page = visit(hash="#", reduced_motion="reduce")
    assert page.evaluate(AT) == 0
    page.get_by_role("button", name="Next letter").click()
    until(page, f"{AT} === 1")
    part(page, "explore").click()
    until(page, "!document.querySelector('.page').inert")
    assert page.evaluate("[htm.world.at, htm.world.playing]") == [0, False]


@pytest.mark.parametrize("size", [(390, 844), (683, 384), (1366, 768), (3840, 2160)])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_first_screen_is_for_everyone(visit: Visit, size: tuple[int, int], theme: str) -> None:
    view = {"width": size[0], "height": size[1]}
    page = visit(hash="#", viewport=view, color_scheme=theme, reduced_motion="reduce")
    assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    assert serious(page) == []
