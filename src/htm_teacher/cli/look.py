"""Commands that let one look: watch, animate, inside."""

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import (
    Columns,
    DayFirst,
    Delimiter,
    Encoding,
    Engine,
    Iterations,
    Look,
    MaybeFile,
    Preset,
    Quiet,
    Seed,
    Shipped,
    Texts,
    Time,
    Train,
    Value,
    reader,
)

SMALLEST, LARGEST = 100, 8192  # pixels: below, text is less than a pixel; above, a frame takes 256 MB

First = Annotated[
    int | None, typer.Option("--from", metavar="STEP", help="The first step to show. 0 if not given.")
]
Last = Annotated[
    int | None,
    typer.Option("--to", metavar="STEP", help="The last step to show. The last of all if not given."),
]
Window = Annotated[
    int, typer.Option(help="How many steps the panels of input and columns show at once, at least 2.")
]


def watch(
    file: MaybeFile = None,
    style: Look = "light",
    window: Window = 200,
    instead: Annotated[
        Path, typer.Option(help="The file to write where there is no display: .html, .gif or .mp4.")
    ] = Path("htm-teacher.html"),
    quiet: Quiet = False,
    series: Shipped = "demand",
    time: Time = None,
    value: Value = None,
    text: Texts = None,
    encoding: Encoding = "utf-8-sig",
    day_first: DayFirst = None,
    delimiter: Delimiter = None,
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
) -> None:
    """Learn a series, then play the run in a window.

    One sees the value and what had been predicted for it; how good the
    predictions are; the bits that stand for the value; and the columns those
    bits make active: blue if predicted, orange if they come as a surprise.

    The keys: space plays and pauses, the arrows go a step forward or back,
    home and end to the first and the last step, s to the next surprise,
    + and - play faster and slower, ? shows all this in the window.

    The run is recorded first, so playing it moves nothing, and going back is
    exact. Where there is no display, a page that plays it is written instead.

    For example:

    [bold]htm-teacher watch[/bold]

    [bold]htm-teacher watch --series water --style dark[/bold]

    [bold]htm-teacher watch load.csv --iterations 1000 --window 100[/bold]
    """
    from .viewing import watch_run

    read = reader(file, series, time, value, text, encoding, day_first, delimiter)
    choices = _choices(train, iterations, preset, columns, seed, engine)
    raise typer.Exit(watch_run(read, instead, {"window": window, "style": style}, quiet, **choices))


def animate(
    file: MaybeFile = None,
    out: Annotated[
        Path,
        typer.Option(
            help="The film. Its ending decides what it is: .mp4, .gif, or .html, a page that plays."
        ),
    ] = Path("animation.mp4"),
    size: Annotated[
        str, typer.Option(metavar="WIDTHxHEIGHT", help="In pixels; for an MP4 even numbers.")
    ] = "1280x720",
    fps: Annotated[
        float | None,
        typer.Option(help="Frames a second, at most 100. So that it plays for 17 seconds if not given."),
    ] = None,
    first: First = None,
    last: Last = None,
    every: Annotated[
        int | None,
        typer.Option(
            metavar="STEPS",
            help="A frame for every so many steps. So that there are at most 500 (GIF 200, page 300) if"
            " not given.",
        ),
    ] = None,
    window: Window = 200,
    style: Look = "light",
    ffmpeg: Annotated[
        Path | None,
        typer.Option(
            help="The ffmpeg that makes an MP4. That of the video extra, or the one found, if not given."
        ),
    ] = None,
    quiet: Quiet = False,
    series: Shipped = "demand",
    time: Time = None,
    value: Value = None,
    text: Texts = None,
    encoding: Encoding = "utf-8-sig",
    day_first: DayFirst = None,
    delimiter: Delimiter = None,
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
) -> None:
    """Learn a series, then write the run as a film of four panels.

    Input Value Over Time: the value, and what had been predicted for it.
    Prediction Accuracy Over Time: recall, the part of what came that had been
    predicted, and precision, the part of what had been predicted that came.
    Encoded Input SDR: the bits that stand for the value. Active Columns Over
    Time: blue if predicted, orange if a surprise, grey if they did not come.

    An MP4 plays everywhere, a GIF fits into a slide, and a page (.html) can be
    paused and stepped in any browser, without a network. Steps count from 0;
    the machine learns the whole series, whichever steps are shown.

    For example:

    [bold]htm-teacher animate --out demand.mp4[/bold]

    [bold]htm-teacher animate load.csv --out load.gif --from 500 --to 700 --every 2[/bold]

    [bold]htm-teacher animate load.csv --out load.html --style dark --fps 10[/bold]
    """
    from .viewing import film

    read = reader(file, series, time, value, text, encoding, day_first, delimiter)
    look = {
        "fps": fps,
        "size": _size(size),
        "first": first,
        "last": last,
        "every": every,
        "window": window,
        "style": style,
        "ffmpeg": ffmpeg,
    }
    choices = _choices(train, iterations, preset, columns, seed, engine)
    raise typer.Exit(film(read, out, look, quiet, **choices))


def inside(
    file: MaybeFile = None,
    out: Annotated[
        Path,
        typer.Option(
            help="The folder for the pictures and index.html. It is made if need be; files of these"
            " names are replaced, others are left alone."
        ),
    ] = Path("inside"),
    style: Look = "light",
    quiet: Quiet = False,
    series: Shipped = "demand",
    time: Time = None,
    value: Value = None,
    text: Texts = None,
    encoding: Encoding = "utf-8-sig",
    day_first: DayFirst = None,
    delimiter: Delimiter = None,
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
) -> None:
    """Learn a series, then draw the inside of the machine: what it learned, and where.

    From the input to the prediction: what a column sees, which columns win,
    whether all are used, every cell at one step, the same as towers in 3-D,
    why a cell is predictive, one input in two contexts.

    Over time: how permanent synapses are, the lives of segments, predictions
    as distributions, and which moments resemble each other.

    Each picture says how to read it. Open index.html: it shows them all.

    For example:

    [bold]htm-teacher inside[/bold]

    [bold]htm-teacher inside load.csv --preset toy --style dark[/bold]

    [bold]htm-teacher inside load.csv --iterations 2000 --out inside-load[/bold]
    """
    from .viewing import look_inside

    read = reader(file, series, time, value, text, encoding, day_first, delimiter)
    choices = _choices(train, iterations, preset, columns, seed, engine)
    raise typer.Exit(look_inside(read, out, style, quiet, **choices))


def _choices(
    train: float, iterations: int | None, preset: str, columns: int | None, seed: int, engine: str
) -> dict[str, Any]:
    return {
        "preset": preset,
        "seed": seed,
        "train": train,
        "iterations": iterations,
        "columns": columns,
        "engine": engine,
    }


def _size(text: str) -> tuple[int, int]:
    """1280x720 as two numbers."""
    width, _, height = text.lower().partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        raise ValueError(f"--size is {text!r}: it must be like 1280x720") from None
    if not SMALLEST <= min(size) <= max(size) <= LARGEST:
        raise ValueError(f"--size is {text}: width and height must be from {SMALLEST} to {LARGEST:,} pixels")
    return size
