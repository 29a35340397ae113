"""What a temporal memory is made of: columns of cells, their segments, and the moment they are in.

This chapter is the anatomy; ``temporal_memory.py`` is what happens in it. Small networks can be built
here by hand and read back, which is how the rules are taught and tested.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from .checks import check_indices, check_number, check_whole
from .parameters import MemoryParameters
from .permanence import round_half_up, to_permanence
from .rng import Random
from .segments import Segment, Segments


class Cells:
    """Columns of cells with segments; cell i of column c is number c x cells_per_column + i.

    Attributes:
        active_cells: the cells that speak now.
        winner_cells: of each active column the cells that learn, and that others will listen to.
        predictive_cells: the cells that expect to be active at the next step.
        active_segments: the segments that recognise this moment, oldest first.
        matching_segments: those that recognise it nearly or fully, oldest first.
        active_potential: {matching segment: its synapses of any permanence from active cells}.
        fresh: whether there is no context: before the first step and after a reset.
        segments: all that has been learned.
        dead_cells: cells that were killed.
        steps: how many inputs have been computed.
        random: the stream that every draw comes from.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.change(MemoryParameters(**parameters))
        self.random = Random(seed, "temporal memory")
        self.segments = Segments()
        self.dead_cells: frozenset[int] = frozenset()
        self.steps = 0
        self.reset()

    def change(self, parameters: MemoryParameters) -> None:
        """Go on with these parameters; sizes must be those of before."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence, "connected_permanence")
        self._initial = to_permanence(parameters.initial_permanence, "initial_permanence")
        self._gain = to_permanence(parameters.permanence_increment, "permanence_increment")
        self._loss = to_permanence(parameters.permanence_decrement, "permanence_decrement")
        self._punishment = to_permanence(parameters.predicted_decrement, "predicted_decrement")

    def reset(self) -> None:
        """Forget the moment, so that the next input starts a new sequence; synapses stay."""
        self.active_cells: frozenset[int] = frozenset()
        self.winner_cells: frozenset[int] = frozenset()
        self.predictive_cells: frozenset[int] = frozenset()
        self.active_segments: list[Segment] = []
        self.matching_segments: list[Segment] = []
        self.active_potential: dict[Segment, int] = {}
        self.fresh = True

    # Where a cell is.

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.parameters.columns * self.parameters.cells_per_column

    @property
    def predictive_columns(self) -> frozenset[int]:
        """The columns of the predictive cells: what is expected next."""
        return frozenset(self.column_of(cell) for cell in self.predictive_cells)

    def column_of(self, cell: int) -> int:
        """The column that a cell is in."""
        return cell // self.parameters.cells_per_column

    def living_cells(self, column: int) -> list[int]:
        """The cells of a column that are not dead, ascending."""
        first = column * self.parameters.cells_per_column
        cells = range(first, first + self.parameters.cells_per_column)
        return [cell for cell in cells if cell not in self.dead_cells]

    # Building by hand.

    def add_segment(self, cell: int, synapses: Mapping[int, float]) -> Segment:
        """Give a cell a segment with these synapses, {presynaptic cell: permanence in decimals}.

        It first counts at the next ``compute``. On a cell that is full the least recently active goes.

        Raises:
            ValueError: if a cell or permanence is out of range, or the synapses are none or too many.
        """
        self._check_cell(cell)
        check_indices(synapses, "presynaptic cell", self.size)
        most = self.parameters.max_synapses_per_segment
        check_whole(len(synapses), "the number of synapses", 1, most)
        held = {source: to_permanence(synapses[source], "a permanence") for source in sorted(synapses)}
        segment = self._new_segment(cell)
        for source, permanence in held.items():
            self.segments.connect(segment, source, permanence)
        return segment

    def segments_of(self, cell: int) -> list[Segment]:
        """The segments of a cell, oldest first."""
        self._check_cell(cell)
        return list(self.segments.of_cell.get(cell, ()))

    def remove_segment(self, segment: Segment) -> None:
        """Take a segment away, from the present moment too."""
        self.segments.remove(segment)
        self._forget([segment])

    def kill(self, fraction: float) -> list[int]:
        """Kill a drawn fraction of the living cells; they are never active, winner or predictive again.

        Returns the cells that died, ascending. Raises ``ValueError`` if the fraction is not in [0, 1].
        """
        living = set(range(self.size)) - self.dead_cells
        count = round_half_up(check_number(fraction, "fraction", 0, 1) * len(living))
        killed = sorted(self.random.sample(living, count))
        self.kill_cells(killed)
        return killed

    def kill_cells(self, cells: Iterable[int]) -> None:
        """Kill these cells."""
        self.dead_cells |= check_indices(cells, "cell", self.size)
        self.active_cells -= self.dead_cells
        self.winner_cells -= self.dead_cells
        self._forget([one for one in self.matching_segments if one.cell in self.dead_cells])

    def _new_segment(self, cell: int) -> Segment:
        """On a full cell, the segment that has been of no use for longest makes place."""
        own = self.segments.of_cell[cell]
        while len(own) >= self.parameters.max_segments_per_cell:
            self.remove_segment(min(own, key=lambda segment: (segment.last_used, segment.serial)))
        return self.segments.create(cell, self.steps)

    def _forget(self, gone: list[Segment]) -> None:
        """Take segments out of the moment; new lists, since a copy may hold the old ones."""
        self.active_segments = [one for one in self.active_segments if one not in gone]
        self.matching_segments = [one for one in self.matching_segments if one not in gone]
        self.predictive_cells = frozenset(one.cell for one in self.active_segments)
        self.active_potential = {one: self.active_potential[one] for one in self.matching_segments}

    def _check_cell(self, cell: int) -> None:
        check_indices([cell], "cell", self.size)
