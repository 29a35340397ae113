"""Run a fast model over rows, part by part: the rows become a tape, and kernels run along it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from htm_teacher.fast.kernels.classifier import NOTHING
from htm_teacher.fast.kernels.model import Machine, Tape
from htm_teacher.fast.kernels.net import ACTIVE, MATCHING, NONE, WINNERS
from htm_teacher.fast.model import filled, new_tape

from . import kernels


def tape_of(model: Any, values: list[float], read: bool = False) -> Tape:
    """The tape that a run makes of these values; the classifier learns from it only if ``read`` is true."""
    intake = model._intake
    intake.begin(model.encoder, model.predict, model.pooler.parameters.inputs)
    for value in values:
        intake.take(value)
    tape = filled(new_tape(len(values), len(model.classifier.parameters.horizons)), intake)
    if not read:
        tape.kind[:] = NOTHING
    return tape


def drive(
    model: Any, start: int, end: int, rows: Callable[[Machine, int], int], most_winners: int = 0
) -> None:
    """Call a kernel from row ``start`` until all rows are done. Each time it runs out of room, make room."""
    i = start
    while (i := rows(model._machine(), i)) < end:
        model.memory.make_room(model._machine().most_columns)
        model.likelihood.make_room(1)
        model.classifier.make_room(most_winners)


def run_pipeline(model: Any, tape: Tape, start: int, end: int) -> None:
    """Run these rows of a tape through the pooler and the memory, and score them."""
    drive(model, start, end, lambda machine, i: kernels.pipeline_rows(machine, tape, i, end))


@dataclass
class Activity:
    """What a run did at each of n rows: each array has n numbers.

    Attributes:
        active: active cells; visits: synapses from them, each of which is visited.
        taught: segments that learned; punished: segments whose column did not become active.
        cells, winners: n x K and n: the winner cells, and their number.
        tape: the tape with the scores of each row.
    """

    active: Any
    visits: Any
    taught: Any
    punished: Any
    cells: Any
    winners: Any
    tape: Tape


def watch(model: Any, values: list[float]) -> Activity:
    """Run a model row by row and count what it does: slow, and not timed."""
    tape = tape_of(model, values, read=True)
    n, cells = len(values), []
    counts = {name: np.zeros(n, np.int64) for name in ("active", "visits", "taught", "punished", "winners")}
    for i in range(n):
        net = model.memory.net
        matching = net.column[net.matching[: net.numbers[MATCHING]]]
        context = net.numbers[WINNERS] > 0
        run_pipeline(model, tape, i, i + 1)
        net, desk, columns = model.memory.net, model.memory.desk, tape.columns[i]
        active = net.active_cells[: net.numbers[ACTIVE]]
        counts["active"][i] = len(active)
        counts["visits"][i] = net.length[active].sum()
        new = int((desk.growing[:columns] != NONE).sum()) if context else 0
        counts["taught"][i] = new + (int(desk.ends[columns - 1]) if columns else 0)
        counts["punished"][i] = (~np.isin(matching, model.pooler.pool.winners[:columns])).sum()
        counts["winners"][i] = net.numbers[WINNERS]
        cells.append(net.winner_cells[: net.numbers[WINNERS]].copy())
    together = np.zeros((n, max(map(len, cells))), np.uint32)
    for i, one in enumerate(cells):
        together[i, : len(one)] = one
    return Activity(**counts, cells=together, tape=tape)
