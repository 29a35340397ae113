"""History: every step's record, and the way back to any of them.

What happened is written down as events. To go back, the model is taken from the nearest checkpoint
before and the events are played again; since nothing is left to chance, that is exact.
"""

import dataclasses
from array import array
from collections.abc import Iterable, Iterator
from copy import copy, deepcopy
from typing import Any

from ..core.checks import check_whole
from ..core.model import Model
from ..core.records import Step
from ..core.sdr import SDR
from .snapshot import from_bytes, to_bytes

Event = tuple[str, tuple[Any, ...], dict[str, Any]]  # a method of the model, and what it was given


class History:
    """A model and all that it has been through. Let it be moved only through its history.

    Memory: at most ``checkpoints`` compressed models, which grow as the model learns; the inputs and events
    of *all* steps (about 200 bytes each), so that it grows without end; and the whole records of the last
    ``keep`` steps (about 4 KB each at classroom size, 6 KB at cortex size, and 8 bytes more for each bucket
    of the classifier and each horizon). Records from before are played again when asked for.

    Args:
        model: the model to move.
        keep: how many whole records are held.
        checkpoints: how many models are held, at least 2; as steps go on they lie further apart.
    """

    def __init__(self, model: Model, keep: int = 20_000, checkpoints: int = 16) -> None:
        self.model = model
        self.keep = check_whole(keep, "keep", 1)
        self.checkpoints = check_whole(checkpoints, "checkpoints", 2)
        self._events: list[Event] = []
        self._ends: list[int] = []  # for each step how many events there were right after it
        self._records: dict[int, list[Any]] = {}
        self._models: dict[int, bytes] = {0: to_bytes(model)}  # by number of steps
        self._spacing = 64

    # What happens.

    def step(self, value: Any, learn: bool = True) -> Step:
        """``model.step``, written down."""
        step: Step = self._do("step", deepcopy(value), learn)
        self._ends.append(len(self._events))
        self._records[len(self._ends) - 1] = _pack(step)
        self._records.pop(len(self._ends) - 1 - self.keep, None)
        if len(self) % self._spacing == 0:
            self._checkpoint()
        return step

    def run(self, values: Iterable[Any], learn: bool = True) -> list[Step]:
        """One step for each value."""
        return [self.step(value, learn) for value in values]

    def reset(self) -> None:
        """``model.reset``, written down."""
        self._do("reset")

    def kill(self, fraction: float) -> list[int]:
        """``model.kill``, written down."""
        return list(self._do("kill", fraction))

    def change(self, **changes: Any) -> None:
        """``model.change``, written down."""
        self._do("change", **changes)

    # What has happened.

    def __len__(self) -> int:
        return len(self._ends)

    def __getitem__(self, index: int) -> Step:
        place = range(len(self))[index]
        if place in self._records:
            return _unpack(self._records[place])
        return self._replay(place)[1]

    def __iter__(self) -> Iterator[Step]:
        return (self[index] for index in range(len(self)))

    # The way back.

    def at(self, steps: int) -> Model:
        """A model as this one was after the first ``steps`` steps: to be looked at, nothing here moves.

        Raises:
            ValueError: if there were not that many steps.
        """
        steps = check_whole(steps, "steps", 0, len(self))
        return self._replay(steps - 1)[0] if steps else self._load(0)

    def replay(self) -> Iterator[Model]:
        """All of it once more: one model, which is as this one was after 0, 1, 2 ... steps in turn.

        What happens to the history after it has begun is not seen.
        """
        model, events, ends = self._load(0), self._events[:], self._ends[:]
        yield model
        for first, end in zip([0, *ends], ends, strict=False):
            _play(model, events[first:end])
            yield model

    def rewind(self, steps: int) -> None:
        """Make everything as it was after the first ``steps`` steps; what came later is forgotten.

        ``self.model`` is another object then.

        Raises:
            ValueError: if there were not that many steps.
        """
        self.model, steps = self.at(steps), int(steps)
        self._ends = self._ends[:steps]
        self._events = self._events[: self._ends[-1] if steps else 0]
        self._records = {place: one for place, one in self._records.items() if place < steps}
        self._models = {place: one for place, one in self._models.items() if place <= steps}

    def branch(self, steps: int, **changes: Any) -> "History":
        """A second history, the same up to there, that goes on from there with other parameters."""
        twin = copy(self)
        twin.rewind(steps)  # gives the twin lists and a model of its own
        twin.change(**changes)
        return twin

    def _do(self, name: str, *values: Any, **named: Any) -> Any:
        """Do it first: what fails has not happened. The event is a copy: others may change their own."""
        event = deepcopy((name, values, named))
        result = getattr(self.model, name)(*values, **named)
        self._events.append(event)
        return result

    def _load(self, steps: int) -> Model:
        """The model kept at a checkpoint, on the engine that the history runs on."""
        return from_bytes(self._models[steps], type(self.model))

    def _checkpoint(self) -> None:
        """Keep the model of now; when there are too many, every second one goes."""
        self._models[len(self)] = to_bytes(self.model)
        if len(self._models) > self.checkpoints:
            self._spacing *= 2
            self._models = {n: one for n, one in self._models.items() if n % self._spacing == 0}

    def _replay(self, place: int) -> tuple[Model, Step]:
        """The model right after a step, and the step, played again from the nearest checkpoint."""
        start = max(steps for steps in self._models if steps <= place)
        model = self._load(start)
        first = self._ends[start - 1] if start else 0
        return model, _play(model, self._events[first : self._ends[place]])


def _play(model: Model, events: list[Event]) -> Any:
    """Let the model go through these events; returns what the last one gave."""
    result: Any = None
    for name, values, named in deepcopy(events):
        result = getattr(model, name)(*values, **named)
    return result


def _pack(step: Step) -> list[Any]:
    """A record as it is kept: sets of small numbers as arrays, a tenth of their size."""
    values = {one.name: getattr(step, one.name) for one in dataclasses.fields(step)}
    values["value"] = deepcopy(step.value)
    values["encoded"] = (step.encoded.size, array("I", sorted(step.encoded.active)))
    return [array("I", sorted(one)) if isinstance(one, frozenset) else one for one in values.values()]


def _unpack(packed: list[Any]) -> Step:
    index, value, learn, (size, bits), *rest = packed
    others: list[Any] = [frozenset(one) if isinstance(one, array) else one for one in rest]
    return Step(index, deepcopy(value), learn, SDR(size, bits), *others)
