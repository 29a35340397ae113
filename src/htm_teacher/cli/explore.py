"""The command that opens the interactive page: explore."""

import os
import sys
import tempfile
import webbrowser
from pathlib import Path
from typing import Annotated

import typer

from .exit_codes import INTERRUPTED


def explore(
    file: Annotated[
        Path | None,
        typer.Argument(
            metavar="FILE.csv|MODEL.npz",
            help="A CSV file, plain or gzipped, or a model saved by htm_teacher.save() or by the page.",
        ),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(
            help="Where to write the page, to keep it or to send it to others. Default: a temporary file."
        ),
    ] = None,
    no_browser: Annotated[
        bool, typer.Option("--no-browser", help="Open nothing; print the path of the page.")
    ] = False,
) -> None:
    """Open the interactive page: the model in one file, to watch and to question.

    The page runs the textbook itself in the browser, without a network. Play
    it, step back, click a cell and ask why, change a number or the code and
    see the effect. With a CSV file the page learns that series; with a saved
    model it continues from there. The page sends nothing anywhere.

    Given a file, the command writes a copy of the page with the file inside:
    one file that opens anywhere, with nothing installed. Without a browser,
    the command only prints the path.

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
    try:
        shown = not no_browser and _has_screen() and webbrowser.open(page.resolve().as_uri())
    except KeyboardInterrupt:
        typer.echo(f"Interrupted; the page is {page}", err=True)
        raise typer.Exit(INTERRUPTED) from None
    typer.echo(f"{'Opened' if shown else 'The page is'} {page}")


def _temporary(file: Path | None) -> Path:
    """A path in a new folder, which stays: the browser reads it after this command has ended."""
    name = file.name.partition(".")[0] if file else "page"
    return Path(tempfile.mkdtemp(prefix="htm-teacher-")) / f"{name or 'page'}.html"


def _has_screen() -> bool:
    """Whether there is a screen: without it, a text browser could start and take over the terminal."""
    if not sys.platform.startswith("linux"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY") or os.environ.get("BROWSER"))
