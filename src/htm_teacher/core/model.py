"""The model: encode, pool, remember, read out; one value in, one ``Step`` out.

Everything flows one way: value -> SDR -> active columns -> cells -> anomaly, likelihood, prediction.
The model is given its parts and knows no others.
"""

from collections.abc import Iterable
from copy import copy, deepcopy
from typing import Any

from .anomaly import AnomalyLikelihood, precision, raw_anomaly, recall
from .checks import check_whole, is_missing
from .classifier import Classifier, Prediction, Value
from .encoders import Encoder, Fields
from .explain import Why, explain
from .parameters import sort_by_part
from .records import Results, Step
from .sdr import SDR
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory


class Model:
    """A whole machine.

    Args:
        encoder, pooler, memory, likelihood, classifier: its parts; they must fit one another.
        predict: with several fields, the name of the one to predict; the first if not given.
        settle_after: learning steps after which the pooler keeps its columns as they are, so that the
            memory builds on firm ground; None: it learns for ever.

    Attributes:
        steps: how many steps there have been.

    Raises:
        ValueError: if two parts do not fit.
    """

    def __init__(
        self,
        encoder: Encoder,
        pooler: SpatialPooler,
        memory: TemporalMemory,
        likelihood: AnomalyLikelihood | None = None,
        classifier: Classifier | None = None,
        predict: str | None = None,
        settle_after: int | None = None,
    ) -> None:
        self.encoder, self.pooler, self.memory = encoder, pooler, memory
        self.likelihood = likelihood or AnomalyLikelihood()
        self.classifier = classifier or Classifier()
        self.predict, self.settle_after, self.steps = predict, settle_after, 0
        self._check_fit()

    def step(self, value: Any, learn: bool = True) -> Step:
        """One value through the machine, and what happened.

        A missing value (None, NaN, pandas' NA, or a record with nothing in it) ends the context, like
        ``reset``, and teaches nothing.

        Args:
            value: a number, text, date, or record of named fields: whatever the encoder takes.
            learn: False to test: only the moment moves, nothing is learned.

        Raises:
            ValueError: if the value cannot be encoded; nothing has changed then.
        """
        encoded = self.encoder.encode(value)
        if not encoded.active:
            self.reset()
        fresh, predicted = self.memory.fresh, self.memory.predictive_columns
        columns = self._perceive(encoded, learn)
        bucket, target = self._target(value)
        anomaly = None if fresh else raw_anomaly(columns, predicted)
        self.steps += 1
        return Step(
            index=self.steps - 1,
            value=value,
            learn=learn,
            encoded=encoded,
            predicted_columns=predicted,
            active_columns=columns,
            active_cells=self.memory.active_cells,
            winner_cells=self.memory.winner_cells,
            predictive_cells=self.memory.predictive_cells,
            anomaly=anomaly,
            recall=None if fresh else recall(columns, predicted),
            precision=None if fresh else precision(columns, predicted),
            likelihood=self._likelihood(anomaly, target),
            prediction=self.classifier.compute(self.memory.winner_cells, bucket, target, learn),
        )

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        """One step for each value; what is left of them is columns of results, not records.

        Raises:
            ValueError: if a value cannot be encoded; those before it have been taken.
        """
        results = Results(self.classifier.parameters.horizons)
        for value in values:
            results.add(self.step(value, learn))
        return results

    def _perceive(self, encoded: SDR, learn: bool) -> frozenset[int]:
        """Pool and remember; the columns that became active."""
        columns = self.pooler.compute(encoded, learn and not self.settled)
        if encoded.active:
            self.memory.compute(columns, learn)
        return columns

    def _likelihood(self, anomaly: float | None, target: Value | None) -> float | None:
        """Without a score there is no record; text does not vary as numbers do."""
        number = None if isinstance(target, str) else target
        return None if anomaly is None else self.likelihood.compute(anomaly, number)

    @property
    def settled(self) -> bool:
        """Whether the pooler has stopped learning."""
        return self.settle_after is not None and self.pooler.learning_steps >= self.settle_after

    def peek(self, value: Any) -> Step:
        """The record that ``step(value, learn=False)`` would give, without changing anything."""
        return self._shadow().step(value, learn=False)

    def free_run(self, steps: int) -> list[dict[int, Prediction]]:
        """The predictions at each of the next steps, if every prediction of the memory came true.

        Changes nothing. Shorter than ``steps`` where at some point nothing is predicted.
        """
        return [self.classifier.predict(moment.winner_cells) for moment in self.memory.free_run(steps)]

    def why(self, cell: int) -> Why:
        """Why a cell is, or is not, predictive now: its segments, synapses and thresholds."""
        return explain(self.memory, cell)

    def reset(self) -> None:
        """End the context: what comes next is the start of a new sequence."""
        self.memory.reset()
        self.classifier.reset()

    def kill(self, fraction: float) -> list[int]:
        """Kill a drawn fraction of the living cells, and see the rest cope; returns those killed."""
        return self.memory.kill(fraction)

    def change(self, **changes: Any) -> None:
        """Go on with other learning parameters, checked before any is taken.

        A name that pooler and memory share is said with its part: ``memory_permanence_increment``.
        """
        new = sort_by_part(changes)
        pooler = self.pooler.parameters.changed(**new.pop("pooler", {}))
        memory = self.memory.parameters.changed(**new.pop("memory", {}))
        classifier = self.classifier.parameters.changed(**new.pop("classifier", {}))
        self.likelihood.parameters.changed(**new.pop("likelihood", {}))  # which are all fixed
        self.pooler.change(pooler)
        self.memory.change(memory)
        self.classifier.change(classifier)

    def _shadow(self) -> "Model":
        """A twin that may step without learning and leave no trace here."""
        twin = copy(self)
        twin.encoder = deepcopy(self.encoder)
        twin.memory = copy(self.memory)
        twin.likelihood = deepcopy(self.likelihood)
        twin.classifier = copy(self.classifier)
        twin.classifier.remembered = copy(self.classifier.remembered)
        return twin

    def _target(self, value: Any) -> tuple[int | None, Value | None]:
        """The bucket and the value that the classifier is to learn; None where it is missing."""
        encoder = self.encoder
        if isinstance(encoder, Fields):
            name = self.predict or next(iter(encoder.encoders))
            encoder, value = encoder.encoders[name], None if is_missing(value) else value.get(name)
        if is_missing(value) or (bucket := encoder.bucket(value)) is None:
            return None, None
        return bucket, value if isinstance(value, str) else float(value)

    def _check_fit(self) -> None:
        size, inputs = self.encoder.size, self.pooler.parameters.inputs
        if size != inputs:
            raise ValueError(f"the encoder makes {size} bits: the pooler takes {inputs}")
        pooled, remembered = self.pooler.parameters.columns, self.memory.parameters.columns
        if pooled != remembered:
            raise ValueError(f"the pooler has {pooled} columns: the memory has {remembered}")
        fields = self.encoder.encoders if isinstance(self.encoder, Fields) else {}
        if self.predict is not None and self.predict not in fields:
            raise ValueError(f"predict is {self.predict!r}: it must be a field of the encoder")
        if self.settle_after is not None:
            self.settle_after = check_whole(self.settle_after, "settle_after")
