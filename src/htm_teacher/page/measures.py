"""The whole model at a step, as numbers to draw: the ranking, permanences, duty cycles and segments."""

from collections import Counter
from collections.abc import Iterable

from ..core.chances import Prediction
from ..core.model import Model
from ..core.permanence import ONE
from .live_run import LiveRun
from .looks import Competition, input_at
from .protocol import Distribution, Duty, Histogram, Overlaps, Permanences, SegmentsLook

BINS = 20


def overlaps(run: LiveRun, at: int) -> Overlaps:
    """The ranking of the columns, best first."""
    model, bits = input_at(run, at)
    contest = Competition(model, bits)
    threshold = model.pooler.parameters.connected_permanence
    winners = [column for column in contest.order if column in contest.winners]
    pools = {column: model.pooler.pool_of(column) for column in winners}
    return {
        "columns": contest.order,
        "overlaps": [contest.overlaps[column] for column in contest.order],
        "scores": [contest.boosted[column] / 1000 for column in contest.order],
        "winners": len(contest.winners),
        "cut": None if contest.cut is None else contest.cut / 1000,
        "heard": [  # prose-ok: the name of a field in the protocol
            (column, sorted(bit for bit in bits.active if pool.get(bit, 0) >= threshold))
            for column, pool in pools.items()
        ],
    }


def permanences(run: LiveRun, at: int) -> Permanences:
    """The permanences of the synapses of columns and cells."""
    model = run.history.look(at)
    pooler, memory = model.pooler, model.memory
    distal = (segment.synapses for segment in memory.segments)
    return {
        "proximal": _histogram(pooler.permanences, pooler.parameters.connected_permanence),
        "distal": _histogram(distal, memory.parameters.connected_permanence),
    }


def duty(run: LiveRun, at: int) -> Duty:
    """The duty cycles of each column, and its boost."""
    pooler = run.history.look(at).pooler
    return {
        "active": pooler.activity_duty,
        "overlap": pooler.overlap_duty,
        "boost": [boost / 1000 for boost in pooler.boost],
        "target": pooler.parameters.active_column_count / pooler.parameters.columns,
    }


def segments(run: LiveRun, at: int) -> SegmentsLook:
    """The sizes, ages and idle times of the segments."""
    existing = list(run.history.look(at).memory.segments)
    sizes = Counter(len(segment.synapses) for segment in existing)
    last = at - 1  # the step that is shown
    return {
        "sizes": [sizes[size] for size in range(max(sizes, default=0) + 1)],
        "ages": _spread((last - run.born(segment.serial) for segment in existing), at),
        "idle": _spread((last - run.used(segment.last_used) for segment in existing), at),
    }


def distribution(run: LiveRun, at: int) -> Distribution:
    """The predicted next values."""
    prediction = expected_next(run.history.look(at))
    if prediction is None:
        return {"values": [], "probabilities": []}
    return {"values": list(prediction.values), "probabilities": list(prediction.probabilities)}


def expected_next(model: Model) -> Prediction | None:
    """What the classifier predicts for the next step at this moment."""
    return model.classifier.repeat().get(1)


def _histogram(pools: Iterable[dict[int, int]], threshold: float) -> Histogram:
    held: Counter[int] = Counter()
    for pool in pools:
        held.update(pool.values())
    counts = [0] * BINS
    for permanence, number in held.items():
        counts[min(permanence * BINS // ONE, BINS - 1)] += number
    return {"edges": [place / BINS for place in range(BINS + 1)], "counts": counts, "threshold": threshold}


def _spread(spans: Iterable[int], most: int) -> list[int]:
    """How many of these spans lie in each of equal bins from 0 to ``most``."""
    counts = [0] * BINS
    for span in spans:
        counts[min(span * BINS // max(1, most), BINS - 1)] += 1
    return counts
