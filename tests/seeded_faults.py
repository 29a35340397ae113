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


def faults(file: str, caught_by: str, *changes: tuple[str, str], room: str = "core") -> list[Fault]:
    """Several faults in one file that the same tests should notice."""
    caught_by = f"{room}/test_{caught_by}.py"
    return [Fault(f"{room}/{file}.py", original, fault, caught_by) for original, fault in changes]


def saving(file: str, *changes: tuple[str, str]) -> list[Fault]:
    """Several faults in what a part of the textbook saves, or loads."""
    return [Fault(f"core/{file}.py", *change, "keep/test_snapshot.py") for change in changes]


def fast_faults(file: str, rules: str, *changes: tuple[str, str], agree: str = "engines") -> list[Fault]:
    """Several faults in one file of kernels: a rule is broken, or the engines do not agree any more."""
    tests = f"core/test_{rules}.py test_{agree}_agree.py"
    return [Fault(f"fast/kernels/{file}.py", *change, tests) for change in changes]


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
        "checks",
        "numbers",
        ("same is differs or ", ""),
        ("    except Exception:", "    except TypeError:"),
        ("if not low <= whole <= high:", "if not low <= number <= high:"),
        ('.startswith("bool")', ' == "bool" and value is True'),
    ),
    *faults(
        "declare",
        "parameters",
        ("getattr(new, name) != getattr(self, name)", "changes[name] != getattr(self, name)"),
        ("if declared[name].fixed and", "if"),
        ("self.high >= NO_LIMIT", "self.high > NO_LIMIT"),
        ("if value is not None or declaration.default is not None", "if value is not None"),
    ),
    *faults(
        "parameters",
        "parameters",
        ("self.columns * self.cells_per_column > MOST_CELLS", "False"),
        ("self.active_column_count > self.columns", "self.active_column_count >= self.columns"),
        ("self.activation_threshold < self.learning_threshold", "False"),
        ("self.sample_size > self.max", "self.sample_size >= self.max"),
        ('self.inhibition == "local" and ', ""),
        ('if len(owners) > 1 and name != "columns":', "if len(owners) > 1:"),
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
        ("bit = hash_words(*key, attempt) % size", "bit = (bit + 1) % size"),
        ("return high / 2 - low / 2", "return (high - low) / 2"),
    ),
    *faults(
        "encoders/settings",
        "encoders",
        ("value is not None or field.default is not None", "value is not None"),
        (
            "setattr(encoder, field.name, _checked(value, field.name, field.type))",
            "_checked(value, field.name, field.type)",
        ),
        ('"size", encoder.active_bits, MOST_BITS)', '"size", encoder.active_bits)'),
        ("fitted = dataclasses.replace(encoder, **found)", "fitted = type('', (), found)()"),
    ),
    *faults(
        "encoders/scalar",
        "encoders",
        ("not half_distance(low, high) > 0", "not low < high"),
        ("take_settings(self, minimum=low, maximum=high)", "self.minimum, self.maximum = low, high"),
    ),
    *faults(
        "encoders/date_time",
        "encoders_by_rule",
        (" + moment.second", ""),
        ("moment.minute * 60", "moment.minute"),
        ("moment.weekday() >= 5", "moment.weekday() > 5"),
        ('"day_of_week": moment.weekday()', '"day_of_week": moment.isoweekday()'),
        ("day.timetuple().tm_yday - 1", "day.timetuple().tm_yday"),
        ("str(day) in self.holidays", "str(day)[5:] in {one[5:] for one in self.holidays}"),
        ("bits |= {offset + bit for bit in", "bits |= {bit for bit in"),
        (
            "isinstance(value, datetime) else datetime.fromisoformat(value)",
            "isinstance(value, datetime) else datetime.fromisoformat(value).astimezone()",
        ),
    ),
    *faults(
        "encoders/coordinate",
        "encoders_by_rule",
        ("range(place - radius, place + radius + 1)", "range(place - radius, place + radius)"),
        ("ordered = sorted(", "ordered = list("),
        ("(self.seed, 1, *near)", "(self.seed, *near)"),
        ("hash_words(self.seed, *near), near)", "hash_words(*near), near)"),
        ("0.75 * travelled", "0.25 * travelled"),
        ("* self.timestep / self.scale", "/ self.timestep / self.scale"),
        ("max(self.radius, math.ceil", "min(self.radius, math.ceil"),
        ("math.pi / 4 + north / 2", "math.pi / 4 + north"),
        ("EARTH_RADIUS * east, EARTH_RADIUS * math.log", "EARTH_RADIUS * east, math.log"),
        ("not self.active_bits <= count", "not self.active_bits < count"),
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
        ("if overlap >= threshold else 0", "if overlap > threshold else 0"),
        ("if overlaps[column] > 0]", "if overlaps[column] >= 0]"),
        ("overlap * boost * columns + priority", "overlap * boost * columns - priority"),
        ("overlap * boost * columns + priority", "overlap * columns + priority"),
        ("rank[other] > rank[column] for", "rank[other] >= rank[column] for"),
        ("ahead * self.parameters.columns < wanted", "ahead * self.parameters.columns <= wanted"),
        ("ahead == 0 or ahead * self.parameters.columns < wanted", "ahead == 0"),
        ("held - loss if held > loss else 0", "held - loss"),
        ("min(before[i] + self._gain, ONE)", "before[i] + self._gain"),
        ("((overlap > 0) - self", "((overlap > 1) - self"),
        ("min(self.parameters.duty_cycle_period, self.learning_steps)", "self.learning_steps"),
        ("enough, gain = share * max(duty)", "enough, gain = share * min(duty)"),
        ("round_half_up(self._connected / 10)", "self._connected // 10"),
        ("if held >= threshold}", "if held > threshold}"),
        ("if draw.below(2) else draw.below(connected)", "if draw.below(2) else 0"),
        ("/ len(near)", "/ self.parameters.columns"),
        ("sdr.active:\n            return frozenset()", "learn:\n            return frozenset()"),
        ("self._update_duty_cycles(overlaps, winners)\n            self._help", "self._help"),
    ),
    *faults(
        "permanence",
        "spatial_pooler",
        ("round_half_up(65536 * shortfall)", "int(65536 * shortfall)"),
        ("exp(strength * steps / 65536)", "exp(-strength * steps / 65536)"),
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
            "p + gain if cell in active_cells else p - loss for",
            "p + gain if cell in active_cells else p for",
        ),
        ("            if permanence > 0:", "            if permanence >= 0:"),
        ("permanence if permanence < ONE else ONE", "permanence"),
        ("wrong = active_cells.intersection(segment.synapses)", "wrong = [*segment.synapses]"),
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
        ("max(matching, key", "max(reversed(matching), key"),
        ("if count == fewest]", "]"),
        ("if learn else equals[0]", "if learn else equals[-1]"),
        (
            "self.segments.reinforce(segment, before.active_cells",
            "self.segments.reinforce(segment, before.winner_cells",
        ),
        ("self.parameters.sample_size - before.potential[segment])", "self.parameters.sample_size)"),
        (
            "if not response.segments and before.winner_cells:",
            "if before.winner_cells and len(response.winner_cells) == 1:",
        ),
        (
            "before.winner_cells\n        self.segments.grow",
            "self.now.winner_cells - before.active_cells\n        self.segments.grow",
        ),
        (
            "before.winner_cells\n        self.segments.grow",
            "before.active_cells\n        self.segments.grow",
        ),
        ("not in active_columns:", "in active_columns:"),
        ("for segment in before.matching_segments:", "for segment in before.active_segments:"),
        ("if count >= enough and", "if count > enough and"),
        ("one, active) >= threshold]", "one, active) > threshold]"),
        ("if synapses[cell] >= threshold]", "if synapses[cell] > threshold]"),
        (
            "        if learn:\n            for segment in self.now",
            "        if True:\n            for segment in self.now",
        ),
        ("for segment in self.now.active_segments:", "for segment in self.now.matching_segments:"),
        ("segment.cell for segment in active[column]", "segment.cell for segment in active[column][:1]"),
        ("        self.now = Moment()\n\n    # Phase", "        pass\n\n    # Phase"),
        ("if cell not in self.dead_cells]", "]"),
        ("self.segments.create(cell, self.steps)", "self.segments.create(cell, 0)"),
        ("and one.cell not in dead", ""),
        ("columns = sorted(check_indices(", "columns = sorted(reverse=True, iterable=check_indices("),
    ),
    *faults(
        "segments",
        "temporal_memory",
        ("(segment.last_used, segment.serial)", "segment.serial"),
        ("(segment.last_used, segment.serial)", "(segment.last_used, -segment.serial)"),
    ),
    *faults(
        "by_hand",
        "temporal_memory",
        ("moment.winner_cells - cells", "moment.winner_cells"),
        ("if segment in potential)", ")"),
        ("segment not in segments and ", ""),
        (" and segment.cell not in cells", ""),
    ),
    *faults(
        "anomaly",
        "anomaly",
        ("return 1 - len(", "return len("),
        ("max(1, len(predicted_columns))", "len(active_columns)"),
        ("AVERAGED = 10", "AVERAGED = 9"),
        ("abs(z) / ROOT_OF_2", "z / ROOT_OF_2"),
        ("tail <= RED and self.last_tail <= RED", "tail <= RED"),
        ("self.last_tail = tail", "self.last_tail = 1 - likelihood"),
        ("self.index % self.parameters.refit_every", "(self.index + 1) % self.parameters.refit_every"),
        ("self.parameters.learning_period - left_the_window", "self.parameters.learning_period"),
        ("max(mean, LEAST_MEAN)", "mean"),
        ("FLAT = 1.5e-5", "FLAT = 1.5e-6"),
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
        ("recall(columns, predicted) if has_context else None", "recall(columns, predicted)"),
        ("            self.reset()\n        #", "            self.memory.reset()\n        #"),
        ("deepcopy((self.encoder, self.likelihood))", "self.encoder, deepcopy(self.likelihood)"),
        ("twin.classifier.remembered = copy(self.classifier.remembered)", "pass"),
    ),
    *saving(
        "temporal_memory",
        ('"random": self.random.state,', '"random": 0,'),
        ('memory.random = Random.at(state["random"])', "pass"),
        ('frozenset(state["dead_cells"])', "frozenset()"),
    ),
    *saving(
        "moment",
        ('"fresh": not self.has_context,', '"fresh": True,'),
        ('winner_cells=frozenset(state["winner_cells"])', "winner_cells=frozenset()"),
    ),
    *saving("segments", ('        segments.next_serial = state["next_serial"]\n', "")),
    *saving(
        "spatial_pooler", ('pooler.learning_steps = state["learning_steps"]', "pooler.learning_steps = 0")
    ),
    *saving("anomaly", ('state["index"], state["last_tail"]', 'state["index"], 1.0')),
    *faults(
        "state",
        "state",
        ("return check_whole(state[name], name, 0, 2**62)", "return state[name]"),
        ("_require(type(state[name]) is int,", "_require(True,"),
        ("_require(size is None or len(numbers) == size,", "_require(True,"),
        ("isinstance(numbers, array) and numbers.typecode == typecode", "True"),
        (
            "_require(all(low <= number <= high for number in numbers),",
            "_require(all(low <= number for number in numbers),",
        ),
        ("priority == list(range(columns))", "True"),
        ("_require(set(active) <= set(matching),", "_require(True,"),
        ("_require(count <= sizes[serial],", "_require(True,"),
        ("ordered == sorted(set(ordered))", "ordered == sorted(ordered)"),
        ("ordered[0] >= 0 and ordered[-1] < bound", "ordered[-1] < bound"),
        ("len(set(buckets)) == len(buckets)", "True"),
        ("_require(all(map(isfinite, weights)),", "_require(True,"),
        room="keep",
    ),
    *faults(
        "snapshot",
        "state",
        ("if _parts(model.state()) != _parts(state):", "if False:"),
        room="keep",
    ),
    *faults(
        "snapshot",
        "snapshot",
        ('if header["version"] > VERSION:', 'if header["version"] > VERSION + 1:'),
        ("with whole_file(Path(path)) as draft:", "for draft in [Path(path)]:"),
        ("{one.compress_type for one in listed} - PACKED", "False"),
        ("len(entries) < len(listed) or ", ""),
        ("        if entries:\n", "        if False:\n"),
        room="keep",
    ),
    *faults(
        "whole_file",
        "snapshot",
        ("        yield draft\n", "        draft = path\n        yield draft\n"),
        ("        os.replace(draft, real)\n", ""),
        room="keep",
    ),
    *faults(
        "whole_file",
        "whole_file",
        ("real = path.resolve()", "real = path"),
        ("            shutil.copymode(real, draft)\n", "            pass\n"),
        room="keep",
    ),
    *faults(
        "history",
        "history",
        ("deepcopy(step.value)", "step.value"),
        ("deepcopy(value), learn, SDR", "value, learn, SDR"),
        ("in deepcopy(events):", "in events:"),
        ("self._events[:], self._ends[:]", "self._events, self._ends"),
        ("self.at(steps), int(steps)", "self.at(steps), steps"),
        ("if at <= steps}", "if at < steps}"),
        ("if place < steps}", "}"),
        ("self._events[: self._count_events(steps)]", "self._events[:steps]"),
        ("<= held <= events:", "<= held:"),
        ("at % self._spacing == 0}", "at % 2 == 0}"),
        ("        twin.change(**changes)\n", ""),
        room="keep",
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
        "inhibition",
        "spatial_pooler",
        ("if overlap[column] == cut:", "if overlap[column] >= cut:"),
        ("count_above(overlap, middle) <= wanted", "count_above(overlap, middle) <= wanted + 1"),
        ("boosted + pool.priority[column]", "boosted - pool.priority[column]"),
        ("ahead * columns < wanted", "ahead * columns <= wanted"),
        ("8 * word + 8)", "8 * word + 7)"),
    ),
    *fast_faults(
        "spatial_pooler",
        "spatial_pooler",
        ("moved = held if held < none else moved", "moved = moved"),
        ("(np.float64(won[column]) - activity[column]) / period", "np.float64(won[column]) / period"),
        ("min(first + CHUNK, len", "min(first + CHUNK - 1, len"),
        ("row[i] + rules.help", "row[i] + rules.gain"),
        ("shortfall + 65536]", "shortfall + 65535]"),
    ),
    *fast_faults(
        "segments",
        "temporal_memory",
        ("bit if moved >= connected else", "bit if moved > connected else"),
        ("moved = max(min(moved, most), nothing)", "moved = max(moved, nothing)"),
        ("net.occupied[word] & net.from_active[word])", "net.occupied[word] & net.connected[word])"),
        ("    if permanence >= threshold:\n", "    if permanence > threshold:\n"),
    ),
    *fast_faults(
        "growth",
        "temporal_memory",
        ("new = np.uint32(new + 1 - marks[cell])", "new = np.uint32(new + 1)"),
        (
            "wanted = max(0, min(wanted, room - size_of(net, segment)))",
            "wanted = max(0, wanted - overflow)",
        ),
        ("(held << 48) + (cell << 16)", "(held << 48) - (cell << 16)"),
    ),
    *fast_faults(
        "matching",
        "temporal_memory",
        ("net.from_active[: net.numbers[USED]] = 0", "net.from_active[: net.numbers[USED] - 1] = 0"),
        ("net.from_active[net.touched[i]] = 0", "net.from_active[net.touched[0]] = 0"),
        ("from_active[slot >> np.uint32(5)] |=", "from_active[slot >> np.uint32(5)] ="),
    ),
    *fast_faults(
        "activation",
        "temporal_memory",
        ("net.serial[net.matching[one]] < net", "net.serial[net.matching[one]] > net"),
        ("net.serial[desk.learning[at - 1]] > net", "net.serial[desk.learning[at - 1]] < net"),
        ("if net.segments[cell] < fewest:", "if net.segments[cell] <= fewest:"),
    ),
    *fast_faults(
        "temporal_memory",
        "temporal_memory",
        ("rules.sample_size - desk.potential[k]", "rules.sample_size"),
        ("if net.last_used[segment] < net", "if net.last_used[segment] <= net"),
    ),
    *fast_faults(
        "matching",
        "temporal_memory",
        ("if net.numbers[DEAD]:", "if net.numbers[DEAD] < 0:"),
        ("if ones(from_active[i]) >= enough else", "if ones(from_active[i]) > enough else"),
        ("matching += potential >= rules", "matching += potential > rules"),
        ("        cells += active\n", "        cells += 1\n"),
        ("if learn and net.active[k]:", "if net.active[k]:"),
        ("ones(net.from_active[word] & net.connected[word])", "ones(net.from_active[word])"),
    ),
    Fault(
        "fast/kernels/matching.py",
        "if own < word and net.from_active[own]:",
        "if own <= word and net.from_active[own]:",
        "test_engines_agree_at_length.py::test_engines_agree_on_segments_of_many_words",
    ),
    *fast_faults(
        "anomaly",
        "anomaly",
        ("min(index + 1, AVERAGED)", "min(index, AVERAGED)"),
        ("for i in range(index + 1 - held, index + 1):", "for i in range(held):"),
        ("index % rules.refit_every == 0", "(index + 1) % rules.refit_every == 0"),
        ("records.usual[LAST_TAIL] <= RED", "likelihood <= RED"),
        ("records.usual[LAST_TAIL] = tail", "records.usual[LAST_TAIL] = 1 - likelihood"),
        ("abs(z) / ROOT_OF_2", "z / ROOT_OF_2"),
        ("rules.learning_period - shifted_out", "rules.learning_period"),
        ("FLAT = 1.5e-5", "FLAT = 1.5e-6"),
        ("max(mean, LEAST_MEAN)", "mean"),
        ("records.values[place] = value", "records.values[place] = average"),
        ("% rules.window < len", "% rules.window <= len"),
        agree="readouts",
    ),
    *fast_faults(
        "classifier",
        "classifier",
        ("if learn and kind != NOTHING:", "if kind != NOTHING:"),
        ("table.numbers[HELD] > table.horizons[h]", "table.numbers[HELD] >= table.horizons[h]"),
        ("+ moments - table.horizons[h])", "+ moments + 1 - table.horizons[h])"),
        ("min(numbers[HELD] + 1, moments)", "numbers[HELD] + 1"),
        ("if kind == NUMBER:", "if kind != NOTHING:"),
        ("(value - mean) / table.seen[place]", "(value - mean) / 2"),
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
        Fault(f"fast/kernels/{file}.py", original, fault, "test_running.py")
        for file, original, fault in [
            ("model", "learn and unsettled", "learn"),
            ("model", "count, count - hits", "count, hits"),
            ("model", "0 if fresh else count", "count"),
            ("model", "hits / max(1, predicted)", "hits / max(2, predicted)"),
            ("model", "chances[h, k] > chances[h, best]", "chances[h, k] >= chances[h, best]"),
            ("model", "        reset(net)\n", "        pass\n"),
        ]
    ),
    *(
        Fault("fast/arrays.py", original, fault, "test_engines_agree_at_length.py")
        for original, fault in [
            ("words_for(int(sizes.max(initial=1)))", "words_for(1)"),
            ("net.younger[by_cell[:-1][follows]] = by_cell[1:][follows]", "pass"),
            ("np.uint32(WORD << shift) + slot", "np.uint32(WORD << before) + slot"),
        ]
    ),
    Fault(
        "fast/segments.py",
        "memory.make_width(len(slots) + 1)",
        "memory.make_width(len(slots))",
        "test_engines_agree_at_length.py",
    ),
]
