"""Temporal memory: cells that represent the input in its context, and predict what comes next.

Source: Hawkins & Ahmad 2016; BAMI, "Temporal Memory Algorithm", whose three phases are those of ``compute``.

A column stands for a feature of the input, its cells for that feature *in different contexts*. A cell with
an active segment is predictive: if its column becomes active next, only its predictive cells do. An active
column that has none *bursts*: all its cells become active, since any context is possible. The *winners* in
an active column are the cells that learn: the predicted cells, or, in a burst, one cell chosen to learn.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from .checks import check_indices, check_whole
from .moment import Moment
from .one_thread import OneThread
from .parameters import MemoryParameters
from .permanence import to_permanence
from .rng import Random
from .segments import Segment, Segments, by_age, least_recently_used


class Response(NamedTuple):
    """How a column responds: its active cells and winners, and the segments that learn, if any matched."""

    active_cells: set[int]
    winner_cells: set[int]
    segments: list[Segment]


class TemporalMemory(OneThread):
    """Cells in columns that learn sequences. Cell i of column c is number c x cells_per_column + i.

    >>> from htm_teacher.core.by_hand import add_segment
    >>> memory = TemporalMemory(columns=3, cells_per_column=2, activation_threshold=1, learning_threshold=1)
    >>> segments = add_segment(memory, 4, {0: 0.5}), add_segment(memory, 5, {2: 0.5})
    >>> for first in (0, 1, 2):  # column 2 has cells 4 and 5; it follows column 0, column 1, and itself
    ...     memory.compute({first}, learn=False)
    ...     memory.compute({2}, learn=False)
    ...     print(sorted(memory.now.active_cells))
    [4]
    [5]
    [4, 5]

    Args:
        seed: any integer; decides ties between cells, and which cells a segment samples.
        parameters: those of ``MemoryParameters``, by name; ``ValueError`` if they are not valid.

    Attributes:
        now, segments: what is active and predicted at this moment, and what has been learned.
        dead_cells: cells that never become active, for experiments; usually none.
        steps: how many inputs have been computed.
        random: the stream of random numbers.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.set_parameters(MemoryParameters(**parameters))
        self.random = Random(seed, "temporal memory")
        self.segments = Segments()
        self.dead_cells: frozenset[int] = frozenset()
        self.steps = 0
        self.now = Moment()

    def set_parameters(self, parameters: MemoryParameters) -> None:
        """Replace the parameters. Sizes must not change."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence)
        self._initial = to_permanence(parameters.initial_permanence)
        self._gain = to_permanence(parameters.permanence_increment)
        self._loss = to_permanence(parameters.permanence_decrement)
        self._punishment = to_permanence(parameters.predicted_decrement)

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        """One step: activate cells in these columns, learn if asked to, predict the next step.

        ``ValueError`` if a column is out of range; nothing has changed then.
        """
        columns = sorted(check_indices(active_columns, "column", self.parameters.columns))
        # All columns respond before anything is learned: what one learns must not change another's response.
        before, self.steps = self.now, self.steps + 1
        responses = self._activate(columns, before, learn)
        if learn:
            self._learn(responses, before)
            self._punish(set(columns), before)
        self.now = self._predict(responses)
        if learn:
            for segment in self.now.active_segments:
                segment.last_used = self.steps

    def reset(self) -> None:
        """Forget what is active and predicted, so that a new sequence starts. Segments stay."""
        self.now = Moment()

    # Phase 1, activate: in a predicted column, the predictive cells become active; any other column bursts.

    def _activate(self, columns: list[int], before: Moment, learn: bool) -> list[Response]:
        """How each of these columns responds; ``learn`` only decides how ties are broken."""
        active = self._by_column(before.active_segments)
        matching = self._by_column(before.matching_segments)
        responses = []
        for column in columns:
            if column in active:
                # The context is carried on. (Several cells of a column, if several contexts fit.)
                cells = {segment.cell for segment in active[column]}
                responses.append(Response(cells, cells, active[column]))
            else:
                responses.append(self._burst(column, matching[column], before, learn))
        return responses

    def _burst(self, column: int, matching: list[Segment], before: Moment, learn: bool) -> Response:
        """Every living cell becomes active. One of them wins, and will learn this context."""
        # All its cells active means: this feature, in any context.
        cells = self.living_cells(column)
        if matching:
            # The best match learned this context and has lost synapses since, or it learned a context that is
            # similar, and now learns what both share. In a tie, max takes the first segment, the oldest.
            best = max(matching, key=before.potential.__getitem__)
            return Response(set(cells), {best.cell}, [best])
        # A new context: it goes to the cell with the fewest segments, so that all cells are used.
        winners = {self._least_used(cells, learn)} if cells else set()  # no cell: all are dead
        return Response(set(cells), winners, [])

    def _least_used(self, cells: list[int], learn: bool) -> int:
        """The cell with the fewest segments; in a tie a random cell, or without learning the lowest."""
        counts = [len(self.segments.of_cell.get(cell, ())) for cell in cells]
        fewest = min(counts)
        tied = [cell for cell, count in zip(cells, counts, strict=True) if count == fewest]
        return tied[self.random.below(len(tied))] if learn else tied[0]

    # Phase 2, learn: strengthen segments that were right about this input, weaken those that were wrong.

    def _learn(self, responses: list[Response], before: Moment) -> None:
        """Strengthen the segments that predicted or matched. A winner without any grows a segment."""
        # What a segment learns is what was active *before*: that is what announces this input.
        for response in responses:
            for segment in response.segments:
                self.segments.reinforce(segment, before.active_cells, self._gain, self._loss)
                if segment.synapses:  # otherwise it has just been removed
                    # If 15 of its synapses come from active cells, grow 5 from winners: a sample of 20.
                    self._grow(segment, before, self.parameters.sample_size - before.potential[segment])
            if not response.segments and before.winner_cells:
                for cell in response.winner_cells:
                    self._grow(self._new_segment(cell), before, self.parameters.sample_size)

    def _punish(self, active_columns: set[int], before: Moment) -> None:
        """Weaken segments that matched (active segments do, too), but whose column is not active now."""
        # Only a little (predicted_decrement): what did not follow this time may follow the next time.
        for segment in before.matching_segments:
            if self.column_of(segment.cell) not in active_columns:
                self.segments.punish(segment, before.active_cells, self._punishment)

    def _grow(self, segment: Segment, before: Moment, wanted: int) -> None:
        most, winners = self.parameters.max_synapses_per_segment, before.winner_cells
        self.segments.grow(segment, winners, wanted, self._initial, most, self.random)

    def _new_segment(self, cell: int) -> Segment:
        """A segment for this cell. If the cell has no room left, its least recently used segment goes."""
        own = self.segments.of_cell[cell]
        while len(own) >= self.parameters.max_segments_per_cell:
            self.segments.remove(least_recently_used(own))
        return self.segments.create(cell, self.steps)

    # Phase 3, predict: an active segment makes its cell predictive for the next step.

    def _predict(self, responses: list[Response]) -> Moment:
        """The moment after these responses, with the segments that recognise it."""
        active = frozenset(cell for response in responses for cell in response.active_cells)
        winners = frozenset(cell for response in responses for cell in response.winner_cells)
        # Matching: enough synapses from active cells, connected or not. Every active segment matches; any
        # other matching segment predicts nothing, but may be chosen to learn if its column bursts.
        counts = self.segments.count_potential(active)
        enough, dead = self.parameters.learning_threshold, self.dead_cells
        matching = [segment for segment, n in counts.items() if n >= enough and segment.cell not in dead]
        potential = {segment: counts[segment] for segment in sorted(matching, key=by_age)}
        # Active: enough *connected* synapses. To count them is slow, so count where they can be enough.
        threshold = self.parameters.activation_threshold
        candidates = [segment for segment, count in potential.items() if count >= threshold]
        active_segments = [one for one in candidates if self.count_connected(one, active) >= threshold]
        return Moment(active, winners, tuple(active_segments), potential, has_context=True)

    def count_connected(self, segment: Segment, active_cells: frozenset[int]) -> int:
        """How many connected synapses of the segment come from these cells."""
        synapses, threshold = segment.synapses, self._connected
        return len([cell for cell in active_cells.intersection(synapses) if synapses[cell] >= threshold])

    def free_run(self, steps: int) -> list[Moment]:
        """The next ``steps`` moments if every prediction came true; changes nothing.

        Each moment is what the moment before predicts. The list ends early where nothing is predicted.
        """
        moments: list[Moment] = []
        now, most = self.now, check_whole(steps, "steps")
        # Without learning, both phases only create moments: nothing has to be restored.
        while len(moments) < most and now.predictive_cells:
            columns = sorted({self.column_of(cell) for cell in now.predictive_cells})
            now = self._predict(self._activate(columns, now, learn=False))
            moments.append(now)
        return moments

    # Where a cell is.

    @property
    def size(self) -> int:
        """How many cells there are."""
        return self.parameters.columns * self.parameters.cells_per_column

    @property
    def predictive_columns(self) -> frozenset[int]:
        """The columns of the predictive cells: those that are predicted for the next step."""
        return frozenset(self.column_of(cell) for cell in self.now.predictive_cells)

    def column_of(self, cell: int) -> int:
        """The column that a cell is in."""
        return cell // self.parameters.cells_per_column

    def living_cells(self, column: int) -> list[int]:
        """The cells of a column that are not dead, ascending."""
        each = self.parameters.cells_per_column
        return [cell for cell in range(column * each, (column + 1) * each) if cell not in self.dead_cells]

    def segments_of(self, cell: int) -> list[Segment]:
        """The segments of a cell, oldest first; ``ValueError`` if no such cell exists."""
        check_indices([cell], "cell", self.size)
        return list(self.segments.of_cell.get(cell, ()))

    def _by_column(self, segments: Iterable[Segment]) -> defaultdict[int, list[Segment]]:
        found: defaultdict[int, list[Segment]] = defaultdict(list)
        for segment in segments:
            found[self.column_of(segment.cell)].append(segment)
        return found

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data."""
        own = {"parameters": dict(vars(self.parameters)), "random": self.random.state, "steps": self.steps}
        dead = {"dead_cells": array("I", sorted(self.dead_cells))}
        return own | self.segments.state() | self.now.state() | dead

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The memory with this state."""
        memory = cls(**state["parameters"])
        memory.random = Random.at(state["random"])
        memory.steps, memory.dead_cells = state["steps"], frozenset(state["dead_cells"])
        memory.segments = Segments.from_state(state)
        memory.now = Moment.from_state(state, memory.segments)
        return memory
