"""Kernels of phase 1 of the temporal memory: which cells become active and win, and what is to be learned."""

from typing import Any

from .desk import Desk, MemoryRules
from .jit import inlined, inner
from .net import MATCHING, NONE, Net
from .rng import below


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
def activate(net: Net, rules: MemoryRules, desk: Desk, columns: Any, learn: bool) -> tuple[int, int, int]:
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
