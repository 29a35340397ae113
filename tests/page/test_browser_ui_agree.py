"""What the page shows and what its Python holds agree, whatever is pressed, how often and in which order."""

import json
from typing import TYPE_CHECKING, Any

import pytest

from page.driving import SHORT, enter, said, seek, start, world
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.slow

# The page's state beside that of its Python, as soon as nothing is being changed.
AGREE = """async () => {
  const { world } = window.htm;
  while (world.busy || !world.live) await new Promise((wake) => setTimeout(wake, 5));
  const holds = await world.ask('holds', {});
  const page = [{ run: 0, setup: world.scene.setup, done: world.records.length }];
  if (world.second)
    page.push({
      run: 1,
      setup: world.second.scene.setup,
      done: world.second.from + world.second.records.length,
    });
  const wrong = [];
  for (const mine of page) {
    const other = holds.find((one) => one.run === mine.run);
    if (JSON.stringify(other) !== JSON.stringify(mine)) wrong.push([mine, other ?? null]);
  }
  if (!(world.at >= 0 && world.at <= world.last && world.record)) wrong.push(['at', world.at, world.last]);
  if (!world.second && world.showing) wrong.push('it shows a second run that is not there');
  if (world.trouble) wrong.push(world.trouble.message);
  const { run, at, record } = world;
  const { columns, winners } = await world.ask('overlaps', { run, at: at + 1 });
  const won = columns.slice(0, winners).sort((a, b) => a - b);
  if (record.learn !== undefined && JSON.stringify(won) !== JSON.stringify(record.columns))
    wrong.push(['columns', at, won, record.columns]);
  return wrong;
}"""


def agrees(page: "Page") -> list[Any]:
    """What does not agree."""
    return list(page.evaluate(AGREE))


def test_thirty_clicks_at_once_start_one_run_and_python_holds_it(page: "Page") -> None:
    start(page, **SHORT)
    enter(page, "Change")
    page.get_by_label("Period", exact=True).fill("8")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Run", exact=True).evaluate(
        "button => { for (let n = 0; n < 30; n++) button.click(); }"
    )
    until(page, "world.scene.setup.input.period === 8")
    assert agrees(page) == []
    page.get_by_label("Period", exact=True).fill("9")
    page.keyboard.press("Tab")
    page.get_by_role("button", name="Run", exact=True).click()
    until(page, "world.scene.setup.input.period === 9")
    assert agrees(page) == []


def test_thirty_clicks_at_once_kill_once(page: "Page") -> None:
    start(page, **SHORT)
    seek(page, 30)
    enter(page, "Change")
    page.get_by_role("button", name="Kill 25 % of the cells now").evaluate(
        "button => { for (let n = 0; n < 30; n++) button.click(); }"
    )
    until(page, "world.second && world.second.records.length === 29")
    assert agrees(page) == []
    alive = {cell for record in world(page, "world.second.records") for cell in record["cells"]}
    assert max(len(record["cells"]) for record in world(page, "world.second.records")) > 0
    assert len(alive) <= 192, "a quarter of 256 cells is dead"


def test_a_run_that_was_pressed_many_times_by_script_is_the_last_one_asked_for(page: "Page") -> None:
    start(page, **SHORT)
    seeds = """setup => Promise.all(Array.from({ length: 20 }, (_, seed) =>
      htm.world.start({ ...setup, seed }, false)))"""
    well = page.evaluate(seeds, SHORT)
    assert well[-1] is True
    assert world(page, "world.scene.setup.seed") == 19
    assert agrees(page) == []


def test_killing_while_a_run_begins_leaves_both_as_they_are(page: "Page") -> None:
    start(page, **SHORT)
    seek(page, 30)
    both = "setup => Promise.all([htm.world.start(setup, false), htm.world.kill(0.5), htm.world.kill(0.5)])"
    assert page.evaluate(both, SHORT | {"seed": 7}) == [True, False, False]
    assert world(page, "[world.scene.setup.seed, world.second]") == [7, None]
    assert agrees(page) == []


