"""What the picture and the views say, beside the record that it is about."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from page.driving import FIND, quiet_step, seek, world
from page.waiting import drawn, until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow


def stage(page: "Page", number: int) -> str:
    return " ".join(page.inner_text(f".stage:nth-child({number})").split())


def scores(page: "Page") -> dict[str, str]:
    """The four scores as they are written, and how long their bars are."""
    script = """() => Object.fromEntries([...document.querySelectorAll('.stage dt')].map((one) => {
      const said = one.nextElementSibling;
      const { width } = said.querySelector('.bar span').style;
      return [one.querySelector('button').textContent, `${said.innerText.trim()} ${width}`];
    }))"""
    found: dict[str, str] = page.evaluate(script)
    return found


def test_the_prediction_is_that_of_the_record(page: "Page") -> None:
    quiet_step(page)
    record: dict[str, Any] = world(page, "world.record")
    for name, said in scores(page).items():
        value = record[name]
        number, bar = said.split()
        assert number == (f"{value:.3f}" if name == "likelihood" else f"{value:.2f}")
        assert float(bar.removesuffix("%")) == pytest.approx(100 * value)
    assert list(scores(page)) == ["anomaly", "likelihood", "recall", "precision"]
    told = stage(page, 5)
    assert float(re.search(r"forecast, median (-?[\d.]+)", told)[1]) == pytest.approx(
        record["next"]["expected"], rel=0.01
    )
    assert f"({round(100 * record['next']['probability'])} %)" in told
    assert f"{len(record['predictive'])} cells" in told


def test_the_value_and_its_forecast_are_those_of_the_records(page: "Page") -> None:
    quiet_step(page)
    now, before = world(page, "[world.record, world.before]")
    came, forecast = re.search(r"Now: (-?[\d.]+)\. Forecast for it: (-?[\d.]+)\.", stage(page, 1)).groups()
    assert float(came) == pytest.approx(now["value"], abs=0.001)
    assert float(forecast) == pytest.approx(before["next"]["expected"], rel=0.01)


def test_a_column_says_its_overlap_where_the_pointer_is(page: "Page") -> None:
    quiet_step(page)
    until(page, "world.live")
    scene = world(page, "{ columns: world.scene.columns, at: world.at + 1 }")
    all_of_them = page.evaluate("at => htm.world.ask('overlaps', { run: 0, at })", scene["at"])
    known = dict(zip(all_of_them["columns"], all_of_them["overlaps"], strict=True))
    canvas = page.locator(".stage:nth-child(3) canvas")
    canvas.hover(position={"x": 40, "y": 40})
    tip = page.wait_for_selector(".stage:nth-child(3) .tip:has-text('overlap')").inner_text()
    column, overlap = re.search(r"Minicolumn (\d+): .*overlap (\d+)", tip).groups()
    assert known[int(column)] == int(overlap)


def test_training_and_testing_are_told_apart(page: "Page") -> None:
    train = world(page, "world.scene.setup.train")
    until(page, "world.last === 399")
    for place, phase in ((train - 1, "training"), (train, "testing")):
        seek(page, place)
        assert phase in page.inner_text(".where")
        assert world(page, "world.record.learn") == (phase == "training")


def test_what_was_chosen_for_the_run_can_be_read(page: "Page") -> None:
    notes = world(page, "world.scene.notes")
    assert any("resolution" in note for note in notes)
    page.get_by_text("What was chosen for this run").click()
    assert [one.strip() for one in page.locator(".notes li").all_inner_texts()] == notes


def test_at_full_size_every_active_cell_is_in_the_picture(page: "Page") -> None:
    setup = (
        "{ input: { kind: 'sine', period: 10, noise: 0 }, steps: 80, train: 80, preset: 'cortex', seed: 1,"
    )
    parameters = "parameters: { active_column_count: 70 } }"
    page.evaluate(f"() => htm.world.start({setup} {parameters}, false)")
    until(page, "world.scene.columns === 2048 && world.last === 79")
    column = "(cell) => Math.floor(cell / 32)"
    matter = f"(one) => new Set([...one.columns, ...one.expected, ...one.predictive.map({column})]).size"
    counts = world(page, f"world.records.map({matter})")
    assert max(counts) > 80, "more than there is room for"
    seek(page, counts.index(max(counts)))
    page.locator(".stage:nth-child(4) [aria-label*='minicolumns that matter']").wait_for()
    drawn(page, ".stage:nth-child(4) canvas")
    for column in world(page, "[world.record.columns.at(0), world.record.columns.at(-1)]"):
        assert page.evaluate(FIND, ["cells", f"Cell 0 of minicolumn {column}:"]), column


NEAR = """([points, name]) => {
  const canvas = document.querySelector('.views section canvas');
  const over = document.querySelector('.views section .u-over').getBoundingClientRect();
  const edge = canvas.getBoundingClientRect();
  const wanted = getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
  const colour = [1, 3, 5].map((at) => parseInt(wanted.slice(at, at + 2), 16));
  const ratio = canvas.width / edge.width;
  return points.map(([across, down]) => {
    const [x, y] = [over.x - edge.x + across * over.width, over.y - edge.y + down * over.height];
    const box = [x - 2, y - 2, 5, 5].map((one) => one * ratio);
    const { data } = canvas.getContext('2d').getImageData(...box);
    for (let at = 0; at < data.length; at += 4)
      if (colour.every((one, i) => Math.abs(one - data[at + i]) < 25)) return true;
    return false;
  });
}"""


def test_the_curves_of_the_input_are_the_values_and_their_forecasts(page: "Page") -> None:
    until(page, "world.last === 399")
    seek(page, 399)
    page.get_by_label("seen at once").select_option("60")
    page.locator(".views section .u-over").first.scroll_into_view_if_needed()
    drawn(page, ".views section canvas")
    records = world(page, "world.records")
    low, high = -1 - 0.08 * 2, 1 + 0.16 * 2  # a margin below and above a wave from -1 to 1

    def place(step: int, value: float) -> tuple[float, float]:
        return (step - 340 + 0.5) / 60, (high - value) / (high - low)

    steps = range(345, 395)
    assert all(page.evaluate(NEAR, [[place(i, records[i]["value"]) for i in steps], "edge"]))
    forecast = {i: records[i - 1]["next"]["expected"] for i in steps}
    apart = [i for i in steps if abs(forecast[i] - records[i]["value"]) > 0.2]
    assert apart, "somewhere the two can be told apart"
    assert all(page.evaluate(NEAR, [[place(i, forecast[i]) for i in steps], "next"]))
    assert not any(page.evaluate(NEAR, [[place(i, records[i]["value"]) for i in apart], "next"]))


def test_a_step_at_which_no_predicted_column_came_is_told_from_one_without_prediction(page: "Page") -> None:
    until(page, "world.last === 399")
    records = world(page, "world.records")
    missed = [i for i, one in enumerate(records) if one["expected"] and one["recall"] == 0]
    assert missed
    for place in missed[:3]:
        seek(page, place)
        many = len(records[place]["expected"])
        words = (
            f"None of the {many} predicted columns became active." if many > 1 else "did not become active."
        )
        assert words in stage(page, 4)


def test_a_part_of_a_large_machine_says_so_where_all_can_read_it(page: "Page") -> None:
    setup = "{ input: { kind: 'sine', period: 10 }, steps: 6, train: 6, preset: 'cortex', seed: 1 }"
    page.evaluate(f"() => htm.world.start({setup}, false)")
    until(page, "world.scene.columns === 2048 && world.last === 5")
    seek(page, 5)
    assert re.search(r"\b40 of 2,048 columns shown\.", stage(page, 4))


ABOUT = """() => new Promise((done) => {
  const said = [];
  const look = () => {
    const [room, { world }] = [document.getElementById('room'), htm];
    const step = /At step (\\d+)/.exec(room?.textContent ?? '')?.[1];
    const value = /The value at this step: (\\S+?)\\.(?!\\d)/.exec(room?.textContent ?? '')?.[1];
    if (value) said.push([Number(step), value]);
    if (said.length < 120) requestAnimationFrame(look);
    else done(said);
  };
  look();
})"""


def test_while_the_run_plays_the_panel_says_which_step_it_explains(page: "Page") -> None:
    until(page, "world.last === 399")
    seek(page, 100)
    page.evaluate("() => { htm.world.selected = { kind: 'burst' }; htm.world.room = 'why'; }")
    page.wait_for_selector("#room .sentence")
    page.evaluate("() => { htm.world.speed = 30; htm.world.play(); }")
    values = [one["value"] for one in world(page, "world.records")]
    said = page.evaluate(ABOUT)
    assert len({step for step, _ in said}) > 5
    for step, value in said:
        assert float(value) == pytest.approx(values[step - 1], abs=0.0006)


def test_the_anomaly_over_time_is_that_of_the_records(page: "Page") -> None:
    until(page, "world.last === 399")
    view = "section:has-text('Anomaly Over Time')"
    for place in (0, 92, 300):
        seek(page, place)
        record = world(page, "world.record")
        anomaly, likelihood = (
            "not known" if record[name] is None else f"{record[name]:.{digits}f}"
            for name, digits in (("anomaly", 2), ("likelihood", 3))
        )
        assert f"anomaly {anomaly}, likelihood {likelihood}" in page.inner_text(f"{view} header")
    chart = page.locator(f"{view} [role=slider]")
    chart.focus()
    assert chart.get_attribute("aria-valuenow") == "301"
    page.keyboard.press("ArrowLeft")
    assert chart.get_attribute("aria-valuenow") == "300"


def test_the_pictures_stay_where_they_are_while_the_captions_change(page: "Page") -> None:
    until(page, "world.last >= 150")
    tops = set()
    for place in range(150):
        page.evaluate("place => { htm.world.pause(); htm.world.seek(place); }", place)
        script = "() => Math.round(document.querySelector('.stage.next .body').getBoundingClientRect().top)"
        tops.add(page.evaluate(script))
    assert len(tops) == 1


def test_the_key_says_what_a_colour_is_in_each_picture_and_names_dead_cells_where_some_are(
    page: "Page",
) -> None:
    seek(page, 100)
    key = page.locator(".key")
    assert "bits: kept · columns, cells: predicted" in key.inner_text()
    assert "bits: new · columns, cells: not predicted (burst)" in key.inner_text()
    assert "hole: winner cell" in key.inner_text()
    assert "dead cell" not in key.inner_text()
    assert page.evaluate("() => window.htm.world.kill(0.5)")
    assert "gap in a burst: dead cell" in key.inner_text()
    seek(page, 50)  # of the first run, before they died
    assert "dead cell" not in key.inner_text()
