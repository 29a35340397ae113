"""What is kept and passed on: links, tables and snapshots give back their run, or say why they cannot."""

import base64
import csv
import io
import json
import pickle
import zipfile
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from page.driving import Visit, ask, enter, records, seek, start
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

SINE = {"input": {"kind": "sine", "period": 12}, "steps": 60, "train": 45, "preset": "toy", "seed": 3}
LEVELS = [0.5, 2, None, 7.25, 2, 0.5, -3, 7.25, 1, 2] * 4
OWN: dict[str, dict[str, Any]] = {
    "drawn": {"kind": "drawn", "values": [0, 1, 2.5, -0.75]},
    "csv": {"kind": "csv", "values": LEVELS, "name": "level", "times": None},
}
LONG = [round(place % 37 / 7, 4) for place in range(3000)]


def copy_link(page: "Page") -> str:
    """The part of the address after the page's name, as the room Share makes it."""
    enter(page, "Share")
    page.get_by_role("button", name="Copy the link").click()
    until(page, "document.querySelector('#room [role=status]').textContent.includes('address bar')")
    return str(page.evaluate("location.hash"))


def hash_of(moment: Any) -> str:
    return "#s=" + base64.urlsafe_b64encode(json.dumps(moment).encode()).decode().rstrip("=")


def go_to(page: "Page", hash: str) -> None:
    """Another moment in the address of the page that is open."""
    page.evaluate("hash => { location.hash = hash; }", hash)


def trouble(page: "Page") -> str:
    """The message that something went wrong, which is then closed."""
    message = page.locator(".message.bad")
    message.wait_for()
    text = message.locator("p").first.inner_text()
    message.get_by_role("button", name="Close").click()
    assert message.count() == 0
    return text


def goes_on(page: "Page", place: int) -> None:
    """The run can still be walked through, and asked about."""
    seek(page, place)
    page.locator("main").click(position={"x": 2, "y": 2})
    page.keyboard.press("ArrowRight")
    assert page.evaluate("htm.world.at") == place + 1
    assert ask(page, "overlaps", run=0, at=place + 1)["winners"] == len(records(page)[place]["columns"])


def second(page: "Page", at: int) -> None:
    """A second run beside the first, to its end."""
    page.evaluate("at => htm.world.branch(at, { active_column_count: 4 })", at)
    until(page, "htm.world.second.records.length === htm.world.scene.setup.steps - htm.world.second.from")


def test_a_link_says_that_the_second_run_is_not_part_of_it(page: "Page", visit: Visit) -> None:
    start(page, **SINE)
    seek(page, 39)
    enter(page, "Share")
    words = page.locator("#room section").first
    assert "step 40" in words.inner_text()
    assert "see the same step." in words.inner_text()
    second(page, 30)
    seek(page, 39)
    assert "the first run at this step; the second run is not part of it" in words.inner_text()
    assert page.evaluate("htm.world.record.columns.length") == 4
    other = visit(hash=copy_link(page), ready=False)
    until(other, "htm.world.live && htm.world.at === 39")
    assert other.evaluate("htm.world.second") is None
    assert other.evaluate("htm.world.record") == records(page)[39]
    page.get_by_role("button", name="Close the second").click()
    assert "see the same step." in words.inner_text()


@pytest.mark.parametrize("kind", ["drawn", "csv"])
def test_a_run_too_large_for_a_link_says_so_and_the_address_stays(page: "Page", kind: str) -> None:
    start(page, **SINE | {"input": OWN[kind] | {"values": LONG[: 2000 if kind == "drawn" else 3000]}})
    seek(page, 5)
    before = page.evaluate("location.href")
    enter(page, "Share")
    page.get_by_role("button", name="Copy the link").click()
    assert (
        trouble(page) == "This run has too much data for a link: save it as .npz below, and send that file."
    )
    assert page.locator("#room [role=status]").inner_text() == ""
    assert page.evaluate("location.href") == before
    goes_on(page, 20)
    start(page, **SINE)
    assert copy_link(page) == page.evaluate("location.hash") != "", "the next one is small enough"


@pytest.mark.parametrize("kind", ["drawn", "csv"])
def test_a_link_brings_ones_own_values(page: "Page", visit: Visit, kind: str) -> None:
    start(page, **SINE | {"input": OWN[kind]})
    count = 60 if kind == "drawn" else 40
    values = [*OWN[kind]["values"]] * 15
    assert page.evaluate("htm.world.scene.values") == values[:count]
    seek(page, 29)
    enter(page, "Share")
    assert "Your own values are part of the link" in page.inner_text("#room")
    other = visit(hash=copy_link(page), ready=False)
    until(other, f"htm.world.live && htm.world.last === {count - 1} && htm.world.at === 29")
    assert other.evaluate("htm.world.scene.values") == values[:count]
    assert other.evaluate("htm.world.scene.setup") == page.evaluate("htm.world.scene.setup")
    assert records(other) == records(page)
    assert len({str(one["columns"]) for one in records(other)}) > 2


def test_another_link_in_an_open_page_opens_its_moment(page: "Page") -> None:
    start(page, **SINE)
    go_to(page, hash_of({"setup": SINE | {"seed": 8}, "at": 50, "selected": {"kind": "column", "column": 9}}))
    until(page, "htm.world.scene.setup.seed === 8 && htm.world.at === 50")
    assert page.evaluate("htm.world.playing") is False
    until(page, "document.querySelector('#room')?.textContent.includes('Minicolumn 9')")
    there = page.evaluate("htm.world.record")
    go_to(page, hash_of({"setup": SINE, "at": 50}))
    until(page, "htm.world.scene.setup.seed === 3 && htm.world.at === 50")
    assert page.evaluate("htm.world.record") != there
    page.go_back()
    until(page, "htm.world.scene.setup.seed === 8 && htm.world.at === 50")
    assert page.evaluate("htm.world.record") == there


