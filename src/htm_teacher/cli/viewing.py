"""What `htm-teacher watch`, `animate` and `inside` do: read, run, and show."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..core.checks import brief_path
from ..keep.history import KEEP
from ..series import Series
from ..study.run import Progress, Run
from .early_checks import check_inside, check_look, check_part, try_film
from .exit_codes import INTERRUPTED
from .make_run import fonts_for, labels, learn
from .terminal import breakable_bar, plain_warnings, progress_bar, say, stoppable, terminal

if TYPE_CHECKING:
    from ..plot.inside.album import Drawn

Read = Callable[[], Series]


@dataclass(frozen=True)
class FilmLook:
    """Which steps a film shows, and how; as for ``plot.animate``."""

    style: str
    window: int
    size: tuple[int, int]
    fps: float | None
    first: int | None
    last: int | None
    every: int | None
    ffmpeg: Path | None

    def write(self, run: Run, out: Path, progress: Progress) -> None:
        """Write the film of a run."""
        from ..plot import animate

        animate(
            run.steps(),
            out,
            labels(run),
            window=self.window,
            style=self.style,
            size=self.size,
            first=self.first,
            last=self.last,
            every=self.every,
            fps=self.fps,
            progress=progress,
            ffmpeg=self.ffmpeg,
        )


class Count:
    """Counts progress, and passes it on to a bar."""

    def __init__(self) -> None:
        self.done, self.total = 0, 0
        self.bar: Progress = lambda done, total: None

    def __call__(self, done: int, total: int) -> None:
        """Note that ``done`` of ``total`` are done."""
        self.done, self.total = done, total
        self.bar(done, total)

    def __str__(self) -> str:
        return f"{self.done:,} of {self.total:,}" if self.total else "none"


def watch_run(read: Read, instead: Path, window: int, style: str, quiet: bool, **choices: Any) -> int:
    """Learn a series and play the run in a window, or write it to ``instead``; returns the exit code.

    Args:
        read: returns the series.
        instead: the file to write if there is no display.
        window, style: as for ``plot.watch``.
        quiet: whether to hide progress.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong or the file cannot be written.
    """
    from ..plot import check_film, watch

    check_film(instead)
    check_look(style, window)
    run = learn(read, quiet, keep=KEEP, **choices)
    if not run.complete:
        return cut_short(run, "nothing is shown")
    fonts_for(run, quiet)
    count, later = Count(), ExitStack()
    stops: list[Callable[[], bool]] = []

    def between(done: int, total: int) -> None:
        """Stop a film between two frames after Ctrl-C; a window reports no frames, and closes at once."""
        count(done, total)
        stops[:] = stops or [later.enter_context(stoppable())]
        if stops[0]() and done < total:
            raise KeyboardInterrupt

    try:
        with plain_warnings(quiet), later, progress_bar("Drawing", quiet) as count.bar:
            watch(run.steps(), labels(run), window=window, style=style, instead=instead, progress=between)
    except KeyboardInterrupt:
        say(f"Interrupted after {count} frames; nothing was written." if count.total else "Interrupted.")
        return INTERRUPTED
    return 0


def film(read: Read, out: Path, look: FilmLook, quiet: bool, **choices: Any) -> int:
    """Learn a series and write the run as a film; returns the exit code.

    Args:
        read: returns the series.
        out: the film; its suffix decides the format.
        look: which steps are shown, and how.
        quiet: whether to hide progress.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong or the file cannot be written.
    """
    check_look(look.style, look.window, look.fps, look.every)
    try_film(out, look.size, look.ffmpeg)
    started = time.monotonic()
    run = learn(read, quiet, ready=lambda run: check_part(run, look.first, look.last), keep=KEEP, **choices)
    if not run.complete:
        return cut_short(run, "no film was written")
    fonts_for(run, quiet)
    count = Count()
    try:
        with plain_warnings(quiet), stoppable() as stop, breakable_bar("Drawing", quiet, stop) as count.bar:
            look.write(run, out, count)
    except KeyboardInterrupt:
        say(f"Interrupted after {count} frames; no film was written.")
        return INTERRUPTED
    tell(f"Written: {brief_path(out)}", started, quiet)
    return 0


def look_inside(read: Read, out: Path, style: str, quiet: bool, **choices: Any) -> int:
    """Learn a series and draw the inside of the model, with an index page; returns the exit code.

    Args:
        read: returns the series.
        out: the folder for the pictures.
        style: "light" or "dark".
        quiet: whether to hide progress.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong or a file cannot be written.
    """
    from ..plot.inside.album import INDEX, PICTURES, write_index

    check_look(style)
    started = time.monotonic()
    run = learn(read, quiet, ready=lambda run: check_inside(run, out), keep=KEEP, **choices)
    if not run.complete:
        return cut_short(run, "no picture was drawn")
    fonts_for(run, quiet)
    drawn: list[Drawn] = []
    try:
        with plain_warnings(quiet), stoppable() as stop:
            draw_inside(run, out, style, quiet, drawn, stop)
    except KeyboardInterrupt:
        if drawn:
            write_index(out, drawn, run.series.name, style, turning=False)
        where = f"{brief_path(out / INDEX)} shows them" if drawn else "nothing was written"
        say(f"Interrupted after {len(drawn)} of {len(PICTURES)} pictures; {where}.")
        return INTERRUPTED
    tell(f"Written: {len(drawn)} pictures. Open {brief_path(out / INDEX)}", started, quiet)
    return 0


def draw_inside(
    run: Run, out: Path, style: str, quiet: bool, drawn: "list[Drawn]", stop: Callable[[], bool]
) -> None:
    """Draw the pictures, the turning towers and the page; add each picture to ``drawn``."""
    from ..plot.inside.album import PICTURES, TURNING, draw_pictures, write_index
    from ..plot.inside.towers import turn_cells_in_3d
    from ..plot.survey import survey

    with breakable_bar("Looking back", quiet, stop) as progress:
        seen = survey(run.history, progress=progress)
    with breakable_bar("Drawing", quiet, stop) as progress:
        for picture in draw_pictures(seen, out, style):
            drawn.append(picture)
            progress(len(drawn), len(PICTURES))
    with breakable_bar("Turning the towers", quiet, stop) as progress:
        turn_cells_in_3d(run.history, out / TURNING, style=style, progress=progress)
    write_index(out, drawn, run.series.name, style, turning=True)


# Messages at the end.


def cut_short(run: Run, outcome: str) -> int:
    """Say how far learning got; returns the exit code."""
    done = len(run.rows)
    hint = f" To see a run of this length: --iterations {done}" if done > 1 else ""
    say(f"Interrupted after {done:,} of {len(run.series):,} steps; {outcome}.{hint}")
    return INTERRUPTED


def tell(what: str, started: float, quiet: bool) -> None:
    """Print what was done and how long it took, on one line of any length."""
    if not quiet:
        terminal().print(f"{what}. {time.monotonic() - started:.0f} seconds in all.", soft_wrap=True)
