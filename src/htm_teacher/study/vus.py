"""VUS-PR: how well a score orders the rows of a series, whatever the threshold and whatever the delay.

Source: Paparrizos et al. 2022, "Volume under the surface: a new accuracy evaluation measure for time-series
anomaly detection"; chosen as the most reliable measure by Liu & Paparrizos 2024, "The elephant in the room:
towards a reliable time-series anomaly detection benchmark" (TSB-AD), whose details are followed.

Like the area under the curve of precision and recall, but a row just beside an anomaly counts in part. How
far "beside" reaches is not known, so the area is averaged over all widths up to a period of the series.
"""

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

THRESHOLDS = 250
LONGEST_LAG, USUAL_PERIOD = 400, 125
FIRST_LAG, SHORTEST, LONGEST = 3, 6, 303


class Ranked(NamedTuple):
    """Rows with their scores, arranged so that all widths share what does not depend on the width.

    Attributes:
        score, label: of each row.
        edges: the first and the last row of each anomaly.
        at: the thresholds, falling.
        alarms, hits: how many rows reach each threshold, and how many of them are anomalous.
        beside: the rows that some width counts in part, by falling score.
        until: how many of these reach each threshold.
    """

    score: Any
    label: Any
    edges: Any
    at: Any
    alarms: Any
    hits: Any
    beside: Any
    until: Any


def vus_pr(scores: Sequence[float], anomalous: Sequence[bool], period: int) -> float:
    """The volume under the surface of precision and recall, in [0, 1]; by chance about the part anomalous.

    Args:
        scores: one for each row; higher is more anomalous.
        anomalous: for each row, whether it is labelled.
        period: of the series, in rows; see ``period_of``.

    Raises:
        ValueError: if no row is anomalous.
    """
    score, label = np.asarray(scores, float), np.asarray(anomalous, bool)
    if not label.any():
        raise ValueError("no row is anomalous: there is nothing to find")
    ranked = _ranked(score, label, period // 2)
    return float(np.mean([_area(ranked, width) for width in range(period + 1)]))


def _ranked(score: Any, label: Any, reach: int) -> Ranked:
    ranked = -np.sort(-score)
    at = ranked[np.linspace(0, len(score) - 1, THRESHOLDS).astype(int)]
    alarms = np.searchsorted(-ranked, -at, side="right")
    edges = np.flatnonzero(np.diff(label.astype(int), prepend=0, append=0)).reshape(-1, 2) - [0, 1]
    order = np.argsort(-score, kind="stable")
    hits = np.cumsum(label[order])[alarms - 1]
    near = np.zeros(len(score), bool)
    for first, last in edges:
        near[max(0, first - reach) : last + 1 + reach] = True
    places = np.flatnonzero((near & ~label)[order])
    return Ranked(score, label, edges, at, alarms, hits, order[places], np.searchsorted(places, alarms))


def _area(rows: Ranked, width: int) -> float:
    """The area under the curve if rows up to half a width beside an anomaly count in part."""
    near, reach = np.zeros(len(rows.score)), width // 2
    found = np.zeros(len(rows.at))
    ramp = np.sqrt(1 - np.arange(1, reach + 1) / max(width, 1))
    spans: list[list[int]] = []
    for first, last in rows.edges:
        after, before = near[last + 1 : last + 1 + reach], near[max(0, first - reach) : first][::-1]
        after += ramp[: len(after)]
        before += ramp[: len(before)]
        start, end = max(0, first - reach), min(last + reach, len(near) - 1)
        if spans and start <= spans[-1][1]:
            spans[-1][1] = end
        else:
            spans.append([start, end])
    for start, end in spans:
        found += rows.score[start : end + 1].max() >= rows.at
    partly = np.append(0.0, np.cumsum(np.minimum(near[rows.beside], 1.0)))[rows.until]
    recall = np.minimum((rows.hits + partly) / (rows.label.sum() + partly / 2), 1) * found / len(spans)
    precision = (rows.hits + partly) / rows.alarms
    return float(np.sum(np.diff(recall, prepend=0.0) * precision))


def period_of(values: Sequence[float]) -> int:
    """The lag of the highest peak of the autocorrelation; 125 if there is none from 6 to 303 rows."""
    numbers = np.asarray(values, float)
    numbers = numbers[:20_000] - np.mean(numbers[:20_000])
    lags = range(min(LONGEST_LAG, len(numbers) - 1) + 1)
    whole = float(np.dot(numbers, numbers)) or 1.0
    like = [float(np.dot(numbers[lag:], numbers[: len(numbers) - lag])) / whole for lag in lags][FIRST_LAG:]
    peaks = [lag for lag in range(1, len(like) - 1) if like[lag - 1] < like[lag] > like[lag + 1]]
    best = max(peaks, key=lambda lag: like[lag], default=0) + FIRST_LAG
    return best if SHORTEST <= best <= LONGEST else USUAL_PERIOD


SMOOTHED = 100  # rows


def trailing_mean(scores: Sequence[float]) -> Any:
    """The mean of each score and the 99 before it, or of as many as exist."""
    total = np.cumsum([0.0, *scores])
    ends = np.arange(1, len(total))
    starts = np.maximum(0, ends - SMOOTHED)
    return (total[ends] - total[starts]) / (ends - starts)


def leaky_sum(scores: Sequence[float]) -> Any:
    """An integrator that loses a hundredth at each row: a mean in which older scores weigh less."""
    held, found = 0.0, np.zeros(len(scores))
    for row, score in enumerate(scores):
        held += (score - held) / SMOOTHED
        found[row] = held
    return found
