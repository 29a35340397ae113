"""What `htm-teacher demo` and `htm-teacher run` do: read, run, report, and write three files."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ..keep.whole_file import whole_file
from ..series import Series
from ..study.report import report_on
from ..study.run import Run
from ..study.table import write_steps
from .early_checks import usable_folder
from .exit_codes import INTERRUPTED
from .make_run import labels, learn
from .report_tables import show
from .terminal import breakable_bar, one_line, say, stoppable, terminal

TABLE, PICTURE, FILMS = "steps.csv", "four-panels.png", ("animation.mp4", "animation.gif")


def study(
    read: Callable[[], Series],
    out: Path,
    film: bool = True,
    quiet: bool = False,
    source: Path | None = None,
    **choices: Any,
) -> int:
    """Take a series through a machine and tell what happened; returns the exit code.

    Args:
        read: gives the series.
        out: the folder for the files; those written before are replaced.
        film: whether to draw the animation, too; never of a run that was interrupted.
        quiet: whether to print warnings and errors only.
        source: the file that is read, which must not be one of those that are written.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is at fault or a file cannot be written; no file is changed.
    """
    started = time.monotonic()
    if source is not None and source.resolve() in [
        (out / name).resolve() for name in (TABLE, PICTURE, *FILMS)
    ]:
        raise ValueError(f"{source} would be replaced by what is written: choose another folder with --out")
    run = learn(read, quiet, ready=lambda run: usable_folder(out), **choices)
    written: list[str] = []
    try:
        with stoppable() as stop:
            _write(run, out, film and run.complete, quiet, written, stop)
    except KeyboardInterrupt:
        say(f"Interrupted while drawing. {_where(out, written)}: all {len(run.rows):,} steps, and no film.")
        return INTERRUPTED
    if not run.complete:
        done = f"{len(run.rows):,} of {len(run.series):,} steps"
        say(f"Interrupted after {done}. {_where(out, written)}: all up to there, and no film.")
        return INTERRUPTED
    if not quiet:
        seconds = time.monotonic() - started
        terminal().print(f"\n{_where(out, written)}. {seconds:.0f} seconds in all.")
    return 0


def _write(
    run: Run, out: Path, film: bool, quiet: bool, written: list[str], stop: Callable[[], bool]
) -> None:
    """The table, the report, the picture and the film, in this order; ``written`` grows with them.

    ``stop`` says whether to break off, which only the film does: all else is done in a second.
    """
    if not run.rows:
        return
    write_steps(run, out / TABLE)
    written.append(TABLE)
    if not quiet:
        printed = terminal()
        for part in show(run, report_on(run)):
            printed.print(part)
    _draw_picture(run, out / PICTURE)
    written.append(PICTURE)
    if film:
        written.append(_draw_film(run, out, quiet, stop))


def _draw_picture(run: Run, path: Path) -> None:
    from ..plot import four_panels

    figure = four_panels(run.steps(), **labels(run))
    with whole_file(path) as draft:
        figure.savefig(draft)


def _draw_film(run: Run, out: Path, quiet: bool, stop: Callable[[], bool]) -> str:
    """An MP4, or a GIF where there is no ffmpeg; returns its name."""
    from ..plot import VideoError, animate

    mp4, gif = FILMS
    steps, said = run.steps(), labels(run)
    try:
        with breakable_bar("Drawing", quiet, stop) as progress:
            animate(steps, out / mp4, **said, progress=progress)
            return mp4
    except VideoError as error:
        say(f"note: {one_line(error)}. So it is a GIF.")
    with breakable_bar("Drawing", quiet, stop) as progress:
        animate(steps, out / gif, **said, progress=progress)
    return gif


def _where(out: Path, written: list[str]) -> str:
    """What was written, and which file of an earlier run is not of this one."""
    said = f"Written to {out}: {', '.join(written) or 'nothing'}"
    old = [name for name in (TABLE, PICTURE, *FILMS) if name not in written]
    left = [name for name in old if (out / name).exists()]
    return said + (f" ({' and '.join(left)} of an earlier run is still there)" if left else "")
