"""Kernels of the anomaly likelihood, named after the methods of ``core.anomaly`` that they mirror.

What the textbook keeps in queues are rings here: record i lies at i modulo the length of the ring.
"""

from math import sqrt
from typing import Any, NamedTuple

from .jit import inner, shared
from .libm import erfc

AVERAGED = 10  # records in the moving average
RED = 1e-5  # a tail this small is an alarm ...
YELLOW = 1e-3  # ... and this is what a second one in a row is reported as

NO_ROOM = -1.0
INDEX, FITS = range(2)  # places in ``numbers``
MEAN, VARIANCE, LAST_TAIL = range(3)  # places in ``usual``


class Records(NamedTuple):
    """The state of a likelihood. W records in the window, of which there may not yet be room for all.

    Attributes:
        numbers: [how many records there have been, how often a normal distribution was fitted].
        usual: [mean and variance fitted last, the tail of the record before].
        scores: AVERAGED: the last raw anomalies.
        averages, values: W: over the window, each record's moving average and the input value itself,
            NaN where it was no number.
    """

    numbers: Any
    usual: Any
    scores: Any
    averages: Any
    values: Any


class LikelihoodRules(NamedTuple):
    """The parameters of a likelihood as the kernels take them, in records."""

    learning_period: int
    estimation_samples: int
    window: int
    refit_every: int


@inner
def has_room(records: Records, rules: LikelihoodRules) -> bool:
    """Whether one more record finds its place."""
    return records.numbers[INDEX] % rules.window < len(records.averages)


@shared
def compute(records: Records, rules: LikelihoodRules, anomaly: float, value: float) -> float:
    """The likelihood after one more record, whose value is NaN where it is no number.

    NO_ROOM where there is none, and then nothing has changed.
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
    """The mean of the last scores, that of this record included, added up from the oldest."""
    held = min(index + 1, AVERAGED)
    total = 0.0
    for i in range(index + 1 - held, index + 1):
        total += records.scores[i % AVERAGED]
    return total / held


@inner
def tail_of(records: Records, value: float) -> float:
    """The chance, by what is usual, of a value at least as far out on the same side, in (0, 0.5]."""
    z = (value - records.usual[MEAN]) / sqrt(records.usual[VARIANCE])
    return erfc(abs(z) / 1.4142) / 2


@inner
def fit(records: Records, rules: LikelihoodRules, index: int) -> None:
    """The normal distribution of the averages in the window, without the stream's first records.

    One record at least is left: the first fit is ``estimation_samples`` after the learning period.
    """
    shifted_out = max(0, index - rules.window)
    first = shifted_out + max(0, rules.learning_period - shifted_out)
    known, _, spread = mean_and_variance(records.values, rules.window, first, index)
    _, mean, variance = mean_and_variance(records.averages, rules.window, first, index)
    records.numbers[FITS] += 1
    if known > 0 and spread < 1.5e-5:
        records.usual[MEAN], records.usual[VARIANCE] = 0.5, 1e6
    else:
        records.usual[MEAN], records.usual[VARIANCE] = max(mean, 0.03), max(variance, 0.0003)


@inner
def mean_and_variance(ring: Any, window: int, first: int, end: int) -> tuple[int, float, float]:
    """Of the records from ``first`` to ``end``, left out those that are NaN: how many, mean, variance."""
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
