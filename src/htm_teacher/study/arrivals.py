"""How well the columns themselves were predicted: beside repeating them, and where they change.

Most columns of slow data stay active from one step to the next. Repeating the columns of the step before then
has a high recall although it learns nothing: the columns that change tell what the memory has learned.
"""

from typing import NamedTuple

from .naive import mean
from .run import Run


class Arrivals(NamedTuple):
    """Of the test steps that have a score and whose whole records are kept; None without any.

    Attributes:
        repeated_recall, repeated_precision: of predicting the columns of the step before; means over steps.
        recall: of all columns that were active and had not been one step before, the fraction predicted.
        precision: of all predicted columns that had not been active, the fraction that became active.
    """

    repeated_recall: float | None
    repeated_precision: float | None
    recall: float | None
    precision: float | None


def arrivals(run: Run) -> Arrivals:
    """How repeating the columns would have scored, and what of the newly active ones was predicted."""
    repeated: list[tuple[float | None, float | None]] = []
    arrived = expected = met = 0
    before: frozenset[int] | None = None
    for place in range(max(run.training - 1, 0), len(run.rows)):
        step = run.record(place)
        if step is None:
            continue
        now = step.active_columns
        if before is not None and place >= run.training and step.anomaly is not None:
            stayed = len(now & before)
            repeated.append((stayed / len(now), stayed / len(before) if before else None))
            new, said = now - before, step.predicted_columns - before
            arrived, expected, met = arrived + len(new), expected + len(said), met + len(new & said)
        before = now
    return Arrivals(
        mean([recall for recall, _ in repeated]),
        mean([precision for _, precision in repeated]),
        met / arrived if arrived else None,
        met / expected if expected else None,
    )
