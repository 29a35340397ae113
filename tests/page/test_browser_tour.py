"""The tour: every stop can be reached, its task is not done at first, and is done by what a visitor does."""

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from page.rooms import ask, click_on, enter, part, press_until, records, said
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

READY = "!document.querySelector('[data-test=making-ready], [data-test=make-ready]')"
RECORD = "htm.world.record"


def click_a_bit(page: "Page") -> None:
    on = page.evaluate(RECORD)["bits"]
    off = next(bit for bit in range(400) if bit not in on)
    click_on(page, "bits", f"Bit {off}: off")
    not_yet(page)
    click_on(page, "bits", f"Bit {on[4]}: on")


def share_half(page: "Page") -> None:
    enter(page, "Tour")
    part(page, "second-value").fill("0.5")
    until(page, "document.querySelector('[data-test=shared]').textContent.includes('15')")
    not_yet(page)
    part(page, "second-value").fill("1")


def ranked(page: "Page", place: int) -> int:
    at = page.evaluate("htm.world.at")
    return int(ask(page, "overlaps", run=0, at=at + 1)["columns"][place])


def click_the_best(page: "Page") -> None:
    click_on(page, "columns", f"Minicolumn {ranked(page, 200)}:")
    not_yet(page)
    click_on(page, "columns", f"Minicolumn {ranked(page, 0)}:")


def click_the_best_loser(page: "Page") -> None:
    click_on(page, "columns", f"Minicolumn {ranked(page, 9)}:")
    not_yet(page)
    click_on(page, "columns", f"Minicolumn {ranked(page, 10)}:")


def click_one_that_never_won(page: "Page") -> None:
    winner = page.evaluate(RECORD)["columns"][0]
    click_on(page, "columns", f"Minicolumn {winner}:")
    not_yet(page)
    won = {column for one in records(page)[:300] for column in one["columns"]}
    never = next(column for column in range(256) if column not in won)
    click_on(page, "columns", f"Minicolumn {never}:")


def cell_name(cell: int, per_column: int) -> str:
    return f"Cell {cell % per_column} of minicolumn {cell // per_column}:"


def click_a_predictive_cell(page: "Page") -> None:
    record = page.evaluate(RECORD)
    silent = next(cell for cell in record["cells"] if cell not in record["predictive"])
    click_on(page, "cells", cell_name(silent, 8))
    not_yet(page)
    click_on(page, "cells", cell_name(record["predictive"][0], 8))


def go_to_a_burst(page: "Page") -> None:
    page.keyboard.press("ArrowLeft")
    not_yet(page)
    page.keyboard.press("Home")


def go_to_a_prediction_that_comes_true(page: "Page") -> None:
    press_until(page, "ArrowRight", f"{RECORD}.recall === 1 && {RECORD}.precision === 1")


def click_the_cell_in_the_context_of_x(page: "Page") -> None:
    place = page.evaluate("htm.world.at")
    press_until(page, "ArrowRight", f"{RECORD}.value === 'B' && htm.world.before.value === 'A'")
    after_a = page.evaluate(RECORD)["predictive"]
    click_on(page, "cells", cell_name(after_a[0], 4))
    not_yet(page)
    page.keyboard.press("Escape")
    press_until(page, "ArrowRight", f"{RECORD}.value === 'B' && htm.world.before.value === 'X'")
    assert page.evaluate("htm.world.at") > place
    after_x = page.evaluate(RECORD)["predictive"]
    nearest = nearest_after_a(page)
    own = next(cell for cell in after_x if cell not in nearest)
    click_on(page, "cells", cell_name(own, 4))


def nearest_after_a(page: "Page") -> list[int]:
    all_records, at = records(page), page.evaluate("htm.world.at")
    places = [
        i
        for i in range(1, len(all_records))
        if (all_records[i - 1]["value"], all_records[i]["value"]) == ("A", "B")
    ]
    found: list[int] = all_records[min(places, key=lambda i: abs(i - at))]["predictive"]
    return found


def go_to_the_alarm(page: "Page") -> None:
    press_until(page, "ArrowRight", f"{RECORD}.anomaly === 1")
    not_yet(page)  # a surprise alone is everyday
    press_until(page, "ArrowRight", f"{RECORD}.likelihood >= 0.99")


