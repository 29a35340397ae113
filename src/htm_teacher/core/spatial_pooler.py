"""Spatial pooler: from any input SDR to a few active columns, the ones that know it best.

Source: Cui, Ahmad & Hawkins 2017, "The HTM spatial pooler"; BAMI, chapter "Spatial Pooling Algorithm".

Each column looks at its own random part of the input. The columns that see most of it win, and only
winners learn: they turn a little further towards what they have just seen. In time every column stands
for something that really occurs, similar inputs share columns, and always equally few are active.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache
from heapq import nlargest
from math import exp
from typing import Any

from .parameters import PoolerParameters
from .permanence import ONE, add_up, round_half_up, to_permanence
from .rng import Random
from .sdr import SDR
from .topology import centre_of, coordinates, neighbourhood


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
        connected: for each column the inputs it hears: those with permanence >= connected_permanence.
        hearers: the same seen from the other side: for each input the columns that hear it.
        priority: for each column its rank in a tie; higher wins.
        overlap_duty, activity_duty: for each column how often, of late, it overlapped and it won, in [0, 1].
        boost: for each column the factor on its overlap, in thousandths.

    Raises:
        ValueError: if a parameter is out of range or two of them contradict each other.
    """

    def __init__(self, *, seed: int = 0, **parameters: Any) -> None:
        self.change(PoolerParameters(**parameters))
        columns = self.parameters.columns
        self.random = Random(seed, "spatial pooler")
        self.set_all_permanences(map(self._first_permanences, range(columns)))
        self.priority = self.random.sample(range(columns), columns)
        self.overlap_duty = [0.0] * columns
        self.activity_duty = [0.0] * columns
        self.boost = [1000] * columns
        self.learning_steps = 0

    def change(self, parameters: PoolerParameters) -> None:
        """Go on with these parameters; sizes must be those of before."""
        self.parameters = parameters
        self._connected = to_permanence(parameters.connected_permanence, "connected_permanence")
        self._gain = to_permanence(parameters.permanence_increment, "permanence_increment")
        self._loss = to_permanence(parameters.permanence_decrement, "permanence_decrement")
        self._neighbourhoods: dict[int, list[int]] = {}

    def compute(self, sdr: SDR, learn: bool = True) -> frozenset[int]:
        """The columns that win for this input; they learn from it, if asked to.

        Raises:
            ValueError: if the input has another size than the pooler's.
        """
        if sdr.size != self.parameters.inputs:
            raise ValueError(f"the input has {sdr.size} bits: {self.parameters.inputs} are needed")
        if not sdr.active:
            return frozenset()  # no input, no winners, nothing to learn
        overlaps = self.overlaps(sdr)
        winners = self.inhibit(overlaps)
        if learn:
            for column in winners:
                self._learn(column, sdr.active)
            self._update_duty_cycles(overlaps, winners)
            self._help_silent_columns()
            self._update_boost()
        return winners

    # Phase 1, overlap: how much of the input does each column hear?

    def overlaps(self, sdr: SDR) -> list[int]:
        """For each column the number of its connected synapses on active inputs, 0 if under threshold."""
        heard: Counter[int] = Counter()
        for i in sdr.active:
            heard.update(self.hearers.get(i, ()))
        counts = [heard.get(column, 0) for column in range(self.parameters.columns)]
        threshold = self.parameters.stimulus_threshold
        return [count if count >= threshold else 0 for count in counts]

    # Phase 2, inhibition: the columns that hear most silence the others.

    def inhibit(self, overlaps: list[int]) -> frozenset[int]:
        """The columns that win with these overlaps, boosted; one without any overlap never does."""
        columns = self.parameters.columns
        contestants = [column for column in range(columns) if overlaps[column] > 0]
        # Boosted overlap first, priority second: as priorities are below `columns`, one number does.
        each = zip(overlaps, self.boost, self.priority, strict=True)
        rank = [overlap * boost * columns + priority for overlap, boost, priority in each]
        if self.parameters.inhibition == "global":
            count = self.parameters.active_column_count
            return frozenset(nlargest(count, contestants, key=rank.__getitem__))
        return frozenset(column for column in contestants if self._wins_locally(column, rank))

    def _wins_locally(self, column: int, rank: list[int]) -> bool:
        """Whether few enough neighbours are ahead: the same density near as everywhere."""
        near = self.neighbours(column)
        ahead = sum(rank[other] > rank[column] for other in near)
        wanted = self.parameters.active_column_count * len(near)
        return ahead == 0 or ahead * self.parameters.columns < wanted

    # Phase 3, learning: winners move towards the input, and every column is kept in the game.

    def _learn(self, column: int, active: frozenset[int]) -> None:
        before, loss = self.permanences[column], self._loss
        after = {i: held - loss if held > loss else 0 for i, held in before.items()}
        for i in active & before.keys():
            after[i] = min(before[i] + self._gain, ONE)
        self._set_permanences(column, after)

    def _update_duty_cycles(self, overlaps: list[int], winners: frozenset[int]) -> None:
        self.learning_steps += 1
        period = min(self.parameters.duty_cycle_period, self.learning_steps)
        heard, won = zip(self.overlap_duty, overlaps, strict=True), enumerate(self.activity_duty)
        self.overlap_duty = [duty + ((overlap > 0) - duty) / period for duty, overlap in heard]
        self.activity_duty = [duty + ((column in winners) - duty) / period for column, duty in won]

    def _help_silent_columns(self) -> None:
        """A column that hardly ever hears anything gets more permanence everywhere in its pool."""
        share, duty = self.parameters.minimum_overlap_duty, self.overlap_duty
        enough = share * max(duty)
        for column in [column for column, own in enumerate(duty) if own < enough]:
            if self.parameters.inhibition == "local":
                enough = share * max(duty[other] for other in self.neighbours(column))
            if duty[column] < enough:
                self._raise_all(column)

    def _raise_all(self, column: int) -> None:
        step, pool = round_half_up(self._connected / 10), self.permanences[column]
        self._set_permanences(column, {i: min(held + step, ONE) for i, held in pool.items()})

    def _update_boost(self) -> None:
        """Columns that win less than their target are favoured, those that win more are held back."""
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

    # What a column is born with.

    def neighbours(self, column: int) -> list[int]:
        """The columns that this one competes with, itself included, ascending."""
        if self.parameters.inhibition == "global":
            return list(range(self.parameters.columns))
        if column not in self._neighbourhoods:
            shape, wrap = self.parameters.column_shape, self.parameters.wrap_around
            centre = coordinates(column, shape)
            near = neighbourhood(centre, self.parameters.inhibition_radius, shape, wrap)
            self._neighbourhoods[column] = near
        return self._neighbourhoods[column]

    def _first_permanences(self, column: int) -> dict[int, int]:
        """Half of the pool connected, half not, each close enough to change its mind."""
        drawn, connected = self.random, self._connected
        shape, wrap = self.parameters.input_shape, self.parameters.wrap_around
        centre = centre_of(column, self.parameters.column_shape, shape)
        near = neighbourhood(centre, self.parameters.potential_radius, shape, wrap)
        size = max(1, round_half_up(self.parameters.potential_fraction * len(near)))
        pool = sorted(drawn.sample(near, size))
        return {
            i: connected + drawn.below(ONE + 1 - connected) if drawn.below(2) else drawn.below(connected)
            for i in pool
        }

    def set_all_permanences(self, pools: Iterable[dict[int, int]]) -> None:
        """Give every column its pool: {input: permanence in ten-thousandths}."""
        columns = range(self.parameters.columns)
        self.permanences: list[dict[int, int]] = [{} for _ in columns]
        self.connected: list[set[int]] = [set() for _ in columns]
        self.hearers: defaultdict[int, set[int]] = defaultdict(set)
        for column, pool in enumerate(pools):
            self._set_permanences(column, pool)

    def _set_permanences(self, column: int, permanences: dict[int, int]) -> None:
        """Take new permanences for a column's pool, and see to whom it now listens."""
        self.permanences[column] = permanences
        before, threshold = self.connected[column], self._connected
        now = {i for i, held in permanences.items() if held >= threshold}
        self.connected[column] = now
        for i in now - before:
            self.hearers[i].add(column)
        for i in before - now:
            self.hearers[i].discard(column)

    def pool_of(self, column: int) -> dict[int, float]:
        """The potential pool of a column: {input: permanence}, in decimals, ascending."""
        return {i: held / ONE for i, held in sorted(self.permanences[column].items())}


def boost_factor(strength: float, shortfall: float) -> int:
    """exp(strength x shortfall) in thousandths, within [1, 1,000,000].

    ``exp`` differs in its last digit between machines; with the shortfall rounded to 1/65,536 and the
    factor to thousandths, no machine can tell.
    """
    return _boost_table(strength, round_half_up(65536 * shortfall))


@lru_cache(maxsize=2**17)
def _boost_table(strength: float, steps: int) -> int:
    return max(1, min(round(1000 * exp(strength * steps / 65536)), 10**6))
