"""A film as one page: open it in a browser, and play, pause, step and rewind. It needs no network."""

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

from ..core.checks import check_indices, check_number, check_whole
from .style import style_called
from .writers import Frame, Palette

TEMPLATE = Path(__file__).with_name("player.html")
WIDEST = 16_383  # pixels: what a WebP can have, and a canvas in every browser


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
    """Write a page that holds the film and all that plays it; frames go into it one after the other.

    With a palette a frame is a PNG in its colours, so plain colours stay as they are: about 55 KiB and
    25 ms at 1280 x 720. Without one it is a lossless WebP and the same to the last pixel: about 65 KiB
    and 50 ms. In the page, which is text, each takes a third more: 300 frames are 22 MB or 26 MB.

    Args:
        path: where to; what is there is lost, even if the writing fails.
        frames: as many as there are steps, each of ``size``.
        steps: the number of the step that each frame shows, ascending.
        surprises: the places among the frames that "next surprise" goes to; there may be none.
        fps: frames a second at speed 1, above 0 and at most 100.
        title: what the film is about, for the browser's tab and for those who do not see it.
        size: width and height in pixels, from 1 to 16,383.
        style: "light" or "dark".
        palette: the colours of the film, if it may do with 256.

    Raises:
        ValueError: if an argument does not fit, or the frames are not as many or as large as said.
        OSError: if it cannot be written.
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
            raise ValueError(f"frames: {count} for {len(steps)} steps; each step needs one")
        file.write(after)


def encode(frame: Frame, palette: Palette | None) -> bytes:
    """The frame as a file. Of WebP's efforts this is the least that still makes it small."""
    file = io.BytesIO()
    if palette is None:
        Image.fromarray(frame[..., :3].copy()).save(file, "WEBP", lossless=True, quality=50, method=1)
    else:
        palette.picture(frame).save(file, "PNG")
    return file.getvalue()


def check_film(steps: Sequence[int], surprises: Sequence[int], fps: float) -> dict[str, object]:
    """What the page must know, if it can be so."""
    numbers = [check_whole(step, "steps") for step in steps]
    if not numbers:
        raise ValueError("steps: there are none, so there is nothing to play")
    for one, other in pairwise(numbers):
        if other <= one:
            raise ValueError(f"steps: {other} follows {one}; they must ascend")
    if not 0 < check_number(fps, "fps") <= 100:
        raise ValueError(f"fps is {fps}: it must be above 0 and at most 100")
    jumps = sorted(check_indices(surprises, "surprises", len(numbers)))
    return {"steps": numbers, "surprises": jumps, "fps": float(fps)}


def check_frame(frame: Frame, count: int, most: int, size: tuple[int, int]) -> None:
    """Raise a ValueError if it is one too many or of another size."""
    if count > most:
        raise ValueError(f"frames: there are more than the {most} steps; each step needs one")
    height, width = frame.shape[:2]
    if (width, height) != tuple(size):
        raise ValueError(f"frame {count} is {width} x {height}: size says {size[0]} x {size[1]}")


def page(about: dict[str, object], title: str, size: tuple[int, int], style: str) -> tuple[str, str]:
    """The page before and after the frames. Text is escaped; what it says in braces is not filled in."""
    if not isinstance(title, str):
        raise ValueError(f"title is {title!r}: a text is needed")
    if len(size) != 2:
        raise ValueError(f"size is {size!r}: a width and a height are needed")
    width, height = (check_whole(one, "size", 1, WIDEST) for one in size)
    fill = asdict(style_called(style)) | {
        "scheme": style,
        "title": html.escape(" ".join(title.split()) or "HTM-Teacher"),
        "width": str(width),
        "height": str(height),
        "film": json.dumps(about, separators=(",", ":")),  # numbers and a word: nothing to escape
    }
    parts = TEMPLATE.read_text(encoding="utf-8").split("{{frames}}\n")
    before, after = (re.sub(r"\{\{(\w+)\}\}", lambda name: fill[name[1]], part) for part in parts)
    return before, after
