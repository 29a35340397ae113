"""Segments: the dendrites on which a cell learns in which company it is about to become active.

Source: Hawkins & Ahmad 2016, "Why neurons have thousands of synapses, a theory of sequence memory in
neocortex". A segment holds synapses to a handful of cells that were active together. When enough of them
are active again, the segment recognises the moment, and its cell expects to be next.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Set

from .permanence import ONE, to_decimal
from .rng import Random


class Segment:
    """One distal segment of a cell.

    Attributes:
        cell: the cell it belongs to.
        serial: its number in order of creation; a smaller one is older.
        last_used: the step at which it was last active, or created.
        synapses: {presynaptic cell: permanence in ten-thousandths}.
    """

    __slots__ = ("cell", "last_used", "serial", "synapses")

    def __init__(self, cell: int, serial: int, last_used: int) -> None:
        self.cell = cell
        self.serial = serial
        self.last_used = last_used
        self.synapses: dict[int, int] = {}

    def permanences(self) -> dict[int, float]:
        """{presynaptic cell: permanence}, in decimals, by ascending cell."""
        return {cell: to_decimal(held) for cell, held in sorted(self.synapses.items())}

    def __repr__(self) -> str:
        return f"Segment(cell={self.cell}, serial={self.serial}, {self.permanences()})"


class Segments:
    """All segments of a temporal memory, found by their own cell and by the cells they listen to.

    The second way is what makes the memory fast: an active cell touches its own listeners only, however
    many segments there are.
    """

    def __init__(self) -> None:
        self.of_cell: defaultdict[int, list[Segment]] = defaultdict(list)  # oldest first
        self.listeners: defaultdict[int, set[Segment]] = defaultdict(set)
        self.next_serial = 0

    def __iter__(self) -> Iterator[Segment]:
        return iter(sorted((s for own in self.of_cell.values() for s in own), key=by_age))

    def create(self, cell: int, step: int) -> Segment:
        """A new segment, still without synapses."""
        segment = Segment(cell, self.next_serial, last_used=step)
        self.next_serial += 1
        self.of_cell[cell].append(segment)
        return segment

    def remove(self, segment: Segment) -> None:
        """Take a segment away with all its synapses."""
        for cell in segment.synapses:
            self.listeners[cell].discard(segment)
        segment.synapses.clear()
        self.of_cell[segment.cell].remove(segment)

    def connect(self, segment: Segment, cell: int, permanence: int) -> None:
        """Give a segment a synapse from a cell; an existing one is set to the new permanence."""
        segment.synapses[cell] = permanence
        self.listeners[cell].add(segment)

    def disconnect(self, segment: Segment, cell: int) -> None:
        """Take one synapse away."""
        del segment.synapses[cell]
        self.listeners[cell].discard(segment)

    def count_potential(self, active_cells: frozenset[int]) -> Counter[Segment]:
        """For each segment that hears any active cell, how many: connected or not."""
        counts: Counter[Segment] = Counter()
        for cell in active_cells:
            if cell in self.listeners:
                counts.update(self.listeners[cell])
        return counts

    def reinforce(self, segment: Segment, active_cells: frozenset[int], gain: int, loss: int) -> None:
        """Hebb's rule: synapses from active cells gain, the others lose."""
        for cell, held in list(segment.synapses.items()):
            self._set(segment, cell, held + gain if cell in active_cells else held - loss)
        self._remove_if_bare(segment)

    def punish(self, segment: Segment, active_cells: frozenset[int], loss: int) -> None:
        """The synapses from active cells, which made it speak up wrongly, lose; the others stay."""
        for cell in active_cells.intersection(segment.synapses):
            self._set(segment, cell, segment.synapses[cell] - loss)
        self._remove_if_bare(segment)

    def _set(self, segment: Segment, cell: int, permanence: int) -> None:
        """A synapse grows up to 1; at 0 it is gone."""
        if permanence > 0:
            segment.synapses[cell] = permanence if permanence < ONE else ONE
        else:
            self.disconnect(segment, cell)

    def _remove_if_bare(self, segment: Segment) -> None:
        if not segment.synapses:
            self.remove(segment)

    def grow(
        self, segment: Segment, winners: Set[int], wanted: int, permanence: int, room: int, random: Random
    ) -> None:
        """Grow up to ``wanted`` synapses towards winner cells that the segment does not hear yet.

        Args:
            winners: the winner cells of the step before.
            permanence: what a new synapse starts with, in ten-thousandths.
            room: how many synapses a segment can hold. When it is full, the weakest synapses that do not
                come from these winners make place; if they are too few, fewer are grown.
        """
        new = winners - segment.synapses.keys()
        wanted = min(wanted, len(new))
        if wanted <= 0:
            return
        overflow = len(segment.synapses) + wanted - room
        if overflow > 0:
            for cell in _weakest(segment, winners, overflow):
                self.disconnect(segment, cell)
            wanted = max(0, min(wanted, room - len(segment.synapses)))
        for cell in random.sample(new, wanted):
            self.connect(segment, cell, permanence)


def by_age(segment: Segment) -> int:
    """Sorting key: the oldest segment first."""
    return segment.serial


def _weakest(segment: Segment, spared: Set[int], count: int) -> list[int]:
    """The cells of the weakest synapses, lowest permanence first, ties to the lowest cell."""
    others = [cell for cell in segment.synapses if cell not in spared]
    return sorted(others, key=lambda cell: (segment.synapses[cell], cell))[:count]
