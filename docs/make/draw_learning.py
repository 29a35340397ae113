"""How the fast engine learns: 32 slots of a segment at a time."""

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from board import SLOTS, WIDE, WORD, WORDS, bits_of, board, head, lit, say, tiles
from draw_segments import draw_segment
from htm_teacher.plot.scales import SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style


def lanes(
    net: Any, segment: int, of_active: int, of_others: int, meant: int, threshold: int
) -> dict[str, Any]:
    """What ``segments.change`` computes for one word: an array for each of its lines."""
    place = np.arange(WORD)
    held = net.permanence[WORD * segment : WORD * (segment + 1)].astype(np.int64)
    active, learns = int(net.from_active[segment]) >> place & 1, meant >> place & 1
    asked = np.where(active, of_active, of_others)
    moved = np.where(learns, np.clip(held + asked, 0, 10_000), held)
    return {
        "held": held,
        "from_active": active,
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
        f"Cell 4 was predicted and became active: segment 0 is reinforced, +{rules.gain} for synapses from"
        f" active cells, -{rules.loss} for the others. Cell 5 did not become active: segment 1 is punished,"
        f" -{rules.punishment} for synapses from active cells. Each lane is one slot. Every lane computes"
        " every line, even for an empty slot: without a branch, the processor handles many lanes in one"
        " instruction. The line meant says which lanes keep the result. A synapse that reaches 0 is removed;"
        f" from {rules.connected} on it is connected. Last, segment 0 grows a synapse to a winner that it has"
        f" none from yet, at {rules.initial}.",
    )
    look, axes = sheet.look, board(sheet, 38, 17.2)
    given = ((0, rules.gain, -rules.loss, "reinforce"), (1, -rules.punishment, 0, "punish"))
    for place, (segment, of_active, of_others, name) in enumerate(given):
        x, occupied = 3.6 + 19 * place, int(net.occupied[segment])
        meant = occupied if name == "reinforce" else occupied & int(net.from_active[segment])
        head(axes, look, (x, 0.5), f"{name}: segment {segment}, of cell {net.cell[segment]}")
        drawn = lanes(net, segment, of_active, of_others, meant, rules.connected)
        for row, (lane, numbers) in enumerate(drawn.items()):
            draw_lane(axes, look, (x, 1.1 + row * 1.05), lane, numbers[:SLOTS].tolist(), occupied)
        draw_segment(axes, look, (x, 9.9), after, segment, [], ", after the step")
    return sheet


def draw_lane(
    axes: Axes, look: Style, at: tuple[float, float], name: str, numbers: list[int], occupied: int
) -> None:
    """One line of the kernel, for each slot."""
    x, y = at
    filled = bits_of(occupied)
    if name in {*WORDS, "meant", "above", "gone"}:
        colours = lit(look, numbers, look.new if name in {WORDS[2], "gone"} else look.same)
    else:
        colours = [look.testing if bit else look.off for bit in filled]
    texts = [f"{number:+d}" if name == "asked for" and number else number for number in numbers]
    say(axes, look, (x - 0.2, y + 0.5), name, ha="right", fontsize=SMALL)
    tiles(axes, look, (x, y), texts, colours, WIDE)
    say(axes, look, (x + WIDE * SLOTS + 0.2, y + 0.5), "…")
