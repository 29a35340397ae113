"""What `htm-teacher run --group` does: take each series of a table alone, and report on all together."""

import re
import time
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..core.checks import brief, brief_path
from ..series import Series
from ..series.alike import in_few_lines
from ..study.alert_rule import Rule
from ..study.alerts import Alerts
from ..study.alerts_kept import check_budget
from ..study.anomalies import ALARM, BY_ERROR
from ..study.forecast import forecast_after
from ..study.labels import LabelScores
from ..study.plain_numbers import plain
from ..study.report import Report, report_on
from ..study.run import Run
from ..study.stream_facts import Facts, facts_of
from ..study.streams_page import CSV, PAGE, PARQUET, write_streams
from ..study.table import write_steps
from .alert_lines import draw_whole_run, where
from .cells import alike, number, value_cell
from .early_checks import check_source, usable_folder
from .exit_codes import INTERRUPTED
from .make_run import learn
from .next_steps import FORECAST, write_next
from .results import PICTURE, REPORT, STILLS, TABLE, WHOLE, alerts_of, draw_picture, write_report
from .terminal import one_line, plain_warnings, progress_bar, say, stoppable, terminal
from .word_table import WordTable

_LONGEST = 60  # characters in the name of a folder
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(\..*)?", re.IGNORECASE)  # in Windows


class _Line(NamedTuple):
    """What the tables say about a series.

    Attributes:
        alerts: how many there are and where the strongest is, or why there are none.
        alarm: whether the most anomalous moment is an alarm.
        labels: None if the series has none.
    """

    alerts: list[str]
    scores: list[str]
    moment: list[str]
    alarm: bool
    labels: list[str] | None


@dataclass
class _Found:
    """What is known of the series so far: for the tables, why some are left out, and for the page."""

    lines: list[_Line] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    facts: list[Facts] = field(default_factory=list)

    def leave_out(self, name: str, error: ValueError) -> None:
        """A series that cannot be learned."""
        self.left.append(f"Left out: {one_line(error)}")
        self.facts.append(Facts(name, nothing=self.left[-1]))

    def add(self, name: str, run: Run, alerts: Alerts, report: Report, folder: str) -> None:
        """A series whose results are written."""
        self.lines.append(_line(name, run, alerts, report))
        picture = PICTURE if alerts.nothing else WHOLE
        self.facts.append(facts_of(name, run, alerts, f"{folder}/{picture}"))


def study_groups(
    read: Callable[[], Mapping[str, Series]],
    out: Path,
    quiet: bool,
    source: Path | None = None,
    when: Rule | None = None,
    **choices: Any,
) -> int:
    """Take each series through a model of its own, and report on all; returns the exit code.

    Each series gets a folder with its results, called by its name. A series that is too
    short is left out, which is said.

    Args:
        read: returns the series by name.
        out: the folder for the folders.
        quiet: whether to print only errors.
        source: the file that is read; it must not be replaced.
        when: when an alert is raised.
        choices: as for ``prepare``.

    Raises:
        ValueError, OSError: if the input is wrong, no series can be learned, or a file cannot be written.
    """
    started, groups = time.monotonic(), _read(read, quiet)
    folders = folder_names(groups)
    names = [PAGE, CSV, PARQUET, *(f"{folder}/{name}" for folder in folders.values() for name in STILLS)]
    check_source(source, [out / name for name in names])
    usable_folder(out, names)

    def ready(run: Run) -> None:
        check_budget(run, when)

    found, complete, count = _Found(), True, 0
    try:
        for count, (name, folder) in enumerate(folders.items(), start=1):
            if not quiet:
                say(f"Series {count:,} of {len(groups):,}: {brief(name)}")
            try:
                run = learn(lambda name=name: groups[name], quiet, ready, **choices)  # type: ignore[misc]
            except ValueError as error:
                found.leave_out(name, error)
                continue
            with stoppable() as stop:
                if run.rows:
                    alerts = alerts_of(run, when, quiet, stop)
                    found.add(name, run, alerts, _write(run, alerts, out / folder, quiet), folder)
                complete = run.complete and not stop()
            if not complete:
                break
    except KeyboardInterrupt:
        complete = False
    if not found.lines and complete:
        raise ValueError("; ".join(found.left[:3]))
    written: list[str] = []
    with stoppable() as stop:
        if found.lines:
            written = write_streams(out / PAGE, found.facts, _title(groups))
            if not quiet:
                _print(groups, found.lines, found.left)
        complete = complete and not stop()
    said = f"Written to {brief_path(out)}: {', '.join(written)}; {TABLE}, {REPORT}, {FORECAST} and pictures"
    said = f"{said} in {_folders(len(found.lines))}"
    if not complete:
        said = f"{said}." if found.lines else "Nothing was written."
        say(f"Interrupted in series {count:,} of {len(groups):,}. {said}")
        return INTERRUPTED
    if not quiet:
        printed = terminal()
        printed.print(
            f"\nOpen {brief_path(out / PAGE)}: it sorts the series by surprise, and shows the alerts."
        )
        printed.print(f"\n{said}. {time.monotonic() - started:.0f} seconds in all.")
    return 0


