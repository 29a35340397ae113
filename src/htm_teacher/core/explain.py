"""Why is this cell predictive, or why is it not? The answer, with the numbers that decide it."""

from dataclasses import dataclass

from .moment import Moment
from .segments import Segment
from .temporal_memory import TemporalMemory


@dataclass(frozen=True)
class Synapse:
    """One synapse at this moment: its presynaptic cell and permanence, whether it is connected and active."""

    source: int
    permanence: float
    connected: bool
    active: bool


@dataclass(frozen=True)
class Dendrite:
    """One segment at this moment.

    Attributes:
        serial: its number, in order of creation.
        synapses: by ascending source.
        connected_active: how many synapses are both; compare with activation_threshold.
        potential_active: how many are active, connected or not; compare with learning_threshold.
        state: "active", "matching" or "silent" (neither).
    """

    serial: int
    synapses: tuple[Synapse, ...]
    connected_active: int
    potential_active: int
    state: str


@dataclass(frozen=True)
class Why:
    """Why a cell is or is not predictive. ``str()`` is the answer in a sentence."""

    cell: int
    column: int
    predictive: bool
    dendrites: tuple[Dendrite, ...]
    sentence: str

    def __str__(self) -> str:
        return self.sentence


def explain(memory: TemporalMemory, cell: int) -> Why:
    """The answer for one cell of this memory, at this moment; ``ValueError`` if there is no such cell."""
    now = memory.now
    dendrites = tuple(_look_at(memory, now, segment) for segment in memory.segments_of(cell))
    predictive = cell in now.predictive_cells
    name = f"Cell {cell} (column {memory.column_of(cell)})"
    sentence = f"{name} is {'' if predictive else 'not '}predictive: {_reason(memory, cell, dendrites)}."
    return Why(cell, memory.column_of(cell), predictive, dendrites, sentence)


def _look_at(memory: TemporalMemory, now: Moment, segment: Segment) -> Dendrite:
    threshold = memory.parameters.connected_permanence
    held, active_cells = segment.permanences().items(), now.active_cells
    synapses = tuple(Synapse(cell, p, p >= threshold, cell in active_cells) for cell, p in held)
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
    best = max(dendrites, key=lambda one: (one.connected_active, one.potential_active))
    needed = memory.parameters.activation_threshold
    count = f"{best.connected_active} active connected synapses, {needed} are needed"
    if best.state == "active":
        return f"segment {best.serial} has {count}"
    return f"its best segment, {best.serial}, has {count} ({best.potential_active} active in all)"
