"""A sheet: a picture with a heading above and a paragraph below that says how to read it."""

import textwrap
from typing import Any

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.ticker import FuncFormatter

from .picture import PAGE, Picture
from .scales import LARGE, NORMAL, SMALL, dress
from .style import style_called

ACROSS = 178  # characters in a line of the paragraph
LINE = 15.5  # points from line to line
THOUSANDS = FuncFormatter(lambda number, _: f"{number:,.0f}")


class Sheet(Picture):
    """A figure of 1,280 x 720 pixels that says how to read it.

    Args:
        title: what the picture shows, in a few words.
        explanation: how to read it, in one paragraph.
        style: "light" or "dark".

    Attributes:
        title, explanation: as given.
        body: the part between heading and paragraph, for ``subplots``; labels are laid out automatically.
        look: the colours.
    """

    def __init__(self, title: str, explanation: str, style: str = "light") -> None:
        self.look = style_called(style)
        super().__init__(figsize=PAGE, dpi=100, facecolor=self.look.page, layout="constrained")
        FigureCanvasAgg(self)
        self.title, self.explanation = title, explanation
        lines = textwrap.wrap(explanation, ACROSS)
        points = 72 * PAGE[1]
        foot = (len(lines) * LINE + 14) / points
        parts: Any = self.subfigures(3, 1, height_ratios=[0.07, 0.93 - foot, foot])
        for part in parts:
            part.set_facecolor(self.look.page)
        head, self.body, below = parts
        head.text(0.02, 0.3, title, fontsize=LARGE + 3, weight="bold", color=self.look.ink, va="center")
        below.text(
            0.02, 0.92, "\n".join(lines), fontsize=NORMAL, color=self.look.soft, va="top", linespacing=1.35,
            parse_math=False,
        )  # fmt: skip

    def panels(self, rows: int = 1, columns: int = 1, **layout: Any) -> list[Axes]:
        """Axes in the body, row by row; ``layout`` is passed on to ``Figure.subplots``."""
        found = self.body.subplots(rows, columns, squeeze=False, **layout)
        made = [axes for row in found for axes in row]
        for axes in made:
            dress(axes, self.look)
        return made

    def name(self, axes: Axes, title: str) -> None:
        """Give a panel its title, in the style of all panels."""
        axes.set_title(title, loc="left", fontsize=LARGE - 1, weight="bold", color=self.look.ink)

    def key(self, axes: Axes, **options: Any) -> None:
        """Give a panel a legend of its labelled artists."""
        axes.legend(frameon=False, fontsize=NORMAL, labelcolor=self.look.soft, **options)

    def key_above(self, axes: Axes) -> None:
        """Give the body a legend of the labelled artists of a panel: above all panels, below the heading."""
        self.body.legend(
            *axes.get_legend_handles_labels(), loc="outside upper right", ncols=6, frameon=False,
            fontsize=NORMAL, labelcolor=self.look.soft,
        )  # fmt: skip

    def shades(self) -> LinearSegmentedColormap:
        """Colours for maps, from the colour of the page to ink."""
        return LinearSegmentedColormap.from_list("much", [self.look.page, self.look.same, self.look.ink])

    def bar(self, image: Any, axes: Axes | list[Axes], label: str, **options: Any) -> None:
        """Add a colour bar beside a map; ``options`` are passed on to ``Figure.colorbar``."""
        bar = self.body.colorbar(image, ax=axes, **{"shrink": 0.9} | options)
        bar.set_label(label, color=self.look.soft, fontsize=NORMAL)
        bar.ax.tick_params(colors=self.look.soft, labelsize=SMALL)
        bar.outline.set_visible(False)
