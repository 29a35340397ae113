"""docs/gallery.md and its pictures: everything that can be drawn, from real runs, each beside its call.

    python docs/make/gallery.py

The page shows the code that was run: ``RUNS`` makes the runs, and each call makes the picture below it.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from htm_teacher.keep.whole_file import whole_file
from htm_teacher.plot import Labels, four_panels
from htm_teacher.plot.recording import read
from htm_teacher.plot.window import Window
from htm_teacher.study.run import Run
from small_png import save

DOCS = Path(__file__).resolve().parents[1]

RUNS = """\
from htm_teacher import Category, History, build
from htm_teacher.plot import Labels, animate, four_panels, watch
from htm_teacher.plot.inside import *
from htm_teacher.plot.survey import survey
from htm_teacher.series import shipped
from htm_teacher.study import prepare

run = prepare(shipped("demand"))  # twelve weeks of electricity, half-hour by half-hour
run.go()
demand = run.history
about = Labels(run.series.times, "demand", "MW")
seen = survey(demand)  # looks at all of it once, for three pictures

letters = History(build("toy", Category(tuple("ABCDXY"))))
for word in 60 * ["ABCD", "XBCY"]:
    letters.reset()
    letters.run(word)
"""

INTRODUCTION = """\
# Gallery

Every picture that HTM-Teacher draws, what it is for, and the call that makes it. Drawing reads records and
moves no model. Each picture of the inside says itself how to read it, takes `style="dark"`, and shows in a
notebook as the last expression of a cell. From a terminal, `htm-teacher animate`, `htm-teacher watch` and
`htm-teacher inside` do the same for a CSV file.

This page and its pictures are made by `python docs/make/gallery.py`. The runs:
"""


@dataclass(frozen=True)
class Exhibit:
    """One picture.

    Attributes:
        file: its name, without the ending.
        heading: what it is.
        purpose: what it is for, a sentence.
        call: what draws it, with the names that ``RUNS`` makes.
        alt: what it shows, for those who do not see it; a sheet says that itself.
    """

    file: str
    heading: str
    purpose: str
    call: str
    alt: str = ""


FOUR = (
    "Four panels: the demand with the prediction made for each step, the whole run in a strip above it;"
    " recall and precision over the run, training and testing shaded; the bits of the last input, kept, new"
    " and lost; and for each step which columns were predicted and active, bursting, or predicted and silent."
)
EXHIBITS = [
    Exhibit(
        "four-panels-light",
        "A run at a glance",
        "What came and what had been predicted, how good the predictions are, the bits of the input, and the"
        " columns they make active.",
        "four_panels(demand, about)",
        FOUR,
    ),
    Exhibit(
        "four-panels-dark",
        "The same, dark",
        "For a dark page or a dark room; `animate(demand, 'demand.mp4', about)` lets it play as a film.",
        'four_panels(demand, about, style="dark")',
        FOUR,
    ),
    Exhibit(
        "window",
        "The window",
        "To play a run forwards and backwards, step by step, or from one surprise to the next.",
        "watch(demand, about)",
        "The four panels; below them a slider over time and buttons that name their keys: start, back, play,"
        " forward, end, next surprise, slower, faster, keys.",
    ),
    Exhibit(
        "inside-column",
        "What a column sees",
        "To see how one column came to stand for something: what it listened to at first, and what now.",
        "what_a_column_sees(demand)",
    ),
    Exhibit(
        "inside-overlap",
        "Which columns win",
        "To see inhibition at work: a few columns win, and boosting helps those that seldom do.",
        "overlap_ranking(demand)",
    ),
    Exhibit(
        "inside-duty",
        "Are all columns used, and do they settle?",
        "To judge a spatial pooler: all columns should have their share, and the same input the same answer.",
        "duty_and_boost(seen)",
    ),
    Exhibit(
        "inside-cells",
        "The cells of all columns",
        "To see the whole memory at one step: what was predicted, what surprised, what is expected next.",
        "cells_of_a_step(demand, step=2903)",
    ),
    Exhibit(
        "inside-towers",
        "Cells in their columns, in 3-D",
        "To see which cells one cell listens to; `turn_cells_in_3d(letters, 'towers.gif')` lets it turn.",
        "cells_in_3d(letters, step=-2)",
    ),
    Exhibit(
        "inside-why",
        "Why a cell is predictive",
        "To ask one cell for its reasons, synapse by synapse.",
        "why_a_cell(letters, step=-2)",
    ),
    Exhibit(
        "inside-contexts",
        "The same input in two contexts",
        "To see what HTM is all about: C after AB and C after XB are the same columns, but other cells.",
        "same_input_in_two_contexts(letters)",
    ),
    Exhibit(
        "inside-permanences",
        "How permanent the synapses are",
        "To watch learning itself: synapses that help take hold, the others let go.",
        "permanences_over_time(seen)",
    ),
    Exhibit(
        "inside-segments",
        "The life and times of segments",
        "To see what the memory keeps: when each segment was born, when last used, and when it went.",
        "life_of_segments(seen)",
    ),
    Exhibit(
        "inside-prediction",
        "The prediction as a distribution",
        "To see how sure a prediction is, what came, and how unusual the surprise was.",
        "prediction_as_distribution(demand)",
    ),
    Exhibit(
        "inside-similarity",
        "How alike any two moments are",
        "To find rhythms: a day later the same bits come again, and a diagonal shows it.",
        "similarity_over_time(demand, window=336)",
    ),
]


def make(folder: Path, exhibits: list[Exhibit] | None = None) -> None:
    """Write gallery.md and the pictures it shows; what else is in the folder is left alone.

    Raises:
        OSError: if a file cannot be written.
    """
    names: dict[str, Any] = {}
    print("Learning", flush=True)
    exec(RUNS, names)
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    sections = []
    for one in exhibits or EXHIBITS:
        figure = still(names["run"]) if one.file == "window" else eval(one.call, names)
        save(figure, pictures / f"{one.file}.png")
        sections.append(section(one, one.alt or f"{figure.title}. {figure.explanation}"))
        print(f"Drawn: {pictures / one.file}.png", flush=True)
    with whole_file(folder / "gallery.md") as draft:
        draft.write_text("\n".join([INTRODUCTION, code(RUNS), *sections]), encoding="utf-8")


def still(run: Run) -> Any:
    """What a window would show of a run, on a figure of its own: a window itself needs a screen."""
    figure = four_panels(run.history, size=(1280, 828))
    window = Window(read(run.history, Labels(run.series.times, run.series.main, run.series.unit)), figure)
    window.go(2900)
    window.next_surprise()
    return figure


def section(one: Exhibit, alt: str) -> str:
    """One picture on the page."""
    shown = alt.replace("[", r"\[").replace("]", r"\]")
    return f"## {one.heading}\n\n{one.purpose}\n\n{code(one.call)}\n![{shown}](pictures/{one.file}.png)\n"


def code(text: str) -> str:
    """Python on a page."""
    return f"```python\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    make(DOCS)
