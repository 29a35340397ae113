"""How often the most probable text came true in the test, beside the probability that was stated."""

from typing import NamedTuple

from .run import Run, middle


class TextOdds(NamedTuple):
    """What the predictions of texts of a horizon were worth in the test.

    Attributes:
        steps: how many test steps have a text and a prediction.
        stated: the mean probability of the most probable text.
        right: the part of these steps at which it came.
    """

    steps: int
    stated: float
    right: float


def text_odds(run: Run, horizon: int) -> TextOdds | None:
    """The odds of a horizon, as far back as whole records are kept; None without a text in the test."""
    values, steps, stated, right = run.series.values(), 0, 0.0, 0
    for place in range(max(run.training, horizon), len(run.rows)):
        record, value = run.record(place - horizon), values[place]
        made = None if record is None else record.prediction.get(horizon)
        if made is None or not isinstance(value, str):
            continue
        steps += 1
        stated += max(made.probabilities)
        right += middle(made) == value
    return TextOdds(steps, stated / steps, right / steps) if steps else None
