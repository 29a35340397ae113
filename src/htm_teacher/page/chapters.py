"""The chapters of the textbook, as they are in their files, and which lines each stage of a step runs."""

import ast
from typing import Any, NamedTuple

from ..core import READING_ORDER
from ..core.encoders import RDSE, Encoder, Fields
from . import protocol
from .noisy import undisturbed
from .trouble import PACKAGE


class Stage(NamedTuple):
    """A part of a step: the methods of a class from the first to the last."""

    chapter: str
    owner: str
    first: str
    last: str
    says: str


STAGES: dict[protocol.Stage, Stage] = {
    "overlap": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "overlaps",
        "overlaps",
        "Each column counts its connected synapses from active bits: its overlap.",
    ),
    "inhibit": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "inhibit",
        "_wins_locally",
        "The few columns with the highest boosted overlap win and inhibit all others.",
    ),
    "learn_columns": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "_learn",
        "_target_duty",
        "Columns that win strengthen their synapses from active bits and weaken the others; columns that"
        " are rarely used are helped.",
    ),
    "activate": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_activate",
        "_least_used",
        "In a predicted column only the predictive cells become active; any other active column bursts.",
    ),
    "learn_segments": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_learn",
        "_new_segment",
        "Segments that predicted this step correctly are strengthened, segments that predicted wrongly are"
        " weakened, and new segments grow.",
    ),
    "predict": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_predict",
        "count_connected",
        "Each cell with a segment that recognises the active cells is predictive for the next step.",
    ),
    "read_out": Stage(
        "classifier",
        "Classifier",
        "compute",
        "predict",
        "The classifier predicts the next value from the winner cells, and of a measured series its change,"
        " from the active bits as well. It is no model of the cortex.",
    ),
}
ENCODE = "The value becomes a few active bits. Similar values share some of them."


def sources(encoder: Encoder | None) -> protocol.Sources:
    """All chapters in reading order, and the lines of each stage.

    Args:
        encoder: the encoder in use, whose lines are shown; an RDSE if there is no run yet.
    """
    chapters = [file.removesuffix(".py") for file, _ in READING_ORDER]
    texts = {chapter: _path(chapter).read_text(encoding="utf-8") for chapter in chapters}
    stages: dict[protocol.Stage, Stage] = {"encode": _encoding(encoder), **STAGES}
    return {
        "files": [{"path": f"core/{chapter}.py", "text": text} for chapter, text in texts.items()],
        "stages": {name: _lines(stage, texts[stage.chapter]) for name, stage in stages.items()},
    }


def _encoding(encoder: Encoder | None) -> Stage:
    """The lines in which this encoder turns a value into bits; with several fields, the first encoder."""
    used = RDSE if encoder is None else type(undisturbed(encoder))
    if encoder is not None and isinstance(encoder, Fields):
        used = type(undisturbed(next(iter(encoder.encoders.values()))))
    chapter = used.__module__.partition(".core.")[2].replace(".", "/")
    return Stage(chapter, used.__name__, "bits", "bits", ENCODE)


def _lines(stage: Stage, text: str) -> protocol.StageLines:
    """The lines of a stage in the present text of its chapter; all lines if its methods are missing."""
    tree = ast.parse(text)
    own = [one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == stage.owner]
    methods = {one.name: one for kind in own for one in kind.body if isinstance(one, ast.FunctionDef)}
    first, last = 1, len(text.splitlines())
    if stage.first in methods and stage.last in methods:
        first, last = methods[stage.first].lineno, methods[stage.last].end_lineno or last
    return {"path": f"core/{stage.chapter}.py", "first": first, "last": last, "says": stage.says}


def _path(chapter: str) -> Any:
    return PACKAGE / "core" / f"{chapter}.py"
