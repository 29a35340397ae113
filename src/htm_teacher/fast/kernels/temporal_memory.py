"""Kernels of the temporal memory, named after the methods of ``core.temporal_memory`` that they mirror."""

from typing import Any, NamedTuple

import numpy as np

from .jit import compiled, inlined, inner, shared
from .rng import below
from .segments import (
    ACTIVE,
    ANY,
    DEAD,
    FREE,
    FRESH,
    MATCHING,
    NONE,
    PREDICTED,
    PREDICTIVE,
    SHIFT,
    STEPS,
    TOUCHED,
    USED,
    WINNERS,
    WORD,
    Net,
    count_potential,
    create,
    first_word,
    forget_heard,
    grow,
    lowest,
    ones,
    punish,
    reinforce,
    remove,
)


class Rules(NamedTuple):
    """The parameters of a memory as the kernels take them; permanences in ten-thousandths."""

    cells_per_column: int
    activation_threshold: int
    learning_threshold: int
    initial: int
    connected: int
    gain: int
    loss: int
    punishment: int
    sample_size: int
    max_synapses_per_segment: int
    max_segments_per_cell: int


class Desk(NamedTuple):
    """Room to work in; nothing in it outlives a step. At most K columns are active, of C.

    Attributes:
        place: for each column its place among the active ones; C, a place of their own, for all that are
            silent, and everywhere between steps.
        said: for each column whether it has been counted as predicted; 0 everywhere between steps.
        first: K, and at C: the first of a column's active segments, as a place among the matching ones,
            or -1; following: the next one of the same column.
        best: K, and at C: the best matching segment of a column, likewise.
        wrong: the matching segments of columns that stayed silent.
        lessons: segments that learn, and ``known``, their active synapses, column by column; ``ends``:
            K: where each column's end.
        taught: K: the cell that grows a new segment, or -1.
        active_cells, winner_cells: what becomes the next moment.
        equals, pool, marks: for draws among cells.
    """

    place: Any
    said: Any
    first: Any
    following: Any
    best: Any
    wrong: Any
    lessons: Any
    known: Any
    ends: Any
    taught: Any
    active_cells: Any
    winner_cells: Any
    equals: Any
    pool: Any
    marks: Any


@shared
def compute(net: Net, rules: Rules, desk: Desk, columns: Any, learn: bool) -> int:
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


# Phase 1, activate.


@inner
def sort_by_column(net: Net, desk: Desk, columns: Any) -> int:
    """Give each active column its active segments and its best matching one; how many were wrong."""
    silent = len(desk.place)
    for i in range(len(columns)):
        desk.place[columns[i]] = i
        desk.first[i] = NONE
        desk.best[i] = NONE
    desk.first[silent] = NONE
    desk.best[silent] = NONE
    wrong = 0
    for k in range(net.numbers[MATCHING]):  # without branches, which no processor could foresee
        segment = net.matching[k]
        place = desk.place[net.column[segment]]
        desk.wrong[wrong] = segment
        wrong += place == silent
        first, best = desk.first[place], desk.best[place]
        desk.following[k] = first
        desk.first[place] = k if net.active[k] else first
        desk.best[place] = k if (best == NONE) | is_better(net, k, best) else best
    return wrong


@inlined
def is_better(net: Net, one: int, other: int) -> bool:
    """Whether a matching segment has more active synapses; ties to the oldest."""
    more = net.potential[one] > net.potential[other]
    same = net.potential[one] == net.potential[other]
    return more | (same & (net.serial[net.matching[one]] < net.serial[net.matching[other]]))


