"""How fast the interactive page is in Chromium, opened as a file without a network.

    .venv/bin/python benchmarks/page.py

How large is the file? How soon is something on screen, and how soon has Python done its first step? How many
steps a second does each preset take in the browser? Does a long run play and scrub without a stall? How much
memory does it take? The answers take about three minutes.
"""

import argparse
import os
import platform
import shutil
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from playwright.sync_api import sync_playwright

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PAGE = Path(__file__).resolve().parents[1] / "htm-teacher-interactive.html"
STARTS = 5
LONG = 5000  # steps
SPEED = {  # how many steps to time, in another worker than the page's own
    "toy": 400,
    "classroom": 400,
    "cortex": 150,
}

SETUP = """(steps, preset) => (
  { input: { kind: 'sine', period: 20, noise: 0.05 }, steps, train: steps, preset, seed: 0 })"""
PACE = f"""async ([preset, steps]) => {{
  const machine = new htm.Machine();
  await machine.ready;
  await machine.ask('setup', {{ setup: ({SETUP})(steps, preset) }});
  const began = performance.now();
  for (let done = 0; done < steps; done += 10) await machine.ask('step', {{ run: 0, count: 10 }});
  const taken = (performance.now() - began) / 1000;
  const memory = machine.memory;
  machine.close();
  return [steps / taken, memory];
}}"""
# Marks the first frame after the program has drawn. The browser may still be reading the page.
DRAWN = """(() => {
  const look = () => requestAnimationFrame(window.htm?.Machine ? () => performance.mark('drawn') : look);
  look();
})()"""
# The page is live once Python's own records of the first steps have arrived.
FIRST_STEP = """new Promise((done) => {
  const look = () => { if (htm.world.live) done(performance.now()); else setTimeout(look, 5); };
  look();
})"""
# The times of frames, and the longest task that delayed them, during an action.
WATCHED = """async (what) => {
  const frames = [], held = [];
  const observer = new PerformanceObserver((list) => {
    for (const one of list.getEntries()) held.push(one.duration);
  });
  observer.observe({ type: 'longtask' });
  let going = true, last = performance.now();
  const tick = (now) => { frames.push(now - last); last = now; if (going) requestAnimationFrame(tick); };
  requestAnimationFrame(tick);
  await what();
  going = false;
  await new Promise((done) => setTimeout(done, 100));
  observer.disconnect();
  return { frames: frames.slice(1), longest: Math.max(0, ...held) };
}"""
PLAYED = f"""() => ({WATCHED})(async () => {{
  htm.world.speed = 60;
  await htm.world.start(({SETUP})(2000, 'classroom'));
  await new Promise((done) => setTimeout(done, 6000));
  htm.world.pause();
}})"""
# A run of each preset begins, and plays as fast as the page offers.
FASTEST = f"""async (preset) => {{
  htm.world.speed = 120;
  const asked = performance.now();
  await htm.world.start(({SETUP})(3000, preset));
  const began = performance.now(), first = htm.world.at;
  await new Promise((done) => setTimeout(done, 8000));
  const rate = (htm.world.at - first) / (performance.now() - began) * 1000;
  htm.world.pause();
  return [(began - asked) / 1000, rate];
}}"""
SCRUBBED = f"""() => ({WATCHED})(async () => {{
  const frame = () => new Promise((done) => requestAnimationFrame(done));
  for (let i = 0; i < 200; i++) {{
    htm.world.seek((i * 1237) % htm.world.records.length);
    await frame();
  }}
}})"""


def until(page: "Page", condition: str) -> None:
    """Wait until a JavaScript expression is true. (Playwright would use eval, which the page forbids.)"""
    page.evaluate(f"""new Promise((done) => {{
      const look = () => {{ if ({condition}) done(); else setTimeout(look, 5); }};
      look();
    }})""")


def visit(browser: "Browser", file: Path) -> "Page":
    page = browser.new_context(viewport={"width": 1366, "height": 768}, offline=True).new_page()
    page.set_default_timeout(600_000)
    page.add_init_script(DRAWN)
    page.goto(f"{file.as_uri()}#explore")
    return page


