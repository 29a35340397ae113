"""Segments as objects: what the textbook keeps, read from the arrays when someone asks."""

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..core import segments as textbook
from ..core.checks import check_indices, check_whole
from ..core.one_thread import turn_of
from ..core.parameters import MOST_SYNAPSES
from ..core.permanence import ONE
from .arrays import flat
from .kernels import segments as kernels
from .kernels.net import ACTIVE, NEXT_SERIAL, NONE, SHIFT, USED, WORD
from .room import MemoryArrays


class Segment(textbook.Segment):
    """One distal segment of a cell, in a row of the arrays; see ``core.segments.Segment``.

    Two objects for the same segment are equal. After a segment was removed, its row may be given to another
    one; the serial tells them apart.

    Args:
        memory: the memory that has it.
        number: its row.
        cell, serial: as in the textbook.
    """

    __slots__ = ("memory", "number")

    def __init__(self, memory: MemoryArrays, number: int, cell: int, serial: int) -> None:
        self.memory, self.number, self.cell, self.serial = memory, number, cell, serial

    def __reduce__(self) -> tuple[Any, ...]:
        """How it is copied and pickled: as the place where it is read, with its memory."""
        return type(self), (self.memory, self.number, self.cell, self.serial)

    @property
    def exists(self) -> bool:
        """Whether it is still in its memory."""
        net, number = self.memory.net, self.number
        in_use = number < net.numbers[USED] and net.cell[number] != NONE
        return bool(in_use and net.serial[number] == self.serial)

    @property
    def last_used(self) -> int:
        """The step at which it was last active, or created."""
        return int(self.memory.net.last_used[self.number])

    @last_used.setter
    def last_used(self, step: int) -> None:
        if self.exists:  # else its row may be another segment's
            self.memory.net.last_used[self.number] = step

    @property
    def synapses(self) -> dict[int, int]:  # type: ignore[override]
        """{presynaptic cell: permanence in ten-thousandths}; empty after the segment was removed."""
        net, slots = self.memory.net, self.slots()
        return dict(zip(net.source[slots].tolist(), net.permanence[slots].tolist(), strict=True))

    def slots(self) -> Any:
        """The slots of its synapses, ascending."""
        if not self.exists:
            return np.zeros(0, np.int64)
        net, number = self.memory.net, self.number
        words = net.occupied[number << net.numbers[SHIFT] : (number + 1) << net.numbers[SHIFT]].astype("<u4")
        first = number * WORD << net.numbers[SHIFT]
        return first + np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little"))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Segment) and other.serial == self.serial

    def __hash__(self) -> int:
        return hash(self.serial)


