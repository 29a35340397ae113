"""How the fast engine stores segments: in rows and words, instead of objects."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes

from board import LINE, SLOTS, WIDE, WORD, WORDS, bits_of, board, head, lit, say, tiles
from draw_outgoing import draw_outgoing
from htm_teacher.core.rng import Random
from htm_teacher.plot.scales import SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style

ACROSS, DOWN = 18, 17  # cache lines in the picture of memory
Kinds = Sequence[tuple[str, str]]
"""What the colours mean: (name, colour)."""


def lines_of_memory(memory: Any, dictionary: int, number: int) -> Sheet:
    """How many cache lines a full segment takes, as objects and as rows.

    Args:
        memory: a fast memory.
        dictionary, number: the bytes of a Python dictionary of 32 synapses, and of a number.
    """
    net = memory.net
    flat = WORD * (net.source.itemsize + net.permanence.itemsize)
    sheet = Sheet(
        "Why rows: the same segment of 32 synapses, twice",
        "Each square is one line of the processor's cache: 64 bytes, the least that it ever fetches from"
        f" memory. Left, the textbook: a dictionary of {dictionary:,} bytes, and for each synapse two"
        f" numbers, the cell and its permanence, of {number} bytes each, wherever Python put them (drawn"
        " here at random); each number may take its own trip to memory. Right, the fast engine: the same"
        f" numbers in {flat} bytes, side by side, so that the first of a row brings the others along.",
    )
    look, (left, right) = sheet.look, sheet.panels(1, 2)
    kinds = [("the dictionary", look.same), ("cells", look.new), ("permanences", look.recall)]
    textbook, fast = scattered(-(-dictionary // LINE), kinds), side_by_side(flat // LINE, kinds)
    draw_lines(sheet, left, f"Textbook: up to {len(textbook)} lines", textbook, kinds)
    draw_lines(sheet, right, f"Fast engine: {len(fast)} lines", fast, kinds[1:])
    return sheet


def scattered(lines: int, kinds: Kinds) -> dict[int, str]:
    """{cache line: its colour}: a dictionary in one piece, and its numbers anywhere."""
    (_, body), *numbers = kinds
    held = dict.fromkeys(range(2 * ACROSS + 3, 2 * ACROSS + 3 + lines), body)
    loose = Random(1, "lines").sample(set(range(ACROSS * DOWN)) - set(held), 2 * WORD)
    return held | {place: numbers[i // WORD][1] for i, place in enumerate(loose)}


def side_by_side(lines: int, kinds: Kinds) -> dict[int, str]:
    """{cache line: its colour}: the rows of a segment, one after the other."""
    return {8 * ACROSS + 8 + i: kinds[1 + 2 * i // lines][1] for i in range(lines)}


def draw_lines(sheet: Sheet, axes: Axes, title: str, held: dict[int, str], kinds: Kinds) -> None:
    """A piece of memory as squares, and what the colours mean."""
    look = sheet.look
    board(sheet, ACROSS, DOWN + 3, axes)
    for row in range(DOWN):
        colours = [held.get(place, look.off) for place in range(row * ACROSS, (row + 1) * ACROSS)]
        tiles(axes, look, (0, row), [""] * ACROSS, colours)
    head(axes, look, (0, DOWN + 0.9), title)
    x = 0.0
    for name, colour in kinds:
        tiles(axes, look, (x, DOWN + 1.8), [""], [colour], 0.7, 0.7)
        say(axes, look, (x + 1, DOWN + 2.15), name)
        x += 2.2 + 0.35 * len(name)


def segments_in_rows(memory: Any) -> Sheet:
    """The segments of a small memory, of one word each, and each cell's outgoing synapses."""
    from htm_teacher.fast.kernels.net import ACTIVE, FILLED, MATCHING

    net = memory.net
    active = net.active_cells[: net.numbers[ACTIVE]].tolist()
    segments = [segment.number for segment in memory.segments]
    sheet = Sheet(
        "Two segments and six cells, as the fast engine has them",
        "Above: a segment is a row of 32 slots (the first eight are drawn) and three words with one bit for"
        " each slot: whether it holds a synapse, whether that is connected, and whether it comes from a cell"
        f" that is active now (orange: cells {', '.join(map(str, active))}). Slot 0 is the lowest bit, the"
        " last in a number such as 0b110. The number of ones decides. Below: each cell has a stretch of"
        " outgoing, the slots of the synapses from that cell, with room for more. The stretch of each active"
        " cell is read, and the bits of those slots are set in the third word; nothing else is touched.",
    )
    look, axes = sheet.look, board(sheet, 38, 17.4)
    matching = net.matching[: net.numbers[MATCHING]].tolist()
    for place, segment in enumerate(segments):
        x = 3.6 + place * 19
        kind = "inactive"
        if segment in matching:
            kind = "active" if net.active[matching.index(segment)] else "matching"
        draw_segment(axes, look, (x, 0), net, segment, active, f", {kind}")
        from_active, connected = int(net.from_active[segment]), int(net.connected[segment])
        judged = (
            (WORDS[2], from_active, memory.rules.learning_threshold, "match"),
            (
                f"{WORDS[2]} & connected",
                from_active & connected,
                memory.rules.activation_threshold,
                "be active",
            ),
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
    """A segment's slots and words, given the active cells."""
    x, y = at
    first, words = WORD * segment, {name: int(getattr(net, name)[segment]) for name in WORDS}
    occupied, connected, from_active = (bits_of(word) for word in words.values())
    head(axes, look, (x, y + 0.5), f"segment {segment}, of cell {net.cell[segment]}{more}")
    sources = [cell if bit else "" for cell, bit in zip(net.source[first:].tolist(), occupied, strict=False)]
    held = [p if bit else "" for p, bit in zip(net.permanence[first:].tolist(), occupied, strict=False)]
    shades = [look.new if bit and cell in active else look.testing if bit else look.off
              for bit, cell in zip(occupied, sources, strict=True)]  # fmt: skip
    rows: list[tuple[str, list[Any], list[str]]] = [
        ("source", sources, shades),
        ("permanence", held, [look.testing if bit else look.off for bit in occupied]),
        (WORDS[0], occupied, lit(look, occupied, look.same)),
        (WORDS[1], connected, lit(look, connected, look.same)),
        (WORDS[2], from_active, lit(look, from_active, look.new)),
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
