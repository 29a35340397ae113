"""A film of the four panels: an MP4, a GIF, or a page that plays them."""

import math
import os
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, cast

import numpy as np
from matplotlib import rc_context
from matplotlib.artist import Artist

from ..core.checks import check_number, check_whole
from ..keep.whole_file import whole_file
from .picture import SIZE, Page
from .player import write_player
from .recording import NO_LABELS, Labels, Recording, Steps, read, surprises
from .writers import Frame, Palette, VideoError, find_ffmpeg, write_gif, write_mp4

SECONDS = 17.0  # how long a film plays, if fps is not given
MOST_FRAMES = {".mp4": 250, ".gif": 200, ".html": 250}

Progress = Callable[[int, int], object]


def animate(
    steps: Steps,
    path: str | os.PathLike[str],
    labels: Labels = NO_LABELS,
    *,
    window: int = 200,
    style: str = "light",
    size: tuple[int, int] = SIZE,
    first: int | None = None,
    last: int | None = None,
    every: int | None = None,
    fps: float | None = None,
    progress: Progress | None = None,
    ffmpeg: str | os.PathLike[str] | None = None,
) -> Path:
    """Write a film of a run, whose last frame shows the last step; return its path.

    Drawing only reads the records. An older file at ``path`` stays until the film is complete.

    Args:
        steps, labels, window, style: as for ``four_panels``.
        path: the file to write. Its ending decides: ".mp4" (H.264, yuv420p), ".gif", or ".html": one page
            with the frames and buttons to play, pause, step and rewind, for any browser.
        size: width and height in pixels, at least 16 each; for an MP4 both even.
        first, last: the first and last step to show; the whole run if not given.
        every: the steps from one frame to the next, at least 1. If not given: so many that there are at most
            250 frames, in a GIF 200.
        fps: frames a second, above 0 and at most 100; if not given, the film plays for 17 seconds.
        progress: called after each frame with the number of frames done and of all frames.
        ffmpeg: the program for MP4; if not given, the one in imageio-ffmpeg, or on the PATH.

    Raises:
        VideoError: a ValueError that says what to do, if the ending is unknown or ffmpeg is missing or fails.
        ValueError: if an argument does not fit; see ``four_panels``. OSError: if the file cannot be written.
    """
    target = Path(path)
    program = check_film(target, size, ffmpeg)
    run = read(steps, labels)
    places = frame_places(run, first, last, every, MOST_FRAMES[target.suffix.lower()])
    rate = len(places) / SECONDS if fps is None else check_rate(fps)
    # Hinting letters takes a quarter of the time and moves them by a fraction of a pixel.
    with rc_context({"text.hinting": "none"}), whole_file(target) as draft:
        frames = Frames(Page(run, style, window, size))
        write(draft, frames, places, rate, size, program, progress)
    return target


def check_film(
    target: Path, size: tuple[int, int] = SIZE, ffmpeg: str | os.PathLike[str] | None = None
) -> str:
    """The ffmpeg to call, empty if none is needed. Raises the errors of ``animate`` before drawing."""
    ending = target.suffix.lower()
    if ending not in MOST_FRAMES:
        raise VideoError(f"{target.name}: the name of a film must end in .mp4, .gif or .html")
    if not target.parent.is_dir():
        raise FileNotFoundError(f"{target}: the folder {target.parent} does not exist")
    if ending != ".mp4":
        return ""
    if size[0] % 2 or size[1] % 2:
        raise VideoError(f"size is {size[0]} x {size[1]}: an MP4 needs even numbers")
    return find_ffmpeg(target, ffmpeg)


def write(
    draft: Path,
    frames: "Frames",
    places: list[int],
    fps: float,
    size: tuple[int, int],
    program: str,
    progress: Progress | None,
) -> None:
    """Draw the frames and write them; the ending of the name decides how."""
    page, playing = frames.page, frames.play(places, progress)
    ending = draft.suffix.lower()
    if ending == ".mp4":
        write_mp4(draft, playing, size, fps, program)
    elif ending == ".gif":
        write_gif(draft, playing, fps, Palette(frames.draw(places[-1])))
    else:
        numbers = [page.run.first + place for place in places]
        later = [place for place in surprises(page.run) if places[0] <= place <= places[-1]]
        jumps = sorted({bisect_left(places, place) for place in later})
        palette = Palette(frames.draw(places[-1]))
        write_player(draft, playing, numbers, jumps, fps, page.run.name, size, page.style_name, palette)


def frame_places(
    run: Recording, first: int | None, last: int | None, every: int | None, most: int
) -> list[int]:
    """The places in the run that get a frame; the last place always does."""
    end = run.first + len(run) - 1
    start = run.first if first is None else check_whole(first, "first", run.first, end)
    stop = end if last is None else check_whole(last, "last", start, end)
    steps = stop - start + 1
    stride = math.ceil(steps / most) if every is None else check_whole(every, "every", 1)
    return [place - run.first for place in range(stop, start - 1, -stride)][::-1]


def check_rate(fps: float) -> float:
    """The frames a second, checked."""
    if not 0 < check_number(fps, "fps") <= 100:
        raise ValueError(f"fps is {fps}: it must be above 0 and at most 100")
    return fps


class Frames:
    """The frames of a page. Everything that stays is drawn once; what moves is drawn over it.

    Args:
        page: the page. From now on, its moving artists are not drawn with the rest.
        beside: artists outside the page that move too.
    """

    def __init__(self, page: Page, beside: Sequence[Artist] = ()) -> None:
        self.page, self.moving = page, [*page.moving, *beside]
        for artist in self.moving:
            artist.set_animated(True)
        page.show(0)
        self.canvas = cast(Any, page.canvas)  # matplotlib gives it no types
        self.canvas.draw()
        self.keep_still()

    def keep_still(self) -> None:
        """Keep what has just been drawn as the background."""
        self.still = self.canvas.copy_from_bbox(self.page.figure.bbox)

    def draw(self, place: int) -> Frame:
        """The page at a step. The frame is valid until the next is drawn."""
        self.canvas.restore_region(self.still)
        self.page.show(place)
        for artist in self.moving:
            self.page.figure.draw_artist(artist)
        return np.asarray(self.canvas.buffer_rgba())

    def play(self, places: list[int], progress: Progress | None) -> Iterator[Frame]:
        """The frames at these places, in order."""
        for done, place in enumerate(places, 1):
            yield self.draw(place)
            if progress is not None:
                progress(done, len(places))
