"""The command nab: score detectors by the Numenta Anomaly Benchmark, and print their report card."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import RenderableType
from rich.text import Text

from ..core.checks import brief, brief_path, check_whole, listed
from ..extras import install
from ..series.series import counted
from .early_checks import usable_folder
from .options import Quiet
from .terminal import progress_bar, say, terminal
from .word_table import WordTable

if TYPE_CHECKING:
    from ..study.nab_run import Line

FILES = ("card.csv", "final_results.json")
NAMED = 3  # files in a note


def nab(
    data: Annotated[
        Path,
        typer.Option(help="The folder of the benchmark, which contains data/ and labels/."),
    ],
    out: Annotated[
        Path,
        typer.Option(help="The folder for card.csv and the results. It is created if it does not exist."),
    ] = Path("out-nab"),
    detector: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME",
            help="A detector to run beside the simple rivals; may be repeated: small, small-32, surprise,"
            " burst-error, second-look, and each of them with -range, which knows the range of the file; raw."
            " Default: small, small-range, small-32, surprise and raw.",
        ),
    ] = None,
    seeds: Annotated[
        int, typer.Option(help="How many seeds; of several, the mean and the spread are shown.")
    ] = 1,
    jobs: Annotated[
        int | None, typer.Option(help="How many processes run at the same time. Default: one for each core.")
    ] = None,
    quiet: Quiet = False,
) -> None:
    """Score detectors by the Numenta Anomaly Benchmark (NAB).

    Takes the detectors of this package over all files of the benchmark, by
    its own rules, beside rivals of one line. Scores of other detectors that
    lie in published/ or results/ of the folder are scored as well. With the
    fast engine one seed takes a few minutes.

    Writes card.csv, with all figures, and the scores in the benchmark's own
    layout: results/DETECTOR/TOPIC/DETECTOR_FILE.csv and final_results.json.

    For example:

    [bold]htm-teacher nab --data NAB[/bold]

    [bold]htm-teacher nab --data NAB --detector small --seeds 5[/bold]
    """
    from ..build import ENGINES
    from ..study.nab_card import nine
    from ..study.nab_files import read_files, read_published
    from ..study.nab_methods import chosen
    from ..study.nab_run import report, run, write

    names = chosen(detector or [])
    check_whole(seeds, "seeds", 1)
    workers = check_whole((os.cpu_count() or 1) if jobs is None else jobs, "jobs", 1)
    with progress_bar("Reading", quiet):
        files = read_files(data)
        published = read_published(data, files)
    usable_folder(out, FILES)
    if not quiet:
        for note in _notes(data):
            say(f"note: {note}")
    if "fast" not in ENGINES and not quiet:
        say(f"note: without the fast engine this takes hours; to install it: {install('fast')}")
    with progress_bar("Detecting", quiet) as progress:
        found = run(files, names, published, seeds, workers, progress)
    lines = report(files, found)
    write(out, files, found, lines)
    if not quiet:
        printed = terminal()
        for part in card(lines, len(nine(files))):
            printed.print(part)
        printed.print(f"\nWritten to {brief_path(out)}: {', '.join(FILES)} and results/.")


def _notes(data: Path) -> Iterator[str]:
    """What is said if labels and files are not those of each other."""
    from ..series.nab import unpaired

    unlabelled, without = unpaired(data)
    if unlabelled:
        said = (
            f"{counted(len(unlabelled), 'file')} under data/ not in the labels, so each alert there is false"
        )
        yield f"{said}: {listed(unlabelled, NAMED)}"
    if without:
        yield f"{counted(len(without), 'file')} of the labels not under data/: {listed(without, NAMED)}"


def card(lines: Sequence["Line"], known: int) -> Iterator[RenderableType]:
    """The report card as tables that fit into 80 columns.

    Args:
        lines: a line for each detector.
        known: how many of the nine files of TSB-AD there are.
    """
    from ..study import nab_card as figure

    yield from _part(
        lines,
        "Alerts: the benchmark's scores, 0 for no alert, 100 for a perfect detector",
        "Each profile takes the threshold that is best on the same files, and so uses the labels. 2-fold:"
        " the standard score of each half of the files at the threshold that is best on the other half."
        " Ahead: what a detector uses that lies ahead of the row that it scores."
        " For every detector the warm-up is 15 % of a file, at most 750 rows.",
        {
            "standard": ("standard", 1),
            "low FP": ("low FP", 1),
            "low FN": ("low FN", 1),
            "2-fold": (f"standard {figure.FOLD}", 1),
        },
        ahead=True,
    )
    yield from _part(
        lines,
        "Alerts at the threshold that the detector ships with",
        "(a detector without one: at its best threshold). Found: the percentage of the windows. Delay:"
        " when in the window, in percent of its length. First: how many rows after the warm-up, in half of"
        " the files at most.",
        {
            "standard": (figure.AT, 1),
            "alerts in 1,000": (figure.ALERTS, 2),
            "found": (figure.FOUND, 0),
            "delay": (figure.DELAY, 0),
            "first": (figure.FIRST, 0),
        },
    )
    some = "the nine files" if known == len(figure.NINE) else f"{known} of the nine files"
    for which, title in ((figure.NINE_FILES, f"{some} of TSB-AD"), (figure.ALL_FILES, "all files")):
        yield from _part(
            lines,
            f"Ranks: VUS-PR on {title}, from 0 to 1",
            "As is, and smoothed over 100 rows: by a trailing mean, and by a leaky integrator.",
            {how: (f"VUS-PR {which} {how}", 3) for how in figure.SMOOTHINGS},
        )


def _part(
    lines: Sequence["Line"], title: str, says: str, columns: dict[str, tuple[str, int]], ahead: bool = False
) -> Iterator[RenderableType]:
    from ..study.nab_card import written

    yield Text(f"\n{title}", style="bold")
    yield Text(says)
    table = WordTable("detector", *columns, *(["ahead"] if ahead else []), left=["detector", "ahead"])
    for line in lines:
        cells = [written(line.figures[name], decimals, line.seeds) for name, decimals in columns.values()]
        table.add_row(brief(line.name, 20), *cells, *([line.uses] if ahead else []))
    yield table
