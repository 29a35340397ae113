"""Browsers for the tests of the interactive page: Chromium through Playwright, Firefox through Puppeteer.

On a machine without them these tests are skipped, and say what to install; where they are required, as in
continuous integration, that is a failure: HTM_TEACHER_BROWSER_TESTS=required. Another page than the one at
the project's root, such as a quick build, is tested with HTM_TEACHER_PAGE=path.
"""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browsers import PATIENCE, missing, program
from page.firefox import PACKAGES, Firefox, no_errors, outside, start
from page.waiting import until

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

ROOT = Path(__file__).resolve().parents[2]
PAGE = Path(os.environ.get("HTM_TEACHER_PAGE", ROOT / "htm-teacher-interactive.html")).resolve()
LAPTOP = {"width": 1366, "height": 768}


@pytest.fixture(scope="session")
def page_file() -> Path:
    """The page as it was built."""
    assert PAGE.is_file(), f"{PAGE} is not there: run `make page`"
    return PAGE


@pytest.fixture
def errors() -> list[str]:
    """What went wrong on the pages that a test visits; a test that wants it so clears it."""
    return []


@pytest.fixture
def visit(chromium: "Browser", page_file: Path, errors: list[str]) -> "Iterator[Callable[..., Page]]":
    """Open the page without a network: ``visit(file=..., hash="#...", viewport={...}, color_scheme="dark")``.

    Without a hash of its own it skips the first screen.

    At the end it must be true that nothing was asked of any network, and that no error went unhandled.
    """
    contexts: list[BrowserContext] = []

    def opened(file: Path = page_file, hash: str = "#explore", ready: bool = True, **options: Any) -> "Page":
        context = chromium.new_context(**{"viewport": LAPTOP, "offline": True, **options})
        contexts.append(context)
        context.set_default_timeout(PATIENCE)
        page = context.new_page()
        page.on("request", lambda request: errors.extend(outside([request.url])))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.on("console", lambda one: errors.append(one.text) if one.type == "error" else None)
        page.goto(f"{file.as_uri()}{hash}")
        if ready:
            until(page, "window.htm.world.live")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert not errors, "an error went unhandled on the page, or it asked the network"


@pytest.fixture
def page(visit: "Callable[..., Page]") -> "Page":
    """A fresh page at laptop size, with Python up and the first run known to it."""
    return visit()


@contextmanager
def opened(page_file: Path, errors: list[str]) -> Iterator[Firefox]:
    """A page in a Firefox ESR of its own, without a network, with Python up."""
    browser, node = program("firefox-esr", "firefox-esr"), program("node", "nodejs")
    if not (PACKAGES / "puppeteer-core").is_dir():
        missing("Puppeteer: run `make page`, which installs it")
    with Firefox(node, browser, f"{page_file.as_uri()}#explore", errors) as firefox:
        until(firefox, "window.htm.world.live")
        yield firefox


@pytest.fixture
def fresh_firefox(page_file: Path, errors: list[str]) -> Iterator[Firefox]:
    """A page of this test's own."""
    with opened(page_file, errors) as firefox:
        yield firefox
    no_errors(firefox)


@pytest.fixture(scope="module")
def shared_firefox(page_file: Path) -> Iterator[Firefox]:
    """A page that the tests of a file share."""
    with opened(page_file, []) as firefox:
        yield firefox


@pytest.fixture
def firefox(shared_firefox: Firefox) -> Iterator[Firefox]:
    """It, with a short run of this test's own."""
    start(shared_firefox)
    yield shared_firefox
    no_errors(shared_firefox)


@pytest.fixture(params=["chromium", pytest.param("firefox", marks=pytest.mark.slow)])
def evaluate(request: pytest.FixtureRequest) -> Callable[[str], Any]:
    """Evaluate JavaScript in a fresh page of each browser."""
    if request.param == "chromium":
        return request.getfixturevalue("visit")().evaluate
    return request.getfixturevalue("fresh_firefox").evaluate


@pytest.fixture
def chromium_evaluate(visit: Callable[..., Any]) -> Callable[[str], Any]:
    return visit().evaluate
