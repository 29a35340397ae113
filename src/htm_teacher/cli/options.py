"""Options that several commands share, and the series that they select."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..series import Series

SHORT_HELP = {"help_option_names": ["-h", "--help"]}

# Panels of --help, below the panel with the command's own options.
SERIES, MODEL = "The series", "The model"

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print only warnings and errors; files are still written.")
]
Out = Annotated[
    Path,
    typer.Option(
        help="The folder for four-panels.png, animation.mp4 and steps.csv. It is created if it does not"
        " exist; files of these names are replaced, others stay."
    ),
]
NoAnimation = Annotated[
    bool, typer.Option("--no-animation", help="Do not draw the film, which takes longest.")
]
Look = Annotated[str, typer.Option("--style", help="light or dark.")]

File = Annotated[Path, typer.Argument(help="A CSV file, plain or gzipped, any delimiter.")]
MaybeFile = Annotated[
    Path | None,
    typer.Argument(help="A CSV file, plain or gzipped, any delimiter. Default: see --series."),
]
Shipped = Annotated[
    str,
    typer.Option(
        help="A series of the package: demand (electricity), water (with known anomalies) or sea (long).",
        rich_help_panel=SERIES,
    ),
]
Time = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help='The column with the times; "" for none. Default: found automatically.',
        rich_help_panel=SERIES,
    ),
]
Value = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="A column of numbers; may be repeated: the first is predicted, the others are encoded with"
        " it. Default: every column of numbers.",
        rich_help_panel=SERIES,
    ),
]
Texts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="A column of categories, such as names; may be repeated.",
        rich_help_panel=SERIES,
    ),
]
Encoding = Annotated[
    str,
    typer.Option(
        help="The character encoding of the file: utf-8, cp1252, utf-16 ...", rich_help_panel=SERIES
    ),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        metavar="CHARACTER",
        help="The character between two cells. Default: found automatically.",
        rich_help_panel=SERIES,
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="How to read 01/02/2024. Default: found automatically, if the file shows it.",
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
Engine = Annotated[
    str,
    typer.Option(
        help="auto (the fastest installed), textbook, or fast (about 100 times as fast; needs Numba: "
        r'pip install "htm-teacher\[fast]"). Results are the same.',
        rich_help_panel=MODEL,
    ),
]


def reader(
    file: Path | None,
    series: str,
    time: str | None = None,
    value: list[str] | None = None,
    text: list[str] | None = None,
    encoding: str = "utf-8-sig",
    day_first: bool | None = None,
    delimiter: str | None = None,
) -> Callable[[], "Series"]:
    """A function that reads the file or, without a file, returns the series of this name."""

    def read() -> "Series":
        from ..series import read_csv, shipped

        if file is None:
            return shipped(series)
        return read_csv(
            file, time, value, text=text or (), encoding=encoding, day_first=day_first, delimiter=delimiter
        )

    return read