BROKEN = {
    "#s=%%%": "damaged",
    "#s=" + "A" * 400: "damaged",
    hash_of({"setup": SINE, "at": -1}): "damaged",
    hash_of({"setup": SINE | {"input": {"kind": "evil"}}, "at": 3}): "damaged",
    hash_of({"setup": SINE | {"parameters": {"columns": 0}}, "at": 3}): "columns",
}


def test_broken_links_in_an_open_page_leave_its_run(page: "Page") -> None:
    start(page, **SINE)
    before, scene = records(page), page.evaluate("htm.world.scene")
    for place, (hash, words) in enumerate(BROKEN.items()):
        go_to(page, hash)
        assert words in trouble(page)
        assert records(page) == before
        assert page.evaluate("htm.world.scene") == scene
        goes_on(page, 20 + place)


@pytest.mark.parametrize("run", [0, 1])
def test_the_table_is_the_run_step_for_step(page: "Page", run: int) -> None:
    start(page, **SINE)
    shown = records(page)
    if run == 1:
        second(page, 30)
        shown = shown[:30] + page.evaluate("htm.world.second.records")
        assert shown != records(page)
    seek(page, 10 if run == 1 else 40)  # before they part, too, it is the run that was chosen
    enter(page, "Share")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Export the run as CSV").click()
    assert waiting.value.suggested_filename == "htm-steps.csv"
    rows = list(csv.DictReader(io.StringIO(Path(waiting.value.path()).read_text())))
    assert list(rows[0])[:4] == ["step", "time", "value", "phase"]
    assert len(rows) == len(shown) == SINE["steps"]
    for place, (row, record) in enumerate(zip(rows, shown, strict=True)):
        assert (int(row["step"]), row["phase"]) == (place, "training" if record["learn"] else "testing")
        for name in ("value", "anomaly", "likelihood", "recall", "precision"):
            assert (float(row[name]) if row[name] else None) == pytest.approx(record[name], abs=1e-6), name
        active, expected = set(record["columns"]), set(record["expected"])
        assert int(row["bursting"]) == len(active - expected)
    for place in (19, 35, 58):
        coming = ask(page, "distribution", run=run, at=place + 1)
        reached = accumulate(coming["probabilities"])
        middle = next(value for value, sum in zip(coming["values"], reached, strict=True) if sum >= 0.5)
        assert float(rows[place]["prediction_1"]) == middle


class Bomb:
    """Unpickled, it would take all controls away."""

    def __reduce__(self) -> tuple[Any, ...]:
        return exec, ("import htm_teacher.page.controls as one; one.CONTROLS = ()",)


def damaged(whole: bytes, how: str) -> bytes:
    """A snapshot that is none any more, or never was."""
    middle, made = len(whole) // 2, io.BytesIO()
    if how == "bits turned over":
        return whole[:middle] + bytes(255 - one for one in whole[middle : middle + 64]) + whole[middle + 64 :]
    if how == "cut off":
        return whole[:middle]
    if how == "an array cut short":
        with zipfile.ZipFile(io.BytesIO(whole)) as old, zipfile.ZipFile(made, "w") as new:
            largest = max(old.infolist(), key=lambda one: one.file_size).filename
            for name in old.namelist():
                new.writestr(name, old.read(name)[: -8 if name == largest else None])
    elif how == "arrays of another program":
        np.savez(made, header=np.arange(5), weights=np.ones((3, 3)))
    else:
        array = np.empty(1, dtype=object)
        array[0] = Bomb()
        assert b"CONTROLS" in pickle.dumps(array)
        np.savez(made, header=array)
    return made.getvalue()


KINDS = ("bits turned over", "cut off", "an array cut short", "arrays of another program", "a pickled object")


def test_damaged_snapshots_are_refused_and_the_run_goes_on(page: "Page") -> None:
    start(page, **SINE)
    whole = base64.b64decode(ask(page, "save", run=0, at=30))
    before, digest = records(page), ask(page, "digest", run=0, at=60)
    enter(page, "Share")

    def choose(name: str, content: bytes) -> None:
        file = {"name": name, "mimeType": "application/octet-stream", "buffer": content}
        page.locator("#room input[type=file]").set_input_files(file)  # type: ignore[arg-type]

    for place, how in enumerate(KINDS):
        choose("mine.npz", damaged(whole, how))
        said = trouble(page)
        assert said.startswith("mine.npz: "), how
        assert said.endswith("Choose a file that was saved here or by htm_teacher.save()."), how
        assert page.evaluate("[htm.world.opened, htm.world.busy]") == ["", None], how
        assert page.locator("#room [role=status]").inner_text() == "", how
        assert records(page) == before, how
        assert ask(page, "digest", run=0, at=60) == digest, how
        assert len(ask(page, "controls")) > 20, "nothing of the file was executed"
        goes_on(page, 20 + place)
    choose("whole.npz", whole)  # so it was the damage
    until(page, "htm.world.opened === 'whole.npz'")
    assert "has done 30 steps" in page.evaluate("htm.world.scene.notes[0]")
