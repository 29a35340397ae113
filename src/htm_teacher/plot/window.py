"""A window in which a run plays: forwards, backwards, step by step, or to the next surprise."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matplotlib.backend_bases import Event
from matplotlib.figure import Figure
from matplotlib.widgets import Button, Slider

from .film import Frames, Progress, animate
from .picture import SIZE, Page
from .recording import NO_LABELS, Labels, Recording, Steps, read, surprises
from .scales import NORMAL, SMALL

FOOT = 0.13  # of the window's height: the slider and the buttons
SPEEDS = (1, 2, 5, 10, 25, 50, 100, 250)  # steps a second
TICK = 40  # milliseconds between two frames

HELP = """\
space     play, or pause
→  ←      one step forward, one step back
home      rewind to the first step
end       to the last step
s         to the next surprise: where half of the columns,
          after a quieter step, came unexpected
+  -      faster, slower
?         show or hide this

Drag the slider to go anywhere; its marks are surprises."""


class Window:
    """The four panels of a run with controls below them. It reads a run and moves no model.

    Args:
        run: what plays.
        figure: where; its canvas decides whether that is a window on a screen.
        style: "light" or "dark".
        window: how many steps the input and the columns show.

    Attributes:
        place: the step that is shown, by its place in the run.
        playing: whether it moves on by itself.
        speed: how fast it does, in steps a second.
    """

    def __init__(self, run: Recording, figure: Figure, style: str = "light", window: int = 200) -> None:
        self.run, self.figure, self.style, self.window = run, figure, style, window
        self.surprises = surprises(run)
        self.place, self.playing, self.speed, self.helping = 0, False, 10, False
        self.due, self.shown_at = 0.0, time.monotonic()
        self.widgets: list[Any] = []
        self.actions: dict[str, Callable[[], None]] = {
            " ": self.toggle,
            "right": lambda: self.step(1),
            "left": lambda: self.step(-1),
            "home": lambda: self.go(0),
            "end": lambda: self.go(len(run) - 1),
            "s": self.next_surprise,
            "+": lambda: self.change_speed(1),
            "-": lambda: self.change_speed(-1),
            "?": self.help,
        }
        self.build()
        canvas: Any = figure.canvas
        if canvas.manager is not None:  # s would save the picture, and home would zoom
            canvas.mpl_disconnect(canvas.manager.key_press_handler_id)
        canvas.mpl_connect("key_press_event", self.on_key)
        canvas.mpl_connect("draw_event", self.on_draw)
        canvas.mpl_connect("resize_event", self.on_resize)
        self.timer = canvas.new_timer(TICK)
        self.timer.add_callback(self.tick)

    # What can be done.

    def go(self, place: int) -> None:
        """Show a step, given by its place in the run; beyond the ends, the first or last one."""
        self.place = min(max(place, 0), len(self.run) - 1)
        self.draw()

    def step(self, by: int) -> None:
        """Pause, and go some steps forward or, if negative, back."""
        self.pause()
        self.go(self.place + by)

    def toggle(self) -> None:
        """Play, from the start again if it has ended; or pause."""
        if self.playing:
            self.pause()
            return
        if self.place == len(self.run) - 1:
            self.place = 0
        self.playing, self.due, self.shown_at = True, 0.0, time.monotonic()
        self.timer.start()
        self.draw()

    def pause(self) -> None:
        """Stay at this step."""
        self.playing = False
        self.timer.stop()
        self.draw()

    def next_surprise(self) -> None:
        """Pause at the next surprise; after the last one, begin with the first again."""
        later = [place for place in self.surprises if place > self.place]
        if self.surprises:
            self.step((later or self.surprises)[0] - self.place)

    def change_speed(self, by: int) -> None:
        """Play faster or slower, in notches."""
        notch = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[min(max(notch, 0), len(SPEEDS) - 1)]
        self.draw()

    def help(self) -> None:
        """Show or hide what the keys do."""
        self.helping = not self.helping
        self.draw()

    def tick(self) -> None:
        """Move on by as many steps as are due since the last time."""
        now = time.monotonic()
        self.due += self.speed * min(now - self.shown_at, 1.0)
        self.shown_at = now
        whole = int(self.due)
        if self.playing and whole:
            self.due -= whole
            self.go(self.place + whole)
            if self.place == len(self.run) - 1:
                self.pause()

    # How it is drawn.

    def build(self) -> None:
        """Make everything for the size that the window has now."""
        self.frames: Frames | None = None  # until what stands still has been drawn
        for widget in self.widgets:
            widget.disconnect_events()
        self.figure.clear()
        width, height = (max(16, round(one)) for one in self.figure.bbox.size)
        page = Page(self.run, self.style, self.window, (width, height), self.figure, FOOT)
        self.figure.set_facecolor(page.style.page)
        self.page = page
        self.slider = self.add_slider()
        self.buttons = {
            key: self.add_button(key, label, left, across) for key, (label, left, across) in BUTTONS.items()
        }
        self.widgets = [self.slider, *self.buttons.values()]
        look = page.style
        self.speed_word = self.figure.text(0.98, 0.105, "", ha="right", va="center", fontsize=SMALL,
                                           color=look.soft)  # fmt: skip
        self.helper = self.figure.text(
            0.5, 0.5, HELP, ha="center", va="center", fontsize=NORMAL + 3, family="monospace", color=look.ink,
            linespacing=1.6, multialignment="left",
            bbox={"facecolor": look.page, "edgecolor": look.soft, "pad": 18},
        )  # fmt: skip
        handle = [self.slider.poly, *self.slider.ax.lines]
        self.frames = Frames(page, [*handle, self.buttons[" "].label, self.speed_word, self.helper])
        self.draw()

    def add_slider(self) -> Slider:
        """The slider over time, with a mark at each surprise."""
        look = self.page.style
        axes = self.figure.add_axes((0.06, 0.088, 0.78, 0.034))
        slider = Slider(
            axes, "", 0, max(1, len(self.run) - 1), valinit=0, valstep=1, color=look.soft, initcolor="none",
            track_color=look.faint, handle_style={"facecolor": look.ink, "edgecolor": look.page, "size": 12},
        )  # fmt: skip
        slider.valtext.set_visible(False)
        slider.drawon = False
        below: dict[str, Any] = {"transform": axes.get_xaxis_transform(), "clip_on": False}
        marks = axes.vlines(self.surprises, -0.3, 0.0, color=look.new, linewidth=0.8, **below)
        marks.set_label("_surprises")
        slider.on_changed(self.on_slide)
        return slider

    def add_button(self, key: str, label: str, left: float, across: float) -> Button:
        """A button that says which key does the same."""
        look = self.page.style
        axes = self.figure.add_axes((left, 0.02, across, 0.05))
        button = Button(axes, label, color=look.off, hovercolor=look.off)
        button.label.set(fontsize=NORMAL, color=look.ink)
        axes.spines[:].set_color(look.faint)
        button.on_clicked(lambda _: self.actions[key]())
        return button

    def draw(self) -> None:
        """Draw what has moved over what stands still."""
        if self.frames is None:
            return
        self.slider.eventson = False
        self.slider.set_val(self.place)
        self.slider.eventson = True
        self.buttons[" "].label.set_text("pause [space]" if self.playing else "play [space]")
        self.speed_word.set_text(f"{self.speed} step{'s' * (self.speed > 1)} a second")
        self.helper.set_visible(self.helping)
        self.frames.draw(self.place)
        canvas: Any = self.figure.canvas
        canvas.blit(self.figure.bbox)

    # What comes in from outside.

    def on_key(self, event: Any) -> None:
        """Do what the key stands for; "=" is "+" without Shift."""
        action = self.actions.get({"=": "+", "_": "-", "/": "?"}.get(event.key, event.key))
        if action is not None:
            action()

    def on_slide(self, value: float) -> None:
        """Go to where the slider was dragged."""
        self.pause()
        self.go(round(value))

    def on_draw(self, event: Event) -> None:
        """Something has drawn what stands still anew; draw over it what moves."""
        if self.frames is not None:
            self.frames.keep_still()
            self.draw()

    def on_resize(self, event: Event) -> None:
        """Everything for the new size."""
        width, height = self.figure.bbox.size
        if (round(width), round(height)) != (self.page.width, self.page.height):
            self.build()


BUTTONS = {
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


def watch(
    steps: Steps,
    labels: Labels = NO_LABELS,
    *,
    window: int = 200,
    style: str = "light",
    instead: Path = Path("htm-teacher.html"),
    progress: Progress | None = None,
) -> Path | None:
    """Open a window in which a run plays, and wait until it is closed.

    Where there is no display, that is no error: the film is written to ``instead``, and this is said.

    Args:
        steps, labels, window, style: as for ``four_panels``.
        instead: the file for where there is no display; its ending decides, as for ``animate``.
        progress: called after each frame of that file with how many are done and how many there are.

    Returns:
        ``instead`` if that was written; None if there was a window.

    Raises:
        ValueError: as for ``four_panels``.
    """
    import matplotlib.pyplot as plt

    run = read(steps, labels)
    figure = open_figure()
    if figure is None:
        animate(steps, instead, labels, window=window, style=style, progress=progress)
        print(f"There is no display for a window, so the run was written to {instead}.")
        return instead
    shown = Window(run, figure, style, window)
    plt.show()
    plt.close(shown.figure)
    return None


def open_figure() -> Figure | None:
    """A figure in a window on the screen; None where there can be none."""
    import matplotlib.pyplot as plt

    dpi = 100
    try:
        figure = plt.figure(figsize=(SIZE[0] / dpi, SIZE[1] / (1 - FOOT) / dpi), dpi=dpi)
    except ImportError:  # the toolkit that was asked for finds no display
        return None
    canvas: Any = figure.canvas
    if canvas.required_interactive_framework is None:
        plt.close(figure)
        return None
    return figure
