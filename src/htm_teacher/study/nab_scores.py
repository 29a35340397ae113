"""The scores of the Numenta Anomaly Benchmark (NAB), by its own rules.

Source: Lavin & Ahmad 2015, "Evaluating real-time anomaly detection algorithms", and the released code.

A detector gives each row a score. A row whose score reaches a threshold is an *alarm*. In each labelled
window only the earliest alarm counts; it is worth more the earlier it is. Each alarm outside the windows
costs, a little less shortly after a window. Each window without an alarm costs. The benchmark takes one
threshold for all files: the best one, found on the same files.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from math import exp, floor
from typing import Any, NamedTuple

import numpy as np

PROBATION, MOST_PROBATION = 0.15, 750  # the fraction of the rows, and how many at most: never scored


class Profile(NamedTuple):
    """What an application cares about: the weight of a false alarm and of a missed window.

    The weight of a window that is found is 1.
    """

    false_alarm: float
    missed: float


PROFILES = {
    "standard": Profile(0.11, 1.0),
    "low FP": Profile(0.22, 1.0),
    "low FN": Profile(0.11, 2.0),
}
"""The three profiles of the benchmark: as published, fewer false alarms, fewer missed windows."""


@dataclass(frozen=True)
class Scored:
    """A file with a detector's scores.

    Attributes:
        scores: one for each row; higher is more anomalous.
        windows: the first and the last row of each labelled window, ascending, apart from each other.
    """

    scores: Sequence[float]
    windows: Sequence[tuple[int, int]]


@dataclass(frozen=True)
class NabScore:
    """The score of a profile: 0 if no alarm is raised, 100 if all are perfect.

    Attributes:
        score: normalised as the benchmark does; negative if false alarms cost more than is found.
        threshold: the threshold that gives it.
        alarms: how many rows reach it, outside the probation.
        found: in how many windows at least one row reaches it.
        windows: how many windows there are.
    """

    score: float
    threshold: float
    alarms: int
    found: int
    windows: int


def probation(rows: int) -> int:
    """How many of the first rows are never scored."""
    return min(floor(PROBATION * rows), MOST_PROBATION)


def nab_scores(files: Iterable[Scored], threshold: float | None = None) -> dict[str, NabScore]:
    """{profile: its score over all files}.

    Args:
        files: the files with their scores.
        threshold: by default each profile gets the best one, as in the benchmark.
    """
    every = list(files)
    scores = np.concatenate([np.asarray(one.scores, float)[probation(len(one.scores)) :] for one in every])
    rows = (_rows(len(one.scores), tuple(one.windows)) for one in every)
    worth, window = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    numbers = np.cumsum([0, *(len(one.windows) for one in every)])
    file = np.repeat(np.arange(len(every)), [len(one.scores) - probation(len(one.scores)) for one in every])
    window = np.where(window < 0, -1, window + numbers[file])
    order = np.argsort(-scores, kind="stable")
    return {
        name: _best(profile, scores[order], worth[order], window[order], int(numbers[-1]), threshold)
        for name, profile in PROFILES.items()
    }


def _best(
    profile: Profile, scores: Any, worth: Any, window: Any, windows: int, threshold: float | None
) -> NabScore:
    """The score at the threshold, or at the best one. The rows are in descending order of their scores."""
    inside = window >= 0
    gain = np.where(inside, 0.0, profile.false_alarm * worth)
    # Of the rows of a window that reach the threshold, the earliest counts: it has the highest worth.
    best, found = np.zeros(windows), np.zeros(len(scores), int)
    for row in np.flatnonzero(inside):
        place, before = window[row], best[window[row]]
        found[row] = before == 0
        if worth[row] > before:
            best[place] = worth[row]
            gain[row] = worth[row] - before + (profile.missed if before == 0 else 0.0)
    total, lows = np.cumsum(gain) - profile.missed * windows, np.append(scores[1:], -np.inf)
    ends = np.flatnonzero(scores != lows)  # the last row of each score: equal scores come together
    if threshold is None:
        at = ends[np.argmax(total[ends])] if len(ends) else -1
        at = at if at >= 0 and total[at] > -profile.missed * windows else -1
    else:
        at = int(np.searchsorted(-scores, -threshold, side="right")) - 1
    reached = float(total[at]) if at >= 0 else -profile.missed * windows
    score = 100 * (reached + profile.missed * windows) / ((1 + profile.missed) * windows)
    chosen = threshold if threshold is not None else float(scores[at]) if at >= 0 else np.inf
    return NabScore(score, float(chosen), int(at) + 1, int(found[: at + 1].sum()), windows)


@lru_cache(maxsize=128)
def _rows(rows: int, windows: tuple[tuple[int, int], ...]) -> tuple[Any, Any]:
    """For each row after the probation its worth as an alarm, and its window in this file, or -1.

    That is the same for all detectors, and must not be changed.
    """
    first = probation(rows)
    worth, window = np.full(rows, -1.0), np.full(rows, -1)
    ends = [*(start for start, _ in windows[1:]), rows]
    for number, ((start, end), next_start) in enumerate(zip(windows, ends, strict=False)):
        width = end - start + 1
        worth[start : end + 1] = [
            _sigmoid(-(end - row + 1) / width) / _sigmoid(-1.0) for row in range(start, end + 1)
        ]
        window[start : end + 1] = number
        worth[end + 1 : next_start] = [
            _sigmoid((row - end) / (width - 1)) for row in range(end + 1, next_start)
        ]
    return worth[first:], window[first:]


def _sigmoid(place: float) -> float:
    """The worth of an alarm at a place in widths of its window: near 1 at its beginning, -1 far after it."""
    return -1.0 if place > 3 else 2 / (1 + exp(5 * place)) - 1  # 3: as in the released code