@inner
def activate(net: Net, rules: Rules, desk: Desk, columns: Any, learn: bool) -> tuple[int, int, int]:
    """Find active and winner cells, and what each column has to learn; hits, and how many cells."""
    hits, lessons, active, winners = 0, 0, 0, 0
    for i in range(len(columns)):
        desk.taught[i] = NONE
        if desk.first[i] != NONE:
            hits += 1
            end = collect_lessons(net, desk, i, lessons)
            active, winners = speak(net, desk, lessons, end, active, winners)
            lessons = end
        else:
            first = columns[i] * rules.cells_per_column
            before = active
            for cell in range(first, first + rules.cells_per_column):
                desk.active_cells[active] = cell
                active += 1 - net.dead[cell]
            best = desk.best[i]
            if best != NONE:
                desk.lessons[lessons] = net.matching[best]
                desk.known[lessons] = net.potential[best]
                lessons += 1
                desk.winner_cells[winners] = net.cell[net.matching[best]]
                winners += 1
            elif active > before:
                desk.taught[i] = least_used(net, desk, before, active, learn)
                desk.winner_cells[winners] = desk.taught[i]
                winners += 1
        desk.ends[i] = lessons
    return hits, active, winners


@inlined
def collect_lessons(net: Net, desk: Desk, slot: int, start: int) -> int:
    """The active segments of a column, the oldest first; where they end."""
    end, k = start, desk.first[slot]
    while k != NONE:
        segment, at = net.matching[k], end
        while at > start and net.serial[desk.lessons[at - 1]] > net.serial[segment]:
            desk.lessons[at] = desk.lessons[at - 1]
            desk.known[at] = desk.known[at - 1]
            at -= 1
        desk.lessons[at] = segment
        desk.known[at] = net.potential[k]
        end += 1
        k = desk.following[k]
    return end


@inlined
def speak(net: Net, desk: Desk, start: int, end: int, active: int, winners: int) -> tuple[int, int]:
    """The cells of these segments become active and winners, ascending, each once."""
    first = active
    for i in range(start, end):
        cell, at = net.cell[desk.lessons[i]], active
        while at > first and desk.active_cells[at - 1] > cell:
            at -= 1
        if at > first and desk.active_cells[at - 1] == cell:
            continue
        for j in range(active, at, -1):
            desk.active_cells[j] = desk.active_cells[j - 1]
        desk.active_cells[at] = cell
        active += 1
    for i in range(first, active):
        desk.winner_cells[winners] = desk.active_cells[i]
        winners += 1
    return active, winners


@inlined
def least_used(net: Net, desk: Desk, start: int, end: int, learn: bool) -> int:
    """The cell with the fewest segments; a draw among equals (the lowest where nothing is learned)."""
    fewest, equals = net.segments[desk.active_cells[start]], 0
    for i in range(start, end):
        cell = desk.active_cells[i]
        if net.segments[cell] < fewest:
            fewest, equals = net.segments[cell], 0
        if net.segments[cell] == fewest:
            desk.equals[equals] = cell
            equals += 1
    return desk.equals[below(net.random, equals)] if learn else desk.equals[0]


# Phase 2, learn.


@inner
def learn_lessons(net: Net, rules: Rules, desk: Desk, columns: int) -> None:
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
def grow_more(net: Net, rules: Rules, desk: Desk, segment: int, wanted: int) -> None:
    """Grow towards the winner cells of before."""
    room = rules.max_synapses_per_segment
    grow(net, segment, wanted, rules.initial, rules.connected, room, desk.marks, desk.pool)


@inner
def new_segment(net: Net, rules: Rules, cell: int) -> int:
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


# Phase 3, predict.


@inner
def predict(net: Net, rules: Rules, desk: Desk, learn: bool) -> None:
    """Find the segments that recognise this moment, of cells that are alive."""
    count_potential(net)
    find_matching(net, rules)
    for k in range(net.numbers[MATCHING]):
        segment, potential, connected = net.matching[k], 0, 0
        for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
            potential += ones(net.heard[word])
            connected += ones(net.heard[word] & net.connected[word])
        net.potential[k] = potential
        net.active[k] = connected >= rules.activation_threshold
        if learn and net.active[k]:
            net.last_used[segment] = net.numbers[STEPS]
    list_predictive(net, desk)


