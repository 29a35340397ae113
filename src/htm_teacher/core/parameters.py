"""Every parameter of the machine: its default, its range, and what it means.

The defaults are the full-size values that Numenta published for anomaly detection; the names are those
of BAMI. Values are checked here, once, for every engine.
"""

import dataclasses
from dataclasses import dataclass
from math import prod
from typing import Any, Self

from .checks import MOST_BITS, check_choice, check_number, check_whole, check_wholes
from .permanence import check_permanence

# Far more than any machine computes with: more is a mistake, or a forged file.
MOST_COLUMNS, MOST_CELLS = 2**20, 2**28


def _parameter(check: Any, default: Any, low: Any, high: Any, says: str, fixed: bool = True) -> Any:
    notes = {"check": check, "low": low, "high": high, "says": says, "fixed": fixed}
    return dataclasses.field(default=default, metadata=notes)


def whole(default: int | None, low: int, says: str, fixed: bool = False, high: int = 2**31) -> Any:
    """A whole number in [low, high]. ``fixed``: a size, which cannot change while running."""
    return _parameter(check_whole, default, low, high, says, fixed)


def wholes(default: tuple[int, ...] | None, high: int, says: str) -> Any:
    """Several whole numbers in [1, high]; always fixed."""
    return _parameter(check_wholes, default, 1, high, says)


def number(default: float, high: float, says: str, fixed: bool = False) -> Any:
    """A number in [0, high]."""
    return _parameter(check_number, default, 0, high, says, fixed)


def permanence(default: float, says: str, low: float = 0.0, fixed: bool = False) -> Any:
    """A permanence, or a step of one: a multiple of 0.0001 in [low, 1]."""
    return _parameter(check_permanence, default, low, 1, says, fixed)


def choice(says: str, *options: Any) -> Any:
    """One of these, the first if not said; always fixed."""
    return _parameter(check_choice, options[0], options, options, says)


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """A checked set of parameters. ``ValueError`` names the one that is wrong, and why."""

    def __post_init__(self) -> None:
        for one in dataclasses.fields(self):
            value, notes = getattr(self, one.name), one.metadata
            if value is not None or one.default is not None:
                checked = notes["check"](value, one.name, notes["low"], notes["high"])
                object.__setattr__(self, one.name, checked)  # 64.0 columns are 64

    def changed(self, **changes: Any) -> Self:
        """A copy with other values, checked; sizes, which are what a machine *is*, must stay."""
        known = {one.name: one for one in dataclasses.fields(self)}
        for name in changes:
            if name not in known:
                raise ValueError(f"unknown parameter {name!r}: there are {', '.join(known)}")
        new = dataclasses.replace(self, **changes)
        for name in changes:
            if known[name].metadata["fixed"] and getattr(new, name) != getattr(self, name):
                raise ValueError(f"{name} is part of what a machine is: it cannot change on the way")
        return new

    def _require(self, holds: bool, name: str, why: str) -> None:
        if not holds:
            raise ValueError(f"{name} is {getattr(self, name)!r}: {why}")


@dataclass(frozen=True, kw_only=True)
class PoolerParameters(Parameters):
    """Parameters of the spatial pooler (Cui, Ahmad & Hawkins 2017). Steps are learning steps."""

    inputs: int = whole(400, 1, "bits of the input", True, MOST_BITS)
    columns: int = whole(2048, 1, "minicolumns", True, MOST_COLUMNS)
    active_column_count: int = whole(40, 1, "columns that win at each step")
    potential_fraction: float = number(0.8, 1, "part of the inputs that a column may hear", True)
    connected_permanence: float = permanence(0.2, "from where a synapse counts", 0.0001, True)
    permanence_increment: float = permanence(0.003, "what a winner's active synapse gains")
    permanence_decrement: float = permanence(0.0005, "what a winner's silent synapse loses")
    stimulus_threshold: int = whole(0, 0, "the smallest overlap that counts at all")
    boost_strength: float = number(0.0, 100, "how much rare winners are favoured; 0: not at all")
    duty_cycle_period: int = whole(1000, 1, "steps over which activity is averaged")
    minimum_overlap_duty: float = number(0.001, 1, "part of the busiest's duty that needs no help")
    input_dimensions: tuple[int, ...] | None = wholes(None, 2**31, "the input as (n,) or (rows, columns)")
    column_dimensions: tuple[int, ...] | None = wholes(None, 2**31, "the columns, on as many axes")
    potential_radius: int | None = whole(None, 0, "how far a column may hear; none: anywhere", True)
    inhibition: str = choice("'global': all compete; 'local': neighbours do", "global", "local")
    inhibition_radius: int | None = whole(None, 0, "how far competitors are, if local", True)
    wrap_around: bool = choice("whether the edges meet", False, True)

    def __post_init__(self) -> None:
        super().__post_init__()
        few = self.active_column_count <= self.columns
        self._require(few, "active_column_count", f"there are only {self.columns} columns")
        for name, size in (("input_dimensions", self.inputs), ("column_dimensions", self.columns)):
            product = prod(getattr(self, name) or (size,))
            self._require(product == size, name, f"that makes {product}, not {size}")
        same = len(self.input_shape) == len(self.column_shape)
        self._require(same, "column_dimensions", "as many axes as input_dimensions are needed")
        near = self.inhibition == "global" or self.inhibition_radius is not None
        self._require(near, "inhibition_radius", "local inhibition needs it")

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The inputs' dimensions; a line unless said otherwise."""
        return self.input_dimensions or (self.inputs,)

    @property
    def column_shape(self) -> tuple[int, ...]:
        """The columns' dimensions; a line unless said otherwise."""
        return self.column_dimensions or (self.columns,)


