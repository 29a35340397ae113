"""From a sheet to a series: find the role of each column, read it, and put the rows in the order of time."""

import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from ...core.checks import brief, brief_path
from ..alike import in_few_lines
from ..series import LONGEST_MESSAGE, Series, SeriesError, SeriesWarning, Value, counted, shown
from ..setting_names import option
from ..text_sheet import Sheet
from ..time_order import order_of, season_of, steps_back
from .asked import Asked
from .label_columns import marks
from .read_alike import settings_of
from .roles import Roles, columns_of, find_roles
from .several import counted_times, find_several, restart_doubts, several_series, still_several
from .sheet_column import Column
from .time_columns import find_time

_ENDINGS = (
    ".gz",
    ".bz2",
    ".xz",
    ".zip",
    ".csv",
    ".tsv",
    ".txt",
    ".dat",
    ".log",
    ".xlsx",
    ".parquet",
    ".feather",
)
_NAMED = 2  # columns in a note about several


@dataclass
class _Read:
    """The columns that were read, in the order of the sheet."""

    sheet: Sheet
    roles: Roles
    fields: dict[str, list[Value]]
    times: list[datetime] | None
    labels: list[bool] | None
    unit: str
    notes: list[str]
    doubts: list[str]
    reading: dict[str, Any]


def as_series(sheet: Sheet, asked: Asked) -> Series:
    """A sheet as one series.

    Raises:
        SeriesError: if something is wrong: one line with file, row, column, cell, and what to do.

    Warns:
        SeriesWarning: for each thing that can be read in two ways.
    """
    columns = columns_of(sheet, asked)
    read = _read(sheet, columns, asked)
    times = counted_times(columns) if read.times is None else read.times
    if times and not asked.single:
        several = several_series(times, _beside_time(read, columns), sheet.rows)
        if several:
            raise SeriesError(several, sheet.name)
    if read.times is None and not asked.single:
        read.doubts += restart_doubts(columns, sheet.rows)
    series, doubts = _series(read, _stem(sheet.name), range(len(sheet.rows)), asked)
    _warn(sheet, [*read.doubts, *doubts])
    return series


def as_groups(sheet: Sheet, asked: Asked) -> dict[str, Series]:
    """The series of a sheet, one for each value of the column that tells them apart; see ``as_series``.

    Raises:
        SeriesError: as for one series, or if a row does not say to which series it belongs.
    """
    columns = columns_of(sheet, asked)
    read = _read(sheet, columns, asked)
    column = next(column for column in columns if column.name == asked.group)
    parts: dict[str, list[int]] = {}
    for place, cell in enumerate(column.cells):
        if not cell.strip():
            raise SeriesError(
                "is empty; say to which series the row belongs", sheet.name, sheet.rows[place], column.name
            )
        parts.setdefault(cell.strip(), []).append(place)
    doubts = [*read.doubts, *_still_several(read, columns, column, parts, asked)]
    found = {name: _series(read, name, places, asked) for name, places in parts.items()}
    _warn(sheet, doubts + in_few_lines({name: own for name, (_, own) in found.items()}))
    return {name: series for name, (series, _) in found.items()}


def _still_several(
    read: _Read, columns: Sequence[Column], group: Column, parts: Mapping[str, list[int]], asked: Asked
) -> list[str]:
    """A doubt about the first group that holds several series; an error if time goes back in its rows."""
    beside = _beside_time(read, columns)
    for name, places in parts.items():
        cells = [[column[place] for place in places] for column in read.sheet.columns]
        sheet = replace(read.sheet, columns=cells, rows=[read.sheet.rows[place] for place in places])
        own = [Column(sheet, column.place, asked) for column in beside]
        times = counted_times(own) if read.times is None else [read.times[place] for place in places]
        if several := find_several(times, own, sheet.rows) if times else None:
            every = counted_times(columns) if read.times is None else read.times
            said = still_several(group, name, several, find_several(every, beside, read.sheet.rows))
            if said and steps_back(times) and not asked.sort:
                raise SeriesError(said, sheet.name)
            return [said] if said else []
    return []


def _beside_time(read: _Read, columns: Sequence[Column]) -> list[Column]:
    used = read.roles.time.places if read.roles.time else []
    return [column for column in columns if column.place not in used]


