"""The model on fast parts: many steps in one call of compiled code."""

from collections.abc import Iterable
from itertools import islice
from math import isnan
from typing import Any, ClassVar

import numpy as np

from ..core import model as textbook
from ..core.records import Results
from .anomaly import AnomalyLikelihood
from .classifier import Classifier
from .intake import Intake
from .kernels.held import Held
from .kernels.model import Machine, Tape
from .kernels.net import ACTIVE, PREDICTIVE, WINNERS
from .records import Step
from .saved_rows import Numbers
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory

GIVEN = {"code": np.int64, "kind": np.int64, "bucket": np.int64, "number": np.float64}
PARTS = ("pooler", "memory", "likelihood", "classifier")
SCORES = ("anomaly", "recall", "precision", "likelihood")
NEVER = 2**62  # steps: more than a counter reaches
CHUNK = 4096  # steps in one call, a fraction of a second: Ctrl-C is answered after it


class Model(textbook.Model):
    """A whole machine; see ``htm_teacher.Model``. All its parts are fast ones."""

    pooler_type: ClassVar[type[SpatialPooler]] = SpatialPooler
    memory_type: ClassVar[type[TemporalMemory]] = TemporalMemory
    likelihood_type: ClassVar[type[AnomalyLikelihood]] = AnomalyLikelihood
    classifier_type: ClassVar[type[Classifier]] = Classifier
    numbers_type: ClassVar[type[Numbers]] = Numbers  # by which ``keep`` checks a saved state

    pooler: SpatialPooler
    memory: TemporalMemory
    likelihood: AnomalyLikelihood
    classifier: Classifier

    def __init__(self, *parts: Any, **choices: Any) -> None:
        super().__init__(*parts, **choices)
        self._intake, self._held = Intake(), Held()
        self._tape = new_tape(1, len(self.classifier.parameters.horizons))  # for single steps

    def step(self, value: Any, learn: bool = True) -> Step:
        intake, memory, classifier = self._intake, self.memory, self.classifier
        intake.begin(self.encoder, self.predict, self.pooler.parameters.inputs)
        intake.take(value)
        encoded = intake.book.codes[intake.code[0]]
        if len(self._tape.best) != len(classifier.table.horizons):  # another classifier
            self._tape = new_tape(1, len(classifier.table.horizons))
        net, before = memory.net, memory.net.numbers[PREDICTIVE] if encoded.active else 0
        expected = net.predictive[:before].tobytes()
        self._tape = tape = filled(self._tape, intake)
        self._play(tape, intake, learn)
        net, parameters = memory.net, classifier.parameters
        numbers, buckets = net.numbers.tolist(), classifier.ascending if tape.answered[0] else ()
        moment = {
            "expected": expected,
            "cells_per_column": memory.rules.cells_per_column,
            "columns": self.pooler.pool.winners[: tape.columns.item()].tobytes(),
            "active": net.active_cells[: numbers[ACTIVE]].tobytes(),
            "winners": net.winner_cells[: numbers[WINNERS]].tobytes(),
            "predictive": net.predictive[: numbers[PREDICTIVE]].tobytes(),
            "horizons": parameters.horizons,
            "buckets": buckets,
            "chances": classifier.out[:, : len(buckets)].tobytes(),
            "values": classifier.named(buckets),
            "scales": classifier.scales,
            "base": intake.number[0],
        }
        scores = {name: none_for_nan(getattr(tape, name).item()) for name in SCORES}
        plain = {"index": self.steps - 1, "value": value, "learn": learn, "encoded": encoded}
        return Step(plain | scores, moment)

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        horizons, intake, rest = self.classifier.parameters.horizons, self._intake, iter(values)
        results = Results(horizons)
        while chunk := list(islice(rest, CHUNK)):
            intake.begin(self.encoder, self.predict, self.pooler.parameters.inputs)
            try:
                intake.take_all(chunk)
            finally:  # the values before one that cannot be encoded are taken, as in single steps
                tape = filled(new_tape(len(intake.code), len(horizons)), intake)
                self._play(tape, intake, learn)
                self._add(results, tape)
        return results

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays; the weights are those of the model itself."""
        found = {name: getattr(self, name).flat_state() for name in PARTS}
        chosen = {"predict": self.predict, "settle_after": self.settle_after, "steps": self.steps}
        return {"encoder": self.encoder.state()} | found | chosen

    def _play(self, tape: Tape, intake: Intake, learn: bool) -> None:
        """Run along a tape, and make room whenever the kernel comes back for it."""
        if learn and intake.texts:
            self.classifier.name(intake.texts)
        i, perceived = 0, False
        while True:
            machine = self._machine()
            i, perceived = self._held.run(machine, tape, i, perceived, bool(learn))
            if i == len(tape.code):
                self.steps += i
                return
            if learn:
                self.memory.make_room(machine.most_columns)
            self.likelihood.make_room(1)
            bits = int(tape.ends[tape.code[i] + 1] - tape.ends[tape.code[i]]) if self._reads_bits else 0
            self.classifier.make_room(int(self.memory.net.numbers[WINNERS]) + bits)

    @property
    def _reads_bits(self) -> bool:
        """Whether the classifier reads the input's bits."""
        return bool(self.classifier.parameters.reads_bits)

    def _machine(self) -> Machine:
        """The parts, as kernels take them. ``ValueError`` if one was replaced, and no longer fits."""
        pooler, memory, likelihood, classifier = self.pooler, self.memory, self.likelihood, self.classifier
        if pooler.parameters.columns != memory.parameters.columns:
            self._check_fit()
        turns_agree = pooler._turn is memory._turn is likelihood._turn is classifier._turn is self._turn
        if not turns_agree:  # a part was replaced
            self._share_turn()
        made_of = (
            *(pooler.parameters, pooler.pool, pooler.rules, memory.net, memory.rules, memory.desk),
            *(likelihood.records, likelihood.rules, classifier.table, classifier.out, classifier.reading),
            *(classifier.parameters, self.settle_after),
        )
        return self._held.machine(made_of, self._make_machine)

    def _make_machine(self) -> Machine:
        """The same, made of the present parts."""
        pooling = self.pooler.parameters
        features = self.memory.size + (pooling.inputs if self._reads_bits else 0)
        self.classifier.make_room_for_features(features)
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
            reading=self.classifier.reading,
            first_bit=self.memory.size if self._reads_bits else -1,
            settle_after=-1 if self.settle_after is None else min(self.settle_after, NEVER),
            most_columns=pooling.active_column_count if pooling.inhibition == "global" else pooling.columns,
        )

    def _add(self, results: Results, tape: Tape) -> None:
        """Add the results on a tape."""
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
    """A tape for n values and their results."""
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
    """The tape with these values on it."""
    place = 0 if len(tape.code) == 1 else slice(None)
    for name in GIVEN:
        values = getattr(intake, name)
        getattr(tape, name)[place] = values[place]
    bits, ends = intake.book.bits, intake.book.ends
    if tape.bits is bits and tape.ends is ends:
        return tape
    return tape._replace(bits=bits, ends=ends)


def none_for_nan(score: float) -> float | None:
    """A score as the textbook has it."""
    return None if isnan(score) else score
