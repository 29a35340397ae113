"""Kernels of the anomaly likelihood, named after the methods of ``core.anomaly`` that they mirror.

The textbook's queues are rings here: record i is at place i modulo the length of the ring.
"""

from math import sqrt
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .jit import inner, shared
from .libm import erfc

# The textbook's constants. They are not imported: the cache of compiled kernels is keyed on the files of
# this folder, and would not see a change elsewhere. A test compares them.
AVERAGED = 10
RED, YELLOW = 1e-5, 1e-3
LEAST_MEAN, LEAST_VARIANCE = 0.03, 0.0003
FLAT = 1.5e-5
ROOT_OF_2 = 1.4142

NO_ROOM = -1.0
INDEX, FITS = range(2)  # places in ``numbers``
MEAN, VARIANCE, LAST_TAIL = range(3)  # places in ``usual``


class Records(NamedTuple):
    """The state of a likelihood. W records in the window; the arrays may still be shorter.

    Attributes:
        numbers: [number of records, number of normal distributions fitted]; neither is negative.
        usual: [mean and variance fitted last, the tail of the previous record].
        scores: AVERAGED: the last raw anomalies.
        averages, values: W: over the window, each record's moving average, and its input value, NaN where
            that was no number.
    """

    numbers: NDArray[np.int64]
    usual: NDArray[np.float64]
    scores: NDArray[np.float64]
    averages: NDArray[np.float64]
    values: NDArray[np.float64]


class LikelihoodRules(NamedTuple):
    """The parameters of a likelihood, as kernels take them, in records."""

    learning_period: int
    estimation_samples: int
    window: int
    refit_every: int


@inner
def has_room(records: Records, rules: LikelihoodRules) -> bool:
    """Whether the arrays have room for one more record."""
    return records.numbers[INDEX] % rules.window < len(records.averages)


@shared
def compute(records: Records, rules: LikelihoodRules, anomaly: float, value: float) -> float:
    """The likelihood after one more record, whose value is NaN where it is no number.

    NO_ROOM if the arrays are too short; then nothing has changed.
    """
    if not has_room(records, rules):
        return NO_ROOM
    index = records.numbers[INDEX]
    records.scores[index % AVERAGED] = anomaly
    average = moving_average(records, index)
    likelihood = 0.5
    if index >= rules.learning_period + rules.estimation_samples:
        if records.numbers[FITS] == 0 or index % rules.refit_every == 0:
            fit(records, rules, index)
        tail = tail_of(records, average)
        again = tail <= RED and records.usual[LAST_TAIL] <= RED
        likelihood = 1 - (YELLOW if again else tail)
        records.usual[LAST_TAIL] = tail
    place = index % rules.window
    records.averages[place] = average
    records.values[place] = value
    records.numbers[INDEX] = index + 1
    return likelihood


@inner
def moving_average(records: Records, index: int) -> float:
    """The mean of the last scores, this record's included, added up from the oldest."""
    held = min(index + 1, AVERAGED)
    total = 0.0
    for i in range(index + 1 - held, index + 1):
        total += records.scores[i % AVERAGED]
    return total / held


@inner
def tail_of(records: Records, value: float) -> float:
    """The probability of a value at least as far out on the same side, in [0, 0.5]."""
    z = (value - records.usual[MEAN]) / sqrt(records.usual[VARIANCE])
    return erfc(abs(z) / ROOT_OF_2) / 2


@inner
def fit(records: Records, rules: LikelihoodRules, index: int) -> None:
    """Fit a normal distribution to the averages in the window, without those of the learning period.

    At least one record is left: the first fit is ``estimation_samples`` after the learning period.
    """
    shifted_out = max(0, index - rules.window)
    first = shifted_out + max(0, rules.learning_period - shifted_out)
    known, _, spread = mean_and_variance(records.values, rules.window, first, index)
    _, mean, variance = mean_and_variance(records.averages, rules.window, first, index)
    records.numbers[FITS] += 1
    if known > 0 and spread < FLAT:
        records.usual[MEAN], records.usual[VARIANCE] = 0.5, 1e6
    else:
        records.usual[MEAN] = max(mean, LEAST_MEAN)
        records.usual[VARIANCE] = max(variance, LEAST_VARIANCE)


@inner
def mean_and_variance(
    ring: NDArray[np.float64], window: int, first: int, end: int
) -> tuple[int, float, float]:
    """Count, mean and variance of the records from ``first`` to ``end``, those that are NaN left out."""
    count, total, place = 0, 0.0, first % window
    for _ in range(first, end):
        value = ring[place]
        place = place + 1 if place + 1 < window else 0
        if value == value:  # noqa: PLR0124 - only NaN differs from itself
            count += 1
            total += value
    if count == 0:
        return 0, 0.0, 0.0
    mean, total, place = total / count, 0.0, first % window
    for _ in range(first, end):
        value = ring[place]
        place = place + 1 if place + 1 < window else 0
        if value == value:  # noqa: PLR0124
            total += (value - mean) * (value - mean)
    return count, mean, total / count
