"""Draw the pictures of docs/how-fast-works.md: small models on the fast engine, and their arrays.

    python docs/make/how_fast_works.py

Needs Numba. ``two_segments`` is the worked example of the page: two segments and six cells.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from itertools import pairwise
from pathlib import Path
from typing import Any

import draw_classifier
import draw_learning
import draw_outgoing
import draw_pooler
import draw_run
import draw_segments
from htm_teacher import RDSE, SDR, Category, Model, build
from htm_teacher.build import ENGINES
from htm_teacher.core.by_hand import add_segment
from htm_teacher.series import sine
from small_png import save

DOCS = Path(__file__).resolve().parents[1]

# With these rules every number of the example is round.
EXAMPLE: dict[str, Any] = {
    "columns": 6,
    "cells_per_column": 1,
    "activation_threshold": 2,
    "learning_threshold": 2,
    "connected_permanence": 0.5,
    "initial_permanence": 0.21,
    "permanence_increment": 0.1,
    "permanence_decrement": 0.1,
    "predicted_decrement": 0.1,
    "sample_size": 3,
    "max_synapses_per_segment": 32,
    "max_segments_per_cell": 2,
}


def two_segments() -> Any:
    """The worked example: cell 4 has learned to follow cells 0 and 1, cell 5 nearly; 0, 1, 2 are active."""
    memory = ENGINES["fast"].memory_type(**EXAMPLE)
    add_segment(memory, 4, {0: 0.6, 1: 0.5, 3: 0.55})
    add_segment(memory, 5, {0: 0.1, 2: 0.55, 3: 0.7})
    memory.compute({0, 1, 2}, learn=False)
    return memory


def one_step() -> tuple[Any, Any]:
    """The worked example before and after the step at which cell 4 becomes active, and cell 5 does not."""
    memory = two_segments()
    before = deepcopy(memory)
    memory.compute({4})
    return before, memory


def small_pooler() -> tuple[Any, SDR]:
    """A pooler of 16 columns that has learned a little, and an input."""
    pooler = ENGINES["fast"].pooler_type(
        inputs=12, columns=16, active_column_count=3, seed=3, potential_fraction=0.7, stimulus_threshold=1,
        permanence_increment=0.05, permanence_decrement=0.01, minimum_overlap_duty=0.0,
    )  # fmt: skip
    for first in (0, 4, 8, 2, 6):
        pooler.compute(SDR(12, {first, first + 1, first + 2, first + 3}))
    return pooler, SDR(12, {1, 4, 5, 9})


def large_pooler() -> tuple[Any, SDR]:
    """A pooler of full size that has learned nothing, and an input."""
    return ENGINES["fast"].pooler_type(seed=1), SDR(400, range(100, 121))


def letters() -> Model:
    """A model that has learned XBCY and ABCD."""
    model = build("toy", Category(tuple("ABCDXY")), "fast")
    for word in 30 * ["XBCY", "ABCD"]:
        model.reset()
        model.run(word)
    return model


def waves(steps: int) -> Model:
    """A model that has learned a sine."""
    model = build("toy", encoder_of_waves(), "fast")
    model.run(sine(steps, period=20))
    return model


def encoder_of_waves() -> Any:
    """For numbers from -1 to 1."""
    return RDSE(resolution=0.05)


def closed(memory: Any) -> Any:
    """A copy of a memory, without gaps in ``outgoing``."""
    twin = deepcopy(memory)
    twin._grow_outgoing(0)
    return twin


def sizes(model: Any) -> dict[str, int]:
    """How much room each array has."""
    table = model.classifier.table
    return {
        "segments": len(model.memory.net.cell),
        "outgoing synapses": len(model.memory.net.outgoing),
        "records of surprise": len(model.likelihood.records.averages),
        "the classifier": sum(map(len, (table.weights, table.bucket, table.features.T, table.row.T))),
    }


@contextmanager
def watched(model: Any) -> Iterator[list[tuple[int, dict[str, int]]]]:
    """Record each call of compiled code: the step of the memory, and the room in its arrays."""
    calls, ready = [], model._machine

    def noted() -> Any:
        machine = ready()
        calls.append((model.memory.steps, sizes(model)))
        return machine

    vars(model)["_machine"] = noted
    try:
        yield calls
    finally:
        del vars(model)["_machine"]


def stops(steps: int) -> list[tuple[int, str]]:
    """The steps of a run at which compiled code returned, and what was too short."""
    model = build("toy", encoder_of_waves(), "fast")
    with watched(model) as calls:
        model.run(sine(steps, period=20))
    return [
        (step, " and ".join(name for name in after if after[name] != before[name]))
        for (_, before), (step, after) in pairwise(calls)
    ]


def pictures() -> dict[str, Callable[[], Any]]:
    """{name of the file: the function that draws it}."""
    dictionary = sys.getsizeof(dict.fromkeys(range(32)))
    learned = waves(3000).memory
    return {
        "fast-lines": lambda: draw_segments.lines_of_memory(two_segments(), dictionary, sys.getsizeof(1)),
        "fast-pooler": lambda: draw_pooler.pooler_in_two_matrices(*small_pooler()),
        "fast-cut": lambda: draw_pooler.cut_by_counting(*large_pooler()),
        "fast-segments": lambda: draw_segments.segments_in_rows(two_segments()),
        "fast-learning": lambda: draw_learning.lesson_in_lanes(*one_step()),
        "fast-outgoing": lambda: draw_outgoing.stretches(learned, closed(learned), 3000),
        "fast-table": lambda: draw_classifier.table_of_weights(letters().classifier),
        "fast-run": lambda: draw_run.stops_of_a_run(3000, stops(3000)),
    }


def make(folder: Path) -> None:
    """Write the pictures; other files in the folder stay."""
    for name, draw in pictures().items():
        save(draw(), folder / f"{name}.png")
        print(f"Drawn: {folder / name}.png", flush=True)


if __name__ == "__main__":
    make(DOCS / "pictures")
