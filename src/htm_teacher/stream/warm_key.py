"""A machine in memory, and the rows that it has taken since its state was last written whole.

The state of a machine is large, a row is small. So a save writes the rows of most machines only; one that is
loaded takes these rows again, which gives the same state. Their alerts were written before.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Protocol

from .advance import Alert
from .plain_rows import Row
from .rules import Rules
from .sealed import StateError


class Machine(Protocol):
    """What a stream needs of the machine of a key."""

    rules: Rules
    rows: int

    @property
    def warming_up(self) -> bool: ...

    def take(self, rows: Sequence[Row]) -> list[Alert]: ...

    def state(self) -> bytes: ...

    def begin_again(self) -> None: ...


Make = Callable[[str, Rules, bytes | None], Machine]


class WarmKey:
    """A machine as it was: from its state, and the rows since.

    Args:
        key, rules: of the machine.
        state: the last that was written whole; None at the start.
        rest: what ``rest`` gave since; None if nothing.
        make: makes the machine.

    Attributes:
        owed: how many rows it would have to take again; with those of the warm-up if it ended among them.

    Raises:
        StateError: if the rows are none.
    """

    def __init__(self, key: str, rules: Rules, state: bytes | None, rest: bytes | None, make: Make) -> None:
        self.rules, self.owed = rules, 0
        self.parts: list[tuple[str, list[Row]]] = []  # how they were learned, and rows
        self.machine = make(key, rules, state)
        for learn, rows in _parts(rest):
            self.machine.rules = replace(rules, learn=learn)
            self._take(learn, rows)
        self.machine.rules = rules

    def take(self, rows: list[Row]) -> list[Alert]:
        """Take rows in their order; the alerts that they raise."""
        return self._take(self.rules.learn, rows)

    def _take(self, learn: str, rows: list[Row]) -> list[Alert]:
        warming_up = self.machine.warming_up
        alerts = self.machine.take(rows)
        self.owed += len(rows) + self.rules.warm_up * (warming_up and not self.machine.warming_up)
        if not self.parts or self.parts[-1][0] != learn:
            self.parts.append((learn, []))
        self.parts[-1][1].extend(rows)
        return alerts

    def written(self) -> None:
        """The state was written whole: no row is owed any more."""
        self.parts, self.owed = [], 0

    def rest(self) -> bytes:
        """The rows since the state that was last written whole."""
        return json.dumps(self.parts, allow_nan=False).encode()


def _parts(rest: bytes | None) -> list[tuple[str, list[Row]]]:
    try:
        parts = json.loads(rest or b"[]")
        return [
            (learn, [Row(number, time, _value(value)) for number, time, value in rows])
            for learn, rows in parts
        ]
    except (ValueError, TypeError) as error:
        raise StateError(f"the rows beside a state are damaged: {error}") from error


def _value(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value
