"""How the fast engine lays things out: pictures of its arrays, for docs/how-fast-works.md.

Each function draws arrays of a real fast part, as they are when it is called, and moves nothing. What the
arrays are is said in ``htm_teacher.fast``, which needs Numba; here they are only read.
"""

from collections.abc import Sequence
from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator

from ..core.rng import Random
from ..core.sdr import SDR
from .scales import LARGE, NORMAL, SMALL
from .sheet import Sheet
from .style import Style

SLOTS, WIDE = 8, 1.5  # of a segment's 32 slots so many are drawn, so wide
WORD, LINE = 32, 64  # slots in a word; bytes in a line of the processor's cache
WORDS = ("there", "connected", "heard")


# Tiles: a row of numbers as one sees it on squared paper.


def board(sheet: Sheet, width: float, height: float, axes: Axes | None = None) -> Axes:
    """Squared paper of so many squares, counted from the upper left corner."""
    if axes is None:
        axes = sheet.body.subplots()
    axes.set_axis_off()
    axes.set(xlim=(0, width), ylim=(height, 0), aspect="equal")
    return axes


def tiles(
    axes: Axes,
    look: Style,
    at: tuple[float, float],
    texts: Sequence[object],
    colours: Sequence[str],
    wide: float = 1,
    high: float = 1,
) -> None:
    """A row of squares, each with its text."""
    x, y = at
    for text, colour in zip(texts, colours, strict=True):
        axes.add_patch(Rectangle((x, y), wide, high, facecolor=colour, edgecolor=look.page, linewidth=1.5))
        ink = look.page if colour in (look.same, look.new, look.recall, look.precision) else look.ink
        axes.text(x + wide / 2, y + high / 2, str(text), ha="center", va="center", fontsize=SMALL, color=ink)
        x += wide


def say(axes: Axes, look: Style, at: tuple[float, float], text: str, **options: Any) -> None:
    """Words on the board."""
    looks: dict[str, Any] = {"fontsize": NORMAL, "color": look.soft, "va": "center"} | options
    axes.text(*at, text, **looks)


def head(axes: Axes, look: Style, at: tuple[float, float], text: str) -> None:
    """Words above a part of the board."""
    say(axes, look, at, text, fontsize=LARGE - 1, weight="bold", color=look.ink)


# Why flat arrays.


