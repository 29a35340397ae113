"""Spatial pooler: from an input SDR to the few columns with the most connected synapses on its active bits.

Source: Cui, Ahmad & Hawkins 2017, "The HTM spatial pooler"; "Biological and Machine Intelligence" (BAMI,
Numenta's open book), chapter "Spatial Pooling Algorithm".

Each column has synapses on a random part of the input, its potential pool. Learning changes a synapse's
permanence, in [0, 1]; the synapse is connected, and counts, while this is at or above a threshold. The
columns with the most connected synapses on active bits win, and only winners learn. Over time each column
comes to respond to patterns that occur often, and similar inputs activate many of the same columns.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import Any, Self

from .one_thread import OneThread
from .parameters import PoolerParameters
from .permanence import ONE, add_up, boost_factor, round_half_up, to_permanence
from .rng import Random
from .saved_rows import from_rows, to_rows
from .sdr import SDR
from .topology import neighbours, reach_of


class SpatialPooler(OneThread):
    """Columns that compete for an input, and learn when they win.

    >>> pooler = SpatialPooler(inputs=100, columns=64, active_column_count=4, seed=1)
    >>> winners = pooler.compute(SDR(100, range(20)))
    >>> len(winners), winners == pooler.compute(SDR(100, range(20)))
    (4, True)

    Args:
        seed: any integer; decides pools, first permanences, and how ties are broken.
        parameters: those of ``PoolerParameters``, by name.

    Attributes:
        permanences: for each column {input: permanence} over its potential pool, in ten-thousandths.
        connected_inputs: for each column the inputs with permanence >= connected_permanence.
        connected_columns: the same synapses by input: {input: the columns with a connected synapse on it}.
        priority: for each column a different number; in a tie the higher wins.
        overlap_duty, activity_duty: for each column its duty cycles: the fraction of recent learning steps
            in which it had an overlap (of at least ``stimulus_threshold``), and in which it won.
        boost: for each column the factor on its overlap, in thousandths: 1000 is a factor of 1.

    Raises:
        ValueError: if a parameter is out of range or two of them contradict each other.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.set_parameters(PoolerParameters(**parameters))
        columns = self.parameters.columns
        self.random = Random(seed, "spatial pooler")
        self.set_all_permanences(map(self._first_permanences, range(columns)))
        self.priority = self.random.sample(range(columns), columns)
        self.overlap_duty, self.activity_duty = [0.0] * columns, [0.0] * columns
        self.boost, self.learning_steps = [1000] * columns, 0

    def set_parameters(self, parameters: PoolerParameters) -> None:
        """Replace the parameters. Sizes must not change."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence)
        self._gain = to_permanence(parameters.permanence_increment)
        self._loss = to_permanence(parameters.permanence_decrement)

    def compute(self, sdr: SDR, learn: bool = True) -> frozenset[int]:
        """The columns that win for this input. If asked to, they learn from it.

        Raises:
            ValueError: if the size of the SDR is not the number of inputs.
        """
        if sdr.size != self.parameters.inputs:
            raise ValueError(f"the input has {sdr.size} bits: {self.parameters.inputs} are needed")
        # Without input no column wins, and there is nothing to learn.
        if not sdr.active:
            return frozenset()
        overlaps = self.overlaps(sdr)
        winners = self.inhibit(overlaps)
        if learn:
            for column in winners:
                self._learn(column, sdr.active)
            self._update_duty_cycles(overlaps, winners)
            self._raise_weak_columns()
            self._update_boost()
        return winners

    # Phase 1, overlap: on how many active inputs does each column have a connected synapse?

    def overlaps(self, sdr: SDR) -> list[int]:
        """For each column the number of its connected synapses on active inputs, 0 if below the threshold."""
        # Go from the few active inputs to their columns: what is inactive takes no time.
        counts: Counter[int] = Counter()
        for i in sdr.active:
            counts.update(self.connected_columns.get(i, ()))
        overlaps = [counts[column] for column in range(self.parameters.columns)]
        threshold = self.parameters.stimulus_threshold
        return [overlap if overlap >= threshold else 0 for overlap in overlaps]

    # Phase 2, inhibition: the columns with the highest overlaps inhibit the others.

    def inhibit(self, overlaps: list[int]) -> frozenset[int]:
        """The columns that win with these overlaps. A column without overlap never wins."""
        columns = self.parameters.columns
        contestants = [column for column in range(columns) if overlaps[column] > 0]
        # The order is by boosted overlap, in a tie by priority. A pair would do, but one number compares
        # faster. With 64 columns, overlap 7 (boost 1000) and priority 12 rank 7 x 1000 x 64 + 12 = 448,012.
        # The highest priority, 63, makes it 448,063: still below overlap 8, which ranks at least 512,000.
        each = zip(overlaps, self.boost, self.priority, strict=True)
        rank = [overlap * boost * columns + priority for overlap, boost, priority in each]
        if self.parameters.inhibition == "global":
            # k winners take all, k = active_column_count, so that every output is equally sparse.
            count = self.parameters.active_column_count
            return frozenset(nlargest(count, contestants, key=rank.__getitem__))
        return frozenset(column for column in contestants if self._wins_locally(column, rank))

    def _wins_locally(self, column: int, rank: list[int]) -> bool:
        """Whether few enough neighbours are ahead, for the same density as with global inhibition."""
        # If 40 of 2,048 columns win globally, about 2 of 100 neighbours should win: a column wins if fewer
        # than 40 x 100 / 2,048 = 1.95 neighbours are ahead, that is, none or one.
        near = self.neighbours(column)
        ahead = sum(rank[other] > rank[column] for other in near)
        return ahead * self.parameters.columns < self.parameters.active_column_count * len(near)

    # Phase 3, learning: winners learn the input. Two rules help others: columns that rarely have an overlap
    # get higher permanences, and columns that rarely win get a higher boost factor.

    def _learn(self, column: int, active: frozenset[int]) -> None:
        # Hebb's rule: a winner's synapses on active inputs gain permanence, those on inactive inputs lose.
        # Active inputs outside its pool have no synapse that could learn.
        before, loss = self.permanences[column], self._loss
        after = {i: permanence - loss if permanence > loss else 0 for i, permanence in before.items()}
        for i in active & before.keys():
            after[i] = min(before[i] + self._gain, ONE)
        self._set_permanences(column, after)

    def _update_duty_cycles(self, overlaps: list[int], winners: frozenset[int]) -> None:
        # Running means: with a period of 1000, a duty cycle of 0.020 becomes 0.02098 if it happened (a
        # thousandth of the way to 1), otherwise 0.01998 (a thousandth of the way to 0).
        self.learning_steps += 1
        period = min(self.parameters.duty_cycle_period, self.learning_steps)
        for column, overlap in enumerate(overlaps):
            self.overlap_duty[column] += ((overlap > 0) - self.overlap_duty[column]) / period
            self.activity_duty[column] += ((column in winners) - self.activity_duty[column]) / period

    def _raise_weak_columns(self) -> None:
        """Raise all permanences of a column that hardly ever has an overlap."""
        # Only winners learn, so without help a column without overlap would never change. A tenth of
        # connected_permanence at a time brings it back into the competition.
        share, duty = self.parameters.minimum_overlap_duty, self.overlap_duty
        most, gain = share * max(duty), round_half_up(self._connected / 10)
        # No neighbour is busier than the busiest column of all: only columns below its limit are looked at.
        for column in [column for column, own_duty in enumerate(duty) if own_duty < most]:
            local = self.parameters.inhibition == "local"
            enough = share * max(duty[other] for other in self.neighbours(column)) if local else most
            if duty[column] < enough:
                pool = self.permanences[column].items()
                self._set_permanences(column, {i: min(permanence + gain, ONE) for i, permanence in pool})

    def _update_boost(self) -> None:
        """Favour columns that win less often than their target over those that win more often."""
        # So all columns take part: a column that never wins represents nothing (Cui et al., eq. 6).
        strength = self.parameters.boost_strength
        if strength == 0:
            self.boost = [1000] * self.parameters.columns
            return
        duties = enumerate(self.activity_duty)
        self.boost = [boost_factor(strength, self._target_duty(column) - duty) for column, duty in duties]

    def _target_duty(self, column: int) -> float:
        if self.parameters.inhibition == "global":
            return self.parameters.active_column_count / self.parameters.columns
        near = self.neighbours(column)  # a column should win as often as its neighbours do
        return add_up(self.activity_duty[other] for other in near) / len(near)

    # Neighbours, potential pools and permanences.

    def neighbours(self, column: int) -> Sequence[int]:
        """The columns that this column competes with, including itself, ascending."""
        parameters, radius = self.parameters, self.parameters.inhibition_radius
        if parameters.inhibition == "global" or radius is None:
            return range(parameters.columns)
        return neighbours(column, radius, parameters.column_shape, parameters.wrap_around)

    def _first_permanences(self, column: int) -> dict[int, int]:
        """A random pool, about half of it connected."""
        # Half of the synapses start at or above the threshold, half below, spread evenly on each side. So
        # some are close enough for a little learning to connect or disconnect them.
        parameters, connected = self.parameters, self._connected
        radius, wraps = parameters.potential_radius, parameters.wrap_around
        near = reach_of(column, parameters.column_shape, parameters.input_shape, radius, wraps)
        size = max(1, round_half_up(parameters.potential_fraction * len(near)))
        pool = sorted(self.random.sample(near, size))
        draws = self.random.on_either_side(size, (connected, ONE + 1 - connected))
        return {i: side * connected + above for i, (side, above) in zip(pool, draws, strict=True)}

    def set_all_permanences(self, pools: Iterable[dict[int, int]]) -> None:
        """Give every column its pool: {input: permanence in ten-thousandths}."""
        columns = range(self.parameters.columns)
        self.permanences: list[dict[int, int]] = [{} for _ in columns]
        self.connected_inputs: list[set[int]] = [set() for _ in columns]
        self.connected_columns: defaultdict[int, set[int]] = defaultdict(set)
        for column, pool in enumerate(pools):
            self._set_permanences(column, pool)

    def _set_permanences(self, column: int, permanences: dict[int, int]) -> None:
        """Give a column new permanences, and update connected_inputs and connected_columns."""
        self.permanences[column] = permanences
        before, threshold = self.connected_inputs[column], self._connected
        now = {i for i, permanence in permanences.items() if permanence >= threshold}
        self.connected_inputs[column] = now
        for i in now - before:
            self.connected_columns[i].add(column)
        for i in before - now:
            self.connected_columns[i].discard(column)

    def pool_of(self, column: int) -> dict[int, float]:
        """The potential pool of a column, ascending: {input: permanence in decimals}."""
        return {i: permanence / ONE for i, permanence in sorted(self.permanences[column].items())}

    # Saving.

    def state(self) -> dict[str, Any]:
        """The state as plain data."""
        return {
            "parameters": dict(vars(self.parameters)),
            "random": self.random.state,
            "learning_steps": self.learning_steps,
            "pools": from_rows(self.permanences),
            "priority": array("I", self.priority),
            "overlap_duty": array("d", self.overlap_duty),
            "activity_duty": array("d", self.activity_duty),
            "boost": array("I", self.boost),
        }

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The pooler with this state. No random numbers are used."""
        pooler = cls.__new__(cls)
        pooler.set_parameters(PoolerParameters(**state["parameters"]))
        pooler.random = Random.at(state["random"])
        pooler.learning_steps = state["learning_steps"]
        for name in ("priority", "overlap_duty", "activity_duty", "boost"):
            setattr(pooler, name, list(state[name]))
        pooler.set_all_permanences(to_rows(state["pools"]))
        return pooler
