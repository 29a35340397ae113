"""The terminal: where it is printed to, a bar with the time left, Ctrl-C, and warnings."""

import signal
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn


def terminal(stderr: bool = False) -> Console:
    """Where to print: 80 columns if it is no terminal but a file or pipe."""
    return Console(stderr=stderr, highlight=False, markup=False)


def say(line: str) -> None:
    """A line on stderr."""
    typer.echo(line, err=True)


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Ctrl-C is only noted, so that no step is torn; a second one ends it all at once."""
    asked: list[bool] = []

    def note(*_: object) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(True)

    before = signal.signal(signal.SIGINT, note)
    try:
        yield lambda: bool(asked)
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def breakable_bar(what: str, quiet: bool, stop: Callable[[], bool]) -> Iterator[Callable[[int, int], None]]:
    """A bar for work that may be thrown away: what reports to it is broken off there once ``stop`` says so.

    Between two frames, and nowhere else: a Ctrl-C that arrives in a callback of a library may be lost in it.
    """
    with progress_bar(what, quiet) as progress:

        def count(done: int, total: int) -> None:
            progress(done, total)
            if stop() and done < total:
                raise KeyboardInterrupt

        yield count


@contextmanager
def progress_bar(what: str, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A bar with the time left, on stderr, and only if that is a terminal."""
    printed = terminal(stderr=True)
    if quiet or not printed.is_terminal:
        yield lambda done, total: None
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=printed) as bar:
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def collected_warnings() -> Iterator[list[warnings.WarningMessage]]:
    """Every warning that comes up meanwhile, instead of Python's two lines on stderr."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield caught


def one_line(error: object) -> str:
    """What went wrong, and where, without a line break."""
    if isinstance(error, OSError) and error.strerror:
        named = f"{error.filename}: " if error.filename is not None else ""
        return f"{named}{error.strerror}"
    return " ".join(str(error).split()) or type(error).__name__
