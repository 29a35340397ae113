"""Options that several commands share, and how a series is found by them."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from ..series import Series

SHORT_HELP = {"help_option_names": ["-h", "--help"]}

# Panels of --help, below that of what a command itself is about.
SERIES, MACHINE = "The series", "The machine"

Quiet = Annotated[
    bool, typer.Option("--quiet", "-q", help="Print nothing but warnings and errors; write files.")
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
Look = Annotated[str, typer.Option("--style", help="light or dark.")]

File = Annotated[Path, typer.Argument(help="A CSV file, plain or gzipped, any delimiter.")]
MaybeFile = Annotated[
    Path | None,
    typer.Argument(help="A CSV file, plain or gzipped, any delimiter. A series that ships if not given."),
]
Shipped = Annotated[
    str,
    typer.Option(
        help="demand (electricity), water (with known anomalies) or sea (long).", rich_help_panel=SERIES
    ),
]
Time = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN",
        help='The column with the times. Found if not given; "" for none.',
        rich_help_panel=SERIES,
    ),
]
Value = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="A column of numbers. May be given several times: the first is predicted, the others"
        " help. Every column of numbers if not given.",
        rich_help_panel=SERIES,
    ),
]
Texts = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN",
        help="A column of categories, such as names. May be given several times.",
        rich_help_panel=SERIES,
    ),
]
Encoding = Annotated[
    str,
    typer.Option(help="How the file codes letters: utf-8, cp1252, utf-16 ...", rich_help_panel=SERIES),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        metavar="CHARACTER",
        help="What stands between two cells. Found if not given.",
        rich_help_panel=SERIES,
    ),
]
DayFirst = Annotated[
    bool | None,
    typer.Option(
        "--day-first/--month-first",
        help="What 01/02/2024 is. Found if not given, where the file shows it.",
        rich_help_panel=SERIES,
    ),
]
Train = Annotated[
    float,
    typer.Option(
        help="The part to learn from, above 0, at most 1; the rest is the test.", rich_help_panel=SERIES
    ),
]
Iterations = Annotated[
    int | None,
    typer.Option(
        help="How many values (steps) to take, from the first. All if not given.", rich_help_panel=SERIES
    ),
]

Preset = Annotated[
    str,
    typer.Option(
        help="How large a machine: toy (64 columns of 4 cells), classroom (256 of 8) or"
        " cortex (2,048 of 32; slow). `htm-teacher info` compares them.",
        rich_help_panel=MACHINE,
    ),
]
Columns = Annotated[
    int | None,
    typer.Option(
        help="How many columns, instead of the preset's; as large a part of them is active, and"
        " thresholds go with it.",
        rich_help_panel=MACHINE,
    ),
]
Seed = Annotated[
    int,
    typer.Option(
        help="Any whole number. The same seed gives the same answers, everywhere.", rich_help_panel=MACHINE
    ),
]
Engine = Annotated[
    str,
    typer.Option(
        help="auto (the fastest there is), textbook, or fast (some 100 times as fast; needs Numba: "
        'pip install "htm-teacher[fast]"). Both answer the same.',
        rich_help_panel=MACHINE,
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
    """What reads the file, or, if there is none, gives the series of this name."""

    def read() -> "Series":
        from ..series import read_csv, shipped

        if file is None:
            return shipped(series)
        return read_csv(
            file, time, value, text=text or (), encoding=encoding, day_first=day_first, delimiter=delimiter
        )

    return read
