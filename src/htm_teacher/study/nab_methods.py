"""The detectors that ``htm-teacher nab`` compares: those of the package, and rivals of one line each.

Each says what it uses besides the rows so far. *range*: the lowest and the highest value of the whole file;
*length*: how many rows the file has.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from ..core.checks import shown
from ..core.rng import Random
from ..detect import BurstError, Detection, Detector, FullMachine, SecondLook
from ..detect.burst_error import UNLIKELY
from ..detect.detector import THRESHOLD
from ..detect.second_look import SURPRISED
from .nab_files import NabFile

RULE_MARGIN = 0.05  # of the range so far
CLOCK = 20  # alerts in each file
MEDIAN = 500  # rows


class Scores(NamedTuple):
    """Scores of a file.

    Attributes:
        alert: by which alerts are raised; one for each row.
        rank: by which rows are ranked; one for each row.
    """

    alert: list[float]
    rank: list[float]


def _streamed(found: Sequence[Detection]) -> Scores:
    return Scores([one.strength for one in found], [one.rank for one in found])


def _raw(found: Sequence[Detection]) -> Scores:
    scores = [one.surprise[0] if one.surprise else 0.0 for one in found]
    return Scores(scores, scores)


@dataclass(frozen=True)
class Method:
    """A detector.

    Attributes:
        detect: what it says of each row of a file, for a seed.
        says: what it is, in a few words.
        uses: what lies ahead of the row that is scored.
        seeded: whether another seed gives other scores.
        threshold: from which alert score it raises an alert; None if it ships with no threshold.
        usual: whether it is among those that run if none is named.
        read: the scores in what it says. Methods with the same ``detect`` share its work.
    """

    detect: Callable[[NabFile, int], list[Detection]]
    says: str
    uses: str = "nothing"
    seeded: bool = False
    threshold: float | None = None
    usual: bool = True
    read: Callable[[Sequence[Detection]], Scores] = _streamed


def _small(file: NabFile, seed: int, cells: int = 1, known: bool = False) -> list[Detection]:
    low, high = (min(file.values), max(file.values)) if known else (None, None)
    return Detector(file.warm_up, low, high, seed=seed, cells_per_column=cells).run(file.values)


def _full(
    file: NabFile, seed: int, known: bool = False, kind: type[FullMachine] = FullMachine, clock: bool = True
) -> list[Detection]:
    low, high = (min(file.values), max(file.values)) if known else (None, None)
    return kind(file.warm_up, low, high, seed=seed, time_of_day=clock).run(file.values, file.times)


def _scored(scores: Iterable[float]) -> list[Detection]:
    return [Detection(rank=float(score), strength=float(score)) for score in scores]


def _same(rule: Callable[[NabFile], Iterable[float]], file: NabFile, seed: int) -> list[Detection]:
    return _scored(rule(file))


def range_rule(file: NabFile) -> list[float]:
    """1 for a value that lies outside the range of those before it, by more than a twentieth of the range."""
    low, high, found = file.values[0], file.values[0], []
    for value in file.values:
        margin = RULE_MARGIN * (high - low)
        found.append(float(low < high and not low - margin <= value <= high + margin))
        low, high = min(low, value), max(high, value)
    return found


def clock(file: NabFile) -> list[float]:
    """1 at twenty rows that are equally far apart."""
    places = [CLOCK * row // len(file.values) for row in range(len(file.values) + 1)]
    return [float(one != following) for one, following in pairwise(places)]


def one_liner(file: NabFile) -> list[float]:
    """How far a value lies from the median of the last 500."""
    values = np.array(file.values)
    return [abs(values[i] - np.median(values[max(0, i - MEDIAN) : i + 1])) for i in range(len(values))]


def _random(file: NabFile, seed: int) -> list[Detection]:
    draw = Random(seed, file.name)
    return _scored(draw.uniform() for _ in file.values)


def _pair(
    name: str, detect: Callable[..., list[Detection]], says: str, threshold: float, usual: tuple[bool, bool]
) -> dict[str, Method]:
    """A detector that sees the range of the warm-up, and the same where the range of the file is known."""
    known = partial(detect, known=True)
    return {
        name: Method(detect, says, seeded=True, threshold=threshold, usual=usual[0]),
        f"{name}-range": Method(known, "the same, range known", "range", True, threshold, usual[1]),
    }


_second_look = partial(_full, kind=SecondLook, clock=False)

METHODS: dict[str, Method] = {
    **_pair("small", _small, "six small machines", THRESHOLD, (True, True)),
    **_pair("small-32", partial(_small, cells=32), "small, with 32 cells a column", THRESHOLD, (True, False)),
    **_pair("surprise", _full, "likelihood of one full machine", 0.4, (True, False)),
    **_pair(
        "burst-error",
        partial(_full, kind=BurstError),
        "burst times error, three machines",
        UNLIKELY,
        (False, False),
    ),
    **_pair(
        "second-look",
        _second_look,
        "new peaks of what surprises one machine twice",
        SURPRISED,
        (False, False),
    ),
    "raw": Method(_full, "raw anomaly of that machine", seeded=True, read=_raw),
    "range-rule": Method(partial(_same, range_rule), "outside the range so far", threshold=1.0),
    "one-liner": Method(partial(_same, one_liner), "distance from the last median"),
    "clock": Method(partial(_same, clock), "20 alerts a file", "length", threshold=1.0),
    "random": Method(_random, "a random number for each row", seeded=True),
}
"""{name: the detector}."""


def chosen(names: Sequence[str]) -> list[str]:
    """The detectors to run: those named and the rivals that take no time, or all usual ones.

    Raises:
        ValueError: if there is no detector of a name.
    """
    for name in names:
        if name not in METHODS:
            raise ValueError(f"unknown detector {shown(name)}: there are {', '.join(METHODS)}")
    quick = ("range-rule", "one-liner", "clock", "random")
    wanted = {*names, *quick} if names else {name for name, one in METHODS.items() if one.usual}
    return [name for name in METHODS if name in wanted]
