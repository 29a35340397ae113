"""Kernels of phase 3 of the temporal memory: which segments match the active cells, what they predict."""

import numpy as np

from .desk import Desk, MemoryRules
from .jit import inlined, inner, shared
from .lanes import with_enough
from .net import (
    ACTIVE,
    ANY,
    DEAD,
    MATCHING,
    PREDICTED,
    PREDICTIVE,
    SHIFT,
    STEPS,
    TOUCHED,
    USED,
    WORD,
    Net,
    first_word,
    lowest,
    ones,
)


@inner
def predict(net: Net, rules: MemoryRules, desk: Desk, learn: bool) -> None:
    """Find the segments that match the active cells, and which of them are active."""
    count_potential(net)
    find_matching(net, rules)
    for k in range(net.numbers[MATCHING]):
        segment, potential, connected = net.matching[k], 0, 0
        for word in range(first_word(net.numbers, segment), first_word(net.numbers, segment + 1)):
            potential += ones(net.from_active[word])
            connected += ones(net.from_active[word] & net.connected[word])
        net.potential[k] = potential
        active = connected >= rules.activation_threshold
        net.active[k] = active
        # Written in any case: whether a segment is active cannot be predicted.
        net.last_used[segment] = net.numbers[STEPS] if learn & active else net.last_used[segment]
    list_predictive(net, desk)


@shared
def count_potential(net: Net) -> None:
    """Find out which synapses come from an active cell."""
    numbers = net.numbers
    clear_from_active(net)
    visits = 0
    for i in range(numbers[ACTIVE]):
        visits += net.length[net.active_cells[i]]
    # Of many visits it costs more to note each word than to look at all of them afterwards.
    if numbers[SHIFT] == 0 and visits > numbers[USED]:
        mark_from_active(net)
    else:
        list_from_active(net)


@inlined
def clear_from_active(net: Net) -> None:
    """Clear ``from_active``: no synapse comes from an active cell."""
    touched = net.numbers[TOUCHED]
    if touched == ANY:
        net.from_active[: net.numbers[USED]] = 0
    for i in range(touched):
        net.from_active[net.touched[i]] = 0


@inlined
def mark_from_active(net: Net) -> None:
    """Set the bit of every synapse from an active cell."""
    from_active = net.from_active
    for i in range(net.numbers[ACTIVE]):
        cell = net.active_cells[i]
        start = np.uint64(net.start[cell])
        for place in range(start, start + np.uint64(net.length[cell])):
            slot = net.outgoing[place]
            from_active[slot >> np.uint32(5)] |= np.uint32(1) << (slot & np.uint32(31))
    net.numbers[TOUCHED] = ANY


@inlined
def list_from_active(net: Net) -> None:
    """The same, and list the words that were 0 before, without branches; see ``sort_by_column``."""
    from_active, touched_words, touched = net.from_active, net.touched, np.uint32(0)
    for i in range(net.numbers[ACTIVE]):
        cell = net.active_cells[i]
        start = np.uint64(net.start[cell])
        for place in range(start, start + np.uint64(net.length[cell])):
            slot = net.outgoing[place]
            word = slot >> np.uint32(5)
            before = from_active[word]
            touched_words[touched] = word
            touched = np.uint32(touched + (before == 0))
            from_active[word] = before | np.uint32(1) << (slot & np.uint32(31))
    net.numbers[TOUCHED] = touched


@inlined
def find_matching(net: Net, rules: MemoryRules) -> None:
    """List the segments with enough synapses from active cells, except those of dead cells."""
    listed = net.numbers[TOUCHED] != ANY
    matching = match_touched(net, rules) if listed else match_all(net, rules)
    if net.numbers[DEAD]:
        found, matching = matching, 0
        for k in range(found):
            net.matching[matching] = net.matching[k]
            matching += net.dead[net.cell[net.matching[k]]] == 0
    net.numbers[MATCHING] = matching


@inlined
def match_all(net: Net, rules: MemoryRules) -> int:
    """List them among all segments, 32 at a time, which have one word each; their number."""
    matching, enough = 0, min(rules.learning_threshold, WORD + 1)  # more than a word has: none
    for first in range(0, net.numbers[USED], WORD):
        left = np.int64(with_enough(net.from_active, first, enough))
        while left:
            net.matching[matching] = first + lowest(left)
            matching += 1
            left &= left - 1
    return matching


@inlined
def match_touched(net: Net, rules: MemoryRules) -> int:
    """List them among the touched words, one by one; their number."""
    shift, matching = net.numbers[SHIFT], 0
    for i in range(net.numbers[TOUCHED]):
        word = np.int64(net.touched[i])
        segment, potential = word >> shift, ones(net.from_active[word])
        if shift:
            potential = potential_from(net, word, segment)
        net.matching[matching] = segment
        matching += potential >= rules.learning_threshold
    return matching


@inlined
def potential_from(net: Net, word: int, segment: int) -> int:
    """The synapses from active cells in all words of a segment; 0 unless this is the first touched one."""
    first, potential = first_word(net.numbers, segment), 0
    for own in range(first, first_word(net.numbers, segment + 1)):
        if own < word and net.from_active[own]:
            return 0
        potential += ones(net.from_active[own])
    return potential


@shared
def list_predictive(net: Net, desk: Desk) -> None:
    """List the cells of the active segments, and count their columns, each once."""
    columns, cells, matching = 0, 0, net.numbers[MATCHING]
    for k in range(matching):
        segment, active = net.matching[k], net.active[k]
        column = net.column[segment]
        net.predictive[cells] = net.cell[segment]
        cells += active
        columns += active & (1 - desk.counted[column])
        desk.counted[column] |= active
    for k in range(matching):
        desk.counted[net.column[net.matching[k]]] = 0
    net.numbers[PREDICTIVE] = cells
    net.numbers[PREDICTED] = columns
