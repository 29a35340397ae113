"""From lines to alerts: read, take, save; until the lines end or the process is told to end."""

import time
from collections.abc import Callable
from operator import itemgetter
from typing import Any

from ..core.checks import brief, shown
from .line_source import LineSource
from .many_keys import KeyRow, Stream
from .often import Often
from .row_reader import ColumnError, RowReader

BATCH = 500  # rows that are taken together
SAVE_EVERY = 5000  # rows
MANY = 1000  # machines that came from disk, before it is said
SAVE_SECONDS = (
    5.0  # between two saves while there is nothing to read: a save waits for the disk several times
)


class Feed:
    """Feeds a stream from a source.

    Args:
        stream: takes the rows.
        source: gives the lines.
        reader: makes rows of them.
        skip_bad: whether a bad row is named and skipped; otherwise the stream ends before it.
        say: called with each note, in a sentence.
        save_every: how many rows are between two saves.
        begun: how many rows the stream had when an input began that begins again: those that were taken
            since are passed over. None: the input continues, or is new.
        has: whether rows of a key are taken; the others only count.
        clock: tells the seconds that pass while no row comes.

    Attributes:
        alerts, bad, good: how many alerts there were, rows that cannot be read, and others.
    """

    def __init__(
        self,
        stream: Stream,
        source: LineSource,
        reader: RowReader,
        skip_bad: bool = True,
        say: Callable[[str], None] = lambda _: None,
        save_every: int = SAVE_EVERY,
        begun: int | None = None,
        has: Callable[[str], bool] = lambda _: True,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.stream, self.source, self.reader = stream, source, reader
        self.skip_bad, self.say, self.save_every = skip_bad, Often(say), save_every
        self.taken, self.has, self.clock = stream.rows, has, clock
        self.alerts = self.bad = self.good = 0
        self.number = self.begun = stream.rows if begun is None else begun
        self.saved = stream.rows
        self.arrived = self.saved_at = clock()  # when the last row came, and when the last save was
        self.stopped = self.hinted = False

    def stop(self) -> None:
        """Take no more lines; what was read is taken and saved."""
        self.stopped = True

    def run(self) -> None:
        """Take all lines, and save.

        Raises:
            ValueError: if no row of the stream could be read; then nothing is saved. At a bad row, if they
                are not skipped, or at a header without the columns that are read; what came before is saved.
            OSError: if nothing can be read or written any more.
        """
        if self.begun != began(self.stream.source) and self.source.path is None:
            self.save()  # where standard input begins again, if nothing is saved any more
        rows: list[KeyRow] = []
        wrong: ValueError | None = None
        lines = self.source.lines()
        while not self.stopped and wrong is None and (line := next(lines, b"")) != b"":
            if line is None:
                self._take(rows)  # what has come waits for nothing
                self.idle()
                continue
            try:
                row = self._row(line)
            except ValueError as error:
                columns = isinstance(error, ColumnError)
                if columns and not (self.reader.names and self.source.start):
                    raise
                self.why = brief(str(error), 200)
                row, message = None, f"row {self.number:,}: {self.why}"
                if self.skip_bad and not columns:
                    self.bad += 1
                    self.say(f"{message}; skipped")
                else:  # the next run begins with it
                    wrong = ValueError(message)
                    self.source.at = self.source.start
                    self.number -= 1
            if row is not None:
                rows.append(row)
            if len(rows) >= BATCH or self.number - self.saved >= self.save_every:
                self._take(rows)
        self._take(rows)
        self.say.end()
        if self._none:
            raise ValueError(f"none of the {self.bad:,} rows could be read: {self.why}; nothing is saved")
        self.save()
        if wrong is not None:
            raise wrong

    @property
    def _none(self) -> bool:
        """Whether there are rows, and no row of the stream could be read."""
        return bool(self.bad and not self.good and not self.stream.keys())

    def save(self) -> None:
        """Save what was taken."""
        self.stream.save(self.place)
        self.saved, self.saved_at = self.stream.rows, self.clock()

    @property
    def place(self) -> dict[str, Any]:
        """Where the input continues."""
        begun = self.begun if self.source.path is None else None
        return {"lines": self.source.state(), "reader": self.reader.state(), "begun": begun}

    def idle(self) -> None:
        """There is nothing to read now: notice what is silent, and save, though not after each row."""
        silent = self.stream.wait(self.clock() - self.arrived)
        self.alerts += len(silent)
        waited = self.clock() - self.saved_at >= SAVE_SECONDS and not self._none
        if silent or (waited and self.stream.rows > self.saved):
            self.save()

    def _row(self, line: bytes) -> KeyRow | None:
        """The row of a line; None if there is none, or if it was taken before."""
        header = self.reader.names is None
        try:
            cells = self.reader.read(line, first=self.source.start == 0)
        except ValueError:
            self.number += not header or self.reader.names is not None  # JSON lines have no header
            raise
        if cells is None:
            return None
        self.number += 1
        self.good += 1
        return KeyRow(self.number, *cells) if self.number > self.taken and self.has(cells.key) else None

    def _take(self, rows: list[KeyRow]) -> None:
        self.alerts += len(self.stream.take(rows, max(self.number, self.stream.rows)))
        for key, number in sorted(self.stream.ended.items(), key=itemgetter(1)):
            self.say(f"row {number:,}: the warm-up{f' of {shown(key)}' if key else ''} has ended")
        self.stream.ended.clear()
        if self.stream.fetched >= max(MANY, self.good / 2) and not self.hinted:
            self.hinted = True
            self.say(
                "machines come from disk for most rows: with a larger --warm, more of them stay in memory"
            )
        if rows:
            self.arrived = self.clock()
        rows.clear()
        if self.stream.rows - self.saved >= self.save_every and not self._none:
            self.save()


def began(place: Any) -> int | None:
    """How many rows the stream had when standard input began; None if it was a file that came last."""
    begun: int | None = (place or {}).get("begun", 0)  # an older state does not say: then all rows
    return begun
