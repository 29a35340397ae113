"""Compiled loops over rows, one for each part of a step, so that Python's own time is not measured."""

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
    """Run rows through the spatial pooler alone; writes the winners of each row, and how many they are."""
    while i < end:
        code = codes[i]
        counts[i] = spatial_pooler.compute(pool, rules, bits[ends[code] : ends[code + 1]], True)
        for k in range(counts[i]):
            winners[i, k] = pool.winners[k]
        i += 1
    return i


@compiled
def remember_rows(net: Net, rules: Any, desk: Desk, winners: Any, counts: Any, i: int, end: int) -> int:
    """Run rows of columns through the temporal memory alone. Returns the row that had no room, or the end."""
    while i < end and fits(net, winners.shape[1]):
        temporal_memory.compute(net, rules, desk, winners[i, : counts[i]], True)
        i += 1
    return i


@compiled
def fits(net: Net, columns: int) -> bool:
    """Whether one more step has room: the test of ``model.perceive``."""
    segments, stretch = room.room_needed(net, columns)
    return segments <= len(net.cell) and net.numbers[FILLED] + stretch <= len(net.outgoing)


@compiled
def pipeline_rows(machine: Machine, tape: Tape, i: int, end: int) -> int:
    """Run rows through pooler and memory, and score them. Returns the row that had no room, or the end."""
    while i < end and model.perceive(machine, tape, i, True):
        i += 1
    return i


@compiled
def score_rows(machine: Machine, tape: Tape, i: int, end: int) -> int:
    """Run the rows that have a score through the anomaly likelihood alone. Returns as above."""
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
    """Run rows of winner cells through the classifier alone. Returns as above."""
    while i < end:
        features, given = (
            (cells[i], counts[i], tape.bits[:0], 0),
            (tape.kind[i], tape.bucket[i], tape.number[i]),
        )
        found = classifier.compute(machine.table, machine.reading, *features, *given, True, machine.chances)
        if found == classifier.NO_ROOM:
            return i
        i += 1
    return i
