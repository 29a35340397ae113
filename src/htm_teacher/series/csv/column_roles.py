"""Which column of a table is the time, which are values, and which are passed over; and why, in words."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from ..column_names import is_hour_name, is_time_name, only_counts
from ..series import SeriesError, is_missing, listed, shown
from ..times import is_clock, is_date_only, is_unix_time
from .cell_values import Kind

_MOST_NAMED = 5  # columns in a note
_FEWEST_COUNTED = 3  # rows that show that a column counts


@dataclass
class Column:
    """A column as the first rows show it."""

    name: str
    heading: str  # what is written above it, "" if nothing is
    cells: list[str]
    decimal: str
    kind: Kind

    @property
    def given(self) -> list[str]:
        """The cells that are not missing."""
        return [cell for cell in self.cells if not is_missing(cell)]


@dataclass
class Roles:
    """What each column is for; columns are told by their place.

    Attributes:
        time: the times; None if there are none.
        clock: the time of day, where ``time`` has the date alone.
        fields: values and texts, by name; the first is predicted.
        texts: those of them that are texts.
        notes: what was decided, a sentence each.
    """

    time: int | None = None
    clock: int | None = None
    fields: dict[str, int] = field(default_factory=dict)
    texts: frozenset[str] = frozenset()
    notes: list[str] = field(default_factory=list)


def find_roles(
    path: Path,
    columns: Sequence[Column],
    header: bool,
    time: str | None,
    values: Sequence[str],
    texts: Sequence[str],
) -> Roles:
    """What each column is for, by what was asked for and by what it holds; see ``read_csv``.

    Raises:
        SeriesError: if there is no such column, one was asked for twice, the one asked for as time holds
            none, or no column has anything to predict.
    """
    names = [column.name for column in columns]
    _check_asked(path, names, time, values, texts)
    roles = Roles(texts=frozenset(texts))
    asked = {*values, *texts}
    if time:
        roles.time = names.index(time)
        _check_time(path, columns[roles.time])
    elif time is None:
        _find_time(roles, columns, asked)
    if roles.time is not None and is_date_only(columns[roles.time].given):
        roles.clock = _find_clock(columns, asked, roles.time)
    chosen = values or _find_values(path, roles, columns, header, texts)
    roles.fields = {name: names.index(name) for name in [*chosen, *texts]}
    roles.notes.append(_summary(roles, names))
    return roles


def _check_asked(
    path: Path, names: Sequence[str], time: str | None, values: Sequence[str], texts: Sequence[str]
) -> None:
    asked = [*values, *texts, *([time] if time else [])]
    for name in asked:
        if name not in names:
            raise SeriesError(f"no column {shown(name)}; {listed(names)}", path)
    if len(set(asked)) != len(asked):
        raise SeriesError("a column was asked for twice; name each once", path)


def _check_time(path: Path, column: Column) -> None:
    if column.kind == "number" and not any(map(is_unix_time, column.given)):
        which = "a number is a time only as unix seconds or milliseconds, or like 20140701"
        raise SeriesError(f"holds no times: {which}; name another, or none", path, None, column.name)


def _find_time(roles: Roles, columns: Sequence[Column], asked: set[str]) -> None:
    """The first column that holds dates, or is called and can be read as times, or counts seconds."""
    free = [place for place, column in enumerate(columns) if column.name not in asked]
    dated = [place for place in free if columns[place].kind == "time"]
    unix = [place for place in free if is_time_name(columns[place].name) and _is_unix(columns[place])]
    if dated or unix:
        roles.time = [*dated, *unix][0]
    elif 0 in free and len(columns) > 1 and _is_unix(columns[0]) and only_rises(columns[0].given):
        roles.time = 0
        roles.notes.append(f"{shown(columns[0].name)} rises evenly as unix times do, and is read as such")
    else:
        # A column that is called so but cannot be read is to be complained of, not to be passed over.
        named = (i for i in free if columns[i].kind == "text" and is_time_name(columns[i].name))
        roles.time = next(named, None)


def _is_unix(column: Column) -> bool:
    return bool(column.given) and all(map(is_unix_time, column.given))


def _find_clock(columns: Sequence[Column], asked: set[str], time: int) -> int | None:
    """The column with the time of day: 13:30, or whole hours in a column that is called so."""
    for place, column in enumerate(columns):
        hours = is_hour_name(column.name) or any(":" in cell for cell in column.given)
        if place != time and column.name not in asked and hours and all(map(is_clock, column.given)):
            return place if column.given else None
    return None


def _find_values(
    path: Path, roles: Roles, columns: Sequence[Column], header: bool, texts: Sequence[str]
) -> list[str]:
    """All numbers but those that only count rows or time, if there are others."""
    taken = (roles.time, roles.clock)
    numbers = [
        place
        for place, one in enumerate(columns)
        if one.kind == "number" and place not in taken and one.name not in texts
    ]
    values = [place for place in numbers if not (header and only_counts(columns[place].heading))]
    if roles.time is None and 0 in values and len(columns) > 1 and only_rises(columns[0].given):
        values.remove(0)
        if values or texts:
            roles.notes.append(f"{shown(columns[0].name)} only counts the rows, so it is no value")
    if not numbers and not texts:
        raise SeriesError(f"no column holds numbers; {listed(column.name for column in columns)}", path)
    return [columns[place].name for place in values or ([] if texts else numbers)]


def only_rises(cells: Sequence[str]) -> bool:
    """Whether these are whole numbers that rise, nearly always by as much: years, rows, seconds."""
    if len(cells) < _FEWEST_COUNTED or not all(cell.strip().isdecimal() for cell in cells):
        return False
    steps = Counter(now - before for before, now in pairwise(map(int, cells)))
    return min(steps) > 0 and 10 * steps.most_common(1)[0][1] >= 9 * steps.total()


def _summary(roles: Roles, names: Sequence[str]) -> str:
    """Which column became what, in a sentence."""
    time = [names[place] for place in (roles.time, roles.clock) if place is not None]
    first, *others = roles.fields
    left = [name for name in names if name not in {*time, *roles.fields}]
    said = [
        f"{_named(time)} {'are' if len(time) > 1 else 'is'} the time" if time else "no column is the time"
    ]
    said += [f"{shown(first)} is predicted"]
    said += [f"{_named(others)} {'go' if len(others) > 1 else 'goes'} along"] if others else []
    said += [f"not used: {_named(left)}"] if left else []
    return f"columns: {'; '.join(said)}"


def _named(names: Sequence[str]) -> str:
    """Names in a row; of many only the first."""
    every = [shown(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        every.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))
