"""Segments as objects, made when someone asks: what the textbook has, read from the arrays."""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ..core import segments as textbook
from ..core.rng import Random
from .kernels import segments as kernels
from .kernels.net import ACTIVE, NEXT_SERIAL, SHIFT, USED, WORD

if TYPE_CHECKING:
    from .temporal_memory import TemporalMemory


def indices(numbers: Iterable[int]) -> Any:
    """Bits, columns or cells, as kernels take them: without a sign, which would have to be looked at."""
    return np.array(list(numbers), dtype=np.uint32)


def plain(typecode: str, numbers: Any) -> array[Any]:
    """An array of Python's own, as a snapshot holds it."""
    kind = {"I": np.uint32, "H": np.uint16, "q": np.int64, "d": np.float64}[typecode]
    return array(typecode, np.ascontiguousarray(numbers, dtype=kind).tobytes())


class Stream(Random):
    """The stream of random numbers that kernels draw from, to be drawn from by hand too."""

    def __init__(self, position: Any) -> None:
        self.position = position

    @property
    def state(self) -> int:
        """The whole position."""
        return int(self.position[0])

    @state.setter
    def state(self, state: int) -> None:
        self.position[0] = state


class Segment(textbook.Segment):
    """One distal segment of a cell, at its place in the arrays; see ``core.segments.Segment``.

    Args:
        memory: the memory it is in.
        number: its row. A row may be given to another segment later, the serial tells them apart.
    """

    __slots__ = ("memory", "number")

    def __init__(self, memory: TemporalMemory, number: int) -> None:
        self.memory, self.number = memory, number
        self.cell = int(memory.net.cell[number])
        self.serial = int(memory.net.serial[number])

    @property
    def last_used(self) -> int:
        """The step at which it was last active, or created."""
        return int(self.memory.net.last_used[self.number])

    @last_used.setter
    def last_used(self, step: int) -> None:
        self.memory.net.last_used[self.number] = step

    @property
    def synapses(self) -> dict[int, int]:  # type: ignore[override]
        """{presynaptic cell: permanence in ten-thousandths}; nothing once the segment was removed."""
        net, number = self.memory.net, self.number
        if net.cell[number] < 0 or net.serial[number] != self.serial:
            return {}
        width = WORD << int(net.numbers[SHIFT])
        words = net.there[number * width // WORD : (number + 1) * width // WORD].astype("<u4")
        there = np.flatnonzero(np.unpackbits(words.view(np.uint8), bitorder="little")) + number * width
        return dict(zip(net.source[there].tolist(), net.permanence[there].tolist(), strict=True))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Segment) and other.serial == self.serial

    def __hash__(self) -> int:
        return hash(self.serial)


class Segments:
    """All segments of a memory; see ``core.segments.Segments``."""

    def __init__(self, memory: TemporalMemory) -> None:
        self.memory = memory

    def __iter__(self) -> Iterator[Segment]:
        net = self.memory.net
        alive = np.flatnonzero(net.cell[: net.numbers[USED]] >= 0)
        return (Segment(self.memory, number) for number in alive[np.argsort(net.serial[alive])].tolist())

    @property
    def next_serial(self) -> int:
        """The serial of the next segment."""
        return int(self.memory.net.numbers[NEXT_SERIAL])

    @next_serial.setter
    def next_serial(self, serial: int) -> None:
        self.memory.net.numbers[NEXT_SERIAL] = serial

    def create(self, cell: int, step: int) -> Segment:
        """A new segment, still without synapses."""
        self.memory.make_room(1)
        return Segment(
            self.memory, int(kernels.create(self.memory.net, cell, self.memory.column_of(cell), step))
        )

    def connect(self, segment: Segment, cell: int, permanence: int) -> None:
        """Give a segment a synapse from a cell that it does not hear yet."""
        memory = self.memory
        memory.make_stretch(2 * int(memory.net.length[cell]) + 8)
        kernels.add_synapse_by_hand(memory.net, segment.number, cell, permanence, memory.rules.connected)
        if cell in memory.net.active_cells[: memory.net.numbers[ACTIVE]]:
            memory.hear_anew()

    def add(self, cell: int, step: int, synapses: Mapping[int, int]) -> Segment:
        """A new segment with these synapses, {presynaptic cell: permanence in ten-thousandths}."""
        segment = self.create(cell, step)
        for source, permanence in synapses.items():
            self.connect(segment, source, permanence)
        return segment
