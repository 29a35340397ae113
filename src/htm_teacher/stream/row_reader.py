"""Rows from lines: CSV with a header, or JSON lines. A row that cannot be read says why."""

import csv
import json
import re
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import UTC, datetime, tzinfo
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ..core.checks import brief, check_number, listed, shown
from .line_source import LONGEST, WARNS
from .mixed import Mixed
from .plain_rows import Value, check_text, plain_value
from .writing import Writing

TIMES = ("time", "timestamp", "date", "datetime", "ts", "t")
VALUES = ("value", "y", "v")
DELIMITERS = ",;\t|"
DATES = {8: "%Y%m%d", 12: "%Y%m%d%H%M", 14: "%Y%m%d%H%M%S"}  # by the number of digits
UTF_16 = (b"\xff\xfe", b"\xfe\xff")


class Cells(NamedTuple):
    """What a row says: its key, its time as text and in seconds, and its value, or all that were chosen."""

    key: str
    time: str | None
    clock: float | None
    value: Value


class Columns(NamedTuple):
    """Which columns the user chose; None: found by their names. ``fields``: instead of one value, several."""

    time: str | None = None
    value: str | None = None
    key: str | None = None
    zone: str | None = None
    fields: Sequence[str] = ()

    @property
    def needed(self) -> list[str]:
        """The names of all columns that a row must have."""
        return [name for name in (self.time, self.value, self.key, *self.fields) if name]


