"""Marks at the most anomalous moments, on a panel of values: a ring, and the rank above or below it."""

from matplotlib.axes import Axes
from matplotlib.patheffects import withStroke

from .recording import Recording
from .scales import SMALL
from .style import Style


class MomentMarks:
    """A ring around the value of each moment, with its rank; a value beyond the panel is marked at its edge.

    Args:
        axes: the panel; its x axis counts steps.
        run: what is drawn.
        style: the colours.
        height: of the panel, in points.
        ring: the diameter of a ring, in points.
    """

    def __init__(self, axes: Axes, run: Recording, style: Style, height: float, ring: float) -> None:
        self.axes, self.run, self.height, self.ring = axes, run, height, ring
        (self.rings,) = axes.plot(
            [], [], "o", fillstyle="none", color=style.new, markersize=ring, markeredgewidth=1.5, zorder=6,
            clip_on=False, label="most anomalous moments",
        )  # fmt: skip
        halo = [withStroke(linewidth=2.5, foreground=style.page)]
        self.ranks = {
            place: axes.annotate(
                f"{rank}", (0, 0), (0, 0), textcoords="offset points", ha="center", va="center", zorder=7,
                fontsize=SMALL, weight="bold", color=style.ink, annotation_clip=False, path_effects=halo,
            )
            for place, rank in run.moments.items()
        }  # fmt: skip

    def show(self, part: slice) -> None:
        """Show the marks of the moments in this part of the run."""
        low, high = self.axes.get_ylim()
        seen = [place for place in self.ranks if part.start <= place < part.stop]
        points = [(self.run.first + place, min(max(self.run.values[place], low), high)) for place in seen]
        self.rings.set_data([x for x, _ in points], [y for _, y in points])
        for rank in self.ranks.values():
            rank.set_visible(False)
        away = (self.ring + SMALL) / 2 + 1
        written: list[tuple[float, float]] = []
        for place, (x, y) in zip(seen, points, strict=True):
            up = self.height * (y - low) / (high - low)
            at = up + (away if self.height - up > away + SMALL / 2 else -away)
            across = x * self._points_a_step()
            # Where numbers would cover each other, the best of them is written.
            if all(abs(across - other) > SMALL or abs(at - height) > SMALL for other, height in written):
                written.append((across, at))
                self.ranks[place].set(visible=True, position=(0, at - up))
                self.ranks[place].xy = x, y

    def _points_a_step(self) -> float:
        left, right = self.axes.get_xlim()
        return float(72 * self.axes.get_window_extent().width / self.axes.figure.dpi / (right - left))
