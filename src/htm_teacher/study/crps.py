"""The continuous ranked probability score (CRPS): how far whole distributions are from the values that came.

Source: Gneiting & Raftery 2007, "Strictly proper scoring rules, prediction, and estimation". It is the area
of (F(x) - [x >= the value that came])² over all x, where F(x) is the probability of at most x. It has the
unit of the values; that of a single value is the absolute error.
"""

from bisect import bisect
from collections.abc import Iterator, Sequence
from itertools import accumulate, pairwise
from typing import NamedTuple

from ..core.chances import Prediction
from .naive import Naive, mean
from .run import Run
from .stretched import HALF, Stretched


class Crps(NamedTuple):
    """Mean scores on the same test steps, of the model and of a naive predictor; None without such steps."""

    model: float | None
    naive: float | None


def compare(run: Run, horizon: int, predict: Naive) -> Crps:
    """The scores of the model and of a naive predictor with the errors that it made on the training rows.

    On the test steps for which both made a prediction of which the whole record is kept. The distribution of
    the model is stretched like its interval of 50 %.
    """
    values, stretched = run.series.values(), Stretched(run, horizon, (HALF,))
    usual = [_off(values, step, horizon, predict) for step in range(horizon, run.training)]
    spread = Spread([off for off in usual if off is not None])
    pairs = []
    for step in range(max(run.training, horizon), len(run.rows)):
        record, actual = run.record(step - horizon), values[step]
        made = None if record is None else record.prediction.get(horizon)
        off = _off(values, step, horizon, predict)
        if made is not None and off is not None and isinstance(actual, float | int) and spread.errors:
            factor = stretched.factors[0][step - horizon]
            pairs.append((crps_of_stretched(made, factor, actual), spread.crps(off)))
    return Crps(mean([model for model, _ in pairs]), mean([naive for _, naive in pairs]))


def crps(prediction: Prediction, actual: float) -> float | None:
    """The score of a prediction; None if it is not of numbers.

    A bucket of changes is spread evenly over its width, so that F rises in straight lines; of values, F rises
    in steps.

    >>> crps(Prediction((0, 1), (0.5, 0.5), (0.0, 1.0)), 0.0)
    0.25
    >>> crps(Prediction((0,), (1.0,), (10.0,), width=12.0, base=10.0), 10.0)
    1.0
    """
    if any(isinstance(value, str) for value in prediction.values):
        return None
    area, low, high = 0.0, None, 0.0
    for start, end, before, after in _pieces(prediction):
        low, high = start if low is None else low, end
        middle = min(max(actual, start), end)
        at = before + (after - before) * ((middle - start) / (end - start) if end > start else 0.0)
        area += _squared(middle - start, before, at) + _squared(end - middle, 1 - at, 1 - after)
    return None if low is None else area + max(0.0, low - actual, actual - high)


def crps_of_stretched(prediction: Prediction, factor: float, actual: float) -> float | None:
    """The score of a prediction stretched about its median by a factor of at least 0.

    >>> crps_of_stretched(Prediction((0,), (1.0,), (10.0,), width=12.0, base=10.0), 0.5, 10.0)
    0.5
    """
    median = prediction.median
    if median is None or not factor:
        return None if median is None else abs(actual - median)
    score = crps(prediction, median + (actual - median) / factor)
    return None if score is None else factor * score


class Spread:
    """The distribution of a predictor's errors, each as probable as any other.

    Args:
        errors: the actual values minus the predictions.
    """

    def __init__(self, errors: Sequence[float]) -> None:
        self.errors = sorted(errors)
        self._sums = [0.0, *accumulate(self.errors)]
        count = len(self.errors)
        ranked = sum((2 * place - count + 1) * error for place, error in enumerate(self.errors))
        self._apart = ranked / count**2 if count else 0.0  # half the mean distance of two of them

    def crps(self, off: float) -> float:
        """The score if the actual value minus the prediction is ``off``.

        >>> Spread([0.0, 1.0]).crps(0.0)
        0.25
        """
        count, below = len(self.errors), bisect(self.errors, off)
        away = off * (2 * below - count) + self._sums[-1] - 2 * self._sums[below]
        return away / count - self._apart


def _pieces(prediction: Prediction) -> Iterator[tuple[float, float, float, float]]:
    """Pieces of F from the lowest value to the highest, each a straight line: start, end, and F at both."""
    reached = 0.0
    if prediction.width is None:
        pairs = sorted(zip(map(float, prediction.values), prediction.probabilities, strict=True))
        for (value, probability), (after, _) in pairwise([*pairs, pairs[-1]]):
            reached += probability
            yield value, after, reached, reached
        return
    width, end = prediction.width, prediction.buckets[0]
    for bucket, probability in zip(prediction.buckets, prediction.probabilities, strict=True):
        edges = [prediction.base + width * (place - 0.5) for place in (end, bucket, bucket + 1)]
        if bucket > end:  # no bucket between them has been seen
            yield edges[0], edges[1], reached, reached
        yield edges[1], edges[2], reached, reached + probability
        reached, end = reached + probability, bucket + 1


def _squared(width: float, first: float, last: float) -> float:
    """The area under the square of a straight line."""
    return width * (first * first + first * last + last * last) / 3


def _off(values: Sequence[float | str | None], step: int, horizon: int, predict: Naive) -> float | None:
    said, actual = predict(values, step, horizon), values[step]
    numbers = isinstance(said, float | int) and isinstance(actual, float | int)
    return actual - said if numbers else None  # type: ignore[operator]
