"""All of HTM on one page: encoder, spatial pooler, temporal memory and anomaly, in plain Python.

The textbook around this page adds duty cycles and boosting, topology, dead cells, a limit of segments on a
cell, and checks. With those switched off, and for the same seed, both have exactly the same bits, columns,
cells and permanences after every step. To watch it learn letters: python -m htm_teacher.core.one_page
"""

from .rng import Random, hash_words  # our own generator: below(n) is a whole number in [0, n)

ONE = 10_000  # permanence 1.00. Permanences are whole numbers, so that sums are exact: 2,100 is 0.21


# 1. Encode: a number becomes a few active bits. (Purdy 2016: random distributed scalar encoder)
def encode(value, resolution=1.0, size=400, active_bits=21, seed=0):
    """The active bits of a number. Near numbers share most of them, numbers far apart almost none.
    >>> [len(encode(20) & encode(other)) for other in (20.4, 21, 25, 90)]
    [21, 20, 16, 0]
    """
    bits, first = set(), int((value / resolution + 0.5) // 1)  # rounded to a multiple of the resolution
    for key in range(first, first + active_bits):  # the number 20 uses the keys 20 to 40, 21 uses 21 to 41
        bit, attempt = hash_words(seed, key) % size, 0
        while bit in bits:  # taken by another key: hash again
            attempt += 1
            bit = hash_words(seed, key, attempt) % size
        bits.add(bit)
    return bits


# 2. Pool: the columns with the most connected synapses on active bits win. (Cui, Ahmad & Hawkins 2017)
class SpatialPooler:
    inputs, pool_size = 400, 320  # bits of an input, and how many of them a column has synapses on
    columns, active_column_count = 64, 6
    connected_permanence = 2_000  # from here on a synapse is connected, and counts
    increment, decrement = 30, 5

    def __init__(self, seed):
        random = Random(seed, "spatial pooler")
        self.permanences = []  # for each column {bit: permanence}
        for _ in range(self.columns):
            pool = sorted(random.sample(range(self.inputs), self.pool_size))
            self.permanences.append({bit: self.first_permanence(random) for bit in pool})
        self.priority = random.sample(range(self.columns), self.columns)  # decides ties

    def first_permanence(self, random):
        if random.below(2):  # about half of the synapses start connected
            return self.connected_permanence + random.below(ONE + 1 - self.connected_permanence)
        return random.below(self.connected_permanence)

    def compute(self, bits, learn=True):
        # Overlap: how many connected synapses does each column have on active bits?
        ranks = {}
        for column, synapses in enumerate(self.permanences):
            overlap = sum(synapses.get(bit, 0) >= self.connected_permanence for bit in bits)
            if overlap:
                ranks[column] = (overlap, self.priority[column])
        # Inhibition: only the highest ranks win, so that every input activates equally few columns.
        winners = sorted(ranks, key=ranks.get, reverse=True)[: self.active_column_count]
        # Learning (Hebb's rule): in winners, active bits gain permanence and the others lose some.
        for column in winners if learn else []:
            for bit, permanence in self.permanences[column].items():
                change = self.increment if bit in bits else -self.decrement
                self.permanences[column][bit] = max(0, min(permanence + change, ONE))
        return set(winners)


# 3. Remember: which cells of a column are active tells the context. (Hawkins & Ahmad 2016; BAMI)
class Segment:  # of one cell: synapses from cells that were active together just before
    def __init__(self, cell):
        self.cell, self.synapses = cell, {}  # {presynaptic cell: permanence}


class TemporalMemory:
    cells_per_column = 4  # cell i of column c is number c x cells_per_column + i
    activation_threshold = 5  # active connected synapses: the segment is active, and its cell predictive
    learning_threshold = 4  # active synapses, connected or not: the segment matches
    initial_permanence, connected_permanence = 2_100, 5_000  # a new synapse is not yet connected
    increment, decrement, punishment = 1_000, 500, 200
    sample_size, max_synapses = 6, 12  # synapses a segment should have from active cells; most it can hold

    def __init__(self, seed):
        self.random = Random(seed, "temporal memory")
        self.segments = []  # oldest first
        self.reset()

    def reset(self):
        self.active_cells, self.winner_cells = set(), set()  # winners learn, and new synapses lead from them
        self.active_segments, self.matching = [], {}  # {segment: how many synapses from active cells}

    def predicted_columns(self):
        return {segment.cell // self.cells_per_column for segment in self.active_segments}

    def compute(self, columns, learn=True):
        active_cells, winners = self.activate(columns, learn)
        if learn:  # self.active_cells, winner_cells and matching still belong to the step before
            self.learn(columns, winners)
        self.active_cells, self.winner_cells = active_cells, {cell for cell, _ in winners}
        self.predict()

    def activate(self, columns, learn):
        """The cells that become active, and the winners: pairs of a cell and its segment, or None.
        Column 13 is one of B's. B after A activates its cell 52, B after X its cell 55, B alone all four:
        >>> [sorted(after(word).active_cells & {52, 53, 54, 55}) for word in ("AB", "XB", "B")]
        [[52], [55], [52, 53, 54, 55]]
        """
        active_cells, winners = set(), []
        for column in sorted(columns):
            cells = range(column * self.cells_per_column, (column + 1) * self.cells_per_column)
            active = [segment for segment in self.active_segments if segment.cell in cells]
            matching = [segment for segment in self.matching if segment.cell in cells]
            if active:  # predicted: the predictive cells alone become active, and carry the context on
                active_cells |= {segment.cell for segment in active}
                winners += [(segment.cell, segment) for segment in active]
                continue
            active_cells |= set(cells)  # not predicted: the column bursts, since any context is possible
            if matching:  # the best match wins: it may have known this context; in a tie, the oldest
                best = max(matching, key=self.matching.get)
                winners.append((best.cell, best))
            else:  # a new context: the cell with the fewest segments wins, and grows a segment
                count = {cell: sum(segment.cell == cell for segment in self.segments) for cell in cells}
                tied = [cell for cell in cells if count[cell] == min(count.values())]
                winners.append((tied[self.random.below(len(tied))] if learn else tied[0], None))
        return active_cells, winners

    def learn(self, columns, winners):
        """Strengthen segments that were right, grow new ones, weaken those that were wrong.
        Cell 52 grows a segment from cells of A. Each B after A adds 0.10, and after four it is connected:
        >>> [max(s.synapses.values()) for n in (1, 2, 3, 4) for s in after("", n).segments if s.cell == 52]
        [2100, 3100, 4100, 5100]
        """
        for cell, segment in winners:
            if segment is not None:
                self.adapt(segment, self.increment, self.active_cells)
                self.adapt(segment, -self.decrement, segment.synapses.keys() - self.active_cells)
                if segment.synapses:  # otherwise the last of them has just been removed
                    self.grow(segment, self.sample_size - self.matching[segment])
            elif self.winner_cells:  # the first letter of a word has nothing before it to learn from
                self.segments.append(Segment(cell))
                self.grow(self.segments[-1], self.sample_size)
        for segment in self.matching:  # active segments match, too
            if segment.cell // self.cells_per_column not in columns:
                self.adapt(segment, -self.punishment, self.active_cells)
        self.segments = [segment for segment in self.segments if segment.synapses]

    def adapt(self, segment, change, cells):
        for cell in segment.synapses.keys() & cells:
            segment.synapses[cell] = min(segment.synapses[cell] + change, ONE)
            if segment.synapses[cell] <= 0:
                del segment.synapses[cell]

    def grow(self, segment, wanted):
        new = self.winner_cells - segment.synapses.keys()
        wanted = max(0, min(wanted, len(new)))
        overflow = max(0, len(segment.synapses) + wanted - self.max_synapses) if wanted else 0
        old = [(held, cell) for cell, held in segment.synapses.items() if cell not in self.winner_cells]
        for _, cell in sorted(old)[:overflow]:  # on a full segment the weakest make room
            del segment.synapses[cell]
        wanted = min(wanted, self.max_synapses - len(segment.synapses))
        segment.synapses |= dict.fromkeys(self.random.sample(new, wanted), self.initial_permanence)

    def predict(self):
        """Find the segments that recognise the active cells: fully (active segments) or nearly (matching).
        After AB and XB the same columns are predicted, those of C, but other cells. (column, cell):
        >>> [sorted(divmod(s.cell, 4) for s in after(word).active_segments)[:3] for word in ("AB", "XB")]
        [[(11, 1), (16, 1), (26, 1)], [(11, 2), (16, 0), (26, 0)]]
        """
        self.active_segments, self.matching = [], {}
        for segment in self.segments:
            potential = segment.synapses.keys() & self.active_cells  # its active synapses
            connected = [cell for cell in potential if segment.synapses[cell] >= self.connected_permanence]
            if len(potential) >= self.learning_threshold:
                self.matching[segment] = len(potential)
            if len(connected) >= self.activation_threshold:
                self.active_segments.append(segment)


# 4. Be surprised: the anomaly is the part of the active columns that was not predicted. (Ahmad et al. 2017)
def read(word, pooler, memory, learn=True):
    memory.reset()
    for letter in word:  # letters are numbers far apart, which share bits only by chance
        predicted = memory.predicted_columns()
        columns = pooler.compute(encode(100 * ord(letter)), learn)
        memory.compute(columns, learn)
        yield 1 - len(columns & predicted) / len(columns)


def after(word, passes=25):
    """A memory after this many passes over ABCD and XBCY, and then this word."""
    pooler, memory = SpatialPooler(138), TemporalMemory(138)
    for earlier, learn in [("ABCD", True), ("XBCY", True)] * passes + [(word, False)]:
        list(read(earlier, pooler, memory, learn))
    return memory


if __name__ == "__main__":
    print("Each letter's anomaly: 1: not predicted, 0: predicted. ABCY and XBCD are read without learning.")
    pooler, memory = SpatialPooler(138), TemporalMemory(138)
    words = [("ABCD", True), ("XBCY", True), ("ABCY", False), ("XBCD", False)]
    for number in range(1, 26):
        texts = (" ".join([w, *(f"{a:.0f}" for a in read(w, pooler, memory, learn))]) for w, learn in words)
        print(f"pass {number:2}", *texts, sep="   ")
