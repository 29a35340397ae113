"""Columns as towers of cells in three dimensions, with the synapses of a cell; still or turning."""

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

ANGLE = -60.0  # the first viewing angle, in degrees around the towers

EXPLANATION = (
    "Each tower is a column, and each point in it is a cell. All cells of a column stand for the same input,"
    " each in another context. Blue cells are active because they predicted their column; orange cells are"
    " active because their column was not predicted and bursts. Green diamonds are predictive for the next"
    " step. The lines are the synapses of the ringed cell, from its presynaptic cells: the thicker, the"
    " higher the permanence. Solid lines are connected. If enough of these come from active cells, the ringed"
    " cell is predictive."
)


def cells_in_3d(
    history: History,
    step: int = -1,
    cell: int | None = None,
    angle: float = ANGLE,
    style: str = "light",
    segments: str = "best",
) -> Sheet:
    """Columns as towers of cells right after a step, and the synapses of a cell.

    Args:
        history: the run; it does not change.
        step: the step; negative numbers count from the end.
        cell: the cell whose synapses are drawn; if not given, the predictive cell with the most active
            connected synapses.
        angle: the viewing angle, in degrees around the towers.
        style: "light" or "dark".
        segments: "best" draws the synapses of the segment with the most active synapses, "all" of all.

    Raises:
        ValueError: if the step, the cell or the style does not exist, or an argument is out of range.
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
    """Write a film of ``cells_in_3d`` that turns once around; return its path.

    Args:
        history, step, cell, style, segments: as for ``cells_in_3d``.
        path: the file to write. Its ending decides: ".mp4" (H.264, yuv420p) or ".gif".
        frames: how many frames make a turn, at least 1.
        size, fps, progress, ffmpeg: as for ``animate``.

    Raises:
        VideoError: a ValueError that says what to do, if the ending is unknown, or ffmpeg is missing or
            fails.
        ValueError: if an argument does not fit; see ``cells_in_3d``. OSError: if the file cannot be written.
    """
    target, rate = Path(path), check_rate(fps)
    if target.suffix.lower() not in (".mp4", ".gif"):
        raise VideoError(f"{target.name}: the name of a film must end in .mp4 or .gif")
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
    """The sheet itself, resized to this number of pixels; everything grows with it."""
    width, height = size
    sheet.dpi = min(width / PAGE[0], height / PAGE[1])
    sheet.set_size_inches((width + 1e-6) / sheet.dpi, (height + 1e-6) / sheet.dpi)  # no pixel is lost
    return sheet


def turn(sheet: Sheet, angles: Sequence[float], progress: Progress | None = None) -> Iterator[Frame]:
    """The towers from each angle; the rest is drawn once. A frame is valid until the next is drawn."""
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
