"""Four panels on one page, and the picture of them at the end of a run."""

import io
from typing import cast

from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from ..core.checks import check_whole
from .marks import ColumnsPanel, SdrPanel
from .panels import AccuracyPanel, InputPanel, Panel
from .recording import NO_LABELS, Labels, Recording, Steps, read
from .scales import LARGE, NORMAL, shortened
from .style import style_called

PAGE = (12.8, 7.2)  # inches
SIZE = (1280, 720)  # pixels


class Picture(Figure):
    """A figure that belongs to no window. A notebook shows it if it is the last line of a cell."""

    def _repr_png_(self) -> bytes:
        file = io.BytesIO()
        self.savefig(file, format="png")
        return file.getvalue()


class Page:
    """A figure with the four panels of a run. Input and columns share their steps, one above the other.

    Args:
        run: what to draw.
        style: "light" or "dark".
        window: how many steps the input and the columns show.
        size: width and height in pixels; everything grows with them.
        figure: where to draw, if a figure exists; ``size`` is then the size of its canvas.
        foot: the fraction of the height left free at the bottom.
    """

    def __init__(
        self,
        run: Recording,
        style: str,
        window: int,
        size: tuple[int, int],
        figure: Figure | None = None,
        foot: float = 0.0,
    ) -> None:
        width, height = (check_whole(one, "size", 16) for one in size)
        colours = style_called(style)
        seen = min(check_whole(window, "window", 2), max(2, len(run)))
        dpi = min(width / PAGE[0], height * (1 - foot) / PAGE[1])
        if figure is None:
            figure = Picture(facecolor=colours.page)
            FigureCanvasAgg(figure)
        figure.dpi = dpi
        figure.set_size_inches((width + 1e-6) / dpi, (height + 1e-6) / dpi, forward=False)  # no pixel is lost
        self.run, self.figure, self.style = run, figure, colours
        self.width, self.height, self.style_name = width, height, style
        strip = 30 / 72 / PAGE[1] if len(run) > seen else 0.0
        places: list[tuple[type[Panel], tuple[float, float, float, float]]] = [
            (InputPanel, (0.06, 0.525, 0.545, 0.325 - strip)),
            (AccuracyPanel, (0.66, 0.64, 0.32, 0.21)),
            (SdrPanel, (0.66, 0.05, 0.32, 0.335)),
            (ColumnsPanel, (0.06, 0.07, 0.545, 0.315)),
        ]
        self.panels = [
            panel(figure.add_axes((x, foot + y * (1 - foot), across, up * (1 - foot))), run, colours, seen)
            for panel, (x, y, across, up) in places
        ]
        top = foot + 0.975 * (1 - foot)
        figure.text(0.06, top, shortened(run.heading, 80), fontsize=LARGE + 1, va="top", color=colours.soft,
                         parse_math=False)  # fmt: skip
        self.status = figure.text(0.98, top, "", fontsize=NORMAL + 1, va="top", ha="right",
                                       color=colours.soft)  # fmt: skip

    @property
    def canvas(self) -> FigureCanvasAgg:
        """The canvas of the figure."""
        return cast(FigureCanvasAgg, self.figure.canvas)

    @property
    def moving(self) -> list[Artist]:
        """The artists that change from step to step, in drawing order."""
        return [artist for panel in self.panels for artist in panel.moving] + [self.status]

    def show(self, place: int) -> None:
        """Move every panel to a step, given by its place in the run."""
        run = self.run
        for panel in self.panels:
            panel.show(place)
        when = "" if run.times is None else f"{run.written(run.times[place])}   "
        phase = "training" if run.learn[place] else "testing"
        self.status.set_text(f"{when}step {run.first + place:,}   {phase}")


def four_panels(
    steps: Steps,
    labels: Labels = NO_LABELS,
    *,
    window: int = 200,
    style: str = "light",
    size: tuple[int, int] = SIZE,
) -> Figure:
    """A run at a glance: the input, the accuracy, the bits of the last input, and the active columns.

    Drawing only reads the records. Save the figure with ``figure.savefig("run.png")``.

    Args:
        steps: the records in order, or a ``History``.
        labels: what the value is called, its unit, when each step was, and which field is drawn.
        window: how many of the last steps the input and the columns show, at least 2. If the run is
            longer, a strip above the input shows all of it, with a frame around these steps.
        style: "light" or "dark".
        size: width and height in pixels, at least 16 each.

    Returns:
        A figure that belongs to no window. A notebook shows it if it is the last line of a cell.

    Raises:
        ValueError: if there are no steps, or they are not from one run; if the times do not fit them; if
            the field or the style does not exist; if a number is out of range.
    """
    page = Page(read(steps, labels), style, window, size)
    page.show(len(page.run) - 1)
    return page.figure
