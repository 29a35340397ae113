"""Every parameter of the model: its default, its range, its unit, and what it is.

The defaults are the full-size values that Numenta published for anomaly detection. docs/parameters.md lists
what BAMI and other libraries call each parameter.
"""

from dataclasses import dataclass
from difflib import get_close_matches
from math import prod
from typing import Any

from .chances import Scale
from .checks import MOST_BITS, shown
from .declare import Parameters, number, option, origins, permanence, whole, wholes, widths

# Far more than any machine computes with: a larger number is a mistake, or a forged file.
MOST_COLUMNS, MOST_CELLS, MOST_SYNAPSES = 2**20, 2**28, 2**15


@dataclass(frozen=True, kw_only=True)
class PoolerParameters(Parameters):
    """Parameters of the spatial pooler (Cui, Ahmad & Hawkins 2017). Steps are learning steps."""

    # fmt: off
    inputs: int = whole(400, low=1, high=MOST_BITS, unit="bits", fixed=True,
        says="How many bits the input has.")
    columns: int = whole(2048, low=1, high=MOST_COLUMNS, unit="columns", fixed=True,
        says="How many minicolumns there are.")
    active_column_count: int = whole(40, low=1, unit="columns",
        says="How many columns win at each step; local inhibition keeps that density.")
    potential_fraction: float = number(0.8, high=1, unit="fraction", fixed=True,
        says="The fraction of the inputs within reach that a column can connect to.")
    connected_permanence: float = permanence(0.2, low=0.0001, fixed=True,
        says="The permanence from which a column's synapse is connected.")
    permanence_increment: float = permanence(0.003,
        says="What a winning column's synapse on an active input gains.")
    permanence_decrement: float = permanence(0.0005,
        says="What a winning column's synapse on an inactive input loses.")
    stimulus_threshold: int = whole(0, low=0, unit="synapses",
        says="The smallest overlap with which a column can win.")
    boost_strength: float = number(0.0, high=100, unit="exponent",
        says="How strongly columns that rarely win are favoured; 0: not at all.")
    duty_cycle_period: int = whole(1000, low=1, unit="steps",
        says="How many steps a column's duty cycles are averaged over.")
    minimum_overlap_duty: float = number(0.001, high=1, unit="fraction",
        says="A column is helped if its overlap duty is below this fraction of the busiest column's.")
    input_dimensions: tuple[int, ...] | None = wholes(None, unit="bits",
        says="The shape of the input, (n,) or (rows, columns); none: a line.")
    column_dimensions: tuple[int, ...] | None = wholes(None, unit="columns",
        says="The shape of the columns, with as many axes as the input; none: a line.")
    potential_radius: int | None = whole(None, low=0, unit="inputs", fixed=True,
        says="How far from its centre a column can connect; none: to any input.")
    inhibition: str = option("global", "local",
        says="Which columns compete: all (global), or neighbours only (local).")
    inhibition_radius: int | None = whole(None, low=0, unit="columns", fixed=True,
        says="How far away the competing columns are, if inhibition is local.")
    wrap_around: bool = option(False, True,
        says="Whether opposite edges of the inputs and of the columns meet.")
    # fmt: on

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.active_column_count > self.columns:
            raise self._wrong("active_column_count", f"there are only {self.columns} columns")
        if prod(self.input_shape) != self.inputs:
            raise self._wrong("input_dimensions", f"that is {prod(self.input_shape)} bits, not {self.inputs}")
        if prod(self.column_shape) != self.columns:
            raise self._wrong(
                "column_dimensions", f"that is {prod(self.column_shape)} columns, not {self.columns}"
            )
        if len(self.column_shape) != len(self.input_shape):
            raise self._wrong("column_dimensions", "it must have as many axes as input_dimensions")
        if self.inhibition == "local" and self.inhibition_radius is None:
            raise self._wrong("inhibition_radius", "local inhibition needs a radius")

    @property
    def input_shape(self) -> tuple[int, ...]:
        """The inputs' dimensions: a line if none are given."""
        return self.input_dimensions or (self.inputs,)

    @property
    def column_shape(self) -> tuple[int, ...]:
        """The columns' dimensions: a line if none are given."""
        return self.column_dimensions or (self.columns,)


@dataclass(frozen=True, kw_only=True)
class MemoryParameters(Parameters):
    """Parameters of the temporal memory (Hawkins & Ahmad 2016; BAMI)."""

    # fmt: off
    columns: int = whole(2048, low=1, high=MOST_COLUMNS, unit="columns", fixed=True,
        says="How many minicolumns there are, the same as in the pooler.")
    cells_per_column: int = whole(32, low=1, high=2**16, unit="cells", fixed=True,
        says="How many cells a column has: in how many contexts one input can be told apart.")
    activation_threshold: int = whole(13, low=1, unit="synapses",
        says="How many active connected synapses make a segment active, and its cell predictive.")
    learning_threshold: int = whole(10, low=1, unit="synapses",
        says="How many active synapses, connected or not, make a segment matching.")
    initial_permanence: float = permanence(0.21,
        says="The permanence of a new synapse.")
    connected_permanence: float = permanence(0.5,
        says="The permanence from which a cell's synapse is connected.")
    permanence_increment: float = permanence(0.1,
        says="What an active synapse gains when its segment learns.")
    permanence_decrement: float = permanence(0.1,
        says="What an inactive synapse loses when its segment learns.")
    predicted_decrement: float = permanence(0.001,
        says="What a matching segment's active synapse loses if its column does not become active.")
    sample_size: int = whole(20, low=1, unit="synapses",
        says="To how many of the last step's winner cells a segment connects, at most.")
    max_synapses_per_segment: int = whole(32, low=1, high=MOST_SYNAPSES, unit="synapses",
        says="How many synapses a segment can hold.")
    max_segments_per_cell: int = whole(128, low=1, unit="segments",
        says="How many segments a cell can hold.")
    # fmt: on

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.columns * self.cells_per_column > MOST_CELLS:
            raise self._wrong("cells_per_column", f"a memory has at most {MOST_CELLS:,} cells")
        if self.activation_threshold < self.learning_threshold:
            why = f"it must not be below learning_threshold, {self.learning_threshold}"
            raise self._wrong("activation_threshold", why)
        if self.sample_size > self.max_synapses_per_segment:
            raise self._wrong("sample_size", f"a segment holds only {self.max_synapses_per_segment}")


