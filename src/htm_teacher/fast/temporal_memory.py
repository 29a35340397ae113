"""The temporal memory on flat arrays: the textbook's names, arguments, errors and answers, compiled."""

from collections.abc import Iterable
from copy import copy
from typing import Any, Self

import numpy as np

from ..core import moment as plain_moment
from ..core import temporal_memory as textbook
from ..core.checks import check_indices, check_whole
from ..core.one_thread import turn_of
from ..core.parameters import MemoryParameters
from ..core.rng import Random
from .arrays import OF_THE_MOMENT, flat, indices, new_desk, plain_state, with_segments
from .kernels import matching, segments
from .kernels import temporal_memory as kernels
from .kernels.net import ACTIVE, DEAD, FRESH, MATCHING, NONE, PREDICTIVE, STEPS, WINNERS
from .moment import Moment
from .rng import Stream
from .room import MemoryArrays
from .segments import Segment, Segments


class TemporalMemory(MemoryArrays, textbook.TemporalMemory):
    """Cells in columns that learn sequences; see ``htm_teacher.TemporalMemory``."""

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.parameters = MemoryParameters(**parameters)
        super().__init__(self.parameters)
        self.set_parameters(self.parameters)
        self.random = Random(seed, "temporal memory")
        self.reset()

    def set_parameters(self, parameters: MemoryParameters) -> None:
        self.parameters.changed(**vars(parameters))  # the arrays have the sizes of the first ones
        self.set_rules(parameters)  # first: if there is no room for them, nothing has changed
        super().set_parameters(parameters)

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        columns = check_indices(active_columns, "column", self.parameters.columns)
        self.step(indices(sorted(columns)), learn)

    def step(self, columns: Any, learn: bool) -> int:
        """``compute`` for columns known to be in range, uint32, ascending; how many were predicted."""
        if learn:
            self.make_room(len(columns))
        return int(kernels.compute(self.net, self.rules, self.desk, columns, learn))

    def predictive_numbers(self) -> Any:
        """The predictive cells, in any order; a cell with two active segments occurs twice."""
        return self.net.predictive[: self.net.numbers[PREDICTIVE]].copy()

    def reset(self) -> None:
        kernels.reset(self.net)

    def free_run(self, steps: int) -> list[plain_moment.Moment]:
        twin, moments = copy(self), list[plain_moment.Moment]()
        for _ in range(check_whole(steps, "steps")):
            columns = np.unique(twin.predictive_numbers() // self.parameters.cells_per_column)
            if not len(columns):
                break
            twin.step(columns.astype(np.uint32), learn=False)
            moments.append(Moment(self, twin.net))
        return moments

    def __copy__(self) -> Self:
        """A twin with a moment and a desk of its own, that shares everything that was learned."""
        twin = super().__copy__()
        own = {name: getattr(self.net, name).copy() for name in OF_THE_MOMENT}
        twin.net = self.net._replace(**own)
        twin.desk = new_desk(twin.net, self.parameters)
        return twin

    # The textbook's attributes.

    @property
    def now(self) -> plain_moment.Moment:
        """The present moment."""
        return Moment(self, self.net)

    @now.setter
    def now(self, moment: plain_moment.Moment) -> None:
        check_indices(moment.active_cells | moment.winner_cells, "cell", self.size)
        self._set_now(moment.state())

    def _set_now(self, state: dict[str, Any]) -> None:
        """Write a moment into the arrays. Segments that no longer exist are left out."""
        self.reset()
        net, numbers = self.net, self.net.numbers
        for name, place in (("active_cells", ACTIVE), ("winner_cells", WINNERS)):
            cells = np.array(state[name], np.uint32)
            getattr(net, name)[: len(cells)], numbers[place] = cells, len(cells)
        net.is_winner[net.winner_cells[: numbers[WINNERS]]] = 1
        rows, serials = self.segments.by_age(), np.array(state["matching_segments"], np.int64)
        exist = np.isin(serials, net.serial[rows])
        found = rows[np.searchsorted(net.serial[rows], serials[exist])]
        net.matching[: len(found)], numbers[MATCHING] = found, len(found)
        net.potential[: len(found)] = np.array(state["active_potential"])[exist]
        net.active[: len(found)] = np.isin(serials, np.array(state["active_segments"], np.int64))[exist]
        numbers[FRESH] = state["fresh"]
        matching.list_predictive(net, self.desk)
        self.recount()

    @property
    def steps(self) -> int:
        """How many inputs have been computed."""
        return int(self.net.numbers[STEPS])

    @steps.setter
    def steps(self, value: int) -> None:
        self.net.numbers[STEPS] = value

    @property
    def random(self) -> Random:
        """The stream that every draw comes from."""
        return Stream(self.net.random)

    @random.setter
    def random(self, value: Random) -> None:
        self.net.random[0] = value.state

    @property
    def dead_cells(self) -> frozenset[int]:
        """Cells that were killed."""
        return frozenset(np.flatnonzero(self.net.dead).tolist())

    @dead_cells.setter
    def dead_cells(self, cells: Iterable[int]) -> None:
        with turn_of(self):
            self.net.dead[:] = 0
            self.net.dead[indices(cells)] = 1
            self.net.numbers[DEAD] = self.net.dead.sum()

    @property
    def segments(self) -> Segments:  # type: ignore[override]
        """Everything that was learned, as objects made on demand."""
        return Segments(self)

    def segments_of(self, cell: int) -> list[Segment]:  # type: ignore[override]
        check_indices([cell], "cell", self.size)
        found, number = [], int(self.net.oldest[cell])
        while number != NONE:
            found.append(self.segments.at(number))
            number = int(self.net.younger[number])
        return found

    # Saving.

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = plain_state(self.flat_state())
        return found

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays."""
        own = {"parameters": dict(vars(self.parameters)), "random": self.random.state, "steps": self.steps}
        dead = {"dead_cells": flat("I", np.flatnonzero(self.net.dead))}
        return own | self.segments.flat_state() | Moment(self, self.net).flat_state() | dead

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        memory = cls(**state["parameters"])
        memory.random = Random.at(state["random"])
        memory.steps, memory.dead_cells = state["steps"], state["dead_cells"]
        memory.set_net(with_segments(memory.net, state, memory.parameters.cells_per_column))
        segments.update_connected(memory.net, memory.rules.connected)
        memory._set_now(state)
        return memory
