"""The command that opens the interactive page: explore."""

import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer


def explore(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE.csv|MODEL.npz",
            help="A CSV file, plain or gzipped, or a machine saved by htm_teacher.save() or by the page.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where to write the page, to keep it or send it on. A temporary file if not given."
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open nothing, only print where the page is.")
    ] = False,
) -> None:
    """Open the interactive page: the machine in one file, to watch and to ask.

    It runs the textbook itself, in the browser, with no network: play it, step
    back, click a cell and ask why, change a number or the code and see what
    becomes of it. With a CSV file the page learns that; with a saved machine
    it goes on from there. The page sends nothing anywhere.

    Given a file, a copy of the page is written with the file inside: one file
    that opens anywhere, also for those who have nothing installed. Where there
    is no browser, the path is all that is printed.

    For example:

    [bold]htm-teacher explore[/bold]

    [bold]htm-teacher explore load.csv[/bold]

    [bold]htm-teacher explore machine.npz --out lesson.html --no-browser[/bold]
    """
    from ..page.given import find_page, write_page

    page = out
    if file is None and out is None:
        page = find_page()
    else:
        page = out or _temporary(file)
        write_page(page, file)
    shown = not no_browser and _has_screen() and webbrowser.open(page.resolve().as_uri())
    typer.echo(f"{'Opened' if shown else 'The page is'} {page}")


def _temporary(file: Path | None) -> Path:
    """A place in a folder of its own, which stays: the browser reads it after this command has ended."""
    name = file.name.partition(".")[0] if file else "page"
    return Path(tempfile.mkdtemp(prefix="htm-teacher-")) / f"{name or 'page'}.html"


def _has_screen() -> bool:
    """Whether a browser would be seen; without a screen one may start in the terminal and take it over."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER"))
