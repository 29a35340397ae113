"""Checks before a long run, so that its result is not lost to something known before."""

import os
import tempfile
from collections.abc import Iterable
from pathlib import Path

import numpy as np

from ..core.checks import brief, brief_path, check_whole, shown
from ..keep.whole_file import check_replaceable, draft_folder, make_folder, named
from ..study.run import Run


def usable_folder(path: Path, names: Iterable[str] = ()) -> Path:
    """The folder, created if it does not exist, after a test that files can be written to it.

    Raises:
        OSError: if they cannot, or if a file of one of these names must not be replaced.
    """
    make_folder(path)
    with named(path), draft_folder(path / "trial") as folder:
        (folder / "trial").write_bytes(bytes(4096))
    for name in names:
        check_replaceable(path / name)
    return path


def check_source(source: Path | None, targets: Iterable[Path]) -> None:
    """``ValueError`` if writing these files would replace the file that is read."""
    if source is not None and os.path.realpath(source) in map(os.path.realpath, targets):
        raise ValueError(
            f"{brief_path(source)} would be replaced by the results: choose another folder with --out"
        )


def check_look(style: str, window: int = 2, fps: float | None = None, every: int | None = None) -> None:
    """Raise the errors of ``plot.animate`` before the run."""
    from ..plot.film import check_rate
    from ..plot.style import style_called

    style_called(style)
    check_whole(window, "window", 2)
    if fps is not None:
        check_rate(fps)
    if every is not None:
        check_whole(every, "every", 1)


def check_part(run: Run, first: int | None, last: int | None) -> None:
    """Raise if the run will not have these first and last steps, naming the option."""
    end = len(run.series) - 1
    start = max(0, end + 1 - run.history.keep)
    begin = start if first is None else check_whole(first, "--from", start, end)
    if last is not None:
        check_whole(last, "--to", begin, end)


def check_inside(run: Run, out: Path) -> None:
    """Raise if the folder cannot be written to, or if there are too few steps to draw."""
    from ..plot.inside.album import FEWEST, INDEX, PICTURES, TURNING

    if len(run.series) < FEWEST:
        raise ValueError(
            f"{brief(run.series.name)}: {len(run.series)} step: pictures of the inside need {FEWEST}"
        )
    usable_folder(out, [INDEX, TURNING, *(f"{name}.png" for name in PICTURES)])


def try_film(out: Path, size: tuple[int, int], ffmpeg: Path | None) -> None:
    """Raise if the film cannot be written, after a test with one blank frame."""
    from ..plot import VideoError, check_film
    from ..plot.writers import write_mp4

    program = check_film(out, size, ffmpeg)
    usable_folder(out.parent, [out.name])
    if not program:
        return
    with tempfile.TemporaryDirectory() as folder:
        trial = Path(folder) / out.name
        write_mp4(trial, iter([np.zeros((size[1], size[0], 4), np.uint8)]), size, 1, program)
        if not trial.exists():
            raise VideoError(
                f"{brief(out.name)}: ffmpeg is {shown(program)}: it reported success but wrote nothing"
            )
