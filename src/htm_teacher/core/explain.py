"""Why is this cell predictive, or why is it not? The answer, with the numbers that decide it.

The answer is a copy: later steps do not change it.
"""

from dataclasses import dataclass

from .moment import Moment
from .segments import Segment
from .temporal_memory import TemporalMemory


@dataclass(frozen=True)
class Synapse:
    """One synapse at this moment.

    Attributes:
        source: its presynaptic cell.
        permanence: in decimals.
        connected: whether the permanence reaches ``connected_permanence``.
        active: whether the presynaptic cell is active.
    """

    source: int
    permanence: float
    connected: bool
    active: bool


@dataclass(frozen=True)
class Dendrite:
    """One segment of the cell (a piece of its dendrite) at this moment.

    Attributes:
        serial: its number, in order of creation.
        synapses: in ascending order of their sources.
        connected_active: how many synapses are connected and active; to compare with activation_threshold.
        potential_active: how many are active, connected or not; to compare with learning_threshold.
        state: "active", "matching" (but not active) or "silent" (neither).
    """

    serial: int
    synapses: tuple[Synapse, ...]
    connected_active: int
    potential_active: int
    state: str


@dataclass(frozen=True)
class Why:
    """Why a cell is or is not predictive; ``str()`` gives the answer as a sentence."""

    cell: int
    column: int
    predictive: bool
    dendrites: tuple[Dendrite, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def explain(memory: TemporalMemory, cell: int) -> Why:
    """Why this cell is predictive now, or why not; ``ValueError`` if no such cell exists."""
    now = memory.now
    dendrites = tuple(_look_at(memory, now, segment) for segment in memory.segments_of(cell))
    predictive = cell in now.predictive_cells
    name = f"Cell {cell} (column {memory.column_of(cell)})"
    sentence = f"{name} is {'' if predictive else 'not '}predictive: {_reason(memory, cell, dendrites)}."
    return Why(cell, memory.column_of(cell), predictive, dendrites, sentence)


def _look_at(memory: TemporalMemory, now: Moment, segment: Segment) -> Dendrite:
    threshold = memory.parameters.connected_permanence
    active_cells, permanences = now.active_cells, segment.permanences().items()
    synapses = tuple(Synapse(cell, p, p >= threshold, cell in active_cells) for cell, p in permanences)
    active = segment in now.active_segments
    state = "active" if active else "matching" if segment in now.matching_segments else "silent"
    potential = [synapse for synapse in synapses if synapse.active]
    connected = sum(synapse.connected for synapse in potential)
    return Dendrite(segment.serial, synapses, connected, len(potential), state)


def _reason(memory: TemporalMemory, cell: int, dendrites: tuple[Dendrite, ...]) -> str:
    if cell in memory.dead_cells:
        return "it is dead"
    if not dendrites:
        return "it has no segment yet, so it has learned nothing to predict"
    if not memory.now.has_context:
        return "there is no context: no input since the start or the last reset"
    best = max(dendrites, key=lambda segment: (segment.connected_active, segment.potential_active))
    found, needed = best.connected_active, memory.parameters.activation_threshold
    synapses = "synapse" if found == 1 else "synapses"
    count = f"{found} active connected {synapses}, {needed} {'is' if needed == 1 else 'are'} needed"
    if best.state == "active":
        return f"segment {best.serial} has {count}"
    return f"its best segment, {best.serial}, has {count} ({best.potential_active} active in all)"
