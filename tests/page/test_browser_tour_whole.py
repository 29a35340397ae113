"""The tour as a whole: it keeps its place, what it says belongs to what is shown, and it points at it."""

import re
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from page.driving import HOLD, ask, click_on, enter, part, said
from page.test_browser_tour import (
    READY,
    RECORD,
    SOLUTIONS,
    click_a_bit,
    click_the_best,
    click_the_best_loser,
    go_to_stop,
    guess,
    hidden,
    kept_bits,
    not_yet,
    ranked,
)
from page.waiting import drawn, settle, until, written

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def test_the_stops_follow_each_other_to_a_last_card(page: "Page") -> None:
    enter(page, "Tour")
    for i, (title, _) in enumerate(SOLUTIONS):
        assert said(page, "stop-title") == title
        until(page, READY)
        following = SOLUTIONS[i + 1][0] if i < 11 else "What you have learned"
        assert said(page, "next-stop") == f"Next: {following}"
        part(page, "next-stop").click()
    assert said(page, "stop-title") == "What you have learned"
    assert part(page, "learned").locator("li").count() == 12
    page.get_by_role("button", name="Back", exact=True).click()
    assert said(page, "stop-title") == SOLUTIONS[11][0]


def test_the_text_to_hand_in_names_the_tasks_that_are_done(visit: Callable[..., "Page"]) -> None:
    page = visit(permissions=["clipboard-read", "clipboard-write"])
    go_to_stop(page, 0)
    click_a_bit(page)
    until(page, "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')")
    go_to_stop(page, 11)
    part(page, "next-stop").click()
    part(page, "certificate").click()
    until(page, "document.querySelector('.tour [role=status]').textContent.startsWith('Cop')")
    text = page.evaluate("navigator.clipboard.readText()")
    assert "1 of 12 tasks done, 0 of 12 questions answered right" in text
    assert "[x] 1. A few bits stand for a value" in text
    assert "[ ] 2. Similar values share bits" in text


def test_passing_by_is_not_finding(page: "Page") -> None:
    go_to_stop(page, 7)
    page.evaluate("htm.world.speed = 10")
    page.get_by_role("button", name="Play").first.click()
    until(page, "htm.world.record.precision === 1 && htm.world.record.recall < 0.5")
    assert page.evaluate("htm.world.playing")
    assert said(page, "verdict") == "Not done yet."


PRAISE_IN_SIGHT = """(praise => {
  const { x, y } = praise.getBoundingClientRect();
  return praise.contains(document.elementFromPoint(x + 20, y + 5));
})(document.querySelector('[data-test=verdict]'))"""


@pytest.mark.parametrize("size", [(1366, 768), (390, 844), (683, 384)], ids=["laptop", "phone", "zoomed"])
def test_praise_and_answer_stand_in_the_card(visit: Callable[..., "Page"], size: tuple[int, int]) -> None:
    page = visit(viewport={"width": size[0], "height": size[1]})
    go_to_stop(page, 0)
    click_a_bit(page)
    until(page, "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')")
    assert page.evaluate("htm.world.room") == "tour"
    assert part(page, "answer").inner_text().startswith("Bit ")
    assert page.get_by_role("status").filter(has_text="Well done!").count() == 0
    until(page, PRAISE_IN_SIGHT)
    if size[0] < 960:
        return  # where the picture stays at the top, there may be no place for the button as well
    until(
        page,
        "(r => r.top > 0 && r.bottom <= innerHeight)"
        "(document.querySelector('[data-test=next-stop]').getBoundingClientRect())",
    )


