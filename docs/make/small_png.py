"""Pictures for the docs, small enough for a repository."""

from pathlib import Path
from typing import Any

import numpy as np

from htm_teacher.keep.whole_file import whole_file
from htm_teacher.plot.writers import Palette


def save(figure: Any, path: Path) -> None:
    """Write a figure as a small PNG with its 256 most common colours; the style's own stay exact."""
    figure.canvas.draw()
    frame = np.asarray(figure.canvas.buffer_rgba())
    with whole_file(path) as draft:
        Palette(frame).picture(frame).save(draft, "PNG", optimize=True)
