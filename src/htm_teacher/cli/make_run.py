"""What all commands that learn have in common: read a series, and take it through a model."""

from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING, Any

from ..core.checks import brief
from ..kernel_cache import on_cache
from ..series import Series
from ..soon import engine_in_use
from ..study.dates import Dates
from ..study.run import Run, prepare
from .terminal import LONGEST_LINE, plain_warnings, progress_bar, say, stoppable

if TYPE_CHECKING:
    from ..plot import Labels


def learn(
    read: Callable[[], Series],
    quiet: bool,
    ready: Callable[[Run], object] = lambda run: None,
    begin: Callable[..., Run] | None = None,
    **choices: Any,
) -> Run:
    """Read a series and take it through a model, to its end or until Ctrl-C.

    Args:
        read: returns the series.
        quiet: whether to hide progress.
        ready: called with the run before its first step.
        begin: makes a run of the series and ``choices``; by default ``prepare``.
        choices: as for ``prepare``.
    """
    if choices.get("engine") == "auto":
        choices["engine"] = "soon"  # the first answer does not wait for a compiler
    with plain_warnings(quiet):
        with progress_bar("Reading", quiet):
            series = read()
        with progress_bar("Setting up", quiet):
            run = (begin or prepare)(series, **choices)
    if not quiet and engine_in_use(run.history.model) != "textbook":
        say_whether_kept()
    ready(run)

    def what() -> str:
        return f"Learning ({engine_in_use(run.history.model)})"

    with stoppable() as stop, progress_bar(what, quiet) as progress:
        run.go(progress, stop)
    return run


@cache
def say_whether_kept() -> None:
    """Say once what to do if the compiled engine cannot be kept."""
    if said := on_cache():
        say(f"note: {brief(said, LONGEST_LINE)}")


def fonts_for(run: Run, quiet: bool) -> None:
    """Draw with fonts that have the characters of the names and categories; say which none has."""
    from ..plot.fonts import write_in

    series = run.series
    texts = {value for values in series.fields.values() for value in values if isinstance(value, str)}
    missing = write_in("".join([series.name, series.unit, *series.fields, *texts]))
    if missing and not quiet:
        what = brief(" ".join(missing), 40)
        say(
            f"note: no installed font has {what}: in pictures boxes stand for them; install one, such as Noto"
        )


def labels(run: Run) -> "Labels":
    """The labels of the axes; the times only of the steps whose whole records are kept.

    The heading says which series it is, and how far the run got if it was interrupted.
    """
    from ..plot import Labels

    held = len(run.rows) - min(len(run.history), run.history.keep)
    times = run.series.times and run.series.times[held : len(run.rows)]
    done = f", interrupted after {len(run.rows):,} of {len(run.series):,} steps" * (not run.complete)
    names = ", ".join(dict.fromkeys([brief(run.series.name, 36), brief(run.series.main, 36)]))
    heading = brief(names, 80 - len(done)) + done
    written = Dates(run.series).written
    return Labels(times, run.series.main, run.series.unit, written=written, heading=heading)
