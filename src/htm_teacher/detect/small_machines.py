"""Small machines: each sees no more of a value than its level, and says how surprising the next level is.

A *level* is a part of the range of the values. All values of a level look alike to a machine, and two levels
look as different as can be. So it is surprised by a level, or by a step from level to level, that is new.

The machines are *first-order*: with one cell in a column there is no context. What they predict depends on
their input of now alone. If more of the past is needed, it is a part of the input.
"""

from collections import Counter, deque
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from math import floor, log10
from typing import Any, NamedTuple

from ..build import build
from ..core.encoders import Encoder
from ..core.model import Model
from ..core.permanence import add_up
from ..core.rng import hash_words
from ..core.sdr import SDR

BITS, ACTIVE_BITS = 400, 21  # of a level: two levels share bits by chance alone
SMALL, LARGE, HUGE = 1e-4, 9999.5, 1e15  # from LARGE to HUGE, numbers are written whole
FARTHEST = 1000  # levels outside the range; beyond, all values have one level

# Two levels share a few columns by chance, so a new level and a new step from level to level differ in the
# raw anomaly by luck alone: both are about 0.98. Here a new level always counts as more.
NEW_LEVEL, NEW_STEP = 1.0, 0.98


@dataclass(frozen=True)
class Levels:
    """Equal parts of a range, and further parts of the same width outside it.

    Attributes:
        low, high: the range of the values that are usual, in their unit.
        count: how many parts the range has.
        shift: by which part of a level the boundaries within the range are moved down, in [0, 1).
    """

    low: float
    high: float
    count: int
    shift: float = 0.0

    @property
    def width(self) -> float:
        """The width of a level in the unit of the values; 1 if the range is empty."""
        return (self.high - self.low) / self.count or 1.0

    def of(self, value: float) -> int:
        """The level of a value: from 0 to ``count`` within the range, other numbers outside it.

        >>> [Levels(0, 8, 4).of(value) for value in (-0.1, 0, 1.9, 2, 8, 8.1)]
        [-1, 0, 0, 1, 3, 5]
        """
        if value < self.low:
            return floor(max((value - self.low) / self.width, -FARTHEST))
        if value > self.high:
            return self.count + 1 + floor(min((value - self.high) / self.width, FARTHEST))
        level = floor((value - self.low) / self.width + self.shift)
        # If the highest value alone had a level of its own, it would be new whenever it occurs first.
        return level - (value == self.high > self.low and not self.shift)

    def written(self, level: int) -> str:
        """The values of a level; its edges are rounded, but for those of the range.

        >>> [Levels(0, 8, 4).written(level) for level in (-1, 1, 5)]
        ['from -2 to below 0', 'from 2 to 4', 'from above 8 to 10']
        >>> Levels(16_000, 40_000, 4).written(1)
        'from 22,000 to 28,000'
        >>> Levels(1013, 1014, 8).written(1)
        'from 1,013.12 to 1,013.25'
        """
        first, last = (_rounded(end, self.width) for end in self.bounds(level))
        first = f"above {self.high:,.12g}" if level == self.count + 1 else first
        last = f"below {self.low:,.12g}" if level == -1 else last
        return f"from {first} to {last}"

    def beyond(self, level: int, side: int) -> str:
        """The values of a level and all beyond it: above it if ``side`` is 1, below it if -1.

        >>> levels = Levels(0, 8, 4)
        >>> levels.beyond(5, 1), levels.beyond(6, 1), levels.beyond(-1, -1)
        ('above 8', 'of 10 or more', 'below 0')
        """
        first, last = self.written(level).removeprefix("from ").split(" to ")
        if side > 0:
            return first if first.startswith("above") else f"of {first} or more"
        return last if last.startswith("below") else f"below {last}"

    def bounds(self, level: int) -> tuple[float, float]:
        """The least and the largest value of a level."""
        if level > self.count:
            first = self.high + (level - self.count - 1) * self.width
            return first, first + self.width
        first = self.low + (level - (self.shift if level >= 0 else 0)) * self.width
        last = first + self.width
        return (max(first, self.low), min(last, self.high)) if level >= 0 else (first, last)


def _rounded(end: float, width: float) -> str:
    """A number with four figures, or with as many as tell tenths of a width; a large number whole.

    Below ``SMALL`` and from ``HUGE`` on it has four figures.
    """
    size = abs(end)
    if not SMALL <= size < HUGE:
        return f"{end:,.4g}"
    tenths = max(0, 1 - floor(log10(width)))  # decimals
    figures = 0 if size >= LARGE else 3 - floor(log10(size))
    return f"{end:,.{tenths}f}" if tenths > figures else f"{end:,.0f}" if size >= LARGE else f"{end:,.4g}"


@dataclass
class LevelCodes(Encoder):
    """An encoder of several levels, side by side. Different levels share bits only by chance.

    Args:
        inputs: how many levels are encoded together.
    """

    inputs: int = 1

    def __post_init__(self) -> None:
        self.size, self.active_bits = BITS * self.inputs, ACTIVE_BITS * self.inputs

    def encode(self, value: Any) -> SDR:
        return _encoded(value)

    def bits(self, value: Any) -> set[int]:
        return {place * BITS + bit for place, level in enumerate(value) for bit in _code(place, level)}


@lru_cache(maxsize=4096)
def _encoded(levels: tuple[int, ...]) -> SDR:
    encoder = LevelCodes(len(levels))
    return SDR(encoder.size, encoder.bits(levels))


