"""The model: encode, pool, remember, read out; one value in, one ``Step`` out.

Everything flows one way: value -> SDR -> active columns -> cells -> anomaly, likelihood, prediction.
"""

from collections.abc import Iterable
from copy import copy, deepcopy
from typing import Any, ClassVar, Self

from .anomaly import AnomalyLikelihood, precision, raw_anomaly, recall
from .by_hand import kill
from .checks import check_whole
from .classifier import Classifier, Prediction
from .encoders import Encoder, Fields, encoder_from
from .explain import Why, explain
from .parameters import PARTS, sort_by_part
from .records import Results, Step
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory


class Model:
    """A whole machine.

    Args:
        encoder, pooler, memory, likelihood, classifier: its parts; they must fit together.
        predict: of several fields, the name of the field to predict; the first if not given.
        settle_after: learning steps after which the pooler stops learning, so that the columns the memory
            builds on no longer change; None: it never stops.

    Attributes:
        steps: how many steps there have been.

    Raises:
        ValueError: if two parts do not fit together.
    """

    # The types of the parts. Another engine is another Model, with parts of its own.
    pooler_type: ClassVar[type[SpatialPooler]] = SpatialPooler
    memory_type: ClassVar[type[TemporalMemory]] = TemporalMemory
    likelihood_type: ClassVar[type[AnomalyLikelihood]] = AnomalyLikelihood
    classifier_type: ClassVar[type[Classifier]] = Classifier

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
        self.likelihood = likelihood or self.likelihood_type()
        self.classifier = classifier or self.classifier_type()
        self.predict, self.steps = predict, 0
        self.settle_after = None if settle_after is None else check_whole(settle_after, "settle_after")
        self._check_fit()

    def step(self, value: Any, learn: bool = True) -> Step:
        """Take one value, and return what happened.

        Args:
            value: a number, text, date, or record of named fields: whatever the encoder takes. A missing
                value (None, NaN, pandas' NA, an empty record) ends the context and teaches nothing.
            learn: False to test: the moment changes, but nothing is learned.

        Raises:
            ValueError: if the value cannot be encoded; nothing has changed then.
        """
        encoded = self.encoder.encode(value)
        if not encoded.active:
            self.reset()
        # What was predicted *for* this step: read now, before the memory predicts the *next* step.
        has_context, predicted = self.memory.now.has_context, self.memory.predictive_columns
        columns = self.pooler.compute(encoded, learn and not self.settled)
        if encoded.active:
            self.memory.compute(columns, learn)
        bucket, target = self.encoder.target(value, self.predict)
        number = None if isinstance(target, str) else target
        # Without context nothing can be predicted. That is no surprise, so there is no score.
        anomaly = raw_anomaly(columns, predicted) if has_context else None
        self.steps += 1
        return Step(
            index=self.steps - 1,
            value=value,
            learn=learn,
            encoded=encoded,
            predicted_columns=predicted,
            active_columns=columns,
            active_cells=self.memory.now.active_cells,
            winner_cells=self.memory.now.winner_cells,
            predictive_cells=self.memory.now.predictive_cells,
            anomaly=anomaly,
            recall=recall(columns, predicted) if has_context else None,
            precision=precision(columns, predicted) if has_context else None,
            likelihood=None if anomaly is None else self.likelihood.compute(anomaly, number),
            prediction=self.classifier.compute(self.memory.now.winner_cells, bucket, target, learn),
        )

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        """One step for each value; returns arrays of results instead of records.

        Raises:
            ValueError: if a value cannot be encoded; the values before it have been taken.
        """
        # Results keep numbers only: the sets of cells of a million steps would not fit into memory.
        results = Results(self.classifier.parameters.horizons)
        for value in values:
            results.add(self.step(value, learn))
        return results

    @property
    def settled(self) -> bool:
        """Whether the pooler has stopped learning."""
        # While its columns still change, what the memory has learned about them loses its meaning.
        return self.settle_after is not None and self.pooler.learning_steps >= self.settle_after

    # Questions: none of them changes the model.

    def peek(self, value: Any) -> Step:
        """The record that ``step(value, learn=False)`` would return, without changing anything."""
        # A twin steps instead. Without learning a step replaces the moment, which is a value, so the twin
        # can share everything that was learned; what a step appends to is copied.
        twin = copy(self)
        twin.encoder, twin.likelihood = deepcopy((self.encoder, self.likelihood))
        twin.memory, twin.classifier = copy(self.memory), copy(self.classifier)
        twin.classifier.remembered = copy(self.classifier.remembered)
        return twin.step(value, learn=False)

    def free_run(self, steps: int) -> list[dict[int, Prediction]]:
        """The predictions at each of the next steps, if every prediction of the memory came true.

        Changes nothing. The list is shorter than ``steps`` if at some point nothing is predicted.
        """
        return [self.classifier.predict(moment.winner_cells) for moment in self.memory.free_run(steps)]

    def why(self, cell: int) -> Why:
        """Why a cell is, or is not, predictive now: its segments, synapses and thresholds."""
        return explain(self.memory, cell)

    # Events other than a step.

    def reset(self) -> None:
        """End the context: the next value starts a new sequence."""
        # The classifier forgets, too: the next value does not follow from the cells before the break.
        self.memory.reset()
        self.classifier.reset()

    def kill(self, fraction: float) -> list[int]:
        """Kill a drawn fraction of the living cells, to see the others cope; returns the killed cells."""
        # Knowledge is spread over many cells, so that the loss of some makes the rest less sure, not wrong.
        return kill(self.memory, fraction)

    def change(self, **changes: Any) -> None:
        """Continue with other learning parameters; all are checked before any is taken.

        A name that pooler and memory share needs its part in front: ``memory_permanence_increment``.
        """
        # Check everything first: a change that is refused must not be half made.
        new = sort_by_part(changes)
        checked = {name: getattr(self, name).parameters.changed(**new.get(name, {})) for name in PARTS}
        # The likelihood's parameters are all fixed: a change of one was refused just now.
        for name in ("pooler", "memory", "classifier"):
            getattr(self, name).set_parameters(checked[name])

    def _check_fit(self) -> None:
        # Each part takes what the part before it gives: bits, then columns.
        size, inputs = self.encoder.size, self.pooler.parameters.inputs
        if size != inputs:
            raise ValueError(f"the encoder makes {size} bits: the pooler takes {inputs}")
        pooled, remembered = self.pooler.parameters.columns, self.memory.parameters.columns
        if pooled != remembered:
            raise ValueError(f"the pooler has {pooled} columns: the memory has {remembered}")
        fields = self.encoder.encoders if isinstance(self.encoder, Fields) else {}
        if self.predict is not None and self.predict not in fields:
            raise ValueError(f"predict is {self.predict!r}: it must be a field of the encoder")

    # Saving.

    def state(self) -> dict[str, Any]:
        """Everything that this model is, as plain data, to continue exactly from here."""
        parts = ("encoder", "pooler", "memory", "likelihood", "classifier")
        chosen = {"predict": self.predict, "settle_after": self.settle_after, "steps": self.steps}
        return {name: getattr(self, name).state() for name in parts} | chosen

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The model that ``state`` described, whichever engine it came from."""
        parts = {name: getattr(cls, f"{name}_type").from_state(state[name]) for name in PARTS}
        chosen = {name: state[name] for name in ("predict", "settle_after")}
        model = cls(encoder_from(state["encoder"]), **parts, **chosen)
        model.steps = state["steps"]
        return model
