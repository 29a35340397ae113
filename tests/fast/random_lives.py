"""Random lives: whatever happens to a machine, both engines answer the same, to the last bit.

    python tests/fast/random_lives.py FIRST COUNT

plays the lives with the seeds FIRST, FIRST + 1 and so on. All events of a life follow from its seed, so a
life that fails can be played again: it prints its seed and its events. After each event the answers (or the
errors) of the two engines are compared, and their whole states.
"""

import pickle
import sys
import tempfile
from array import array
from copy import deepcopy
from dataclasses import fields
from pathlib import Path
from typing import Any

from fast.happenings import ENCODERS, Event, life
from htm_teacher import ENGINES, History, Results, Step, build, load, save
from htm_teacher.core.by_hand import add_segment, kill_cells, remove_segment

BOTH = ("textbook", "fast")


class One:
    """One of the two machines; each event is a method's name and its arguments."""

    def __init__(self, engine: str, chosen: dict[str, Any], seed: int, kind: int) -> None:
        self.model = build("toy", ENCODERS[kind](), engine, seed, **chosen)

    def do(self, happens: Event) -> Any:
        """What comes of an event: the answer, or the error."""
        name, *arguments = happens
        try:
            return getattr(self, name)(*arguments)
        except (ValueError, TypeError, OverflowError) as error:
            return type(error), str(error)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.model, name)  # reset, kill, free_run: the model's own

    def step(self, value: Any, learn: bool) -> Any:
        return self.model.step(value, learn)

    def run(self, values: list[Any], learn: bool) -> Any:
        return self.model.run(values, learn)

    def peek(self, value: Any, learn: bool) -> Any:
        return self.model.peek(value)

    def change(self, changes: dict[str, Any]) -> None:
        self.model.change(**changes)

    def why(self, cell: int) -> Any:
        return self.model.why(cell % (self.model.memory.size + 1))

    def add(self, cell: int, synapses: dict[int, float]) -> Any:
        size = self.model.memory.size
        inside = {one % size if 0 <= one < 10**6 else one: held for one, held in synapses.items()}
        return repr(add_segment(self.model.memory, cell % size, inside))

    def remove(self, place: int, twice: bool) -> None:
        if segments := list(self.model.memory.segments):
            segment = segments[place % len(segments)]
            for _ in range(1 + twice):
                remove_segment(self.model.memory, segment)

    def kill_cells(self, cells: list[int]) -> None:
        kill_cells(self.model.memory, [cell % self.model.memory.size for cell in cells])

    def kill_column(self, column: int) -> None:
        cells = self.model.memory.parameters.cells_per_column
        first = column % self.model.memory.parameters.columns * cells
        kill_cells(self.model.memory, range(first, first + cells))

    def history(self, events: list[Event], steps: int, back: int) -> Any:
        """Live with a history, look back, branch off, and go on from an earlier step."""
        history = History(self.model, keep=2, checkpoints=2)
        history._spacing = 3
        answers = [One._in(history, happens) for happens in events]
        steps, back = steps % (len(history) + 1), back % (len(history) + 1)
        looked = exact(history.at(steps).state()), exact(history.look(back).state())
        branch = history.branch(steps, predicted_decrement=0.5)
        further = branch.step(None), exact(branch.model.state())
        history.rewind(max(steps, back))
        self.model = history.model
        return answers, looked, further, history[:]

    @staticmethod
    def _in(history: History, happens: Event) -> Any:
        name, *arguments = happens
        try:
            return history.change(**arguments[0]) if name == "change" else getattr(history, name)(*arguments)
        except (ValueError, TypeError, OverflowError) as error:
            return type(error), str(error)

    def deepcopy(self) -> None:
        self.model = deepcopy(self.model)

    def pickle(self) -> None:
        self.model = pickle.loads(pickle.dumps(self.model))


def exact(held: Any) -> Any:
    """What can be compared with ``==``: NaN equals NaN, and types count, not 1 == 1.0."""
    if isinstance(held, array):
        return held.typecode, held.tobytes()
    if isinstance(held, Results):
        return exact(vars(held))
    if isinstance(held, Step):
        return [exact(getattr(held, one.name)) for one in fields(Step)]
    if isinstance(held, dict):
        return {key: exact(one) for key, one in held.items()}
    if isinstance(held, list | tuple):
        return type(held).__name__, [exact(one) for one in held]
    return repr(held) if isinstance(held, float | int | str | None) else held


