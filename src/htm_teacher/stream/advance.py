"""The heart of a stream: ``advance`` takes the state of one key and rows; gives a state and alerts.

It is a pure function: nothing else is read or changed. The same state and rows always give the same bytes.
"""

import hashlib
from collections.abc import Iterable, Sequence
from typing import Any

from .field import Field
from .gaps import later, missing_rows
from .machine_state import detector_of, plain
from .plain_rows import Row, Value, check_text, plain_row
from .rules import Rules
from .sealed import seal, unseal

KIND = "key"
KEPT = ("rows", "since", "time")
EACH = ("detector", "value")  # of each field
SLOW = 10  # one row of as many is learned, if slowly
UNUSUAL = 4.0  # a rank from which a row is unusual: two standard deviations, squared

Alert = dict[str, Any]


class KeyMachine:
    """The machine of a key, ready for rows. ``advance`` is this class between two states.

    Attributes:
        rows: how many rows it has taken.
        time: the last time.
        since: where the present unusual stretch began: number and time of its first row; None outside one.
        fields: one for each value of a row.
    """

    def __init__(self, key: str, rules: Rules, state: bytes | None = None) -> None:
        self.key, self.rules = key, rules
        self.rows, self.since = 0, None
        self.time: str | None = None
        if state is None:
            self.fields = [Field(rules) for _ in rules.fields or ("",)]
            return
        saved = unseal(KIND, rules.hash, state)
        self.rows, self.since, self.time = (saved[name] for name in KEPT)
        every = zip(*(saved[name] if rules.fields else [saved[name]] for name in EACH), strict=True)
        self.fields = [Field(rules, detector_of(one, rules), value) for one, value in every]

    def state(self) -> bytes:
        """The state, from which the machine continues exactly."""
        each: list[list[Any]] = [[plain(one.detector) for one in self.fields]]
        each.append([one.value for one in self.fields])
        kept = {name: getattr(self, name) for name in KEPT}
        kept |= dict(zip(EACH, each if self.rules.fields else [one[0] for one in each], strict=True))
        return seal(KIND, self.rules.hash, kept)

    def begin_again(self) -> None:
        """Forget what was learned and begin a new warm-up."""
        self.since = None
        for field in self.fields:
            field.begin_again()

    @property
    def warming_up(self) -> bool:
        """Whether no field gives an answer yet."""
        return all(field.detector.warming_up for field in self.fields)

    def take(self, rows: Sequence[Row]) -> list[Alert]:
        """Take rows in their order; the alerts that they raise."""
        return [alert for row in rows if (alert := self._step(row))]

    def _step(self, row: Row) -> Alert | None:
        self.rows += 1
        values = row.value if isinstance(row.value, tuple) else (row.value,)
        missing = missing_rows(self.time, row.time, self.rules.every)
        self.time = later(self.time, row.time, self.rules.every)
        learn = self.rules.learn
        learns = learn == "on" or (learn == "slow" and self.rows % SLOW == 0)
        found = [one.take(value, missing, learns) for one, value in zip(self.fields, values, strict=True)]
        if any(value is not None for value in values):
            unusual = max(one.rank for one in found) > UNUSUAL
            self.since = (self.since or [row.number, row.time]) if unusual else None
        raised = [place for place, one in enumerate(found) if one.alert]
        if not raised:
            return None
        blamed = max(raised, key=lambda place: found[place].strength)
        return {
            "id": alert_id(self.key, self.rows, "value"),
            "kind": "value",
            "key": self.key,
            **self._blame(blamed, values, [one.strength for one in found]),
            "row": row.number,
            "time": row.time,
            "value": values[blamed],
            **self.fields[blamed].expectation(),
            "strength": round(found[blamed].strength, 4),
            "rank": round(found[blamed].rank, 2),
            "since": (self.since or [row.number, row.time]),
            "reason": found[blamed].reason,
        }

    def _blame(self, blamed: int, values: Sequence[float | None], strengths: list[float]) -> Alert:
        """Of several fields: the one to blame, the strength that is left if it is silent, and all values."""
        names = self.rules.fields
        if not names:
            return {}
        left = max(strength for place, strength in enumerate(strengths) if place != blamed)
        return {
            "field": names[blamed],
            "without": round(left, 4),
            "values": dict(zip(names, values, strict=True)),
        }


def advance(
    state: bytes | None, rows: Iterable[tuple[int, str | None, Value]], rules: Rules, key: str = ""
) -> tuple[bytes, list[Alert]]:
    """Take rows of one key; the next state, and the alerts. A budget is spent by ``Stream``, not here.

    Args:
        state: what ``advance`` gave last; None at the start.
        rows: number in the stream, time and value of each, or all its values if the rules name fields. A
            value is as in a file: a number, NumPy's, too, or text; None, NaN and NA are missing.
        rules: the same as for the state.
        key: named in the alerts.

    Raises:
        StateError: if the state is damaged, of a newer version, or of other rules.
        ValueError: naming the row, if a value is infinite, a boolean or no number, or a row has more or fewer
            than the rules have fields.
    """
    machine = KeyMachine(check_text(key, "key"), rules, state)
    alerts = machine.take([plain_row(*row, rules) for row in rows])
    return machine.state(), alerts


def alert_id(key: str, row: int, kind: str) -> str:
    """The name of an alert: the same whenever the same row of the key raises it."""
    return hashlib.sha256(f"{kind}\0{row}\0{key}".encode()).hexdigest()[:16]
