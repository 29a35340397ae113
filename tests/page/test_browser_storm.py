"""A storm of random deeds: after each the page, its Python and a Python outside the browser agree."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from page.driving import start
from page.storm import ALLOWED, QUICK, SMALL, STOPS, Truth, same, storm

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

ACTIONS = int(os.environ.get("HTM_TEACHER_STORM", "100"))  # of the short storm
LONG = 1000
SCRIPT = Path(__file__).with_name("storm.js").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("seed", "actions", "stops"),
    [
        (0, ACTIONS, QUICK),
        *(pytest.param(seed, LONG, STOPS, marks=pytest.mark.long) for seed in (1, 2, 3)),
    ],
)
def test_whatever_is_done_the_page_shows_what_its_python_holds(
    page: "Page", seed: int, actions: int, stops: list[int]
) -> None:
    start(page, **SMALL)
    page.evaluate(SCRIPT)
    truth = Truth(lambda name: page.evaluate("name => window.storm.opened[name]", name))
    for number, gust in enumerate(storm(seed, actions, stops)):
        here = f"seed {seed}, gust {number}: {gust}"
        assert page.evaluate("some => window.storm.act(some)", gust) == [], here
        found = page.evaluate("() => window.storm.state()")
        assert found["odd"] == [], here
        assert not found["trouble"] or ALLOWED.match(found["trouble"]), (found["trouble"], here)
        record, digest = truth(found)
        assert same(found["record"], record), (found, record, here)
        assert found["digest"] == digest, (found, here)
