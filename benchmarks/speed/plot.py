"""The picture of the scaling: three panels, both axes logarithmic."""

from pathlib import Path

import matplotlib.pyplot as plt
from matplotlib.ticker import FuncFormatter, NullFormatter

from htm_teacher.plot.style import STYLES

from .figures import Figures
from .scaling import called
from .workload import Sizes

STYLE = STYLES["light"]


def draw(found: Figures, sizes: Sizes, path: Path) -> None:
    """Draw the time of a step by columns, by cells per column, and by synapses."""
    axes_of = {"columns": sizes.columns, "cells per column": sizes.cells, "synapses": sizes.synapses}
    settings = {"font.size": 12, "text.color": STYLE.ink, "axes.labelcolor": STYLE.ink}
    with plt.rc_context(settings):
        figure, panels = plt.subplots(1, 3, figsize=(13, 4.6), sharey=True, layout="constrained")
        for axes, (axis, points) in zip(panels, axes_of.items(), strict=True):
            if axis == "columns":
                line(
                    axes,
                    points,
                    [found.best(called("pool", axis, one)) for one in points],
                    "spatial pooler",
                    "recall",
                    "s",
                )
            line(
                axes,
                points,
                [found.best(called("remember", axis, one)) for one in points],
                "temporal memory",
                "same",
                "o",
            )
            axes.set(xscale="log", yscale="log", xlabel=axis)
            axes.set_xticks(points[::2] if len(points) > 4 else points, minor=False)
            axes.set_xticks([], minor=True)
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
            axes.grid(color=STYLE.faint, linewidth=0.8)
            axes.set_axisbelow(True)
            axes.tick_params(colors=STYLE.soft, labelsize=10.5)
            for side in ("top", "right"):
                axes.spines[side].set_visible(False)
        in_proportion(panels)
        panels[0].set_ylabel("milliseconds a step")
        panels[0].yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
        panels[0].yaxis.set_minor_formatter(NullFormatter())
        panels[0].legend(frameon=False, loc="upper left")
        figure.suptitle("Time of a step: the same activity in larger and larger models")
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(path, dpi=110, metadata={"Software": None})
        plt.close(figure)


def line(
    axes: plt.Axes, points: tuple[int, ...], seconds: list[float], label: str, colour: str, mark: str
) -> None:
    """Draw one curve, in milliseconds."""
    axes.plot(points, [1000 * one for one in seconds], f"-{mark}", color=getattr(STYLE, colour), label=label)


def in_proportion(panels: list[plt.Axes]) -> None:
    """Draw a dashed line in each panel: proportional growth from the temporal memory's first point."""
    low, high = panels[0].get_ylim()
    for axes in panels:
        memory = axes.get_lines()[-1]
        (start, end), first = (memory.get_xdata()[[0, -1]]), memory.get_ydata()[0]
        axes.plot(
            [start, end],
            [first, first * end / start],
            "--",
            color=STYLE.gone,
            label="proportional growth",
            zorder=1,
        )
    panels[0].set_ylim(low / 1.6, high * 2.5)
