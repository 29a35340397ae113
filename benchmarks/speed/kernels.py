"""Loops over rows in compiled code, one for each part of a step: what they time is the part, not Python."""

from typing import Any

from htm_teacher.fast.kernels import anomaly, classifier, model, room, spatial_pooler, temporal_memory
from htm_teacher.fast.kernels.desk import Desk
from htm_teacher.fast.kernels.jit import compiled
from htm_teacher.fast.kernels.model import Machine, Tape
from htm_teacher.fast.kernels.net import FILLED, Net
from htm_teacher.fast.kernels.pool import Pool


@compiled
def pool_rows(
    pool: Pool, rules: Any, bits: Any, ends: Any, codes: Any, winners: Any, counts: Any, i: int, end: int
) -> int:
    """Rows through the pooler alone; it leaves the columns of each, and how many."""
    while i < end:
        code = codes[i]
        counts[i] = spatial_pooler.compute(pool, rules, bits[ends[code] : ends[code + 1]], True)
        for k in range(counts[i]):
            winners[i, k] = pool.winners[k]
        i += 1
    return i


@compiled
def remember_rows(net: Net, rules: Any, desk: Desk, winners: Any, counts: Any, i: int, end: int) -> int:
    """Rows of columns through the memory alone; the row that there was no room for, or the end."""
    while i < end and fits(net, winners.shape[1]):
        temporal_memory.compute(net, rules, desk, winners[i, : counts[i]], True)
        i += 1
    return i


@compiled
def fits(net: Net, columns: int) -> bool:
    """Whether one more step finds room, as ``model.perceive`` asks."""
    segments, stretch = room.room_needed(net, columns)
    return segments <= len(net.cell) and net.numbers[FILLED] + stretch <= len(net.outgoing)


@compiled
def pipeline_rows(machine: Machine, tape: Tape, i: int, end: int) -> int:
    """Rows through pooler and memory, and scored; the row that there was no room for, or the end."""
    while i < end and model.perceive(machine, tape, i, True):
        i += 1
    return i


@compiled
def score_rows(machine: Machine, tape: Tape, i: int, end: int) -> int:
    """Rows that have a score through the anomaly likelihood alone, as above."""
    while i < end:
        if tape.anomaly[i] == tape.anomaly[i]:
            if not anomaly.has_room(machine.records, machine.score_rules):
                return i
            value = tape.number[i]
            anomaly.compute(machine.records, machine.score_rules, tape.anomaly[i], value)
        i += 1
    return i


@compiled
def read_rows(machine: Machine, tape: Tape, cells: Any, counts: Any, i: int, end: int) -> int:
    """Rows of winner cells through the classifier alone, as above."""
    while i < end:
        given = tape.kind[i], tape.bucket[i], tape.number[i]
        found = classifier.compute(
            machine.table, machine.rate, cells[i], counts[i], *given, True, machine.chances
        )
        if found == classifier.NO_ROOM:
            return i
        i += 1
    return i
