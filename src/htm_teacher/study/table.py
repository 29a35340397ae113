"""steps.csv: one row for each step of a run.

    step          its number, from 0
    time          as in the series, ISO 8601; empty if there is none
    value         what came, of several columns that of the predicted one
    NAME          what came in another column, each under its own name
    phase         training or testing
    anomaly       raw anomaly, 0 to 1: the part of the active columns that nothing predicted
    likelihood    of an anomaly, 0 to 1: how unusual the latest surprise is for this series
    recall        the part of what came that had been predicted: 1 minus the raw anomaly
    precision     the part of what had been predicted that came
    bursting      how many columns came unexpected
    prediction_1  what was expected AT this step for 1 step later; likewise for other horizons

An empty cell is a missing value, or a score that there is none of: at a first step, and after a gap.
Values and predictions are written so that reading them gives the same number again, scores with 6
decimals, the likelihood with 10.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from ..keep.whole_file import whole_file
from .run import Run

SCORES = {"anomaly": 6, "likelihood": 10, "recall": 6, "precision": 6, "bursting": None}
"""Each with its decimals; None for whole numbers."""


def write_steps(run: Run, path: Path) -> None:
    """Write the table of a run, complete or not; whole or not at all.

    Raises:
        OSError: if it cannot be written; what was there before is still there.
    """
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header(run))
        writer.writerows(rows(run))


def header(run: Run) -> list[str]:
    """The names of the columns; "value" is the predicted field.

    Another field that is called like a column of ours gets "value_" before its name.
    """
    after = ["phase", *SCORES, *(f"prediction_{horizon}" for horizon in run.horizons)]
    before = ["step", "time", "value"]
    names = [f"value_{name}" if name in {*before, *after} else name for name in _fields(run)[1:]]
    return [*before, *names, *after]


def rows(run: Run) -> Iterator[list[object]]:
    """The cells of each step."""
    times, fields = run.series.times, run.series.fields
    for row in run.rows:
        place = row.step
        yield [
            place,
            "" if times is None else times[place].isoformat(),
            *(fields[name][place] for name in _fields(run)),
            row.phase,
            *(_rounded(getattr(row, score), digits) for score, digits in SCORES.items()),
            *(row.prediction.get(horizon) for horizon in run.horizons),
        ]


def _rounded(score: float | None, digits: int | None) -> float | None:
    return score if score is None or digits is None else round(score, digits)


def _fields(run: Run) -> list[str]:
    """The predicted field, then the others in their order."""
    main = run.series.main
    return [main, *(name for name in run.series.fields if name != main)]