def _code(place: int, level: int) -> set[int]:
    """The active bits of a level: a bit that is drawn twice is drawn again, so there are equally many."""
    bits: set[int] = set()
    tries = 0
    while len(bits) < ACTIVE_BITS:
        bits.add(hash_words(place, level, tries) % BITS)
        tries += 1
    return bits


class Surprise(NamedTuple):
    """What a machine says of a row.

    Attributes:
        anomaly: the part of the columns that was not predicted, in [0, 1]. Of a machine without lags it is
            1 if the level never occurred before, and otherwise at most 0.98.
        levels: the levels that the machine was given.
        before: the levels of the row before; None at the first row.
        new: what never occurred before: "levels", or "step" from the levels of the row before; else "".
        beyond: of a new level of a machine without lags: 1 above all levels so far, -1 below; else 0.
    """

    anomaly: float
    levels: tuple[int, ...]
    before: tuple[int, ...] | None
    new: str
    beyond: int = 0


class SmallMachine:
    """A pooler that never learns, and a memory; what it is given is the level of a value.

    Args:
        levels: the levels.
        lags: how many rows ago other levels are that it is given as well. Each is the level of a mean of
            half as many rows as the lag.
        seed: of its random choices.
        engine: as for ``build``.
        cells_per_column: 1 for a first-order machine; more to see what context adds.
        model: the model, if it exists already; then seed, engine and cells are its own.
    """

    def __init__(
        self,
        levels: Levels,
        lags: tuple[int, ...] = (),
        seed: int = 42,
        engine: str = "auto",
        cells_per_column: int = 1,
        model: Model | None = None,
    ) -> None:
        self.levels, self.lags = levels, lags
        self.model = model or build(
            "cortex",
            LevelCodes(1 + len(lags)),
            engine,
            seed,
            settle_after=0,
            cells_per_column=cells_per_column,
            initial_permanence=0.51,  # connected at once: what occurred once is predicted
            predicted_decrement=0.0,
        )
        longest = max(lags, default=0)
        self.past: deque[float] = deque(maxlen=longest + longest // 2 + 1)
        self.last: tuple[int, ...] | None = None
        self.seen: Counter[Any] = Counter()  # levels, and steps from levels to levels: how often

    @property
    def name(self) -> str:
        """Which machine it is, in words."""
        rows = " and ".join(map(str, self.lags))
        return f"machine of {self.levels.count} levels" + (f", now and {rows} rows ago" if rows else "")

    def take(self, values: Iterable[float], learn: bool = True) -> list[Surprise]:
        """The surprise at each of these values, which are learned unless ``learn`` is False."""
        every = [self._given(value) for value in values]
        anomaly = self.model.run(every, learn).anomaly
        # The very first row has no score: all of it is new. After a reset, no step can be new.
        return [
            self._surprise(float(not self.seen) if score != score else score, levels, learn)  # noqa: PLR0124
            for score, levels in zip(anomaly, every, strict=True)
        ]

    def reset(self) -> None:
        """Forget the last rows: the next one follows none."""
        self.model.reset()
        self.past.clear()
        self.last = None

    def steps(self) -> list[tuple[tuple[int, ...] | None, tuple[int, ...]]]:
        """The steps so far, each once: the levels before, None at the first row, and the levels after."""
        return [one for one in self.seen if not isinstance(one[-1], int)]

    def followers(self, before: tuple[int, ...] | None) -> "Counter[tuple[int, ...]]":
        """The levels that have followed these, and how often. None: those of the first row, or of a reset."""
        return Counter({after: self.seen[before, after] for first, after in self.steps() if first == before})

    def _given(self, value: float) -> tuple[int, ...]:
        """The levels that the machine is given with this value."""
        self.past.append(value)
        past, found = list(self.past), [self.levels.of(value)]
        for lag in self.lags:
            end = max(len(past) - lag, 1)  # at first, the first value stands for those before it
            rows = past[max(0, end - lag // 2) : end]
            found.append(self.levels.of(add_up(rows) / len(rows)))
        return tuple(found)

    def _surprise(self, anomaly: float, levels: tuple[int, ...], learn: bool) -> Surprise:
        before, self.last = self.last, levels
        new = "levels" if levels not in self.seen else "" if (before, levels) in self.seen else "step"
        beyond = self._beyond(levels[0]) if new == "levels" and not self.lags else 0
        if learn:
            self.seen.update((levels, (before, levels)))
        if not self.lags:
            anomaly = NEW_LEVEL if new == "levels" else min(anomaly, NEW_STEP)
        return Surprise(anomaly, levels, before, new, beyond)

    def _beyond(self, level: int) -> int:
        """1 if a new level is above all seen, -1 if it is below, otherwise 0."""
        above = {level > one[0] for one in self.seen if isinstance(one[-1], int)}
        return 0 if len(above) != 1 else 1 if True in above else -1

    def written(self, one: Surprise) -> str:
        """What was surprising, in words; the average is that of the rows that stand for an earlier level."""
        now = self._values(one.levels)
        if one.new == "levels":
            if one.beyond:
                return f"a value {self.levels.beyond(one.levels[0], one.beyond)} never occurred before"
            between = "" if self.lags else ", only lower and higher ones"
            return f"{now} never occurred before{between}"
        if one.before is None:
            return f"{now} {'never began a sequence' if one.new else 'rarely begins a sequence'}"
        return f"{now} {'never came' if one.new else 'rarely comes'} right after {self._values(one.before)}"

    def _values(self, levels: tuple[int, ...]) -> str:
        now, *earlier = map(self.levels.written, levels)
        ago = (
            f"{lag} rows after an average {values}" for lag, values in zip(self.lags, earlier, strict=True)
        )
        return f"a value {now}" + (f", {' and '.join(ago)}," if earlier else "")
