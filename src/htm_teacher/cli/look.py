"""The commands that show a run: watch, animate, inside."""

from pathlib import Path
from typing import Annotated, Any

import typer

from .file_options import FileOptions, reader, reads_a_file
from .options import (
    Columns,
    Engine,
    Iterations,
    Look,
    MaybeFile,
    Preset,
    Quiet,
    Seed,
    Shipped,
    Train,
)

SMALLEST, LARGEST = 100, 8192  # pixels: below, text is less than a pixel; above, a frame takes 256 MB

First = Annotated[
    int | None, typer.Option("--from", metavar="STEP", help="The first step to show. Default: 0.")
]
Last = Annotated[
    int | None,
    typer.Option("--to", metavar="STEP", help="The last step to show. Default: the last step."),
]
Window = Annotated[
    int, typer.Option(help="How many steps the panels of input and columns show at once; at least 2.")
]


@reads_a_file
def watch(
    file: MaybeFile = None,
    style: Look = "light",
    window: Window = 200,
    instead: Annotated[
        Path, typer.Option(help="The file to write if there is no display: .html, .gif or .mp4.")
    ] = Path("htm-teacher.html"),
    quiet: Quiet = False,
    series: Shipped = "demand",
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
    *,
    reading: FileOptions,
) -> None:
    """Learn a series, then play the run in a window.

    The window shows the value and the prediction that was made for it; how
    good the predictions are; the bits that encode the value; and the active
    columns: blue if they were predicted, orange if they burst.

    The keys: space plays and pauses, the arrows go a step forward or back,
    home and end go to the first and the last step, s to the next surprise,
    + and - play faster and slower, ? shows this list in the window.

    The run is recorded first, so playing it changes nothing, and going back
    is exact. Without a display, the command writes a page that plays the run.

    For example:

    [bold]htm-teacher watch[/bold]

    [bold]htm-teacher watch --series water --style dark[/bold]

    [bold]htm-teacher watch load.csv --iterations 1000 --window 100[/bold]
    """
    from .viewing import watch_run

    read = reader(file, series, reading)
    choices = _choices(train, iterations, preset, columns, seed, engine)
    raise typer.Exit(watch_run(read, instead, window, style, quiet, **choices))


@reads_a_file
def animate(
    file: MaybeFile = None,
    out: Annotated[
        Path,
        typer.Option(
            help="The film. Its suffix decides the format: .mp4, .gif, or .html for a page that plays."
        ),
    ] = Path("animation.mp4"),
    size: Annotated[
        str, typer.Option(metavar="WIDTHxHEIGHT", help="In pixels; even numbers for an MP4.")
    ] = "1280x720",
    fps: Annotated[
        float | None,
        typer.Option(help="Frames per second, at most 100. Default: so that the film takes 17 seconds."),
    ] = None,
    first: First = None,
    last: Last = None,
    every: Annotated[
        int | None,
        typer.Option(
            metavar="STEPS",
            help="The steps from one frame to the next. Default: so that there are at most 250, in a GIF"
            " 200.",
        ),
    ] = None,
    window: Window = 200,
    style: Look = "light",
    ffmpeg: Annotated[
        Path | None,
        typer.Option(
            help="The ffmpeg for an MP4. Default: that of the video extra, or else one on the path."
        ),
    ] = None,
    quiet: Quiet = False,
    series: Shipped = "demand",
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
    *,
    reading: FileOptions,
) -> None:
    """Learn a series, then write the run as a film with four panels.

    Input Value Over Time: the value, and the prediction made for it.
    Prediction Accuracy Over Time: recall, the fraction of the active columns
    that were predicted, and precision, the fraction of the predicted columns
    that became active. Encoded Input SDR: the bits that encode the value.
    Active Columns Over Time: blue if predicted, orange if they burst, grey if
    predicted but not active.

    An MP4 plays everywhere, a GIF fits into a slide, and a page (.html) can be
    paused and stepped in any browser, without a network. Steps count from 0;
    the model learns the whole series, whichever steps are shown.

    For example:

    [bold]htm-teacher animate --out demand.mp4[/bold]

    [bold]htm-teacher animate load.csv --out load.gif --from 500 --to 700 --every 2[/bold]

    [bold]htm-teacher animate load.csv --out load.html --style dark --fps 10[/bold]
    """
    from .viewing import FilmLook, film

    read = reader(file, series, reading)
    look = FilmLook(style, window, _size(size), fps, first, last, every, ffmpeg)
    choices = _choices(train, iterations, preset, columns, seed, engine)
    raise typer.Exit(film(read, out, look, quiet, **choices))


@reads_a_file
def inside(
    file: MaybeFile = None,
    out: Annotated[
        Path,
        typer.Option(
            help="The folder for the pictures and index.html. It is created if it does not exist; files of"
            " these names are replaced, others stay."
        ),
    ] = Path("inside"),
    style: Look = "light",
    quiet: Quiet = False,
    series: Shipped = "demand",
    train: Train = 0.7,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    columns: Columns = None,
    seed: Seed = 42,
    engine: Engine = "auto",
    *,
    reading: FileOptions,
) -> None:
    """Learn a series, then draw the inside of the model: what it learned, and where.

    From the input to the prediction: what a column sees, which columns win,
    whether all columns are used, every cell at one step, the same as towers
    in 3-D, why a cell is predictive, the same input in two contexts.

    Over time: the permanences of synapses, the lives of segments, predictions
    as distributions, and which moments resemble each other.

    Each picture says how to read it. Open index.html to see them all.

    For example:

    [bold]htm-teacher inside[/bold]

    [bold]htm-teacher inside load.csv --preset toy --style dark[/bold]

    [bold]htm-teacher inside load.csv --iterations 2000 --out inside-load[/bold]
    """
    from .viewing import look_inside

    read = reader(file, series, reading)
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
    from ..core.checks import brief, shown

    width, _, height = text.lower().partition("x")
    try:
        size = int(width), int(height)
    except ValueError:
        raise ValueError(f"--size is {shown(text)}: it must be like 1280x720") from None
    if not SMALLEST <= min(size) <= max(size) <= LARGEST:
        raise ValueError(
            f"--size is {brief(text)}: width and height must be from {SMALLEST} to {LARGEST:,} pixels"
        )
    return size
