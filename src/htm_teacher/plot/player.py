"""A film as one page: a browser plays, pauses, steps and rewinds it, without a network."""

import html
import io
import json
import re
from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from itertools import pairwise
from pathlib import Path

from PIL import Image

from ..core.checks import check_indices, check_number, check_whole, shown
from .style import style_called
from .writers import Frame, Palette

TEMPLATE = Path(__file__).with_name("player.html")
WIDEST = 16_383  # pixels: the limit of WebP, and within that of a canvas in every browser


def write_player(
    path: Path,
    frames: Iterator[Frame],
    steps: Sequence[int],
    surprises: Sequence[int],
    fps: float,
    title: str,
    size: tuple[int, int],
    style: str,
    palette: Palette | None = None,
) -> None:
    """Write a page that contains the film and its player, frame by frame.

    With a palette, a frame is a PNG in these colours: about 55 KiB and 25 ms at 1280 x 720. Without a
    palette, a frame is a lossless WebP: about 65 KiB and 50 ms. The page is text, in which a frame takes a
    third more: 250 frames are 18 MB or 22 MB.

    Args:
        path: the file to write; its old content is lost, even if writing fails.
        frames: a frame for each step, each of ``size``.
        steps: the number of the step that each frame shows, ascending.
        surprises: the places of the frames that "next surprise" goes to; may be empty.
        fps: frames a second at speed 1, above 0 and at most 100.
        title: what the film shows, for the browser's tab and for screen readers.
        size: width and height in pixels, from 1 to 16,383.
        style: "light" or "dark".
        palette: the colours of the film; all colours if not given.

    Raises:
        ValueError: if an argument does not fit, or the number or the size of the frames is wrong.
        OSError: if the file cannot be written.
    """
    about = check_film(steps, surprises, fps) | {"type": "image/webp" if palette is None else "image/png"}
    before, after = page(about, title, size, style)
    with path.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write(before)
        count = 0
        for count, frame in enumerate(frames, 1):
            check_frame(frame, count, len(steps), size)
            code = b64encode(encode(frame, palette)).decode("ascii")
            file.write(f'<script class="frame" type="text/plain">{code}</script>\n')
        if count < len(steps):
            raise ValueError(f"frames: {count} for {len(steps)} steps; each step needs a frame")
        file.write(after)


def encode(frame: Frame, palette: Palette | None) -> bytes:
    """The frame as a file. WebP's method 1 is the fastest that still makes it small."""
    file = io.BytesIO()
    if palette is None:
        Image.fromarray(frame[..., :3].copy()).save(file, "WEBP", lossless=True, quality=50, method=1)
    else:
        palette.picture(frame).save(file, "PNG")
    return file.getvalue()


def check_film(steps: Sequence[int], surprises: Sequence[int], fps: float) -> dict[str, object]:
    """The data of the player, checked."""
    numbers = [check_whole(step, "steps") for step in steps]
    if not numbers:
        raise ValueError("steps is empty: there is nothing to play")
    for one, other in pairwise(numbers):
        if other <= one:
            raise ValueError(f"steps: {other} follows {one}; steps must ascend")
    if not 0 < check_number(fps, "fps") <= 100:
        raise ValueError(f"fps is {fps}: it must be above 0 and at most 100")
    jumps = sorted(check_indices(surprises, "surprises", len(numbers)))
    return {"steps": numbers, "surprises": jumps, "fps": float(fps)}


def check_frame(frame: Frame, count: int, most: int, size: tuple[int, int]) -> None:
    """Raise a ValueError if there are too many frames, or if this frame has another size."""
    if count > most:
        raise ValueError(f"frames: more than the {most} steps; each step needs one frame")
    height, width = frame.shape[:2]
    if (width, height) != tuple(size):
        raise ValueError(f"frame {count} is {width} x {height}; size is {size[0]} x {size[1]}")


def page(about: dict[str, object], title: str, size: tuple[int, int], style: str) -> tuple[str, str]:
    """The page before and after the frames. Text is escaped; braces in it are not filled in."""
    if not isinstance(title, str):
        raise ValueError(f"title is {shown(title)}: it must be text")
    if len(size) != 2:
        raise ValueError(f"size is {shown(size)}: it must be a width and a height")
    width, height = (check_whole(one, "size", 1, WIDEST) for one in size)
    fill = asdict(style_called(style)) | {
        "scheme": style,
        "title": html.escape(" ".join(title.split()) or "HTM-Teacher"),
        "width": str(width),
        "height": str(height),
        "film": json.dumps(about, separators=(",", ":")),  # only numbers and a word: nothing to escape
    }
    parts = TEMPLATE.read_text(encoding="utf-8").split("{{frames}}\n")
    before, after = (re.sub(r"\{\{(\w+)\}\}", lambda name: fill[name[1]], part) for part in parts)
    return before, after
