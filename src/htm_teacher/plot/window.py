"""A window that plays a run: forwards, backwards, step by step, or from surprise to surprise."""

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from matplotlib.backend_bases import Event
from matplotlib.figure import Figure

from .film import Frames, Progress, animate
from .picture import SIZE, Page
from .recording import NO_LABELS, Labels, Recording, Steps, read, surprises
from .window_parts import BUTTONS, FOOT, add_button, add_help, add_slider, add_speed

SPEEDS = (1, 2, 5, 10, 25, 50, 100, 250)  # steps a second
TICK = 40  # milliseconds between two frames


class Window:
    """The four panels of a run with controls below them. It only reads the run.

    Args:
        run: the run to play.
        figure: where to draw. Its canvas decides whether this is a window on a screen.
        style: "light" or "dark".
        window: how many steps the input and the columns show.

    Attributes:
        place: the step that is shown, by its place in the run.
        playing: whether it moves on automatically.
        speed: in steps a second.
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

    # Actions.

    def go(self, place: int) -> None:
        """Show a step, given by its place in the run; beyond either end, the first or the last step."""
        self.place = min(max(place, 0), len(self.run) - 1)
        self.draw()

    def step(self, by: int) -> None:
        """Pause, and go this number of steps forward; back if negative."""
        self.pause()
        self.go(self.place + by)

    def toggle(self) -> None:
        """Play, from the start if the run has ended; or pause."""
        if self.playing:
            self.pause()
            return
        if self.place == len(self.run) - 1:
            self.place = 0
        self.playing, self.due, self.shown_at = True, 0.0, time.monotonic()
        self.timer.start()
        self.draw()

    def pause(self) -> None:
        """Stop at this step."""
        self.playing = False
        self.timer.stop()
        self.draw()

    def next_surprise(self) -> None:
        """Pause at the next surprise; after the last surprise, at the first."""
        later = [place for place in self.surprises if place > self.place]
        if self.surprises:
            self.step((later or self.surprises)[0] - self.place)

    def change_speed(self, by: int) -> None:
        """Play faster or slower, by a number of notches."""
        notch = SPEEDS.index(self.speed) + by
        self.speed = SPEEDS[min(max(notch, 0), len(SPEEDS) - 1)]
        self.draw()

    def help(self) -> None:
        """Show or hide the help."""
        self.helping = not self.helping
        self.draw()

    def tick(self) -> None:
        """Move on by the steps that are due since the last tick."""
        now = time.monotonic()
        self.due += self.speed * min(now - self.shown_at, 1.0)
        self.shown_at = now
        whole = int(self.due)
        if self.playing and whole:
            self.due -= whole
            self.go(self.place + whole)
            if self.place == len(self.run) - 1:
                self.pause()

    # Drawing.

    def build(self) -> None:
        """Make everything for the present size of the window."""
        self.frames: Frames | None = None  # until the background has been drawn
        for widget in self.widgets:
            widget.disconnect_events()
        self.figure.clear()
        width, height = (max(16, round(one)) for one in self.figure.bbox.size)
        page = Page(self.run, self.style, self.window, (width, height), self.figure, FOOT)
        self.figure.set_facecolor(page.style.page)
        self.page = page
        look = page.style
        self.slider = add_slider(self.figure, look, len(self.run), self.surprises, self.on_slide)
        self.buttons = {key: add_button(self.figure, look, key, self.actions[key]) for key in BUTTONS}
        self.widgets = [self.slider, *self.buttons.values()]
        self.speed_word, self.helper = add_speed(self.figure, look), add_help(self.figure, look)
        handle = [self.slider.poly, *self.slider.ax.lines]
        self.frames = Frames(page, [*handle, self.buttons[" "].label, self.speed_word, self.helper])
        self.draw()

    def draw(self) -> None:
        """Draw everything that moves over the background."""
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

    # Events.

    def on_key(self, event: Any) -> None:
        """Do the action of a key; "=" is "+" without Shift."""
        action = self.actions.get({"=": "+", "_": "-", "/": "?"}.get(event.key, event.key))
        if action is not None:
            action()

    def on_slide(self, value: float) -> None:
        """Go to the step that the slider was dragged to."""
        self.pause()
        self.go(round(value))

    def on_draw(self, event: Event) -> None:
        """The background was drawn again: draw everything that moves over it."""
        if self.frames is not None:
            self.frames.keep_still()
            self.draw()

    def on_resize(self, event: Event) -> None:
        """Make everything again for the new size."""
        width, height = self.figure.bbox.size
        if (round(width), round(height)) != (self.page.width, self.page.height):
            self.build()


def watch(
    steps: Steps,
    labels: Labels = NO_LABELS,
    *,
    window: int = 200,
    style: str = "light",
    instead: Path = Path("htm-teacher.html"),
    progress: Progress | None = None,
) -> Path | None:
    """Open a window that plays a run, and wait until it is closed.

    Without a display, this is no error: the film is written to ``instead``, and a message says so.

    Args:
        steps, labels, window, style: as for ``four_panels``.
        instead: the file to write without a display; its ending decides, as for ``animate``.
        progress: called after each frame of the file with the number of frames done and of all frames.

    Returns:
        ``instead`` if this file was written; None if there was a window.

    Raises:
        ValueError: as for ``four_panels``.
    """
    import matplotlib.pyplot as plt

    run = read(steps, labels)
    figure = open_figure()
    if figure is None:
        animate(steps, instead, labels, window=window, style=style, progress=progress)
        print(f"No display was found for a window, so the film was written to {instead}.")
        return instead
    shown = Window(run, figure, style, window)
    plt.show()
    plt.close(shown.figure)
    return None


def open_figure() -> Figure | None:
    """A figure in a window on the screen; None without a display."""
    import matplotlib.pyplot as plt

    dpi = 100
    try:
        figure = plt.figure(figsize=(SIZE[0] / dpi, SIZE[1] / (1 - FOOT) / dpi), dpi=dpi)
    except ImportError:  # the chosen toolkit finds no display
        return None
    canvas: Any = figure.canvas
    if canvas.required_interactive_framework is None:
        plt.close(figure)
        return None
    return figure
