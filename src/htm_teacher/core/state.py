"""The state of a machine as plain data: what a snapshot holds, the same for every engine.

Much of the same kind is an array; all else is what JSON can say.
"""

from array import array
from collections.abc import Iterable
from itertools import islice
from math import nan
from typing import Any

from .anomaly import AnomalyLikelihood, Normal
from .classifier import Classifier
from .encoders import encoder_from
from .model import Model
from .numbers import ONE, check_indices, is_missing
from .parameters import ClassifierParameters, LikelihoodParameters, PoolerParameters
from .rng import Random
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory

State = dict[str, Any]
Kinds = tuple[type[SpatialPooler], type[TemporalMemory]]
TEXTBOOK: Kinds = (SpatialPooler, TemporalMemory)


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
    model = Model(
        encoder_from(state["encoder"]),
        pooler_from(state["pooler"], kinds[0]),
        memory_from(state["memory"], kinds[1]),
        likelihood_from(state["likelihood"]),
        classifier_from(state["classifier"]),
        state["predict"],
        state["settle_after"],
    )
    model.steps = state["steps"]
    return model


def pooler_state(pooler: SpatialPooler) -> State:
    """The pooler: pools with permanences, priorities, duty cycles, boosts."""
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
    pooler.learning_steps = state["learning_steps"]
    for name in ("priority", "overlap_duty", "activity_duty", "boost"):
        _check(len(state[name]) == pooler.parameters.columns, f"{name} is not for all columns")
        setattr(pooler, name, list(state[name]))
    pools = _rows(state["pools"], pooler.parameters.inputs)
    _check(len(pools) == pooler.parameters.columns, "there are not pools for all columns")
    pooler.set_all_permanences(pools)
    return pooler


CELLS = ("active_cells", "winner_cells", "predictive_cells", "dead_cells")


def memory_state(memory: TemporalMemory) -> State:
    """The memory: segments from the oldest to the youngest, and the moment, segments by serial."""
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
    memory.steps, memory.fresh = state["steps"], state["fresh"]
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
    memory.active_segments = [by_serial[serial] for serial in state["active_segments"]]
    memory.matching_segments = [by_serial[serial] for serial in state["matching_segments"]]
    heard = zip(memory.matching_segments, state["active_potential"], strict=True)
    memory.active_potential = dict(heard)
    return memory


def likelihood_state(likelihood: AnomalyLikelihood) -> State:
    """The likelihood with its window; values that were no numbers are NaN."""
    usual = likelihood.usual
    return {
        "parameters": vars(likelihood.parameters),
        "index": likelihood.index,
        "scores": array("d", likelihood.scores),
        "averages": array("d", likelihood.averages),
        "values": array("d", (nan if value is None else value for value in likelihood.values)),
        "usual": usual and [usual.mean, usual.variance],
        "last_tail": likelihood.last_tail,
    }


def likelihood_from(state: State) -> AnomalyLikelihood:
    """The likelihood that was so described."""
    likelihood = AnomalyLikelihood(LikelihoodParameters(**state["parameters"]))
    likelihood.index, likelihood.last_tail = state["index"], state["last_tail"]
    likelihood.scores.extend(state["scores"])
    likelihood.averages.extend(state["averages"])
    likelihood.values.extend(None if is_missing(value) else value for value in state["values"])
    likelihood.usual = state["usual"] and Normal(*state["usual"])
    return likelihood


def classifier_state(classifier: Classifier) -> State:
    """The classifier: {horizon: its cells}, and their rows of weights, filled up with zeros."""
    buckets, weights = classifier.buckets, classifier.weights.items()
    full = {horizon: [rows[cell] for cell in sorted(rows)] for horizon, rows in weights}
    return {
        "parameters": vars(classifier.parameters),
        "remembered": [sorted(cells) for cells in classifier.remembered],
        "buckets": buckets,
        "values": [classifier.values[bucket] for bucket in buckets],
        "counts": [classifier.counts[bucket] for bucket in buckets],
        "cells": {str(horizon): array("I", sorted(rows)) for horizon, rows in weights},
        "weights": {
            str(horizon): array("d", (w for row in rows for w in row + [0.0] * (len(buckets) - len(row))))
            for horizon, rows in full.items()
        },
    }


def classifier_from(state: State) -> Classifier:
    """The classifier that was so described."""
    classifier = Classifier(ClassifierParameters(**state["parameters"]))
    classifier.remembered.extend(frozenset(cells) for cells in state["remembered"])
    buckets = state["buckets"]
    for seen in zip(buckets, state["values"], state["counts"], strict=True):
        classifier.add_bucket(*seen)
    for horizon, rows in classifier.weights.items():
        cells, weights = state["cells"][str(horizon)], state["weights"][str(horizon)]
        _check(len(weights) == len(cells) * len(buckets), "weights are missing")
        rest = iter(weights)
        rows.update((cell, list(islice(rest, len(buckets)))) for cell in cells)
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
    _check(sum(flat["sizes"]) == len(flat["indices"]), "synapses are missing")
    _check(max(flat["permanences"], default=0) <= ONE, "a permanence is above 1")
    synapses = zip(flat["indices"], flat["permanences"], strict=True)
    return [dict(islice(synapses, size)) for size in flat["sizes"]]


def _check(holds: bool, problem: str) -> None:
    if not holds:
        raise ValueError(problem)
