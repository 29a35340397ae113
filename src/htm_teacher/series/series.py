"""A series: named columns of values that belong together, step by step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

Value = float | str | None
"""One cell: a number, a text for categories such as letters, or None where it is missing."""

MISSING = frozenset({"", "na", "n/a", "#n/a", "<na>", "nan", "nat", "null", "none", "-", "?"})
"""How a missing value is written, in small letters."""


def is_missing(text: str) -> bool:
    """Whether a cell stands for a value that is not there; spaces around it do not count."""
    return text.strip().lower() in MISSING


class SeriesError(ValueError):
    """Something in a file or table cannot be read as a series.

    The message is one line: file, row, column, what is wrong there and what to do about it.

    Args:
        problem: what is wrong, and what to do.
        file: the file's or table's name.
        row: its line in the file, the first being 1 (in a table: the row, the first being 1).
        column: the column's name.
    """

    def __init__(
        self,
        problem: str,
        file: str | Path = "",
        row: int | None = None,
        column: str | None = None,
    ) -> None:
        where = [str(file)] if str(file) else []
        where += [f"row {row}"] if row is not None else []
        where += [f"column {shown(column)}"] if column is not None else []
        super().__init__(": ".join([", ".join(where), problem]) if where else problem)


class SeriesWarning(UserWarning):
    """A series was read, but something in it should be looked at, e.g. a time that occurs twice."""


def counted(number: int, thing: str) -> str:
    """How many things there are: "1 cell", "2,000 cells"."""
    return f"{number:,} {thing}{'s' * (number != 1)}"


def shown(text: object) -> str:
    """A value as a message shows it: in quotes, on one line, at most 60 characters."""
    quoted = repr(text)
    return quoted if len(quoted) <= 60 else f"{quoted[:56]}...{quoted[0]}"


@dataclass(frozen=True)
class Series:
    """Named columns of equal length, one entry a step, and what is known about them.

    >>> tide = Series("tide", {"height": [0.0, 1.5, None]}, unit="m")
    >>> len(tide), tide.main, list(tide)
    (3, 'height', [0.0, 1.5, None])

    Args:
        name: what to call it.
        fields: values by column name; None where one is missing.
        times: when each step was, wall-clock time; with or without a time zone, all alike.
        main: the field to be predicted; the first unless said.
        unit: the main field's unit.
        source: where the numbers come from.
        description: a sentence for the reader.
        season: steps after which it about repeats, for a naive predictor; None if unknown.
        season_name: the same in words, e.g. "a week".
        anomalies: known anomalies, each from its first to its last moment, both included.
        notes: what was decided in reading it, a sentence each.

    Raises:
        SeriesError: if columns differ in length, or ``main`` is none of them.
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
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        if not self.fields:
            raise SeriesError("no fields; a series needs at least one", self.name)
        if not self.main:
            object.__setattr__(self, "main", next(iter(self.fields)))
        if self.main not in self.fields:
            raise SeriesError(f"no field {shown(self.main)}; {listed(self.fields)}", self.name)
        if self.times is not None and "time" in self.fields:
            raise SeriesError(
                "a field cannot be called so beside the times; rename it, or leave it out",
                self.name,
                column="time",
            )
        self._check_lengths()

    def _check_lengths(self) -> None:
        steps = len(self)
        lengths = {name: len(values) for name, values in self.fields.items()}
        if self.times is not None:
            lengths["time"] = len(self.times)
        for column, length in lengths.items():
            if length != steps:
                problem = f"{length} entries where {shown(self.main)} has {steps}"
                raise SeriesError(problem, self.name, column=column)

    def __len__(self) -> int:
        """How many steps there are."""
        return len(self.fields[self.main])

    def __iter__(self) -> Iterator[Value]:
        """The main field, step by step."""
        return iter(self.values())

    def values(self) -> list[Value]:
        """The main field, one entry a step."""
        return self.fields[self.main]

    def rows(self) -> Iterator[dict[str, Value | datetime]]:
        """Each step as a record: field -> value, and "time" first where times are known."""
        for step in range(len(self)):
            time: dict[str, Value | datetime] = {"time": self.times[step]} if self.times is not None else {}
            yield time | {name: values[step] for name, values in self.fields.items()}

    def head(self, steps: int) -> "Series":
        """The first ``steps`` steps."""
        return self.slice(0, steps)

    def slice(self, start: int = 0, stop: int | None = None) -> "Series":
        """The steps from ``start`` up to, not including, ``stop``; counted as in a list.

        Of the known anomalies those stay that touch the part.
        """
        part = slice(start, stop)
        times = None if self.times is None else self.times[part]
        anomalies = self.anomalies
        if times is not None:
            anomalies = [(a, b) for a, b in anomalies if times and a <= times[-1] and b >= times[0]]
        fields = {name: values[part] for name, values in self.fields.items()}
        return replace(self, fields=fields, times=times, anomalies=anomalies)


def listed(names: Iterable[str], most: int = 10) -> str:
    """The columns there are, as a message says it; long lists are cut."""
    every = [shown(name) for name in names]
    more = f" and {len(every) - most} more" if len(every) > most else ""
    return f"there are {', '.join(every[:most])}{more}"
