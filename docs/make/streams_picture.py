"""Draw docs/pictures/many-streams.png: the report on the three series of the package, as Chromium shows it.

python docs/make/streams_picture.py
"""

import io
import os
import shutil
import tempfile
from pathlib import Path

import numpy as np
from PIL import Image
from playwright.sync_api import ViewportSize, sync_playwright

from htm_teacher.keep.whole_file import whole_file
from htm_teacher.plot.writers import Palette
from htm_teacher.series import SHIPPED, shipped
from htm_teacher.study import run_series
from htm_teacher.study.alerts import find_alerts
from htm_teacher.study.stream_facts import Facts, facts_of
from htm_teacher.study.streams_page import PAGE, write_streams

PICTURE = Path(__file__).resolve().parents[1] / "pictures" / "many-streams.png"
ROWS = 1268  # of each series, the last
SIZE = ViewportSize(width=1100, height=640)


def facts(name: str) -> Facts:
    """What the report says about a series."""
    run = run_series(shipped(name).slice(-ROWS), "toy", horizons=[1])
    return facts_of(name, run, find_alerts(run))


def screenshot(page: Path) -> bytes:
    """A page as Chromium shows it."""
    with sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=arguments)
        shown = browser.new_page(viewport=SIZE, offline=True)
        shown.goto(page.as_uri())
        shown.wait_for_selector("tbody tr:last-child path.line", state="attached")
        return shown.screenshot()


def main() -> None:
    """Make the report in a folder for the time being, and draw it."""
    with tempfile.TemporaryDirectory() as made:
        write_streams(Path(made) / PAGE, [facts(name) for name in SHIPPED], "Three measured series")
        picture = Image.open(io.BytesIO(screenshot(Path(made) / PAGE))).convert("RGBA")
    frame = np.asarray(picture)
    with whole_file(PICTURE) as draft:
        Palette(frame).picture(frame).save(draft, "PNG", optimize=True)


if __name__ == "__main__":
    main()
