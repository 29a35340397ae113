"""A stream of many keys: each has a machine of its own, a few of them in memory, the others on disk.

A save takes as long as the rows since the last one, however many keys have changed: of each key the rows are
written that its machine has taken since its state was, and of one key in 100 rows the state.
"""

from collections import OrderedDict
from collections.abc import Callable, Iterable
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from ..core.checks import check_number, check_whole, shown
from .advance import Alert, KeyMachine
from .budget import Budget
from .disk import Disk
from .generations import Generations
from .plain_rows import Row, Value, check_text, plain_row
from .rules import Rules
from .silence import Silence
from .warm_key import Make, WarmKey

AGAIN = 100  # rows: about as long as it takes to write a state


class KeyRow(NamedTuple):
    """A row of the stream: its number, its key, its time as text and as seconds, and its value or values."""

    number: int
    key: str
    time: str | None
    clock: float | None
    value: Value


class Stream:
    """A stream that is saved in a folder, whose lock is held.

    Args:
        folder: with the generations.
        rules: the same as before.
        alerts_at: makes the place where alerts go, given what it gave at the save, or None at the start.
        disk: what writes.
        warm: how many machines are kept in memory, at least 1.
        make: makes the machine of a key.
        again: how many rows a machine owes before its state is written whole, at least 1.
        forget_damaged: whether keys whose states are damaged begin again; otherwise it is an error.

    Attributes:
        rows: how many rows it has taken.
        ended: {key: the last row of its warm-up} of those that have ended since it was last emptied.
        source: what the last save knew of the input; None at the start.
        fetched: how many times a machine came from disk.
    """

    def __init__(
        self,
        folder: Path,
        rules: Rules,
        alerts_at: Callable[[Any, Disk], Any],
        disk: Disk | None = None,
        warm: int = 64,
        make: Make = KeyMachine,
        again: int = AGAIN,
        forget_damaged: bool = False,
    ) -> None:
        self.rules, self.disk, self.most_warm, self.make = rules, disk or Disk(), warm, make
        self.again, self.taken = again, 0  # rows since the last save
        self.kept = Generations(folder, rules.hash, self.disk, forget_damaged)
        content = self.kept.content
        self.rows = content["rows"] if content else 0
        self.source: Any = content["source"] if content else None
        self.silence = Silence(rules.silence, *(content["silence"] if content else ()))
        self.budget = Budget(rules.budget, *(content["budget"] if content else ()))
        self.ended: dict[str, int] = {}
        self.fetched = 0
        self.alerts = alerts_at(content["alerts"] if content else None, self.disk)
        self.warm: OrderedDict[str, WarmKey] = OrderedDict()  # the one used last at the end
        self.changed: set[str] = set()
        for key in self.kept.forgotten:  # they count on, so that no alert has the id of another
            self._warmed(key).machine.rows = self.rows
            self.changed.add(key)

    def close(self) -> None:
        """Close all files; what came after the last save is forgotten."""
        self.alerts.close()
        self.kept.close()

    def take(self, rows: Iterable[KeyRow], rows_read: int) -> list[Alert]:
        """Take rows in their order, and write the alerts that they raise.

        Args:
            rows: of any keys, with values as for ``advance``. If one cannot be taken, none of them is.
            rows_read: how many rows of the input are taken with them, with those that were skipped.

        Raises:
            ValueError: naming the row, if a value, time or key cannot be taken, or it has no time where
                alerts a day, silence or the distance of rows need one.
        """
        rows = [self._plain(row) for row in rows]
        rows_read = check_whole(rows_read, "rows_read")
        untimed = [row.number for row in rows if row.time is None]
        if untimed and (needing := self._needing_times()):
            raise ValueError(f"row {untimed[0]:,} has no time: {needing}")
        if rows and not self.kept.number:
            self.save(None)  # how long the file of alerts was, before anything is written to it
        by_key: dict[str, list[Row]] = {}
        alerts: list[Alert] = []
        for row in rows:
            alerts += self.silence.row(row.number, row.key, row.time, row.clock)
            by_key.setdefault(row.key, []).append(Row(row.number, row.time, row.value))
        for key, its in by_key.items():
            alerts += self._take(key, its)
            self.changed.add(key)
            self.taken += len(its)
        alerts.sort(key=lambda alert: (alert["row"], alert["kind"]))  # however rows were put together
        alerts = [alert for alert in alerts if self.budget.allows(alert)]
        self.rows = rows_read
        self.alerts.write(alerts)
        return alerts

    def _needing_times(self) -> str:
        """What cannot be told of rows without times; empty if nothing is asked that needs them."""
        if self.rules.budget is not None:
            return "alerts a day need one"
        if self.rules.silence is not None:
            return "silence needs one"
        return "the distance of rows needs one" if self.rules.every is not None else ""

    def _take(self, key: str, rows: list[Row]) -> list[Alert]:
        """Take rows of a key: in its warm-up one by one, to see with which it ends."""
        one, taken = self._warmed(key), 0
        alerts: list[Alert] = []
        while one.machine.warming_up and taken < len(rows):
            alerts += one.take([rows[taken]])
            if not one.machine.warming_up:
                self.ended[key] = rows[taken].number
            taken += 1
        return alerts + one.take(rows[taken:])

    def _plain(self, row: KeyRow) -> KeyRow:
        """The row as it can be kept."""
        number, time, value = plain_row(row.number, row.time, row.value, self.rules)
        where = f"row {number:,}: "
        clock = None if row.clock is None else check_number(row.clock, f"{where}clock")
        return KeyRow(number, check_text(row.key, f"{where}key"), time, clock, value)

    def wait(self, seconds: float) -> list[Alert]:
        """No row has come for this number of seconds: write the alerts of keys that are silent by now."""
        alerts = self.silence.waited(seconds, self.rows)
        self.alerts.write(alerts)
        return alerts

    def save(self, source: Any) -> None:
        """Save a generation; ``source`` is where the input continues.

        Raises:
            OSError: if it cannot be written, as on a full disk. Once there is room, save again.
        """
        whole = ceil(self.taken / self.again)
        for key in sorted(self.changed, key=lambda key: (-self.warm[key].owed, key)):
            whole -= self._put(key, self.warm[key], whole > 0)
        self.changed.clear()
        self.taken = 0
        self.source = source
        self.kept.save(
            {
                "rows": self.rows,
                "source": source,
                "alerts": self.alerts.save(),
                "silence": self.silence.state(),
                "budget": self.budget.state(),
            }
        )

    def begin_again(self, *keys: str) -> None:
        """What these keys do now is normal: their machines forget and begin a new warm-up. It is saved.

        Raises:
            ValueError: if there is no such key; then none of them forgets.
        """
        for key in keys:
            if key not in self._every_key():
                raise ValueError(f"there is no key {shown(key)} in this stream")
        for key in keys:
            self._warmed(key).machine.begin_again()
            self.changed.add(key)
        if keys:
            self.save(self.source)

    def keys(self) -> int:
        """How many keys have come."""
        return len(self._every_key())

    def warming_up(self) -> int:
        """How many keys are in their warm-up, of those in memory."""
        return sum(one.machine.warming_up for one in self.warm.values())

    def _every_key(self) -> set[str]:
        return self.kept.places.keys() | self.kept.rest.keys() | self.warm.keys()

    def state(self, key: str) -> bytes:
        """The state of a key, as its machine gives it now."""
        return self._warmed(key).machine.state()

    def _warmed(self, key: str) -> WarmKey:
        one = self.warm.get(key)
        if one is None:
            while len(self.warm) >= self.most_warm:
                self._cool()
            state, rest = self.kept.load(key), self.kept.load_rest(key)
            one = self.warm[key] = WarmKey(key, self.rules, state, rest, self.make)
            if state or rest:
                self.fetched += 1
                self.disk.point("machine taken from disk")
        self.warm.move_to_end(key)
        return one

    def _cool(self) -> None:
        """Put the machine that has waited longest on disk."""
        key, one = next(iter(self.warm.items()))
        if key in self.changed:
            self._put(key, one, True)
            self.changed.remove(key)
            self.disk.point("machine put on disk")
        del self.warm[key]  # if it could not be put, it stays

    def _put(self, key: str, one: WarmKey, may: bool) -> bool:
        """Keep a key: its rows since its state, or its state if it owes enough: then the answer is True."""
        small = one.machine.warming_up
        if not small and not (may and one.owed >= self.again):
            self.kept.put_rest(key, one.rest())
            return False
        self.kept.put_key(key, one.machine.state())
        one.written()
        return not small
