"""The kernel of a run: step after step of ``core.model``, without going back to Python in between."""

from typing import Any, NamedTuple

import numpy as np

from . import anomaly, classifier, spatial_pooler, temporal_memory
from .anomaly import LikelihoodRules, Records
from .classifier import HELD, Table
from .desk import Desk, MemoryRules
from .jit import compiled, inlined, inner
from .net import FILLED, FRESH, PREDICTED, WINNERS, Net
from .pool import Pool, PoolerRules
from .room import room_needed
from .temporal_memory import forget


class Machine(NamedTuple):
    """All parts of a model, as kernels take them."""

    pool: Pool
    pool_rules: PoolerRules
    net: Net
    rules: MemoryRules
    desk: Desk
    records: Records
    score_rules: LikelihoodRules
    table: Table
    chances: Any
    rate: float
    settle_after: int
    most_columns: int


class Tape(NamedTuple):
    """What goes in, n values, and what comes out. H horizons.

    Attributes:
        bits, ends: the active bits of all codes, one after the other, and where each begins; the next
            begins where it ends.
        code: n: the number of each value's code. A value whose code has no bits is missing.
        kind, bucket, number: n: what the classifier learns: NOTHING, NUMBER or TEXT, and which.
        anomaly, recall, precision, likelihood: n: NaN where there is no score.
        columns, bursting: n: how many columns came, and how many of them unexpected.
        answered: n: whether anything is expected; best, value: H x n: the most probable bucket, the lowest
            of equals, and what it stands for, NaN where that is a text.
    """

    bits: Any
    ends: Any
    code: Any
    kind: Any
    bucket: Any
    number: Any
    anomaly: Any
    recall: Any
    precision: Any
    likelihood: Any
    columns: Any
    bursting: Any
    answered: Any
    best: Any
    value: Any


@compiled
def run(machine: Machine, tape: Tape, i: int, remembered: bool, learn: bool) -> tuple[int, bool]:
    """Run from step i on; the step that there was no room for, and whether all but reading out is done.

    The step is the number of values if all of them were taken.

    Args:
        machine: the parts.
        tape: what goes in, and comes out.
        i: the first step to do.
        remembered: whether the first step needs only be read out.
        learn: whether to learn.
    """
    while i < len(tape.kind):
        if not remembered:
            if not remember(machine, tape, i, learn):
                return i, False
            remembered = True
        if not read_out(machine, tape, i, learn):
            return i, True
        remembered = False
        i += 1
    return i, False


@inner
def remember(machine: Machine, tape: Tape, i: int, learn: bool) -> bool:
    """One value through pooler and memory; False, and nothing has changed, if there is no room for it."""
    net, pool = machine.net, machine.pool
    code = tape.code[i]
    bits = tape.bits[tape.ends[code] : tape.ends[code + 1]]
    if len(bits) == 0:
        forget(net)
        machine.table.numbers[HELD] = 0
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
    """What of the columns that came had been predicted; there is no score for none."""
    if count:
        tape.recall[i] = hits / count
        tape.precision[i] = hits / max(1, predicted)
        tape.anomaly[i] = 1 - hits / count
    else:
        tape.recall[i] = tape.precision[i] = tape.anomaly[i] = np.nan
    tape.columns[i], tape.bursting[i] = 0, 0


@inner
def read_out(machine: Machine, tape: Tape, i: int, learn: bool) -> bool:
    """Likelihood and prediction; False, and nothing has changed, if there is no room for them."""
    net, table, winners = machine.net, machine.table, machine.net.numbers[WINNERS]
    scored = not np.isnan(tape.anomaly[i])
    if scored and not anomaly.has_room(machine.records, machine.score_rules):
        return False
    given = tape.kind[i], tape.bucket[i], tape.number[i]
    cells, chances = net.winner_cells, machine.chances
    buckets = classifier.compute(table, machine.rate, cells, winners, *given, learn, chances)
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
    return True
