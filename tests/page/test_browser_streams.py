"""The report on many streams in a browser: searched, sorted, escaped and drawn; in light and dark; small."""

from datetime import datetime

import pytest

from htm_teacher.study.stream_facts import Facts, Picture
from htm_teacher.study.streams_page import write_streams

EVIL = "<img src=x onerror=\"document.title='broken'\"></script><b>"
BYTES = [
    bytes(one) for one in ([9, 100, 255, 200], [255, 50, 50, 50], [255, 150, 150, 150], [255, 0, 127, 254])
]
PICTURE = Picture(None, 0, 9, *BYTES, [3])
NEWER, OLDER = (datetime(2024, 1, day) for day in (3, 2))
FACTS = [
    Facts("pump 10", 4, surprise=2.0, alerts=1, last_alert_time=NEWER, reason="novelty", picture=PICTURE),
    Facts("pump 9", 4, surprise=30.5, alerts=2, last_alert_time=OLDER, reason="shape", picture=PICTURE),
    Facts(EVIL, 4, surprise=0.0, picture=PICTURE, link=f"{EVIL}/whole-run.png"),
    Facts("short", nothing="Left out: too few rows"),
]
NAMES = "[...document.querySelectorAll('tbody tr:not([hidden]) th')].map((one) => one.firstChild.textContent)"


@pytest.fixture
def report(tmp_path):
    write_streams(tmp_path / "report.html", FACTS, f"sensors {EVIL}")
    return tmp_path / "report.html"


@pytest.fixture
def shown(visit, report):
    page = visit(file=report, ready=False)
    page.wait_for_selector("path.line", state="attached")
    return page


def names(page):
    return page.evaluate(NAMES)


def test_streams_are_sorted_by_surprise_and_then_as_asked(shown):
    assert names(shown) == ["pump 9", "pump 10", EVIL, "short"]
    for button, first in {
        "Stream": [EVIL, "pump 9", "pump 10", "short"],
        "Last alert": ["pump 10", "pump 9", EVIL, "short"],
        "Alerts": ["pump 9", "pump 10", EVIL, "short"],
    }.items():
        shown.get_by_role("button", name=button, exact=False).last.click()
        assert names(shown) == first
    shown.get_by_role("button", name="Stream").click()
    shown.get_by_role("button", name="Stream").click()
    assert names(shown) == ["short", "pump 10", "pump 9", EVIL]
    sorted_by = (
        "[...document.querySelectorAll('[aria-sort]')].map((one) => [one.innerText.trim(), one.ariaSort])"
    )
    assert [[one[0].split()[0], one[1]] for one in shown.evaluate(sorted_by)] == [["Stream", "descending"]]
    shown.get_by_role("button", name="Surprise").click()
    shown.get_by_role("button", name="Surprise").click()
    assert names(shown) == [EVIL, "pump 10", "pump 9", "short"]  # without a rank: last, either way


def test_names_and_reasons_are_searched(shown):
    for words, found, count in (
        ("PUMP", ["pump 9", "pump 10"], "2 of 4 streams"),
        ("pump shape", ["pump 9"], "1 of 4 streams"),
        ("too few", ["short"], "1 of 4 streams"),
        ("<img", [EVIL], "1 of 4 streams"),
        ("nobody", [], "0 of 4 streams"),
        ("", ["pump 9", "pump 10", EVIL, "short"], "4 streams"),
    ):
        shown.get_by_role("searchbox").fill(words)
        assert names(shown) == found
        assert shown.locator("#count").inner_text() == count


def test_what_looks_like_html_is_text(shown):
    assert shown.locator("img, b").count() == 0
    assert shown.title() == f"sensors {EVIL}: 4 streams"
    assert shown.locator("h1").inner_text() == f"sensors {EVIL}"
    assert shown.get_by_role("link").count() == 1


def test_a_picture_shows_values_interval_rank_and_alert(shown):
    svg = shown.locator("tbody tr").first.locator("svg")
    paths = {
        name: svg.locator(f"path.{name}").get_attribute("d") for name in ("line", "band", "rank", "mark")
    }
    assert paths == {
        "line": "M0 245h0L1 154M3 54h0",
        "band": "M1 204V104M2 204V104M3 204V104",
        "rank": "M1 340V340M2 340V308M3 340V276",
        "mark": "M3 0V340",
    }
    assert svg.get_attribute("aria-label") == "The last rows of pump 9, with 1 alerts"


def test_other_scripts_and_styles_are_refused(shown, errors):
    shown.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'bad = 1'}))")
    assert shown.evaluate("typeof bad") == "undefined"
    assert [one for one in errors if "Content Security Policy" in one]
    errors.clear()


def test_it_is_light_or_dark_as_the_system_is(visit, report):
    seen = set()
    for scheme in ("light", "dark"):
        page = visit(file=report, ready=False, color_scheme=scheme)
        colours = page.evaluate(
            "['backgroundColor', 'color'].map((one) => getComputedStyle(document.body)[one])"
        )
        sums = [sum(map(int, one[4:-1].split(","))) for one in colours]
        assert (sums[0] > sums[1]) == (scheme == "light")
        seen.add(tuple(colours))
    assert len(seen) == 2


def test_on_a_phone_nothing_is_cut_off(visit, report):
    page = visit(file=report, ready=False, viewport={"width": 320, "height": 700})
    page.wait_for_selector("path.line", state="attached")
    assert page.evaluate("document.documentElement.scrollWidth") == 320
    page.get_by_role("button", name="Alerts").click()
    assert names(page)[0] == "pump 9"


def test_two_thousand_streams_are_shown_and_only_those_in_view_are_drawn(visit, tmp_path):
    many = [Facts(f"s{i}", 4, surprise=float(i), picture=PICTURE) for i in range(2000)]
    write_streams(tmp_path / "report.html", many, "many")
    page = visit(file=tmp_path / "report.html", ready=False)
    page.wait_for_selector("path.line", state="attached")
    assert len(names(page)) == 2000
    assert 0 < page.locator("path.line").count() < 100
    page.locator("tbody tr").last.scroll_into_view_if_needed()
    page.wait_for_selector("tbody tr:last-child path.line", state="attached")
