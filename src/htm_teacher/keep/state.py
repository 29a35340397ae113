"""The state of a machine as plain data: what a snapshot holds, the same for every engine.

Much of the same kind is an array; all else is what JSON can say.
"""

from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from itertools import islice
from math import inf, isfinite, nan
from typing import Any

from ..core.anomaly import AVERAGED, AnomalyLikelihood, Normal
from ..core.checks import check_indices, check_number, check_whole, is_missing
from ..core.classifier import Classifier
from ..core.encoders import encoder_from
from ..core.model import Model
from ..core.parameters import ClassifierParameters, LikelihoodParameters, PoolerParameters
from ..core.permanence import ONE
from ..core.rng import Random
from ..core.spatial_pooler import SpatialPooler
from ..core.temporal_memory import TemporalMemory

State = dict[str, Any]
Kinds = tuple[
    type[SpatialPooler], type[TemporalMemory], type[AnomalyLikelihood], type[Classifier], type[Model]
]
TEXTBOOK: Kinds = (SpatialPooler, TemporalMemory, AnomalyLikelihood, Classifier, Model)


def model_state(model: Model) -> State:
    """Everything that the model is, to go on exactly from here."""
    return {
        "encoder": model.encoder.state(),
        "pooler": pooler_state(model.pooler),
        "memory": memory_state(model.memory),
        "likelihood": likelihood_state(model.likelihood),
        "classifier": classifier_state(model.classifier),
        "predict": model.predict,
        "settle_after": model.settle_after,
        "steps": model.steps,
    }


def model_from(state: State, kinds: Kinds = TEXTBOOK) -> Model:
    """The model that was so described, on the engine that has these classes."""
    pooler, memory = pooler_from(state["pooler"], kinds[0]), memory_from(state["memory"], kinds[1])
    likelihood = likelihood_from(state["likelihood"], kinds[2])
    classifier = classifier_from(state["classifier"], memory.size, kinds[3])
    parts = encoder_from(state["encoder"]), pooler, memory, likelihood, classifier
    model = kinds[4](*parts, state["predict"], state["settle_after"])
    model.steps = _count(state, "steps")
    return model


def pooler_state(pooler: SpatialPooler) -> State:
    """The pooler: pools with permanences, priorities, duty cycles, boosts."""
    if hasattr(pooler, "plain_state"):  # another engine, that keeps it otherwise
        return pooler.plain_state()  # type: ignore[no-any-return]
    return {
        "parameters": vars(pooler.parameters),
        "random": pooler.random.state,
        "learning_steps": pooler.learning_steps,
        "pools": _flat(pooler.permanences),
        "priority": array("I", pooler.priority),
        "overlap_duty": array("d", pooler.overlap_duty),
        "activity_duty": array("d", pooler.activity_duty),
        "boost": array("I", pooler.boost),
    }


def pooler_from(state: State, kind: type[SpatialPooler] = SpatialPooler) -> SpatialPooler:
    """The pooler that was so described; nothing is drawn anew."""
    pooler = kind.__new__(kind)
    pooler.change(PoolerParameters(**state["parameters"]))
    pooler.random = Random.at(state["random"])
    pooler.learning_steps = _count(state, "learning_steps")
    columns = pooler.parameters.columns
    for name, low, high in (("overlap_duty", 0, 1), ("activity_duty", 0, 1), ("boost", 1, 10**6)):
        setattr(pooler, name, _within(low, high, state[name], columns))
    pooler.priority = list(state["priority"])
    _check(sorted(pooler.priority) == list(range(columns)), "two columns have the same priority")
    pools = _rows(state["pools"], pooler.parameters.inputs)
    _check(len(pools) == columns, "there are not pools for all columns")
    pooler.set_all_permanences(pools)
    return pooler


CELLS = ("active_cells", "winner_cells", "predictive_cells", "dead_cells")


def memory_state(memory: TemporalMemory) -> State:
    """The memory: segments from the oldest to the youngest, and the moment, segments by serial."""
    if hasattr(memory, "plain_state"):
        return memory.plain_state()  # type: ignore[no-any-return]
    segments = list(memory.segments)
    return {
        "parameters": vars(memory.parameters),
        "random": memory.random.state,
        "steps": memory.steps,
        "fresh": memory.fresh,
        "next_serial": memory.segments.next_serial,
        "serials": array("q", (one.serial for one in segments)),
        "owners": array("I", (one.cell for one in segments)),
        "last_used": array("q", (one.last_used for one in segments)),
        "synapses": _flat(one.synapses for one in segments),
        "active_segments": array("q", (one.serial for one in memory.active_segments)),
        "matching_segments": array("q", (one.serial for one in memory.matching_segments)),
        "active_potential": array("I", (memory.active_potential[one] for one in memory.matching_segments)),
    } | {name: array("I", sorted(getattr(memory, name))) for name in CELLS}


def memory_from(state: State, kind: type[TemporalMemory] = TemporalMemory) -> TemporalMemory:
    """The memory that was so described."""
    memory = kind(**state["parameters"])
    memory.random = Random.at(state["random"])
    memory.steps, memory.fresh = _count(state, "steps"), bool(state["fresh"])
    serials = check_indices(state["serials"], "serial", _count(state, "next_serial"))
    _within(0, memory.steps, state["last_used"], len(serials))  # so no serial is there twice
    for name in CELLS:
        setattr(memory, name, check_indices(state[name], name, memory.size))
    check_indices(state["owners"], "a segment's cell", memory.size)
    heads = zip(state["serials"], state["owners"], state["last_used"], strict=True)
    by_serial = {}
    for head, synapses in zip(heads, _rows(state["synapses"], memory.size), strict=True):
        memory.segments.next_serial, owner, last_used = head
        by_serial[head[0]] = segment = memory.segments.create(owner, last_used)
        for source, permanence in synapses.items():
            memory.segments.connect(segment, source, permanence)
    memory.segments.next_serial = state["next_serial"]
    memory.matching_segments = [by_serial[serial] for serial in sorted(set(state["matching_segments"]))]
    active = set(state["active_segments"])
    memory.active_segments = [one for one in memory.matching_segments if one.serial in active]
    memory.predictive_cells = frozenset(one.cell for one in memory.active_segments)
    memory.active_potential = dict(zip(memory.matching_segments, state["active_potential"], strict=True))
    return memory