def start(browser: "Browser", file: Path) -> tuple[float, float, float]:
    """Seconds until something is on screen, until the stored run is, and until Python has done a step."""
    page = visit(browser, file)
    until(page, "window.htm?.Machine")
    live = page.evaluate(FIRST_STEP)
    when = "performance.getEntriesByName({!r})[0].startTime"
    painted, drawn = (page.evaluate(when.format(name)) for name in ("first-contentful-paint", "drawn"))
    page.context.close()
    return painted / 1000, drawn / 1000, live / 1000


def memory(browser: "Browser") -> str:
    """Of the largest process that draws a page and runs Python.

    Its own memory is what the browser's task manager shows.
    """
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    largest = (0.0, 0.0)
    for one in found:
        status = Path(f"/proc/{one['id']}/status")
        if one["type"] == "renderer" and status.exists():
            lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
            own, whole = (int(lines[name].split()[0]) / 1000 for name in ("RssAnon", "VmRSS"))
            largest = max(largest, (own, whole))
    own, whole = largest
    return f"{own:.0f} MB of its own; {whole:.0f} MB with the browser's program, which all pages share"


def frames(seen: dict[str, Any]) -> str:
    rate, slowest = 1000 / statistics.mean(seen["frames"]), max(seen["frames"])
    return f"{rate:.0f} frames a second, the slowest {slowest:.0f} ms; longest task {seen['longest']:.0f} ms"


def measure(browser: "Browser", file: Path) -> None:
    print(f"size                  {file.stat().st_size / 1e6:.2f} MB")
    starts = [start(browser, file) for _ in range(STARTS)]
    names = ("on screen: a sentence", "on screen: the run", "first live step")
    for name, times in zip(names, zip(*starts, strict=True), strict=True):
        print(f"{name:<21} {statistics.median(times):.2f} s, median of {STARTS}; worst {max(times):.2f} s")

    page = visit(browser, file)
    until(page, "window.htm?.world.live")
    page.evaluate("htm.world.pause()")
    # The answer comes after all steps.
    page.evaluate("htm.world.ask('duty', { run: 0, at: htm.world.records.length })")
    for preset, steps in SPEED.items():
        rate, taken = page.evaluate(PACE, [preset, steps])
        print(f"{preset:<20} {rate:.0f} steps a second over {steps} steps; Python takes {taken:.0f} MB")
    print(f"playing at 60         {frames(page.evaluate(PLAYED))}")
    for preset in SPEED:
        begins, rate = page.evaluate(FASTEST, preset)
        print(f"playing at 120        {preset} begins after {begins:.1f} s: {rate:.0f} steps a second")

    page.context.close()

    page = visit(browser, file)  # with only one Python, as for a visitor
    until(page, "window.htm?.world.live && htm.world.records.length === htm.world.scene.setup.steps")
    page.wait_for_timeout(5000)
    print(f"memory of a new page  {memory(browser)}")
    page.evaluate(f"htm.world.start(({SETUP})({LONG}, 'classroom'), false)")
    until(page, f"htm.world.records.length === {LONG}")
    print(f"scrubbing {LONG}        {frames(page.evaluate(SCRUBBED))}")
    print(f"memory after {LONG}     {memory(browser)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("page", type=Path, nargs="?", default=PAGE, help="default: the built page")
    file = parser.parse_args().page.resolve()
    chromium = shutil.which("chromium")
    if not chromium or not file.is_file():
        raise SystemExit(f"Chromium on the path and {file} are needed: `make page` builds the page.")
    with tempfile.TemporaryDirectory() as profile, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--enable-unsafe-swiftshader", f"--disk-cache-dir={profile}"],
            chromium_sandbox=os.geteuid() != 0,
        )
        print(f"Chromium {browser.version}, {platform.machine()}\n")
        measure(browser, file)
        browser.close()


if __name__ == "__main__":
    main()
