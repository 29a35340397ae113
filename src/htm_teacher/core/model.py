"""The model: an encoder, a spatial pooler, a temporal memory, and what is read from them.

Each step takes one value and returns a ``Step``. Everything flows one way: value -> SDR -> active columns
-> cells -> anomaly, likelihood, prediction.
"""

from collections.abc import Iterable
from copy import copy, deepcopy
from typing import Any, ClassVar, Self

from .anomaly import AnomalyLikelihood, precision, raw_anomaly, recall
from .by_hand import kill
from .chances import Prediction
from .checks import check_whole, shown
from .classifier import Classifier
from .encoders import Encoder, Fields, encoder_from
from .explain import Why, explain
from .one_thread import OneThread
from .parameters import PARTS, sort_by_part
from .records import Results, Step
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory


class Model(OneThread):
    """A complete HTM model. One thread at a time may call it; another one gets a ``RuntimeError``.

    Args:
        encoder, pooler, memory, likelihood, classifier: its parts; they must fit together.
        predict: the name of the field to predict, if there are several; by default the first.
        settle_after: how many steps the pooler learns. After these its columns are settled, and what the
            memory learns about them stays valid. None: it never stops learning.

    Attributes:
        steps: how many steps there have been.

    Raises:
        ValueError: if two parts do not fit together.
    """

    # The types of the parts; a subclass may have others.
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
        # If these two are not given, they are of this class's engine.
        self.likelihood = likelihood or self.likelihood_type()
        self.classifier = classifier or self.classifier_type()
        self.predict, self.steps = predict, 0
        self.settle_after = None if settle_after is None else check_whole(settle_after, "settle_after")
        self._check_fit()
        self._share_turn()

    def step(self, value: Any, learn: bool = True) -> Step:
        """Take one value, and return what happened.

        Args:
            value: a number, text, date, or record of named fields, as the encoder needs it. After a missing
                value (None, NaN, pandas' NA, an empty record) a new sequence starts; nothing is learned.
            learn: False to test: synapses and weights stay; the likelihood still records the surprise.

        Raises:
            ValueError: if the value cannot be encoded; nothing has changed then.
        """
        encoded = self.encoder.encode(value)
        if not encoded.active:  # the value is missing
            self.reset()
        # What was predicted *for* this step: read now, before the memory predicts the *next* step.
        has_context, predicted = self.memory.now.has_context, self.memory.predictive_columns
        columns = self.pooler.compute(encoded, learn and not self.settled)
        if encoded.active:
            self.memory.compute(columns, learn)
        bucket, target = self.encoder.target(value, self.predict)
        number = None if isinstance(target, str) else target
        anomaly = raw_anomaly(columns, predicted) if has_context else None  # the start was not predicted
        features = self.classifier.features(self.memory.now.winner_cells, encoded.active, self.memory.size)
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
            prediction=self.classifier.compute(features, bucket, target, learn),
        )

    def run(self, values: Iterable[Any], learn: bool = True) -> Results:
        """One step for each value; returns arrays of the scores, not a ``Step`` for each.

        Raises:
            ValueError: if a value cannot be encoded. The steps before it have been made.
        """
        # The sets of cells of a million steps would not fit into memory.
        results = Results(self.classifier.parameters.horizons)
        for value in values:
            results.add(self.step(value, learn))
        return results

    @property
    def settled(self) -> bool:
        """Whether the pooler has stopped learning."""
        # When a column comes to respond to other inputs, what the memory has learned about it becomes wrong.
        return self.settle_after is not None and self.pooler.learning_steps >= self.settle_after

    # Questions: none of them changes the model.

    def peek(self, value: Any) -> Step:
        """What ``step(value, learn=False)`` would return, without changing anything."""
        # A copy takes the step, not a new Model: that would be checked and prepared again for every peek.
        # Without learning, the pooler does not change and the memory only replaces its moment, so the copy
        # can share what they have learned. Whatever a step appends to is copied.
        trial = copy(self)
        trial.encoder, trial.likelihood = deepcopy((self.encoder, self.likelihood))
        trial.memory, trial.classifier = copy(self.memory), copy(self.classifier)
        return trial.step(value, learn=False)

    def free_run(self, steps: int) -> list[dict[int, Prediction]]:
        """The predictions at each of the next steps, if every prediction of the memory came true.

        The first is made at the next step, so at horizon 1 it is about the step after that: if the last value
        was A of ABCD, it is C. Changes nothing. The list ends early where nothing is predicted.

        Predicted changes are added to the median predicted for that step one step before, so they need
        horizon 1. The bits of a value that has not come are not known: only winner cells are read.
        """
        return self.classifier.free_run(moment.winner_cells for moment in self.memory.free_run(steps))

    def why(self, cell: int) -> Why:
        """Why a cell is, or is not, predictive now: its segments, synapses and thresholds."""
        return explain(self.memory, cell)

    # Events other than a step.

    def reset(self) -> None:
        """Start a new sequence with the next value."""
        # The classifier must not learn that the new sequence follows from the cells of the last sequence.
        self.memory.reset()
        self.classifier.reset()

    def kill(self, fraction: float) -> list[int]:
        """Kill a fraction of the living cells, chosen at random; returns the killed cells.

        Use it to test robustness: a segment that has lost a few of its cells can still be active.
        """
        return kill(self.memory, fraction)

    def change(self, **changes: Any) -> None:
        """Change learning parameters of the pooler, the memory or the classifier, by name.

        If the pooler and the memory both have the parameter, put the part in front of its name:
        ``memory_permanence_increment``.

        Raises:
            ValueError: if a parameter is unknown, fixed or out of range; nothing has changed then.
        """
        # Make and check all new parameters first: if one is refused, none may be applied.
        new = sort_by_part(changes)
        checked = {name: getattr(self, name).parameters.changed(**new.get(name, {})) for name in PARTS}
        # The likelihood's parameters are all fixed, so none of them can have changed.
        for name in ("memory", "pooler", "classifier"):  # only the memory can find that it has no room
            getattr(self, name).set_parameters(checked[name])

    def _check_fit(self) -> None:
        # The pooler takes the encoder's bits, and the memory takes the pooler's columns.
        size, inputs = self.encoder.size, self.pooler.parameters.inputs
        if size != inputs:
            raise ValueError(f"the encoder makes {size} bits: the pooler takes {inputs}")
        pooled, remembered = self.pooler.parameters.columns, self.memory.parameters.columns
        if pooled != remembered:
            raise ValueError(f"the pooler has {pooled} columns: the memory has {remembered}")
        fields = self.encoder.encoders if isinstance(self.encoder, Fields) else {}
        if self.predict is not None and self.predict not in fields:
            raise ValueError(f"predict is {shown(self.predict)}: it must be a field of the encoder")

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data: a model made from it continues exactly from here."""
        parts = ("encoder", "pooler", "memory", "likelihood", "classifier")
        chosen = {"predict": self.predict, "settle_after": self.settle_after, "steps": self.steps}
        return {name: getattr(self, name).state() for name in parts} | chosen

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The model with this state."""
        model = cls(
            encoder_from(state["encoder"]),
            cls.pooler_type.from_state(state["pooler"]),
            cls.memory_type.from_state(state["memory"]),
            cls.likelihood_type.from_state(state["likelihood"]),
            cls.classifier_type.from_state(state["classifier"]),
            predict=state["predict"],
            settle_after=state["settle_after"],
        )
        model.steps = state["steps"]
        return model
