"""What can be known to be wrong before a long run is said before it."""

import tempfile
from pathlib import Path

import numpy as np

from ..core.checks import check_whole
from ..keep.whole_file import named
from ..study.run import Run


def usable_folder(path: Path) -> Path:
    """The folder, made if need be, after a trial that it can be written to.

    Raises:
        OSError: if not; better known before a long run than after it.
    """
    path.mkdir(parents=True, exist_ok=True)
    with named(path), tempfile.TemporaryDirectory(dir=path, prefix=".trial-") as folder:
        Path(folder, "trial").write_bytes(bytes(4096))
    return path


def check_look(style: str, window: int = 2, fps: float | None = None, every: int | None = None) -> None:
    """Raise what ``plot.animate`` would."""
    from ..plot.film import check_rate
    from ..plot.style import style_called

    style_called(style)
    check_whole(window, "window", 2)
    if fps is not None:
        check_rate(fps)
    if every is not None:
        check_whole(every, "every", 1)


def check_part(run: Run, first: int | None, last: int | None) -> None:
    """Raise if there will be no such steps to begin and end with, in the words of the command."""
    end = len(run.series) - 1
    start = max(0, end + 1 - run.history.keep)
    begin = start if first is None else check_whole(first, "--from", start, end)
    if last is not None:
        check_whole(last, "--to", begin, end)


def check_inside(run: Run, out: Path) -> None:
    """Raise if the folder cannot be written to, or there is too little to draw."""
    from ..plot.inside.album import FEWEST

    if len(run.series) < FEWEST:
        raise ValueError(f"{run.series.name}: {len(run.series)} step: the inside takes {FEWEST} to be drawn")
    usable_folder(out)


def try_film(out: Path, size: tuple[int, int], ffmpeg: Path | None) -> None:
    """Raise if the film cannot be written, after a trial with one blank frame."""
    from ..plot import VideoError, check_film
    from ..plot.writers import write_mp4

    program = check_film(out, size, ffmpeg)
    if out.is_dir():
        raise IsADirectoryError(f"{out}: it is a folder, not a film")
    usable_folder(out.parent)
    if not program:
        return
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / out.name
        write_mp4(trial, iter([np.zeros((size[1], size[0], 4), np.uint8)]), size, 1, program)
        if not trial.exists():
            raise VideoError(f"{out.name}: ffmpeg is {program!r}: it ended well, but wrote nothing")
