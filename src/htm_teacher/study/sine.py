"""How well can HTM learn a sine wave? Three ways to train on a sine, period by period.

A sine is hard for a sequence memory. Each value except the two extremes occurs twice a period, once rising
and once falling. The context never ends, so it can always become longer. A pooler that keeps learning changes
the columns that the memory has learned. The first way helps with all three, the last with none.
"""

from collections.abc import Callable
from dataclasses import dataclass

from ..build import build
from ..core.encoders import RDSE
from ..series import sine

PERIOD = 20  # steps
SETTLE_AFTER = 400  # learning steps: twenty periods
WAYS = ("reset at each period, pooler settled", "no reset, pooler settled", "no reset, pooler learning")


@dataclass(frozen=True)
class Curve:
    """A run: the mean recall and precision of each period, in [0, 1]."""

    way: str
    seed: int
    recall: tuple[float, ...]
    precision: tuple[float, ...]

    def last(self, periods: int = 10) -> tuple[float, float]:
        """Mean recall and precision of the last periods."""
        return _mean(self.recall[-periods:]), _mean(self.precision[-periods:])


def learn_sine(way: str, seed: int = 1, periods: int = 100, resolution: float = 0.005) -> Curve:
    """Train the classroom preset on a sine from its minimum, in one of the ``WAYS``.

    Args:
        resolution: of the RDSE. At 0.005 neighbouring values of the wave share at most 11 of their 21
            bits. At 1/130 of the range, the usual choice for unknown data, values near the turning points
            share up to 18 bits and are mistaken for each other.
    """
    reset, settled = way == WAYS[0], way != WAYS[2]
    encoder = RDSE(resolution=resolution)
    model = build("classroom", encoder, seed=seed, settle_after=SETTLE_AFTER if settled else None)
    wave = sine(PERIOD, period=PERIOD, phase=-0.25)
    recall, precision = [], []
    for _ in range(periods):
        if reset:
            model.reset()
        steps = [model.step(value) for value in wave]
        recall.append(_mean([step.recall for step in steps if step.recall is not None]))
        precision.append(_mean([step.precision for step in steps if step.precision is not None]))
    return Curve(way, seed, tuple(recall), tuple(precision))


def study_sine(
    seeds: tuple[int, ...] = (1, 2, 3, 4, 5),
    periods: int = 100,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> list[Curve]:
    """Every way with every seed; ``progress`` is called with the number of runs done and of all runs."""
    runs = [(way, seed) for way in WAYS for seed in seeds]
    curves = []
    for way, seed in runs:
        curves.append(learn_sine(way, seed, periods))
        progress(len(curves), len(runs))
    return curves


def _mean(values: list[float] | tuple[float, ...]) -> float:
    return sum(values) / len(values)
