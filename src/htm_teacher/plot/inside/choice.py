"""What pictures show if nothing is chosen: which step, which cell, which segments, which two steps."""

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

WINDOW = 300  # two steps are chosen among this number of the last steps
APART = 5  # and at least so far apart that neither led to the other


def place_of(history: History, step: int, name: str = "step") -> int:
    """The place of a step in the history; negative numbers count from the end.

    Raises:
        ValueError: if this step does not exist.
    """
    if not len(history):
        raise ValueError("history has no steps yet: there is nothing to draw")
    return check_whole(step, name, -len(history), len(history) - 1) % len(history)


def telling_cell(memory: TemporalMemory, cell: int | None = None) -> int:
    """The given cell, or the cell whose picture shows most at this moment.

    This is the predictive cell with the segment that has the most active connected synapses. If nothing is
    predicted, it is the living cell that comes nearest to this; without segments, the first winner cell or
    cell 0. Of equal cells it is the cell with the oldest segment.

    Raises:
        ValueError: if this cell does not exist.
    """
    if cell is not None:
        return check_whole(cell, "cell", 0, memory.size - 1)

    active, predictive, dead = memory.now.active_cells, memory.now.predictive_cells, memory.dead_cells
    threshold = to_permanence(memory.parameters.connected_permanence, "connected_permanence")

    def strength(segment: Segment) -> tuple[bool, bool, int, int]:
        synapses = segment.synapses
        held = [synapses[source] for source in active.intersection(synapses)]
        connected = sum(permanence >= threshold for permanence in held)
        return segment.cell in predictive, segment.cell not in dead, connected, len(held)

    best = max(memory.segments, key=strength, default=None)
    return best.cell if best else min(memory.now.winner_cells, default=0)


def best_first(why: Why) -> list[Dendrite]:
    """The segments of a cell: those with the most active synapses first."""
    return sorted(why.dendrites, key=lambda one: (-one.connected_active, -one.potential_active, one.serial))


def columns_of(cells: Bits, memory: TemporalMemory) -> Bits:
    """The columns of these cells."""
    return frozenset(map(memory.column_of, cells))


def predicted_cells(step: Step, memory: TemporalMemory) -> Bits:
    """The active cells of predicted columns."""
    column_of, bursting = memory.column_of, step.bursting_columns
    return frozenset(cell for cell in step.active_cells if column_of(cell) not in bursting)


def two_contexts(history: History, first: int | None = None, second: int | None = None) -> tuple[int, int]:
    """The places of two steps with the same input in different contexts.

    A step that is not given is chosen among the last 300 steps, so that ``contrast`` is highest; of equal
    pairs the latest is taken.

    Raises:
        ValueError: if there are fewer than two steps, a step does not exist, or both are the same.
    """
    if len(history) < 2:
        raise ValueError("history has fewer than two steps: there is nothing to compare")
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
    """A table of all pairs of steps: how well they show the same input in two contexts; 1 is about the best.

    The columns should agree and the predicted cells in them should differ. No column should burst, since
    a burst stands for any context, and neither step should lead to the other. Best are pairs that predict
    different columns next; the same columns count half. Of equal pairs the best has the same active columns.
    """
    columns = shared([step.active_columns for step in steps])
    cells = shared([predicted_cells(step, memory) for step in steps])
    following = shared([columns_of(step.predictive_cells, memory) for step in steps])
    recall = np.array([step.recall or 0 for step in steps])
    index = np.array([step.index for step in steps])
    apart = np.abs(index[:, None] - index) >= APART
    score: Numbers = columns**2 * (1 - cells) * np.minimum(recall[:, None], recall) * apart
    score *= 1 - following / 2
    score += 0.001 * (columns + apart - following)
    return score