def test_a_run_that_python_refuses_leaves_the_one_before(page: "Page") -> None:
    start(page, **SHORT)
    bad = SHORT | {"parameters": {"active_column_count": 65}}
    assert page.evaluate("setup => htm.world.start(setup, false)", bad) is False
    assert "“Active columns” is 65" in world(page, "world.trouble.message")
    page.evaluate("() => { htm.world.trouble = null; }")
    assert agrees(page) == []


@pytest.mark.parametrize("after", ["the first steps", "the setup"])
def test_a_run_that_fails_at_its_first_steps_is_replaced_by_the_one_before(page: "Page", after: str) -> None:
    """The next two questions fail, as they do where a machine cannot go on."""
    start(page, **SHORT)
    script = """async ([setup, after]) => {
      const { world, Machine } = window.htm;
      const ask = Machine.prototype.ask;
      let failed = false;
      Machine.prototype.ask = function (name, args, options) {
        const meant = after === 'the setup' ? 'setup' : 'step';
        if (!failed && name === meant && world.busy?.startsWith('Starting')) {
          failed = true;
          return Promise.reject(new Error('It broke.'));
        }
        return ask.call(this, name, args, options);
      };
      const well = await world.start(setup, false);
      Machine.prototype.ask = ask;
      return [well, failed, world.trouble?.message];
    }"""
    assert page.evaluate(script, [SHORT | {"seed": 3}, after]) == [False, True, "It broke."]
    page.evaluate("() => { htm.world.trouble = null; }")
    until(page, "htm.world.last === 59")
    assert world(page, "world.scene.setup.seed") == 1
    until(page, "!htm.world.busy")
    assert page.evaluate("async () => { await htm.world.ask('table', { run: 0 }); return true; }")
    assert agrees(page) == []


def test_what_is_asked_of_a_run_that_another_replaces_is_not_answered_by_the_other(page: "Page") -> None:
    start(page, **SHORT)
    script = """async (setup) => {
      const { world } = window.htm;
      const begun = world.start(setup, false);
      const asked = world.ask('overlaps', { run: 0, at: 50 }).then(() => 'answered', (e) => e.trouble.kind);
      return [await asked, await begun];
    }"""
    assert page.evaluate(script, SHORT | {"seed": 3}) == ["Outdated", True]


def test_settings_chosen_while_a_run_begins_are_kept(page: "Page") -> None:
    start(page, **SHORT)
    enter(page, "Change")
    page.locator("aside label.card", has_text="Letters").click()
    page.evaluate("() => { window.before = htm.world.scene; }")
    page.evaluate(
        """async () => {
      const button = [...document.querySelectorAll('aside button')].find((one) => one.innerText === 'Run');
      button.click();
      [...document.querySelectorAll('label.card')].find((one) => one.innerText.includes('Data')).click();
      await new Promise((wake) => setTimeout(wake));
      [...document.querySelectorAll('aside button')].find((one) => one.innerText === 'Water').click();
    }"""
    )
    page.wait_for_function("() => htm.world.scene !== window.before && !htm.world.busy")
    assert world(page, "world.scene.setup.input.kind") == "letters"
    water = page.locator("aside").get_by_role("button", name="Water", exact=True)
    assert water.get_attribute("aria-pressed") == "true"
    assert "Not applied yet: input" in page.inner_text("aside")
    page.get_by_role("button", name="Run", exact=True).click()
    until(page, "world.scene.setup.input.kind === 'water'")
    assert "The run shown has these settings." in page.inner_text("aside")


def test_settings_stay_while_another_panel_is_open(page: "Page") -> None:
    start(page, **SHORT)
    enter(page, "Change")
    page.get_by_label("Seed", exact=True).fill("77")
    page.keyboard.press("Tab")
    enter(page, "Share")
    enter(page, "Change")
    assert page.get_by_label("Seed", exact=True).input_value() == "77"
    assert "Not applied yet: seed" in page.inner_text("aside")
    page.evaluate("setup => htm.world.start(setup, false)", SHORT | {"seed": 5})
    until(page, "world.scene.setup.seed === 5")
    assert page.get_by_label("Seed", exact=True).input_value() == "5", (
        "it shows the run that was begun elsewhere"
    )


