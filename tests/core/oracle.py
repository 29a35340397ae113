"""What `one_page` leaves out, as plainly as it can be said, to compare engines with.

The page says the rules once more, without the textbook's code; here are only the others. Speed does not
matter: every segment and every column is looked at in every step. Permanences are ten-thousandths.
"""

from math import exp, floor

from htm_teacher.core import one_page
from htm_teacher.core.one_page import ONE

NAMES = {  # what the page calls them
    "permanence_increment": "increment",
    "permanence_decrement": "decrement",
    "predicted_decrement": "punishment",
    "max_synapses_per_segment": "max_synapses",
}
PERMANENCES = {"initial_permanence", "connected_permanence", "increment", "decrement", "punishment"}


def on_the_page(parameters):
    """The textbook's parameters as the page has them: its names, and permanences as whole numbers."""
    own = {NAMES.get(name, name): value for name, value in parameters.items()}
    return own | {name: round(own[name] * ONE) for name in PERMANENCES & own.keys()}


class PlainMemory(one_page.TemporalMemory):
    """The page's memory with a limit of segments per cell."""

    def __init__(self, seed, parameters):
        vars(self).update(on_the_page(parameters))
        super().__init__(seed)
        self.steps, self.used = 0, {}  # {segment: the step at which it was last active, or created}

    def compute(self, columns, learn=True):
        self.steps += 1
        super().compute(columns, learn)
        if learn:
            new = [segment for segment in self.segments if segment not in self.used]
            self.used |= dict.fromkeys(new + self.active_segments, self.steps)

    def learn(self, columns, winners):
        for cell, segment in winners:
            own = [one for one in self.segments if one.cell == cell]
            if segment is None and self.winner_cells and len(own) == self.max_segments_per_cell:
                self.segments.remove(min(own, key=self.used.get))  # of equals, the oldest
        super().learn(columns, winners)


class PlainPooler(one_page.SpatialPooler):
    """The page's pooler with thresholds, boosting, inhibition on a line, duty cycles, and help."""

    def __init__(self, seed, parameters):
        vars(self).update(on_the_page(parameters))
        self.pool_size = max(1, round(self.potential_fraction * self.inputs))
        super().__init__(seed)
        self.overlap_duty, self.activity_duty = [0.0] * self.columns, [0.0] * self.columns
        self.boost, self.steps = [1000] * self.columns, 0
        # Who wins is decided here; the page's own rule lets every column win that has an overlap.
        self.wanted, self.active_column_count = self.active_column_count, self.columns

    def near(self, column):
        if self.inhibition == "global":
            return range(self.columns)
        apart = [abs(column - other) for other in range(self.columns)]
        if self.wrap_around:
            apart = [min(distance, self.columns - distance) for distance in apart]
        return [other for other, distance in enumerate(apart) if distance <= self.inhibition_radius]

    def compute(self, bits, learn=True):
        if not bits:
            return set()
        overlaps = [
            sum(pool.get(bit, 0) >= self.connected_permanence for bit in bits) for pool in self.permanences
        ]
        overlaps = [overlap if overlap >= self.stimulus_threshold else 0 for overlap in overlaps]
        boosted = [overlap * factor for overlap, factor in zip(overlaps, self.boost, strict=True)]
        ranks = list(zip(boosted, self.priority, strict=True))
        winners = {column for column in range(self.columns) if overlaps[column] and self.wins(column, ranks)}
        if learn:
            self.learn(bits, overlaps, winners)
        return winners

    def wins(self, column, ranks):
        near = self.near(column)
        ahead = sum(ranks[other] > ranks[column] for other in near)
        if self.inhibition == "global":
            return ahead < self.wanted
        return ahead == 0 or ahead * self.columns < self.wanted * len(near)

    def learn(self, bits, overlaps, winners):
        # The page's rule for learning: if only these columns have synapses, they win, and learn.
        every = self.permanences
        self.permanences = [pool if column in winners else {} for column, pool in enumerate(every)]
        super().compute(bits)
        self.permanences = every
        self.steps += 1
        period = min(self.duty_cycle_period, self.steps)
        for column in range(self.columns):
            self.overlap_duty[column] += ((overlaps[column] > 0) - self.overlap_duty[column]) / period
            self.activity_duty[column] += ((column in winners) - self.activity_duty[column]) / period
        for column, pool in enumerate(every):
            busiest = max(self.overlap_duty[other] for other in self.near(column))
            if self.overlap_duty[column] < self.minimum_overlap_duty * busiest:
                for bit in pool:
                    pool[bit] = min(pool[bit] + floor(self.connected_permanence / 10 + 0.5), ONE)
        for column in range(self.columns):
            shortfall = floor(65536 * (self.target(column) - self.activity_duty[column]) + 0.5) / 65536
            factor = round(1000 * exp(self.boost_strength * shortfall))
            self.boost[column] = max(1, min(factor, 10**6))

    def target(self, column):
        if self.inhibition == "global":
            return self.wanted / self.columns
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
