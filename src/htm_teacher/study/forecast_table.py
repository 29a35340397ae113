"""forecast.csv: one row for each step after the last row for which something was predicted.

    step          its number; it continues the steps of steps.csv
    time          as in the series, ISO 8601; empty if the series has no times, or too uneven ones
    ahead         how many steps after the last row it is
    horizon       how many steps before it the prediction was made
    median        what is exceeded as often as not; of texts the most probable
    probability   of this text; empty for numbers
    low50, high50 the middle interval of 50 % of the probability; empty for texts
    low90, high90 the same of 90 %
    error         the mean absolute error of this horizon in the test; for texts the error rate
    naive         the best naive predictor for as many steps ahead, such as "the last value"
    naive_error   its error on the same test steps; empty, as error is, if there are none
    naive_value   what it predicts for this step; empty if it is not known which it is, or what it repeats

Numbers are written so that reading them gives exactly the same number. Where error is not smaller than
naive_error, use naive_value.
"""

import csv
from pathlib import Path

from ..keep.whole_file import whole_file
from .forecast import Forecast, Next

HEADER = [
    *("step", "time", "ahead", "horizon", "median", "probability"),
    *("low50", "high50", "low90", "high90", "error", "naive", "naive_error", "naive_value"),
]


def write_forecast(forecast: Forecast, path: Path) -> None:
    """Write the table of a forecast. The file is written whole or not at all.

    Raises:
        OSError: if it cannot be written; an older file stays unchanged.
    """
    with whole_file(path) as draft, draft.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEADER)
        writer.writerows(map(_cells, forecast.steps))


def _cells(step: Next) -> list[object]:
    return [
        step.step,
        "" if step.time is None else step.time.isoformat(),
        step.ahead,
        step.horizon,
        step.value,
        step.probability,
        *(step.half or ("", "")),
        *(step.most or ("", "")),
        step.error,
        step.naive if step.naive_error is not None else "",
        step.naive_error,
        step.naive_value if step.naive_error is not None else "",
    ]
