"""Waiting for something to be true on a page. Its policy forbids eval, by which Playwright would do it."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from page.firefox import Firefox


def until(page: "Page | Firefox", condition: str, seconds: float = 60) -> None:
    """Wait until a JavaScript expression is true."""
    script = f"""new Promise((done) => {{
      const end = performance.now() + {1000 * seconds};
      const look = () => {{
        let holds = false;
        try {{ holds = Boolean({condition}); }} catch {{}}
        if (holds || performance.now() > end) done(holds);
        else setTimeout(look, 20);
      }};
      look();
    }})"""
    assert page.evaluate(script), f"after {seconds} seconds this is still not so: {condition}"


def settle(page: "Page | Firefox") -> None:
    """Wait until nothing on the page moves: a place found before may be elsewhere when it is clicked."""
    script = """new Promise((done) => {
      const places = () => [...document.querySelectorAll('main *, aside *')].map((one) => {
        const { x, y, width, height } = one.getBoundingClientRect();
        return [x, y, width, height].map(Math.round);
      }).join();
      let last = '';
      let same = 0;
      const look = () => {
        const now = places();
        same = now === last ? same + 1 : 0;
        last = now;
        if (same < 5) requestAnimationFrame(look);
        else done(true);
      };
      look();
    })"""
    assert page.evaluate(script)