class Segments:
    """All segments of a memory; see ``core.segments.Segments``."""

    def __init__(self, memory: MemoryArrays) -> None:
        self.memory = memory

    def __iter__(self) -> Iterator[Segment]:
        return (self.at(number) for number in self.by_age().tolist())

    def at(self, number: int) -> Segment:
        """The segment in this row."""
        net = self.memory.net
        return Segment(self.memory, number, int(net.cell[number]), int(net.serial[number]))

    def by_age(self) -> Any:
        """The rows of all segments, from the oldest to the youngest."""
        net = self.memory.net
        rows = np.flatnonzero(net.cell[: net.numbers[USED]] != NONE)
        return rows[np.argsort(net.serial[rows])]

    @property
    def of_cell(self) -> dict[int, list[Segment]]:
        """{cell: its segments, oldest first}."""
        found: dict[int, list[Segment]] = {}
        for segment in self:
            found.setdefault(segment.cell, []).append(segment)
        return found

    @property
    def with_synapse_from(self) -> dict[int, set[Segment]]:
        """{presynaptic cell: the segments with a synapse from it}."""
        found: dict[int, set[Segment]] = {}
        for segment in self:
            for cell in segment.synapses:
                found.setdefault(cell, set()).add(segment)
        return found

    @property
    def next_serial(self) -> int:
        """The serial of the next segment."""
        return int(self.memory.net.numbers[NEXT_SERIAL])

    # Building by hand.

    def create(self, cell: int, step: int) -> Segment:
        """A new segment, still without synapses. ``ValueError`` if there is no such cell."""
        check_indices([cell], "cell", len(self.memory.net.dead))
        with turn_of(self.memory):
            self.memory.make_room(1)
            column = cell // self.memory.rules.cells_per_column
            return self.at(int(kernels.create(self.memory.net, cell, column, step)))

    def check_own(self, segment: textbook.Segment) -> None:
        """``ValueError`` if the segment was removed, or is one of another memory."""
        own = isinstance(segment, Segment) and segment.memory is self.memory and segment.exists
        if not own:  # its row is free, another segment's, or none of this memory
            raise ValueError(f"{segment} is not a segment of this memory")

    def remove(self, segment: Segment) -> None:
        """Remove a segment with all its synapses, from the present moment too.

        ``ValueError`` if the memory does not have it, or has it no longer.
        """
        with turn_of(self.memory):
            self.check_own(segment)
            # Its row will be free, or another segment's: the moment must not lead a kernel there.
            self.memory.leave_out(segment.number)
            kernels.remove(self.memory.net, segment.number)

    def add_synapse(self, segment: Segment, cell: int, permanence: int) -> None:
        """Give a segment a synapse from a cell; an existing synapse is set to the new permanence.

        ``ValueError`` if the memory does not have the segment or the cell, or if the segment is full: kernels
        rely on MOST_SYNAPSES.
        """
        with turn_of(self.memory):
            self.check_own(segment)
            check_indices([cell], "presynaptic cell", len(self.memory.net.dead))
            check_whole(permanence, "permanence", 0, ONE)
            memory, slots = self.memory, segment.slots()
            own = slots[memory.net.source[slots] == cell]
            if len(own):
                memory.net.permanence[own] = permanence
                kernels.update_connected(memory.net, memory.rules.connected)
                return
            memory.make_width(check_whole(len(slots) + 1, "the number of synapses", 1, MOST_SYNAPSES))
            memory.make_stretch(2 * int(memory.net.length[cell]) + 8)
            kernels.add_synapse_by_hand(memory.net, segment.number, cell, permanence, memory.rules.connected)
            if cell in memory.net.active_cells[: memory.net.numbers[ACTIVE]]:
                memory.recount()

    # Saving.

    def flat_state(self) -> dict[str, Any]:
        """All segments, from the oldest to the youngest: what the textbook writes, in NumPy's arrays."""
        net, rows = self.memory.net, self.by_age()
        sizes, sources, permanences = self._synapses(rows)
        return {
            "next_serial": self.next_serial,
            "serials": flat("q", net.serial[rows]),
            "owners": flat("I", net.cell[rows]),
            "last_used": flat("q", net.last_used[rows]),
            "synapses": {
                "sizes": flat("I", sizes),
                "indices": flat("I", sources),
                "permanences": flat("H", permanences),
            },
        }

    def _synapses(self, rows: Any) -> tuple[Any, Any, Any]:
        """Sizes, sources and permanences of these segments, one after the other, sources ascending."""
        net, width = self.memory.net, 1 << int(self.memory.net.numbers[SHIFT])
        shape = len(net.cell), WORD * width
        words = net.occupied[: len(net.cell) * width].reshape(len(net.cell), width)[rows]
        occupied = np.unpackbits(words.astype("<u4").view(np.uint8), axis=1, bitorder="little") == 1
        # One number for each synapse is sorted: its source, then its permanence; free slots come last.
        synapses = (
            net.source.reshape(shape)[rows].astype(np.int64) << 16 | net.permanence.reshape(shape)[rows]
        )
        synapses[~occupied] = np.iinfo(np.int64).max
        synapses.sort(axis=1)
        sizes = occupied.sum(axis=1)
        found = synapses[np.arange(WORD * width) < sizes[:, None]]
        return sizes, found >> 16, found & 0xFFFF
