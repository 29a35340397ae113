"""Learning curves: recall and precision of several runs, for each way of training."""

from collections.abc import Mapping, Sequence

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from .style import Style, style_called

Scores = tuple[Sequence[float], Sequence[float]]  # recall and precision, one number for each period


def learning_curves(
    ways: Mapping[str, Sequence[Scores]], unit: str = "periods", style: str = "light", goal: float = 0.95
) -> Figure:
    """A column of panels for each way of training, recall above and precision below, a line for each run.

    How to read it: where both lines reach 1 and stay there, everything has been learned. High recall with
    low precision means that too much is predicted.

    Args:
        ways: {name of the way: its runs}.
        unit: what the horizontal axis counts.
        style: "light" or "dark".
        goal: the height of the dotted line, in [0, 1].

    Returns:
        A figure of 1,280 x 720 pixels.
    """
    look = style_called(style)
    figure = Figure(figsize=(12.8, 7.2), dpi=100, facecolor=look.page, layout="constrained")
    grid = figure.subplots(2, len(ways), sharex=True, sharey=True, squeeze=False)
    for column, (way, runs) in enumerate(ways.items()):
        _draw(grid[0][column], [recall for recall, _ in runs], look.recall, goal, look)
        _draw(grid[1][column], [precision for _, precision in runs], look.precision, goal, look)
        grid[0][column].set_title(way, color=look.ink, fontsize=12)
        grid[1][column].set_xlabel(unit, color=look.soft)
    grid[0][0].set_ylabel("recall", color=look.recall)
    grid[1][0].set_ylabel("precision", color=look.precision)
    return figure


def _draw(axes: Axes, lines: Sequence[Sequence[float]], colour: str, goal: float, look: Style) -> None:
    for line in lines:
        axes.plot(range(1, len(line) + 1), line, color=colour, linewidth=1, alpha=0.8)
    axes.axhline(goal, color=look.soft, linewidth=1, linestyle=":")
    axes.annotate(
        f"{goal:g}", (1, goal), (3, 0), xycoords=("axes fraction", "data"), textcoords="offset points",
        color=look.soft, va="center", fontsize=9, annotation_clip=False,
    )  # fmt: skip
    axes.set_facecolor(look.page)
    axes.set_ylim(0, 1.03)
    axes.tick_params(colors=look.soft)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(look.faint)
