"""Faults to sow in the textbook, one line each: a suite that lets one of them pass is too lenient.

Each is a slip that someone could make: the wrong side of a comparison, a neighbouring variable, a step
left out, an order turned round. ``test_seeded_faults.py`` sows them one by one and runs the tests that
should notice. Where a line of the textbook is reworded, its fault is to be reworded with it.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """A piece of one line of a file, which stands there once, and what takes its place."""

    file: str  # in the package
    original: str
    fault: str
    caught_by: str  # files of tests, with blanks between them


def faults(file: str, caught_by: str, *changes: tuple[str, str]) -> list[Fault]:
    """Several faults in one file that the same tests should notice."""
    caught_by = f"core/test_{caught_by}.py"
    return [Fault(f"core/{file}.py", original, fault, caught_by) for original, fault in changes]


def fast_faults(file: str, rules: str, *changes: tuple[str, str], agree: str = "engines") -> list[Fault]:
    """Several faults in one file of kernels: a rule is broken, or the engines do not agree any more."""
    tests = f"core/test_{rules}.py test_{agree}_agree.py"
    return [Fault(f"fast/{file}.py", *change, tests) for change in changes]


FAULTS = [
    *faults(
        "rng",
        "rng",
        ("(word >> 30)", "(word >> 31)"),
        ("0x94D049BB133111EB", "0x94D049BB133111EA"),
        (">> 11) / 2**53", ">> 12) / 2**52"),
        ("word - drawn <= last_round", "word - drawn < last_round"),
        ("        if n == 1:", "        if n == 0:"),
        ("pool = sorted(items)", "pool = list(items)"),
        ("j = i + self.below(len(pool) - i)", "j = i + self.below(len(pool) - i - 1)"),
        ("result = mix(result ^ (word & _WORD))", "result ^= mix(word & _WORD)"),
        ("        if n < 1:", "        if n < 0:"),
        ("if not 0 <= k <= len(pool):", "if k > len(pool):"),
        ('check_whole(state, "a stream\'s position", 0, _WORD)', "state"),
    ),
    *faults(
        "numbers",
        "numbers",
        ("same is differs or ", ""),
        ("    with suppress(Exception):", "    if True:"),
        ("if not low <= whole <= high:", "if not low <= number <= high:"),
        ('.startswith("bool")', ' == "bool" and value is True'),
    ),
    *faults(
        "parameters",
        "parameters",
        ("getattr(new, name) != getattr(self, name)", "changes[name] != getattr(self, name)"),
        ("self.columns * self.cells_per_column <= MOST_CELLS", "True"),
    ),
    *faults(
        "sdr",
        "sdr",
        ("        check_whole(bits, name, 0, most)", "        check_whole(bits, name)"),
    ),
    *faults(
        "encoders/rdse",
        "encoders_by_rule",
        ("((self.seed, first + k) for k in", "((self.seed, first - k) for k in"),
        ("/ self.resolution + 0.5", "/ self.resolution"),
        ("if 4 * self.active_bits > self.size", "if 4 * self.active_bits >= self.size"),
        ("round(math.log10(value), 9)", "math.log10(value)"),
        ("        self.last = number\n", "        self.last = self.last or number\n"),
    ),
    *faults(
        "encoders/base",
        "encoders_by_rule",
        ("bit = hash_words(*key, attempt) % size", "bit = (bit + 1) % size"),
    ),
    *faults(
        "encoders/base",
        "encoders",
        ("value is not None or one.default is not None", "value is not None"),
        ("setattr(self, one.name, CHECKS[one.type](value, one.name))", "CHECKS[one.type](value, one.name)"),
        ('"size", self.active_bits, MOST_BITS)', '"size", self.active_bits)'),
    ),
    *faults(
        "encoders/scalar",
        "encoders",
        ("not high / 2 - low / 2 > 0", "not low < high"),
        ("self._take(minimum=low, maximum=high)", "self.minimum, self.maximum = low, high"),
    ),
    *faults(
        "encoders/fields",
        "encoders_by_rule",
        ("not own or len(own) < len(pairs)", "not own"),
        ("moved[name].encode", "self.encoders[name].encode"),
        ("        self.encoders = moved\n", ""),
        ("        if is_missing(value):\n            return {}\n", ""),
    ),
    *faults(
        "spatial_pooler",
        "spatial_pooler",
        ("if count >= threshold else 0", "if count > threshold else 0"),
        ("if overlaps[column] > 0]", "if overlaps[column] >= 0]"),
        ("overlap * boost * columns + priority", "overlap * boost * columns - priority"),
        ("overlap * boost * columns + priority", "overlap * columns + priority"),
        ("rank[other] > rank[column] for", "rank[other] >= rank[column] for"),
        ("ahead * self.parameters.columns < wanted", "ahead * self.parameters.columns <= wanted"),
        ("ahead == 0 or ahead * self.parameters.columns < wanted", "ahead == 0"),
        ("held - loss if held > loss else 0", "held - loss"),
        ("min(before[i] + self._gain, ONE)", "before[i] + self._gain"),
        ("((overlap > 0) - duty) / period", "((overlap > 1) - duty) / period"),
        ("min(self.parameters.duty_cycle_period, self.learning_steps)", "self.learning_steps"),
        ("enough = share * max(duty)", "enough = share * min(duty)"),
        ("round_half_up(self._connected / 10)", "self._connected // 10"),
        ("if held >= threshold}", "if held > threshold}"),
        ("if drawn.below(2) else drawn.below(connected)", "if drawn.below(2) else 0"),
        ("round_half_up(65536 * shortfall)", "int(65536 * shortfall)"),
        ("exp(strength * steps / 65536)", "exp(-strength * steps / 65536)"),
        ("/ len(near)", "/ self.parameters.columns"),
        ("sdr.active:\n            return frozenset()", "learn:\n            return frozenset()"),
        ("self._update_duty_cycles(overlaps, winners)\n            self._help", "self._help"),
    ),
    *faults(
        "topology",
        "spatial_pooler",
        ("(2 * place + 1) * length", "(2 * place) * length"),
        ("range(middle - radius, middle + radius + 1)", "range(middle - radius, middle + radius)"),
    ),
    *faults(
        "segments",
        "temporal_memory",
        (
            "held + gain if cell in active_cells else held - loss",
            "held + gain if cell in active_cells else held",
        ),
        ("        if permanence > 0:", "        if permanence >= 0:"),
        ("permanence if permanence < ONE else ONE", "permanence"),
        ("for cell in active_cells.intersection(segment.synapses):", "for cell in [*segment.synapses]:"),
        ("        if not segment.synapses:\n            self.remove(segment)", "        pass"),
        ("new = winners - segment.synapses.keys()", "new = set(winners)"),
        ("+ wanted - room", "+ wanted - room + 1"),
        ("if cell not in spared]", "]"),
        ("(segment.synapses[cell], cell))[:count]", "(segment.synapses[cell], -cell))[:count]"),
        ("lambda cell: (segment.synapses[cell], cell))", "lambda cell: cell)"),
        ("wanted = min(wanted, len(new))", "wanted = len(new)"),
    ),
    *faults(
        "temporal_memory",
        "temporal_memory",
        ("max(matching[column], key", "max(reversed(matching[column]), key"),
        ("if count[cell] == fewest]", "]"),
        ("if learn else equals[0]", "if learn else equals[-1]"),
        (
            "self.segments.reinforce(segment, before.active_cells",
            "self.segments.reinforce(segment, before.winner_cells",
        ),
        ("self.parameters.sample_size - known)", "self.parameters.sample_size)"),
        ("if not segments and before.winner_cells:", "if before.winner_cells and len(winners) == 1:"),
        ("winners, initial = before.winner_cells", "winners, initial = self.winner_cells"),
        ("winners, initial = before.winner_cells", "winners, initial = before.active_cells"),
        ("not in active_columns:", "in active_columns:"),
        ("for segment in before.matching_segments:", "for segment in before.active_segments:"),
        ("if n >= enough and", "if n > enough and"),
        (">= threshold\n\n    def count_connected", "> threshold\n\n    def count_connected"),
        ("if synapses[cell] >= threshold]", "if synapses[cell] > threshold]"),
        (
            "        if learn:\n            for segment in self.active_segments:",
            "        if True:\n            for segment in self.active_segments:",
        ),
        (
            "        if learn:\n            for segment in self.active_segments:",
            "        if learn:\n            for segment in self.matching_segments:",
        ),
        ("and one.cell not in dead", ""),
        ("columns = sorted(check_indices(", "columns = sorted(reverse=True, iterable=check_indices("),
    ),
    *faults(
        "cells",
        "temporal_memory",
        ("(segment.last_used, segment.serial)", "segment.serial"),
        ("(segment.last_used, segment.serial)", "(segment.last_used, -segment.serial)"),
        ("self.segments.create(cell, self.steps)", "self.segments.create(cell, 0)"),
        ("        self.winner_cells -= self.dead_cells\n", ""),
        ("if cell not in self.dead_cells]", "]"),
        (
            "        self.matching_segments: list[Segment] = []\n",
            "        self.matching_segments: list[Segment] = getattr(self, 'matching_segments', [])\n",
        ),
    ),
    *faults(
        "anomaly",
        "anomaly",
        ("return 1 - len(", "return len("),
        ("max(1, len(predicted_columns))", "len(active_columns)"),
        ("AVERAGED = 10", "AVERAGED = 9"),
        ("abs(z) / 1.4142", "z / 1.4142"),
        ("tail <= RED and self.last_tail <= RED", "tail <= RED"),
        ("self.last_tail = tail", "self.last_tail = 1 - likelihood"),
        ("self.index % self.parameters.refit_every", "(self.index + 1) % self.parameters.refit_every"),
        ("self.parameters.learning_period - shifted_out", "self.parameters.learning_period"),
        ("max(mean, 0.03)", "mean"),
        ("[1] < 1.5e-5", "[1] < 1.5e-6"),
    ),
    *faults(
        "classifier",
        "classifier",
        ("self.remembered[-1 - horizon]", "self.remembered[-horizon]"),
        ("((one == bucket) - chances[one])", "((one == bucket) - chances[bucket])"),
        ("(value - mean) / self.counts[bucket]", "(value - mean) / 2"),
        ("exp(total - highest)", "exp(total)"),
        ("        self.remembered.clear()\n", "        pass\n"),
        ("tuple(sorted(self.buckets))", "tuple(self.buckets)"),
        ("if learn and bucket is not None", "if bucket is not None"),
    ),
    *faults(
        "model",
        "model",
        ("learn and not self.settled", "learn"),
        ("recall=None if fresh else", "recall="),
        ("            self.reset()\n        fresh", "            self.memory.reset()\n        fresh"),
        ("twin.encoder = deepcopy(self.encoder)", "twin.encoder = self.encoder"),
        ("twin.classifier.remembered = copy(self.classifier.remembered)", "pass"),
    ),
    *faults(
        "state",
        "snapshot",
        ('"random": memory.random.state,', '"random": 0,'),
        ('"fresh": memory.fresh,', '"fresh": True,'),
        ("pooler.learning_steps = _count", "pooler.learning_steps = 0 * _count"),
        ('check_number(state["last_tail"], "last_tail", 0, 1)', "1.0"),
        ('memory.segments.next_serial = state["next_serial"]', "pass"),
    ),
    *faults(
        "state",
        "state",
        ("check_whole(state[name], name, 0, 2**62)", "state[name]"),
        ("len(values) == size and all", "all"),
        ("all(low <= one <= high for one in values)", "min(values) >= low"),
        ("sorted(pooler.priority) == list(range(columns))", "len(pooler.priority) == columns"),
        ("    memory.predictive_cells = frozenset(one.cell for one in memory.active_segments)\n", ""),
        ('sorted(set(state["matching_segments"]))', 'state["matching_segments"]'),
        ("len(classifier.counts) == len(buckets)", "True"),
        ('all(map(isfinite, state["weights"][str(horizon)]))', "True"),
    ),
    *faults(
        "snapshot",
        "state",
        ("if _parts(model_state(model)) != _parts(state):", "if False:"),
    ),
    *faults(
        "snapshot",
        "snapshot",
        ('if header["version"] > VERSION:', 'if header["version"] > VERSION + 1:'),
        ("with whole_file(Path(path)) as draft:", "for draft in [Path(path)]:"),
        ("{one.compress_type for one in listed} - PACKED", "False"),
        ("len(entries) < len(listed) or ", ""),
        ("        if entries:\n", "        if False:\n"),
    ),
    *faults(
        "files",
        "snapshot",
        ("        yield draft\n", "        draft = path\n        yield draft\n"),
        ("        os.replace(draft, real)\n", ""),
    ),
    *faults(
        "files",
        "files",
        ("real = path.resolve()", "real = path"),
        ("            shutil.copymode(real, draft)\n", "            pass\n"),
    ),
    *faults(
        "history",
        "history",
        ("deepcopy(step.value)", "step.value"),
        ("deepcopy(value), learn, SDR", "value, learn, SDR"),
        ("in deepcopy(events):", "in events:"),
        ("self._events[:], self._ends[:]", "self._events, self._ends"),
        ("self.at(steps), int(steps)", "self.at(steps), steps"),
        ("if place <= steps}", "if place < steps}"),
        ("if place < steps}", "}"),
        ("self._events[: self._ends[-1] if steps else 0]", "self._events[:steps]"),
        ("first = self._ends[start - 1] if start else 0", "first = start"),
        ("n % self._spacing == 0}", "n % 2 == 0}"),
        ("        twin.change(**changes)\n", ""),
    ),
]

# Each costs half a minute, since kernels are compiled anew.
FAST_FAULTS = [
    *fast_faults(
        "rng",
        "temporal_memory",
        ("word - drawn <= last_round", "word >= drawn"),
        ("np.uint64(30)", "np.uint64(31)"),
    ),
    *fast_faults(
        "pooling",
        "spatial_pooler",
        ("if overlap[column] == cut:", "if overlap[column] >= cut:"),
        ("count_above(overlap, middle) <= wanted", "count_above(overlap, middle) <= wanted + 1"),
        ("boosted + pool.priority[column]", "boosted - pool.priority[column]"),
        ("ahead * columns < wanted", "ahead * columns <= wanted"),
        ("moved = held if held < none else moved", "moved = moved"),
        ("(np.float64(won[column]) - activity[column]) / period", "np.float64(won[column]) / period"),
        ("8 * word + 8)", "8 * word + 7)"),
        ("min(first + LINE, len(pool.hears))", "min(first + LINE - 1, len(pool.hears))"),
        ("row[i] + rules.help", "row[i] + rules.gain"),
        ("shortfall + 65536]", "shortfall + 65535]"),
    ),
    *fast_faults(
        "dendrites",
        "temporal_memory",
        ("bit if moved >= connected else", "bit if moved > connected else"),
        ("moved = max(min(moved, most), nothing)", "moved = max(moved, nothing)"),
        ("net.there[word] & net.heard[word])", "net.there[word] & net.connected[word])"),
        ("    if permanence >= threshold:\n", "    if permanence > threshold:\n"),
        ("new = np.uint32(new + 1 - marks[cell])", "new = np.uint32(new + 1)"),
        (
            "wanted = max(0, min(wanted, room - size_of(net, segment)))",
            "wanted = max(0, wanted - overflow)",
        ),
        ("net.heard[: net.numbers[USED]] = 0", "net.heard[: net.numbers[USED] - 1] = 0"),
        ("net.heard[net.touched[i]] = 0", "net.heard[net.touched[0]] = 0"),
        ("heard[slot >> np.uint32(5)] |=", "heard[slot >> np.uint32(5)] ="),
        ("(held << 48) + (cell << 16)", "(held << 48) - (cell << 16)"),
    ),
    *fast_faults(
        "remembering",
        "temporal_memory",
        ("net.serial[net.matching[one]] < net", "net.serial[net.matching[one]] > net"),
        ("net.serial[desk.lessons[at - 1]] > net", "net.serial[desk.lessons[at - 1]] < net"),
        ("if net.segments[cell] < fewest:", "if net.segments[cell] <= fewest:"),
        ("rules.sample_size - desk.known[k]", "rules.sample_size"),
        ("if net.last_used[segment] < net", "if net.last_used[segment] <= net"),
        ("if net.numbers[DEAD]:", "if net.numbers[DEAD] < 0:"),
        ("if ones(heard[i]) >= enough else", "if ones(heard[i]) > enough else"),
        ("matching += potential >= rules", "matching += potential > rules"),
        ("if learn and net.active[k]:", "if net.active[k]:"),
        ("connected += ones(net.heard[word] & net.connected[word])", "connected += ones(net.heard[word])"),
    ),
    Fault(
        "fast/remembering.py",
        "if own < word and net.heard[own]:",
        "if own <= word and net.heard[own]:",
        "test_engines_agree_at_length.py::test_engines_agree_on_segments_of_many_words",
    ),
    *fast_faults(
        "scoring",
        "anomaly",
        ("min(index + 1, AVERAGED)", "min(index, AVERAGED)"),
        ("for i in range(index + 1 - held, index + 1):", "for i in range(held):"),
        ("index % rules.refit_every == 0", "(index + 1) % rules.refit_every == 0"),
        ("records.usual[LAST_TAIL] <= RED", "likelihood <= RED"),
        ("records.usual[LAST_TAIL] = tail", "records.usual[LAST_TAIL] = 1 - likelihood"),
        ("abs(z) / 1.4142", "z / 1.4142"),
        ("rules.learning_period - shifted_out", "rules.learning_period"),
        ("known > 0 and spread < 1.5e-5", "known > 0 and spread < 1.5e-6"),
        ("max(mean, 0.03)", "mean"),
        ("records.values[place] = value", "records.values[place] = average"),
        ("% rules.window < len", "% rules.window <= len"),
        agree="readouts",
    ),
    *fast_faults(
        "reading",
        "classifier",
        ("if learn and kind != NOTHING:", "if kind != NOTHING:"),
        ("table.numbers[HELD] > table.horizons[h]", "table.numbers[HELD] >= table.horizons[h]"),
        ("+ moments - table.horizons[h])", "+ moments + 1 - table.horizons[h])"),
        ("min(numbers[HELD] + 1, moments)", "numbers[HELD] + 1"),
        ("if kind == NUMBER:", "if kind != NOTHING:"),
        ("(value - mean) / table.count[place]", "(value - mean) / 2"),
        ("table.bucket[middle] < bucket", "table.bucket[middle] > bucket"),
        ("table.place[i] = table.place[i - 1]", "table.place[i] = table.place[i]"),
        ("((b == place) - steps[b])", "((b == place) - steps[place])"),
        ("exp(sums[b] - highest)", "exp(sums[b])"),
        ("whole += sums[table.place[k]]", "whole += sums[k]"),
        ("        if row != NO_ROW:\n", "        if row >= NO_ROW:\n"),
        ("        table.row[h, cell] = row\n", ""),
        ("out[last, k] = table.value[table.place[k]]", "out[last, k] = table.value[k]"),
        ("numbers[ROWS] + len(table.horizons) * most", "numbers[ROWS] + most"),
        ("numbers[BUCKETS] < len(table.bucket)", "numbers[BUCKETS] <= len(table.bucket)"),
        agree="readouts",
    ),
    *(
        Fault(f"fast/{file}.py", original, fault, "test_running.py")
        for file, original, fault in [
            ("running", "learn and unsettled", "learn"),
            ("running", "count, count - hits", "count, hits"),
            ("running", "0 if fresh else count", "count"),
            ("running", "hits / max(1, predicted)", "hits / max(2, predicted)"),
            ("running", "chances[h, k] > chances[h, best]", "chances[h, k] >= chances[h, best]"),
            ("running", "        forget(net)\n", "        pass\n"),
        ]
    ),
]
