"""Silence: a key without rows for too long raises an alert, because missing rows are how outages look.

Time is that of the rows: the latest time in the stream so far. So the same rows give the same alerts, at
whatever time they are read. Only a reader who waits in vain adds how long; the ids of the alerts stay.

A clock may be wrong. A row that is ahead of the time by more than the longest silence, or behind it, moves
it only with a second witness: a row of another key whose clock has jumped to the same side, before any row
at the time of before. One key alone is believed once it has continued for longer than the longest silence
without such a row; ahead, and if no other key has rows, at its second row. A key that is behind by less than
a day, or ten times the longest silence, is late: alone it never moves the time.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any, NamedTuple

from .advance import Alert, alert_id

FAR, DAY = 10, 86400.0  # times the longest silence, and seconds: a key that is behind by less is late
UNITS = (("days", DAY), ("hours", 3600.0), ("minutes", 60.0))


class Doubt(NamedTuple):
    """The first of the rows whose clocks disagree with the time, and what was the last row of its key before.

    ``jumped`` tells whether its clock was elsewhere in that row.
    """

    key: str
    number: int
    clock: float
    jumped: bool
    before: list[Any] | None


class Silence:
    """What is remembered of each key: when it had its last row, and whether it is silent.

    Args:
        longest: how many seconds without a row are no silence; None: none ever is.
        keys: of each key, the number and time of its last row, the time of the stream then, and the clock
            of the row; the earliest row first.
        silent: the keys that have raised an alert, with the same.
        doubt: the row that waits for a second witness; None, or of an older state a boolean: there is none.
        now: the time of the stream; None, as in an older state: the latest of the keys.
    """

    def __init__(
        self,
        longest: float | None,
        keys: Any = (),
        silent: Any = (),
        doubt: Any = None,
        now: float | None = None,
    ) -> None:
        self.longest = longest
        self.doubt = Doubt(*doubt) if isinstance(doubt, list) else None
        self.last: OrderedDict[str, list[Any]] = OrderedDict((key, _whole(last)) for key, last in keys)
        self.silent: dict[str, list[Any]] = {key: _whole(last) for key, last in silent}
        every = [*self.last.values(), *self.silent.values()]
        self.now = max((last[2] for last in every), default=float("-inf")) if now is None else now

    def state(self) -> list[Any]:
        """The arguments after the first."""
        silent = [list(one) for one in self.silent.items()]
        doubt = None if self.doubt is None else list(self.doubt)
        now = self.now if self.now > float("-inf") else None
        return [[[key, last] for key, last in self.last.items()], silent, doubt, now]

    def row(self, number: int, key: str, time: str | None, clock: float | None) -> list[Alert]:
        """A row has come; the alerts of keys that have been silent for too long by now."""
        if self.longest is None or clock is None:
            return []
        alerts: list[Alert] = []
        before = self.last.get(key) or self.silent.get(key)
        doubt = self.doubt
        if doubt is not None and self._confirms(doubt, key, clock, before):
            its = self._follow(doubt, clock, not self._jumped(clock, before))
            alerts += [_alert(*one, number, time) for one in its]
        if self.now == float("-inf") or abs(clock - self.now) <= self.longest:
            self.now, self.doubt = max(self.now, clock), None
        elif self.doubt is None or self._jumped(clock, before) > self.doubt.jumped or self._turns(key, clock):
            jumped = self._jumped(clock, before)
            self.doubt = Doubt(key, number, clock, jumped, before if key in self.last else None)
        alerts += self._overdue(self.now, number, time)  # this key may be one of them
        self.silent.pop(key, None)
        self.last[key] = [number, time, self.now, clock]
        self.last.move_to_end(key)
        return alerts

    def _jumped(self, clock: float, before: list[Any] | None) -> bool:
        return before is not None and abs(clock - before[3]) > (self.longest or 0.0)

    def _turns(self, key: str, clock: float) -> bool:
        """Whether the key in doubt is now on the other side, or before where it was."""
        doubt = self.doubt
        return doubt is not None and key == doubt.key and (self._side(clock, doubt) != 1)

    def _side(self, clock: float, doubt: Doubt) -> int:
        """1 if a clock disagrees with the time as the doubt does."""
        far = abs(clock - self.now) > (self.longest or 0.0)
        return int(far and (clock > self.now) == (doubt.clock > self.now))

    def _confirms(self, doubt: Doubt, key: str, clock: float, before: list[Any] | None) -> bool:
        """Whether a row is the second witness."""
        longest = self.longest or 0.0
        if not self._side(clock, doubt):
            return False
        if key != doubt.key:
            return doubt.jumped and self._jumped(clock, before)
        continues = clock - doubt.clock > longest
        if clock > self.now:
            return continues or not any(other != key for other in self.last)
        late = max(clock, doubt.clock) > self.now - max(FAR * longest, DAY)
        return continues and not late and not self._jumped(clock, before)

    def _follow(self, doubt: Doubt, clock: float, continues: bool) -> Iterator[tuple[str, list[Any], float]]:
        """Move the time to the clock of the second witness if it continues the first, else to the nearer.

        Yields the key that was doubted, its last row before, and until when it was silent, if for too long.
        """
        longest, ahead = self.longest or 0.0, clock > self.now
        nearer = (min if ahead else max)(clock, doubt.clock)
        before, self.now, self.doubt = doubt.before, clock if continues else nearer, None
        if not ahead:
            for last in (*self.last.values(), *self.silent.values()):
                last[2] = min(last[2], self.now)
            return
        if before is not None and abs(before[3] - before[2]) <= longest < nearer - before[2]:
            yield doubt.key, before, nearer
        for last in reversed(self.last.values()):
            if last[0] < doubt.number:
                break
            last[2] = self.now  # it had a row since

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
            yield _alert(key, last, now, number, time)


def _whole(last: list[Any]) -> list[Any]:
    """What is remembered of a key; an older state has no clock beside the time."""
    return [*last, last[2]] if len(last) == 3 else list(last)


def _alert(key: str, last: list[Any], now: float, number: int, time: str | None) -> Alert:
    return {
        "id": alert_id(key, last[0], "silence"),
        "kind": "silence",
        "key": key,
        "row": number,
        "time": time,
        "since": last[:2],
        "reason": f"no row for {duration(now - last[2])}; the last was row {last[0]:,}",
    }


def duration(seconds: float) -> str:
    """Seconds in words, in the largest unit of which there are two.

    >>> duration(90), duration(7200), duration(72060), duration(1.7e9)
    ('90 seconds', '2 hours', '20 hours', '19,675.9 days')
    """
    for name, unit in UNITS:
        if seconds >= 2 * unit:
            return f"{round(seconds / unit, 1):,}".removesuffix(".0") + f" {name}"
    return f"{seconds:g} seconds"
