"""A storm of random deeds: after each the page, its Python and a Python outside the browser agree."""

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from page.driving import start
from page.storm import ALLOWED, QUICK, SMALL, STOPS, Storm, Truth, same

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
    storm = Storm(seed, actions, stops)
    for number, gust in enumerate(storm):
        here = f"seed {seed}, gust {number}: {gust}"
        done = page.evaluate("some => window.storm.act(some)", [deed for _, deed in gust])
        assert done["odd"] == [], here
        storm.acted.update(name for (name, _), acted in zip(gust, done["acted"], strict=True) if acted)
        found = page.evaluate("() => window.storm.state()")
        assert found["odd"] == [], here
        assert not found["trouble"] or ALLOWED.match(found["trouble"]), (found["trouble"], here)
        record, digest = truth(found)
        assert same(found["record"], record), (found, record, here)
        assert found["digest"] == digest, (found, here)
    assert storm.missing == [], (storm.acted, storm.tried)


def test_records_that_differ_in_a_score_or_a_guess_are_not_the_same() -> None:
    one = {"i": 3, "likelihood": 0.5, "next": {"value": 1.0, "expected": 0.9, "probability": 0.25}}
    assert same(one, one | {"likelihood": 0.5 + 1e-15})
    for other in ({"i": 4}, {"likelihood": 0.51}, {"likelihood": None}, {"next": None}):
        assert not same(one, one | other)
        assert not same(one | other, one)
    assert not same(one, one | {"next": one["next"] | {"probability": 0.26}})