def test_praise_is_not_under_the_picture_on_a_phone(visit: Callable[..., "Page"]) -> None:
    page = visit(viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    go_to_stop(page, 5)
    SOLUTIONS[5][1](page)
    until(page, "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')")
    assert part(page, "answer").is_visible()
    until(page, PRAISE_IN_SIGHT)


DONE = "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')"


@pytest.mark.parametrize(
    ("stop", "words"),
    [
        (2, "You guessed “Fewer than 2”, but the answer is “About 8”."),
        (3, "You guessed “9: none of the four”, but the answer is “10: one of the four”."),
        (5, "Your guess was right."),
    ],
)
def test_the_praise_says_how_the_guess_turned_out(page: "Page", stop: int, words: str) -> None:
    go_to_stop(page, stop)
    if stop == 2:
        guess(page, 0)  # the solutions of the others guess themselves
    SOLUTIONS[stop][1](page)
    until(page, DONE)
    assert said(page, "verdict").startswith("Well done! ")
    assert said(page, "verdict").endswith(f" {words}")
    until(page, PRAISE_IN_SIGHT)


def test_on_a_phone_the_reply_to_a_wrong_step_is_in_sight(visit: Callable[..., "Page"]) -> None:
    page = visit(hash="#tour=8", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    until(page, READY)
    page.evaluate("htm.world.seek(305)")
    until(page, "document.querySelector('[data-test=verdict]').innerText.includes('At step 306')")
    until(page, PRAISE_IN_SIGHT)


def test_the_label_of_the_likelihood_says_that_its_scale_is_logarithmic(visit: Callable[..., "Page"]) -> None:
    page = visit(hash="#tour=10", viewport={"width": 360, "height": 844})
    until(page, READY)
    label = part(page, "curves").locator("p.wraps")
    assert "(log scale; dashed: 0.99;" in label.inner_text()
    lines = (
        "one => Math.round(one.getBoundingClientRect().height / parseFloat(getComputedStyle(one).lineHeight))"
    )
    assert label.evaluate(lines) == 2


def test_a_bit_that_was_clicked_before_the_step_does_not_count(page: "Page") -> None:
    go_to_stop(page, 0)
    guess(page, 0)
    on, following = page.evaluate("[0, 1].map((later) => htm.world.records[24 + later].bits)")
    stays = next(bit for bit in on if bit in following)
    click_on(page, "bits", f"Bit {stays}: on")
    page.keyboard.press("ArrowRight")
    assert page.evaluate("htm.world.at") == 25
    not_yet(page, f"Bit {stays} was clicked at step 25. Click a bit at this step.")
    click_on(page, "bits", f"Bit {stays}: on")
    until(page, DONE)


def test_a_value_that_a_slider_is_dragged_through_does_not_count(page: "Page") -> None:
    go_to_stop(page, 1)
    slider = page.get_by_label("second value, as a slider")
    box = slider.bounding_box()
    assert box

    def drag(value: float) -> None:
        assert box
        thumb = 16
        page.mouse.move(
            box["x"] + thumb / 2 + (box["width"] - thumb) * (value + 3) / 6, box["y"] + box["height"] / 2
        )
        until(
            page, f"document.querySelector('[data-test=shared]').innerText.startsWith('0 and {value} share')"
        )

    drag(0.3)
    page.mouse.down()
    drag(1)
    assert said(page, "shared") == "0 and 1 share 10 of 20 bits."
    not_yet(page)
    drag(1.6)
    page.mouse.up()
    not_yet(page, "These two values share")
    page.mouse.down()
    drag(1)
    not_yet(page)
    page.mouse.up()
    until(page, DONE)


def test_the_late_answer_about_a_value_on_the_way_does_not_count(page: "Page") -> None:
    go_to_stop(page, 1)
    first, second = part(page, "first-value"), part(page, "second-value")
    first.fill("1")
    first.press("Enter")
    second.fill("")
    second.press_sequentially("0")
    until(page, "document.querySelector('[data-test=shared]').innerText.startsWith('1 and 0 share 10')")
    page.evaluate(HOLD, "encode")
    second.press_sequentially(".2")
    second.press("Enter")
    until(page, "document.querySelector('[data-test=comparing]').innerText.startsWith('1 and 0.2 are')")
    not_yet(page)
    page.evaluate("() => window.release()")
    until(page, "document.querySelector('[data-test=shared]').innerText.startsWith('1 and 0.2 share')")
    not_yet(page, "These two values share")
    second.fill("0")
    second.fill("0.2")
    second.press("Enter")
    until(page, "document.querySelector('[data-test=comparing]').innerText === ''")


def test_a_value_counts_when_it_is_typed_to_its_end(page: "Page") -> None:
    go_to_stop(page, 1)
    part(page, "first-value").fill("1")
    field = part(page, "second-value")
    field.fill("")
    field.press_sequentially("0")
    until(page, "document.querySelector('[data-test=shared]').innerText.startsWith('1 and 0 share 10')")
    assert said(page, "comparing") == "To use these values, press Enter or release the slider."
    not_yet(page)
    field.press_sequentially(".2")
    until(page, "document.querySelector('[data-test=shared]').innerText.startsWith('1 and 0.2 share')")
    not_yet(page)
    field.press("Enter")
    until(page, "document.querySelector('[data-test=verdict]').innerText.includes('These two values')")
    assert said(page, "comparing") == ""
    field.fill("99")
    assert said(page, "shared") == "Choose two numbers from −3 to 3."
    field.fill("")
    field.press_sequentially("0")
    field.blur()
    until(page, DONE)


def test_praise_stays_until_the_stop_is_left_or_begun_again(page: "Page") -> None:
    go_to_stop(page, 0)
    page.keyboard.press("ArrowRight")
    on, kept = page.evaluate(RECORD)["bits"], kept_bits(page)
    click_on(page, "bits", f"Bit {kept[0]}: on")
    until(page, DONE)
    off = next(bit for bit in range(400) if bit not in {*on, *page.evaluate("htm.world.before.bits")})
    click_on(page, "bits", f"Bit {off}: off")
    until(page, f"document.querySelector('[data-test=answer]').innerText.startsWith('Bit {off}')")
    page.keyboard.press("ArrowRight")
    ask(page, "holds")
    assert said(page, "verdict").startswith("Well done! 18 of the 21 bits")
    hint = page.get_by_role("button", name="Give me a hint")
    assert hint.count() == 0
    page.get_by_role("button", name="Start this stop again").click()
    until(page, READY)
    assert said(page, "verdict").startswith("You have done this task before. 18 of the 21 bits")
    assert hint.count() == 1
    click_on(page, "bits", f"Bit {off}: off")
    until(page, f"document.querySelector('[data-test=verdict]').innerText.includes('Bit {off} is off.')")
    page.keyboard.press("ArrowRight")
    click_on(page, "bits", f"Bit {kept[0]}: on")
    until(page, DONE)
    part(page, "next-stop").click()
    until(
        page, "document.querySelector('[data-test=verdict]').textContent.includes('These two values share')"
    )
    go_to_stop(page, 0)
    assert said(page, "verdict").startswith("You have done this task before.")


def test_a_stop_that_is_done_keeps_its_answer_and_the_last_card_names_wrong_ones(page: "Page") -> None:
    go_to_stop(page, 0)
    part(page, "question").get_by_role("button", name="All of them change").click()
    click_a_bit(page)
    until(page, "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')")
    part(page, "next-stop").click()
    until(page, READY)
    go_to_stop(page, 0)
    assert said(page, "verdict").startswith(
        "You have done this task before. 18 of the 21 bits have stayed on"
    )
    assert "Not quite. Close values share most of their bits." in said(page, "question")
    go_to_stop(page, 11)
    part(page, "next-stop").click()
    assert said(page, "wrong-answers").startswith("Your answer was not right at stop 1.")


def test_a_task_solved_in_the_panel_that_it_leads_to_comes_back_to_the_tour(page: "Page") -> None:
    go_to_stop(page, 2)
    enter(page, "Inside")
    page.evaluate("column => { htm.world.selected = { kind: 'column', column } }", ranked(page, 0))
    until(page, "htm.world.room === 'tour'")
    assert said(page, "verdict").startswith("Well done!")


def test_who_has_left_the_tour_is_not_called_back(page: "Page") -> None:
    go_to_stop(page, 0)
    page.keyboard.press("Escape")
    assert page.evaluate("htm.world.room") is None
    page.evaluate("htm.world.seek(25)")
    page.evaluate("bit => { htm.world.selected = { kind: 'bit', bit } }", kept_bits(page)[0])
    page.evaluate("htm.world.room = 'why'")
    until(page, "document.querySelector('aside .sentence')")
    assert page.evaluate("htm.world.room") == "why"
    assert page.evaluate("htm.world.notice") == ""


def test_the_question_is_answered_with_the_task_and_comes_back_two_stops_later(page: "Page") -> None:
    go_to_stop(page, 0)
    asked = part(page, "question")
    asked.get_by_role("button", name="All of them change").click()
    assert "Not quite" not in asked.inner_text()
    click_a_bit(page)
    asked.get_by_text("Not quite.").wait_for()
    go_to_stop(page, 2)
    click_the_best(page)
    quiz = part(page, "quiz")
    quiz.wait_for()
    below = "[data-test=quiz] ~ .ways [data-test=next-stop]"
    assert page.locator(below).count() == 1  # so the question is read before Next
    quiz.get_by_role("button", name="Most that are on stay on").click()
    assert "You were right." in quiz.inner_text()


def test_what_answers_a_question_is_hidden_until_a_choice_is_made(page: "Page") -> None:
    for stop, stage in ((0, "bits"), (6, "cells")):
        go_to_stop(page, stop)
        assert hidden(page, stage)
        guess(page, 0)
        assert not hidden(page, stage)
    go_to_stop(page, 9)
    points = (
        "(document.querySelector('.curves path:not(.mark, .now)').getAttribute('d').match(/[ML]/g).length)"
    )
    assert page.evaluate(points) == 61  # from step 241 to the step shown
    part(page, "question").get_by_role("button", name="At step 341").click()
    until(page, f"{points} === 160")
    scores = page.evaluate("htm.world.records.slice(240, 340).map((one) => one.likelihood)")
    assert (round(min(scores), 1), round(max(scores), 2)) == (0.5, 0.91)
    assert "between 0.5 and 0.91 here" in page.inner_text("#room")


# The columns of pixels of the time bar in which an anomaly is drawn: the first and the last.
ANOMALIES = """async () => {
  const canvas = document.querySelector('footer .line canvas');
  const wanted = getComputedStyle(document.documentElement).getPropertyValue('--new').trim();
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  const { data, width } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const found = [];
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === r && data[at + 1] === g && data[at + 2] === b) found.push((at / 4) % width);
  return [Math.min(...found) / width, Math.max(...found) / width];
}"""


def test_the_time_bar_does_not_answer_the_question(page: "Page") -> None:
    go_to_stop(page, 9)
    until(page, "world.last === 399")
    drawn(page, "footer .line canvas")
    first, last = page.evaluate(ANOMALIES)
    assert first < 0.1
    assert last < 301 / 400 + 0.01
    line = page.locator("footer .line")
    box = line.bounding_box()
    assert box
    to_come = {"x": 0.9 * box["width"], "y": box["height"] / 2}
    line.hover(position=to_come)
    assert "answer the question" in written(page, "footer .tip")
    part(page, "question").get_by_role("button", name="At step 341").click()
    drawn(page, "footer .line canvas")
    assert page.evaluate(ANOMALIES)[1] > 340 / 400
    line.hover(position=to_come)
    assert "anomaly" in written(page, "footer .tip")


def test_the_cut_between_winners_and_losers_answers_the_question_of_the_ranking(page: "Page") -> None:
    go_to_stop(page, 3)
    until(page, "document.querySelectorAll('.bars button').length === 32")
    assert page.locator(".bars .wins").count() == 0
    assert part(page, "question").get_by_text("10: one of the four").count() == 1
    click_the_best_loser(page)
    until(page, "document.querySelectorAll('.bars .wins').length === 10")
    overlaps = [int(one) for one in page.locator(".bars button .number").all_inner_texts()]
    assert overlaps.count(overlaps[9]) == 4  # as the question says
    assert (overlaps[8] > overlaps[9], overlaps[12] == overlaps[9]) == (True, True)
    assert "10: one of the four" in page.locator("[data-test=question] .right").inner_text()


def test_the_average_overlap_is_shown_once_it_answers_the_question(page: "Page") -> None:
    go_to_stop(page, 2)
    assert part(page, "average").count() == 0
    click_the_best(page)
    part(page, "average").wait_for()
    overlaps = ask(page, "overlaps", run=0, at=page.evaluate("htm.world.at") + 1)["overlaps"]
    assert f"counts {sum(overlaps) / len(overlaps):.1f} " in said(page, "average")


def test_two_values_keep_their_answer_until_the_new_one_is_there(page: "Page") -> None:
    go_to_stop(page, 1)
    until(page, "document.querySelector('[data-test=shared]').textContent.includes('17')")
    assert (said(page, "shared"), said(page, "comparing")) == ("0 and 0.3 share 17 of 20 bits.", "")
    page.evaluate(HOLD, "encode")
    for value in ("0.4", "0.5"):
        page.get_by_label("second value, as a slider").fill(value)
        assert said(page, "shared") == "0 and 0.3 share 17 of 20 bits."
        assert said(page, "comparing") == f"0 and {value} are being compared …"
    page.evaluate("() => window.release()")
    until(page, "document.querySelector('[data-test=shared]').textContent.includes('15')")
    assert (said(page, "shared"), said(page, "comparing")) == ("0 and 0.5 share 15 of 20 bits.", "")
    part(page, "second-value").fill("")
    assert (said(page, "shared"), said(page, "comparing")) == ("Choose two numbers from −3 to 3.", "")


def test_an_address_opens_a_stop(visit: Callable[..., "Page"]) -> None:
    page = visit(hash="#tour=9")
    until(page, READY)
    assert said(page, "stop-title") == SOLUTIONS[8][0]
    until(page, "document.querySelectorAll('.contexts line').length > 5")
    page.evaluate("location.hash = '#tour=2'")
    until(page, f"{READY} && document.querySelector('[data-test=shared]')")


def test_hurrying_there_and_back_leaves_the_first_stop_as_it_is(page: "Page") -> None:
    go_to_stop(page, 0)
    setup = page.evaluate("JSON.stringify(htm.world.scene.setup)")
    for _ in range(11):
        part(page, "next-stop").dispatch_event("click")
    assert said(page, "stop-title") == SOLUTIONS[11][0]
    for _ in range(11):
        page.locator(".tour").get_by_role("button", name=re.compile("^Back:")).dispatch_event("click")
    until(page, READY)
    assert said(page, "stop-title") == SOLUTIONS[0][0]
    assert page.evaluate("JSON.stringify(htm.world.scene.setup)") == setup
    assert page.evaluate("htm.world.at") == 24


SIZES = [(1366, 768), (390, 844), (683, 384)]


@pytest.mark.parametrize("size", SIZES, ids=["laptop", "phone", "zoomed"])
def test_the_card_never_covers_what_is_lit(visit: Callable[..., "Page"], size: tuple[int, int]) -> None:
    page = visit(hash="#tour=1", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    for stop in range(12):
        page.locator(f"[data-stop='{stop}']").dispatch_event("click")
        until(page, READY)
        assert not page.evaluate("htm.world.playing")
        seen, of = page.evaluate(LIT)
        assert seen >= min(of, 0.3 * size[1]), SOLUTIONS[stop][0]
        lit = page.evaluate("document.querySelector('.picture').dataset.lit")
        assert page.locator(".key").is_visible() == (lit == "none" and size[0] > 960)
        if lit in ("bits", "columns", "cells"):
            signs = part(page, "signs")
            assert signs.is_visible() == page.locator(".picture").is_visible()
            assert signs.locator("li").count() == {"bits": 3, "columns": 4, "cells": 5}[lit]
            if size[1] > 700 and signs.is_visible() and lit != "columns":
                assert page.evaluate(KEY_IN_SIGHT), SOLUTIONS[stop][0]


@pytest.mark.parametrize("size", SIZES[:2], ids=["laptop", "phone"])
def test_a_machine_that_learns_shows_an_empty_frame_as_large_as_its_picture(
    visit: Callable[..., "Page"], size: tuple[int, int]
) -> None:
    page = visit(hash="#tour=1", viewport={"width": size[0], "height": size[1]}, reduced_motion="reduce")
    until(page, READY)
    for stop in (1, 2, 3, 4, 5, 7, 8, 9, 10):
        page.evaluate("() => { htm.world.busy = 'another run'; }")  # so the stop waits
        page.locator(f"[data-stop='{stop}']").dispatch_event("click")
        assert said(page, "making-ready") == "Setting up the machine …"
        assert page.evaluate(INNARDS) == []
        waiting = page.evaluate(PLACES)
        page.evaluate("() => { htm.world.busy = null; }")
        until(page, READY)
        settle(page)
        assert page.evaluate(PLACES) == waiting, SOLUTIONS[stop][0]


# What is seen in the picture of the machine and in the picture of the stop.
INNARDS = """[...document.querySelectorAll('.show .inside *, .picture .body *')].filter((one) =>
  getComputedStyle(one).visibility === 'visible').map((one) => one.outerHTML)"""

# Where the pictures of the stop and of the machine, the question and the task are; null if not shown.
PLACES = """['.show', '.picture', '.show', '[data-test=question]', '.task'].map((one, i) => {
  const { top, bottom, height } = document.querySelector(one)?.getBoundingClientRect() ?? {};
  return height ? Math.round(i < 2 ? bottom : top) : null;
})"""


def test_next_shows_the_text_of_the_new_stop_on_a_phone(visit: Callable[..., "Page"]) -> None:
    page = visit(hash="#tour=3", viewport={"width": 390, "height": 844}, reduced_motion="reduce")
    until(page, READY)
    for _ in range(3):  # the last picture is higher than the one before it
        part(page, "next-stop").scroll_into_view_if_needed()
        part(page, "next-stop").click()
        until(page, READY)
        until(page, TITLE_IN_SIGHT)


TITLE_IN_SIGHT = """(() => {
  const { x, y, height } = document.querySelector('[data-test=stop-title]').getBoundingClientRect();
  return document.elementFromPoint(x + 2, y + height / 2)?.closest('[data-test=stop-title]') !== null;
})()"""


@pytest.mark.parametrize(("stop", "things"), [(3, ".bars button"), (9, ".contexts g")])
def test_many_small_things_have_one_tab_stop(visit: Callable[..., "Page"], stop: int, things: str) -> None:
    page = visit(hash=f"#tour={stop}")
    until(page, READY)
    guess(page, 0)
    until(page, f"document.querySelectorAll('{things}').length > 30")
    reached = page.locator(f"{things}[tabindex='0']")
    assert reached.count() == 1
    at = page.evaluate("htm.world.at")
    first = reached.get_attribute("aria-label")
    reached.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    assert reached.count() == 1
    last = page.locator(things).last.get_attribute("aria-label")
    assert reached.get_attribute("aria-label") == last != first
    assert page.evaluate("htm.world.at") == at, "the arrow keys do not move time here"
    page.keyboard.press("Enter")
    until(page, "htm.world.selected")


KEY_IN_SIGHT = """(() => {
  const { x, bottom } = document.querySelector('[data-test=signs] li:last-child').getBoundingClientRect();
  return document.elementFromPoint(x + 20, bottom - 2)?.closest('[data-test=signs]') !== null;
})()"""

# How many pixels of the height of what is lit are in sight, along its middle; and of how many.
LIT = """(() => {
  const all = [...document.querySelectorAll('.show, .picture[data-lit] .stage')];
  const filter = (one) => getComputedStyle(one.querySelector('.body')).filter;
  const dim = (one) => !one.matches('.show') && filter(one) !== 'none';
  const one = all.find((one) => !dim(one)), { x, y, width, height } = one.getBoundingClientRect();
  let seen = 0;
  for (let at = 0; at < height; at++) {
    const top = document.elementFromPoint(x + width / 2, y + at);
    if (top && one.contains(top)) seen++;
  }
  return [seen, height];
})()"""


def test_a_hint_is_given_when_asked_for(page: "Page") -> None:
    go_to_stop(page, 1)
    assert part(page, "hint").count() == 0
    page.get_by_role("button", name="Give me a hint").click()
    assert "Try 0 and 1" in said(page, "hint")


def test_progress_is_kept(page: "Page") -> None:
    go_to_stop(page, 0)
    click_a_bit(page)
    go_to_stop(page, 1)
    page.reload()
    until(page, "htm.world.live")
    enter(page, "Tour")
    assert said(page, "stop-title") == "Similar values share bits"
    assert page.locator(".stops .done").count() == 1
    until(page, READY)
    assert part(page, "shared").count() == 1


def test_a_run_of_ones_own_is_not_taken_away(page: "Page") -> None:
    page.evaluate("htm.world.start({ ...htm.world.setupNow(), seed: 7 }, false)")
    until(page, "htm.world.scene.setup.seed === 7")
    enter(page, "Tour")
    assert page.evaluate("htm.world.scene.setup.seed") == 7
    part(page, "make-ready").click()
    until(page, READY)
    assert page.evaluate("htm.world.scene.setup.seed") == 0


def test_a_click_before_the_answer_does_not_give_it_away(page: "Page") -> None:
    go_to_stop(page, 3)
    winner = page.evaluate("htm.world.record.columns[0]")
    page.evaluate("column => { htm.world.selected = { kind: 'column', column }; }", winner)
    until(
        page, "document.querySelector('[data-test=verdict]').innerText.includes('Answer the question first.')"
    )
    assert page.locator("[data-test=answer]").count() == 0
    guess(page, 0)
    page.locator("[data-test=answer]").wait_for()
    assert "won, at place" in said(page, "verdict")
