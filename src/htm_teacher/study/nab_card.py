"""The report card of a detector on the Numenta Anomaly Benchmark: how it alerts, and how it ranks.

Source: for the ranks, Liu & Paparrizos 2024, "The elephant in the room: towards a reliable time-series
anomaly detection benchmark" (TSB-AD). It drops the first row of each file, and of each window.
"""

from collections.abc import Callable, Mapping, Sequence
from math import isnan, nan, sqrt
from statistics import fmean, median
from typing import Any, NamedTuple

import numpy as np

from .nab_files import NabFile
from .nab_methods import Scores
from .nab_scores import PROFILES, NabScore, Scored, nab_scores
from .vus import leaky_sum, period_of, trailing_mean, vus_pr

NINE = (
    "ec2_request_latency_system_failure",
    "occupancy_6005",
    "nyc_taxi",
    "speed_t4013",
    "ambient_temperature_system_failure",
    "art_increase_spike_density",
    "ec2_cpu_utilization_5f5533",
    "Twitter_volume_FB",
    "speed_6005",
)
"""The files that TSB-AD has as well, unchanged."""

SMOOTHINGS: dict[str, Callable[[Sequence[float]], Any]] = {
    "as is": lambda scores: scores,
    "trailing": trailing_mean,
    "leaky": leaky_sum,
}
"""How ranks are smoothed before VUS-PR: not at all, or over 100 rows. The same for all detectors."""

FOLD, NINE_FILES, ALL_FILES = "2-fold", "nine", "all"
AT = "at threshold"  # the standard score there
ALERTS, FOUND, DELAY, FIRST = "alerts per 1,000 rows", "found", "delay", "first alert"
Figures = dict[str, float]


class Measured(NamedTuple):
    """What is kept of the scores of a file.

    Attributes:
        scores: the scores.
        vus: VUS-PR of the rank for each smoothing; empty if the file has no window.
    """

    scores: Scores
    vus: tuple[float, ...]


def measure(file: NabFile, scores: Scores) -> Measured:
    """The scores of a file, and how well they rank it."""
    if not file.windows:
        return Measured(scores, ())
    labels = np.zeros(len(file.values), bool)
    for first, last in file.windows:
        labels[first + 1 : last + 1] = True
    marked: list[bool] = labels.tolist()[1:]
    period = period_of(file.values[1:])
    smoothed = (smooth(scores.rank) for smooth in SMOOTHINGS.values())
    return Measured(scores, tuple(vus_pr(ranks[1:], marked, period) for ranks in smoothed))


def figures(files: Sequence[NabFile], found: Mapping[str, Measured], threshold: float | None) -> Figures:
    """All figures of a detector for one seed, by name; NaN where nothing can be said.

    Args:
        files: the files, in a fixed order.
        found: {file: its scores}.
        threshold: the detector's own; None: the one with the best standard score on these files.
    """
    best = _scores(files, found)
    own = best["standard"].threshold if threshold is None else threshold
    vus = {
        f"VUS-PR {which} {how}": _mean([found[file.name].vus[i] for file in some])
        for which, some in ((NINE_FILES, nine(files)), (ALL_FILES, [file for file in files if file.windows]))
        for i, how in enumerate(SMOOTHINGS)
    }
    return (
        {name: score.score for name, score in best.items()}
        | {f"{name} {FOLD}": score for name, score in _two_fold(files, found).items()}
        | {AT: _scores(files, found, own)["standard"].score}
        | _alerts(files, found, own)
        | vus
    )


def combine(each: Sequence[Figures]) -> dict[str, tuple[float, float]]:
    """{name: mean and standard deviation} over the seeds."""
    found = {}
    for name in each[0]:
        mean = fmean(one[name] for one in each)
        found[name] = mean, sqrt(fmean((one[name] - mean) ** 2 for one in each))
    return found


def _scores(
    files: Sequence[NabFile], found: Mapping[str, Measured], threshold: float | None = None
) -> dict[str, NabScore]:
    return nab_scores([Scored(found[file.name].scores.alert, file.windows) for file in files], threshold)


def _two_fold(files: Sequence[NabFile], found: Mapping[str, Measured]) -> dict[str, float]:
    """{profile: the score of each half of the files at the threshold that is best on the other half}."""
    halves = files[0::2], files[1::2]
    windows = [sum(len(file.windows) for file in half) for half in halves]
    if not all(windows):
        return dict.fromkeys(PROFILES, nan)
    total = dict.fromkeys(PROFILES, 0.0)
    for half, other, weight in zip(halves, halves[::-1], windows, strict=True):
        for profile, best in _scores(other, found).items():
            total[profile] += weight * _scores(half, found, best.threshold)[profile].score
    return {profile: score / sum(windows) for profile, score in total.items()}


def _alerts(files: Sequence[NabFile], found: Mapping[str, Measured], threshold: float) -> Figures:
    """What the alerts at a threshold are like, over the rows after the warm-up."""
    rows = count = 0
    delays, firsts, windows = [], [], 0
    for file in files:
        scores = np.asarray(found[file.name].scores.alert)
        alerts = [row for row in np.flatnonzero(scores >= threshold).tolist() if row >= file.warm_up]
        rows, count = rows + len(scores) - file.warm_up, count + len(alerts)
        firsts += [row - file.warm_up for row in alerts[:1]]
        for first, last in file.windows:
            windows += 1
            inside = [row for row in alerts if first <= row <= last]
            delays += [100 * (row - first) / (last - first) for row in inside[:1]]
    return {
        ALERTS: 1000 * count / rows,
        FOUND: 100 * len(delays) / windows,
        DELAY: _mean(delays),
        FIRST: median(firsts) if firsts else nan,
    }


def nine(files: Sequence[NabFile]) -> list[NabFile]:
    """Those of the files that TSB-AD has as well."""
    return [file for file in files if file.windows and file.name.split("/")[-1].removesuffix(".csv") in NINE]


def _mean(values: Sequence[float]) -> float:
    return fmean(values) if values else nan


def written(figure: tuple[float, float], decimals: int, seeds: int) -> str:
    """A figure as the tables show it, with its spread if there are several seeds; "-" if there is none."""
    mean, spread = figure
    if isnan(mean):
        return "-"
    return f"{mean:.{decimals}f}" + (f" ±{spread:.{decimals}f}" if seeds > 1 and spread else "")
