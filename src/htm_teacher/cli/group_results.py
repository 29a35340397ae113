"""What `htm-teacher run --group` does: take each series of a table alone, and report on all together."""

import re
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from rich.table import Table

from ..series import Series
from ..study.report import Report, report_on
from ..study.run import Run
from ..study.table import write_steps
from .early_checks import usable_folder
from .exit_codes import INTERRUPTED
from .make_run import learn
from .report_tables import number, plain_table
from .results import PICTURE, TABLE, draw_picture
from .terminal import one_line, plain_warnings, progress_bar, say, terminal


def study_groups(read: Callable[[], Mapping[str, Series]], out: Path, quiet: bool, **choices: Any) -> int:
    """Take each series through a model of its own, and report on all; returns the exit code.

    Each series gets a folder with steps.csv and four-panels.png, called by its name. A series that is too
    short is left out, which is said.

    Args:
        read: returns the series by name.
        out: the folder for the folders.
        quiet: whether to print only errors.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong, no series can be learned, or a file cannot be written.
    """
    started, groups = time.monotonic(), _read(read, quiet)
    usable_folder(out)
    lines, left, complete = [], [], True
    for count, (name, folder) in enumerate(folder_names(groups).items(), start=1):
        if not quiet:
            say(f"Series {count} of {len(groups)}: {name}")
        try:
            run = learn(lambda name=name: groups[name], quiet, **choices)  # type: ignore[misc]
        except ValueError as error:
            left.append(f"Left out: {one_line(error)}")
            continue
        if run.rows:
            lines.append(_line(name, run, _write(run, out / folder)))
        complete = run.complete
        if not complete:
            break
    if not lines and complete:
        raise ValueError("; ".join(left[:3]))
    if not quiet:
        _print(groups, lines, left)
    where = f"Written to {out}: {TABLE} and {PICTURE} in {_folders(len(lines))}"
    if not complete:
        say(f"Interrupted. {where}.")
        return INTERRUPTED
    if not quiet:
        terminal().print(f"\n{where}. {time.monotonic() - started:.0f} seconds in all.")
    return 0


def folder_names(groups: Mapping[str, Series]) -> dict[str, str]:
    """A name for the folder of each series, which every system accepts; no two are alike, in any case."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for name in groups:
        plain = re.sub(r"[^\w.-]+", "_", name).strip("._")[:60] or "series"
        folder, count = plain, 1
        while folder.lower() in taken:
            count += 1
            folder = f"{plain}-{count}"
        taken.add(folder.lower())
        found[name] = folder
    return found


def _read(read: Callable[[], Mapping[str, Series]], quiet: bool) -> Mapping[str, Series]:
    with plain_warnings(quiet), progress_bar("Reading", quiet):
        return read()


def _write(run: Run, folder: Path) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    write_steps(run, folder / TABLE)
    draw_picture(run, folder / PICTURE)
    return report_on(run)


def _line(name: str, run: Run, report: Report) -> list[str]:
    """A row of the table."""
    tested, error = report.phases[-1], report.errors[0]
    moment = next(iter(report.ranking.moments), None)
    when = "none" if moment is None else moment.when or f"step {moment.row.step:,}"
    scores = number(tested.recall), number(tested.precision), number(error.model), number(error.last)
    return [name, f"{len(run.rows):,}", *scores, when]


def _print(groups: Mapping[str, Series], lines: list[list[str]], left: list[str]) -> None:
    printed = terminal()
    first = next(iter(groups.values()))
    printed.print(f"\n{len(groups):,} series of {first.source}, {first.main}", style="bold")
    for note in first.notes:
        printed.print(f"- {note}")
    for reason in left:
        printed.print(f"- {reason}")
    printed.print(
        "Recall: the fraction of the active columns that were predicted, in the test. Precision: the"
        " fraction of the predicted columns that became active. Error: how far the prediction for the next"
        " step was off, beside that of repeating the last value."
    )
    shown: Table = plain_table(
        "series",
        "steps",
        "recall",
        "precision",
        "error",
        "last value",
        "most anomalous",
        left=["series", "most anomalous"],
    )
    for line in lines:
        shown.add_row(*line)
    printed.print(shown)


def _folders(count: int) -> str:
    return "one folder" if count == 1 else f"{count:,} folders"
