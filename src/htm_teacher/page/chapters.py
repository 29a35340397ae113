"""The textbook as it stands in its files, and which of its lines each stage of a step runs."""

import ast
from typing import Any, NamedTuple

from ..core import READING_ORDER
from ..core.encoders import RDSE, Encoder, Fields
from .noisy import undisturbed
from .trouble import PACKAGE


class Stage(NamedTuple):
    """A part of a step: from the first of two neighbouring methods of a class to the second."""

    chapter: str
    owner: str
    first: str
    last: str
    says: str


STAGES = {
    "overlap": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "overlaps",
        "overlaps",
        "Each column counts how many active bits it hears through connected synapses.",
    ),
    "inhibit": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "inhibit",
        "_wins_locally",
        "The few columns with the highest boosted overlap win and silence all others.",
    ),
    "learn_columns": Stage(
        "spatial_pooler",
        "SpatialPooler",
        "_learn",
        "_target_duty",
        "Winning columns turn their synapses towards the active bits; columns that hardly ever win are"
        " helped.",
    ),
    "activate": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_activate",
        "_least_used",
        "In an expected column the predictive cells speak alone; a column that nobody expected bursts.",
    ),
    "learn_segments": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_learn",
        "_new_segment",
        "Segments that foresaw this step are strengthened or grown, those that foresaw something else"
        " weakened.",
    ),
    "predict": Stage(
        "temporal_memory",
        "TemporalMemory",
        "_predict",
        "count_connected",
        "Each cell with a segment that recognises this moment expects to be active next.",
    ),
    "read_out": Stage(
        "classifier",
        "Classifier",
        "compute",
        "predict",
        "The classifier reads from the winner cells which value may come next; it is no part of the cortex.",
    ),
}
ENCODE = "The value becomes a few active bits, and similar values share some of them."


def sources(encoder: Encoder | None) -> dict[str, Any]:
    """All chapters in reading order, and the lines of each stage; see ``Sources`` in the protocol.

    Args:
        encoder: the one in use, whose own lines are shown; an RDSE if there is none yet.
    """
    chapters = [file.removesuffix(".py") for file, _ in READING_ORDER]
    texts = {chapter: _path(chapter).read_text(encoding="utf-8") for chapter in chapters}
    stages = {"encode": _encoding(encoder), **STAGES}
    return {
        "files": [{"path": f"core/{chapter}.py", "text": text} for chapter, text in texts.items()],
        "stages": {name: _lines(stage, texts[stage.chapter]) for name, stage in stages.items()},
    }


def _encoding(encoder: Encoder | None) -> Stage:
    """Where the encoder in use turns a value into bits; of several fields, that of the first."""
    used = RDSE if encoder is None else type(undisturbed(encoder))
    if encoder is not None and isinstance(encoder, Fields):
        used = type(undisturbed(next(iter(encoder.encoders.values()))))
    chapter = used.__module__.partition(".core.")[2].replace(".", "/")
    return Stage(chapter, used.__name__, "bits", "bits", ENCODE)


def _lines(stage: Stage, text: str) -> dict[str, Any]:
    """The lines of a stage in a chapter as it is now; all of them if its methods are gone."""
    tree = ast.parse(text)
    own = [one for one in tree.body if isinstance(one, ast.ClassDef) and one.name == stage.owner]
    methods = {one.name: one for kind in own for one in kind.body if isinstance(one, ast.FunctionDef)}
    first, last = 1, len(text.splitlines())
    if stage.first in methods and stage.last in methods:
        first, last = methods[stage.first].lineno, methods[stage.last].end_lineno or last
    return {"path": f"core/{stage.chapter}.py", "first": first, "last": last, "says": stage.says}


def _path(chapter: str) -> Any:
    return PACKAGE / "core" / f"{chapter}.py"
