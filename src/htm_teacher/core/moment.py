"""The moment: what is active and predicted in a temporal memory at one step.

It is kept apart from the segments, which are what the memory has learned. So a prediction of several steps
can pass through many moments without changing the memory.
"""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from .segments import Segment, Segments


@dataclass(frozen=True)
class Moment:
    """What is active and predicted at one step. It never changes: each step creates another Moment.

    Attributes:
        active_cells: the active cells.
        winner_cells: the cells that learn, at least one in each active column (unless all its cells are
            dead). At the next step, segments grow synapses from these cells.
        active_segments: the segments with enough connected synapses from active cells, oldest first.
        potential: {matching segment: how many synapses it has from active cells, connected or not}, oldest
            first.
        has_context: False before the first step and after a reset.
    """

    active_cells: frozenset[int] = frozenset()
    winner_cells: frozenset[int] = frozenset()
    active_segments: tuple[Segment, ...] = ()
    potential: Mapping[Segment, int] = field(default_factory=dict)
    has_context: bool = False

    @property
    def matching_segments(self) -> tuple[Segment, ...]:
        """The segments with enough synapses from active cells, connected or not, oldest first."""
        # A dictionary keeps the order in which its keys were added, here the order of age.
        return tuple(self.potential)

    @cached_property
    def predictive_cells(self) -> frozenset[int]:
        """The cells with an active segment: they are expected to become active at the next step."""
        # A cell with several active segments is in the set once. A moment never changes, so the set is kept.
        return frozenset(segment.cell for segment in self.active_segments)

    def state(self) -> dict[str, Any]:
        """The moment as plain data, segments by their serials."""
        # Predictive cells follow from the active segments, but the file format has them, too.
        cells = ("active_cells", "winner_cells", "predictive_cells")
        return {
            "fresh": not self.has_context,
            "active_segments": array("q", (segment.serial for segment in self.active_segments)),
            "matching_segments": array("q", (segment.serial for segment in self.potential)),
            "active_potential": array("I", self.potential.values()),
        } | {name: array("I", sorted(getattr(self, name))) for name in cells}

    @classmethod
    def from_state(cls, state: dict[str, Any], segments: Segments) -> Self:
        """The moment that ``state`` described; ``segments`` are those of its memory."""
        by_serial = {segment.serial: segment for segment in segments}
        counts = zip(state["matching_segments"], state["active_potential"], strict=True)
        return cls(
            active_cells=frozenset(state["active_cells"]),
            winner_cells=frozenset(state["winner_cells"]),
            active_segments=tuple(by_serial[serial] for serial in state["active_segments"]),
            potential={by_serial[serial]: count for serial, count in counts},
            has_context=not state["fresh"],
        )
