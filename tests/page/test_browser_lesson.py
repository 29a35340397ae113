"""What a teacher has: a worksheet on paper, and large type."""

import re

import pytest

from page.driving import enter
from page.waiting import until

pytestmark = pytest.mark.slow


@pytest.fixture
def share(page):
    enter(page, "Share")
    return page


def test_the_worksheet_is_all_that_is_printed(share):
    share.evaluate("() => { window.print = () => { window.printed = true; }; }")
    assert not share.get_by_text("For the teacher").is_visible()
    share.get_by_role("button", name="Print the worksheet").click()
    until(share, "window.printed")
    share.emulate_media(media="print")
    assert not share.locator(".page").is_visible()
    text = share.locator(".worksheet").inner_text()
    questions, answers = text.split("For the teacher")
    assert len(re.findall(r"Task\.", questions)) == 12
    assert "Well done" not in text
    minutes = [int(one) for one in re.findall(r"(\d+) min\b", answers)]
    assert sum(minutes) == 45
    assert share.locator(".answers li").count() == 12
    assert share.evaluate("() => getComputedStyle(document.querySelector('.answers')).breakBefore") == "page"
    share.emulate_media(media="screen")
    share.evaluate("() => { dispatchEvent(new Event('afterprint')); }")
    assert share.locator(".worksheet").count() == 0
    assert share.locator(".page").is_visible()


def test_a_key_makes_everything_larger(page):
    size = "() => parseFloat(getComputedStyle(document.querySelector('.lead')).fontSize)"
    before = page.evaluate(size)
    page.keyboard.press("l")
    assert page.evaluate(size) > 1.4 * before
    page.keyboard.press("l")
    assert page.evaluate(size) == before
