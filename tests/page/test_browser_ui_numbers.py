"""Each number that can be set is the one that the machine has, and does what it is there for."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from htm_teacher import RDSE, Scalar
from htm_teacher.core.encoders import Encoder
from htm_teacher.series import Series
from htm_teacher.study.encoding import encode
from page.asking import Asker
from page.driving import ask, enter, records, run, seek, start
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

WAVE = {"kind": "sine", "period": 10, "noise": 0.1}
SETUP: dict[str, Any] = {"input": WAVE, "steps": 60, "train": 50, "preset": "toy", "seed": 1}
# What each control is set to. Those of SILENT need longer runs to show in the records.
VALUES = {
    "columns": 80, "active_column_count": 4, "potential_fraction": 0.5, "pooler_connected_permanence": 0.3,
    "pooler_permanence_increment": 0.05, "pooler_permanence_decrement": 0.02, "stimulus_threshold": 14,
    "boost_strength": 4, "duty_cycle_period": 20, "minimum_overlap_duty": 1, "cells_per_column": 2,
    "activation_threshold": 6, "learning_threshold": 2, "initial_permanence": 0.6,
    "memory_connected_permanence": 0.3, "memory_permanence_increment": 0.3,
    "memory_permanence_decrement": 0.2, "predicted_decrement": 0.1, "sample_size": 5,
    "max_synapses_per_segment": 8, "max_segments_per_cell": 1, "learning_period": 8,
    "estimation_samples": 10, "window": 20, "refit_every": 10, "learning_rate": 0.5,
}  # fmt: skip
SILENT = {
    *("duty_cycle_period", "minimum_overlap_duty", "learning_period"),
    *("estimation_samples", "window", "refit_every"),
}
EXACT = ("value", "bits", "expected", "columns", "cells", "winners", "predictive", "segments", "synapses")

# How many pixels of a canvas, between two parts of its height, have a colour of the style sheet.
COLOURED = """([selector, name, top, foot]) => {
  const canvas = document.querySelector(selector);
  const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const [r, g, b] = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  const [from, high] = [Math.round(top * canvas.height), Math.round((foot - top) * canvas.height)];
  const { data } = canvas.getContext('2d').getImageData(0, from, canvas.width, high);
  let count = 0;
  for (let at = 0; at < data.length; at += 4)
    if (Math.abs(data[at] - r) + Math.abs(data[at + 1] - g) + Math.abs(data[at + 2] - b) < 40) count++;
  return count;
}"""
LINE = "footer .line canvas"
CURVE = "main section:has([aria-label^='The input over the steps']) canvas"

# Two seconds of frames, whatever the real clock says; where the run is then, from its start.
PLAYED = """() => {
  const [world, real, frames] = [window.htm.world, window.requestAnimationFrame, []];
  world.pause();
  world.seek(0);
  window.requestAnimationFrame = (frame) => frames.push(frame);
  const began = performance.now();
  world.play();
  for (let now = began + 125; now <= began + 2000; now += 125)
    for (const frame of frames.splice(0)) frame(now);
  window.requestAnimationFrame = real;
  world.pause();
  for (const frame of frames) real(frame);
  return world.at;
}"""


def coloured(canvas: str, name: str, top: float = 0, foot: float = 1) -> str:
    """An expression: how much of a canvas has that colour."""
    return f"({COLOURED})({json.dumps([canvas, name, top, foot])})"


def exact(all_records: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What is the same wherever Python runs."""
    return [{name: one[name] for name in EXACT} for one in all_records]


def fill(page: "Page", label: str, value: float) -> None:
    page.get_by_label(label, exact=True).fill(str(value))
    page.keyboard.press("Tab")


def through(page: "Page") -> list[dict[str, Any]]:
    """Press Run, and wait for the end of the new run."""
    run(page)
    until(page, "htm.world.last + 1 === htm.world.scene.setup.steps")
    return records(page)


