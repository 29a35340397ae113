"""Columns as towers of cells, in three dimensions, with the synapses of one cell; still or turning."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np

from ...core.checks import check_number, check_whole
from ...keep.history import History
from ...keep.whole_file import whole_file
from ..film import Progress, check_film, check_rate
from ..picture import PAGE, SIZE
from ..sheet import Sheet
from ..writers import Frame, Palette, VideoError, write_gif, write_mp4
from .scene import ELEVATION, build_towers, draw_cells, draw_synapses, look_at, stage

ANGLE = -60.0  # degrees around the towers: where one sees them from at first

EXPLANATION = (
    "Each tower is a column, each point in it one of its cells: all cells of a tower see the same input, each"
    " in another context. Blue cells are active because they were predicted; orange ones because nothing had"
    " predicted their column, so that all of it bursts. Green diamonds expect to be active next. The lines"
    " are the synapses of the ringed cell, from the cells it listens to: the thicker, the more permanent."
    " Solid ones are connected; once enough of those come from active cells, the ringed cell is predictive."
)


def cells_in_3d(
    history: History,
    step: int = -1,
    cell: int | None = None,
    angle: float = ANGLE,
    style: str = "light",
    segments: str = "best",
) -> Sheet:
    """Columns as towers of cells right after a step, and what one cell listens to.

    Args:
        history: the run; nothing in it moves.
        step: which one; negative ones count from the end.
        cell: the one whose synapses are drawn; if not given, the predictive one that hears most.
        angle: from where it is seen, in degrees around the towers.
        style: "light" or "dark".
        segments: "best" draws the synapses of the segment that says most at this moment, "all" those of all.

    Raises:
        ValueError: if there is no such step, cell or style, or another argument is out of range.
    """
    scene = look_at(history, step, cell, segments)
    check_number(angle, "angle")
    sheet = Sheet(f"Cells in their columns after step {scene.record.index:,}", EXPLANATION, style)
    axes = stage(sheet, scene)
    axes.view_init(ELEVATION, angle)
    build_towers(sheet, axes, scene)
    draw_cells(sheet, axes, scene)
    draw_synapses(sheet, axes, scene)
    return sheet


def turn_cells_in_3d(
    history: History,
    path: str | os.PathLike[str],
    step: int = -1,
    cell: int | None = None,
    frames: int = 72,
    style: str = "light",
    segments: str = "best",
    *,
    size: tuple[int, int] = SIZE,
    fps: float = 12.0,
    progress: Progress | None = None,
    ffmpeg: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a film of ``cells_in_3d`` turning once around, once it is complete; return its path.

    Args:
        history, step, cell, style, segments: as for ``cells_in_3d``.
        path: where to; the ending decides: ".mp4" (H.264, yuv420p) or ".gif".
        frames: how many pictures make one turn, at least 1.
        size, fps, progress, ffmpeg: as for ``animate``.

    Raises:
        VideoError: a ValueError that says what to do, if the ending is another or ffmpeg is missing or fails.
        ValueError: if an argument does not fit; see ``cells_in_3d``. OSError: if it cannot be written.
    """
    target, rate = Path(path), check_rate(fps)
    if target.suffix.lower() not in (".mp4", ".gif"):
        raise VideoError(f"{target.name}: a film's name must end in .mp4 or .gif")
    angles = [ANGLE + 360 * place / frames for place in range(check_whole(frames, "frames", 1))]
    size = (check_whole(size[0], "size", 16), check_whole(size[1], "size", 16))
    program = check_film(target, size, ffmpeg)
    sheet = fit(cells_in_3d(history, step, cell, ANGLE, style, segments), size)
    with whole_file(target) as draft:
        playing = turn(sheet, angles, progress)
        if program:
            write_mp4(draft, playing, size, rate, program)
        else:
            write_gif(draft, playing, rate, Palette(next(turn(sheet, angles))))
    return target


def fit(sheet: Sheet, size: tuple[int, int]) -> Sheet:
    """The sheet itself, made as large as that, in pixels; everything grows with it."""
    width, height = size
    sheet.dpi = min(width / PAGE[0], height / PAGE[1])
    sheet.set_size_inches((width + 1e-6) / sheet.dpi, (height + 1e-6) / sheet.dpi)  # no pixel is lost
    return sheet


def turn(sheet: Sheet, angles: Sequence[float], progress: Progress | None = None) -> Iterator[Frame]:
    """The towers seen from each angle; all else is drawn once. A frame is good until the next is drawn."""
    (towers,) = (axes for axes in sheet.axes if axes.name == "3d")
    canvas = cast(Any, sheet.canvas)  # matplotlib gives it no types
    towers.set_animated(True)
    canvas.draw()
    still = canvas.copy_from_bbox(sheet.bbox)
    for done, angle in enumerate(angles, 1):
        canvas.restore_region(still)
        cast(Any, towers).view_init(ELEVATION, angle)
        sheet.draw_artist(towers)
        yield np.asarray(canvas.buffer_rgba())
        if progress is not None:
            progress(done, len(angles))