def test_the_start_is_told_in_its_order(visit: Any) -> None:
    page = visit(ready=False)
    page.add_init_script(
        """
      window.said = [];
      new MutationObserver(() => {
        const text = document.querySelector('.status')?.textContent;
        if (text && window.said.at(-1) !== text) window.said.push(text);
      }).observe(document, { childList: true, characterData: true, subtree: true });
    """
    )
    page.reload()
    until(page, "window.said.at(-1) === 'Python is running here'")
    order = [
        "Loading Python …",
        "Starting Python …",
        "Starting the live simulation …",
        "Python is running here",
    ]
    said = page.evaluate("() => window.said")
    assert said == [one for one in order if one in said], json.dumps(said)
    assert len(said) >= 2


def test_the_buttons_of_the_panels_stay_where_they_are(page: "Page") -> None:
    places = []
    for busy in (None, "Starting a second run …", "Starting the live simulation …"):
        page.evaluate("busy => { htm.world.busy = busy; }", busy)
        until(page, f"document.querySelector('.status').innerText === {json.dumps(busy)} || !htm.world.busy")
        places.append(page.locator("nav[aria-label=Panels]").bounding_box())
    assert places == places[:1] * 3


# From now on Python does one step when it is asked for several, and not at once.
SLOW = """() => {
  const { ask } = htm.Machine.prototype;
  htm.Machine.prototype.ask = async function (name, args, more) {
    if (name !== 'step') return ask.call(this, name, args, more);
    await new Promise((wake) => setTimeout(wake, 50));
    return ask.call(this, name, { ...args, count: 1 }, more);
  };
}"""


def test_where_the_second_run_has_not_come_yet_the_first_is_shown_and_named(page: "Page") -> None:
    start(page, **SHORT)
    page.evaluate(SLOW)
    page.evaluate("() => htm.world.branch(10, { active_column_count: 4 })")
    page.keyboard.press("End")
    assert world(page, "world.run") == 0
    assert world(page, "world.record") == world(page, "world.records.at(-1)")
    line = page.get_by_role("group", name="Two runs")
    assert "The second has not come to this step yet: you see the first." in line.inner_text()
    until(page, "world.run === 1")
    assert len(world(page, "world.record.columns")) == 4
    assert "you see the first" not in line.inner_text()


# From now on Python's answers to the steps of the run shown are held back until `release` is called.
WAIT = """() => {
  const { ask } = htm.Machine.prototype;
  const [first, held] = [htm.world.scene, new Promise((done) => (window.release = done))];
  htm.Machine.prototype.ask = async function (name, args, more) {
    const answer = await ask.call(this, name, args, more);
    if (name === 'step' && htm.world.scene !== first) await held;
    return answer;
  };
}"""


def test_the_end_of_a_run_that_goes_on_is_called_the_newest_step(page: "Page") -> None:
    page.evaluate(WAIT)
    page.evaluate("setup => { htm.world.start(setup, false); }", SHORT)
    until(page, "world.scene.setup.steps === 60")
    for by_key in (True, False):
        if by_key:
            page.keyboard.press("End")
        else:
            page.get_by_role("button", name="To the end").click()
        at = world(page, "world.at")
        assert 0 < at == world(page, "world.last") < 59
        assert said(page, "unfound") == f"Step {at + 1} is the newest so far: the run is still going on."
    page.evaluate("() => window.release()")
    until(page, "world.last === 59")
    until(page, "document.querySelector('[data-test=unfound]').innerText === ''", seconds=5)  # no longer true
    page.keyboard.press("End")
    assert (world(page, "world.at"), said(page, "unfound")) == (59, "")


def test_a_stop_is_ready_when_one_can_step_on_from_it(page: "Page") -> None:
    start(page, **SHORT)
    page.evaluate(SLOW)
    enter(page, "Tour")
    page.locator("[data-stop='0']").click()
    until(page, "document.querySelector('[data-test=verdict]').innerText.startsWith('Not done yet.')")
    at = world(page, "world.at")
    page.keyboard.press("ArrowRight")
    assert world(page, "world.at") == at + 1
