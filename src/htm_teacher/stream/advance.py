"""The heart of a stream: ``advance`` takes the state of one key and rows; gives a state and alerts.

It is a pure function: nothing else is read or changed. The same state and rows always give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from math import isfinite
from typing import Any, NamedTuple

from ..detect import Detection
from .gaps import bridge, later, missing_rows
from .machine_state import detector_of, new_detector, plain
from .rules import Rules
from .sealed import seal, unseal

KIND = "key"
KEPT = ("rows", "since", "time", "value")  # beside the detector
SLOW = 10  # one row of as many is learned, if slowly
UNUSUAL = 4.0  # a rank from which a row is unusual: two standard deviations, squared

Alert = dict[str, Any]


class Row(NamedTuple):
    """A row of one key.

    Attributes:
        number: of the row in the whole stream, from 1.
        time: when it was, in ISO 8601; None if the stream has no times.
        value: a number; None if it is missing.
    """

    number: int
    time: str | None
    value: float | None


class KeyMachine:
    """The machine of a key, ready for rows. ``advance`` is this class between two states.

    Attributes:
        rows: how many rows it has taken.
        time, value: the last time, and the last value that was not missing.
        since: where the present unusual stretch began: number and time of its first row; None outside one.
    """

    def __init__(self, key: str, rules: Rules, state: bytes | None = None) -> None:
        self.key, self.rules = key, rules
        self.rows, self.since = 0, None
        self.time: str | None = None
        self.value: float | None = None
        if state is None:
            self.detector: Any = new_detector(rules)
            return
        saved = unseal(KIND, rules.hash, state)
        self.rows, self.since, self.time, self.value = (saved[name] for name in KEPT)
        self.detector = detector_of(saved["detector"], rules)

    def state(self) -> bytes:
        """The state, from which the machine continues exactly."""
        kept = {**{name: getattr(self, name) for name in KEPT}, "detector": plain(self.detector)}
        return seal(KIND, self.rules.hash, kept)

    def begin_again(self) -> None:
        """Forget what was learned and begin a new warm-up."""
        self.detector, self.since = new_detector(self.rules), None

    @property
    def warming_up(self) -> bool:
        """Whether it gives no answer yet."""
        return bool(self.detector.warming_up)

    def take(self, rows: Sequence[Row]) -> list[Alert]:
        """Take rows in their order; the alerts that they raise."""
        return [alert for row in rows if (alert := self._step(row))]

    def _step(self, row: Row) -> Alert | None:
        self.rows += 1
        self._bridge(row)
        self._set_learning()
        sight = self.detector.novelty[-1] if self.detector.novelty else None
        before, steps = (sight.last, len(sight.seen)) if sight else (None, 0)
        found: Detection = self.detector.step(row.value)
        if row.value is not None:
            self.since = (self.since or [row.number, row.time]) if found.rank > UNUSUAL else None
        if not found.alert:
            return None
        new = sight is not None and len(sight.seen) > steps  # then this step was not expected
        return {
            "id": alert_id(self.key, self.rows, "value"),
            "kind": "value",
            "key": self.key,
            "row": row.number,
            "time": row.time,
            "value": row.value,
            "expected": _expected(sight, before, sight.last if sight and new else None),
            "strength": round(found.strength, 4),
            "rank": round(found.rank, 2),
            "since": (self.since or [row.number, row.time]),
            "reason": found.reason,
        }

    def _bridge(self, row: Row) -> None:
        """Do as the rules say where rows are missing before this one, or its value."""
        if self.rules.gaps != "skip":
            self._set_learning()
            missing = missing_rows(self.time, row.time, self.rules.every) + (row.value is None)
            bridge(self.detector, missing, self.rules.gaps, self.value)
        self.time = later(self.time, row.time, self.rules.every)
        self.value = self.value if row.value is None else row.value

    def _set_learning(self) -> None:
        """The warm-up is always learned."""
        learn = self.rules.learn
        now = learn == "on" or (learn == "slow" and self.rows % SLOW == 0)
        self.detector.learns = now or self.detector.warming_up


def advance(
    state: bytes | None, rows: Iterable[tuple[int, str | None, float | None]], rules: Rules, key: str = ""
) -> tuple[bytes, list[Alert]]:
    """Take rows of one key; the next state, and the alerts. A budget is spent by ``Stream``, not here.

    Args:
        state: what ``advance`` gave last; None at the start.
        rows: number in the stream, time and value of each.
        rules: the same as for the state.
        key: named in the alerts.

    Raises:
        StateError: if the state is damaged, of a newer version, or of other rules.
        ValueError: if a value is no finite number.
    """
    machine = KeyMachine(key, rules, state)
    alerts = machine.take([Row(*row) for row in rows])
    return machine.state(), alerts


def alert_id(key: str, row: int, kind: str) -> str:
    """The name of an alert: the same whenever the same row of the key raises it."""
    return hashlib.sha256(f"{kind}\0{row}\0{key}".encode()).hexdigest()[:16]


def _expected(sight: Any, before: Any, unexpected: Any) -> list[list[float]]:
    """The ranges of the values that have followed the row before, each from its low to its high end."""
    if sight is None:
        return []
    levels = sorted(after[0] for earlier, after in sight.steps() if earlier == before and after != unexpected)
    found: list[list[float]] = []
    for level in levels:
        low, high = sight.levels.bounds(level)
        if found and isfinite(low) and found[-1][1] == low:
            found[-1][1] = high
        else:
            found.append([low, high])
    return [[round(low, 6), round(high, 6)] for low, high in found]
