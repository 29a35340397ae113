"""The temporal memory on flat arrays: the textbook's names, arguments, errors and answers, compiled."""

from collections.abc import Iterable, Mapping
from typing import Any, Self

import numpy as np

from ..core import temporal_memory as textbook
from ..core.numbers import check_indices, check_whole, to_permanence
from ..core.parameters import MemoryParameters
from ..core.rng import Random
from ..core.state import State
from . import dendrites, remembering
from .dendrites import ACTIVE, FILLED, MATCHING, NEXT_SERIAL, PERMANENCE, PREDICTED, STEPS, USED, WINNERS, Net
from .remembering import Desk, Rules
from .views import Segment, Segments, Stream, int32, plain

# What a moment consists of; the rest of a net is learned, or room to work in.
OF_THE_MOMENT = ("numbers", "is_active", "is_winner", "active_cells", "winner_cells", "matching", "potential",
                 "active")  # fmt: skip


PER_MATCH = ("following", "wrong", "lessons", "known", "touched")


def whole(name: str, parameters: MemoryParameters) -> int:
    """A permanence among the parameters, in ten-thousandths."""
    return to_permanence(getattr(parameters, name), name)


def new_net(parameters: MemoryParameters, segments: int = 64) -> Net:
    """A memory without segments, with room for a few."""
    cells = parameters.columns * parameters.cells_per_column
    rows = (segments, parameters.max_synapses_per_segment)
    return Net(
        numbers=np.zeros(9, np.int64),
        random=np.zeros(1, np.uint64),
        cell=np.full(segments, -1, np.int32),
        column=np.zeros(segments, np.int32),
        serial=np.zeros(segments, np.int64),
        last_used=np.zeros(segments, np.int64),
        size=np.zeros(segments, np.int32),
        synapse=np.zeros(rows, np.uint32 if cells <= 2**16 else np.int64),
        place=np.zeros(rows, np.int32),
        changed=np.zeros(rows[1], np.int16),
        younger=np.full(segments, -1, np.int32),
        free=np.zeros(segments, np.int32),
        heard=np.zeros(segments, np.int32),
        oldest=np.full(cells, -1, np.int32),
        segments=np.zeros(cells, np.int32),
        start=np.zeros(cells, np.int64),
        length=np.zeros(cells, np.int32),
        room=np.zeros(cells, np.int32),
        outgoing=np.zeros(0, np.int32),
        dead=np.zeros(cells, np.uint8),
        is_active=np.zeros(cells, np.uint8),
        is_winner=np.zeros(cells, np.uint8),
        active_cells=np.zeros(cells + 1, np.int32),
        winner_cells=np.zeros(cells + 1, np.int32),
        matching=np.zeros(segments, np.int32),
        potential=np.zeros(segments, np.int32),
        active=np.zeros(segments, np.uint8),
    )


PER_SEGMENT = (
    *("cell", "column", "serial", "last_used", "size", "synapse", "place", "younger", "free"),
    *("heard", "matching", "potential", "active"),
)


def new_desk(net: Net, parameters: MemoryParameters) -> Desk:
    """Room to work in."""
    cells, columns, segments = len(net.dead), parameters.columns, len(net.cell)
    return Desk(
        slot=np.full(columns, -1, np.int32),
        said=np.zeros(columns, np.uint8),
        first=np.zeros(columns, np.int32),
        best=np.zeros(columns, np.int32),
        ends=np.zeros(columns, np.int32),
        taught=np.zeros(columns, np.int32),
        active_cells=np.zeros(cells + 1, np.int32),
        winner_cells=np.zeros(cells + 1, np.int32),
        equals=np.zeros(parameters.cells_per_column, np.int32),
        pool=np.zeros(cells + 1, np.int32),
        marks=np.zeros(cells, np.uint8),
        **{name: np.zeros(segments + 1, np.int32) for name in PER_MATCH},
    )


def longer(numbers: Any, size: int) -> Any:
    """The same numbers with room for more."""
    grown = np.zeros((size, *numbers.shape[1:]), numbers.dtype)
    grown[: len(numbers)] = numbers
    return grown


