"""How the fast engine stores segments: in rows and words, instead of objects."""

from typing import Any

from matplotlib.axes import Axes

from board import LINE, SLOTS, WIDE, WORD, WORDS, bits_of, board, head, lit, say, tiles
from draw_outgoing import draw_outgoing
from htm_teacher.core.rng import Random
from htm_teacher.plot.scales import SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style


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


def segments_in_rows(memory: Any) -> Sheet:
    """The segments of a small memory, of one word each, and each cell's outgoing synapses."""
    from htm_teacher.fast.kernels.net import ACTIVE, FILLED, MATCHING

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
