"""The terminal: where to print, a progress bar, Ctrl-C, and warnings."""

import re
import signal
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Timer
from typing import Any

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from ..core.checks import brief, brief_path

MISSING_GLYPH = re.compile(r"Glyph \d+ ")
LONGEST_LINE = 600  # characters of a message
SLOW, SILENT = 5.0, 2.0  # seconds without a word in a log: between two quarters, and at the beginning


def terminal(stderr: bool = False) -> Console:
    """Where to print: 80 columns wide if it is a file or a pipe."""
    return Console(stderr=stderr, highlight=False, markup=False)


def say(line: str) -> None:
    """Print a line on stderr."""
    typer.echo(line, err=True)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Note a Ctrl-C instead of raising, so that no step is cut in two; a second Ctrl-C raises.

    Where Ctrl-C is ignored, it still is.
    """
    asked: list[bool] = []

    def note(*_: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def breakable_bar(what: str, quiet: bool, stop: Callable[[], bool]) -> Iterator[Callable[[int, int], None]]:
    """A progress bar for work that can be discarded: reporting to it raises KeyboardInterrupt after a Ctrl-C.

    The work thus stops between two frames and nowhere else: raised inside a library's callback, the exception
    could be lost.
    """
    with progress_bar(what, quiet) as progress:

        def count(done: int, total: int) -> None:
            progress(done, total)
            if stop() and done < total:
                raise KeyboardInterrupt

        yield count


@contextmanager
def progress_bar(what: str | Callable[[], str], quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A progress bar with the time left, on stderr; a few lines if that is not a terminal.

    The first of these lines names what takes long without reporting anything.

    Args:
        what: what is being done; a function is asked each time.
        quiet: whether to print nothing.
    """
    said = what if callable(what) else lambda: what
    printed = terminal(stderr=True)
    if quiet:
        yield lambda done, total: None
        return
    if not printed.is_terminal:
        timer = Timer(SILENT, lambda: say(f"{said()} ..."))
        timer.daemon = True
        timer.start()
        try:
            yield _quarters(said, timer)
        finally:
            timer.cancel()
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=printed) as bar:
        task = bar.add_task(said(), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total, description=said())


def _quarters(what: Callable[[], str], timer: Timer) -> Callable[[int, int], None]:
    """Progress as whole lines, one for each quarter, if it takes long."""
    said, since = 0, time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal said, since
        timer.cancel()
        quarter = 4 * done // total
        if said < quarter < 4 and time.monotonic() - since >= SLOW:
            say(f"{what()}: {25 * quarter} %")
            said, since = quarter, time.monotonic()

    return tell


@contextmanager
def plain_warnings(quiet: bool = False) -> Iterator[None]:
    """Say each warning of a block in one line and once, instead of Python's two lines with a source path.

    Of a character that a font lacks nothing is said here: see ``fonts_for``. Nor of a file that is left
    open: Ctrl-C may have ended an import.
    """
    said: set[str] = set()

    def tell(message: Warning | str, *_: Any, **__: Any) -> None:
        line = one_line(message)
        if not (quiet or line in said or MISSING_GLYPH.match(line)):
            say(f"warning: {line}")
        said.add(line)

    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.simplefilter("ignore", ResourceWarning)
        warnings.showwarning = tell
        yield


def one_line(error: object) -> str:
    """An error's message, with its file if it has one, on one line of at most 600 characters."""
    said = str(error)
    if isinstance(error, OSError) and error.strerror:
        named = f"{brief_path(error.filename)}: " if error.filename is not None else ""
        said = f"{named}{error.strerror}"
    return brief(said, LONGEST_LINE) or type(error).__name__
