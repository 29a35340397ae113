"""What `htm-teacher demo` and `htm-teacher run` do: read, run, report, and write the files."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from rich.console import Console

from ..core.checks import brief_path
from ..extras import install
from ..keep.whole_file import whole_file
from ..series import Series
from ..study.alert_rule import Rule
from ..study.alerts import Alerts, find_alerts
from ..study.alerts_kept import check_budget
from ..study.anomalies import rank_moments
from ..study.earned import Predictions, reading_less
from ..study.forecast import Forecast, forecast_after
from ..study.report import Report, report_on
from ..study.run import Run
from ..study.table import write_steps
from .alert_lines import draw_whole_run
from .early_checks import check_source, usable_folder
from .exit_codes import INTERRUPTED
from .make_run import fonts_for, labels, learn
from .next_steps import FAN, FORECAST, coming, write_next
from .report_tables import show, show_main
from .saved_files import Saving
from .terminal import breakable_bar, one_line, plain_warnings, progress_bar, say, stoppable, terminal

TABLE, REPORT, PICTURE, WHOLE = "steps.csv", "report.txt", "four-panels.png", "whole-run.png"
FILMS = ("animation.mp4", "animation.gif")
STILLS = (TABLE, REPORT, FORECAST, PICTURE, WHOLE, FAN)


def study(
    read: Callable[[], Series],
    out: Path,
    film: bool = True,
    quiet: bool = False,
    source: Path | None = None,
    brief: bool = False,
    save: Saving | None = None,
    rivals: bool = False,
    when: Rule | None = None,
    **choices: Any,
) -> int:
    """Take a series through a model and report on it; returns the exit code.

    Args:
        read: returns the series.
        out: the folder for the files; older files of the same names are replaced.
        film: whether to draw the animation too; an interrupted run never gets one.
        quiet: whether to print only errors.
        source: the file that is read, which must not be one of the files that are written.
        brief: whether to print only the main part of the report; the file has the whole.
        save: where to save the run as far as it got, if at all.
        rivals: whether to compare with other methods, and with classifiers that read less.
        when: when an alert is raised; see ``find_alerts``.
        choices: as for ``learn``.

    Raises:
        ValueError, OSError: if the input is wrong or a file cannot be written; no file is changed.
    """
    started = time.monotonic()
    _check_source(source, out, save)
    names = [*STILLS, *(FILMS if film else [])]

    def ready(run: Run) -> None:
        check_budget(run, when)
        usable_folder(out, names)
        if save is not None:
            save.try_folder()

    if rivals and not quiet:
        _say_what_is_missing()
    run = learn(read, quiet, ready, **choices)
    written: list[str] = []
    done = f"{run.taken:,} of {len(run.series) - run.first:,} steps"
    if not run.taken:
        say(f"Interrupted after {done}; nothing was written.")
        return INTERRUPTED
    ending = ", but no film." if film else "."
    try:
        with stoppable() as stop, plain_warnings(quiet):
            write_steps(run, out / TABLE)
            written.append(TABLE)
            if save is not None:
                save.write(run, when)
            alerts = alerts_of(run, when, quiet, stop)
            write_steps(run, out / TABLE, alerts)
            forecast = forecast_after(run)
            report = report_on(run, _beside(run, stop, quiet) if rivals else None, alerts)
            write_report(run, report, forecast, out / REPORT)
            written.append(REPORT)
            if not quiet:
                _print_report(run, report, forecast, out / REPORT, brief)
            _draw(run, alerts, forecast, out, film and run.complete, quiet, written, stop)
            asked = stop()
    except KeyboardInterrupt:
        what = f"all {run.taken:,} steps" if TABLE in written else "no step"
        say(f"Interrupted while drawing. {_where(out, written)}: {what}{ending}{_saved(save)}")
        return INTERRUPTED
    if not run.complete:
        say(f"Interrupted after {done}. {_where(out, written)}: all of these steps{ending}{_saved(save)}")
        return INTERRUPTED
    if asked:
        where = _where(out, written)
        say(f"Interrupted after the last step. {where}: all {run.taken:,} steps.{_saved(save)}")
        return INTERRUPTED
    if not quiet:
        seconds = time.monotonic() - started
        terminal().print(f"\n{_where(out, written)}.{_saved(save)} {seconds:.0f} seconds in all.")
    return 0


def alerts_of(run: Run, when: Rule | None, quiet: bool, stop: Callable[[], bool]) -> Alerts:
    """The alerts of a run, with a progress bar."""
    with progress_bar("Finding alerts", quiet) as progress:
        return find_alerts(run, when, progress, stop)


def _saved(save: Saving | None) -> str:
    return "" if save is None else save.said


def _check_source(source: Path | None, out: Path, save: Saving | None) -> None:
    """Raise if writing the results would replace the file that is read, or each other."""
    targets = [os.path.realpath(out / name) for name in (*STILLS, *FILMS)]
    check_source(source, map(Path, targets))
    if save is not None:
        save.check(source, targets)


def write_report(run: Run, report: Report, forecast: Forecast, path: Path) -> None:
    """Write the whole report as text, 80 characters wide."""
    with whole_file(path) as draft, draft.open("w", encoding="utf-8") as file:
        written = Console(file=file, width=80, color_system=None, highlight=False, markup=False)
        written.print(*show(run, report, coming(run, forecast)), sep="\n")


def _print_report(run: Run, report: Report, forecast: Forecast, path: Path, brief: bool) -> None:
    printed, shown = terminal(), show_main if brief else show
    for part in shown(run, report, coming(run, forecast)):
        printed.print(part)
    if brief:
        printed.print(f"\nHow it learned, what it expects and the anomalies: {brief_path(path)}")


def _draw(
    run: Run,
    alerts: Alerts,
    forecast: Forecast,
    out: Path,
    film: bool,
    quiet: bool,
    written: list[str],
    stop: Callable[[], bool],
) -> None:
    """Write the pictures, the forecast and the film; add each file to ``written``.

    ``stop`` returns whether to stop, which only the film heeds: the picture takes a second.
    """
    fonts_for(run, quiet)
    with progress_bar("Drawing the picture", quiet):
        draw_picture(run, out / PICTURE)
        written.append(PICTURE)
        if not alerts.nothing:
            draw_whole_run(run, alerts, out / WHOLE)
            written.append(WHOLE)
    if run.complete:
        written += write_next(run, forecast, out)
    if film:
        written.append(_draw_film(run, out, quiet, stop))


def _say_what_is_missing() -> None:
    from ..study.rivals import RIVALS, missing_packages

    if missing := missing_packages():
        why = f"{' and '.join(missing)} {'is' if len(missing) == 1 else 'are'} not installed"
        how = install("rivals")
        say(f"note: {why}, so --rivals leaves out {', '.join(RIVALS)}; to install them: {how}")


def _beside(run: Run, stop: Callable[[], bool], quiet: bool) -> dict[str, Predictions]:
    """What classifiers predict that read less, and the rivals if their packages are installed."""
    from ..study.rivals import missing_packages, rivals

    if len(run.rows) > run.history.keep and not quiet:
        say(
            f"note: at most {run.history.keep:,} rows can be read once more: only other methods are compared."
        )
    with progress_bar("Comparing", quiet) as progress:
        found = reading_less(run, progress, stop)
    if missing_packages() or stop():
        return found
    with progress_bar("Fitting rivals", quiet):
        return found | rivals(run)


def draw_picture(run: Run, path: Path) -> None:
    """Draw the four panels into a file; the most anomalous moments are marked."""
    from ..plot import four_panels

    moments = [moment.row.step + run.before for moment in rank_moments(run).moments]
    figure = four_panels(run.steps(), replace(labels(run), moments=moments))
    with whole_file(path) as draft:
        figure.savefig(draft)


def _draw_film(run: Run, out: Path, quiet: bool, stop: Callable[[], bool]) -> str:
    """An MP4, or a GIF if there is no ffmpeg; returns its name."""
    from ..plot import VideoError, animate

    mp4, gif = FILMS
    steps, said = run.steps(), labels(run)
    try:
        with breakable_bar("Drawing the film", quiet, stop) as progress:
            animate(steps, out / mp4, said, progress=progress)
            return mp4
    except VideoError as error:
        if not quiet:
            say(f"note: {one_line(error)}. Writing a GIF instead.")
    with breakable_bar("Drawing the film", quiet, stop) as progress:
        animate(steps, out / gif, said, progress=progress)
    return gif


def _where(out: Path, written: list[str]) -> str:
    """Which files were written, and which are from an earlier run."""
    said = f"Written to {brief_path(out)}: {', '.join(written) or 'nothing'}"
    left = [name for name in (*STILLS, *FILMS) if name not in written and (out / name).exists()]
    return said + (
        f" ({' and '.join(left)} {'is' if len(left) == 1 else 'are'} from an earlier run)" if left else ""
    )
