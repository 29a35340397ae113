"""The arrays of a temporal memory and their room, which is made before a kernel needs it."""

from typing import Any

import numpy as np

from ..core.one_thread import OneThread
from ..core.parameters import MemoryParameters
from .arrays import more_segments, new_desk, new_net, per_match, rules_of, wider, words_for
from .kernels import matching, room, segments
from .kernels.desk import MemoryRules
from .kernels.net import FILLED, MATCHING, SHIFT


class MemoryArrays(OneThread):
    """What a temporal memory keeps, as kernels take it.

    Attributes:
        net: everything that the textbook keeps in objects, in arrays.
        desk: the work arrays of a step.
        rules: the parameters.
    """

    rules: MemoryRules

    def __init__(self, parameters: MemoryParameters) -> None:
        self.net = new_net(parameters)
        self.desk = new_desk(self.net, parameters)

    def set_rules(self, parameters: MemoryParameters) -> None:
        """Continue with these parameters.

        Raises:
            MemoryError: if there is no room for as long segments; nothing has changed then.
        """
        self.make_width(parameters.max_synapses_per_segment)
        self.rules = rules_of(parameters)
        segments.update_connected(self.net, self.rules.connected)

    def make_room(self, active_columns: int) -> None:
        """Make sure that one more step has all the room that it could need."""
        needed, stretch = room.room_needed(self.net, active_columns)
        if needed > len(self.net.cell):
            self._grow_segments(needed)
        self.make_stretch(stretch)

    def make_stretch(self, stretch: int) -> None:
        """Make sure that there is room for ``stretch`` more outgoing synapses."""
        if self.net.numbers[FILLED] + stretch > len(self.net.outgoing):
            self._grow_outgoing(stretch)

    def make_width(self, synapses: int) -> None:
        """Make sure that every segment has words for this number of synapses; it never gets fewer."""
        shift = words_for(synapses)
        if shift > self.net.numbers[SHIFT]:
            self.net = wider(self.net, shift)
            self._grow_segments(len(self.net.cell))
            self.recount()

    def _grow_segments(self, needed: int) -> None:
        self.set_net(more_segments(self.net, needed))

    def _grow_outgoing(self, needed: int) -> None:
        """Close the gaps, and make room for half more than is filled, and three times what is needed."""
        live, cells = int(self.net.length.sum()), int(np.count_nonzero(self.net.length))
        filled = live + live // 2 + 2 * cells  # what ``close_gaps`` fills at most
        outgoing = np.empty(filled + filled // 2 + 3 * needed, np.uint32)
        # These two must be copied: a twin shares them with the memory that it was made from.
        net = self.net._replace(start=self.net.start.copy(), room=self.net.room.copy())
        net.numbers[FILLED] = room.close_gaps(net, outgoing)
        self.net = net._replace(outgoing=outgoing)

    def set_net(self, net: Any) -> None:
        """Continue with arrays for another number of segments."""
        self.net, self.desk = net, self.desk._replace(**per_match(len(net.cell)))

    # Changes by hand, between steps.

    def recount(self) -> None:
        """Find out again which synapses come from active cells."""
        matching.count_potential(self.net)

    def leave_out(self, number: int) -> None:
        """Take the segment in this row out of the present moment."""
        net = self.net
        kept = np.flatnonzero(net.matching[: net.numbers[MATCHING]] != number)
        for numbers in (net.matching, net.potential, net.active):
            numbers[: len(kept)] = numbers[kept]
        net.numbers[MATCHING] = len(kept)
        matching.list_predictive(net, self.desk)
