"""Frames into a file: MP4 by ffmpeg, GIF by Pillow; whole or not at all."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import matplotlib
import numpy as np
import numpy.typing as npt
from PIL import GifImagePlugin, Image

Frame = npt.NDArray[np.uint8]
"""A picture: height x width x 4, red, green, blue and alpha in [0, 255]."""


class VideoError(ValueError):
    """A film cannot be written; the message says what to do."""


def find_ffmpeg(path: Path, given: str | os.PathLike[str] | None = None) -> str:
    """The ffmpeg to call: the one given, that of imageio-ffmpeg, or the one matplotlib knows.

    Args:
        path: the film to be written, for the message.

    Raises:
        VideoError: if there is none.
    """
    if given is not None:
        found = shutil.which(given)
        if found is None:
            raise VideoError(f"{path.name}: ffmpeg is {str(given)!r}: there is no such program")
        return os.fspath(found)
    found = bundled_ffmpeg() or shutil.which(matplotlib.rcParams["animation.ffmpeg_path"])
    if found is None:
        raise VideoError(
            f"{path.name}: an MP4 needs ffmpeg, and there is none: "
            'pip install "htm-teacher[video]" brings one; or choose a name that ends in .gif'
        )
    return found


def bundled_ffmpeg() -> str | None:
    """The one that imageio-ffmpeg brings, if it is installed."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def write_mp4(path: Path, frames: Iterator[Frame], size: tuple[int, int], fps: float, ffmpeg: str) -> None:
    """Write H.264 in yuv420p, which every player knows.

    Raises:
        VideoError: if ffmpeg fails; the message ends with its own last line.
    """
    raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{size[0]}x{size[1]}", "-r", f"{fps:g}"]
    made = ["-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
    quiet = [ffmpeg, "-y", "-loglevel", "error"]
    command = [*quiet, *raw, "-i", "-", *made, "-movflags", "+faststart", "-f", "mp4", str(path)]
    with tempfile.TemporaryFile() as complaints:
        # a session of its own: a Ctrl-C in the terminal is for this program to answer
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stderr=complaints, start_new_session=True)
        try:
            feed(process, frames)
        except BaseException:
            process.kill()
            raise
        finally:
            process.wait()
        if process.returncode:
            complaints.seek(0)
            said = complaints.read().decode(errors="replace").strip().splitlines() or ["nothing"]
            raise VideoError(f"{path.name}: ffmpeg failed and said: {said[-1]}")


def feed(process: subprocess.Popen[bytes], frames: Iterator[Frame]) -> None:
    """Give ffmpeg the frames; if it breaks off, its exit code tells."""
    assert process.stdin is not None
    try:
        with process.stdin as pipe:
            for frame in frames:
                pipe.write(frame.data)
    except BrokenPipeError:
        pass


def write_gif(path: Path, frames: Iterator[Frame], fps: float, palette: "Palette") -> None:
    """Write a GIF that plays for ever, all frames in the colours of one palette.

    Frame by frame: Pillow's own ``save_all`` holds all of them at once, which at 1280 x 720 is 1 MB each.
    Of each frame only what differs from the one before is written; the rest is transparent.
    """
    before: Any = None
    with path.open("wb") as file:
        for frame in frames:
            picture = palette.picture(frame)
            now = np.asarray(picture)
            if before is None:
                file.writelines(GifImagePlugin.getheader(picture, info={"loop": 0})[0])
                file.writelines(GifImagePlugin.getdata(picture, duration=delay(fps)))
            else:
                left, top, right, bottom = box = bounds(now != before)
                clear = len(palette.colours)
                part = np.where(now == before, clear, now)[top:bottom, left:right]
                looks = {"duration": delay(fps), "transparency": clear}
                file.writelines(GifImagePlugin.getdata(palette.dress(part), box[:2], **looks))
            before = now
        file.write(b";")


def bounds(differs: npt.NDArray[np.bool_]) -> tuple[int, int, int, int]:
    """The rectangle that holds all that differs: left, top, right, bottom; one pixel if nothing does."""
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def delay(fps: float) -> int:
    """Milliseconds from frame to frame of a GIF: whole hundredths of a second, and at least two."""
    return max(20, 10 * round(100 / fps))


class Palette:
    """The 255 commonest colours of a frame, for a GIF whose plain colours stay exactly as they are.

    Colours are told apart by the first five bits of red, green and blue; of those that agree in these
    the commonest stands for all, and one that is not in the palette becomes the nearest that is.

    Args:
        frame: a frame that has all colours of the film, such as its last.
    """

    def __init__(self, frame: Frame) -> None:
        colours, counts = np.unique(frame[..., :3].reshape(-1, 3), axis=0, return_counts=True)
        colours = colours[np.argsort(-counts, kind="stable")]
        _, commonest = np.unique(cells(colours), return_index=True)
        self.colours = colours[np.sort(commonest)[:255]]  # and one for what is transparent
        bits = np.arange(32)
        middles = 8 * np.stack(np.meshgrid(bits, bits, bits, indexing="ij"), -1).reshape(-1, 3) + 4
        chosen = self.colours.astype(np.float32)
        distances = (chosen**2).sum(1) - 2 * middles.astype(np.float32) @ chosen.T  # less the middle's own
        self.nearest = distances.argmin(1).astype(np.uint8)
        self.nearest[cells(self.colours)] = np.arange(len(self.colours))

    def picture(self, frame: Frame) -> Image.Image:
        """The frame in the colours of the palette."""
        return self.dress(self.nearest[cells(frame)])

    def dress(self, places: npt.NDArray[np.uint8]) -> Image.Image:
        """A picture of places in the palette."""
        picture = Image.fromarray(places.astype(np.uint8))
        picture.putpalette(self.colours.tobytes())
        return picture


def cells(colours: Frame) -> npt.NDArray[np.intp]:
    """For each colour the first five bits of red, green and blue, as one number."""
    red, green, blue = (colours[..., channel].astype(np.intp) >> 3 for channel in range(3))
    return red << 10 | green << 5 | blue