@dataclass(frozen=True, kw_only=True)
class MemoryParameters(Parameters):
    """Parameters of the temporal memory (Hawkins & Ahmad 2016; BAMI)."""

    columns: int = whole(2048, 1, "minicolumns", True, MOST_COLUMNS)
    cells_per_column: int = whole(32, 1, "in how many contexts one input is told apart", True, 2**16)
    activation_threshold: int = whole(13, 1, "active connected synapses for an active segment")
    learning_threshold: int = whole(10, 1, "active synapses of any kind for a matching segment")
    initial_permanence: float = permanence(0.21, "permanence of a new synapse")
    connected_permanence: float = permanence(0.5, "from where a synapse counts")
    permanence_increment: float = permanence(0.1, "what a synapse gains by helping to be right")
    permanence_decrement: float = permanence(0.1, "what a silent one of that segment loses")
    predicted_decrement: float = permanence(0.001, "what one loses by helping to be wrong")
    sample_size: int = whole(20, 1, "synapses that a segment grows to one moment")
    max_synapses_per_segment: int = whole(32, 1, "synapses that a segment can hold", high=2**15)
    max_segments_per_cell: int = whole(128, 1, "segments that a cell can hold")

    def __post_init__(self) -> None:
        super().__post_init__()
        few = self.columns * self.cells_per_column <= MOST_CELLS
        self._require(few, "cells_per_column", f"a memory has at most {MOST_CELLS:,} cells")
        reached = self.learning_threshold <= self.activation_threshold
        why = f"it must not be below learning_threshold, {self.learning_threshold}"
        self._require(reached, "activation_threshold", why)
        room = self.max_synapses_per_segment
        self._require(self.sample_size <= room, "sample_size", f"a segment holds only {room}")


@dataclass(frozen=True, kw_only=True)
class LikelihoodParameters(Parameters):
    """Parameters of the anomaly likelihood (Ahmad, Lavin, Purdy & Agha 2017), in records."""

    learning_period: int = whole(288, 0, "first records, of a beginner, that never count", True)
    estimation_samples: int = whole(100, 1, "records after those before the first answer", True)
    window: int = whole(8640, 1, "records that the usual surprise is taken from", True)
    refit_every: int = whole(100, 1, "records between two looks at what is usual", True)


@dataclass(frozen=True, kw_only=True)
class ClassifierParameters(Parameters):
    """Parameters of the SDR classifier."""

    horizons: tuple[int, ...] = wholes((1,), 10_000, "how many steps ahead to predict")
    learning_rate: float = number(0.1, 10, "how far one step moves the weights")

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "horizons", tuple(sorted(set(self.horizons))))


PARTS: dict[str, type[Parameters]] = {
    "pooler": PoolerParameters,
    "memory": MemoryParameters,
    "likelihood": LikelihoodParameters,
    "classifier": ClassifierParameters,
}


def sort_by_part(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """{part: {parameter: value}} of parameters given by name, as in ``memory_sample_size=10``.

    The part may be left out where only one has such a parameter; ``columns`` goes to both.
    ``ValueError`` names one that no part has, or that two have.
    """
    known = {name: {one.name for one in dataclasses.fields(kind)} for name, kind in PARTS.items()}
    found: dict[str, dict[str, Any]] = {}
    for given, value in values.items():
        owners = [part for part, names in known.items() if given in names]
        first, _, rest = given.partition("_")
        if first in known and rest in known[first]:
            owners, given = [first], rest
        if not owners:
            raise ValueError(f"unknown parameter {given!r}")
        if len(owners) > 1 and given != "columns":
            raise ValueError(f"{given} is of two parts: say {' or '.join(f'{o}_{given}' for o in owners)}")
        for owner in owners:
            found.setdefault(owner, {})[given] = value
    return found
