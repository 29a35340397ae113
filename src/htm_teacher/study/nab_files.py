"""The files of the Numenta Anomaly Benchmark, scores that were published for them, and results in its layout.

Source: the repository numenta/NAB. A result is DETECTOR/TOPIC/DETECTOR_FILE.csv, with the columns timestamp,
value, anomaly_score and label; the benchmark's own scorer reads such a folder.
"""

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

from ..core.checks import check_number
from ..keep.whole_file import whole_file
from ..series.nab import read_nab
from ..series.series import Series, SeriesError
from .nab_scores import probation

PUBLISHED = ("published", "results")  # folders with scores of other detectors
FEWEST_ROWS = 100  # so that the probation has room for a warm-up


@dataclass(frozen=True)
class NabFile:
    """A file of the benchmark.

    Attributes:
        name: its topic and its name, as in "realKnownCause/nyc_taxi.csv".
        values, times: of each row.
        windows: the first and the last row of each labelled window.
        warm_up: how many rows are never scored.
    """

    name: str
    values: list[float]
    times: list[datetime]
    windows: list[tuple[int, int]]
    warm_up: int


def read_files(folder: Path) -> list[NabFile]:
    """The files of a NAB folder, by name.

    Raises:
        SeriesError: if it is none, a file cannot be read or scored, or there are no labelled windows.
    """
    every = read_nab(folder)
    files = [_file(name, series) for name, series in every.items()]
    if not any(file.windows for file in files):
        problem = "no file under data/ has a window here, so that nothing can be found: complete the labels"
        raise SeriesError(problem, folder / "labels" / "combined_windows.json")
    return files


def _file(name: str, series: Series) -> NabFile:
    values = [value for value in series.values() if isinstance(value, float)]
    if len(values) < max(len(series), FEWEST_ROWS):
        missing = len(series) - len(values)
        problem = f"{missing} of {len(series)} values are no numbers" if missing else f"{len(values)} rows"
        raise SeriesError(f"{problem}; the benchmark needs {FEWEST_ROWS} rows of numbers", name)
    times = series.times or []
    rows = {time: row for row, time in reversed(list(enumerate(times)))}  # of equal times the first counts
    windows = [(_row(name, rows, first), _row(name, rows, last)) for first, last in series.anomalies]
    for first, last in windows:
        if last <= first:
            what = "ends before it begins" if last < first else "has less than two rows"
            raise SeriesError(f"the window at {times[first]} {what}", name)
    for one, following in pairwise(sorted(windows)):
        if following[0] <= one[1]:
            raise SeriesError(f"two windows overlap at {times[following[0]]}", name)
    return NabFile(name, values, times, sorted(windows), probation(len(values)))


def _row(name: str, rows: Mapping[datetime, int], time: datetime) -> int:
    if time not in rows:
        raise SeriesError(f"a labelled window begins or ends at {time}, but no row has this time", name)
    return rows[time]


def read_published(folder: Path, files: Sequence[NabFile]) -> dict[str, dict[str, list[float]]]:
    """{detector: {file: its scores}} of the detectors whose results lie in the folder for all these files.

    Raises:
        SeriesError: if results are incomplete or damaged.
    """
    found: dict[str, dict[str, list[float]]] = {}
    for place in (folder / name for name in PUBLISHED):
        for detector in sorted(path for path in place.glob("*") if path.is_dir()):
            found[detector.name] = {file.name: _scores(detector, file) for file in files}
    return found


def _scores(detector: Path, file: NabFile) -> list[float]:
    path = detector / result_name(detector.name, file.name)
    try:
        with path.open(encoding="utf-8", newline="") as rows:
            scores = [check_number(float(row["anomaly_score"]), "score") for row in csv.DictReader(rows)]
    except OSError as error:
        problem = f"cannot be read ({error.strerror}); a detector's results need one for each file of data/"
        raise SeriesError(problem, path) from None
    except (ValueError, TypeError, KeyError, csv.Error):
        raise SeriesError(
            "damaged; it needs a finite number in the column anomaly_score of each row", path
        ) from None
    if len(scores) != len(file.values):
        raise SeriesError(f"{len(scores):,} rows, but its data has {len(file.values):,}", path)
    return scores


def result_name(detector: str, file: str) -> str:
    """Where the benchmark keeps a result.

    >>> result_name("numenta", "realKnownCause/nyc_taxi.csv")
    'realKnownCause/numenta_nyc_taxi.csv'
    """
    topic, _, name = file.rpartition("/")
    return f"{topic}/{detector}_{name}"


def write_results(
    out: Path, detector: str, files: Sequence[NabFile], scores: Mapping[str, Mapping[str, Any]]
) -> None:
    """Write the scores of a detector in the benchmark's layout, under ``out``.

    Args:
        out: the folder of all detectors.
        detector: its name.
        files: the files of the benchmark.
        scores: {file: {column: a number for each row}}; the benchmark reads the column anomaly_score.

    Raises:
        OSError: if a file cannot be written.
    """
    for file in files:
        path = out / detector / result_name(detector, file.name)
        path.parent.mkdir(parents=True, exist_ok=True)
        inside = {row for first, last in file.windows for row in range(first, last + 1)}
        columns = scores[file.name]
        with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as target:
            table = csv.writer(target, lineterminator="\n")
            table.writerow(["timestamp", "value", *columns, "label"])
            numbers = zip(*columns.values(), strict=True)
            rows = zip(file.times, file.values, numbers, strict=True)
            for i, (time, value, one) in enumerate(rows):
                table.writerow([time, repr(value), *(f"{score:.9g}" for score in one), int(i in inside)])