def folder_names(groups: Mapping[str, Series]) -> dict[str, str]:
    """A name for the folder of each series, which every system accepts; no two are alike, in any case."""
    found: dict[str, str] = {}
    taken = {PAGE, CSV, PARQUET}  # the files beside the folders
    for name in groups:
        plain = re.sub(r"[^\w.-]+", "_", unicodedata.normalize("NFC", name)).strip("._")
        plain = plain[:_LONGEST].rstrip("._") or "series"
        plain = f"series_{plain}" if _RESERVED.fullmatch(plain) else plain
        folder, count = plain, 1
        while folder.casefold() in taken:
            count += 1
            folder = f"{plain}-{count}"
        taken.add(folder.casefold())
        found[name] = folder
    return found


def _title(groups: Mapping[str, Series]) -> str:
    first = next(iter(groups.values()))
    return f"{brief_path(first.source)}, {brief(first.main)}"


def _read(read: Callable[[], Mapping[str, Series]], quiet: bool) -> Mapping[str, Series]:
    with plain_warnings(quiet), progress_bar("Reading", quiet):
        return read()


def _write(run: Run, alerts: Alerts, folder: Path, quiet: bool) -> Report:
    folder.mkdir(parents=True, exist_ok=True)
    write_steps(run, folder / TABLE, alerts)
    with progress_bar("Drawing the picture", quiet):
        draw_picture(run, folder / PICTURE)
        if not alerts.nothing:
            draw_whole_run(run, alerts, folder / WHOLE)
    report, forecast = report_on(run, alerts=alerts), forecast_after(run)
    write_report(run, report, forecast, folder / REPORT)
    if run.complete:
        write_next(run, forecast, folder)
    return report


def _line(name: str, run: Run, alerts: Alerts, report: Report) -> _Line:
    """The rows of the tables."""
    tested, error = report.phases[-1], report.errors[0]
    said, scores = brief(name), (number(tested.recall), number(tested.precision))
    season = run.season_name if run.season else "none known"
    errors = alike([error.model, error.last, error.season])
    return _Line(
        [said, *_alerts(run, alerts)],
        [said, f"{len(run.rows):,}", *scores, *errors, season],
        [said, *_moment(report)],
        report.ranking.moments[:1] == report.ranking.alarms[:1] != [],
        [said, *_labels(report.labels)] if report.labels else None,
    )


def _alerts(run: Run, alerts: Alerts) -> list[str]:
    """How many alerts, and where the strongest is, of equal ones the first."""
    if alerts.nothing:
        return ["-", alerts.nothing]
    strengths = {place: one.strength for place in alerts.raised if (one := alerts.rows[place]) is not None}
    strongest = max(strengths, key=strengths.__getitem__, default=None)
    return [f"{len(strengths):,}", "-" if strongest is None else where(run, strongest)]


def _moment(report: Report) -> list[str]:
    """The most anomalous moment, with its scores; the error only if it ranks."""
    by_error = report.ranking.ranked_by == BY_ERROR
    for moment in report.ranking.moments[:1]:
        row = moment.row
        value = "-" if moment.value is None else value_cell(moment.value)
        likelihood = "-" if by_error else number(row.likelihood, 6)
        off = plain(moment.off, 4) if by_error and moment.off is not None else "-"
        return [moment.when or "-", f"{row.step:,}", value, number(row.anomaly), likelihood, off]
    return ["none", *["-"] * 5]


def _labels(scores: LabelScores) -> list[str]:
    alarms = [
        f"{count:,}" if count is not None else "-" for count in (scores.met_by_alarm, scores.false_alarms)
    ]
    return [f"{scores.stretches:,}", f"{scores.met_by_list:,}", *alarms]


def _print(groups: Mapping[str, Series], lines: list[_Line], left: list[str]) -> None:
    printed = terminal()
    printed.print(f"\n{len(groups):,} series of {_title(groups)}", style="bold")
    for note in in_few_lines({name: series.notes for name, series in groups.items()}):
        printed.print(f"- {note}")
    for reason in left:
        printed.print(f"- {reason}")
    printed.print("\nAlerts", style="bold")
    _table([line.alerts for line in lines], "alerts", "the strongest", left=["the strongest"])
    printed.print("\nHow well it predicted the next step", style="bold")
    printed.print(
        "Recall: the fraction of the active columns that were predicted, in the test. Precision: the"
        " fraction of the predicted columns that became active. Error: how far the prediction for the next"
        " step was off, beside that of repeating the last value, and the value one season ago."
    )
    errors = ("error", "last value", "season ago")
    _table(
        [line.scores for line in lines], "steps", "recall", "precision", *errors, "season", left=["season"]
    )
    printed.print("\nThe most anomalous moments", style="bold")
    scores = ("value", "anomaly", "likelihood", "error")
    _table([line.moment for line in lines], "when", "step", *scores, left=["when"])
    alarms = sum(line.alarm for line in lines)
    many = f"{alarms:,} of these moments are alarms" if alarms > 1 else "1 of these moments is an alarm"
    printed.print(
        f"{many if alarms else 'None of these moments is an alarm'}: a likelihood of {ALARM} or more."
        " They are found by the model, alerts by another machine."
    )
    if labels := [line.labels for line in lines if line.labels]:
        printed.print("\nThe labels, in the steps that are ranked", style="bold")
        _table(labels, "stretches", "met by the list", "met by an alarm", "false alarms")


def _table(rows: list[list[str]], *names: str, left: Sequence[str] = ()) -> None:
    shown = WordTable("series", *names, left=["series", *left])
    for row in rows:
        shown.add_row(*row)
    terminal().print(shown)


def _folders(count: int) -> str:
    return "one folder" if count == 1 else f"{count:,} folders"
