"""The moment: what a temporal memory holds of one step, apart from everything it has learned."""

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Self

from .segments import Segment, Segments


@dataclass(frozen=True)
class Moment:
    """What is active and predicted at one step. It is a value: the next step makes a new one.

    Attributes:
        active_cells: the active cells.
        winner_cells: of each active column the cells that learn, and that others grow synapses from.
        active_segments: the segments that recognise the active cells, oldest first.
        potential: {matching segment: its synapses from active cells, connected or not}, oldest first.
        has_context: False before the first step and after a reset.
    """

    active_cells: frozenset[int] = frozenset()
    winner_cells: frozenset[int] = frozenset()
    active_segments: tuple[Segment, ...] = ()
    potential: Mapping[Segment, int] = field(default_factory=dict)
    has_context: bool = False

    @property
    def matching_segments(self) -> tuple[Segment, ...]:
        """The segments that recognise the active cells fully or nearly, oldest first."""
        return tuple(self.potential)

    @cached_property
    def predictive_cells(self) -> frozenset[int]:
        """The cells that predict that they are active at the next step."""
        return frozenset(segment.cell for segment in self.active_segments)

    def state(self) -> dict[str, Any]:
        """The moment as plain data, segments by their serials."""
        cells = ("active_cells", "winner_cells", "predictive_cells")
        return {
            "fresh": not self.has_context,
            "active_segments": array("q", (segment.serial for segment in self.active_segments)),
            "matching_segments": array("q", (segment.serial for segment in self.potential)),
            "active_potential": array("I", self.potential.values()),
        } | {name: array("I", sorted(getattr(self, name))) for name in cells}

    @classmethod
    def from_state(cls, state: dict[str, Any], segments: Segments) -> Self:
        """The moment that ``state`` described, of these segments."""
        by_serial = {segment.serial: segment for segment in segments}
        counts = zip(state["matching_segments"], state["active_potential"], strict=True)
        return cls(
            active_cells=frozenset(state["active_cells"]),
            winner_cells=frozenset(state["winner_cells"]),
            active_segments=tuple(by_serial[serial] for serial in state["active_segments"]),
            potential={by_serial[serial]: count for serial, count in counts},
            has_context=not state["fresh"],
        )
