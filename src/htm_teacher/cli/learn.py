"""The `htm-teacher` command: demo, run, info. What they do is in study; here is what can be asked for.

Heavy packages are imported where they are used, so that --help is quick.
"""

import io
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from .series import Series

WRONG, INTERRUPTED = 2, 130  # exit codes

app = typer.Typer(
    name="htm-teacher",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
)

Preset = Annotated[
    str,
    typer.Option(
        help="How large a machine: toy (64 columns of 4 cells), classroom (256 of 8) or"
        " cortex (2,048 of 32; slow). `htm-teacher info` compares them."
    ),
]
Seed = Annotated[
    int, typer.Option(help="Any whole number. The same seed gives the same answers, everywhere.")
]
Out = Annotated[
    Path,
    typer.Option(
        help="The folder for four-panels.png, animation.mp4 and steps.csv. It is made if need be;"
        " files of these names are replaced, others are left alone."
    ),
]
NoAnimation = Annotated[
    bool, typer.Option("--no-animation", help="Do not draw the film, which takes the longest.")
]
Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors; write files.")
]


@app.callback(invoke_without_command=True)
def _welcome(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
) -> None:
    """Hierarchical Temporal Memory that can be read, watched and used.

    A machine made after the neocortex learns a series step by step: which
    values follow which, in which context. It is surprised by what it did not
    expect, and ever less so as it learns.

    Begin with [bold]htm-teacher demo[/bold].
    """
    if version:
        from . import __version__

        typer.echo(f"htm-teacher {__version__}")
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


@app.command()
def demo(
    series: Annotated[
        str, typer.Option(help="demand (electricity), water (with known anomalies) or sea (long).")
    ] = "demand",
    preset: Preset = "classroom",
    seed: Seed = 42,
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
    from .series import shipped
    from .study.session import study

    choices = {"preset": preset, "seed": seed}
    raise typer.Exit(study(lambda: shipped(series), out, not no_animation, quiet, **choices))


@app.command()
def run(
    file: Annotated[Path, typer.Argument(help="A CSV file, plain or gzipped, any delimiter.")],
    time: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help='The column with the times. Found if not given; "" for none.'),
    ] = None,
    value: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="A column of numbers. May be given several times: the first is predicted, the others"
            " help. Every column of numbers if not given.",
        ),
    ] = None,
    text: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN",
            help="A column of categories, such as names. May be given several times.",
        ),
    ] = None,
    encoding: Annotated[
        str, typer.Option(help="How the file codes letters: utf-8, cp1252, utf-16 ...")
    ] = "utf-8-sig",
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="What 01/02/2024 is. Found if not given, where the file shows it.",
        ),
    ] = None,
    train: Annotated[
        float, typer.Option(help="The part to learn from, above 0, at most 1; the rest is the test.")
    ] = 0.7,
    iterations: Annotated[
        int | None,
        typer.Option(help="How many values (steps) to take, from the first. All if not given."),
    ] = None,
    preset: Preset = "classroom",
    columns: Annotated[
        int | None,
        typer.Option(
            help="How many columns, instead of the preset's; as large a part of them is active, and"
            " thresholds go with it."
        ),
    ] = None,
    seed: Seed = 42,
    engine: Annotated[
        str, typer.Option(help="auto (the fastest there is) or textbook. Both answer the same.")
    ] = "auto",
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

    steps.csv gets a row for each step: step, time, value, phase (training or
    testing), anomaly, likelihood, recall, precision, bursting (columns), and
    prediction_1 ..., made AT that step for so many steps later. A cell is
    empty where there is no score: at the first step, and after a gap.

    Ctrl-C stops it; what there is up to then is still written.

    For example:

    [bold]htm-teacher run load.csv[/bold]

    [bold]htm-teacher run sensors.csv --time when --value pressure --value flow --train 0.5[/bold]

    [bold]htm-teacher run long.csv --iterations 2000 --columns 512 --no-animation[/bold]
    """
    from .series import read_csv
    from .study.session import study

    def read() -> "Series":
        texts = text or ()
        return read_csv(file, time, value, text=texts, encoding=encoding, day_first=day_first)

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
    raise typer.Exit(study(read, out, not no_animation, quiet, **choices))


@app.command()
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
    from .study.explain import explain
    from .study.terminal import terminal

    printed = terminal()
    for part in explain(word):
        printed.print(part)


def main(arguments: list[str] | None = None) -> None:
    """The command's entry point: always ends in ``SystemExit``.

    Exit codes: 0 if all went well; 2 if the input is at fault, after one line on stderr that says what
    and where; 130 after Ctrl-C. A fault of the program's own ends in a traceback.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal without é gets a question mark
    try:
        code = app(arguments, prog_name="htm-teacher", standalone_mode=False)
    except typer.Abort:
        typer.echo("Interrupted; nothing was written.", err=True)
        sys.exit(INTERRUPTED)
    except (ValueError, OSError) as error:
        sys.exit(_wrong(error))
    except Exception as error:
        if not hasattr(error, "format_message"):  # what Typer raises for a wrong use
            raise
        sys.exit(_wrong(error.format_message()))
    sys.exit(code or 0)


def _wrong(error: object) -> int:
    from .study.terminal import one_line

    typer.echo(f"error: {one_line(error)}", err=True)
    return WRONG


if __name__ == "__main__":
    main()
