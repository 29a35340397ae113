"""Links, snapshots, tables and pictures."""

import base64
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import PIL.Image
import pytest

from page.driving import Visit, enter, quiet_step, run, seek, world
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def hash_of(moment: Any) -> str:
    text = moment if isinstance(moment, str) else json.dumps(moment)
    return "#s=" + base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def test_a_link_opens_at_the_moment(page: "Page", visit: Visit) -> None:
    enter(page, "Change")
    page.get_by_label("Period", exact=True).fill("12")
    page.get_by_label("Iterations", exact=True).fill("100")
    page.keyboard.press("Tab")
    run(page)
    seek(page, 70)
    page.evaluate("() => { window.htm.world.selected = {kind: 'column', column: 3}; }")
    record = world(page, "world.record")
    enter(page, "Share")
    page.get_by_role("button", name="Copy the link").click()
    page.wait_for_selector("aside >> text=address bar")
    there = page.evaluate("() => location.hash")
    other = visit(hash=there, ready=False)
    until(other, "world.live && world.scene.setup.input.period === 12 && world.at === 70")
    assert world(other, "world.record") == record
    assert world(other, "world.selected") == {"kind": "column", "column": 3}
    assert world(other, "world.playing") is False
    other.wait_for_selector("aside >> text=Minicolumn 3")


@pytest.mark.parametrize(
    "hash",
    [
        "#s=%%%",
        "#s=abc",
        hash_of("not json"),
        hash_of([1]),
        hash_of({"setup": {"input": {"kind": "sine"}, "steps": 10}, "at": -1}),
        hash_of(
            {
                "setup": {"input": {"kind": "evil"}, "steps": 10, "train": 5, "preset": "toy", "seed": 0},
                "at": 3,
            }
        ),
        hash_of({"setup": {"input": {"kind": "sine"}, "steps": 10}, "at": 3}),
    ],
)
def test_a_broken_link_says_so_and_shows_the_first_run(visit: Visit, hash: str) -> None:
    page = visit(hash=hash)
    message = page.inner_text(".message.bad")
    assert len(message) > 20
    assert world(page, "[world.scene.setup.input.kind, world.scene.setup.steps]") == ["sine", 400]
    seek(page, 5)
    page.keyboard.press("ArrowRight")
    assert world(page, "world.at") == 6


def test_a_damaged_link_is_said_before_python_is_up(visit: Visit) -> None:
    page = visit(hash="#s=abc", ready=False)
    page.wait_for_selector(".message.bad")
    assert world(page, "world.live") is False
    assert "This link is damaged" in page.inner_text(".message.bad")


def test_a_link_that_python_refuses_is_said_in_the_words_of_the_page(visit: Visit) -> None:
    setup = {"input": {"kind": "sine"}, "steps": 50, "train": 30, "preset": "toy", "seed": 0}
    page = visit(hash=hash_of({"setup": setup | {"noisy_bits": 7}, "at": 3}))
    until(page, "!world.busy")
    message = page.inner_text(".message.bad")
    assert "This link cannot be opened" in message
    assert "“Noisy bits” is 7" in message
    seek(page, 5)


def test_while_a_link_is_opened_no_other_run_plays(visit: Visit) -> None:
    setup = {"input": {"kind": "sine"}, "steps": 50, "train": 30, "preset": "toy", "seed": 0}
    page = visit(hash=hash_of({"setup": setup, "at": 9}), ready=False)
    page.wait_for_selector(".pipeline")
    assert world(page, "world.playing") is False
    until(page, "world.scene.setup.steps === 50 && world.at === 9")
    assert world(page, "world.playing") is False


def test_a_snapshot_is_saved_and_opened(page: "Page", tmp_path: Path) -> None:
    from htm_teacher import load

    seek(page, 100)
    enter(page, "Share")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Save step 101 as .npz").click()
    path = tmp_path / waiting.value.suggested_filename
    waiting.value.save_as(path)
    assert load(path, engine="textbook").memory.steps == 101
    next_record = world(page, "world.records[101]")
    page.locator("aside input[type=file]").set_input_files(path)
    page.wait_for_selector("aside >> text=is open")
    until(page, "world.records.length > 0 && world.live")
    assert world(page, "world.records[0].segments") >= next_record["segments"] - 20


def test_a_foreign_snapshot_is_refused(page: "Page", tmp_path: Path) -> None:
    path = tmp_path / "foreign.npz"
    path.write_bytes(b"PK\x03\x04 and nothing else")
    enter(page, "Share")
    page.locator("aside input[type=file]").set_input_files(path)
    page.wait_for_selector(".message.bad")
    assert world(page, "world.scene.setup.input.kind") == "sine"
    seek(page, 399)


