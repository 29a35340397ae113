"""The role of each column: time, value, or not used; with the reasons in words."""

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
_FEWEST_COUNTED = 3  # rows needed to see that a column counts


@dataclass
class Column:
    """A column as the first rows show it."""

    name: str
    heading: str  # the cell above it in the header, or ""
    cells: list[str]
    decimal: str
    kind: Kind

    @property
    def given(self) -> list[str]:
        """The cells that are not missing."""
        return [cell for cell in self.cells if not is_missing(cell)]


@dataclass
class Roles:
    """What each column is for; a column is given by its place.

    Attributes:
        time: the times; None if no column holds times.
        clock: the time of day, if ``time`` holds only dates.
        fields: values and texts, by name; the first is predicted.
        texts: the names of the fields that are texts.
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
    """What each column is for, by the caller's choice and by its cells; see ``read_csv``.

    Raises:
        SeriesError: if a chosen column does not exist or was chosen twice, the column chosen as time
            holds no times, or no column can be predicted.
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
        raise SeriesError("a column was chosen twice; name each column once", path)


def _check_time(path: Path, column: Column) -> None:
    if column.kind == "number" and not any(map(is_unix_time, column.given)):
        which = "a number is a time only as unix seconds or milliseconds, or like 20140701"
        raise SeriesError(f"holds no times: {which}; choose another column, or none", path, None, column.name)


def _find_time(roles: Roles, columns: Sequence[Column], asked: set[str]) -> None:
    """The first column that holds dates, or unix times under a name of times, or counts seconds."""
    free = [place for place, column in enumerate(columns) if column.name not in asked]
    dated = [place for place in free if columns[place].kind == "time"]
    unix = [place for place in free if is_time_name(columns[place].name) and _is_unix(columns[place])]
    if dated or unix:
        roles.time = [*dated, *unix][0]
    elif 0 in free and len(columns) > 1 and _is_unix(columns[0]) and only_rises(columns[0].given):
        roles.time = 0
        roles.notes.append(f"{shown(columns[0].name)} rises evenly like unix times and is read as such")
    else:
        # A column with a name of times that cannot be read is reported later, not ignored.
        named = (i for i in free if columns[i].kind == "text" and is_time_name(columns[i].name))
        roles.time = next(named, None)


def _is_unix(column: Column) -> bool:
    return bool(column.given) and all(map(is_unix_time, column.given))


def _find_clock(columns: Sequence[Column], asked: set[str], time: int) -> int | None:
    """The column with the time of day: 13:30, or whole hours in a column with such a name."""
    for place, column in enumerate(columns):
        hours = is_hour_name(column.name) or any(":" in cell for cell in column.given)
        if place != time and column.name not in asked and hours and all(map(is_clock, column.given)):
            return place if column.given else None
    return None


def _find_values(
    path: Path, roles: Roles, columns: Sequence[Column], header: bool, texts: Sequence[str]
) -> list[str]:
    """All columns of numbers except those that only count rows or time; these only if no other exists."""
    taken = (roles.time, roles.clock)
    numbers = [
        place
        for place, column in enumerate(columns)
        if column.kind == "number" and place not in taken and column.name not in texts
    ]
    values = [place for place in numbers if not (header and only_counts(columns[place].heading))]
    if roles.time is None and 0 in values and len(columns) > 1 and only_rises(columns[0].given):
        values.remove(0)
        if values or texts:
            roles.notes.append(f"{shown(columns[0].name)} only counts the rows, so it is not a value")
    if not numbers and not texts:
        raise SeriesError(f"no column holds numbers; {listed(column.name for column in columns)}", path)
    return [columns[place].name for place in values or ([] if texts else numbers)]


def only_rises(cells: Sequence[str]) -> bool:
    """Whether these are whole numbers that rise, nearly always by the same step: years, rows, seconds."""
    if len(cells) < _FEWEST_COUNTED or not all(cell.strip().isdecimal() for cell in cells):
        return False
    steps = Counter(now - before for before, now in pairwise(map(int, cells)))
    return min(steps) > 0 and 10 * steps.most_common(1)[0][1] >= 9 * steps.total()


def _summary(roles: Roles, names: Sequence[str]) -> str:
    """The role of every column, in a sentence."""
    time = [names[place] for place in (roles.time, roles.clock) if place is not None]
    first, *others = roles.fields
    left = [name for name in names if name not in {*time, *roles.fields}]
    said = [
        f"{_named(time)} {'are' if len(time) > 1 else 'is'} the time" if time else "no column is the time"
    ]
    said += [f"{shown(first)} is predicted"]
    said += [f"{_named(others)} {'are' if len(others) > 1 else 'is'} also read"] if others else []
    said += [f"not used: {_named(left)}"] if left else []
    return f"columns: {'; '.join(said)}"


def _named(names: Sequence[str]) -> str:
    """A list of names; of many names only the first few."""
    every = [shown(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        every.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))