@inlined
def find_matching(net: Net, rules: Rules) -> None:
    """The segments that hear enough active cells; dead cells have none."""
    listed = net.numbers[TOUCHED] != ANY
    matching = look_at_touched(net, rules) if listed else look_at_all(net, rules)
    if net.numbers[DEAD]:
        found, matching = matching, 0
        for k in range(found):
            net.matching[matching] = net.matching[k]
            matching += net.dead[net.cell[net.matching[k]]] == 0
    net.numbers[MATCHING] = matching


@inlined
def look_at_all(net: Net, rules: Rules) -> int:
    """32 segments at a time, of a word each; how many are found."""
    matching, enough = 0, rules.learning_threshold
    for first in range(0, net.numbers[USED], WORD):
        heard, found = net.heard[first : first + WORD], np.uint32(0)
        for i in range(WORD):
            bit = np.uint32(1) << np.uint32(i)
            found = np.uint32(found | (bit if ones(heard[i]) >= enough else np.uint32(0)))
        left = np.int64(found)
        while left:
            net.matching[matching] = first + lowest(left)
            matching += 1
            left &= left - 1
    return matching


@inlined
def look_at_touched(net: Net, rules: Rules) -> int:
    """Those that hear any, one by one; how many are found."""
    shift, matching = net.numbers[SHIFT], 0
    for i in range(net.numbers[TOUCHED]):  # without branches, as above
        word = np.int64(net.touched[i])
        segment, potential = word >> shift, ones(net.heard[word])
        if shift:
            potential = potential_from(net, word, segment)
        net.matching[matching] = segment
        matching += potential >= rules.learning_threshold
    return matching


@inlined
def potential_from(net: Net, word: int, segment: int) -> int:
    """The active synapses in all words of a segment, told at the first that hears any; elsewhere none."""
    first, potential = first_word(net.numbers, segment), 0
    for own in range(first, first_word(net.numbers, segment + 1)):
        if own < word and net.heard[own]:
            return 0
        potential += ones(net.heard[own])
    return potential


@shared
def list_predictive(net: Net, desk: Desk) -> None:
    """The cells of the active segments, in any order, each as often as it has such; and how many columns."""
    columns, cells, matching = 0, 0, net.numbers[MATCHING]
    for k in range(matching):
        segment, active = net.matching[k], net.active[k]
        column = net.column[segment]
        net.predictive[cells] = net.cell[segment]
        cells += active
        columns += active & (1 - desk.said[column])
        desk.said[column] |= active
    for k in range(matching):
        desk.said[net.column[net.matching[k]]] = 0
    net.numbers[PREDICTIVE] = cells
    net.numbers[PREDICTED] = columns


@compiled
def room_needed(net: Net, active_columns: int) -> tuple[int, int]:
    """How much of segments and of ``outgoing`` one more step could take, at the very most.

    Each active column can teach as many segments as it has active ones, or a new one; and each of these
    can grow a synapse from each previous winner cell, whose stretch may have to move while it doubles.
    """
    lessons = net.numbers[MATCHING] + active_columns
    stretch = 0
    for i in range(net.numbers[WINNERS]):
        stretch += 4 * (net.length[net.winner_cells[i]] + lessons) + 8
    return active_columns - net.numbers[FREE] + net.numbers[USED], stretch


@compiled
def outgoing_anew(net: Net, outgoing: Any) -> int:
    """Lay the stretches out again without gaps between them, into another array; how much is filled."""
    filled = 0
    for cell in range(len(net.start)):
        length = net.length[cell]
        if length == 0:
            net.start[cell], net.room[cell] = 0, 0
            continue
        start = net.start[cell]
        for i in range(length):
            outgoing[filled + i] = net.outgoing[start + i]
        net.start[cell] = filled
        net.room[cell] = length + length // 2 + 2
        filled += net.room[cell]
    return filled