def test_the_run_is_exported(page: "Page", tmp_path: Path) -> None:
    until(page, "world.last === 399")
    seek(page, 120)
    enter(page, "Share")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export the run as CSV").click()
    waiting.value.save_as(tmp_path / "steps.csv")
    lines = (tmp_path / "steps.csv").read_text().splitlines()
    assert len(lines) == 401
    assert (lines[1].split(",")[0], lines[-1].split(",")[0]) == ("0", "399")
    page.wait_for_selector("aside >> text=step 1 here is step 0 there")


BOXES = """(names) => names.map((name) => {
  const view = document.querySelector('.picture').parentElement.getBoundingClientRect();
  const { x, y, width, height } = document.querySelector(name).getBoundingClientRect();
  return [x - view.x, y - view.y, x - view.x + width, y - view.y + height, view.height];
})"""
COLOURS = """(names) => Object.fromEntries(names.map((name) =>
  [name, getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim()]))"""


@pytest.mark.parametrize("width", [360, 1366])
def test_the_view_is_kept_as_a_picture_the_part_that_is_out_of_sight_included(
    visit: Visit, tmp_path: Path, width: int
) -> None:
    page = visit(viewport={"width": width, "height": 700}, color_scheme="dark")
    quiet_step(page)
    enter(page, "Share")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export the view as PNG").click()
    waiting.value.save_as(tmp_path / "view.png")
    image = np.asarray(PIL.Image.open(tmp_path / "view.png").convert("RGB")).astype(int)
    wanted = {  # what is drawn in which colours
        ".stage:nth-child(1) canvas": ["ink", "next"],
        ".stage:nth-child(2) canvas": ["new"],
        ".stage:nth-child(3) canvas": ["same", "new"],
        ".stage:nth-child(4) canvas": ["next", "new"],
        ".stage:nth-child(5) dd:nth-of-type(3) .bar > span": ["recall"],
        ".views section:nth-child(1) canvas": ["next", "ink"],
        ".views section:nth-child(2) canvas": ["recall", "precision", "ink"],
        ".views section:nth-child(3) canvas": ["same", "new", "ink"],
        ".views section:nth-child(4) canvas": ["new"],
    }
    boxes = page.evaluate(BOXES, list(wanted))
    palette = page.evaluate(COLOURS, ["ink", "next", "recall", "precision", "new", "same"])
    head = len(image) - 2 * (boxes[0][4] + 20)  # what stands above: the step in words
    for (part, names), (left, top, right, foot, _) in zip(wanted.items(), boxes, strict=True):
        inside = image[
            int(head + 2 * top) : int(head + 2 * foot), int(2 * (left + 20)) : int(2 * (right + 20))
        ]
        for name in names:
            colour = [int(palette[name][at : at + 2], 16) for at in (1, 3, 5)]
            near = np.abs(inside - colour).sum(axis=2) < 100  # small things are blurred a little
            assert near.sum() > 10, f"{part} has nothing of {name}"
            if name == "ink" and "section:nth-child(3)" in part:
                cursor = near.mean(axis=0).argmax() / near.shape[1]
                assert abs(cursor - world(page, "(world.at + 0.5) / 120")) < 0.08, "at this step"
    assert (image[: int(head)] != image[0, 0]).any(), "the step in words"


KEEP_RATIOS = """() => {
  const made = HTMLCanvasElement.prototype.toDataURL;
  window.ratios = [];
  HTMLCanvasElement.prototype.toDataURL = function (...given) {
    if (this.isConnected) window.ratios.push([this.parentElement.className, this.width / this.clientWidth]);
    return made.apply(this, given);
  };
}"""


def test_the_picture_is_sharp_and_has_no_controls(visit: Visit, tmp_path: Path) -> None:
    page = visit(color_scheme="light")
    quiet_step(page)
    page.evaluate("() => { htm.world.selected = { kind: 'column', column: htm.world.record.columns[0] }; }")
    until(page, "document.querySelector('.flow canvas').width > 300")
    enter(page, "Share")
    controls = [".stage:nth-child(5) .button", ".stage:nth-child(2) .zoom", ".head label"]
    boxes = page.evaluate(BOXES, controls)
    page.evaluate(KEEP_RATIOS)
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export the view as PNG").click()
    waiting.value.save_as(tmp_path / "view.png")
    image = np.asarray(PIL.Image.open(tmp_path / "view.png").convert("RGB")).astype(int)
    ratios = page.evaluate("() => window.ratios")
    assert len(ratios) >= 9
    assert [one for one in ratios if abs(one[1] - 2) > 0.02] == [], "a canvas has whole pixels"
    head = len(image) - 2 * (boxes[0][4] + 20)
    parts = [
        image[int(head + 2 * top) : int(head + 2 * foot), int(2 * left) + 40 : int(2 * right) + 40]
        for left, top, right, foot, _ in boxes
    ]
    for name, part in zip(controls, parts, strict=True):
        assert part.size
        assert (part == image[0, 0]).all(), f"{name} is in the picture"
    canvases = "[...document.querySelectorAll('.picture .paper canvas')]"
    assert page.evaluate(f"{canvases}.every((one) => one.width <= one.clientWidth)"), "and then as before"
