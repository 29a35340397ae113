"""Options that several commands share; those about reading a file are in file_options."""

from pathlib import Path
from typing import Annotated

import typer

from ..extras import install

SHORT_HELP = {"help_option_names": ["-h", "--help"]}

# Panels of --help, below the panel with the command's own options.
SERIES, MODEL, SAVED = "The series", "The model", "A saved run"

Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print only errors; files are still written.")]
Out = Annotated[
    Path,
    typer.Option(
        help="The folder for report.txt, steps.csv, forecast.csv, four-panels.png, whole-run.png,"
        " forecast.png and animation.mp4 (animation.gif without FFmpeg); --group makes a folder for each"
        " series, without a film, and report.html, streams.csv and, with PyArrow, streams.parquet about all."
        " It is created if it does not exist; files of these names are replaced, others stay."
    ),
]
NoAnimation = Annotated[
    bool, typer.Option("--no-animation", help="Do not draw the film, which takes longest.")
]
Rivals = Annotated[
    bool,
    typer.Option(
        "--rivals",
        help="Compare with more: the classifier reading only bits, or bits and columns (one and a half times"
        " as long; at most 20,000 rows), nearest neighbours, ridge regression and Holt-Winters (need"
        r' pip install -e ".\[rivals]" in the folder of HTM-Teacher).',
    ),
]
AlertRule = Annotated[
    str | None,
    typer.Option(
        "--alerts",
        metavar="RULE",
        help="When to raise an alert: a budget such as 5/day or 2/week (hour, day, week, month, year), which"
        " takes the strongest so far at each row, from 0.3 on, or a strength such as 0.5: a wholly new value"
        " has 0.6, an unusual shape up to 1. Default: 0.595.",
    ),
]
Look = Annotated[str, typer.Option("--style", help="light or dark.")]

File = Annotated[
    Path,
    typer.Argument(help="A CSV file with any delimiter, also gzipped or zipped; or Excel, Parquet, Feather."),
]
MaybeFile = Annotated[
    Path | None,
    typer.Argument(
        help="A CSV file with any delimiter, also gzipped or zipped; or Excel, Parquet, Feather."
        " Default: see --series."
    ),
]
Shipped = Annotated[
    str,
    typer.Option(
        help="A series of the package: demand (electricity), water (with known anomalies) or sea (long).",
        rich_help_panel=SERIES,
    ),
]
Train = Annotated[
    float,
    typer.Option(
        help="The fraction of the rows to learn from, above 0, at most 1; the rest is the test.",
        rich_help_panel=SERIES,
    ),
]
Iterations = Annotated[
    int | None,
    typer.Option(help="How many rows (steps) to take, from the first. Default: all.", rich_help_panel=SERIES),
]

Preset = Annotated[
    str,
    typer.Option(
        help="The size of the model: toy (64 columns of 4 cells), classroom (256 of 8) or"
        " cortex (2,048 of 32; slow). `htm-teacher info` compares them.",
        rich_help_panel=MODEL,
    ),
]
Columns = Annotated[
    int | None,
    typer.Option(
        help="How many columns, instead of the preset's. The same fraction is active, and the thresholds"
        " are adjusted.",
        rich_help_panel=MODEL,
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        help="Any whole number. The same seed gives the same results on every computer.",
        rich_help_panel=MODEL,
    ),
]
_FAST = install("fast").replace("[", r"\[")  # square brackets are markup
Engine = Annotated[
    str,
    typer.Option(
        help="auto (begins on the textbook, continues on fast once that is compiled), textbook, or fast"
        f" (about 100 times as fast; needs Numba: {_FAST}). Results are the same.",
        rich_help_panel=MODEL,
    ),
]
