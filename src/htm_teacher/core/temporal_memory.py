"""Temporal memory: which cells of a column are active says what came before; they predict what is next.

Source: Hawkins & Ahmad 2016, "Why neurons have thousands of synapses"; BAMI, chapter "Temporal Memory
Algorithm", whose three phases are the three parts of ``compute``.

A column stands for an input; its cells stand for that input *in different contexts*. A cell with an
active segment is predictive: if its column becomes active next, only this cell becomes active. A column
that was not predicted bursts: all its cells become active, since any context is possible, and the cell
that fits best learns to predict this input from now on.
"""

from array import array
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple, Self

from .checks import check_indices, check_whole
from .moment import Moment
from .parameters import MemoryParameters
from .permanence import to_permanence
from .rng import Random
from .segments import Segment, Segments, by_age, least_recently_used


class Response(NamedTuple):
    """How a column responds: which cells become active, which learn, on which segments (or a new one)."""

    active_cells: set[int]
    winner_cells: set[int]
    segments: list[Segment]


class TemporalMemory:
    """Cells in columns that learn sequences; cell i of column c is number c x cells_per_column + i.

    >>> from htm_teacher.core.by_hand import add_segment
    >>> memory = TemporalMemory(columns=2, cells_per_column=1, activation_threshold=1, learning_threshold=1)
    >>> segment = add_segment(memory, 1, {0: 0.5})  # cell 1 has learned to follow cell 0
    >>> memory.compute({0}, learn=False)
    >>> sorted(memory.now.predictive_cells)
    [1]

    Args:
        seed: any integer; decides ties between cells, and which cells a segment samples.
        parameters: those of ``MemoryParameters``, by name. ``ValueError`` if one is out of range, or two
            contradict each other.

    Attributes:
        now, segments: the present moment, and everything that has been learned.
        dead_cells: cells that were killed.
        steps: how many inputs have been computed.
        random: the stream that every draw comes from.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.set_parameters(MemoryParameters(**parameters))
        self.random = Random(seed, "temporal memory")
        self.segments = Segments()
        self.dead_cells: frozenset[int] = frozenset()
        self.steps = 0
        self.now = Moment()

    def set_parameters(self, parameters: MemoryParameters) -> None:
        """Continue with these parameters; the sizes must be the same."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence)
        self._initial = to_permanence(parameters.initial_permanence)
        self._gain = to_permanence(parameters.permanence_increment)
        self._loss = to_permanence(parameters.permanence_decrement)
        self._punishment = to_permanence(parameters.predicted_decrement)

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        """One step: activate cells of these columns, learn if asked to, predict the next step.

        Raises:
            ValueError: if a column is out of range; nothing has changed then.
        """
        columns = sorted(check_indices(active_columns, "column", self.parameters.columns))
        # All columns are activated before anything is learned, so that their order does not matter.
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
        """Forget the moment, so that the next input starts a new sequence; segments stay."""
        self.now = Moment()

    # Phase 1, activate: a predicted column activates the cells that predicted it; any other bursts.

    def _activate(self, columns: list[int], before: Moment, learn: bool) -> list[Response]:
        """How each of these columns responds, in their order."""
        active = self._by_column(before.active_segments)
        matching = self._by_column(before.matching_segments)
        responses = []
        for column in columns:
            if column in active:
                # Predicted: the cells with an active segment, so that the context is carried on. There
                # may be several, when the contexts of several sequences fit.
                cells = {segment.cell for segment in active[column]}
                responses.append(Response(cells, cells, active[column]))
            else:
                responses.append(self._burst(column, matching[column], before, learn))
        return responses

    def _burst(self, column: int, matching: list[Segment], before: Moment, learn: bool) -> Response:
        """Every living cell becomes active; one of them wins, and will learn this context."""
        # If A B follows nothing yet, all cells of B's columns are active: B in every context at once.
        cells = self.living_cells(column)
        if matching:
            # The cell that nearly predicted the column. It may have learned this context and lost a few
            # synapses, or have learned a similar context, and now learns what the two have in common.
            # Of equals, max takes the first, which is the oldest.
            best = max(matching, key=before.potential.__getitem__)
            return Response(set(cells), {best.cell}, [best])
        # A context never met here: give it to the cell that stands for the fewest contexts so far.
        winners = {self._least_used(cells, learn)} if cells else set()
        return Response(set(cells), winners, [])

    def _least_used(self, cells: list[int], learn: bool) -> int:
        """The cell with the fewest segments. Equals: drawn; without learning, the lowest."""
        counts = [len(self.segments.of_cell.get(cell, ())) for cell in cells]
        fewest = min(counts)
        equals = [cell for cell, count in zip(cells, counts, strict=True) if count == fewest]
        return equals[self.random.below(len(equals))] if learn else equals[0]

    # Phase 2, learn: only segments that were right or wrong about this input change.

    def _learn(self, responses: list[Response], before: Moment) -> None:
        """Strengthen the segments that predicted or matched; elsewhere the winner gets a new one."""
        # A segment learns what was active *before*: that is what it is to recognise the next time.
        for response in responses:
            for segment in response.segments:
                self.segments.reinforce(segment, before.active_cells, self._gain, self._loss)
                if segment.synapses:  # otherwise it has just been removed
                    # It had `potential` synapses on the cells of before: grow what is missing to a sample.
                    self._grow(segment, before, self.parameters.sample_size - before.potential[segment])
            if not response.segments and before.winner_cells:
                for cell in response.winner_cells:
                    self._grow(self._new_segment(cell), before, self.parameters.sample_size)

    def _punish(self, active_columns: set[int], before: Moment) -> None:
        """Weaken segments that matched in a column that did not become active: they were wrong."""
        # Only a little: what did not follow this time may follow the next time.
        for segment in before.matching_segments:
            if self.column_of(segment.cell) not in active_columns:
                self.segments.punish(segment, before.active_cells, self._punishment)

    def _grow(self, segment: Segment, before: Moment, wanted: int) -> None:
        room, winners = self.parameters.max_synapses_per_segment, before.winner_cells
        self.segments.grow(segment, winners, wanted, self._initial, room, self.random)

    def _new_segment(self, cell: int) -> Segment:
        """A segment for this cell. If the cell has no room left, its least recently used one is removed."""
        own = self.segments.of_cell[cell]
        while len(own) >= self.parameters.max_segments_per_cell:
            self.segments.remove(least_recently_used(own))
        return self.segments.create(cell, self.steps)

    # Phase 3, predict: an active segment makes its cell predictive for the next step.

    def _predict(self, responses: list[Response]) -> Moment:
        """The moment in which these cells are active: find the segments that recognise it."""
        active = frozenset(cell for response in responses for cell in response.active_cells)
        winners = frozenset(cell for response in responses for cell in response.winner_cells)
        # Matching: enough potential synapses, connected or not. Its cell did not predict, but nearly.
        counts = self.segments.count_potential(active)
        enough, dead = self.parameters.learning_threshold, self.dead_cells
        matching = [one for one, count in counts.items() if count >= enough and one.cell not in dead]
        potential = {segment: counts[segment] for segment in sorted(matching, key=by_age)}
        # Active needs *connected* synapses. Count them only where all potential ones would be enough.
        threshold = self.parameters.activation_threshold
        likely = [segment for segment, count in potential.items() if count >= threshold]
        recognising = [one for one in likely if self.count_connected(one, active) >= threshold]
        return Moment(active, winners, tuple(recognising), potential, has_context=True)

    def count_connected(self, segment: Segment, active_cells: frozenset[int]) -> int:
        """How many connected synapses of the segment come from these cells."""
        synapses, threshold = segment.synapses, self._connected
        return len([cell for cell in active_cells.intersection(synapses) if synapses[cell] >= threshold])

    def free_run(self, steps: int) -> list[Moment]:
        """Up to ``steps`` moments, as they would follow if every prediction came true; changes nothing.

        The present moment predicts the first, each moment the next; the last may predict nothing.
        """
        moments: list[Moment] = []
        now, most = self.now, check_whole(steps, "steps")
        # Without learning, activating and predicting only make new moments: nothing has to be put back.
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
        """The columns of the predictive cells: what is predicted for the next step."""
        return frozenset(self.column_of(cell) for cell in self.now.predictive_cells)

    def column_of(self, cell: int) -> int:
        """The column that a cell is in."""
        return cell // self.parameters.cells_per_column

    def living_cells(self, column: int) -> list[int]:
        """The cells of a column that are not dead, ascending."""
        first = column * self.parameters.cells_per_column
        cells = range(first, first + self.parameters.cells_per_column)
        return [cell for cell in cells if cell not in self.dead_cells]

    def segments_of(self, cell: int) -> list[Segment]:
        """The segments of a cell, oldest first; ``ValueError`` if there is no such cell."""
        check_indices([cell], "cell", self.size)
        return list(self.segments.of_cell.get(cell, ()))

    def _by_column(self, segments: Iterable[Segment]) -> dict[int, list[Segment]]:
        found: dict[int, list[Segment]] = defaultdict(list)
        for segment in segments:
            found[self.column_of(segment.cell)].append(segment)
        return found

    # Saving.

    def state(self) -> dict[str, Any]:
        """Everything that this memory is, as plain data."""
        own = {"parameters": vars(self.parameters), "random": self.random.state, "steps": self.steps}
        dead = {"dead_cells": array("I", sorted(self.dead_cells))}
        return own | self.segments.state() | self.now.state() | dead

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The memory that ``state`` described."""
        memory = cls(**state["parameters"])
        memory.random = Random.at(state["random"])
        memory.steps, memory.dead_cells = state["steps"], frozenset(state["dead_cells"])
        memory.segments = Segments.from_state(state)
        memory.now = Moment.from_state(state, memory.segments)
        return memory
