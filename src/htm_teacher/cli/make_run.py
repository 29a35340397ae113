"""What all commands that learn have in common: read a series, and take it through a model."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ..series import Series
from ..study.run import Run, prepare
from .terminal import collected_warnings, one_line, progress_bar, say, stoppable

if TYPE_CHECKING:
    from ..plot import Labels


def learn(
    read: Callable[[], Series], quiet: bool, ready: Callable[[Run], object] = lambda run: None, **choices: Any
) -> Run:
    """Read a series and take it through a model, to its end or until Ctrl-C.

    Args:
        read: returns the series.
        quiet: whether to hide progress.
        ready: called with the run before its first step.
        choices: as for ``prepare``.
    """
    with collected_warnings() as caught:
        run = prepare(read(), **choices)
    for warning in caught:
        say(f"warning: {one_line(warning.message)}")
    ready(run)
    with stoppable() as stop, progress_bar("Learning", quiet) as progress:
        run.go(progress, stop)
    return run


def labels(run: Run) -> "Labels":
    """The labels of the axes; the times only of the steps whose whole records are kept."""
    from ..plot import Labels

    held = len(run.rows) - min(len(run.rows), run.history.keep)
    times = run.series.times and run.series.times[held : len(run.rows)]
    return Labels(times, run.series.main, run.series.unit)
