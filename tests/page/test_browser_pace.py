"""How fast a run plays, and what the page says when Python cannot do as many steps as were chosen."""

import re

from page.waiting import until

RUN = """({ input: { kind: 'sine', period: 20 }, steps: 3000, train: 3000, preset, seed: 0 })"""
SAID = "document.querySelector('[data-test=reached]')"


def play(page, preset: str, speed: int) -> None:
    page.evaluate(
        f"([preset, speed]) => {{ window.htm.world.speed = speed; return window.htm.world.start({RUN}); }}",
        [preset, speed],
    )


def test_page_says_how_fast_it_plays_when_that_is_less_than_chosen(page):
    play(page, "cortex", 120)
    until(page, SAID)
    words = page.locator("[data-test=reached]").inner_text()
    reached = re.fullmatch(r"(\d+) of 120 steps a second:\s*the most this computer can do", words)
    assert reached
    assert int(reached[1]) < 108
    page.evaluate("() => window.htm.world.pause()")
    until(page, f"!{SAID}")


def test_page_says_nothing_of_it_while_python_is_fast_enough(page):
    play(page, "toy", 2)
    until(page, "world.at >= 3")
    assert page.evaluate(f"() => {SAID} === null")


# Frames that are half a second apart, as on a machine that draws slowly.
SLOW = """() => {
  const [world, real, frames] = [window.htm.world, window.requestAnimationFrame, []];
  world.pause();
  world.seek(0);
  world.speed = 120;
  window.requestAnimationFrame = (frame) => frames.push(frame);
  const began = performance.now();
  world.play();
  for (let now = began + 500; now <= began + 1500; now += 500)
    for (const frame of frames.splice(0)) frame(now);
  window.requestAnimationFrame = real;
  return world.clock.reached;
}"""


def test_page_says_how_fast_it_plays_when_the_picture_is_what_is_slow(page):
    until(page, "htm.world.last === 399")
    assert page.evaluate(SLOW) == 60
