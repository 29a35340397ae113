"""A grid on which the arrays of the fast engine are drawn: one square for each number."""

from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from htm_teacher.plot.scales import LARGE, NORMAL, SMALL
from htm_teacher.plot.sheet import Sheet
from htm_teacher.plot.style import Style

SLOTS, WIDE = 8, 1.5  # how many of a segment's 32 slots are drawn, and how wide
WORD, LINE = 32, 64  # slots in a word; bytes in a line of the processor's cache
WORDS = ("occupied", "connected", "from_active")


def board(sheet: Sheet, width: float, height: float, axes: Axes | None = None) -> Axes:
    """A grid of ``width`` x ``height`` squares, counted from the upper left corner."""
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
    """Text on the grid."""
    looks: dict[str, Any] = {"fontsize": NORMAL, "color": look.soft, "va": "center"} | options
    axes.text(*at, text, **looks)


def head(axes: Axes, look: Style, at: tuple[float, float], text: str) -> None:
    """A heading above a part of the grid."""
    say(axes, look, at, text, fontsize=LARGE - 1, weight="bold", color=look.ink)


def bits_of(word: int) -> list[int]:
    """The first bits of a word, the lowest first."""
    return [int(word) >> i & 1 for i in range(SLOTS)]


def lit(look: Style, bits: Sequence[int], colour: str) -> list[str]:
    """Each bit's colour: ``colour`` where it is set."""
    return [colour if bit else look.off for bit in bits]
