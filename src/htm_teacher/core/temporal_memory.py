"""Temporal memory: which cells of the active columns speak says what came before, and what comes next.

Source: Hawkins & Ahmad 2016, "Why neurons have thousands of synapses"; BAMI, chapter "Temporal Memory
Algorithm", whose three phases are the three parts of this chapter.

A column stands for an input; its cells stand for that input *in different contexts*. A cell with a
segment that recognises the present moment is predictive: should its column win next, it alone speaks.
A column that nobody expected bursts: all its cells speak, since any context is possible, and the cell
that fits best learns to expect this moment from now on.
"""

from collections import defaultdict
from collections.abc import Iterable
from copy import copy

from .cells import Cells
from .checks import check_indices, check_whole
from .segments import Segment, by_age

# What a column has to learn: its winner cells, and the segments of theirs that knew. With none of
# those the (only) winner grows a new one.
Lesson = tuple[set[int], list[Segment]]


class TemporalMemory(Cells):
    """Cells in columns that learn sequences.

    >>> memory = TemporalMemory(columns=2, cells_per_column=1, activation_threshold=1,
    ...                         learning_threshold=1)
    >>> segment = memory.add_segment(1, {0: 0.5})  # cell 1 listens to cell 0: it has learned to follow
    >>> memory.compute({0}, learn=False)
    >>> sorted(memory.predictive_cells)
    [1]

    Args:
        seed: any integer; decides ties between cells, and which cells a segment samples.
        parameters: those of ``MemoryParameters``, by name.

    Raises:
        ValueError: if a parameter is out of range or two of them contradict each other.
    """

    def compute(self, active_columns: Iterable[int], learn: bool = True) -> None:
        """One step: activate cells of these columns, learn if asked to, predict the next step.

        Raises:
            ValueError: if a column is out of range; nothing has changed then.
        """
        columns = sorted(check_indices(active_columns, "column", self.parameters.columns))
        before = copy(self)  # the moment of before; segments are shared
        self.steps += 1
        self.fresh = False
        lessons = self._activate(columns, before, learn)
        if learn:
            self._learn(lessons, before)
            self._punish(set(columns), before)
        self._predict(learn)

    # Phase 1, activate: a predicted column speaks in context, a surprised one bursts.

    def _activate(self, columns: list[int], before: Cells, learn: bool) -> list[Lesson]:
        """Find the active and winner cells; return what each column has to learn, by column."""
        active = self._by_column(before.active_segments)
        matching = self._by_column(before.matching_segments)
        speaking: set[int] = set()
        lessons: list[Lesson] = []
        for column in columns:
            if column in active:
                predicted = {segment.cell for segment in active[column]}
                speaking |= predicted
                lessons.append((predicted, active[column]))
                continue
            burst = self.living_cells(column)
            speaking.update(burst)
            if column in matching:
                # Of equals max takes the first, and the first is the oldest.
                best = max(matching[column], key=before.active_potential.__getitem__)
                lessons.append(({best.cell}, [best]))
            elif burst:
                lessons.append(({self._least_used(burst, learn)}, []))
        self.active_cells = frozenset(speaking)
        self.winner_cells = frozenset(cell for winners, _ in lessons for cell in winners)
        return lessons

    def _least_used(self, cells: list[int], learn: bool) -> int:
        """The cell with the fewest segments; a draw among equals (the lowest where nothing is learned)."""
        count = {cell: len(self.segments.of_cell.get(cell, ())) for cell in cells}
        fewest = min(count.values())
        equals = [cell for cell in cells if count[cell] == fewest]
        return equals[self.random.below(len(equals))] if learn else equals[0]

    # Phase 2, learn: only segments that spoke for or against this input change.

    def _learn(self, lessons: list[Lesson], before: Cells) -> None:
        """In each column strengthen the segments that knew, or teach a cell that did not."""
        for winners, segments in lessons:
            for segment in segments:
                self.segments.reinforce(segment, before.active_cells, self._gain, self._loss)
                if segment.synapses:  # else it has just been removed
                    known = before.active_potential[segment]
                    self._grow(segment, before, self.parameters.sample_size - known)
            if not segments and before.winner_cells:
                (cell,) = winners
                self._grow(self._new_segment(cell), before, self.parameters.sample_size)

    def _grow(self, segment: Segment, before: Cells, wanted: int) -> None:
        room = self.parameters.max_synapses_per_segment
        winners, initial = before.winner_cells, self._initial
        self.segments.grow(segment, winners, wanted, initial, room, self.random)

    def _punish(self, active_columns: set[int], before: Cells) -> None:
        """Segments that matched in a column that then stayed silent were wrong."""
        for segment in before.matching_segments:
            if self.column_of(segment.cell) not in active_columns:
                self.segments.punish(segment, before.active_cells, self._punishment)

    # Phase 3, predict: an active segment makes its cell predictive for the next step.

    def _predict(self, learn: bool) -> None:
        """Find the segments that recognise this moment, of cells that are alive."""
        heard = self.segments.count_potential(self.active_cells).items()
        enough, dead = self.parameters.learning_threshold, self.dead_cells
        self.active_potential = {one: n for one, n in heard if n >= enough and one.cell not in dead}
        self.matching_segments = sorted(self.active_potential, key=by_age)
        self.active_segments = [one for one in self.matching_segments if self._is_active(one)]
        self.predictive_cells = frozenset(segment.cell for segment in self.active_segments)
        if learn:
            for segment in self.active_segments:
                segment.last_used = self.steps

    def _is_active(self, segment: Segment) -> bool:
        threshold = self.parameters.activation_threshold
        possible = self.active_potential[segment] >= threshold  # if all of them are connected
        return possible and self.count_connected(segment, self.active_cells) >= threshold

    def count_connected(self, segment: Segment, active_cells: frozenset[int]) -> int:
        """How many connected synapses of the segment come from these cells."""
        synapses, threshold = segment.synapses, self._connected
        heard = active_cells.intersection(synapses)
        return len([cell for cell in heard if synapses[cell] >= threshold])

    def _by_column(self, segments: list[Segment]) -> dict[int, list[Segment]]:
        found: dict[int, list[Segment]] = defaultdict(list)
        for segment in segments:
            found[self.column_of(segment.cell)].append(segment)
        return found

    # Dreaming: the memory run on its own predictions.

    def free_run(self, steps: int) -> "list[TemporalMemory]":
        """What would follow if every prediction came true, for up to ``steps`` steps; changes nothing.

        Ends early where nothing is predicted. The first moment's cells were predicted by the present,
        each later one's by the moment before it.
        """
        dream, moments = copy(self), []
        for _ in range(check_whole(steps, "steps")):
            if not dream.predictive_cells:
                break
            dream.compute(dream.predictive_columns, learn=False)
            moments.append(copy(dream))
        return moments