def kill_and_recover(page: "Page") -> None:
    enter(page, "Tour")
    part(page, "kill-half").click()
    until(page, "htm.world.second?.records.length === 200")
    assert page.evaluate(RECORD)["recall"] < 1
    not_yet(page)
    page.get_by_role("heading", name="Noise and damage").focus()
    press_until(page, "ArrowRight", f"{RECORD}.recall === 1")
    recall = [one["recall"] for one in page.evaluate("htm.world.second.records")]
    assert sum(recall[:40]) / 40 < 0.2
    assert sum(recall[-40:]) / 40 > 0.5


def go_to_the_drop(page: "Page") -> None:
    press_until(page, "ArrowRight", f"{RECORD}.value < 50")
    not_yet(page)
    press_until(page, "ArrowRight", f"{RECORD}.value < 50 && {RECORD}.likelihood >= 0.99")


# What a visitor does at each stop, in order.
SOLUTIONS: list[tuple[str, Callable[["Page"], None]]] = [
    ("A few bits say it all", click_a_bit),
    ("Similar values share bits", share_half),
    ("Every column listens", click_the_best),
    ("Only the best may speak", click_the_best_loser),
    ("Winners learn", click_one_that_never_won),
    ("Cells that expect", click_a_predictive_cell),
    ("A burst is a question", go_to_a_burst),
    ("A prediction that comes true", go_to_a_prediction_that_comes_true),
    ("The same letter, another context", click_the_cell_in_the_context_of_x),
    ("Surprise is not yet anomaly", go_to_the_alarm),
    ("Noise and damage", kill_and_recover),
    ("A real series", go_to_the_drop),
]


def not_yet(page: "Page") -> None:
    """What was done is not the task."""
    page.wait_for_timeout(400)
    enter(page, "Tour")
    assert said(page, "verdict") == "Not done yet."


def go_to_stop(page: "Page", stop: int) -> None:
    page.evaluate("htm.world.pause()")
    enter(page, "Tour")
    page.locator(f"[data-stop='{stop}']").click()
    until(page, READY)
    page.get_by_role("heading", name=SOLUTIONS[stop][0]).focus()


@pytest.mark.parametrize("stop", range(12), ids=[title for title, _ in SOLUTIONS])
def test_a_task_is_done_by_doing_it(page: "Page", stop: int) -> None:
    title, solve = SOLUTIONS[stop]
    go_to_stop(page, stop)
    assert said(page, "stop-title") == title
    not_yet(page)
    solve(page)
    enter(page, "Tour")
    until(page, "document.querySelector('[data-test=verdict]').textContent.startsWith('Well done!')")
    assert f"Stop {stop + 1}: {title}, done" in (
        page.locator(f"[data-stop='{stop}']").get_attribute("aria-label") or ""
    )


def test_the_stops_follow_each_other(page: "Page") -> None:
    page.evaluate("htm.world.pause()")
    enter(page, "Tour")
    for i, (title, _) in enumerate(SOLUTIONS):
        assert said(page, "stop-title") == title
        until(page, READY)
        if i < 11:
            part(page, "next-stop").click()
    assert part(page, "next-stop").is_disabled()


def test_passing_by_is_not_finding(page: "Page") -> None:
    go_to_stop(page, 7)
    page.evaluate("htm.world.speed = 10")
    page.get_by_role("button", name="Play").first.click()
    until(page, "htm.world.record.recall === 1 && htm.world.record.precision === 1")
    assert page.evaluate("htm.world.playing")
    assert said(page, "verdict") == "Not done yet."


def test_a_task_solved_in_another_room_is_praised_there(page: "Page") -> None:
    go_to_stop(page, 0)
    click_a_bit(page)
    assert page.evaluate("htm.world.room") == "why"
    assert page.get_by_role("status").filter(has_text="Well done!").count() == 1


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
    assert part(page, "make-ready").count() == 1  # the page begins with its own run
    part(page, "make-ready").click()
    until(page, READY)
    assert part(page, "shared").count() == 1
