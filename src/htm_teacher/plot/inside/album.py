"""An album: all pictures of the inside of a model in a folder, with a page that shows them."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ...keep.history import History
from ...keep.whole_file import whole_file
from ..sheet import Sheet
from ..style import style_called
from ..survey import Survey, surveyed
from .cell_map import cells_of_a_step
from .column import what_a_column_sees
from .contexts import same_input_in_two_contexts
from .duty import duty_and_boost
from .overlap import overlap_ranking
from .prediction import prediction_as_distribution
from .ridges import permanences_over_time
from .segment_life import life_of_segments
from .similarity import similarity_over_time
from .towers import cells_in_3d, turn_cells_in_3d
from .why import why_a_cell

Progress = Callable[[int, int], object]

# {file name: how to draw it}, from the input to the prediction, then over time.
PICTURES: dict[str, Callable[[Survey, str], Sheet]] = {
    "column": lambda seen, style: what_a_column_sees(seen.history, style=style),
    "overlap": lambda seen, style: overlap_ranking(seen.history, style=style),
    "duty": lambda seen, style: duty_and_boost(seen, style=style),
    "cells": lambda seen, style: cells_of_a_step(seen.history, style=style),
    "towers": lambda seen, style: cells_in_3d(seen.history, style=style),
    "why": lambda seen, style: why_a_cell(seen.history, style=style),
    "contexts": lambda seen, style: same_input_in_two_contexts(seen.history, style=style),
    "permanences": lambda seen, style: permanences_over_time(seen, style=style),
    "segments": lambda seen, style: life_of_segments(seen, style=style),
    "prediction": lambda seen, style: prediction_as_distribution(seen.history, style=style),
    "similarity": lambda seen, style: similarity_over_time(seen.history, style=style),
}
FEWEST = 2  # steps: the same input in two contexts needs two
TURNING = "towers.gif"
INDEX = "index.html"

PAGE = """\
<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{heading}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>
body {{ margin: 2rem auto; max-width: 1280px; padding: 0 1rem; background: {look.page}; color: {look.ink};
  font-family: sans-serif }}
img {{ max-width: 100%; height: auto }}
a {{ color: {look.same} }}
section {{ margin-bottom: 3rem }}
</style></head><body>
<h1>{heading}</h1>
<ul>
{contents}
</ul>
{sections}
</body></html>
"""


@dataclass(frozen=True)
class Drawn:
    """A picture in the folder: its file, what it shows, and how to read it."""

    file: Path
    title: str
    explanation: str


def gallery(
    source: History | Survey, folder: Path, name: str, style: str = "light", progress: Progress | None = None
) -> list[Drawn]:
    """Draw every picture of the inside, the turning towers, and ``index.html``, which shows them.

    Args:
        source: the run, or a survey of it, which saves time; it does not change.
        folder: an existing folder for the files.
        name: what the run is called.
        style: "light" or "dark".
        progress: called after each picture with the number of pictures done and of all pictures.

    Raises:
        ValueError: if there are fewer than two steps, or the style does not exist.
        OSError: if a file cannot be written.
    """
    drawn = []
    for one in draw_pictures(source, folder, style):
        drawn.append(one)
        if progress is not None:
            progress(len(drawn), len(PICTURES))
    seen = source if isinstance(source, History) else source.history
    turn_cells_in_3d(seen, folder / TURNING, style=style)
    write_index(folder, drawn, name, style, turning=True)
    return drawn


def draw_pictures(source: History | Survey, folder: Path, style: str = "light") -> Iterator[Drawn]:
    """Draw the pictures in order; see ``gallery``. Each is in the folder before it is yielded."""
    seen = surveyed(source)
    for name, draw in PICTURES.items():
        sheet = draw(seen, style)
        with whole_file(folder / f"{name}.png") as draft:
            sheet.savefig(draft)
        yield Drawn(folder / f"{name}.png", sheet.title, sheet.explanation)


def write_index(folder: Path, drawn: Sequence[Drawn], name: str, style: str, turning: bool) -> None:
    """Write the page that shows the pictures; ``turning``: with the turning towers, whose file must exist."""
    heading = f"The inside of a model that learned {escape(name)}"
    page = PAGE.format(
        heading=heading,
        look=style_called(style),
        contents="\n".join(f'<li><a href="#{one.file.stem}">{escape(one.title)}</a></li>' for one in drawn),
        sections="\n".join(section(one, turning) for one in drawn),
    )
    with whole_file(folder / INDEX) as draft:
        draft.write_text(page, encoding="utf-8", errors="replace")


def section(one: Drawn, turning: bool) -> str:
    """The section of a picture, with its explanation for screen readers."""
    shown = f'<img src="{one.file.name}" alt="{escape(f"{one.title}. {one.explanation}")}">'
    if turning and one.file.stem == Path(TURNING).stem:
        shown += f'\n<img src="{TURNING}" alt="The same, turning once around.">'
    return f'<section id="{one.file.stem}">\n{shown}\n</section>'