def likelihood_state(likelihood: AnomalyLikelihood) -> State:
    """The likelihood with its window; values that were no numbers are NaN."""
    return {
        "parameters": vars(likelihood.parameters),
        "index": likelihood.index,
        "scores": array("d", likelihood.scores),
        "averages": array("d", likelihood.averages),
        "values": array("d", (nan if value is None else value for value in likelihood.values)),
        "usual": likelihood.usual and list(likelihood.usual),
        "last_tail": likelihood.last_tail,
    }


def likelihood_from(state: State, kind: type[AnomalyLikelihood] = AnomalyLikelihood) -> AnomalyLikelihood:
    """The likelihood that was so described."""
    likelihood = kind(LikelihoodParameters(**state["parameters"]))
    likelihood.index = _count(state, "index")
    likelihood.last_tail = check_number(state["last_tail"], "last_tail", 0, 1)
    held = min(likelihood.index, likelihood.parameters.window)
    likelihood.scores = deque(_within(0, 1, state["scores"], min(likelihood.index, AVERAGED)), AVERAGED)
    likelihood.averages = deque(_within(0, 1, state["averages"], held), likelihood.averages.maxlen)
    known = [None if is_missing(value) else check_number(value, "value") for value in state["values"]]
    _check(len(known) == held, "values are missing")
    likelihood.values = deque(known, likelihood.values.maxlen)
    if state["usual"] is not None:
        likelihood.usual = Normal(*_within(0.0003, 10**6, state["usual"], 2))
    return likelihood


def classifier_state(classifier: Classifier) -> State:
    """The classifier: {horizon: its cells}, and their rows of weights, filled up with zeros."""
    if hasattr(classifier, "plain_state"):
        return classifier.plain_state()  # type: ignore[no-any-return]
    buckets, weights = classifier.buckets, classifier.weights.items()
    zeros = [0.0] * len(buckets)
    return {
        "parameters": vars(classifier.parameters),
        "remembered": [sorted(cells) for cells in classifier.remembered],
        "buckets": buckets,
        "values": [classifier.values[bucket] for bucket in buckets],
        "counts": [classifier.counts[bucket] for bucket in buckets],
        "cells": {str(horizon): array("I", sorted(rows)) for horizon, rows in weights},
        "weights": {
            str(horizon): array("d", (w for _, row in sorted(rows.items()) for w in row + zeros[len(row) :]))
            for horizon, rows in weights
        },
    }


def classifier_from(state: State, size: int, kind: type[Classifier] = Classifier) -> Classifier:
    """The classifier that was so described, of a memory of ``size`` cells."""
    classifier = kind(ClassifierParameters(**state["parameters"]))
    remembered = (check_indices(cells, "cell", size) for cells in state["remembered"])
    classifier.remembered = deque(remembered, classifier.remembered.maxlen)
    buckets, weights = state["buckets"], {}
    for bucket, value, count in zip(buckets, state["values"], state["counts"], strict=True):
        known = value if isinstance(value, str) else check_number(value, "value")
        classifier.add_bucket(check_whole(bucket, "bucket", -inf), known, check_whole(count, "count", 1))
    _check(len(classifier.counts) == len(buckets), "a bucket is there twice")
    for horizon in classifier.parameters.horizons:
        cells = sorted(check_indices(state["cells"][str(horizon)], "cell", size))
        _check(all(map(isfinite, state["weights"][str(horizon)])), "a weight is no number")
        rest = iter(state["weights"][str(horizon)])
        weights[horizon] = {cell: list(islice(rest, len(buckets))) for cell in cells}
    classifier.weights = weights
    return classifier


def _flat(rows: Iterable[dict[int, int]]) -> State:
    """Rows of {index: permanence} as three arrays: how long each row is, all indices, all permanences."""
    ordered = [sorted(row.items()) for row in rows]
    return {
        "sizes": array("I", map(len, ordered)),
        "indices": array("I", (i for row in ordered for i, _ in row)),
        "permanences": array("H", (held for row in ordered for _, held in row)),
    }


def _rows(flat: State, bound: int) -> list[dict[int, int]]:
    """The rows that were made flat, their indices below ``bound``."""
    check_indices(flat["indices"], "index", bound)
    held = _within(0, ONE, flat["permanences"], len(flat["indices"]))
    synapses = zip(flat["indices"], held, strict=True)
    return [dict(islice(synapses, size)) for size in flat["sizes"]]


def _count(state: State, name: str) -> int:
    """A counter, which has room to go on counting."""
    return check_whole(state[name], name, 0, 2**62)


def _within(low: float, high: float, values: Sequence[Any], size: int) -> list[Any]:
    """The values as a list, if there are so many, each in [low, high], as NaN never is."""
    whole = len(values) == size and all(low <= one <= high for one in values)
    _check(whole, f"{size} numbers between {low} and {high} are needed")
    return list(values)


def _check(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
