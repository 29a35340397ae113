"""Write frames to a file: MP4 with ffmpeg, GIF with Pillow."""

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

from ..core.checks import shown
from ..extras import install

Frame = npt.NDArray[np.uint8]
"""A picture: height x width x 4; red, green, blue and alpha in [0, 255]."""


class VideoError(ValueError):
    """A film cannot be written. The message says what to do."""


def find_ffmpeg(path: Path, given: str | os.PathLike[str] | None = None) -> str:
    """The ffmpeg to call: the given program, the one in imageio-ffmpeg, or the one that matplotlib uses.

    Args:
        path: the film, for the message.
        given: a program, by its name or path.

    Raises:
        VideoError: if ffmpeg is not found.
    """
    if given is not None:
        found = shutil.which(given)
        if found is None:
            raise VideoError(f"{path.name}: ffmpeg is {shown(str(given))}: no such program was found")
        return os.fspath(found)
    found = bundled_ffmpeg() or shutil.which(matplotlib.rcParams["animation.ffmpeg_path"])
    if found is None:
        raise VideoError(
            f"{path.name}: an MP4 needs ffmpeg, which was not found: "
            f"install it with {install('video')}, or choose a name that ends in .gif"
        )
    return found


def bundled_ffmpeg() -> str | None:
    """The ffmpeg in imageio-ffmpeg, if that is installed."""
    try:
        import imageio_ffmpeg

        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        return None


def write_mp4(path: Path, frames: Iterator[Frame], size: tuple[int, int], fps: float, ffmpeg: str) -> None:
    """Write H.264 in yuv420p, which every player can play.

    Raises:
        VideoError: if ffmpeg fails; the message ends with the last line of ffmpeg.
    """
    raw = ["-f", "rawvideo", "-pix_fmt", "rgba", "-s", f"{size[0]}x{size[1]}", "-r", f"{fps:g}"]
    made = ["-an", "-c:v", "libx264", "-preset", "veryfast", "-crf", "20", "-pix_fmt", "yuv420p"]
    quiet = [ffmpeg, "-y", "-loglevel", "error"]
    command = [*quiet, *raw, "-i", "-", *made, "-movflags", "+faststart", "-f", "mp4", str(path)]
    with tempfile.TemporaryFile() as complaints:
        # In a session of its own, so that Ctrl-C in the terminal reaches only this program.
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
            said = complaints.read().decode(errors="replace").strip().splitlines() or ["no message"]
            raise VideoError(f"{path.name}: ffmpeg failed: {said[-1]}")


def feed(process: subprocess.Popen[bytes], frames: Iterator[Frame]) -> None:
    """Give ffmpeg the frames. If ffmpeg stops early, its exit code says so."""
    assert process.stdin is not None
    try:
        with process.stdin as pipe:
            for frame in frames:
                pipe.write(frame.data)
    except BrokenPipeError:
        pass


def write_gif(path: Path, frames: Iterator[Frame], fps: float, palette: "Palette") -> None:
    """Write a GIF that plays in a loop, all frames in the colours of one palette.

    It is written frame by frame, because Pillow's ``save_all`` holds all frames in memory, 1 MB each at
    1280 x 720. Only the rectangle that differs from the frame before is written; equal pixels in it are
    transparent.
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
    """The rectangle around everything that differs: left, top, right, bottom; a pixel if nothing does."""
    rows, columns = np.flatnonzero(differs.any(axis=1)), np.flatnonzero(differs.any(axis=0))
    if not len(rows):
        return 0, 0, 1, 1
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 1, int(rows[-1]) + 1


def delay(fps: float) -> int:
    """Milliseconds from frame to frame of a GIF: whole hundredths of a second, at least two."""
    return max(20, 10 * round(100 / fps))


class Palette:
    """The 255 colours that stand for a frame: plain colours do not change, and rare shades hardly.

    Colours that agree in the first five bits of red, green and blue are taken for the same colour: the
    most common of them. The most common colours are chosen, then one after the other the colour that is
    farthest from all chosen. Any other colour becomes the nearest colour of the palette.

    Args:
        frame: a frame that has all colours of the film, such as the last.
    """

    def __init__(self, frame: Frame) -> None:
        colours, counts = np.unique(frame[..., :3].reshape(-1, 3), axis=0, return_counts=True)
        colours = colours[np.argsort(-counts, kind="stable")]
        _, commonest = np.unique(cells(colours), return_index=True)
        self.colours = spread_out(colours[np.sort(commonest)], 255)  # the 256th is for transparent pixels
        bits = np.arange(32)
        middles = 8 * np.stack(np.meshgrid(bits, bits, bits, indexing="ij"), -1).reshape(-1, 3) + 4
        chosen = self.colours.astype(np.float32)
        distances = (chosen**2).sum(1) - 2 * middles.astype(
            np.float32
        ) @ chosen.T  # without the middle's own square, which is the same for all
        self.nearest = distances.argmin(1).astype(np.uint8)
        self.nearest[cells(self.colours)] = np.arange(len(self.colours))

    def picture(self, frame: Frame) -> Image.Image:
        """The frame in the colours of the palette."""
        return self.dress(self.nearest[cells(frame)])

    def dress(self, places: npt.NDArray[np.uint8]) -> Image.Image:
        """A picture from places in the palette."""
        picture = Image.fromarray(places.astype(np.uint8))
        picture.putpalette(self.colours.tobytes())
        return picture


def spread_out(colours: Frame, most: int) -> Frame:
    """At most ``most`` colours: the first half as they come, then always the one farthest from all chosen."""
    values = colours.astype(np.float32)
    chosen, near = list(range(min(len(colours), most // 2))), np.full(len(colours), np.inf, dtype=np.float32)
    for place in chosen:
        near = np.minimum(near, ((values - values[place]) ** 2).sum(1))
    while len(chosen) < min(len(colours), most):
        chosen.append(int(near.argmax()))
        near = np.minimum(near, ((values - values[chosen[-1]]) ** 2).sum(1))
    return colours[chosen]


def cells(colours: Frame) -> npt.NDArray[np.intp]:
    """The first five bits of red, green and blue of each colour, as one number."""
    red, green, blue = (colours[..., channel].astype(np.intp) >> 3 for channel in range(3))
    return red << 10 | green << 5 | blue
