"""The model on fast parts: many steps in one call of compiled code, and records that are made when read."""

from array import array
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from math import isnan
from typing import Any

import numpy as np

from ..core import model as textbook
from ..core import records
from ..core.classifier import Prediction
from ..core.records import Results
from .anomaly import AnomalyLikelihood
from .classifier import Classifier
from .intake import Intake
from .kernels import model as kernels
from .kernels.model import Machine, Tape
from .kernels.net import ACTIVE, WINNERS
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory

GIVEN = {"code": np.int64, "kind": np.int64, "bucket": np.int64, "number": np.float64}
SCORES = ("anomaly", "recall", "precision", "likelihood")
CHUNK = 4096  # steps in one call: Ctrl-C is answered after a fraction of a second


class Step(records.Step):
    """The record of one step, whose sets are made when they are asked for; see ``htm_teacher.Step``."""

    _moment: dict[str, Any]

    def __init__(self, plain: dict[str, Any], moment: dict[str, Any]) -> None:
        for name, value in plain.items():
            object.__setattr__(self, name, value)
        object.__setattr__(self, "_moment", moment)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, records.Step):
            return NotImplemented
        return all(getattr(self, name) == getattr(other, name) for name in records.Step.__match_args__)

    __hash__ = records.Step.__hash__

    def _cells(self, name: str) -> frozenset[int]:
        return frozenset(self._moment[name].tolist())

    @cached_property
    def predicted_columns(self) -> frozenset[int]:
        """What was predicted for this step, one step before."""
        return frozenset((self._moment["expected"] // self._moment["cells_per_column"]).tolist())

    @cached_property
    def active_columns(self) -> frozenset[int]:
        """What came."""
        return self._cells("columns")

    @cached_property
    def active_cells(self) -> frozenset[int]:
        """The cells that speak."""
        return self._cells("active")

    @cached_property
    def winner_cells(self) -> frozenset[int]:
        """Those of them that learn."""
        return self._cells("winners")

    @cached_property
    def predictive_cells(self) -> frozenset[int]:
        """What is predicted for the next step."""
        return self._cells("predictive")

    @cached_property
    def prediction(self) -> dict[int, Prediction]:
        """{horizon: what is expected that many steps from now}."""
        chances, buckets, values = (self._moment[name] for name in ("chances", "buckets", "values"))
        if not buckets:
            return {}
        values = tuple(chances[-1].tolist()) if values is None else values
        rows = zip(self._moment["horizons"], chances, strict=False)
        return {h: Prediction(buckets, array("d", row.tobytes()), values) for h, row in rows}


class Model(textbook.Model):
    """A whole machine; see ``htm_teacher.Model``. All its parts are fast ones."""

    pooler: SpatialPooler
    memory: TemporalMemory
    likelihood: AnomalyLikelihood
    classifier: Classifier

    def __init__(self, *parts: Any, **choices: Any) -> None:
        super().__init__(*parts, **choices)
        self._intake = Intake()
        self._tape = new_tape(1, len(self.classifier.parameters.horizons))  # for step after step

    def step(self, value: Any, learn: bool = True) -> records.Step:
        intake, memory, classifier = self._intake, self.memory, self.classifier
        intake.begin(self.encoder, self._target)
        intake.take(value)
        encoded = intake.codes[intake.code[0]]
        expected = memory.predictive_numbers()[: None if encoded.active else 0]
        self._tape = tape = filled(self._tape, intake)
        self._play(tape, intake, learn)
        net, buckets = memory.net, classifier.ascending if tape.answered[0] else ()
        moment = {
            "expected": expected,
            "cells_per_column": memory.parameters.cells_per_column,
            "columns": self.pooler.pool.winners[: tape.columns[0]].copy(),
            "active": net.active_cells[: net.numbers[ACTIVE]].copy(),
            "winners": net.winner_cells[: net.numbers[WINNERS]].copy(),
            "predictive": memory.predictive_numbers(),
            "horizons": classifier.parameters.horizons,
            "buckets": buckets,
            "chances": classifier.out[:, : len(buckets)].copy(),
            "values": classifier.named(buckets),
        }
        scores = {name: none_for_nan(getattr(tape, name).item()) for name in SCORES}
        plain = {"index": self.steps - 1, "value": value, "learn": learn, "encoded": encoded}
        return Step(plain | scores, moment)

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        horizons, intake, rest = self.classifier.parameters.horizons, self._intake, iter(values)
        results = Results(horizons)
        while chunk := list(islice(rest, CHUNK)):
            intake.begin(self.encoder, self._target)
            try:
                for value in chunk:
                    intake.take(value)
            finally:  # what came before a value that cannot be encoded is taken, as it is step by step
                tape = filled(new_tape(len(intake.code), len(horizons)), intake)
                self._play(tape, intake, learn)
                self._add(results, tape)
        return results

    def _play(self, tape: Tape, intake: Intake, learn: bool) -> None:
        """Run along a tape; make room where there is too little."""
        if learn and intake.texts:
            self.classifier.name(intake.texts)
        i, remembered = 0, False
        while True:
            machine = self._machine()
            i, remembered = kernels.run(machine, tape, i, remembered, bool(learn))
            if i == len(tape.code):
                self.steps += i
                return
            self.memory.make_room(machine.most_columns)
            self.likelihood.make_room(1)
            self.classifier.make_room(int(self.memory.net.numbers[WINNERS]))

    def _machine(self) -> Machine:
        """The parts, as kernels take them."""
        self.classifier.make_room_for_cells(self.memory.size)
        pooling = self.pooler.parameters
        return Machine(
            pool=self.pooler.pool,
            pool_rules=self.pooler.rules,
            net=self.memory.net,
            rules=self.memory.rules,
            desk=self.memory.desk,
            records=self.likelihood.records,
            score_rules=self.likelihood.rules,
            table=self.classifier.table,
            chances=self.classifier.out,
            rate=self.classifier.parameters.learning_rate,
            settle_after=-1 if self.settle_after is None else self.settle_after,
            most_columns=pooling.active_column_count if pooling.inhibition == "global" else pooling.columns,
        )

    def _add(self, results: Results, tape: Tape) -> None:
        """Write down what came out."""
        for name in (*SCORES, "bursting"):
            getattr(results, name).frombytes(getattr(tape, name).tobytes())
        texts, all_answered = self.classifier.texts, bool(tape.answered.all())
        for h, told in enumerate(results.prediction.values()):
            values = tape.value[h].tolist()
            if all_answered and not texts:
                told.extend(values)
                continue
            rows = zip(tape.answered.tolist(), values, tape.best[h].tolist(), strict=True)
            told.extend((texts[best] if value != value else value) if answered else None  # noqa: PLR0124
                        for answered, value, best in rows)  # fmt: skip


def new_tape(n: int, horizons: int) -> Tape:
    """Room for n values, and for what comes out."""
    given: dict[str, Any] = {name: np.zeros(n, kind) for name, kind in GIVEN.items()}
    scores: dict[str, Any] = {name: np.zeros(n) for name in SCORES}
    return Tape(
        bits=np.zeros(0, np.uint32),
        ends=np.zeros(0, np.int64),
        **given,
        **scores,
        columns=np.zeros(n, np.int64),
        bursting=np.zeros(n, np.int64),
        answered=np.zeros(n, np.uint8),
        best=np.zeros((horizons, n), np.int64),
        value=np.zeros((horizons, n)),
    )


def filled(tape: Tape, intake: Intake) -> Tape:
    """The same tape, with these values on it."""
    for name in GIVEN:
        getattr(tape, name)[:] = getattr(intake, name)
    if tape.bits is intake.bits and tape.ends is intake.ends:
        return tape
    return tape._replace(bits=intake.bits, ends=intake.ends)


def none_for_nan(score: float) -> float | None:
    """A score as the textbook has it."""
    return None if isnan(score) else score
