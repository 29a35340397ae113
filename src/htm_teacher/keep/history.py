"""History: the record of every step, and the way back to any of them.

Everything that happens to a model is stored as an event. To go back, the nearest earlier checkpoint is
loaded and the events after it are played again. A model is deterministic, so the result is exact.
"""

import dataclasses
from array import array
from collections.abc import Iterable, Iterator
from copy import deepcopy
from typing import Any, Self, overload

from ..core.checks import check_whole
from ..core.model import Model
from ..core.one_thread import OneThread
from ..core.records import Step
from ..core.sdr import SDR
from .snapshot import from_bytes, to_bytes

KEEP = 20_000  # whole records; ``History`` says how large they are

Event = tuple[str, tuple[Any, ...], dict[str, Any]]  # a method of the model, and its arguments


class History(OneThread):
    """A model and everything that has happened to it. From now on, move the model only through its history.

    As with a model, one thread at a time may call it.

    Memory: at most ``checkpoints`` compressed models, which grow as the model learns; the input and events
    of *every* step (about 200 bytes each), without a limit; and the whole records of the last ``keep``
    steps (about 4 KB each at classroom size, 6 KB at cortex size, plus 8 bytes for each bucket of the
    classifier and each horizon, 16 if changes are predicted). Older records are made again from a checkpoint
    when they are read.

    Args:
        model: the model to move.
        keep: how many whole records are kept, at least 1.
        checkpoints: how many compressed models are kept, at least 2; further apart as the run grows.
        most_bytes: the largest total size of these models. If they grow larger, fewer are kept, at least 2.

    >>> from htm_teacher import RDSE, build
    >>> history = History(build("toy", RDSE(resolution=0.1)))
    >>> steps = history.run([0.0, 0.5, 1.0, 0.5] * 5)
    >>> len(history), history[-1].value, [step.value for step in history[:3]]
    (20, 0.5, [0.0, 0.5, 1.0])
    """

    def __init__(
        self, model: Model, keep: int = KEEP, checkpoints: int = 16, most_bytes: int | None = None
    ) -> None:
        self.model = model
        self.keep = check_whole(keep, "keep", 1)
        self.checkpoints = check_whole(checkpoints, "checkpoints", 2)
        self.most_bytes = None if most_bytes is None else check_whole(most_bytes, "most_bytes", 0)
        self._events: list[Event] = []
        self._ends: list[int] = []  # for each step, the number of events up to and including it
        self._records: dict[int, list[Any]] = {}
        self._models: dict[int, bytes] = {0: to_bytes(model)}  # by number of steps
        self._spacing = 64  # steps from one checkpoint to the next
        self._cursors: dict[str, tuple[int, Model]] = {}  # by use: a past model, and its number of events

    # Running.

    def step(self, value: Any, learn: bool = True) -> Step:
        """Do ``model.step`` and store it."""
        step: Step = self._do("step", deepcopy(value), learn)
        self._ends.append(len(self._events))
        self._records[len(self) - 1] = _pack(step)
        self._records.pop(len(self) - 1 - self.keep, None)
        if len(self) % self._spacing == 0:
            self._checkpoint()
        return step

    def run(self, values: Iterable[Any], learn: bool = True) -> list[Step]:
        """Do one step for each value."""
        return [self.step(value, learn) for value in values]

    def reset(self) -> None:
        """Do ``model.reset`` and store it."""
        self._do("reset")

    def kill(self, fraction: float) -> list[int]:
        """Do ``model.kill`` and store it."""
        return list(self._do("kill", fraction))

    def change(self, **changes: Any) -> None:
        """Do ``model.change`` and store it."""
        self._do("change", **changes)

    # Reading records.

    def __len__(self) -> int:
        return len(self._ends)

    @overload
    def __getitem__(self, index: int) -> Step: ...

    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...

    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self[place] for place in range(len(self))[index]]
        place = range(len(self))[index]
        return _unpack(self._records[place]) if place in self._records else self._play_step(place)

    def __iter__(self) -> Iterator[Step]:
        return (self[place] for place in range(len(self)))

    # Going back.

    def at(self, steps: int, before: bool = False) -> Model:
        """A copy of the model as it was after its first ``steps`` steps. Move it as you like.

        Args:
            steps: the number of steps, from 0 to ``len(history)``.
            before: whether to stop right before the last of these steps. Resets, killed cells and changes
                that came between it and the step before it are then included.

        Raises:
            ValueError: if there were not that many steps.
        """
        return self._model_after(self._count_events(check_whole(steps, "steps", 0, len(self)), before))

    def look(self, steps: int, before: bool = False) -> Model:
        """The same as ``at``, but faster, because the model is not copied: read it, never move or keep it.

        The model of the last call moves on to the next moment, so looking one step further costs one step.
        After all steps it is ``self.model``, including what has happened since the last step.
        """
        steps = check_whole(steps, "steps", 0, len(self))
        before = before and steps > 0  # before the first of no steps is the start
        if steps == len(self) and not before:
            return self.model
        return self._move_cursor("before" if before else "after", self._count_events(steps, before))

    def replay(self) -> Iterator[Model]:
        """Play everything again: one model, as it was after 0, 1, 2 ... steps in turn.

        What happens to the history after the replay has begun is not part of it.
        """
        model, events, ends = self._load(0), self._events[:], self._ends[:]
        yield model
        for first, end in zip([0, *ends], ends, strict=False):
            _play(model, events[first:end])
            yield model

    def rewind(self, steps: int) -> None:
        """Go back to the moment after the first ``steps`` steps, and forget everything since then.

        ``self.model`` is then another object.

        Raises:
            ValueError: if there were not that many steps.
        """
        self.model, steps = self.at(steps), int(steps)
        self._events = self._events[: self._count_events(steps)]
        self._ends = self._ends[:steps]
        self._records = {place: record for place, record in self._records.items() if place < steps}
        self._models = {at: model for at, model in self._models.items() if at <= steps}
        self._cursors = {}

    def branch(self, steps: int, **changes: Any) -> Self:
        """A second history with the same first ``steps`` steps, which continues with other parameters."""
        twin = type(self).__new__(type(self))  # a copy would share the turn
        vars(twin).update(vars(self))
        twin.rewind(steps)  # this gives the twin its own lists and its own model
        twin.change(**changes)
        return twin

    # How it is done.

    def _do(self, name: str, *values: Any, **named: Any) -> Any:
        """Call the model, then store a copy of the event. If the call fails, nothing is stored."""
        event = deepcopy((name, values, named))
        result = getattr(self.model, name)(*values, **named)
        self._events.append(event)
        return result

    def _count_events(self, steps: int, before: bool = False) -> int:
        """The number of events in the first ``steps`` steps; ``before``: without the last step itself."""
        return self._ends[steps - 1] - before if steps else 0

    def _nearest(self, events: int) -> int:
        """The number of steps at the last checkpoint that has at most ``events`` events."""
        return max(steps for steps in self._models if self._count_events(steps) <= events)

    def _load(self, steps: int) -> Model:
        """The model at a checkpoint, on the engine of this history."""
        return from_bytes(self._models[steps], type(self.model))

    def _model_after(self, events: int) -> Model:
        """A new model after its first ``events`` events, played from the nearest checkpoint."""
        nearest = self._nearest(events)
        model = self._load(nearest)
        _play(model, self._events[self._count_events(nearest) : events])
        return model

    def _move_cursor(self, use: str, events: int) -> Model:
        """The cursor for this use, moved on to the moment after its first ``events`` events."""
        held, model = self._cursors.pop(use, (-1, self.model))
        if self._count_events(self._nearest(events)) <= held <= events:
            _play(model, self._events[held:events])
        else:
            model = self._model_after(events)
        self._cursors[use] = events, model
        return model

    def _play_step(self, place: int) -> Step:
        """A record that is no longer kept, made again. To read records in order costs one step each."""
        end = self._ends[place]
        model = self._move_cursor("record", end - 1)
        step: Step = _play(model, self._events[end - 1 : end])
        self._cursors["record"] = end, model
        return step

    def _checkpoint(self) -> None:
        """Keep the present model; while there are too many, remove every second one."""
        self._models[len(self)] = to_bytes(self.model)
        while self._too_many():
            self._spacing *= 2
            self._models = {at: model for at, model in self._models.items() if at % self._spacing == 0}

    def _too_many(self) -> bool:
        count, total = len(self._models), sum(map(len, self._models.values()))
        too_large = self.most_bytes is not None and total > self.most_bytes
        return count > self.checkpoints or (count > 2 and too_large)


def _play(model: Model, events: list[Event]) -> Any:
    """Apply these events to the model; returns the result of the last one."""
    result: Any = None
    for name, values, named in deepcopy(events):
        result = getattr(model, name)(*values, **named)
    return result


def _pack(step: Step) -> list[Any]:
    """A record as it is kept: sets of small numbers become arrays, a tenth of their size."""
    values = {field.name: getattr(step, field.name) for field in dataclasses.fields(step)}
    values["value"] = deepcopy(step.value)
    values["encoded"] = (step.encoded.size, array("I", sorted(step.encoded.active)))
    return [array("I", sorted(value)) if isinstance(value, frozenset) else value for value in values.values()]


def _unpack(packed: list[Any]) -> Step:
    index, value, learn, (size, bits), *rest = packed
    others: list[Any] = [frozenset(part) if isinstance(part, array) else part for part in rest]
    return Step(index, deepcopy(value), learn, SDR(size, bits), *others)
