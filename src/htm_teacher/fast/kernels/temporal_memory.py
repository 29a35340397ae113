"""Kernels of the temporal memory, named after the methods of ``core.temporal_memory`` that they mirror."""

from typing import Any

from .activation import activate, sort_by_column
from .desk import Desk, MemoryRules
from .growth import grow
from .jit import compiled, inlined, inner, shared
from .matching import forget_heard, predict
from .net import ACTIVE, FRESH, MATCHING, NONE, PREDICTED, PREDICTIVE, STEPS, TOUCHED, WINNERS, Net
from .segments import create, punish, reinforce, remove


@shared
def compute(net: Net, rules: MemoryRules, desk: Desk, columns: Any, learn: bool) -> int:
    """One step; how many of the columns had been predicted."""
    net.numbers[STEPS] += 1
    net.numbers[FRESH] = 0
    wrong = sort_by_column(net, desk, columns)
    hits, active, winners = activate(net, rules, desk, columns, learn)
    if learn:
        learn_lessons(net, rules, desk, len(columns))
        for i in range(wrong):
            punish(net, desk.wrong[i], rules.punishment, rules.connected)
    for column in columns:
        desk.place[column] = len(desk.place)
    turn_over(net, desk, active, winners)
    predict(net, rules, desk, learn)
    return hits


@compiled
def forget(net: Net) -> None:
    """Forget the moment; synapses stay."""
    numbers = net.numbers
    for i in range(numbers[WINNERS]):
        net.is_winner[net.winner_cells[i]] = 0
    forget_heard(net)
    for place in (ACTIVE, WINNERS, MATCHING, PREDICTED, PREDICTIVE, TOUCHED):
        numbers[place] = 0
    numbers[FRESH] = 1


# Phase 2, learn. Phase 1 is in ``activation``, phase 3 in ``matching``.


@inner
def learn_lessons(net: Net, rules: MemoryRules, desk: Desk, columns: int) -> None:
    """In each column strengthen the segments that knew, or teach a cell that did not."""
    start = 0
    for i in range(columns):
        for k in range(start, desk.ends[i]):
            segment = desk.lessons[k]
            reinforce(net, segment, rules.gain, rules.loss, rules.connected)
            if net.cell[segment] != NONE:  # else it has just been removed
                grow_more(net, rules, desk, segment, rules.sample_size - desk.known[k])
        start = desk.ends[i]
        if desk.taught[i] != NONE and net.numbers[WINNERS]:
            segment = new_segment(net, rules, desk.taught[i])
            grow_more(net, rules, desk, segment, rules.sample_size)


@inlined
def grow_more(net: Net, rules: MemoryRules, desk: Desk, segment: int, wanted: int) -> None:
    """Grow towards the winner cells of before."""
    room = rules.max_synapses_per_segment
    grow(net, segment, wanted, rules.initial, rules.connected, room, desk.marks, desk.pool)


@inner
def new_segment(net: Net, rules: MemoryRules, cell: int) -> int:
    """On a full cell, the segment that has been of no use for longest makes place."""
    while net.segments[cell] >= rules.max_segments_per_cell:
        useless, segment = net.oldest[cell], net.younger[net.oldest[cell]]
        while segment != NONE:  # from the oldest on, so that ties go to it
            if net.last_used[segment] < net.last_used[useless]:
                useless = segment
            segment = net.younger[segment]
        remove(net, useless)
    return create(net, cell, cell // rules.cells_per_column, net.numbers[STEPS])


@inner
def turn_over(net: Net, desk: Desk, active: int, winners: int) -> None:
    """What was computed becomes the present moment."""
    for i in range(net.numbers[WINNERS]):
        net.is_winner[net.winner_cells[i]] = 0
    for i in range(active):
        net.active_cells[i] = desk.active_cells[i]
    for i in range(winners):
        net.winner_cells[i] = desk.winner_cells[i]
        net.is_winner[desk.winner_cells[i]] = 1
    net.numbers[ACTIVE] = active
    net.numbers[WINNERS] = winners
