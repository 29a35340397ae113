"""Waiting for something to be true on a page. Its policy forbids eval, by which Playwright would do it."""

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from page.firefox import Firefox


def until(page: "Page | Firefox", condition: str, seconds: float = 60) -> None:
    """Wait until a JavaScript expression is true; ``world`` is the page's world."""
    script = f"""new Promise((done) => {{
      const end = performance.now() + {1000 * seconds};
      const look = () => {{
        let holds = false;
        try {{ const world = window.htm?.world; holds = Boolean({condition}); }} catch {{}}
        if (holds || performance.now() > end) done(holds);
        else setTimeout(look, 20);
      }};
      look();
    }})"""
    assert page.evaluate(script), f"after {seconds} seconds this is still not so: {condition}"


def settle(page: "Page | Firefox") -> None:
    """Wait until nothing on the page moves: a place found before may be elsewhere when it is clicked."""
    _same(
        page,
        """[
      ...document.getAnimations().filter((one) =>
        one.playState === 'running' && one.effect.getTiming().iterations !== Infinity).map(Math.random),
      ...[...document.querySelectorAll('main *, aside *')].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
      })].join()""",
    )


def drawn(page: "Page | Firefox", selector: str) -> str:
    """The picture on a canvas, as text that can be compared, once it does not change any more."""
    return _same(page, f"document.querySelector({json.dumps(selector)}).toDataURL()")


def written(page: "Page | Firefox", selector: str) -> str:
    """What is written there, once it does not change any more."""
    return _same(page, f"document.querySelector({json.dumps(selector)})?.innerText")


def frames(page: "Page | Firefox", selector: str, count: int) -> list[str]:
    """The pictures on a canvas at each of the next frames."""
    script = f"""new Promise((done) => {{
      const pictures = [];
      const look = () => {{
        pictures.push(document.querySelector({json.dumps(selector)}).toDataURL());
        if (pictures.length < {count}) requestAnimationFrame(look);
        else done(pictures);
      }};
      requestAnimationFrame(look);
    }})"""
    return list(page.evaluate(script))


def _same(page: "Page | Firefox", text: str) -> str:
    """What a JavaScript expression gives once it is the same in six frames."""
    script = f"""new Promise((done) => {{
      let last = null;
      let same = 0;
      const look = () => {{
        const now = {text};
        same = now === last ? same + 1 : 0;
        last = now;
        if (same < 5) requestAnimationFrame(look);
        else done(last);
      }};
      look();
    }})"""
    return str(page.evaluate(script))
