"""Silence: a key without rows for too long raises an alert, because missing rows are how outages look.

Time is that of the rows: the latest time in the stream so far. So the same rows give the same alerts, at
whatever time they are read. Only a reader who waits in vain adds how long; the ids of the alerts stay.

A clock may be wrong. A row that is far ahead of all before it, by more than a day and ten times the longest
silence, moves the time only if the next row is ahead, too. If a row is as far behind, the time was wrong
before, and is now that of the row.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from .advance import Alert, alert_id

FAR, DAY = (
    10,
    86400.0,
)  # times the longest silence, and seconds: a clock that jumps by more than both is doubted


class Silence:
    """What is remembered of each key: when it had its last row, and whether it is silent.

    Args:
        longest: how many seconds without a row are no silence; None: none ever is.
        keys: of each key, the number, time and clock of its last row; the earliest clock first.
        silent: the keys that have raised an alert, with the same.
        doubted: whether the last row was far ahead.
    """

    def __init__(
        self, longest: float | None, keys: Any = (), silent: Any = (), doubted: bool = False
    ) -> None:
        self.longest, self.doubted = longest, doubted
        self.last: OrderedDict[str, list[Any]] = OrderedDict((key, last) for key, last in keys)
        self.silent: dict[str, list[Any]] = dict(silent)
        every = [*self.last.values(), *self.silent.values()]
        self.now = max((last[2] for last in every), default=float("-inf"))

    def state(self) -> list[Any]:
        """The arguments after the first."""
        silent = [list(one) for one in self.silent.items()]
        return [[[key, last] for key, last in self.last.items()], silent, self.doubted]

    def row(self, number: int, key: str, time: str | None, clock: float | None) -> list[Alert]:
        """A row has come; the alerts of keys that have been silent for too long by now."""
        if self.longest is None or clock is None:
            return []
        self._move(clock, max(FAR * self.longest, DAY))
        alerts = list(self._overdue(self.now, number, time))  # this key may be one of them
        self.silent.pop(key, None)
        self.last[key] = [number, time, self.now]
        self.last.move_to_end(key)
        return alerts

    def _move(self, clock: float, far: float) -> None:
        """Move the time to that of a row, unless it is late or doubted."""
        self.doubted = clock > self.now + far > float("-inf") and not self.doubted
        if self.doubted:
            return
        if clock < self.now - far:
            self.now = clock
            for last in (*self.last.values(), *self.silent.values()):
                last[2] = min(last[2], clock)
        self.now = max(self.now, clock)

    def waited(self, seconds: float, number: int) -> list[Alert]:
        """No row has come for this number of seconds, after the row with this number."""
        time = next((last[1] for last in reversed(self.last.values())), None)
        return list(self._overdue(self.now + seconds, number, time))

    def _overdue(self, now: float, number: int, time: str | None) -> Iterator[Alert]:
        while self.last:
            key, last = next(iter(self.last.items()))
            if self.longest is None or now - last[2] <= self.longest:
                return
            del self.last[key]
            self.silent[key] = last
            yield {
                "id": alert_id(key, last[0], "silence"),
                "kind": "silence",
                "key": key,
                "row": number,
                "time": time,
                "since": last[:2],
                "reason": f"no row for {now - last[2]:g} seconds; the last was row {last[0]:,}",
            }
