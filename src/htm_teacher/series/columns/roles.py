"""The role of each column: time, value, category, label, group, or not used; with the reasons in words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ..series import SeriesError, listed, shown
from ..setting_names import option
from ..text_sheet import Sheet
from .across import across_doubt
from .asked import Asked
from .counting import counter_note, counts_on, counts_slowly, plain_numbers, slow_doubt
from .label_columns import is_label, may_be_label, no_label
from .number_format import obstacle
from .nupic_flags import BOOKKEEPING, sequence_doubts
from .several import separates
from .sheet_column import Column
from .taking_turns import takes_turns, turns_doubts
from .time_columns import TimeColumns, months_alone, unreadable_time
from .time_names import is_code_heading, is_place_heading, may_be_latency, surely_time_heading
from .time_parts import is_calendar_part, repeats_time

_MOST_NAMED = 5  # columns in a note
_WHOLE = re.compile(r"-?\d*(?:\.0*)?")
_SWITCH = frozenset({"0", "1", "0.0", "1.0"})
_ROW_NAMES = ("", "index", "id", "unnamed: 0")  # numbers below only count rows


@dataclass
class Roles:
    """What each column is for; a column is given by its place.

    Attributes:
        time: the columns that are the time; None if none is.
        fields: values and texts, by name; the first is predicted.
        label: the column that marks known anomalies.
        notes: what was decided, a sentence each.
        doubts: what could be read in two ways, a sentence each, with the option that settles it.
    """

    time: TimeColumns | None = None
    fields: dict[str, int] = field(default_factory=dict)
    label: int | None = None
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)


def columns_of(sheet: Sheet, asked: Asked) -> list[Column]:
    """The columns of a sheet.

    Raises:
        SeriesError: if two have the same name, or one that the caller names does not exist or is named twice.
    """
    columns = [Column(sheet, place, asked) for place in range(len(sheet.columns))]
    names = [column.name for column in columns]
    for name in names:
        if names.count(name) > 1:
            raise SeriesError("two columns have this name; rename one", sheet.name, None, name)
    for name in asked.columns:
        if name not in names:
            raise SeriesError(f"no column {shown(name)}; {listed(names)}", sheet.name)
        if asked.columns.count(name) > 1:
            raise SeriesError("a column was chosen twice; name each column once", sheet.name)
    return columns


def find_roles(
    sheet: Sheet,
    columns: Sequence[Column],
    asked: Asked,
    time: TimeColumns | None,
    times: Sequence[datetime] | None,
) -> Roles:
    """What each column is for, by the caller's choice and by its cells.

    Args:
        sheet: the sheet.
        columns: its columns.
        asked: the caller's settings.
        time: the columns that are the time.
        times: the time of each row.

    Raises:
        SeriesError: if no column can be predicted.
    """
    roles = Roles(time, notes=list(sheet.notes), doubts=list(sheet.doubts))
    roles.notes += time.notes if time else months_alone(columns, asked)
    roles.doubts += (time.doubts if time else []) + ([] if time else unreadable_time(columns, asked))
    taken = {*(time.places if time else []), *_places(columns, asked.group)}
    free = [column for column in columns if column.place not in taken and column.name not in asked.texts]
    roles.label = _find_label(sheet, roles, free, asked)
    free = [column for column in free if column.place != roles.label]
    chosen = list(asked.values) or _find_values(sheet, roles, free, asked, times)
    names = [column.name for column in columns]
    roles.fields = {name: names.index(name) for name in [*chosen, *asked.texts]}
    if not asked.group and not asked.single:
        roles.doubts += sequence_doubts(columns) + turns_doubts(free, times)
    across = (
        ""
        if asked.values
        else across_doubt([column.heading for column in columns if column.name in roles.fields])
    )
    roles.doubts += [across] if across else []
    roles.notes.append(_summary(roles, names, asked.group))
    used = {*roles.fields.values(), *(time.places if time else [])}
    nameless = [column.name for column in columns if column.place in used and not column.heading]
    if any(sheet.headings) and nameless:
        are = "are columns without names" if len(nameless) > 1 else "is a column without a name"
        roles.notes.append(f"{_named(nameless)} {are}, called by number")
    left = [column for column in free if column.name not in roles.fields and _holds_words(column)]
    counts = {column.name: _why_it_counts(column) for column in left}
    roles.notes += filter(None, counts.values())
    words = [name for name, note in counts.items() if not note]
    if words:
        said = f"{_named(words)} {'hold' if len(words) > 1 else 'holds'} words; {option('--text')} reads them"
        keys = [column for column in left if column.name in words and times and separates(column, times)]
        alone = f"; give {option('--group', keys[0].name)} to take the rows of each alone" if keys else ""
        roles.notes.append(said + (alone if asked.group is None else ""))
    return roles


def _holds_words(column: Column) -> bool:
    return bool(column.given) and not column.numbers and not column.times


def _why_it_counts(column: Column) -> str:
    return counter_note(column.given, column.heading, first=column.first, name=column.name)


def _places(columns: Sequence[Column], name: str | None) -> list[int]:
    return [column.place for column in columns if name and column.name == name]


def _find_label(sheet: Sheet, roles: Roles, free: Sequence[Column], asked: Asked) -> int | None:
    """The column that marks known anomalies. Others like it are left out by ``_find_values``."""
    if asked.label is not None:
        chosen = next((column for column in free if asked.label == column.name), None)
        if chosen and (said := no_label(chosen)):
            raise SeriesError(said, sheet.name, None, chosen.name)
        return chosen.place if chosen else None
    labels = [column for column in free if is_label(column) and column.name not in asked.values]
    others = [column for column in free if not column.times and column not in labels]
    if not others:
        return None
    for column in others:
        more = asked.texts or any(other.numbers for other in others if other is not column)
        if more and column.name not in asked.values and may_be_label(column):
            said = f"{shown(column.name)} has few rows unlike the rest; if they mark known anomalies"
            roles.doubts.append(f"{said}, give {option('--label', column.name)}")
    return labels[0].place if labels else None


def _find_values(
    sheet: Sheet, roles: Roles, free: Sequence[Column], asked: Asked, times: Sequence[datetime] | None
) -> list[str]:
    """The columns of numbers, but for those that only count, repeat the time, mark anomalies, or never vary.

    These only if there is no other. The first that varies is predicted; on and off, places, codes and parts
    of the calendar come after the others.
    """
    numbers = [column for column in free if column.numbers]
    if not numbers and not asked.texts:
        raise SeriesError(_no_numbers(free), sheet.name)
    named = any(sheet.headings)
    left: dict[int, str] = {}
    for column in numbers:
        if column.flag in BOOKKEEPING:
            left[column.place] = f"{shown(column.name)} {BOOKKEEPING[column.flag]}, so it is not a value"
        elif named and (_names_rows(column) or surely_time_heading(column.heading)):
            bare = f"{shown(column.name)}, a column without a name, holds whole numbers, so it is not a value"
            left[column.place] = _why_it_counts(column) or ("" if column.heading else bare)
        elif is_label(column) and asked.label != "":
            left[column.place] = f"{shown(column.name)} marks anomalies too, so it is not a value"
        elif times is not None and repeats_time(column, times):
            left[column.place] = f"{shown(column.name)} is a part of the time, so it is not a value"
        elif note := _why_it_counts(column):
            left[column.place] = note
    values = [column for column in numbers if column.place not in left]
    places = [column for column in numbers if is_place_heading(column.heading)]
    if len(places) == 1 and may_be_latency(places[0].heading):
        places = []
    values.sort(key=lambda column: 3 if takes_turns(column, times) else _comes_last(column, places))
    if times is None and len(values) > 1 and not asked.single and asked.group is None:
        roles.doubts += [slow_doubt(column.name) for column in values if _counts_slowly(column)]
    varying = [column for column in values if column.varies]
    if varying and len(varying) < len(values):
        alike = [column.name for column in values if not column.varies]
        roles.notes.append(f"{_named(alike)} never {'varies' if len(alike) == 1 else 'vary'}, so not read")
        values = varying
    if values or asked.texts:
        roles.notes += [note for note in left.values() if note]
    repeating = [column for column in free if 2 * len({*column.given}) <= len(column.given)]
    words = next(
        (one.name for one in repeating if _holds_words(one) and any(map(str.isalpha, one.given[0]))), None
    )
    if not values and not asked.texts and words and _why_it_counts(numbers[0]):
        said = f"{shown(numbers[0].name)} only counts, and no other column holds numbers"
        roles.doubts.append(f"{said}; give {option('--text', words)} to predict {shown(words)} instead")
    return [column.name for column in values or ([] if asked.texts else numbers)]


def _names_rows(column: Column) -> bool:
    """Whether a column called "index" or "id" holds whole numbers; others, as of prices, are values."""
    return column.heading.lower() in _ROW_NAMES and all(map(_WHOLE.fullmatch, column.given))


def _counts_slowly(column: Column) -> bool:
    return counts_slowly(plain_numbers(column.given)) and not is_calendar_part(column)


def _comes_last(column: Column, places: Sequence[Column]) -> int:
    """0 for a value; otherwise 1 for on and off, 2 for a place, 3 for what counts on, a month or a code."""
    if counts_on(plain_numbers(column.given)) or is_calendar_part(column) or is_code_heading(column.heading):
        return 3
    if column in places:
        return 2
    return int(bool(column.numbers and column.numbers.on) or (column.varies and {*column.given} <= _SWITCH))


def _no_numbers(free: Sequence[Column]) -> str:
    """Why there is nothing to predict, with the cell that is in the way."""
    for column in free:
        if cell := obstacle(column.cells):
            said = f"no column holds numbers; {shown(column.name)} has {cell}"
            advice = f"give {option('--text', column.name)} to read words or letters"
            if column.heading and column.heading in column.given:
                first = f"{option('--no-header')} and {option('--text', str(column.place + 1))}"
                advice += f" ({first} if the first row is no header)"
            others = f"correct such cells, or name words for a missing value with {option('--missing')}"
            return f"{said}; {advice}, {others}"
    return (
        f"no column holds numbers; {listed(column.name for column in free)}"
        if free
        else "no column holds numbers"
    )


def _summary(roles: Roles, names: Sequence[str], group: str | None) -> str:
    """The role of every column, in a sentence."""
    time = [names[place] for place in (roles.time.places if roles.time else [])]
    label = [] if roles.label is None else [names[roles.label]]
    first, *others = roles.fields
    used = {*time, *roles.fields, *label, group}
    left = [name for name in names if name not in used]
    said = [
        f"{_named(time)} {'are' if len(time) > 1 else 'is'} the time" if time else "no column is the time"
    ]
    said += [f"{shown(first)} is predicted"]
    said += [f"{_named(others)} {'are' if len(others) > 1 else 'is'} also read"] if others else []
    said += [f"{_named(label)} marks known anomalies and is no input"] if label else []
    said += [f"not used: {_named(left)}"] if left else []
    return f"columns: {'; '.join(said)}"


def _named(names: Sequence[str]) -> str:
    """A list of names; of many names only the first few."""
    every = [shown(name) for name in names[:_MOST_NAMED]]
    if len(names) > _MOST_NAMED:
        every.append(f"{len(names) - _MOST_NAMED} more")
    return " and ".join(filter(None, (", ".join(every[:-1]), every[-1])))
