"""The kernel of a run: step after step of ``core.model``, without a return to Python in between."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from . import anomaly, classifier, spatial_pooler, temporal_memory
from .anomaly import LikelihoodRules, Records
from .classifier import SEQUENCE, Reading, Table
from .desk import Desk, MemoryRules
from .jit import compiled, inlined, inner
from .net import FILLED, FRESH, PREDICTED, WINNERS, Net
from .pool import Pool, PoolerRules
from .room import room_needed
from .temporal_memory import reset


class Machine(NamedTuple):
    """All parts of a model, as kernels take them.

    Attributes:
        chances: (H + 1) x B: for the classifier's answer.
        reading: the classifier's parameters.
        first_bit: the feature of the input's first bit; -1 if the classifier does not read bits.
        settle_after: the step from which the pooler no longer learns; -1: it always does.
        most_columns: how many columns can be active at most.
    """

    pool: Pool
    pool_rules: PoolerRules
    net: Net
    rules: MemoryRules
    desk: Desk
    records: Records
    score_rules: LikelihoodRules
    table: Table
    chances: NDArray[np.float64]
    reading: Reading
    first_bit: int
    settle_after: int
    most_columns: int


class Tape(NamedTuple):
    """The input of a run, n values, and its results. H horizons.

    Attributes:
        bits, ends: the active bits of all codes, one code after the other, and where each code begins; the
            next begins where it ends.
        code: n: the number of each value's code. A value is missing if its code has no active bit.
        kind, bucket, number: n: what the classifier learns: NOTHING, NUMBER or TEXT, and which.
        anomaly, recall, precision, likelihood: n: NaN where there is no score.
        columns, bursting: n: the number of active columns, and of those that burst.
        answered: n: 1 where there is a prediction; best, value: H x n: the most probable bucket, the lowest
            of equals, and its value (NaN if that is a text), or the median if changes are predicted. H is the
            classifier's: ``Model`` sees to it.
    """

    bits: NDArray[np.uint32]
    ends: NDArray[np.int64]
    code: NDArray[np.int64]
    kind: NDArray[np.int64]
    bucket: NDArray[np.int64]
    number: NDArray[np.float64]
    anomaly: NDArray[np.float64]
    recall: NDArray[np.float64]
    precision: NDArray[np.float64]
    likelihood: NDArray[np.float64]
    columns: NDArray[np.int64]
    bursting: NDArray[np.int64]
    answered: NDArray[np.uint8]
    best: NDArray[np.int64]
    value: NDArray[np.float64]


@compiled
def run(machine: Machine, tape: Tape, i: int, perceived: bool, learn: bool) -> tuple[int, bool]:
    """Run from step i on until there is no room for a step.

    Args:
        machine: the parts.
        tape: input and results.
        i: the first step to do.
        perceived: whether only likelihood and prediction are left to do in that step.
        learn: whether to learn.

    Returns:
        The step that there was no room for (the number of values if all steps are done), and ``perceived``
        for it.
    """
    while i < len(tape.kind):
        if not perceived:
            if not perceive(machine, tape, i, learn):
                return i, False
            perceived = True
        if not read_out(machine, tape, i, learn):
            return i, True
        perceived = False
        i += 1
    return i, False


@inner
def perceive(machine: Machine, tape: Tape, i: int, learn: bool) -> bool:
    """Take one value through pooler and memory; False, with nothing changed, if there is no room."""
    net, pool = machine.net, machine.pool
    code = tape.code[i]
    bits = tape.bits[tape.ends[code] : tape.ends[code + 1]]
    if len(bits) == 0:
        reset(net)
        machine.table.numbers[SEQUENCE] += 1
        score(tape, i, 0, 0, 0)
        return True
    segments, stretch = room_needed(net, machine.most_columns)
    if learn and (segments > len(net.cell) or net.numbers[FILLED] + stretch > len(net.outgoing)):
        return False
    fresh, predicted = net.numbers[FRESH], net.numbers[PREDICTED]
    unsettled = machine.settle_after < 0 or pool.steps[0] < machine.settle_after
    count = spatial_pooler.compute(pool, machine.pool_rules, bits, learn and unsettled)
    hits = temporal_memory.compute(net, machine.rules, machine.desk, pool.winners[:count], learn)
    score(tape, i, 0 if fresh else count, hits, predicted)
    tape.columns[i], tape.bursting[i] = count, count - hits
    return True


@inlined
def score(tape: Tape, i: int, count: int, hits: int, predicted: int) -> None:
    """Score how many of the active columns had been predicted; no columns, no score."""
    if count:
        tape.recall[i] = hits / count
        tape.precision[i] = hits / max(1, predicted)
        tape.anomaly[i] = 1 - hits / count
    else:
        tape.recall[i] = tape.precision[i] = tape.anomaly[i] = np.nan
    tape.columns[i], tape.bursting[i] = 0, 0


@inner
def read_out(machine: Machine, tape: Tape, i: int, learn: bool) -> bool:
    """Compute likelihood and prediction; False, with nothing changed, if there is no room."""
    net, table, winners = machine.net, machine.table, machine.net.numbers[WINNERS]
    scored = not np.isnan(tape.anomaly[i])
    if scored and not anomaly.has_room(machine.records, machine.score_rules):
        return False
    code, reading = tape.code[i], machine.reading
    bits = tape.bits[tape.ends[code] : tape.ends[code + 1] if machine.first_bit >= 0 else tape.ends[code]]
    features = net.winner_cells, winners, bits, machine.first_bit
    given, chances = (tape.kind[i], tape.bucket[i], tape.number[i]), machine.chances
    buckets = classifier.compute(table, reading, *features, *given, learn, chances)
    if buckets == classifier.NO_ROOM:
        return False
    tape.likelihood[i] = np.nan
    if scored:
        number = tape.number[i]
        tape.likelihood[i] = anomaly.compute(machine.records, machine.score_rules, tape.anomaly[i], number)
    tape.answered[i] = buckets > 0
    last = len(table.horizons)
    for h in range(last if buckets else 0):
        best = 0
        for k in range(1, buckets):
            best = k if chances[h, k] > chances[h, best] else best
        tape.best[h, i] = table.bucket[best]
        tape.value[h, i] = chances[last, best]
        if reading.changes:
            tape.value[h, i] = classifier.median(table, h, chances[h], tape.number[i])
    return True