def _read(sheet: Sheet, columns: Sequence[Column], asked: Asked) -> _Read:
    time = find_time(sheet, columns, asked)
    times = time.read(sheet, columns, asked) if time else None
    roles = find_roles(sheet, columns, asked, time, times)
    used = {name: columns[place] for name, place in roles.fields.items()}
    words = {name for name in asked.values if used[name].given and not used[name].numbers}
    for name in sorted(words):
        said = f"{shown(name)} holds no numbers, so its cells are read as categories; if that is meant, give"
        roles.doubts.append(f"{said} {option('--text', name)}")
    words |= set(asked.texts)
    fields: dict[str, list[Value]] = {
        name: list(column.texts() if name in words else column.values()) for name, column in used.items()
    }
    forms = {name: column.numbers for name, column in used.items() if column.numbers and name not in words}
    notes = roles.notes + _once({name: form.note for name, form in forms.items()})
    doubts = roles.doubts + _once({name: form.doubt for name, form in forms.items()})
    labels = None if roles.label is None else marks(columns[roles.label])
    if labels is not None and roles.label is not None:
        marked = (
            f"{sum(labels):,} of {counted(len(labels), 'row')} {'is' if sum(labels) == 1 else 'are'} marked"
        )
        notes.append(f"{marked} by {shown(columns[roles.label].name)}")
    unit = next(iter(used.values())).unit if used else ""
    reading = settings_of(columns, roles, words)
    return _Read(sheet, roles, fields, times, labels, unit, notes, doubts, reading)


def _warn(sheet: Sheet, doubts: Iterable[str]) -> None:
    for doubt in doubts:
        where = f"{brief_path(sheet.name)}{', ' if doubt.startswith('column ') else ': '}"
        warnings.warn(brief(f"{where}{doubt}", LONGEST_MESSAGE), SeriesWarning, stacklevel=4)


def _series(read: _Read, name: str, places: Sequence[int], asked: Asked) -> tuple[Series, list[str]]:
    """The rows at these places as a series, in the order of time; and what needs a look."""
    sheet, notes, doubts = read.sheet, list(read.notes), list[str]()
    times = None
    if read.times is not None:
        times = [read.times[place] for place in places]
        rows = [sheet.rows[place] for place in places]
        order = order_of(times, rows, sheet.name, _time_names(read)[0], sort=asked.sort)
        notes += order.notes
        for doubt in order.doubts:
            doubts += _once(dict.fromkeys(_time_names(read), doubt))
        if order.places is not None:
            places = [places[place] for place in order.places]
            times = [read.times[place] for place in places]
    elif asked.sort:
        said = f"{option('--sort')} needs a column of times, and none was found"
        raise SeriesError(f"{said}; name it with {option('--time')}", sheet.name)
    season, season_name = season_of(times) if times is not None else (None, "")
    series = Series(
        name,
        {field: [values[place] for place in places] for field, values in read.fields.items()},
        times,
        unit=read.unit,
        source=Path(sheet.name).name,
        season=season,
        season_name=season_name,
        labels=None if read.labels is None else [read.labels[place] for place in places],
        notes=[brief(note, LONGEST_MESSAGE) for note in notes],
        reading=read.reading,
    )
    return series, doubts


def _time_names(read: _Read) -> list[str]:
    time = read.roles.time
    return [read.sheet.column_name(place) for place in (time.places if time else [0])]


def _once(said: Mapping[str, str]) -> list[str]:
    """Each sentence about columns once, with the names of the columns that it is about."""
    about: dict[str, list[str]] = {}
    for name, sentence in said.items():
        if sentence:
            about.setdefault(sentence, []).append(name)
    lines = []
    for sentence, names in about.items():
        listed = ", ".join(map(shown, names[:_NAMED]))
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        lines.append(f"column{'s' * (len(names) > 1)} {listed}{more}: {sentence}")
    return lines


def _stem(name: str) -> str:
    """The name of a file without its folder and its usual endings; any other name as it is."""
    stem = Path(name).name
    while (ending := Path(stem).suffix.lower()) in _ENDINGS and stem != ending:
        stem = stem[: -len(ending)]
    return stem