def lines_of_memory(memory: Any, dictionary: int, number: int) -> Sheet:
    """How many lines of cache a full segment takes, as objects and as rows.

    Args:
        memory: a fast memory.
        dictionary, number: the bytes of a Python dictionary of 32 synapses, and of a number.
    """
    net = memory.net
    rows = [("whom it hears", net.source), ("how permanent", net.permanence)]
    flat = sum(WORD * array.itemsize for _, array in rows)
    sheet = Sheet(
        "Why rows: the same segment of 32 synapses, twice",
        "Each square is one line of the processor's cache: 64 bytes, the least that it ever fetches from"
        f" memory. Left, the textbook: a dictionary of {dictionary:,} bytes, and for each synapse two"
        f" numbers, the cell and its permanence, of {number} bytes each, wherever Python put them (drawn"
        " here at random); each costs a way to memory of its own. Right, the fast engine: the same numbers"
        f" in {flat} bytes, side by side, so that with the first of a row come the others.",
    )
    look, (left, right) = sheet.look, sheet.panels(1, 2)
    drawn, across, down = Random(1, "lines"), 18, 17
    body = range(across * 2 + 3, across * 2 + 3 + -(-dictionary // LINE))
    loose = drawn.sample(set(range(across * down)) - set(body), 2 * WORD)
    numbers = {place: (look.new if i < WORD else look.recall) for i, place in enumerate(loose)}
    block = {across * 8 + 8 + i: colour for i, colour in enumerate((look.new, look.recall))}
    for axes, held in ((left, dict.fromkeys(body, look.same) | numbers), (right, block)):
        board(sheet, across, down + 3, axes)
        for row in range(down):
            places = range(row * across, (row + 1) * across)
            tiles(axes, look, (0, row), [""] * across, [held.get(one, look.off) for one in places])
    count = len(body) + 2 * WORD
    head(left, look, (0, down + 0.9), f"Textbook: up to {count} lines")
    head(right, look, (0, down + 0.9), f"Fast engine: {flat // LINE} lines")
    for axes in (left, right):
        marks = [("the dictionary", look.same)] if axes is left else []
        x = 0.0
        for name, colour in [*marks, ("cells", look.new), ("permanences", look.recall)]:
            tiles(axes, look, (x, down + 1.8), [""], [colour], 0.7, 0.7)
            say(axes, look, (x + 1, down + 2.15), name)
            x += 2.2 + 0.35 * len(name)
    return sheet


# The pooler.


def pooler_in_two_matrices(pooler: Any, sdr: SDR) -> Sheet:
    """A small pooler's permanences, who hears what, and the overlaps with an input."""
    pool, bits = pooler.pool, sorted(sdr.active)
    overlaps = pooler.overlaps(sdr)
    winners = sorted(pooler.compute(sdr, learn=False))
    inputs, columns = pool.hears.shape
    sheet = Sheet(
        "The pooler's two matrices",
        "Left, a row for each column: its permanences over all inputs, in ten-thousandths; grey where it"
        " has no synapse (-1 in the array), blue where it is connected. A winner learns along its row, in"
        " one pass. Right, the same connections turned round, a row for each input: a byte for each"
        " column, 1 where that column hears it. The overlaps with the active inputs"
        f" {', '.join(map(str, bits))} are the sum of their rows, below: a processor adds 32 of these"
        " bytes, or more, in one instruction. Orange: the winners, of equal sums the columns of highest"
        " priority.",
    )
    look = sheet.look
    axes = board(sheet, 2 * inputs + columns + 7, max(columns, inputs) + 4)
    connected = pooler.rules.connected
    head(axes, look, (2, 0.5), "permanences: a row for each column")
    say(axes, look, (1.6, 1.5), "input", ha="right", fontsize=SMALL)
    for i in range(inputs):
        say(axes, look, (3 + 2 * i, 1.5), str(i), ha="center", fontsize=SMALL)
    for column, row in enumerate(pool.permanences[:, :inputs].tolist()):
        y, colour = 2 + column, look.new if column in winners else look.soft
        say(axes, look, (1.6, y + 0.5), str(column), ha="right", fontsize=SMALL, color=colour,
            weight="bold" if column in winners else "normal")  # fmt: skip
        texts = ["" if held < 0 else held for held in row]
        colours = [
            look.faint if held < 0 else look.same if held >= connected else look.testing for held in row
        ]
        tiles(axes, look, (2, y), texts, colours, 2)
    x = 2 * inputs + 5
    head(axes, look, (x, 0.5), "hears: a row for each input")
    say(axes, look, (x - 0.4, 1.5), "column", ha="right", fontsize=SMALL)
    for column in range(columns):
        say(axes, look, (x + column + 0.5, 1.5), str(column), ha="center", fontsize=SMALL)
    for i, row in enumerate(pool.hears.tolist()):
        on = i in bits
        say(axes, look, (x - 0.4, 2.5 + i), str(i), ha="right", fontsize=SMALL,
            color=look.new if on else look.soft, weight="bold" if on else "normal")  # fmt: skip
        shade = look.same if on else look.gone
        tiles(axes, look, (x, 2 + i), row, [shade if one else look.off for one in row])
    y = inputs + 2.6
    say(axes, look, (x - 0.4, y + 0.5), "sum", ha="right", fontsize=SMALL)
    won = [look.new if column in winners else look.off for column in range(columns)]
    tiles(axes, look, (x, y), overlaps, won)
    return sheet


def search_for_cut(overlaps: Any, wanted: int) -> list[tuple[int, int]]:
    """What ``inhibit_evenly`` looks at: (a cut, how many columns are above it), the answer last."""
    low, high, looked = 0, int(max(overlaps)), []
    while low < high:
        middle = (low + high) // 2
        above = int((overlaps > middle).sum())
        looked.append((middle, above))
        low, high = (low, middle) if above <= wanted else (middle + 1, high)
    return [*looked, (low, int((overlaps > low).sum()))]


def cut_by_counting(pooler: Any, sdr: SDR) -> Sheet:
    """How the pooler finds the winners without sorting."""
    overlaps, wanted = np.array(pooler.overlaps(sdr)), pooler.parameters.active_column_count
    looked = search_for_cut(overlaps, wanted)
    cut, above = looked[-1]
    level = int((overlaps == cut).sum())
    sheet = Sheet(
        f"Counting the cut: {wanted} of {len(overlaps):,} columns win",
        "Left: how many columns have each overlap. The cut is the lowest overlap that no more columns"
        " exceed than may win. Right: it is found by halving, and each look counts the columns above:"
        f" {len(looked)} counts here, instead of a sort of {len(overlaps):,} columns. Above {cut} there are"
        f" {above} (orange): all of them win. {level} columns lie right at {cut} (blue); the"
        f" {wanted - above} places that are left go to those of highest priority, an order that was drawn"
        " once.",
    )
    look, (bars, table) = sheet.look, sheet.panels(1, 2, width_ratios=[3, 2])
    heights = np.bincount(overlaps)
    shades = [look.new if k > cut else look.same if k == cut else look.gone for k in range(len(heights))]
    bars.bar(range(len(heights)), heights, color=shades, width=0.85)
    for k in range(cut, len(heights)):
        if heights[k]:
            bars.annotate(str(heights[k]), (k, heights[k]), (0, 3), textcoords="offset points", ha="center",
                          fontsize=SMALL, color=look.ink)  # fmt: skip
    bars.xaxis.set_major_locator(MaxNLocator(10, integer=True))
    bars.set_xlabel("overlap", color=look.soft, fontsize=NORMAL)
    bars.set_ylabel("columns", fontsize=NORMAL)
    board(sheet, 12, len(looked) + 4, table)
    head(table, look, (0, 0.5), "The search")
    for x, text in ((0, "look at"), (3, "columns above"), (7.5, "so the cut is")):
        say(table, look, (x, 1.7), text, weight="bold")
    for row, (middle, count) in enumerate(looked[:-1]):
        verdict = f"{middle} or lower" if count <= wanted else f"above {middle}"
        for x, text in ((0, str(middle)), (3, f"{count}"), (7.5, verdict)):
            say(table, look, (x, row + 2.7), text, color=look.ink)
    for x, text in ((0, str(cut)), (3, str(above)), (7.5, "found")):
        say(table, look, (x, len(looked) + 1.7), text, color=look.same, weight="bold")
    return sheet


# The memory: rows, words, stretches.


def bits_of(word: int) -> list[int]:
    """The first bits of a word, the lowest first."""
    return [int(word) >> i & 1 for i in range(SLOTS)]


def segments_in_rows(memory: Any) -> Sheet:
    """The segments of a small memory, of one word each, and each cell's outgoing synapses."""
    from ..fast.kernels.net import ACTIVE, FILLED, MATCHING

    net = memory.net
    active = net.active_cells[: net.numbers[ACTIVE]].tolist()
    segments = [one.number for one in memory.segments]
    sheet = Sheet(
        "Two segments and six cells, as the fast engine has them",
        "Above: each segment is a row of 32 slots, of which the first eight are drawn, and of three words,"
        " each with one bit for each slot: is there a synapse, is it connected, does it hear a cell that"
        f" is active now (orange: cells {', '.join(map(str, active))}). Slot 0 is the lowest bit, which"
        " stands last in a number such as 0b110. The ones are counted, and decide. Below: each cell has a"
        " stretch of outgoing, the slots that hear it, with room for more. Each active cell goes along its"
        " stretch and sets bits of heard; nothing else is touched.",
    )
    look, axes = sheet.look, board(sheet, 38, 17.4)
    matching = net.matching[: net.numbers[MATCHING]].tolist()
    for place, segment in enumerate(segments):
        x = 3.6 + place * 19
        kind = "silent"
        if segment in matching:
            kind = "active" if net.active[matching.index(segment)] else "matching"
        draw_segment(axes, look, (x, 0), net, segment, active, f", {kind}")
        heard, connected = int(net.heard[segment]), int(net.connected[segment])
        judged = (
            ("heard", heard, memory.rules.learning_threshold, "match"),
            ("heard & connected", heard & connected, memory.rules.activation_threshold, "be active"),
        )
        for row, (name, word, needed, to) in enumerate(judged):
            count = word.bit_count()
            verdict = f"{'enough' if count >= needed else 'too few'} to {to}"
            say(axes, look, (x, 7.8 + row), f"ones({name}) = {count}: {verdict}", color=look.ink)
    head(axes, look, (3.6, 10.9), "outgoing: a stretch for each cell")
    draw_outgoing(axes, look, (3.6, 11.6), net, int(net.numbers[FILLED]), active)
    return sheet


def draw_segment(
    axes: Axes, look: Style, at: tuple[float, float], net: Any, segment: int, active: list[int], more: str
) -> None:
    """A segment's slots and words, for the cells that are active."""
    x, y = at
    first, words = WORD * segment, {name: int(getattr(net, name)[segment]) for name in WORDS}
    there, heard = bits_of(words["there"]), bits_of(words["heard"])
    head(axes, look, (x, y + 0.5), f"segment {segment}, of cell {net.cell[segment]}{more}")
    sources = [cell if one else "" for cell, one in zip(net.source[first:].tolist(), there, strict=False)]
    held = [p if one else "" for p, one in zip(net.permanence[first:].tolist(), there, strict=False)]
    shades = [look.new if one and cell in active else look.testing if one else look.off
              for one, cell in zip(there, sources, strict=True)]  # fmt: skip
    rows: list[tuple[str, list[Any], list[str]]] = [
        ("source", sources, shades),
        ("permanence", held, [look.testing if one else look.off for one in there]),
        ("there", there, lit(look, there, look.same)),
        ("connected", bits_of(words["connected"]), lit(look, bits_of(words["connected"]), look.same)),
        ("heard", heard, lit(look, heard, look.new)),
    ]
    say(axes, look, (x - 0.2, y + 1.5), "slot", ha="right", fontsize=SMALL)
    for i in range(SLOTS):
        say(axes, look, (x + (i + 0.5) * WIDE, y + 1.5), str(first + i), ha="center", fontsize=SMALL)
    for row, (name, texts, colours) in enumerate(rows):
        top = y + 2 + row
        say(axes, look, (x - 0.2, top + 0.5), name, ha="right", fontsize=SMALL)
        tiles(axes, look, (x, top), texts, colours, WIDE)
        ending = "…" if row < 2 else f"…  {words[name]:#b}"
        say(axes, look, (x + WIDE * SLOTS + 0.2, top + 0.5), ending)


def lit(look: Style, bits: Sequence[int], colour: str) -> list[str]:
    """A colour for each bit."""
    return [colour if bit else look.off for bit in bits]


def draw_outgoing(
    axes: Axes, look: Style, at: tuple[float, float], net: Any, filled: int, active: list[int]
) -> None:
    """The array of outgoing synapses, and whose stretches lie where."""
    x, y = at
    owners, live = states_of(net, filled)
    texts = [
        str(slot) if used else "" for slot, used in zip(net.outgoing[:filled].tolist(), live, strict=True)
    ]
    shades = [look.new if used and owner in active else look.testing if used else look.off
              for owner, used in zip(owners, live, strict=True)]  # fmt: skip
    tiles(axes, look, (x, y), texts, shades, WIDE)
    for cell in np.flatnonzero(net.room).tolist():
        start, room = int(net.start[cell]), int(net.room[cell])
        frame = Rectangle(
            (x + WIDE * start, y), WIDE * room, 1, fill=False, edgecolor=look.ink, linewidth=1.3
        )
        axes.add_patch(frame)
        middle = x + WIDE * (start + room / 2)
        colour = look.new if cell in active else look.ink
        say(axes, look, (middle, y + 1.5), f"cell {cell}", ha="center", color=colour, weight="bold")
        facts = f"start {start}, length {net.length[cell]}, room {room}"
        say(axes, look, (middle, y + 2.3), facts, ha="center", fontsize=SMALL)
    silent = [str(cell) for cell in range(len(net.room)) if not net.room[cell]]
    if silent:
        say(axes, look, (x, y + 3.6), f"Nobody hears {' or '.join(f'cell {cell}' for cell in silent)} yet.")


def states_of(net: Any, filled: int) -> tuple[list[int], list[bool]]:
    """Of each place in ``outgoing``: whose it is (-1: a gap), and whether a synapse is in it."""
    owners, live = np.full(filled, -1), np.zeros(filled, bool)
    for cell in np.flatnonzero(net.room).tolist():
        start = int(net.start[cell])
        owners[start : start + int(net.room[cell])] = cell
        live[start : start + int(net.length[cell])] = True
    return owners.tolist(), live.tolist()


# Learning.


def lanes(
    net: Any, segment: int, of_active: int, of_others: int, meant: int, threshold: int
) -> dict[str, Any]:
    """What ``segments.change`` computes for a word, one array for each of its lines."""
    place = np.arange(WORD)
    held = net.permanence[WORD * segment : WORD * (segment + 1)].astype(np.int64)
    heard, learns = int(net.heard[segment]) >> place & 1, meant >> place & 1
    asked = np.where(heard, of_active, of_others)
    moved = np.where(learns, np.clip(held + asked, 0, 10_000), held)
    return {
        "held": held,
        "heard": heard,
        "meant": learns,
        "asked for": asked,
        "moved": moved,
        "above": (moved >= threshold).astype(int),
        "gone": (moved == 0).astype(int) & learns,
    }


def lesson_in_lanes(before: Any, memory: Any) -> Sheet:
    """What a step changes in two segments: the first was right and is reinforced, the second is punished.

    Args:
        before: the memory before the step, a copy.
        memory: the memory after it.
    """
    net, after, rules = before.net, memory.net, memory.rules
    sheet = Sheet(
        "Learning, 32 slots at once",
        f"Cell 4 was predicted and came: segment 0 is reinforced, +{rules.gain} where it heard,"
        f" -{rules.loss} where not. Cell 5 did not come: segment 1 is punished, -{rules.punishment} where"
        " it heard. Each lane is one slot, and every lane does every line, also those that are empty:"
        " there is no branch, so the processor takes many lanes in one instruction. Which lanes keep the"
        f" result, meant says. What reached 0 is gone; what is {rules.connected} or more is connected."
        f" Last, segment 0 grows to a winner that it did not hear yet, at {rules.initial}.",
    )
    look, axes = sheet.look, board(sheet, 38, 17.2)
    given = ((0, rules.gain, -rules.loss, "reinforce"), (1, -rules.punishment, 0, "punish"))
    for place, (segment, of_active, of_others, name) in enumerate(given):
        x, there = 3.6 + 19 * place, int(net.there[segment])
        meant = there if name == "reinforce" else there & int(net.heard[segment])
        head(axes, look, (x, 0.5), f"{name}: segment {segment}, of cell {net.cell[segment]}")
        drawn = lanes(net, segment, of_active, of_others, meant, rules.connected)
        for row, (lane, numbers) in enumerate(drawn.items()):
            draw_lane(axes, look, (x, 1.1 + row * 1.05), lane, numbers[:SLOTS].tolist(), there)
        draw_segment(axes, look, (x, 9.9), after, segment, [], ", after the step")
    return sheet


def draw_lane(
    axes: Axes, look: Style, at: tuple[float, float], name: str, numbers: list[int], there: int
) -> None:
    """One line of the kernel, over the slots."""
    x, y = at
    filled = bits_of(there)
    if name in ("heard", "meant", "above", "gone"):
        colours = lit(look, numbers, look.new if name in ("heard", "gone") else look.same)
    else:
        colours = [look.testing if one else look.off for one in filled]
    texts = [f"{one:+d}" if name == "asked for" and one else one for one in numbers]
    say(axes, look, (x - 0.2, y + 0.5), name, ha="right", fontsize=SMALL)
    tiles(axes, look, (x, y), texts, colours, WIDE)
    say(axes, look, (x + WIDE * SLOTS + 0.2, y + 0.5), "…")


# Room.


def stretches(before: Any, after: Any, steps: int) -> Sheet:
    """All of ``outgoing`` of a small machine, before and after its gaps were closed; two memories."""
    from ..fast.kernels.net import FILLED

    across, parts = 48, []
    for memory in (before, after):
        owners, live = states_of(memory.net, int(memory.net.numbers[FILLED]))
        kinds = np.where(np.array(live), 2, np.where(np.array(owners) < 0, 0, 1))
        parts.append(kinds)
    counts = [[int((kinds == kind).sum()) for kind in (2, 1, 0)] for kinds in parts]
    sheet = Sheet(
        f"Outgoing synapses after {steps:,} steps, and the same once the gaps are closed",
        "Each square is one place of the array outgoing, line after line. A cell's stretch that is full"
        " moves to the end, where it gets room for twice as many; what it leaves behind is a gap. When the"
        " array itself is full, Python lays all stretches out again, without gaps, in a longer one. The"
        " order of the slots in a stretch stays, and no answer depends on it.",
    )
    cast(ConstrainedLayoutEngine, sheet.get_layout_engine()).set(w_pad=0.2)
    look, (left, right) = sheet.look, sheet.panels(1, 2)
    shades = [look.new, look.faint, look.same]
    for axes, kinds, (used, room, gaps), name in zip(
        (left, right), parts, counts, ("before", "after"), strict=True
    ):
        padded = np.full(-(-max(map(len, parts)) // across) * across, 3)
        padded[: len(kinds)] = kinds
        colours = np.array([_rgb(one) for one in (*shades, look.page)])
        axes.imshow(colours[padded.reshape(-1, across)], interpolation="nearest", aspect="equal")
        axes.set_axis_off()
        title = f"{name}: {used:,} in use (blue), {room:,} free (grey), {gaps:,} in gaps (orange)"
        sheet.name(axes, title)
    return sheet


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))


# The classifier.


def table_of_weights(classifier: Any, cells: int = 16) -> Sheet:
    """A small classifier's table: which row is whose, and the weights; for its first horizon."""
    from ..fast.kernels.classifier import BUCKETS, NO_ROW

    table, horizon = classifier.table, classifier.parameters.horizons[0]
    known = np.flatnonzero(table.row[0] != NO_ROW)[:cells].tolist()
    buckets = int(table.numbers[BUCKETS])
    names = [str(classifier.values[one]) for one in classifier.buckets]
    sheet = Sheet(
        "The classifier's table",
        "Left: for each cell the number of its row, given out in the order in which cells first learned; most"
        " cells never learn and have none. Middle: that row, a weight for each bucket, in the order in which"
        " buckets appeared, so that a new one takes the next place at the end of every row, which is there"
        " already and zero. Right: the way from there to the order of size, in which a prediction answers. To"
        f" predict {horizon} step{'s' * (horizon > 1)} ahead, the rows of the winner cells are added up.",
    )
    look, axes = sheet.look, board(sheet, 36, len(known) + 4)
    head(axes, look, (0, 0.5), "row: of each cell")
    head(axes, look, (7, 0.5), "weights: a row for each cell that has learned")
    for b in range(table.weights.shape[1]):
        name = names[b] if b < buckets else "room"
        say(axes, look, (8.9 + 1.8 * b, 1.8), name, ha="center", weight="bold" if b < buckets else "normal")
    most = max(1e-9, float(np.abs(table.weights[: int(table.row.max()) + 1]).max()))
    for i, cell in enumerate(known):
        row = int(table.row[0, cell])
        say(axes, look, (0, i + 3), f"cell {cell}")
        tiles(axes, look, (3.2, i + 2.5), [row], [look.testing], 1.4)
        say(axes, look, (7.2, i + 3), str(row), ha="right")
        axes.annotate("", (6.4, i + 3), (4.8, i + 3), arrowprops={"arrowstyle": "->", "color": look.gone})
        weights = table.weights[row].tolist()
        texts = [f"{one:+.2f}" if b < buckets else "" for b, one in enumerate(weights)]
        shades = [look.same if one > most / 3 else look.testing if one > 0 else look.faint for one in weights]
        shades[buckets:] = [look.off] * (len(weights) - buckets)
        tiles(axes, look, (8, i + 2.5), texts, shades, 1.8)
    head(axes, look, (25, 0.5), "buckets, ascending")
    for x, text in ((25, "bucket"), (28, "place"), (31, "value")):
        say(axes, look, (x, 1.8), text, weight="bold")
    for k, bucket in enumerate(classifier.ascending):
        place = int(table.place[k])
        for x, value in ((25, bucket), (28, place), (31, names[place])):
            say(axes, look, (x, k + 3), str(value), color=look.ink)
    return sheet


# A run.


def stops_of_a_run(steps: int, stops: Sequence[tuple[int, str]]) -> Sheet:
    """A run, and where compiled code came back to ask for room.

    Args:
        steps: how many values there were.
        stops: (the step that there was no room for, of what there was too little).
    """
    sheet = Sheet(
        f"A run of {steps:,} steps in {len(stops) + 1} calls",
        "Time goes to the right. The long bar is compiled code, which takes step after step without"
        " Python. Before it changes anything, it reckons what that could need at most. If there is too"
        " little room, it comes back with nothing half done (a mark, and what was short); Python makes more"
        " than was asked for, and the run goes on where it was. As room grows with what is there, the stops"
        " get ever rarer.",
    )
    look, kinds = sheet.look, list(dict.fromkeys(kind for _, kind in stops))
    (axes,) = sheet.panels()
    axes.barh([len(kinds)], [steps], 0.5, color=look.same)
    axes.text(
        steps / 2, len(kinds), "compiled code", ha="center", va="center", fontsize=LARGE, color=look.page
    )
    for row, kind in enumerate(kinds):
        places = [place for place, one in stops if one == kind]
        axes.vlines(places, row - 0.3, row + 0.3, color=look.new, linewidth=2)
    names = [f"more room for\n{kind}: {sum(one == kind for _, one in stops)} stops" for kind in kinds]
    axes.set_yticks(range(len(kinds) + 1), [*names, "run"])
    axes.tick_params(axis="y", labelsize=NORMAL)
    axes.set(xlim=(-steps / 100, steps * 1.01), ylim=(-0.6, len(kinds) + 0.6))
    axes.set_xlabel("step", color=look.soft, fontsize=NORMAL)
    return sheet
