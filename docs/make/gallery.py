"""Write docs/gallery.md and its pictures: every kind of picture, from real runs, below its call.

    python docs/make/gallery.py

The page shows the code that was run: ``RUNS`` makes the runs, and each call draws the picture below it.
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
seen = survey(demand)  # goes through the run once, for three pictures

letters = History(build("toy", Category(tuple("ABCDXY"))))
for word in 60 * ["ABCD", "XBCY"]:
    letters.reset()
    letters.run(word)
"""

INTRODUCTION = """\
# Gallery

Every picture that HTM-Teacher draws, its purpose, and the call that draws it. Drawing reads records and
changes no model. Each picture of the inside says how to read it, takes `style="dark"`, and shows in a
notebook as the last expression of a cell. In a terminal, `htm-teacher animate`, `htm-teacher watch` and
`htm-teacher inside` do the same for a CSV file.

`python docs/make/gallery.py` makes this page and its pictures. The runs:
"""


@dataclass(frozen=True)
class Exhibit:
    """A picture.

    Attributes:
        file: its name, without the suffix.
        heading: what it shows.
        purpose: what it is for, in a sentence.
        call: what draws it, with the names that ``RUNS`` defines.
        alt: what it shows, for readers who do not see it; a sheet has its own text.
    """

    file: str
    heading: str
    purpose: str
    call: str
    alt: str = ""


FOUR = (
    "Four panels: the demand with the prediction made for each step, and the whole run in a strip above;"
    " recall and precision over the run, training and testing shaded; the bits of the last input, still on,"
    " turned on and turned off; and for each step the columns that were predicted and active, bursting, or"
    " predicted but not active."
)
EXHIBITS = [
    Exhibit(
        "four-panels-light",
        "A run at a glance",
        "To see the values with their predictions, how good the predictions are, the bits of the input, and"
        " the columns that these make active.",
        "four_panels(demand, about)",
        FOUR,
    ),
    Exhibit(
        "four-panels-dark",
        "A run at a glance, dark",
        "For a dark page or a dark room; `animate(demand, 'demand.mp4', about)` makes a film of it.",
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
        "To see what a column has learned: the inputs it was connected to at first, and those it is connected"
        " to now.",
        "what_a_column_sees(demand)",
    ),
    Exhibit(
        "inside-overlap",
        "Which columns win",
        "To see inhibition: a few columns win, and boosting helps those that seldom win.",
        "overlap_ranking(demand)",
    ),
    Exhibit(
        "inside-duty",
        "Are all columns used, and do they settle?",
        "To judge a spatial pooler: all columns should win about equally often, and the same input should"
        " always give the same columns.",
        "duty_and_boost(seen)",
    ),
    Exhibit(
        "inside-cells",
        "The cells of all columns",
        "To see the whole memory at one step: what was predicted, what burst, and what is predicted next.",
        "cells_of_a_step(demand, step=2903)",
    ),
    Exhibit(
        "inside-towers",
        "Cells in their columns, in 3-D",
        "To see from which cells one cell has synapses; `turn_cells_in_3d(letters, 'towers.gif')` turns the"
        " picture.",
        "cells_in_3d(letters, step=-2)",
    ),
    Exhibit(
        "inside-why",
        "Why a cell is predictive",
        "To see the reasons of one cell, synapse by synapse.",
        "why_a_cell(letters, step=-2)",
    ),
    Exhibit(
        "inside-contexts",
        "The same input in two contexts",
        "To see the central idea of HTM: C after AB and C after XB are the same columns, but other cells.",
        "same_input_in_two_contexts(letters)",
    ),
    Exhibit(
        "inside-permanences",
        "How permanent the synapses are",
        "To watch learning: useful synapses gain permanence, the others lose it.",
        "permanences_over_time(seen)",
    ),
    Exhibit(
        "inside-segments",
        "The life of segments",
        "To see what the memory keeps: when each segment was created, last active, and removed.",
        "life_of_segments(seen)",
    ),
    Exhibit(
        "inside-prediction",
        "The prediction as a distribution",
        "To see how certain a prediction is, which value came, and how unusual the anomaly was.",
        "prediction_as_distribution(demand)",
    ),
    Exhibit(
        "inside-similarity",
        "How alike any two moments are",
        "To find rhythms: if the same bits recur a day later, the picture shows a diagonal.",
        "similarity_over_time(demand, window=336)",
    ),
]


def make(folder: Path, exhibits: list[Exhibit] | None = None) -> None:
    """Write gallery.md and its pictures; other files in the folder stay.

    Raises:
        OSError: if a file cannot be written.
    """
    names: dict[str, Any] = {}
    print("Learning", flush=True)
    exec(RUNS, names)
    pictures = folder / "pictures"
    pictures.mkdir(parents=True, exist_ok=True)
    sections = []
    for exhibit in exhibits or EXHIBITS:
        figure = still(names["run"]) if exhibit.file == "window" else eval(exhibit.call, names)
        save(figure, pictures / f"{exhibit.file}.png")
        sections.append(section(exhibit, exhibit.alt or in_words(figure)))
        print(f"Drawn: {pictures / exhibit.file}.png", flush=True)
    with whole_file(folder / "gallery.md") as draft:
        draft.write_text("\n".join([INTRODUCTION, code(RUNS), *sections]), encoding="utf-8")


def still(run: Run) -> Any:
    """A figure of what the window shows of a run; the window itself needs a screen."""
    figure = four_panels(run.history, size=(1280, 828))
    window = Window(read(run.history, Labels(run.series.times, run.series.main, run.series.unit)), figure)
    window.go(2900)
    window.next_surprise()
    return figure


def section(exhibit: Exhibit, alt: str) -> str:
    """The section of the page with one picture."""
    shown = alt.replace("[", r"\[").replace("]", r"\]")
    picture = f"![{shown}](pictures/{exhibit.file}.png)"
    return f"## {exhibit.heading}\n\n{exhibit.purpose}\n\n{code(exhibit.call)}\n{picture}\n"


def in_words(sheet: Any) -> str:
    """The title and the explanation of a picture, as sentences."""
    end = "" if sheet.title.endswith("?") else "."
    return f"{sheet.title}{end} {sheet.explanation}"


def code(text: str) -> str:
    """Python code, as Markdown."""
    return f"```python\n{text.rstrip()}\n```\n"


if __name__ == "__main__":
    make(DOCS)
