"""Spatial pooler: from any input SDR to a few active columns, those with the most synapses on it.

Source: Cui, Ahmad & Hawkins 2017, "The HTM spatial pooler"; BAMI, chapter "Spatial Pooling Algorithm".

Each column has synapses on a random part of the input, its potential pool. The columns with the most
connected synapses on active bits win, and only winners learn: they gain permanence on the bits that were
active. In time every column stands for something that really occurs, similar inputs share columns, and
about the same number is always active.
"""

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nlargest
from typing import Any, Self

from .parameters import PoolerParameters
from .permanence import ONE, add_up, boost_factor, from_rows, round_half_up, to_permanence, to_rows
from .rng import Random
from .sdr import SDR
from .topology import centre_of, neighbourhood, neighbours


class SpatialPooler:
    """Columns that compete for an input and learn from winning.

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
        connected_columns: the same synapses from the other side: for each input the connected columns.
        priority: for each column its rank in a tie; the higher wins.
        overlap_duty, activity_duty: for each column its duty cycles: the part of recent steps in which it
            had an overlap, and in which it won, in [0, 1].
        boost: for each column the factor on its overlap, in thousandths.

    Raises:
        ValueError: if a parameter is out of range or two of them contradict each other.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.set_parameters(PoolerParameters(**parameters))
        columns = self.parameters.columns
        self.random = Random(seed, "spatial pooler")
        self.set_all_permanences(map(self._first_permanences, range(columns)))
        self.priority = self.random.sample(range(columns), columns)
        self.overlap_duty = [0.0] * columns
        self.activity_duty = [0.0] * columns
        self.boost = [1000] * columns
        self.learning_steps = 0

    def set_parameters(self, parameters: PoolerParameters) -> None:
        """Continue with these parameters; the sizes must be the same."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence)
        self._gain = to_permanence(parameters.permanence_increment)
        self._loss = to_permanence(parameters.permanence_decrement)

    def compute(self, sdr: SDR, learn: bool = True) -> frozenset[int]:
        """The columns that win for this input; they learn from it, if asked to.

        Raises:
            ValueError: if the input has another size than the pooler's.
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
            self._help_silent_columns()
            self._update_boost()
        return winners

    # Phase 1, overlap: on how many active inputs does each column have a connected synapse?

    def overlaps(self, sdr: SDR) -> list[int]:
        """For each column the number of its connected synapses on active inputs, 0 if under threshold."""
        # From the few active inputs to their columns, not from every column to its inputs: the cost
        # follows the activity, not the size.
        counts: Counter[int] = Counter()
        for i in sdr.active:
            counts.update(self.connected_columns.get(i, ()))
        overlaps = [counts.get(column, 0) for column in range(self.parameters.columns)]
        threshold = self.parameters.stimulus_threshold
        return [overlap if overlap >= threshold else 0 for overlap in overlaps]

    # Phase 2, inhibition: the columns with the highest overlaps inhibit the others.

    def inhibit(self, overlaps: list[int]) -> frozenset[int]:
        """The columns that win with these overlaps, boosted; a column without overlap never wins."""
        columns = self.parameters.columns
        contestants = [column for column in range(columns) if overlaps[column] > 0]
        # The k-winners-take-all rule, with k = active_column_count, makes every output equally sparse.
        # Order by boosted overlap, then by priority. Priorities are below `columns`, so one number holds
        # both: overlap 7, boost 1000 and priority 12 of 64 columns are 7 x 1000 x 64 + 12.
        each = zip(overlaps, self.boost, self.priority, strict=True)
        rank = [overlap * boost * columns + priority for overlap, boost, priority in each]
        if self.parameters.inhibition == "global":
            count = self.parameters.active_column_count
            return frozenset(nlargest(count, contestants, key=rank.__getitem__))
        return frozenset(column for column in contestants if self._wins_locally(column, rank))

    def _wins_locally(self, column: int, rank: list[int]) -> bool:
        """Whether few enough neighbours are ahead, for the same density as with global inhibition."""
        # With global inhibition 40 of 2,048 columns win; here, of 100 neighbours, about 2 may be ahead.
        near = self.neighbours(column)
        ahead = sum(rank[other] > rank[column] for other in near)
        wanted = self.parameters.active_column_count * len(near)
        return ahead == 0 or ahead * self.parameters.columns < wanted

    # Phase 3, learning: winners learn the input, and columns that hardly ever win are helped.

    def _learn(self, column: int, active: frozenset[int]) -> None:
        # Hebb's rule: in the pool of a winner, active inputs gain permanence and inactive ones lose some.
        # Inputs outside the potential pool have no synapse that could learn.
        before, loss = self.permanences[column], self._loss
        after = {i: held - loss if held > loss else 0 for i, held in before.items()}
        for i in active & before.keys():
            after[i] = min(before[i] + self._gain, ONE)
        self._set_permanences(column, after)

    def _update_duty_cycles(self, overlaps: list[int], winners: frozenset[int]) -> None:
        # Running means: each duty cycle moves 1/period of the way to 1 if it happened, otherwise to 0.
        self.learning_steps += 1
        period = min(self.parameters.duty_cycle_period, self.learning_steps)
        for column, overlap in enumerate(overlaps):
            self.overlap_duty[column] += ((overlap > 0) - self.overlap_duty[column]) / period
            self.activity_duty[column] += ((column in winners) - self.activity_duty[column]) / period

    def _help_silent_columns(self) -> None:
        """A column that hardly ever has an overlap gains permanence on all of its pool."""
        # Only winners learn, so a column whose permanences are too low to win would stay as it is for ever.
        # A tenth of the threshold at a time brings it back into the competition.
        share, duty = self.parameters.minimum_overlap_duty, self.overlap_duty
        enough, gain = share * max(duty), round_half_up(self._connected / 10)
        for column in [column for column, own in enumerate(duty) if own < enough]:
            if self.parameters.inhibition == "local":
                enough = share * max(duty[other] for other in self.neighbours(column))
            if duty[column] < enough:
                pool = self.permanences[column].items()
                self._set_permanences(column, {i: min(held + gain, ONE) for i, held in pool})

    def _update_boost(self) -> None:
        """Columns that win less often than their target are favoured; the others are held back."""
        # So all columns share the work: a column that never wins stands for nothing (Cui et al., eq. 6).
        strength = self.parameters.boost_strength
        if strength == 0:
            self.boost = [1000] * self.parameters.columns
            return
        won = enumerate(self.activity_duty)
        self.boost = [boost_factor(strength, self._target_duty(column) - duty) for column, duty in won]

    def _target_duty(self, column: int) -> float:
        if self.parameters.inhibition == "global":
            return self.parameters.active_column_count / self.parameters.columns
        near = self.neighbours(column)
        return add_up(self.activity_duty[other] for other in near) / len(near)

    # The potential pools and first permanences of the columns.

    def neighbours(self, column: int) -> Sequence[int]:
        """The columns that this column competes with, itself included, ascending."""
        parameters, radius = self.parameters, self.parameters.inhibition_radius
        if parameters.inhibition == "global" or radius is None:
            return range(parameters.columns)
        return neighbours(column, radius, parameters.column_shape, parameters.wrap_around)

    def _first_permanences(self, column: int) -> dict[int, int]:
        """About half of the pool connected, half not."""
        # A synapse near the threshold is easily connected or disconnected by learning; at the ends of the
        # range, only by much of it. So permanences are drawn evenly, below and above the threshold.
        draw, connected, shape = self.random, self._connected, self.parameters.input_shape
        centre = centre_of(column, self.parameters.column_shape, shape)
        near = neighbourhood(centre, self.parameters.potential_radius, shape, self.parameters.wrap_around)
        size = max(1, round_half_up(self.parameters.potential_fraction * len(near)))
        pool = sorted(draw.sample(near, size))
        return {
            i: connected + draw.below(ONE + 1 - connected) if draw.below(2) else draw.below(connected)
            for i in pool
        }

    def set_all_permanences(self, pools: Iterable[dict[int, int]]) -> None:
        """Give every column its pool: {input: permanence in ten-thousandths}."""
        columns = range(self.parameters.columns)
        self.permanences: list[dict[int, int]] = [{} for _ in columns]
        self.connected_inputs: list[set[int]] = [set() for _ in columns]
        self.connected_columns: defaultdict[int, set[int]] = defaultdict(set)
        for column, pool in enumerate(pools):
            self._set_permanences(column, pool)

    def _set_permanences(self, column: int, permanences: dict[int, int]) -> None:
        """Give a column new permanences, and keep both views of its connected synapses true."""
        self.permanences[column] = permanences
        before, threshold = self.connected_inputs[column], self._connected
        now = {i for i, held in permanences.items() if held >= threshold}
        self.connected_inputs[column] = now
        for i in now - before:
            self.connected_columns[i].add(column)
        for i in before - now:
            self.connected_columns[i].discard(column)

    def pool_of(self, column: int) -> dict[int, float]:
        """The potential pool of a column: {input: permanence}, in decimals, ascending."""
        return {i: held / ONE for i, held in sorted(self.permanences[column].items())}

    # Saving.

    def state(self) -> dict[str, Any]:
        """Everything that this pooler is, as plain data."""
        return {
            "parameters": vars(self.parameters),
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
        """The pooler that ``state`` described. Nothing is drawn."""
        pooler = cls.__new__(cls)
        pooler.set_parameters(PoolerParameters(**state["parameters"]))
        pooler.random = Random.at(state["random"])
        pooler.learning_steps = state["learning_steps"]
        for name in ("priority", "overlap_duty", "activity_duty", "boost"):
            setattr(pooler, name, list(state[name]))
        pooler.set_all_permanences(to_rows(state["pools"]))
        return pooler
