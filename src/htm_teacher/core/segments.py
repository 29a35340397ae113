"""Segments: the pieces of a cell's dendrites that learn which cells are active just before it.

Source: Hawkins & Ahmad 2016, "Why neurons have thousands of synapses, a theory of sequence memory in
neocortex". A distal segment belongs to one cell and has synapses from other cells that were active
together. When enough of them are active again, the segment becomes active, and its cell predictive: it is
expected to become active at the next step.

Two thresholds decide (their values at full size in parentheses). Every synapse is a *potential* synapse. If
its permanence is at least ``connected_permanence`` (0.50), it is also *connected*. A segment is *active*,
and predicts, if ``activation_threshold`` (13) of its connected synapses come from active cells. It is
*matching* if ``learning_threshold`` (10) of its potential synapses do: that is too little to predict with,
but enough to choose what should learn. So learning can begin before the synapses are connected.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterator, Set
from typing import Any, Self

from .permanence import ONE, to_decimal
from .rng import Random
from .saved_rows import from_rows, to_rows


class Segment:
    """One distal segment of a cell.

    Attributes:
        cell: the cell it belongs to.
        serial: its number in order of creation; a smaller number is older.
        last_used: the last *learning* step at which it was active, or else the step at which it was created.
        synapses: {presynaptic cell: permanence in ten-thousandths}.
    """

    __slots__ = ("cell", "last_used", "serial", "synapses")

    def __init__(self, cell: int, serial: int, last_used: int) -> None:
        self.cell, self.serial, self.last_used = cell, serial, last_used
        self.synapses: dict[int, int] = {}

    def permanences(self) -> dict[int, float]:
        """{presynaptic cell: permanence in decimals}, cells ascending."""
        return {cell: to_decimal(permanence) for cell, permanence in sorted(self.synapses.items())}

    def __repr__(self) -> str:
        return f"Segment(cell={self.cell}, serial={self.serial}, {self.permanences()})"


class Segments:
    """All segments of a temporal memory, indexed by their own cell and by their presynaptic cells.

    Attributes:
        of_cell: {cell: its segments, oldest first}.
        with_synapse_from: {presynaptic cell: the segments with a synapse from it}.
        next_serial: the serial of the next segment.
    """

    def __init__(self) -> None:
        self.of_cell: defaultdict[int, list[Segment]] = defaultdict(list)
        # This index makes a step fast: of all segments, only those with a synapse from an active cell are
        # looked at.
        self.with_synapse_from: defaultdict[int, set[Segment]] = defaultdict(set)
        self.next_serial = 0

    def __iter__(self) -> Iterator[Segment]:
        return iter(sorted((s for own in self.of_cell.values() for s in own), key=by_age))

    def create(self, cell: int, step: int) -> Segment:
        """Create a segment without synapses."""
        segment = Segment(cell, self.next_serial, last_used=step)
        self.next_serial += 1
        self.of_cell[cell].append(segment)
        return segment

    def remove(self, segment: Segment) -> None:
        """Remove a segment with all its synapses."""
        for cell in segment.synapses:
            self.with_synapse_from[cell].discard(segment)
        segment.synapses.clear()
        self.of_cell[segment.cell].remove(segment)

    def add_synapse(self, segment: Segment, cell: int, permanence: int) -> None:
        """Give a segment a synapse from a cell; a synapse that exists gets the new permanence."""
        segment.synapses[cell] = permanence
        self.with_synapse_from[cell].add(segment)

    def remove_synapse(self, segment: Segment, cell: int) -> None:
        """Remove the synapse from this cell."""
        del segment.synapses[cell]
        self.with_synapse_from[cell].discard(segment)

    def count_potential(self, active_cells: frozenset[int]) -> Counter[Segment]:
        """{segment: how many potential synapses it has from active cells}, for segments with at least one."""
        counts: Counter[Segment] = Counter()
        for cell in active_cells & self.with_synapse_from.keys():
            counts.update(self.with_synapse_from[cell])
        return counts

    # Learning: how synapses are strengthened, weakened, removed and grown.

    def reinforce(self, segment: Segment, active_cells: frozenset[int], gain: int, loss: int) -> None:
        """Hebb's rule: synapses from active cells gain permanence, the others lose some."""
        # For example with gain 0.10 and loss 0.05: synapses {24: 0.41, 90: 0.41} become {24: 0.51, 90: 0.36}
        # if cell 24 was active and cell 90 was not. The synapse from cell 24 is now connected.
        synapses = segment.synapses.items()
        self._adapt(segment, {cell: p + gain if cell in active_cells else p - loss for cell, p in synapses})

    def punish(self, segment: Segment, active_cells: frozenset[int], loss: int) -> None:
        """Weaken the synapses that made the segment match: those from active cells. The others stay."""
        wrong = active_cells.intersection(segment.synapses)
        self._adapt(segment, {cell: segment.synapses[cell] - loss for cell in wrong})

    def _adapt(self, segment: Segment, permanences: dict[int, int]) -> None:
        for cell, permanence in permanences.items():
            # A synapse whose permanence falls to 0 is removed, which makes room for another.
            if permanence > 0:
                segment.synapses[cell] = permanence if permanence < ONE else ONE
            else:
                self.remove_synapse(segment, cell)
        # A segment without synapses can never be active again.
        if not segment.synapses:
            self.remove(segment)

    def grow(
        self, segment: Segment, winners: Set[int], wanted: int, permanence: int, most: int, random: Random
    ) -> None:
        """Grow up to ``wanted`` synapses from winner cells that the segment has no synapse from.

        Args:
            winners: the winner cells of the step before.
            permanence: that of a new synapse, in ten-thousandths.
            most: how many synapses a segment can have. On a full segment the weakest synapses are replaced,
                but none from these winners. If that does not make enough room, fewer are grown.
        """
        # From winners, not from all active cells: when a column bursts, all its cells are active, but only
        # the winner stands for the present context.
        new = winners - segment.synapses.keys()
        wanted = min(wanted, len(new))
        if wanted <= 0:
            return
        # If 30 of 32 places are taken and 5 synapses are wanted, the 3 weakest are removed. Synapses from
        # these winners stay, however weak: they belong to the context that is being learned.
        overflow = len(segment.synapses) + wanted - most
        if overflow > 0:
            for cell in _weakest(segment, winners, overflow):
                self.remove_synapse(segment, cell)
            wanted = max(0, min(wanted, most - len(segment.synapses)))
        # A random sample is enough: a match with some of the active cells is as good as certain. How certain,
        # false_match_probability in sdr.py computes.
        for cell in random.sample(new, wanted):
            self.add_synapse(segment, cell, permanence)

    # Saving.

    def state(self) -> dict[str, Any]:
        """All segments as plain data, from the oldest to the newest."""
        segments = list(self)
        return {
            "next_serial": self.next_serial,
            "serials": array("q", (segment.serial for segment in segments)),
            "owners": array("I", (segment.cell for segment in segments)),
            "last_used": array("q", (segment.last_used for segment in segments)),
            "synapses": from_rows(segment.synapses for segment in segments),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The segments with this state."""
        segments = cls()
        listed = zip(state["serials"], state["owners"], state["last_used"], strict=True)
        for (serial, cell, last_used), synapses in zip(listed, to_rows(state["synapses"]), strict=True):
            segments.next_serial = serial  # the number that create() takes
            segment = segments.create(cell, last_used)
            for source, permanence in synapses.items():
                segments.add_synapse(segment, source, permanence)
        segments.next_serial = state["next_serial"]
        return segments


def by_age(segment: Segment) -> int:
    """Sorting key: the oldest segment first."""
    return segment.serial


def least_recently_used(segments: list[Segment]) -> Segment:
    """The segment with the earliest ``last_used``; in a tie the oldest."""
    return min(segments, key=lambda segment: (segment.last_used, segment.serial))


def _weakest(segment: Segment, kept: Set[int], count: int) -> list[int]:
    """The cells of the weakest synapses, weakest first; in a tie the lowest cell."""
    others = [cell for cell in segment.synapses if cell not in kept]
    return sorted(others, key=lambda cell: (segment.synapses[cell], cell))[:count]
