"""What `htm-teacher demo` and `htm-teacher run` do: read, run, report, and write three files."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from ..core.checks import brief_path
from ..keep.whole_file import whole_file
from ..series import Series
from ..study.anomalies import rank_moments
from ..study.earned import Predictions, reading_less
from ..study.report import report_on
from ..study.run import Run
from ..study.table import write_steps
from .early_checks import usable_folder
from .exit_codes import INTERRUPTED
from .make_run import fonts_for, labels, learn
from .report_tables import show
from .terminal import breakable_bar, one_line, plain_warnings, progress_bar, say, stoppable, terminal

TABLE, PICTURE, FILMS = "steps.csv", "four-panels.png", ("animation.mp4", "animation.gif")


def study(
    read: Callable[[], Series],
    out: Path,
    film: bool = True,
    quiet: bool = False,
    source: Path | None = None,
    rivals: bool = False,
    **choices: Any,
) -> int:
    """Take a series through a model and report on it; returns the exit code.

    Args:
        read: returns the series.
        out: the folder for the files; older files of the same names are replaced.
        film: whether to draw the animation too; an interrupted run never gets one.
        quiet: whether to print only errors.
        source: the file that is read, which must not be one of the files that are written.
        rivals: whether to compare with classifiers that read less.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong or a file cannot be written; no file is changed.
    """
    started = time.monotonic()
    _check_source(source, out)
    names = [TABLE, PICTURE, *(FILMS if film else [])]
    if rivals and not quiet:
        _say_what_is_missing()
    run = learn(read, quiet, ready=lambda run: usable_folder(out, names), **choices)
    written: list[str] = []
    done = f"{len(run.rows):,} of {len(run.series):,} steps"
    if not run.rows:
        say(f"Interrupted after {done}; nothing was written.")
        return INTERRUPTED
    ending = ", but no film." if film else "."
    try:
        with stoppable() as stop, plain_warnings(quiet):
            _write(run, out, film and run.complete, quiet, rivals, written, stop)
            asked = stop()
    except KeyboardInterrupt:
        what = f"all {len(run.rows):,} steps" if TABLE in written else "no step"
        say(f"Interrupted while drawing. {_where(out, written)}: {what}{ending}")
        return INTERRUPTED
    if not run.complete:
        say(f"Interrupted after {done}. {_where(out, written)}: all of these steps{ending}")
        return INTERRUPTED
    if asked:
        say(f"Interrupted after the last step. {_where(out, written)}: all {len(run.rows):,} steps.")
        return INTERRUPTED
    if not quiet:
        seconds = time.monotonic() - started
        terminal().print(f"\n{_where(out, written)}. {seconds:.0f} seconds in all.")
    return 0


def _check_source(source: Path | None, out: Path) -> None:
    """Raise if writing the results would replace the file that is read."""
    targets = [os.path.realpath(out / name) for name in (TABLE, PICTURE, *FILMS)]
    if source is not None and os.path.realpath(source) in targets:
        raise ValueError(
            f"{brief_path(source)} would be replaced by the results: choose another folder with --out"
        )


def _write(
    run: Run,
    out: Path,
    film: bool,
    quiet: bool,
    rivals: bool,
    written: list[str],
    stop: Callable[[], bool],
) -> None:
    """Write the table, print the report, write the picture and the film; add each file to ``written``.

    ``stop`` returns whether to stop, which film and rivals heed: the others take a second.
    """
    if not run.rows:
        return
    write_steps(run, out / TABLE)
    written.append(TABLE)
    if not quiet:
        printed = terminal()
        for part in show(run, report_on(run, _beside(run, stop) if rivals else None)):
            printed.print(part)
    fonts_for(run, quiet)
    draw_picture(run, out / PICTURE)
    written.append(PICTURE)
    if film:
        written.append(_draw_film(run, out, quiet, stop))


def _say_what_is_missing() -> None:
    from ..study.rivals import RIVALS, missing_packages

    if missing := missing_packages():
        why = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        say(f'note: {why}, so --rivals leaves out {", ".join(RIVALS)}: pip install "htm-teacher[rivals]"')


def _beside(run: Run, stop: Callable[[], bool]) -> dict[str, Predictions]:
    """What classifiers predict that read less, and the rivals if their packages are installed."""
    from ..study.rivals import missing_packages, rivals

    if len(run.rows) > run.history.keep:
        say(
            f"note: at most {run.history.keep:,} rows can be read once more: only other methods are compared."
        )
    with progress_bar("Comparing", quiet=False) as progress:
        found = reading_less(run, progress, stop)
    if missing_packages() or stop():
        return found
    with progress_bar("Fitting rivals", quiet=False):
        return found | rivals(run)


def draw_picture(run: Run, path: Path) -> None:
    """Draw the four panels into a file; the most anomalous moments are marked."""
    from ..plot import four_panels

    moments = [moment.row.step for moment in rank_moments(run).moments]
    figure = four_panels(run.steps(), replace(labels(run), moments=moments))
    with whole_file(path) as draft:
        figure.savefig(draft)


def _draw_film(run: Run, out: Path, quiet: bool, stop: Callable[[], bool]) -> str:
    """An MP4, or a GIF if there is no ffmpeg; returns its name."""
    from ..plot import VideoError, animate

    mp4, gif = FILMS
    steps, said = run.steps(), labels(run)
    try:
        with breakable_bar("Drawing", quiet, stop) as progress:
            animate(steps, out / mp4, said, progress=progress)
            return mp4
    except VideoError as error:
        if not quiet:
            say(f"note: {one_line(error)}. Writing a GIF instead.")
    with breakable_bar("Drawing", quiet, stop) as progress:
        animate(steps, out / gif, said, progress=progress)
    return gif


def _where(out: Path, written: list[str]) -> str:
    """Which files were written, and which are from an earlier run."""
    said = f"Written to {brief_path(out)}: {', '.join(written) or 'nothing'}"
    left = [name for name in (TABLE, PICTURE, *FILMS) if name not in written and (out / name).exists()]
    return said + (
        f" ({' and '.join(left)} {'is' if len(left) == 1 else 'are'} from an earlier run)" if left else ""
    )