def faults_in(memory: Any) -> list[str]:
    """What kernels rely on, and does not hold in the arrays of a fast memory; seen before it does harm."""
    import numpy as np

    from htm_teacher.fast.kernels.net import ACTIVE, ANY, SHIFT, TOUCHED, USED, WORD

    net, numbers = memory.net, memory.net.numbers
    bits = {
        name: np.unpackbits(getattr(net, name).astype("<u4").view(np.uint8), bitorder="little") == 1
        for name in ("occupied", "from_active")
    }
    slots = np.flatnonzero(bits["occupied"])
    owners = np.repeat(np.arange(len(net.length)), net.length)
    nth = np.arange(len(owners)) - np.repeat(np.cumsum(net.length) - net.length, net.length)
    listed = net.outgoing[net.start[owners] + nth]
    active = np.isin(net.source[slots], net.active_cells[: numbers[ACTIVE]])
    touched = net.touched[: numbers[TOUCHED]] if numbers[TOUCHED] != ANY else np.arange(len(net.from_active))
    holds = {
        "slots are of rows that are used": not len(slots)
        or slots[-1] < WORD * numbers[USED] << numbers[SHIFT],
        "each slot is in a stretch, once": sorted(listed.tolist()) == slots.tolist(),
        "in that of its cell": bool((net.source[listed] == owners).all()),
        "stretches have room": bool((net.length <= net.room).all()),
        "active bits": np.array_equal(np.flatnonzero(bits["from_active"]), slots[active]),
        "active words are listed": bool(np.isin(np.flatnonzero(net.from_active), touched).all()),
    }
    return [name for name, held in holds.items() if not held]


def play(seed: int, folder: Path) -> None:
    """One life on both engines. The first difference is an ``AssertionError`` with all that led to it."""
    chosen, own, kind, events = life(seed)
    errors, ones = [], []
    for engine in BOTH:
        try:
            ones.append(One(engine, chosen, own, kind))
        except ValueError as error:
            errors.append(str(error))
    assert not errors or errors == errors[:1] * 2, f"life {seed}: {chosen} {errors}"
    for i, happens in enumerate(events if ones else []):
        told = f"life {seed}: {chosen}, encoder {kind}, seed {own}; the last of these: {events[: i + 1]}"
        if happens == ("swap",):  # each continues where the other stopped
            for engine, one in zip(BOTH, ones, strict=True):
                save(one.model, folder / f"{engine}.npz")
            for engine, one in zip(BOTH[::-1], ones, strict=True):
                one.model = load(folder / f"{engine}.npz", BOTH[engine == "textbook"])
        else:
            answers = [one.do(happens) for one in ones]
            assert exact(answers[0]) == exact(answers[1]), f"{answers}: {told}"
        models = [one.model for one in ones]
        assert exact(models[0].state()) == exact(models[1].state()), f"another state: {told}"
        assert models[0].memory.now == models[1].memory.now, f"another moment: {told}"
        for model in models:
            if hasattr(model.memory, "net"):
                assert not faults_in(model.memory), f"{faults_in(model.memory)}: {told}"


def full_memory() -> Any:
    """A fast memory in which every row is a segment of 40 synapses, in two words, and all of them match."""
    from htm_teacher.fast.kernels.net import USED

    cells = range(40)
    memory = ENGINES["fast"].memory_type(
        **{"columns": 40, "cells_per_column": 2, "learning_threshold": 1, "activation_threshold": 1},
        max_synapses_per_segment=64,
    )
    while len(memory.net.cell) == 0 or memory.net.numbers[USED] < len(memory.net.cell):
        add_segment(memory, 79, dict.fromkeys(cells, 1.0))
    memory.compute(range(20), learn=False)
    return memory


def main(first: int, count: int) -> None:
    """Play so many lives."""
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(first, first + count):
            play(seed, Path(folder))


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