def differing(before: dict[str, Any], after: dict[str, Any]) -> dict[str, Any]:
    """What is new or another: {name: value}; of parts, {part.name: value}."""
    found: dict[str, Any] = {}
    for name in {*before, *after}:
        old, new = before.get(name), after.get(name)
        if isinstance(old, dict) and isinstance(new, dict):
            found |= {f"{name}.{inner}": one for inner, one in differing(old, new).items()}
        elif old != new:
            found[name] = new
    return found


def test_every_control_sets_its_parameter_and_no_other(page: "Page") -> None:
    start(page, **SETUP)
    first, scene = records(page), page.evaluate("htm.world.scene")
    assert exact(first) == exact(Asker().run(**SETUP))
    enter(page, "Change")
    page.wait_for_selector("#room details")
    page.locator("#room details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    controls = ask(page, "controls")
    assert {one["name"] for one in controls} == set(VALUES)
    for control in controls:
        name, label, part, value = control["name"], control["label"], control["part"], VALUES[control["name"]]
        assert value != control["defaults"]["toy"]
        fill(page, f"{label}, {control['unit']}" if control["unit"] else label, value)
        new = through(page)
        now = page.evaluate("htm.world.scene")
        assert differing(scene["setup"], now["setup"]) == {f"parameters.{name}": value}
        wanted = {f"{part}.{name.removeprefix(f'{part}_')}": value}
        if name == "columns":
            wanted["memory.columns"] = value
        assert differing(scene["parameters"], now["parameters"]) == wanted
        assert exact(new) == exact(Asker().run(**SETUP | {"parameters": {name: value}})), name
        assert (new == first) == (name in SILENT), name
        page.get_by_role("button", name=f"{label}: back to", exact=False).click()
    assert through(page) == first, "every number is back at its preset"
    assert page.evaluate("htm.world.scene.setup") == scene["setup"]


def test_the_numbers_of_input_and_run_set_nothing_but_themselves(page: "Page") -> None:
    start(page, **SETUP)
    enter(page, "Change")
    changes: list[tuple[str, float, dict[str, Any]]] = [
        ("Period", 7, {"input.period": 7}),
        ("Noise", 0.35, {"input.noise": 0.35}),
        ("Noisy bits", 0.4, {"noisy_bits": 0.4}),
        ("Seed", 77, {"seed": 77}),
        ("Training", 20, {"train": 20}),
        ("Iterations", 30, {"steps": 30, "train": 10}),  # the same part of it
    ]
    for label, value, wanted in changes:
        before, first = page.evaluate("htm.world.scene.setup"), records(page)
        fill(page, label, value)
        new = through(page)
        now = page.evaluate("htm.world.scene.setup")
        assert differing(before, now) == wanted
        assert new != first, label
        assert exact(new) == exact(Asker().run(**now)), label
        assert [one["learn"] for one in new].count(True) == now["train"]


@pytest.mark.parametrize(("kind", "size", "active"), [("auto", 0, 0), ("rdse", 300, 17), ("scalar", 96, 9)])
def test_an_encoder_chosen_is_the_one_that_codes(page: "Page", kind: str, size: int, active: int) -> None:
    start(page, **SETUP)
    before = records(page)
    enter(page, "Change")
    choice = page.locator("#room section", has=page.get_by_role("heading", name="Encoder")).locator("select")
    choice.select_option("scalar" if kind == "auto" else kind)
    if kind == "auto":
        choice.select_option("auto")
        fill(page, "Seed", 2)
    else:
        fill(page, "Bits", size)
        fill(page, "Active bits", active)
    new = through(page)
    scene = page.evaluate("htm.world.scene")
    values = scene["values"]
    kinds: dict[str, type[RDSE] | type[Scalar]] = {"rdse": RDSE, "scalar": Scalar}
    own: Encoder
    if kind == "auto":
        own = encode(Series("sine", {"sine wave": values}), 50).encoder
        assert "encoder" not in scene["setup"] or scene["setup"]["encoder"] == {"kind": "auto"}
    else:
        own = kinds[kind](size=size, active_bits=active)
        own.fit(values[:50])
        assert scene["setup"]["encoder"] == {"kind": kind, "size": size, "active_bits": active}
        assert [one["bits"] for one in new] != [one["bits"] for one in before]
        assert {len(one["bits"]) for one in new} == {active}
    assert scene["inputs"] == own.size
    assert [one["bits"] for one in new] == [sorted(own.encode(value).active) for value in values]
    for value in (-1.3, 0, 0.123, 0.9):
        assert ask(page, "encode", value=value)["bits"] == sorted(own.encode(value).active)


def test_slower_and_faster_change_how_far_playing_comes(page: "Page") -> None:
    until(page, "htm.world.last === 399")
    choice = page.get_by_label("Speed, steps a second")
    assert choice.input_value() == "5"

    def plays(speed: int) -> None:
        assert [choice.input_value(), page.evaluate("htm.world.speed")] == [str(speed), speed]
        assert 2 * speed - 1 <= page.evaluate(PLAYED) <= 2 * speed

    plays(5)
    for speed in (10, 20, 30, 60, 120, 120):
        page.get_by_role("button", name="Faster").click()
        plays(speed)
    choice.select_option("30")
    plays(30)
    for speed in (20, 10, 5, 2, 1, 1):
        page.get_by_role("button", name="Slower").click()
        plays(speed)


def test_previous_surprise_goes_back_to_the_last_one(page: "Page") -> None:
    seek(page, 399)
    surprises = page.evaluate("[...Array(400).keys()].filter((one) => htm.world.begins(one))")
    recalls = [one["recall"] for one in records(page)]
    low = [recall is not None and recall <= 0.5 for recall in recalls]
    assert surprises == [place for place in range(400) if low[place] and not (place and low[place - 1])]
    assert len(surprises) > 2
    for place in reversed(surprises):
        page.get_by_role("button", name="Previous surprise").click()
        assert page.evaluate("htm.world.at") == place
    page.get_by_role("button", name="Previous surprise").click()
    assert page.evaluate("htm.world.at") == surprises[-1], "before the first comes the last"


def test_a_second_run_has_a_lane_curves_and_words_of_its_own_until_it_is_closed(page: "Page") -> None:
    start(page, **SETUP)
    seek(page, 29)
    enter(page, "Change")
    page.wait_for_selector("#room details")
    page.evaluate("() => { htm.world.quiet = true; }")
    page.locator(CURVE).scroll_into_view_if_needed()  # what is out of sight is not drawn
    first = records(page)
    one_lane = f"{coloured(LINE, 'new', foot=0.4)} && !{coloured(LINE, 'second')}"
    one_curve = f"{coloured(CURVE, 'next')} && !{coloured(CURVE, 'second')}"
    until(page, one_lane)
    until(page, one_curve)
    page.locator("#room details").evaluate_all("all => all.forEach((one) => { one.open = true; })")
    fill(page, "Active columns, columns", 3)
    fill(page, "Activation threshold, synapses", 4)
    page.get_by_role("button", name="Continue from this step with these settings").click()
    until(page, "htm.world.second.records.length === 30")
    group = page.get_by_role("group", name="Two runs")
    words = " ".join(group.inner_text().split())
    assert "Two runs since step 31. In the second: " in words
    assert "active column count 3" in words
    assert "activation threshold 4" in words
    seek(page, 50)
    assert {len(one["columns"]) for one in page.evaluate("htm.world.second.records")} == {3}
    two_lanes = f"{coloured(LINE, 'second', top=0.55)} && !{coloured(LINE, 'second', foot=0.45)}"
    until(page, f"{two_lanes} && !{coloured(LINE, 'new', top=0.55)}")
    until(page, f"{coloured(CURVE, 'next')} && {coloured(CURVE, 'second')}")
    assert page.evaluate("htm.world.record") != first[50]
    assert "forecast of the second run" in page.inner_text("main")
    group.get_by_role("button", name="Close the second").click()
    assert group.count() == 0
    assert page.evaluate("htm.world.record") == first[50]
    assert records(page) == first
    until(page, one_lane)
    until(page, one_curve)
    assert "forecast of the second run" not in page.inner_text("main")