class TemporalMemory(textbook.TemporalMemory):
    """Cells in columns that learn sequences; see ``htm_teacher.core.TemporalMemory``.

    Attributes:
        net: everything that the textbook keeps in objects, in arrays.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.net = new_net(MemoryParameters(**parameters))
        self.change(MemoryParameters(**parameters))
        self.desk = new_desk(self.net, self.parameters)
        self.random = Random(seed, "temporal memory")
        self.fresh = True

    def change(self, parameters: MemoryParameters) -> None:
        self.parameters = parameters
        self.rules = Rules(
            cells_per_column=parameters.cells_per_column,
            activation_threshold=parameters.activation_threshold,
            learning_threshold=parameters.learning_threshold,
            initial=whole("initial_permanence", parameters),
            connected=whole("connected_permanence", parameters),
            gain=whole("permanence_increment", parameters),
            loss=whole("permanence_decrement", parameters),
            punishment=whole("predicted_decrement", parameters),
            sample_size=parameters.sample_size,
            max_segments_per_cell=parameters.max_segments_per_cell,
        )
        self._set_width(parameters.max_synapses_per_segment)
        self._connect_anew()

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        columns = check_indices(active_columns, "column", self.parameters.columns)
        self.step(np.array(sorted(columns), dtype=np.int32), learn)

    def step(self, columns: Any, learn: bool) -> int:
        """``compute`` for columns known to be in range, int32, ascending; how many were predicted."""
        if learn:
            self.make_room(len(columns))
        self.fresh = False
        return int(remembering.compute(self.net, self.rules, self.desk, columns, learn))

    def reset(self) -> None:
        net = self.net
        net.is_active[net.active_cells[: net.numbers[ACTIVE]]] = 0
        net.is_winner[net.winner_cells[: net.numbers[WINNERS]]] = 0
        net.numbers[[ACTIVE, WINNERS, MATCHING, PREDICTED]] = 0
        self.fresh = True

    # Room.

    def make_room(self, active_columns: int) -> None:
        """Make sure that one more step finds all the room that it could need."""
        segments, stretch = remembering.room_needed(self.net, active_columns)
        if segments > len(self.net.cell):
            self._grow_segments(segments)
        self.make_stretch(stretch)

    def make_stretch(self, stretch: int) -> None:
        """Make sure that so many more outgoing synapses find room."""
        if self.net.numbers[FILLED] + stretch > len(self.net.outgoing):
            self._grow_outgoing(stretch)

    def _grow_segments(self, needed: int) -> None:
        size = max(needed, len(self.net.cell) * 3 // 2) + 64
        grown = {name: longer(getattr(self.net, name), size) for name in PER_SEGMENT}
        self.net = self.net._replace(**grown)
        self.desk = self.desk._replace(**{name: np.empty(size + 1, np.int32) for name in PER_MATCH})

    def _grow_outgoing(self, needed: int) -> None:
        """Close the gaps, which are at most as large as what is in use, and make twice the room."""
        live = int(self.net.length.sum()) + len(self.net.length)
        outgoing = np.empty(4 * live + 2 * needed, np.int32)
        self.net.numbers[FILLED] = remembering.outgoing_anew(self.net, outgoing)
        self.net = self.net._replace(outgoing=outgoing)

    def _set_width(self, synapses: int) -> None:
        """Rows as long as a segment may become; where one is longer already, as long as that."""
        held = self.net.synapse.shape[1]
        synapses = max(synapses, int(self.net.size.max(initial=0)))
        if synapses == held:
            return
        rows = {}
        for name in ("synapse", "place"):
            before = getattr(self.net, name)
            rows[name] = np.zeros((len(before), synapses), before.dtype)
            kept = min(held, synapses)
            rows[name][:, :kept] = before[:, :kept]
        self.net = self.net._replace(**rows, changed=np.zeros(synapses, np.int16))

    def _connect_anew(self) -> None:
        """Which synapses are connected, where the threshold may have changed."""
        net = self.net
        for segment in np.flatnonzero(net.cell >= 0):
            words = net.synapse[segment, : net.size[segment]].astype(np.int64)
            at = net.start[words >> 16] + net.place[segment, : len(words)]
            net.outgoing[at] = 2 * segment + ((words & PERMANENCE) >= self.rules.connected)

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
        self._set_cells(cells, "active_cells", "is_active", ACTIVE)

    @property
    def winner_cells(self) -> frozenset[int]:
        return frozenset(self.net.winner_cells[: self.net.numbers[WINNERS]].tolist())

    @winner_cells.setter
    def winner_cells(self, cells: Iterable[int]) -> None:
        self._set_cells(cells, "winner_cells", "is_winner", WINNERS)

    @property
    def predictive_cells(self) -> frozenset[int]:
        count = self.net.numbers[MATCHING]
        segments = self.net.matching[:count][self.net.active[:count] == 1]
        return frozenset(self.net.cell[segments].tolist())

    @predictive_cells.setter
    def predictive_cells(self, cells: Iterable[int]) -> None:
        """They follow from the active segments."""

    @property
    def dead_cells(self) -> frozenset[int]:
        return frozenset(np.flatnonzero(self.net.dead).tolist())

    @dead_cells.setter
    def dead_cells(self, cells: Iterable[int]) -> None:
        self.net.dead[:] = 0
        self.net.dead[int32(cells)] = 1

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
        self._count_predicted()

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

    def _set_cells(self, cells: Iterable[int], listed: str, flagged: str, count: int) -> None:
        ordered = int32(sorted(cells))
        getattr(self.net, flagged)[:] = 0
        getattr(self.net, flagged)[ordered] = 1
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
        while segment >= 0:
            found.append(Segment(self, segment))
            segment = int(self.net.younger[segment])
        return found

    def remove_segment(self, segment: Segment) -> None:  # type: ignore[override]
        self._forget_matching(self.net.matching != segment.number)
        dendrites.remove(self.net, segment.number)

    def kill_cells(self, cells: Iterable[int]) -> None:
        killed = list(check_indices(cells, "cell", self.size))
        self.net.dead[int32(killed)] = 1
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
        self._count_predicted()

    def _count_predicted(self) -> None:
        counted = remembering.count_predicted(self.net, self.desk)
        self.net.numbers[PREDICTED] = counted

    # The state as plain data; see ``core.state``.

    def plain_state(self) -> State:
        """The same as the textbook's, written from the arrays."""
        net = self.net
        alive = np.flatnonzero(net.cell[: net.numbers[USED]] >= 0)
        alive = alive[np.argsort(net.serial[alive])]
        sources, permanences = self._synapses(alive)
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
                "sizes": plain("I", net.size[alive]),
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

    def _synapses(self, segments: Any) -> tuple[Any, Any]:
        """Sources and permanences of these segments, one after the other, sources ascending in each."""
        there = np.arange(self.net.synapse.shape[1]) < self.net.size[segments][:, None]
        words = np.where(there, self.net.synapse[segments].astype(np.int64), np.iinfo(np.int64).max)
        words = np.sort(words, axis=1)[there]
        return words >> 16, words & PERMANENCE
