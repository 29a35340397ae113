"""Commands that learn a series and say what was learned: demo, run; and info."""

from pathlib import Path
from typing import Annotated, Any

import typer

from .options import (
    SERIES,
    Columns,
    DayFirst,
    Delimiter,
    Encoding,
    Engine,
    File,
    Iterations,
    NoAnimation,
    Out,
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


def demo(
    series: Shipped = "demand",
    preset: Preset = "classroom",
    seed: Seed = 42,
    engine: Engine = "auto",
    out: Out = Path("out"),
    no_animation: NoAnimation = False,
    quiet: Quiet = False,
) -> None:
    """Learn a measured series that ships with the package, and show what was learned.

    Half-hourly electricity demand of England and Wales, twelve weeks of it:
    the machine learns from the first 70 % and is tested on the rest without
    learning. It takes about a minute, shows how well it predicted, and writes
    a picture, a film and a table to out/.

    Ctrl-C stops it; what there is up to then is still written.

    For example:

    [bold]htm-teacher demo[/bold]

    [bold]htm-teacher demo --series water --out out-water[/bold]
    """
    from .results import study

    choices: dict[str, Any] = {"preset": preset, "seed": seed, "engine": engine}
    raise typer.Exit(study(reader(None, series), out, not no_animation, quiet, **choices))


def run(
    file: File,
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
    ahead: Annotated[
        list[int] | None,
        typer.Option(
            metavar="STEPS",
            help="How many steps ahead to predict. May be given several times. 1 and a day (or 5) if"
            " not given.",
        ),
    ] = None,
    season: Annotated[
        int | None,
        typer.Option(
            metavar="STEPS",
            help='Steps until it all about repeats, for the naive predictor "same time one season'
            ' ago". A day or a week by the times, or what the values show, if not given.',
            rich_help_panel=SERIES,
        ),
    ] = None,
    out: Out = Path("out"),
    no_animation: NoAnimation = False,
    quiet: Quiet = False,
) -> None:
    """Learn your own series from a CSV file, and show what was learned.

    One row a step, in the order of time. Columns are found; name them where
    the guess is wrong. Missing values (empty, NA, NaN ...) are fine. What the
    encoder needs to know is taken from the training rows alone.

    steps.csv gets a row for each step: step, time, value (the predicted
    column), any other columns by their names, phase (training or testing),
    anomaly, likelihood, recall, precision, bursting (columns), and
    prediction_1 ..., made AT that step for so many steps later. A cell is
    empty where there is no score: at the first step, and after a missing
    value.

    Ctrl-C stops it; what there is up to then is still written.

    For example:

    [bold]htm-teacher run load.csv[/bold]

    [bold]htm-teacher run sensors.csv --time when --value pressure --value flow[/bold]

    [bold]htm-teacher run long.csv --iterations 2000 --train 0.5 --no-animation[/bold]
    """
    from .results import study

    choices = {
        "preset": preset,
        "seed": seed,
        "train": train,
        "iterations": iterations,
        "columns": columns,
        "engine": engine,
        "horizons": ahead,
        "season": season,
    }
    read = reader(file, "", time, value, text, encoding, day_first, delimiter)
    raise typer.Exit(study(read, out, not no_animation, quiet, file, **choices))


def info(
    word: Annotated[
        str, typer.Argument(help="Only parameters with this word in their name or meaning.")
    ] = "",
) -> None:
    """Explain the presets and every parameter in plain words.

    With units, ranges, defaults, and what BAMI, NuPIC and htm.core call them.

    For example:

    [bold]htm-teacher info[/bold]

    [bold]htm-teacher info permanence[/bold]
    """
    from .parameter_tables import explain
    from .terminal import terminal

    printed = terminal()
    for part in explain(word):
        printed.print(part)
