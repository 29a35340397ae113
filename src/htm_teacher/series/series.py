"""A series: named columns of values, one entry per step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any

from ..core.checks import brief, brief_path

LONGEST_MESSAGE = 2_000  # characters of an error, a warning or a note

Value = float | str | None
"""One value: a number, a text for a category such as a letter, or None if missing."""

MISSING = frozenset({"", "na", "n/a", "#n/a", "<na>", "nan", "nat", "null", "none", "-", "?"})
"""How files write a missing value, in lower case."""


def is_missing(text: str) -> bool:
    """Whether a cell marks a missing value; spaces around it are ignored."""
    return text.strip().lower() in MISSING


class SeriesError(ValueError):
    """A file or table cannot be read as a series.

    The message is one line of bounded length: file, row, column, what is wrong, and what to do.

    Args:
        problem: what is wrong, and what to do.
        file: the name of the file or table.
        row: the line in the file, or the row in the table; the first is 1.
        column: the name of the column.
    """

    def __init__(
        self,
        problem: str,
        file: str | Path = "",
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        where = [brief_path(file)] if str(file) else []
        where += [f"row {row}"] if row is not None else []
        where += [f"column {shown(column)}"] if column is not None else []
        said = ": ".join([", ".join(where), problem]) if where else problem
        super().__init__(brief(said, LONGEST_MESSAGE))


class SeriesWarning(UserWarning):
    """A series was read, but something in it needs a look, such as a time that occurs twice."""


def counted(number: int, thing: str) -> str:
    """A number and its noun: "1 cell", "2,000 cells"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def shown(text: object) -> str:
    """A value as messages show it: in quotes, on one line, at most 60 characters."""
    quoted = repr(text)
    return quoted if len(quoted) <= 60 else f"{quoted[:56]}...{quoted[0]}"


def more_of_them(wrong: Iterable[tuple[str, int]]) -> str:
    """How many more cells of a column are wrong, with three of them, each once; "" if there are none."""
    count, first = 0, dict[str, int]()
    for cell, row in wrong:
        count += 1
        first.setdefault(cell, row)
    few = ", ".join(f"{shown(cell)} in row {row}" for cell, row in islice(first.items(), 3))
    return f"; {counted(count, 'more cell')} of the column cannot be read: {few}" if count else ""


@dataclass(frozen=True)
class Series:
    """Named columns of equal length, one entry per step, and facts about them.

    >>> tide = Series("tide", {"height": [0.0, 1.5, None]}, unit="m")
    >>> len(tide), tide.main, list(tide)
    (3, 'height', [0.0, 1.5, None])

    Args:
        name: its name.
        fields: the values by column name; a missing value is None.
        times: the time of each step; all with a time zone, or all without.
        main: the field to predict; the first by default.
        unit: the unit of the main field.
        source: where the numbers come from.
        description: a sentence about it.
        season: the number of steps after which it roughly repeats, for a naive predictor; None if unknown.
        season_name: the same in words, such as "a week".
        anomalies: the known anomalies, each as its first and last time, both included.
        labels: for each step whether it is known to be anomalous; None if nothing is known.
        notes: what the reader decided, a sentence each.
        reading: the settings of ``read_csv`` with which later rows of the same source are read alike.

    Raises:
        SeriesError: if columns differ in length, or ``main`` is not a column.
    """

    name: str
    fields: dict[str, list[Value]]
    times: list[datetime] | None = None
    main: str = ""
    unit: str = ""
    source: str = ""
    description: str = ""
    season: int | None = None
    season_name: str = ""
    anomalies: list[tuple[datetime, datetime]] = field(default_factory=list)
    labels: list[bool] | None = None
    notes: list[str] = field(default_factory=list)
    reading: dict[str, Any] = field(default_factory=dict, compare=False)

    def __post_init__(self) -> None:
        if not self.fields:
            raise SeriesError("no fields; a series needs at least one", self.name)
        if not self.main:
            object.__setattr__(self, "main", next(iter(self.fields)))
        if self.main not in self.fields:
            raise SeriesError(f"no field {shown(self.main)}; {listed(self.fields)}", self.name)
        if self.times is not None and "time" in self.fields:
            raise SeriesError(
                "a series with times cannot have a field called 'time'; rename it or leave it out",
                self.name,
                column="time",
            )
        self._check_lengths()

    def _check_lengths(self) -> None:
        steps = len(self)
        lengths = {name: len(values) for name, values in self.fields.items()}
        if self.times is not None:
            lengths["time"] = len(self.times)
        if self.labels is not None:
            lengths["labels"] = len(self.labels)
        for column, length in lengths.items():
            if length != steps:
                problem = f"{length} entries where {shown(self.main)} has {steps}"
                raise SeriesError(problem, self.name, column=column)

    def __len__(self) -> int:
        """The number of steps."""
        return len(self.fields[self.main])

    def __iter__(self) -> Iterator[Value]:
        """The main field, step by step."""
        return iter(self.values())

    def values(self) -> list[Value]:
        """The main field, one entry per step."""
        return self.fields[self.main]

    def rows(self) -> Iterator[dict[str, Value | datetime]]:
        """Each step as a record, field -> value; "time" comes first if times are known."""
        for step in range(len(self)):
            time: dict[str, Value | datetime] = {"time": self.times[step]} if self.times is not None else {}
            yield time | {name: values[step] for name, values in self.fields.items()}

    def head(self, steps: int) -> "Series":
        """The first ``steps`` steps."""
        return self.slice(0, steps)

    def slice(self, start: int = 0, stop: int | None = None) -> "Series":
        """The steps from ``start`` up to but not including ``stop``, as in a list.

        Known anomalies that overlap these steps are kept.
        """
        part = slice(start, stop)
        times = None if self.times is None else self.times[part]
        anomalies = self.anomalies
        if times is not None:
            anomalies = [(a, b) for a, b in anomalies if times and a <= times[-1] and b >= times[0]]
        fields = {name: values[part] for name, values in self.fields.items()}
        labels = None if self.labels is None else self.labels[part]
        return replace(self, fields=fields, times=times, anomalies=anomalies, labels=labels)


def listed(names: Iterable[str], most: int = 10) -> str:
    """The names that exist, as messages list them; a long list is cut."""
    every = [shown(name) for name in names]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return f"there are {', '.join(every[:most])}{more}"
