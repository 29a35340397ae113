"""The model on fast parts: many steps in one call of compiled code, and records that are made when read."""

from array import array
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from math import isnan, nan
from typing import Any

import numpy as np

from ..core import model as textbook
from ..core import records
from ..core.classifier import Prediction, Value
from ..core.encoders import RDSE, Category, Encoder, Log, Scalar
from ..core.numbers import is_missing
from ..core.records import Results
from ..core.sdr import SDR
from . import running
from .anomaly import AnomalyLikelihood
from .classifier import Classifier
from .dendrites import ACTIVE, WINNERS
from .reading import NOTHING, NUMBER, TEXT
from .running import Machine, Tape
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory
from .views import indices

GROUPING = (RDSE, Log, Scalar, Category)  # of these a value's bucket decides its code, and nothing else does
MOST_CODES = 10_000  # that are kept
Target = tuple[int | None, Value | None]  # bucket and value
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
        self._settings: dict[str, Any] = {}
        self._codes: dict[int, tuple[SDR, Any]] = {}  # by bucket, as long as the encoder's settings are these

    def step(self, value: Any, learn: bool = True) -> records.Step:
        encoded, *given = self._read(value)
        expected = self.memory.predictive_numbers()[: None if encoded.active else 0]
        tape = self._play([given], learn)
        net, out, buckets = self.memory.net, self.classifier.out, self.classifier.ascending
        buckets = buckets if tape.answered[0] else ()
        moment = {
            "expected": expected,
            "cells_per_column": self.memory.parameters.cells_per_column,
            "columns": self.pooler.pool.winners[: tape.columns[0]].copy(),
            "active": net.active_cells[: net.numbers[ACTIVE]].copy(),
            "winners": net.winner_cells[: net.numbers[WINNERS]].copy(),
            "predictive": self.memory.predictive_numbers(),
            "horizons": self.classifier.parameters.horizons,
            "buckets": buckets,
            "chances": out[:, : len(buckets)].copy(),
            "values": self.classifier.named(buckets),
        }
        scores = {name: none_for_nan(getattr(tape, name)[0]) for name in SCORES}
        plain = {"index": self.steps - 1, "value": value, "learn": learn, "encoded": encoded}
        return Step(plain | scores, moment)

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        results, rest = Results(self.classifier.parameters.horizons), iter(values)
        while chunk := list(islice(rest, CHUNK)):
            given: list[Any] = []
            try:
                for value in chunk:
                    given.append(self._read(value)[1:])
            finally:  # what came before a value that cannot be encoded is taken, as it is step by step
                self._add(results, self._play(given, learn))
        return results

    def _read(self, value: Any) -> tuple[SDR, Any, Target]:
        """A value's code, its active bits as kernels take them, and what the classifier is to learn.

        A code is made once for each bucket, where nothing but the bucket decides it.
        """
        encoder, is_there = self.encoder, type(value) is float and value == value  # noqa: PLR0124 - not NaN
        if type(encoder) not in GROUPING or not (is_there or not is_missing(value)):
            return *coded(encoder, value), self._target(value)
        if vars(encoder) != self._settings or len(self._codes) >= MOST_CODES:
            self._settings, self._codes = dict(vars(encoder)), {}
        bucket = encoder.bucket(value)
        assert bucket is not None
        if bucket not in self._codes:
            self._codes[bucket] = coded(encoder, value)
        return *self._codes[bucket], (bucket, value if isinstance(value, str) else float(value))

    def _play(self, given: list[Any], learn: bool) -> Tape:
        """Run values, of which these are active bits and target; make room where there is too little."""
        bits, targets = [one for one, _ in given], [target for _, target in given]
        if learn:
            texts: dict[int, str] = {}
            for bucket, target in targets:
                if bucket is not None and isinstance(target, str):
                    texts.setdefault(bucket, target)
            self.classifier.name(texts)
        tape, i, remembered = new_tape(targets, bits, len(self.classifier.parameters.horizons)), 0, False
        while True:
            machine = self._machine()
            i, remembered = running.run(machine, tape, i, remembered, bool(learn))
            if i == len(given):
                self.steps += i
                return tape
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
        texts = self.classifier.texts
        for h, told in enumerate(results.prediction.values()):
            rows = zip(tape.answered.tolist(), tape.value[h].tolist(), tape.best[h].tolist(), strict=True)
            told.extend((texts[best] if value != value else value) if answered else None  # noqa: PLR0124
                        for answered, value, best in rows)  # fmt: skip


def coded(encoder: Encoder, value: Any) -> tuple[SDR, Any]:
    """A value's code, and its active bits as kernels take them."""
    code = encoder.encode(value)
    return code, indices(sorted(code.active))


def new_tape(targets: list[Target], bits: list[Any], horizons: int) -> Tape:
    """What a run takes in, and room for what comes out."""
    n, ends = len(targets), np.cumsum([0, *map(len, bits)])
    kinds = [NOTHING if b is None else TEXT if isinstance(one, str) else NUMBER for b, one in targets]
    return Tape(
        codes=np.concatenate([np.zeros(0, np.uint32), *bits]),
        ends=ends,
        kind=np.array(kinds, np.int64),
        bucket=np.array([bucket or 0 for bucket, _ in targets], np.int64),
        number=np.array([one if isinstance(one, float) else nan for _, one in targets]),
        **{name: np.zeros(n) for name in SCORES},
        columns=np.zeros(n, np.int64),
        bursting=np.zeros(n, np.int64),
        answered=np.zeros(n, np.uint8),
        best=np.zeros((horizons, n), np.int64),
        value=np.zeros((horizons, n)),
    )


def none_for_nan(score: float) -> float | None:
    """A score as the textbook has it."""
    return None if isnan(score) else float(score)
