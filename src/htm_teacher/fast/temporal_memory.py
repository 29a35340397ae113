"""The temporal memory on flat arrays: the textbook's names, arguments, errors and answers, compiled."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np

from ..core import temporal_memory as textbook
from ..core.checks import check_indices, check_whole
from ..core.parameters import MemoryParameters
from ..core.permanence import to_permanence
from ..core.rng import Random
from .arrays import OF_THE_MOMENT, more_segments, new_desk, new_net, per_match, rules_of, wider, words_for
from .kernels import matching, room, segments
from .kernels import temporal_memory as kernels
from .kernels.net import (
    ACTIVE,
    DEAD,
    FILLED,
    FRESH,
    MATCHING,
    NEXT_SERIAL,
    NONE,
    PREDICTIVE,
    SHIFT,
    STEPS,
    USED,
    WINNERS,
    WORD,
)
from .views import Segment, Segments, Stream, indices, plain


class TemporalMemory(textbook.TemporalMemory):
    """Cells in columns that learn sequences; see ``htm_teacher.TemporalMemory``.

    Attributes:
        net: everything that the textbook keeps in objects, in arrays.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.net = new_net(MemoryParameters(**parameters))
        self.desk = new_desk(self.net, MemoryParameters(**parameters))
        self.change(MemoryParameters(**parameters))
        self.random = Random(seed, "temporal memory")
        self.fresh = True

    def change(self, parameters: MemoryParameters) -> None:
        self.parameters = parameters
        self.rules = rules_of(parameters)
        self._set_width(parameters.max_synapses_per_segment)
        segments.update_connected(self.net, self.rules.connected)

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        columns = check_indices(active_columns, "column", self.parameters.columns)
        self.step(indices(sorted(columns)), learn)

    def step(self, columns: Any, learn: bool) -> int:
        """``compute`` for columns known to be in range, uint32, ascending; how many were predicted."""
        if learn:
            self.make_room(len(columns))
        return int(kernels.compute(self.net, self.rules, self.desk, columns, learn))

    def predictive_numbers(self) -> Any:
        """The predictive cells, in any order; one of which two segments expect something is there twice."""
        return self.net.predictive[: self.net.numbers[PREDICTIVE]].copy()

    def reset(self) -> None:
        kernels.reset(self.net)

    # Room.

    def make_room(self, active_columns: int) -> None:
        """Make sure that one more step finds all the room that it could need."""
        segments, stretch = room.room_needed(self.net, active_columns)
        if segments > len(self.net.cell):
            self._grow_segments(segments)
        self.make_stretch(stretch)

    def make_stretch(self, stretch: int) -> None:
        """Make sure that so many more outgoing synapses find room."""
        if self.net.numbers[FILLED] + stretch > len(self.net.outgoing):
            self._grow_outgoing(stretch)

    def _grow_segments(self, needed: int) -> None:
        self.net = more_segments(self.net, needed)
        self.desk = self.desk._replace(**per_match(len(self.net.cell)))

    def _grow_outgoing(self, needed: int) -> None:
        """Close the gaps, which are at most as large as what is in use, and make twice the room."""
        live = int(self.net.length.sum()) + len(self.net.length)
        outgoing = np.empty(4 * live + 2 * needed, np.uint32)
        self.net.numbers[FILLED] = room.close_gaps(self.net, outgoing)
        self.net = self.net._replace(outgoing=outgoing)

    def _set_width(self, synapses: int) -> None:
        """Give segments as many words as so many synapses take, and never fewer than they have."""
        shift = words_for(synapses)
        if shift > self.net.numbers[SHIFT]:
            self.net = wider(self.net, shift)
            self._grow_segments(len(self.net.cell))
            self.hear_anew()

    def hear_anew(self) -> None:
        """Who hears an active cell, where cells or synapses were set by hand."""
        matching.count_potential(self.net)

    def __copy__(self) -> Self:
        """A twin with a moment and a desk of its own, that shares all that was learned."""
        twin = object.__new__(type(self))
        twin.__dict__.update(self.__dict__)
        own = {name: getattr(self.net, name).copy() for name in OF_THE_MOMENT}
        twin.net = self.net._replace(**own)
        twin.desk = new_desk(twin.net, self.parameters)
        return twin

    # What the textbook has as attributes.

    @property
    def steps(self) -> int:
        """How many inputs have been computed."""
        return int(self.net.numbers[STEPS])

    @steps.setter
    def steps(self, value: int) -> None:
        self.net.numbers[STEPS] = value

    @property
    def fresh(self) -> bool:
        """Whether there is no context: before the first step and after a reset."""
        return bool(self.net.numbers[FRESH])

    @fresh.setter
    def fresh(self, value: bool) -> None:
        self.net.numbers[FRESH] = value

    @property
    def random(self) -> Random:
        """The stream that every draw comes from."""
        return Stream(self.net.random)

    @random.setter
    def random(self, value: Random) -> None:
        self.net.random[0] = value.state

    @property
    def active_cells(self) -> frozenset[int]:
        return frozenset(self.net.active_cells[: self.net.numbers[ACTIVE]].tolist())

    @active_cells.setter
    def active_cells(self, cells: Iterable[int]) -> None:
        self._set_cells(cells, "active_cells", ACTIVE)
        self.hear_anew()

    @property
    def winner_cells(self) -> frozenset[int]:
        return frozenset(self.net.winner_cells[: self.net.numbers[WINNERS]].tolist())

    @winner_cells.setter
    def winner_cells(self, cells: Iterable[int]) -> None:
        self._set_cells(cells, "winner_cells", WINNERS)
        self.net.is_winner[:] = 0
        self.net.is_winner[self.net.winner_cells[: self.net.numbers[WINNERS]]] = 1

    @property
    def predictive_cells(self) -> frozenset[int]:
        return frozenset(self.predictive_numbers().tolist())

    @predictive_cells.setter
    def predictive_cells(self, cells: Iterable[int]) -> None:
        """They follow from the active segments."""

    @property
    def dead_cells(self) -> frozenset[int]:
        return frozenset(np.flatnonzero(self.net.dead).tolist())

    @dead_cells.setter
    def dead_cells(self, cells: Iterable[int]) -> None:
        self.net.dead[:] = 0
        self.net.dead[indices(cells)] = 1
        self.net.numbers[DEAD] = self.net.dead.sum()

    @property  # type: ignore[override]
    def matching_segments(self) -> list[Segment]:
        return [Segment(self, int(self.net.matching[k])) for k in self._by_age()]

    @matching_segments.setter
    def matching_segments(self, segments: list[Segment]) -> None:
        self.net.matching[: len(segments)] = [one.number for one in segments]
        self.net.active[: len(segments)] = 0
        self.net.numbers[MATCHING] = len(segments)

    @property  # type: ignore[override]
    def active_segments(self) -> list[Segment]:
        return [Segment(self, int(self.net.matching[k])) for k in self._by_age() if self.net.active[k]]

    @active_segments.setter
    def active_segments(self, segments: list[Segment]) -> None:
        """To be set after ``matching_segments``, of which they are some."""
        count = self.net.numbers[MATCHING]
        self.net.active[:count] = np.isin(self.net.matching[:count], [one.number for one in segments])
        matching.list_predictive(self.net, self.desk)

    @property  # type: ignore[override]
    def active_potential(self) -> dict[Segment, int]:
        places = self._by_age()
        return {Segment(self, int(self.net.matching[k])): int(self.net.potential[k]) for k in places}

    @active_potential.setter
    def active_potential(self, heard: dict[Segment, int]) -> None:
        """To be set after ``matching_segments``, for which it is."""
        count = self.net.numbers[MATCHING]
        by_number = {segment.number: known for segment, known in heard.items()}
        self.net.potential[:count] = [by_number[number] for number in self.net.matching[:count].tolist()]

    @property
    def segments(self) -> Segments:  # type: ignore[override]
        """All that has been learned, as objects made on demand."""
        return Segments(self)

    def _by_age(self) -> Any:
        """The places among the matching segments, from the oldest segment to the youngest."""
        return np.argsort(self.net.serial[self.net.matching[: self.net.numbers[MATCHING]]])

    def _set_cells(self, cells: Iterable[int], listed: str, count: int) -> None:
        ordered = indices(sorted(cells))
        getattr(self.net, listed)[: len(ordered)] = ordered
        self.net.numbers[count] = len(ordered)

    # Building by hand.

    def add_segment(self, cell: int, synapses: Mapping[int, float]) -> Segment:
        self._check_cell(cell)
        check_indices(synapses, "presynaptic cell", self.size)
        most = self.parameters.max_synapses_per_segment
        check_whole(len(synapses), "the number of synapses", 1, most)
        held = {source: to_permanence(synapses[source], "a permanence") for source in sorted(synapses)}
        segments = self.net.segments
        while segments[cell] >= self.parameters.max_segments_per_cell:
            own = self.segments_of(cell)
            self.remove_segment(min(own, key=lambda segment: (segment.last_used, segment.serial)))
        return self.segments.add(cell, self.steps, held)

    def segments_of(self, cell: int) -> list[Segment]:  # type: ignore[override]
        self._check_cell(cell)
        found, segment = [], int(self.net.oldest[cell])
        while segment != NONE:
            found.append(Segment(self, segment))
            segment = int(self.net.younger[segment])
        return found

    def remove_segment(self, segment: Segment) -> None:  # type: ignore[override]
        self._forget_matching(self.net.matching != segment.number)
        segments.remove(self.net, segment.number)

    def kill_cells(self, cells: Iterable[int]) -> None:
        killed = list(check_indices(cells, "cell", self.size))
        self.dead_cells = self.dead_cells.union(killed)
        self.active_cells = self.active_cells.difference(killed)
        self.winner_cells = self.winner_cells.difference(killed)
        self._forget_matching(self.net.dead[self.net.cell[self.net.matching]] == 0)

    def _forget_matching(self, kept: Any) -> None:
        """Of the matching segments keep these; ``kept`` says it for each place."""
        count = self.net.numbers[MATCHING]
        places = np.flatnonzero(kept[:count])
        for name in ("matching", "potential", "active"):
            numbers = getattr(self.net, name)
            numbers[: len(places)] = numbers[places]
        self.net.numbers[MATCHING] = len(places)
        matching.list_predictive(self.net, self.desk)

    # The state as plain data; see ``keep.state``.

    def plain_state(self) -> dict[str, Any]:
        """The same as the textbook's, written from the arrays."""
        net = self.net
        alive = np.flatnonzero(net.cell[: net.numbers[USED]] >= 0)
        alive = alive[np.argsort(net.serial[alive])]
        sizes, sources, permanences = self._synapses(alive)
        places = self._by_age()
        matching = net.matching[places]
        return {
            "parameters": vars(self.parameters),
            "random": int(net.random[0]),
            "steps": self.steps,
            "fresh": self.fresh,
            "next_serial": int(net.numbers[NEXT_SERIAL]),
            "serials": plain("q", net.serial[alive]),
            "owners": plain("I", net.cell[alive]),
            "last_used": plain("q", net.last_used[alive]),
            "synapses": {
                "sizes": plain("I", sizes),
                "indices": plain("I", sources),
                "permanences": plain("H", permanences),
            },
            "active_segments": plain("q", net.serial[matching[net.active[places] == 1]]),
            "matching_segments": plain("q", net.serial[matching]),
            "active_potential": plain("I", net.potential[places]),
        } | {
            "active_cells": plain("I", net.active_cells[: net.numbers[ACTIVE]]),
            "winner_cells": plain("I", net.winner_cells[: net.numbers[WINNERS]]),
            "predictive_cells": plain("I", np.array(sorted(self.predictive_cells), np.int64)),
            "dead_cells": plain("I", np.flatnonzero(net.dead)),
        }

    def _synapses(self, segments: Any) -> tuple[Any, Any, Any]:
        """Sizes, sources and permanences of these segments, one after the other, sources ascending."""
        net, width = self.net, 1 << int(self.net.numbers[SHIFT])
        rows = len(net.cell), WORD * width
        words = net.there[: len(net.cell) * width].reshape(len(net.cell), width)[segments]
        there = np.unpackbits(words.astype("<u4").view(np.uint8), axis=1, bitorder="little") == 1
        sources = np.where(there, net.source.reshape(rows)[segments], np.iinfo(np.int64).max)
        order = np.argsort(sources, axis=1)
        there = np.take_along_axis(there, order, axis=1)
        held = net.permanence.reshape(rows)[segments]
        found = (np.take_along_axis(numbers, order, axis=1)[there] for numbers in (sources, held))
        return there.sum(axis=1), *found
