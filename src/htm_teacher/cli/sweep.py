"""The command sweep: many machines on all cores or on a cluster, and a search for parameters."""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console

from ..core.checks import brief, brief_path, check_whole
from ..extras import install
from ..series.series import counted, listed
from .exit_codes import INTERRUPTED, WRONG
from .file_options import FileOptions, reads_a_file
from .options import MODEL, Iterations, Preset, Quiet, Train
from .terminal import progress_bar, say, terminal

if TYPE_CHECKING:
    from ..series import Series
    from ..study.sweep import ResultFile

TRAIN = 0.7
WHERE, SEARCH = "Where it runs", "A search"


@reads_a_file
def sweep(
    series: Annotated[
        list[str],
        typer.Argument(
            help="Series of the package (demand, water, sea), or files as for `htm-teacher run`; several"
            " are possible."
        ),
    ],
    set_: Annotated[
        list[str] | None,
        typer.Option(
            "--set",
            metavar="NAME=VALUES",
            help="A parameter and its values, as in learning_rate=0.1,0.3; with --search also a range, as in"
            " learning_rate=0.1..0.5. May be repeated: every combination is taken. `htm-teacher info`"
            " lists the parameters. The sparsity stays the same if columns change.",
        ),
    ] = None,
    seeds: Annotated[int, typer.Option(help="How many seeds each setting gets: 42, 43 and so on.")] = 1,
    out: Annotated[
        Path, typer.Option(help="The Parquet file of results. Finished cases that it has are not repeated.")
    ] = Path("results.parquet"),
    jobs: Annotated[
        int | None,
        typer.Option(
            help="How many processes of this computer run at the same time. Default: one for each core.",
            rich_help_panel=WHERE,
        ),
    ] = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="The address of a Dask scheduler, as in tcp://host:8786: the cases run on its workers.",
            rich_help_panel=WHERE,
        ),
    ] = None,
    trials: Annotated[
        int | None,
        typer.Option(
            "--search",
            metavar="N",
            help="Instead of every combination, try N settings that Optuna chooses.",
            rich_help_panel=SEARCH,
        ),
    ] = None,
    storage: Annotated[
        str | None,
        typer.Option(
            metavar="URL",
            help="Where Optuna keeps what it tried, as in sqlite:///search.db. Default: a file .db beside"
            " the results.",
            rich_help_panel=SEARCH,
        ),
    ] = None,
    train: Train = TRAIN,
    iterations: Iterations = None,
    preset: Preset = "classroom",
    ahead: Annotated[
        list[int] | None,
        typer.Option(
            metavar="STEPS",
            help="How many steps ahead to predict; may be repeated. Default: as for `htm-teacher run`.",
            rich_help_panel=MODEL,
        ),
    ] = None,
    quiet: Quiet = False,
    *,
    reading: FileOptions,
) -> None:
    r"""Compare settings: parameters, series and seeds, on all cores or a cluster.

    A case is one machine: one setting on one series with one seed. It learns
    the first 70 % of the rows and is tested on the rest, as by run. Each
    finished case is a row of a Parquet file: its parameters, the mean absolute
    error, the skill beside the best naive predictor, CRPS, recall, precision,
    anomaly, and CPU seconds. Columns that begin with far_ are of
    the farthest step that is predicted. A case that fails is a row with its
    error.

    At the end, a table shows the best settings, averaged over seeds and series.
    Skill is 1 minus the error divided by that of the best naive predictor:
    1 is perfect, 0 no better.

    Ctrl-C, or a crash, leaves what is finished. The same command continues.

    With --search, only the first half of each series is used to choose. What
    was found is then compared with the preset on the second half.

    Needs pip install -e ".\[cluster]" in the folder of HTM-Teacher.

    For example:

    [bold]htm-teacher sweep demand --set learning_rate=0.1,0.3 --seeds 3[/bold]

    [bold]htm-teacher sweep demand --seeds 9 --scheduler tcp://host:8786[/bold]

    [bold]htm-teacher sweep demand --set learning_rate=0.05..0.5 --search 20[/bold]
    """
    from ..build import ENGINES
    from ..study.sweep import ResultFile, cases, cluster, read_settings
    from ..study.sweep import search as searched
    from ..study.sweep import sweep as swept
    from .sweep_tables import found, show_found, show_settings

    settings = read_settings(set_ or [])
    count = check_whole(_cores() if jobs is None else jobs, "jobs", 1)
    if jobs is not None and scheduler is not None:
        raise ValueError("--jobs is for this computer: a scheduler has the workers that you start")
    if storage is not None and trials is None:
        raise ValueError("--storage is for a search: give --search, too")
    if trials is not None and train != TRAIN:
        raise ValueError("--train is not for a search, which cuts each series in half")
    with progress_bar("Reading", quiet):
        every = _read(series, iterations, reading)
    choices: dict[str, Any] = {"seeds": seeds, "preset": preset, "horizons": ahead}
    planned = [] if trials is not None else cases(every, settings, train=train, **choices)
    note: Callable[[str], None] = (lambda line: None) if quiet else (lambda line: say(f"note: {line}"))
    if "fast" not in ENGINES:
        note(f"without the fast engine this takes about 100 times as long; to install it: {install('fast')}")
    printed = Console(quiet=True) if quiet else terminal()
    with ResultFile.opened(out) as results:
        for line in results.notes:
            say(f"warning: {line}")
        with (
            cluster(count, scheduler, note) as (compute, _),
            _interruptible(results),
            progress_bar("Computing", quiet) as progress,
        ):
            if trials is None:
                if kept := sum(results.finished(case.id) is not None for case in planned):
                    note(f"{brief_path(out)} has {kept:,} of {counted(len(planned), 'case')}: not repeated")
                rows = swept(planned, every, results, compute, progress)
                parts = show_settings(rows, list(settings))
            else:
                place = storage or f"sqlite:///{out.with_suffix('.db')}"
                given: dict[str, Any] = {"compute": compute, "progress": progress, **choices}
                parts = show_found(searched(every, settings, results, trials, place, **given))
        for part in parts:
            printed.print(part)
        printed.print(f"\n{found(results)}.")
    if planned and all(row["error"] for row in rows):
        raise typer.Exit(WRONG)


def _cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _read(names: Sequence[str], iterations: int | None, reading: FileOptions) -> "dict[str, Series]":
    """{name: series} of series of the package and of files."""
    from ..series import SHIPPED, shipped
    from ..study.choices import first_rows

    every: dict[str, Series] = {}
    for name in names:
        if not Path(name).exists():
            if name not in SHIPPED:
                raise ValueError(
                    f"{brief(name)}: is neither a file nor a series of the package: {listed(SHIPPED)}"
                )
            read = {name: shipped(name)}
        elif reading.group:
            read = {f"{name}: {group}": one for group, one in reading.read_groups(Path(name)).items()}
        else:
            read = {name: reading.read(Path(name))}
        if twice := read.keys() & every.keys():
            raise ValueError(f"{brief(min(twice))} is given twice")
        every |= read
    return {name: first_rows(one, iterations) for name, one in every.items()}


@contextmanager
def _interruptible(results: "ResultFile") -> Iterator[None]:
    """After Ctrl-C, say what is finished."""
    from .sweep_tables import found

    try:
        yield
    except KeyboardInterrupt:
        say(f"Interrupted. {found(results)}. The same command continues.")
        raise typer.Exit(INTERRUPTED) from None
