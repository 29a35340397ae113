"""Kernels of the temporal memory, named after the methods of ``core.temporal_memory`` that they mirror."""

import numpy as np
from numpy.typing import NDArray

from .activation import activate, sort_by_column
from .desk import Desk, MemoryRules
from .growth import grow
from .jit import compiled, inner, shared
from .matching import clear_from_active, predict
from .net import ACTIVE, FRESH, MATCHING, NONE, PREDICTED, PREDICTIVE, STEPS, TOUCHED, WINNERS, Net
from .segments import create, punish, reinforce, remove


@shared
def compute(net: Net, rules: MemoryRules, desk: Desk, columns: NDArray[np.uint32], learn: bool) -> int:
    """One step; the number of columns that had been predicted.

    The columns must be below C, each once: ``check_indices`` sees to it, or ``Model``, which compares C with
    the pooler's. If it learns, ``room_needed`` must have been asked for as many columns before.
    """
    net.numbers[STEPS] += 1
    net.numbers[FRESH] = 0
    wrong = sort_by_column(net, desk, columns)
    hits, active, winners = activate(net, rules, desk, columns, learn)
    if learn:
        learn_columns(net, rules, desk, len(columns))
        for i in range(wrong):
            punish(net, desk.wrong[i], rules.punishment, rules.connected)
    for column in columns:
        desk.place[column] = len(desk.place)
    turn_over(net, desk, active, winners)
    predict(net, rules, desk, learn)
    return hits


@compiled
def reset(net: Net) -> None:
    """Clear the moment; synapses stay."""
    numbers = net.numbers
    for i in range(numbers[WINNERS]):
        net.is_winner[net.winner_cells[i]] = 0
    clear_from_active(net)
    for place in (ACTIVE, WINNERS, MATCHING, PREDICTED, PREDICTIVE, TOUCHED):
        numbers[place] = 0
    numbers[FRESH] = 1


# Phase 2, learn. Phase 1 is in ``activation``, phase 3 in ``matching``.


@inner
def learn_columns(net: Net, rules: MemoryRules, desk: Desk, columns: int) -> None:
    """In each active column reinforce the segments that learn, or let a cell grow another."""
    start = 0
    for i in range(columns):
        for k in range(start, desk.ends[i]):
            segment = desk.learning[k]
            reinforce(net, segment, rules.gain, rules.loss, rules.connected)
            if net.cell[segment] != NONE:  # unless it lost its last synapse, and was removed
                grow(net, rules, desk, segment, rules.sample_size - desk.potential[k])
        start = desk.ends[i]
        if desk.growing[i] != NONE and net.numbers[WINNERS]:
            segment = new_segment(net, rules, desk.growing[i])
            grow(net, rules, desk, segment, rules.sample_size)


@inner
def new_segment(net: Net, rules: MemoryRules, cell: int) -> int:
    """Create a segment; while the cell is full, its least recently used segment is removed first."""
    while net.segments[cell] >= rules.max_segments_per_cell:
        least, segment = net.oldest[cell], net.younger[net.oldest[cell]]
        while segment != NONE:  # from the oldest to the youngest, so ties go to the older
            if net.last_used[segment] < net.last_used[least]:
                least = segment
            segment = net.younger[segment]
        remove(net, least)
    return create(net, cell, cell // rules.cells_per_column, net.numbers[STEPS])


@inner
def turn_over(net: Net, desk: Desk, active: int, winners: int) -> None:
    """Make the cells on the desk the present moment."""
    for i in range(net.numbers[WINNERS]):
        net.is_winner[net.winner_cells[i]] = 0
    for i in range(active):
        net.active_cells[i] = desk.active_cells[i]
    for i in range(winners):
        net.winner_cells[i] = desk.winner_cells[i]
        net.is_winner[desk.winner_cells[i]] = 1
    net.numbers[ACTIVE] = active
    net.numbers[WINNERS] = winners
