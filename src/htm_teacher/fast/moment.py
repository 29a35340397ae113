"""The moment of a fast memory: copies of its short arrays, made into sets and segments when they are read."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import numpy as np

from ..core import moment as textbook
from ..core.segments import Segment as PlainSegment
from .arrays import flat, plain_state
from .kernels.net import ACTIVE, FRESH, MATCHING, WINNERS, Net
from .room import MemoryArrays
from .segments import Segment


class Moment(textbook.Moment):
    """What is active and predicted at one step; see ``core.moment.Moment``.

    It is a value, as in the textbook: the arrays are copied, so a later step does not change it.

    Args:
        memory: the memory that has its segments.
        net: the arrays of that memory, or of a twin that shares its segments.
    """

    _arrays: dict[str, Any]

    def __init__(self, memory: MemoryArrays, net: Net) -> None:
        numbers = net.numbers
        rows = net.matching[: numbers[MATCHING]]
        by_age = np.argsort(net.serial[rows])
        rows = rows[by_age]
        arrays = {
            "active_cells": net.active_cells[: numbers[ACTIVE]].copy(),
            "winner_cells": net.winner_cells[: numbers[WINNERS]].copy(),
            "rows": rows,
            "owners": net.cell[rows],
            "serials": net.serial[rows],
            "counts": net.potential[by_age],
            "active": net.active[by_age] == 1,
        }
        # A frozen class refuses to set its fields, so they are set past it.
        vars(self).update(has_context=not numbers[FRESH], _memory=memory, _arrays=arrays)

    @cached_property
    def active_cells(self) -> frozenset[int]:
        """The active cells."""
        return frozenset(self._arrays["active_cells"].tolist())

    @cached_property
    def winner_cells(self) -> frozenset[int]:
        """The winner cells."""
        return frozenset(self._arrays["winner_cells"].tolist())

    @cached_property
    def predictive_cells(self) -> frozenset[int]:
        """The cells of the active segments."""
        return frozenset(self._arrays["owners"][self._arrays["active"]].tolist())

    @cached_property
    def active_segments(self) -> tuple[PlainSegment, ...]:
        """The segments that recognise the active cells, oldest first."""
        active = self._arrays["active"].tolist()
        return tuple(segment for segment, own in zip(self.potential, active, strict=True) if own)

    @cached_property
    def potential(self) -> Mapping[PlainSegment, int]:
        """{matching segment: its synapses from active cells}, oldest first."""
        memory = vars(self)["_memory"]
        numbers = (self._arrays[name].tolist() for name in ("rows", "owners", "serials", "counts"))
        return {Segment(memory, *segment): count for *segment, count in zip(*numbers, strict=True)}

    def __eq__(self, other: object) -> bool:
        """Segments are equal if their serials are, also between engines."""
        return isinstance(other, textbook.Moment) and self.state() == other.state()

    __hash__ = None  # type: ignore[assignment] # as the textbook's, which holds a dictionary

    def state(self) -> dict[str, Any]:
        found: dict[str, Any] = plain_state(self.flat_state())
        return found

    def flat_state(self) -> dict[str, Any]:
        """``state`` with NumPy's arrays."""
        arrays = self._arrays
        predictive = np.unique(arrays["owners"][arrays["active"]])
        return {
            "fresh": not self.has_context,
            "active_segments": flat("q", arrays["serials"][arrays["active"]]),
            "matching_segments": flat("q", arrays["serials"]),
            "active_potential": flat("I", arrays["counts"]),
            "active_cells": flat("I", arrays["active_cells"]),
            "winner_cells": flat("I", arrays["winner_cells"]),
            "predictive_cells": flat("I", predictive),
        }
