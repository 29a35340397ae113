"""Which step, which cell, which segment first, which two steps: what pictures choose to show."""

import numpy as np

from ...core.checks import check_whole
from ...core.explain import Dendrite, Why
from ...core.permanence import to_permanence
from ...core.records import Step
from ...core.segments import Segment
from ...core.temporal_memory import TemporalMemory
from ...keep.history import History
from ..recording import Bits, Numbers
from .similarity import shared

WINDOW = 300  # the last steps, among which two are looked for
APART = 5  # steps that two should lie apart, so that what led to one is not the other


def place_of(history: History, step: int, name: str = "step") -> int:
    """The place of a step in the history; negative ones count from the end.

    Raises:
        ValueError: if there are no steps, or not this one.
    """
    if not len(history):
        raise ValueError("history: it has no steps yet, so there is nothing to see")
    return check_whole(step, name, -len(history), len(history) - 1) % len(history)


def telling_cell(memory: TemporalMemory, cell: int | None = None) -> int:
    """The cell that was asked for; if none was, the one with most to tell about this moment.

    That is a predictive cell, the one whose segment hears the most active connected synapses. Where
    nothing is predicted it is the living cell whose segment comes nearest to that, and where there are no
    segments yet the first winner, or cell 0. Of equals the one with the oldest segment.

    Raises:
        ValueError: if there is no such cell.
    """
    if cell is not None:
        return check_whole(cell, "cell", 0, memory.size - 1)

    active, predictive, dead = memory.now.active_cells, memory.now.predictive_cells, memory.dead_cells
    threshold = to_permanence(memory.parameters.connected_permanence, "connected_permanence")

    def strength(segment: Segment) -> tuple[bool, bool, int, int]:
        synapses = segment.synapses
        heard = [synapses[source] for source in active.intersection(synapses)]
        connected = sum(permanence >= threshold for permanence in heard)
        return segment.cell in predictive, segment.cell not in dead, connected, len(heard)

    best = max(memory.segments, key=strength, default=None)
    return best.cell if best else min(memory.now.winner_cells, default=0)


def best_first(why: Why) -> list[Dendrite]:
    """The segments of a cell, from the one that says most at this moment to the one that says least."""
    return sorted(why.dendrites, key=lambda one: (-one.connected_active, -one.potential_active, one.serial))


def columns_of(cells: Bits, memory: TemporalMemory) -> Bits:
    """The columns that some cells are in."""
    return frozenset(map(memory.column_of, cells))


def predicted_cells(step: Step, memory: TemporalMemory) -> Bits:
    """The active cells that do not burst."""
    column_of, bursting = memory.column_of, step.bursting_columns
    return frozenset(cell for cell in step.active_cells if column_of(cell) not in bursting)


def two_contexts(history: History, first: int | None = None, second: int | None = None) -> tuple[int, int]:
    """The places of two steps in which the same input came in different contexts.

    What is not given is chosen among the last 300 steps, the two for which ``contrast`` is highest; of
    equals the latest.

    Raises:
        ValueError: if there are fewer than two steps, no such step, or both are the same.
    """
    if len(history) < 2:
        raise ValueError("history: two steps are needed, to compare them")
    one = None if first is None else place_of(history, first, "first")
    two = None if second is None else place_of(history, second, "second")
    if one is not None and two is not None:
        if one == two:
            raise ValueError(f"second is {second}: it must be another step than first")
        return one, two
    given = {place for place in (one, two) if place is not None}
    places = np.array(sorted(given.union(range(max(0, len(history) - WINDOW), len(history)))))
    score = contrast([history[place] for place in places.tolist()], history.model.memory)
    chosen = np.isin(places, list(given)) if given else np.ones(len(places), dtype=bool)
    score[~np.triu(chosen[:, None] | chosen, 1)] = -np.inf
    latest = score.size - 1 - int(score[::-1, ::-1].argmax())
    a, b = (int(places[place]) for place in divmod(latest, len(places)))
    return (b, a) if one == b or two == a else (a, b)


def contrast(steps: list[Step], memory: TemporalMemory) -> Numbers:
    """For each two steps, how well they show the same input in two contexts: about 1 is best; a row for each.

    Columns should agree, above all; the cells that were predicted in them should not; and nothing should
    burst, as a burst stands for any context. What led to one should not be the other. Where all that is
    equal, columns decide, and whether something different is expected next.
    """
    columns = shared([step.active_columns for step in steps])
    cells = shared([predicted_cells(step, memory) for step in steps])
    following = shared([columns_of(step.predictive_cells, memory) for step in steps])
    recall = np.array([step.recall or 0 for step in steps])
    index = np.array([step.index for step in steps])
    apart = np.abs(index[:, None] - index) >= APART
    score: Numbers = columns**2 * (1 - cells) * np.minimum(recall[:, None], recall) * apart
    score += 0.001 * (columns + apart - following)
    return score