@dataclass(frozen=True, kw_only=True)
class LikelihoodParameters(Parameters):
    """Parameters of the anomaly likelihood (Ahmad, Lavin, Purdy & Agha 2017)."""

    # fmt: off
    learning_period: int = whole(288, low=0, unit="records", fixed=True,
        says="How many records at the start are never scored, and never count as usual.")
    estimation_samples: int = whole(100, low=1, unit="records", fixed=True,
        says="How many records after the learning period are collected before the first score.")
    window: int = whole(8640, low=1, unit="records", fixed=True,
        says="How many of the latest records the usual surprise is estimated from.")
    refit_every: int = whole(100, low=1, unit="records", fixed=True,
        says="After how many records the usual surprise is estimated again.")
    # fmt: on


@dataclass(frozen=True, kw_only=True)
class ClassifierParameters(Parameters):
    """Parameters of the SDR classifier."""

    # fmt: off
    horizons: tuple[int, ...] = wholes((1,), high=10_000, unit="steps",
        says="How many steps ahead to predict; several are possible.")
    learning_rate: float = number(0.1, high=10, unit="weight",
        says="How far one step moves the classifier's weights.")
    change_widths: tuple[float, ...] | None = widths(unit="the value's unit",
        says="How wide a bucket of changes is, for each horizon, ascending; none: values are predicted.")
    change_origins: tuple[float | None, ...] | None = origins(unit="the value's unit",
        says="From which value each horizon's changes are counted; none: from the value of now.")
    reads_bits: bool = option(False, True,
        says="Whether the classifier also reads the active bits of the input, not only winner cells.")
    spread: int = whole(0, low=0, high=1000, unit="buckets",
        says="To how many buckets on each side of the one that came learning spreads.")
    rehearsals: int = whole(0, low=0, high=1000, unit="pairs", fixed=True,
        says="How many earlier pairs of moments are learned again at each step, for each horizon.")
    rehearsal_window: int = whole(10_000, low=1, high=100_000, unit="moments", fixed=True,
        says="From how many of the latest moments these pairs are drawn.")
    # fmt: on

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "horizons", tuple(sorted(set(self.horizons))))
        for name, found in (("change_widths", self.change_widths), ("change_origins", self.change_origins)):
            if found is not None and len(found) != len(self.horizons):
                raise self._wrong(name, f"{len(self.horizons)} are needed, one for each horizon")

    @property
    def scales(self) -> tuple[Scale, ...] | None:
        """How changes are counted at each horizon; None if values are predicted."""
        if self.change_widths is None:
            return None
        return tuple(map(Scale, self.change_widths, self.change_origins or [None] * len(self.horizons)))

    def by_horizon(self) -> list[tuple[int, Scale | None]]:
        """Each horizon, and how its changes are counted, None if values are predicted."""
        return list(zip(self.horizons, self.scales or [None] * len(self.horizons), strict=True))

    @property
    def most_remembered(self) -> int:
        """How many moments are remembered: those that a pair spans, or the whole window of rehearsals."""
        spanned = max(self.horizons) + 1  # this moment, too
        return max(spanned, self.rehearsal_window) if self.rehearsals else spanned


PARTS: dict[str, type[Parameters]] = {
    "pooler": PoolerParameters,
    "memory": MemoryParameters,
    "likelihood": LikelihoodParameters,
    "classifier": ClassifierParameters,
}


def sort_by_part(values: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """{part: {parameter: value}} of parameters given by name.

    A name may begin with its part, as in ``memory_sample_size``; it must where two parts have such a
    parameter. ``columns`` alone is for both.

    Raises:
        ValueError: if no part has such a parameter, or if two have.
    """
    found: dict[str, dict[str, Any]] = {}
    for name, value in values.items():
        for part, parameter in _owners(name):
            found.setdefault(part, {})[parameter] = value
    return found


def _owners(name: str) -> list[tuple[str, str]]:
    """The parameters that a name stands for, each as (part, parameter)."""
    part, _, parameter = name.partition("_")
    if part in PARTS and parameter in PARTS[part].declared():
        return [(part, parameter)]
    owners = [part for part, kind in PARTS.items() if name in kind.declared()]
    if not owners:
        every = [known for kind in PARTS.values() for known in kind.declared()]
        near = [known for known in every if len(name) > 2 and known.startswith(name)]
        near = near or get_close_matches(name, every, 1)
        raise ValueError(f"unknown parameter {shown(name)}" + (f": did you mean {near[0]}?" if near else ""))
    if len(owners) > 1 and name != "columns":
        choices = " or ".join(f"{owner}_{name}" for owner in owners)
        raise ValueError(f"{name} belongs to two parts: write {choices}")
    return [(owner, name) for owner in owners]
