"""Build or damage a small memory by hand, for examples, tests and experiments.

Nothing here is part of the algorithm.
"""

from collections.abc import Iterable, Mapping, Set

from .checks import check_indices, check_number, check_whole
from .moment import Moment
from .one_thread import turn_of
from .permanence import round_half_up, to_permanence
from .segments import Segment, least_recently_used
from .temporal_memory import TemporalMemory


def add_segment(memory: TemporalMemory, cell: int, synapses: Mapping[int, float]) -> Segment:
    """Give a cell a segment with these synapses, {presynaptic cell: permanence in decimals}.

    It takes effect at the next ``compute``. If the cell has no room left, its least recently used segment
    is removed.

    Raises:
        ValueError: if a cell or permanence is out of range, or there are no synapses or too many.
    """
    [cell] = check_indices([cell], "cell", memory.size)
    sources = check_indices(synapses, "presynaptic cell", memory.size)
    check_whole(len(synapses), "the number of synapses", 1, memory.parameters.max_synapses_per_segment)
    permanences = {source: to_permanence(synapses[source]) for source in sorted(sources)}
    with turn_of(memory):
        own = memory.segments_of(cell)
        while len(own) >= memory.parameters.max_segments_per_cell:
            oldest = least_recently_used(own)
            own.remove(oldest)
            remove_segment(memory, oldest)
        segment = memory.segments.create(cell, memory.steps)
        for source, permanence in permanences.items():
            memory.segments.add_synapse(segment, source, permanence)
    return segment


def remove_segment(memory: TemporalMemory, segment: Segment) -> None:
    """Remove a segment, also from the present moment.

    Raises:
        ValueError: if it was removed before, or is one of another memory.
    """
    with turn_of(memory):
        if segment not in memory.segments_of(segment.cell):
            raise ValueError(f"{segment} is not a segment of this memory")
        memory.segments.remove(segment)
        memory.now = _without(memory.now, segments={segment})


def kill(memory: TemporalMemory, fraction: float) -> list[int]:
    """Kill a fraction of the living cells, chosen at random.

    A dead cell never becomes active, winner or predictive again. Returns the cells that died, ascending.
    Raises ``ValueError`` if the fraction is not in [0, 1].
    """
    with turn_of(memory):
        living = set(range(memory.size)) - memory.dead_cells
        count = round_half_up(check_number(fraction, "fraction", 0, 1) * len(living))
        killed = sorted(memory.random.sample(living, count))
        kill_cells(memory, killed)
    return killed


def kill_cells(memory: TemporalMemory, cells: Iterable[int]) -> None:
    """Kill these cells."""
    with turn_of(memory):
        memory.dead_cells |= check_indices(cells, "cell", memory.size)
        memory.now = _without(memory.now, cells=memory.dead_cells)


def _without(moment: Moment, segments: Set[Segment] = frozenset(), cells: Set[int] = frozenset()) -> Moment:
    """The moment without these segments, these cells, and the segments of these cells."""
    potential = {
        segment: count
        for segment, count in moment.potential.items()
        if segment not in segments and segment.cell not in cells
    }
    active = tuple(segment for segment in moment.active_segments if segment in potential)
    living, winners = moment.active_cells - cells, moment.winner_cells - cells
    return Moment(living, winners, active, potential, moment.has_context)