class RowReader:
    """Reads one line after another.

    Args:
        columns: which column is what; times without an offset are of the zone, or else of UTC.
        names: in the header of a CSV file that was begun before; [] of JSON lines; None at the start.
        delimiter: of the cells of CSV.
        chosen: which column is what, as found before.
        say: called with a doubt about the columns, in a sentence.
        writing: how the cells are written.

    Raises:
        ValueError: if the zone or the writing is unknown, or a column is chosen twice.
    """

    def __init__(
        self,
        columns: Columns,
        names: list[str] | None = None,
        delimiter: str = ",",
        chosen: Sequence[Any] | None = None,
        say: Callable[[str], None] = lambda _: None,
        writing: Writing = Writing(),  # noqa: B008 - frozen
    ) -> None:
        self.columns, self.names, self.delimiter = columns, names, delimiter
        self.chosen = Columns(*chosen) if chosen else None
        self.writing = writing
        writing.check()
        self.say, self.mixed = say, None if chosen or columns.key else Mixed()
        needed = columns.needed
        if twice := sorted({name for name in needed if needed.count(name) > 1}):
            raise ValueError(
                f"{shown(twice[0])} is chosen twice: time, value and key are columns of their own"
            )
        self.zone: tzinfo = UTC
        if columns.zone:
            try:
                self.zone = ZoneInfo(columns.zone)
            except (ZoneInfoNotFoundError, ValueError, OSError):
                raise ValueError(
                    f"unknown time zone {shown(columns.zone)}: give a name such as Europe/Vienna"
                ) from None

    def state(self) -> dict[str, Any]:
        """What a reader of the same input needs to continue."""
        return {"names": self.names, "delimiter": self.delimiter, "chosen": self.chosen}

    def read(self, line: bytes, first: bool = False) -> Cells | None:
        """The row of a line; None of a header or an empty line.

        Args:
            line: the next one.
            first: whether it is the first line of a file that may have a header of its own.

        Raises:
            ValueError: if the line is no row.
            ColumnError: if it is a header without the columns that are read, or that cannot be read.
        """
        try:
            return self._read(line, first)
        except ValueError as error:
            if self.names is not None or line.startswith((b"{", b"\xef\xbb\xbf{")):
                raise
            # The next line is a row, and would be taken for the header.
            raise ColumnError(f"the first line, which names the columns, cannot be read: {error}") from None

    def _read(self, line: bytes, first: bool) -> Cells | None:
        if len(line) > LONGEST:
            raise ValueError(f"the line has more than {LONGEST:,} bytes")
        try:
            text = line.decode(self.writing.encoding).removeprefix("\ufeff").strip("\r\n\0")
        except UnicodeDecodeError:
            if line.startswith(UTF_16):
                raise ValueError("the file is UTF-16: convert it, as with iconv -f utf-16 -t utf-8") from None
            name = self.writing.encoding.upper()
            raise ValueError(f"the line is not {name}: --encoding names another, such as cp1252") from None
        if not text.strip():
            return None
        if "\r" in text:
            raise ValueError("there is a carriage return within the line: lines must end with a line feed")
        if self.names is None:
            if not text.lstrip().startswith("{"):
                self.delimiter = max(DELIMITERS, key=text.count)
                self.names = self._split(text, self.delimiter)
                self._choose(self.names)
                return None
            self.names = []
        if self.names and self._is_header(text, first):
            return None
        return self._cells(self._named(text) if self.names else self._record(text))

    def _split(self, text: str, delimiter: str) -> list[str]:
        try:
            return [cell.strip() for cell in next(csv.reader([text], delimiter=delimiter, strict=True))]
        except csv.Error as error:
            raise ValueError(f"the cells cannot be told apart: {error}") from None

    def _is_header(self, text: str, first: bool) -> bool:
        """Whether a CSV line is a header that comes again, as in each new file; its order counts."""
        chosen = self.chosen or self.columns
        needed = chosen.needed
        if not first and not any(name in text for name in self.names or ()):
            return False
        delimiter = max(DELIMITERS, key=text.count) if first else self.delimiter
        with suppress(ValueError):  # of a guess that is wrong
            known = self._split(text, self.delimiter)
            if len(known) == len(self.names or ()) and any(map(self.writing.is_data, known)):
                return False  # it fits the header that there is, so it is a row
        cells = self._split(text, delimiter)
        if set(needed) <= set(cells):
            self.names, self.delimiter = cells, delimiter
            return True
        names_it = first or not set(cells).isdisjoint(self.names or ())  # else it may be garbage
        if names_it and len(cells) > 1 and not any(map(self.writing.is_data, cells)):
            lacking = [name for name in needed if name not in cells]
            raise ColumnError(f"the new header has no column {shown(lacking[0])}: there are {listed(cells)}")
        return False

    def _named(self, text: str) -> dict[str, Any]:
        """The cells of a CSV row by name."""
        cells = self._split(text, self.delimiter)
        if self.names is None or len(cells) != len(self.names):
            raise ValueError(f"{len(cells)} cells: the header has {len(self.names or ())}")
        return dict(zip(self.names, cells, strict=True))

    def _record(self, text: str) -> dict[str, Any]:
        try:
            record = json.loads(text)
        except (ValueError, RecursionError) as error:
            raise ValueError(f"this is no JSON: {brief(str(error))}") from None
        if not isinstance(record, dict):
            raise ValueError(f"{shown(record)} is no JSON object")
        return record

    def _cells(self, record: dict[str, Any]) -> Cells:
        chosen = self.chosen or self._choose(list(record))
        time, clock = self._time(record.get(chosen.time)) if chosen.time else (None, None)
        for name in chosen.fields or [chosen.value or ""]:
            if name not in record:
                raise ValueError(f"the column {shown(name)} is missing")
        key = record.get(chosen.key) if chosen.key else ""
        if key is None or isinstance(key, dict | list):
            raise ValueError(f"the key is {shown(key)}: text or a number is needed")
        if self.mixed and self.mixed.asks and clock is not None:
            others = ((name, cell) for name, cell in record.items() if name not in chosen.needed)
            texts = {name: cell for name, cell in others if self._is_word(cell)}
            if doubt := self.mixed.take(texts, clock):
                self.say(f"{WARNS}{doubt}")
        key = check_text(str(key), "the key")
        if chosen.fields:
            return Cells(key, time, clock, tuple(self._value(record[name], name) for name in chosen.fields))
        return Cells(key, time, clock, self._value(record[chosen.value or ""]))

    def _is_word(self, cell: Any) -> bool:
        """Whether a cell may be the name of a series: text with a letter, and no number or time."""
        letters = isinstance(cell, str) and any(map(str.isalpha, cell))
        return letters and not self.writing.is_data(cell)

    def _value(self, cell: Any, name: str = "value") -> float | None:
        return plain_value(self.writing.number(cell), name)

    def _choose(self, names: Sequence[str]) -> Columns:
        """Which column is what; kept for all rows."""
        asked = self.columns
        for name in asked.needed:
            if name not in names:
                wrong = ColumnError if self.names else ValueError  # the next JSON record may have it
                raise wrong(f"there is no column {shown(name)}: there are {listed(names)}")
            self._check_once(name, names)
        time = asked.time or next(
            (name for name in names if name.lower() in TIMES and name not in asked.needed), None
        )
        if asked.fields:
            self.chosen = asked._replace(time=time)
            if time:
                self._check_once(time, names)
            return self.chosen
        left = [name for name in names if name not in (time, asked.key)]
        value = asked.value or next((name for name in left if name.lower() in VALUES), None)
        if value is None and len(left) != 1:
            raise ColumnError(f"which column has the values? give --value: there are {listed(left)}")
        value = value or left[0]
        if time is None and (others := [name for name in left if name != value]):
            self.say(f"{WARNS}no column is taken as the time: --time names one of {listed(others)}")
        self.chosen = Columns(time, value, asked.key, asked.zone)
        for name in self.chosen.needed:
            self._check_once(name, names)
        return self.chosen

    def _check_once(self, name: str, names: Sequence[str]) -> None:
        if (count := names.count(name)) > 1:
            raise ColumnError(f"{count} columns are named {shown(name)}: rename all but one")

    def _time(self, cell: Any) -> tuple[str, float]:
        """A time as ISO 8601 with its offset, and as seconds."""
        if date := self._date_format(cell):
            raise ValueError(f"time is {shown(cell)}, which may be a date: --time-format {date} reads it so")
        try:
            if self.writing.time_format:
                when = self.writing.time(str(cell).strip())
            elif not isinstance(cell, str) or re.fullmatch(r"\d+(\.\d+)?", cell.strip()):
                number = float(cell) if isinstance(cell, str) else cell
                seconds = check_number(number, "time", 0, 4.2e18)
                while seconds >= 1e11:  # it counts milliseconds, microseconds or nanoseconds
                    seconds /= 1000
                when = datetime.fromtimestamp(seconds, UTC).astimezone(self.zone)
            else:
                when = self.writing.time(cell.strip())
        except (ValueError, TypeError, OverflowError, OSError):
            needed = (
                self.writing.time_format
                or "ISO 8601, or seconds (milli-, micro-, nano-) since 1970, or --time-format,"
            )
            raise ValueError(f"time is {shown(cell)}: {needed} is needed") from None
        when = when if when.tzinfo else when.replace(tzinfo=self.zone)
        return when.isoformat(), when.timestamp()

    def _date_format(self, cell: Any) -> str | None:
        """The format of a date without marks, such as 20240330, which is no number of seconds."""
        text = str(cell).strip()
        written = None if self.writing.time_format or not text.isdecimal() else DATES.get(len(text))
        with suppress(ValueError):
            if written and 1900 <= datetime.strptime(text, written).year <= 2100:
                return written
        return None


class ColumnError(ValueError):
    """The columns cannot be told: no row can be read."""
