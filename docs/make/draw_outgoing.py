"""Where the fast engine stores the outgoing synapses of each cell."""

from typing import Any, cast

import numpy as np
from matplotlib.axes import Axes
from matplotlib.layout_engine import ConstrainedLayoutEngine
from matplotlib.patches import Rectangle

from board import WIDE, say, tiles
from htm_teacher.plot.scales import SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style


def draw_outgoing(
    axes: Axes, look: Style, at: tuple[float, float], net: Any, filled: int, active: list[int]
) -> None:
    """The array of outgoing synapses, and which stretch belongs to which cell."""
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
    without = [str(cell) for cell in range(len(net.room)) if not net.room[cell]]
    if without:
        say(
            axes,
            look,
            (x, y + 3.6),
            f"No synapse comes from {' or '.join(f'cell {cell}' for cell in without)} yet.",
        )


def states_of(net: Any, filled: int) -> tuple[list[int], list[bool]]:
    """For each place in ``outgoing``: its cell (-1: a gap), and whether it holds a synapse."""
    owners, live = np.full(filled, -1), np.zeros(filled, bool)
    for cell in np.flatnonzero(net.room).tolist():
        start = int(net.start[cell])
        owners[start : start + int(net.room[cell])] = cell
        live[start : start + int(net.length[cell])] = True
    return owners.tolist(), live.tolist()


def stretches(before: Any, after: Any, steps: int) -> Sheet:
    """All of ``outgoing`` in two memories: before and after its gaps were closed."""
    from htm_teacher.fast.kernels.net import FILLED

    across, parts = 48, []
    for memory in (before, after):
        owners, live = states_of(memory.net, int(memory.net.numbers[FILLED]))
        kinds = np.where(np.array(live), 2, np.where(np.array(owners) < 0, 0, 1))
        parts.append(kinds)
    counts = [[int((kinds == kind).sum()) for kind in (2, 1, 0)] for kinds in parts]
    sheet = Sheet(
        f"Outgoing synapses after {steps:,} steps, with and without gaps",
        "Each square is one place of the array outgoing, line after line. A full stretch moves to the end of"
        " the array, where it gets room for twice as many synapses, and leaves a gap behind. When the array"
        " itself is full, Python copies all stretches, without gaps, into a longer array. The order of the"
        " slots in a stretch stays the same, and no answer depends on it.",
    )
    cast(ConstrainedLayoutEngine, sheet.get_layout_engine()).set(w_pad=0.2)
    look, (left, right) = sheet.look, sheet.panels(1, 2)
    shades = [look.new, look.faint, look.same]
    for axes, kinds, (used, room, gaps), name in zip(
        (left, right), parts, counts, ("before", "after"), strict=True
    ):
        padded = np.full(-(-max(map(len, parts)) // across) * across, 3)
        padded[: len(kinds)] = kinds
        colours = np.array([_rgb(colour) for colour in (*shades, look.page)])
        axes.imshow(colours[padded.reshape(-1, across)], interpolation="nearest", aspect="equal")
        axes.set_axis_off()
        title = f"{name}: {used:,} in use (blue), {room:,} free (grey), {gaps:,} in gaps (orange)"
        sheet.name(axes, title)
    return sheet


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
