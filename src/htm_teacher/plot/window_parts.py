"""The controls of the window: a slider over time, buttons with their keys, and the help."""

from collections.abc import Callable
from typing import Any

from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.widgets import Button, Slider

from .scales import NORMAL, SMALL
from .style import Style

FOOT = 0.13  # the fraction of the window's height for the slider and the buttons

HELP = """\
space     play, or pause
→  ←      one step forward, one step back
home      rewind to the first step
end       to the last step
s         to the next surprise: a step at which half of the
          columns or more burst, after one at which fewer did;
          of close ones, the one that begins strongest
+  -      faster, slower
?         show or hide this help

Drag the slider to go to any step. Its marks are surprises."""

BUTTONS = {  # key: label, left edge, width
    "home": ("start [home]", 0.06, 0.095),
    "left": ("back [←]", 0.16, 0.085),
    " ": ("play [space]", 0.25, 0.11),
    "right": ("forward [→]", 0.365, 0.1),
    "end": ("end [end]", 0.47, 0.085),
    "s": ("next surprise [s]", 0.56, 0.135),
    "-": ("slower [-]", 0.7, 0.085),
    "+": ("faster [+]", 0.79, 0.085),
    "?": ("keys [?]", 0.88, 0.1),
}


def add_slider(
    figure: Figure, look: Style, steps: int, surprises: list[int], slide: Callable[[float], None]
) -> Slider:
    """A slider over this number of steps, with a mark at each surprise."""
    axes = figure.add_axes((0.06, 0.088, 0.78, 0.034))
    slider = Slider(
        axes, "", 0, max(1, steps - 1), valinit=0, valstep=1, color=look.soft, initcolor="none",
        track_color=look.faint, handle_style={"facecolor": look.ink, "edgecolor": look.page, "size": 12},
    )  # fmt: skip
    slider.valtext.set_visible(False)
    slider.drawon = False
    below: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "clip_on": False}
    marks = axes.vlines(surprises, -0.3, 0.0, color=look.new, linewidth=0.8, **below)
    marks.set_label("_surprises")
    slider.on_changed(slide)
    return slider


def add_button(figure: Figure, look: Style, key: str, press: Callable[[], None]) -> Button:
    """The button of a key; its label names the key."""
    label, left, across = BUTTONS[key]
    axes = figure.add_axes((left, 0.02, across, 0.05))
    button = Button(axes, label, color=look.off, hovercolor=look.off)
    button.label.set(fontsize=NORMAL, color=look.ink)
    axes.spines[:].set_color(look.faint)
    button.on_clicked(lambda _: press())
    return button


def add_speed(figure: Figure, look: Style) -> Text:
    """The text that names the speed, empty at first."""
    return figure.text(0.98, 0.105, "", ha="right", va="center", fontsize=SMALL, color=look.soft)


def add_help(figure: Figure, look: Style) -> Text:
    """The help, in the middle of the window."""
    return figure.text(
        0.5, 0.5, HELP, ha="center", va="center", fontsize=NORMAL + 3, family="monospace", color=look.ink,
        linespacing=1.6, multialignment="left",
        bbox={"facecolor": look.page, "edgecolor": look.soft, "pad": 18},
    )  # fmt: skip
