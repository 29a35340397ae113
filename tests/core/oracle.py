"""The rules once more, as plainly as they can be said, to compare engines with.

Written from the rules alone, without looking at speed: every segment is looked at in every step. A
memory is a list of cells' segments; permanences are ten-thousandths.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from math import exp, floor
from typing import Any

from htm_teacher import Random


@dataclass(eq=False)
class PlainSegment:
    """A segment; the oldest come first in the memory's list."""

    cell: int
    synapses: dict[int, int]
    used: int
    potential: int = 0  # active potential synapses at the end of the step before
    active: bool = False
    matching: bool = False


@dataclass
class PlainMemory:
    """Section 5."""

    stream: Random
    p: dict[str, Any]
    segments: list[PlainSegment] = field(default_factory=list)
    active: set[int] = field(default_factory=set)
    winners: set[int] = field(default_factory=set)
    steps: int = 0

    def whole(self, name: str) -> int:
        return round(self.p[name] * 10_000)

    def column(self, cell: int) -> int:
        return int(cell // self.p["cells_per_column"])

    def of(self, column: int) -> list[PlainSegment]:
        return [one for one in self.segments if self.column(one.cell) == column]

    def predictive(self) -> set[int]:
        return {one.cell for one in self.segments if one.active}

    def reset(self) -> None:
        self.active, self.winners = set(), set()
        for one in self.segments:
            one.active = one.matching = False

    def compute(self, columns: Iterable[int], learn: bool) -> None:
        self.steps += 1
        coming = sorted(set(columns))
        old_active, old_winners = self.active, self.winners
        silent = [one for one in self.segments if self.column(one.cell) not in coming]
        wrong = [one for one in silent if one.matching]
        active, chosen = set(), {column: self.choose(column, learn) for column in coming}
        for column in coming:
            first = column * self.p["cells_per_column"]
            burst = set(range(first, first + self.p["cells_per_column"]))
            active |= {one.cell for one in self.of(column) if one.active} or burst
        self.active = active
        self.winners = set().union(*(winners for winners, _ in chosen.values()))
        if learn:
            for winners, segments in chosen.values():
                for one in segments:
                    gain = self.whole("permanence_increment")
                    self.adapt(one, old_active, gain, -self.whole("permanence_decrement"))
                    if one in self.segments:
                        self.grow(one, old_winners, self.p["sample_size"] - one.potential)
                if not segments and old_winners:
                    (cell,) = winners
                    self.make_room(cell)
                    self.segments.append(PlainSegment(cell, {}, self.steps))
                    self.grow(self.segments[-1], old_winners, self.p["sample_size"])
            for one in wrong:
                self.adapt(one, old_active, -self.whole("predicted_decrement"))
        self.look(learn)

    def choose(self, column: int, learn: bool) -> tuple[set[int], list[PlainSegment]]:
        """The winners of a column and the segments that are to be reinforced."""
        knew = [one for one in self.of(column) if one.active]
        if knew:
            return {one.cell for one in knew}, knew
        near = [one for one in self.of(column) if one.matching]
        if near:
            most = max(one.potential for one in near)
            best = next(one for one in near if one.potential == most)
            return {best.cell}, [best]
        first = column * self.p["cells_per_column"]
        cells = range(first, first + self.p["cells_per_column"])
        counts = [sum(one.cell == cell for one in self.segments) for cell in cells]
        equals = [cell for cell, count in zip(cells, counts, strict=True) if count == min(counts)]
        return {equals[self.stream.below(len(equals)) if learn else 0]}, []

    def adapt(self, one: PlainSegment, heard: set[int], change: int, others: int | None = None) -> None:
        """Synapses from heard cells change so, the others so or (None) are left alone."""
        for cell in list(one.synapses):
            by = change if cell in heard else others
            if by is not None:
                one.synapses[cell] = min(one.synapses[cell] + by, 10_000)
                if one.synapses[cell] <= 0:
                    del one.synapses[cell]
        if not one.synapses:
            self.segments.remove(one)

    def grow(self, one: PlainSegment, winners: set[int], wanted: int) -> None:
        new = sorted(winners - set(one.synapses))
        wanted = max(0, min(wanted, len(new)))
        while len(one.synapses) + wanted > self.p["max_synapses_per_segment"]:
            others = [(held, cell) for cell, held in one.synapses.items() if cell not in winners]
            if not others:
                wanted -= 1
                continue
            del one.synapses[min(others)[1]]
        for cell in self.stream.sample(new, wanted):
            one.synapses[cell] = self.whole("initial_permanence")

    def make_room(self, cell: int) -> None:
        own = [one for one in self.segments if one.cell == cell]
        if len(own) == self.p["max_segments_per_cell"]:
            idle = min(one.used for one in own)
            self.segments.remove(next(one for one in own if one.used == idle))

    def look(self, learn: bool) -> None:
        connected = self.whole("connected_permanence")
        for one in self.segments:
            heard = [held for cell, held in one.synapses.items() if cell in self.active]
            one.potential = len(heard)
            one.matching = len(heard) >= self.p["learning_threshold"]
            strong = sum(held >= connected for held in heard)
            one.active = strong >= self.p["activation_threshold"]
            if one.active and learn:
                one.used = self.steps


@dataclass
class PlainPooler:
    """Section 4, from given pools and priorities on, on a line of columns."""

    p: dict[str, Any]
    pools: list[dict[int, int]]
    priority: list[int]
    overlap_duty: list[float] = field(default_factory=list)
    activity_duty: list[float] = field(default_factory=list)
    boost: list[int] = field(default_factory=list)
    steps: int = 0

    def __post_init__(self) -> None:
        self.overlap_duty = [0.0 for _ in self.pools]
        self.activity_duty = [0.0 for _ in self.pools]
        self.boost = [1000 for _ in self.pools]

    def near(self, column: int) -> list[int]:
        columns = range(len(self.pools))
        if self.p["inhibition"] == "global":
            return list(columns)
        apart = [abs(column - other) for other in columns]
        if self.p["wrap_around"]:
            apart = [min(one, len(self.pools) - one) for one in apart]
        return [c for c, one in zip(columns, apart, strict=True) if one <= self.p["radius"]]

    def compute(self, active: set[int], learn: bool) -> set[int]:
        if not active:
            return set()
        connected = round(self.p["connected_permanence"] * 10_000)
        overlaps = [sum(held >= connected and i in active for i, held in pool.items()) for pool in self.pools]
        overlaps = [o if o >= self.p["stimulus_threshold"] else 0 for o in overlaps]
        boosted = [o * b for o, b in zip(overlaps, self.boost, strict=True)]
        order = [(o, p) for o, p in zip(boosted, self.priority, strict=True)]
        winners = {c for c in range(len(order)) if overlaps[c] and self.wins(c, order)}
        if learn:
            self.learn(active, overlaps, winners, connected)
        return winners

    def wins(self, column: int, order: list[tuple[int, int]]) -> bool:
        near, count = self.near(column), self.p["active_column_count"]
        ahead = sum(order[other] > order[column] for other in near)
        if self.p["inhibition"] == "global":
            return ahead < int(count)
        return ahead == 0 or ahead * len(order) < count * len(near)

    def learn(self, active: set[int], overlaps: list[int], winners: set[int], connected: int) -> None:
        gain = round(self.p["permanence_increment"] * 10_000)
        loss = round(self.p["permanence_decrement"] * 10_000)
        for column in winners:
            for i in self.pools[column]:
                held = self.pools[column][i] + (gain if i in active else -loss)
                self.pools[column][i] = max(0, min(10_000, held))
        self.steps += 1
        period = min(self.p["duty_cycle_period"], self.steps)
        for c in range(len(self.pools)):
            self.overlap_duty[c] += ((overlaps[c] > 0) - self.overlap_duty[c]) / period
            self.activity_duty[c] += ((c in winners) - self.activity_duty[c]) / period
        for c, pool in enumerate(self.pools):
            busiest = max(self.overlap_duty[other] for other in self.near(c))
            if self.overlap_duty[c] < self.p["minimum_overlap_duty"] * busiest:
                for i in pool:
                    pool[i] = min(10_000, pool[i] + floor(connected / 10 + 0.5))
        for c in range(len(self.pools)):
            k = floor(65536 * (self.target(c) - self.activity_duty[c]) + 0.5)
            factor = round(1000 * exp(self.p["boost_strength"] * k / 65536))
            self.boost[c] = max(1, min(10**6, factor))

    def target(self, column: int) -> float:
        if self.p["inhibition"] == "global":
            return float(self.p["active_column_count"] / len(self.pools))
        near, total = self.near(column), 0.0
        for other in near:
            total += self.activity_duty[other]
        return total / len(near)


def plain_hash(*words: int) -> int:
    """The hash of integers, with SplitMix64 written out once more."""
    result = 0
    for word in words:
        z = ((result ^ (word % 2**64)) + 0x9E3779B97F4A7C15) % 2**64
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9 % 2**64
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB % 2**64
        result = z ^ (z >> 31)
    return result
