"""What a column of times holds, judged by all its cells and its name; and its times."""

from collections.abc import Sequence
from datetime import MAXYEAR, MINYEAR, datetime, timezone
from pathlib import Path
from typing import NamedTuple

from ..series import MISSING, SeriesError, more_of_them, shown
from ..setting_names import option
from .calendar_text import PLAIN, Style, is_half_year, is_split_year
from .clock_text import clock, clocks_of
from .counting import counter_note
from .date_text import is_moment, moment, problem
from .number_kinds import NumberKind, number_kind
from .number_times import Kind, is_plain_number, plain_number
from .spreading import spread
from .text_style import has_no_years, text_style
from .time_names import calendar_part, is_time_heading, surely_time_heading
from .zone_text import zone_of

_LOOKED_AT = 50  # parsing a date in words is slow; these are enough to judge a column


class TimeFormat(NamedTuple):
    """How the times of a column are written.

    Attributes:
        kind: what numbers mean; None if the cells are text.
        style: how texts are read.
        rank: how surely these are the times: 0 if the cells show it, 1 if the column's name says what the
            numbers are, 2 if only their even steps show it. Of several columns take the lowest, and of
            these the first.
        dates_only: whether no cell has a time of day, so that another column may hold it.
        notes: what was decided, a sentence each.
        doubts: what could be read in two ways, a sentence each.
    """

    kind: Kind | None
    style: Style = PLAIN
    rank: int = 0
    dates_only: bool = False
    notes: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()


def time_format(
    cells: Sequence[str],
    heading: str,
    *,
    day_first: bool | None = None,
    missing: frozenset[str] = MISSING,
    first: bool = False,
) -> TimeFormat | None:
    """How the times of a column are written; None if it holds no times.

    Half of the given cells are enough, because one wrong cell must not hide a column: it is refused by
    row when the times are read. Numbers are times only under a name of times, or if they are in the first
    column and rise evenly.

    Args:
        cells: the column's cells.
        heading: its name; "" if it has none.
        day_first: whether 01/02/2014 is 1 February; None if the column is to show it.
        missing: how cells are written that mark a missing value, in lower case.
        first: whether it is the first of several columns.
    """
    given = _given(cells, missing)
    if not given:
        return None
    if found := number_kind(given, heading, first):
        return _number_format(given, found)
    sample = spread(given, _LOOKED_AT)
    if not _half([_is_text_time(cell) for cell in sample]) or has_no_years(sample):
        return None
    return _text_format(given, sample, heading, day_first)


def _number_format(given: Sequence[str], found: NumberKind) -> TimeFormat:
    kind, note, doubt, by_steps = found
    times = [kind.read(cell) for cell in spread(given, _LOOKED_AT) if kind.fits(cell)]
    dates = all(time.tzinfo is None and time == _midnight(time) for time in times)
    return TimeFormat(
        kind, PLAIN, 1 + by_steps, dates, tuple(filter(None, [note])), tuple(filter(None, [doubt]))
    )


def _is_text_time(cell: str) -> bool:
    return not is_plain_number(cell) and (is_moment(cell) or is_half_year(cell) or is_split_year(cell))


def _text_format(
    given: Sequence[str], sample: Sequence[str], heading: str, day_first: bool | None
) -> TimeFormat:
    style, notes, doubts = text_style(given, heading, day_first)
    times = [moment(cell, style) for cell in sample]
    clocks = style.part == "month" and any(":" in cell for cell in sample)
    dates = not clocks and all(time is None or time == _midnight(time) for time in times)
    return TimeFormat(None, style, 0, dates, notes, doubts)


def passed_over(
    cells: Sequence[str], heading: str, *, missing: frozenset[str] = MISSING, first: bool = False
) -> str:
    """A doubt for a column that is called a time and yet holds none that can be read; "" otherwise."""
    given = _given(cells, missing)
    if (
        not given
        or not surely_time_heading(heading)
        or time_format(cells, heading, missing=missing, first=first)
    ):
        return ""
    if counter_note(given, heading, first=first):
        if any(clock(cell) is None or ":" not in cell for cell in given):
            return ""
        said = f"{shown(heading)} counts like a clock, so the date and the time of day are not known"
        return (
            f"{said}; if these are times of day, add a column of dates, otherwise give {option('--time', '')}"
        )
    return f"{shown(heading)} is not read as the time, because {shown(given[0])} is {problem(given[0])}"


def read_times(
    cells: Sequence[str],
    form: TimeFormat,
    rows: Sequence[int],
    name: str | Path,
    column: str,
    *,
    clocks: Sequence[str] = (),
    zones: Sequence[str] = (),
    missing: frozenset[str] = MISSING,
) -> list[datetime]:
    """The times of a column.

    Args:
        cells: the column's cells.
        form: how they are written.
        rows: the row of each cell, for messages.
        name: the name of the file or table.
        column: the name of the column.
        clocks: the times of day, if another column holds them.
        zones: the time zones, if another column holds them.
        missing: how cells are written that mark a missing value, in lower case.

    Raises:
        SeriesError: naming the row whose time is missing or cannot be read.
    """
    after = clocks_of(clocks) if clocks else []
    times = []
    for place, cell in enumerate(cells):
        text = cell.strip()
        if text.lower() in missing or (clocks and clocks[place].strip().lower() in missing):
            raise SeriesError(
                "the time is missing; give every row a time, and remove rows of totals",
                name,
                rows[place],
                column,
            )
        time = _time(text, form)
        if time is None:
            later = ((cells[one], rows[one]) for one in range(place + 1, len(cells)))
            more = more_of_them(pair for pair in later if _time(pair[0].strip(), form) is None)
            raise SeriesError(_refusal(text, form) + more, name, rows[place], column)
        if not MINYEAR < time.year < MAXYEAR:  # a zone or a clock could lead beyond the calendar
            problem = f"{shown(text)} is not in the years 2 to 9998; correct it"
            raise SeriesError(problem, name, rows[place], column)
        if clocks:
            clock = after[place]
            if clock is None:
                problem = f"{shown(clocks[place])} is not a time of day; write it as 13:30"
                raise SeriesError(problem, name, rows[place], column)
            time += clock
        if zones:
            zone = zone_of(zones[place])
            if zone is None:
                problem = f"{shown(zones[place])} is no time zone; write it as +02:00 or Europe/Berlin"
                raise SeriesError(problem, name, rows[place], column)
            time = time.replace(tzinfo=zone)
        times.append(time)
    return _with_second_hours(times)


def is_zone_column(cells: Sequence[str], missing: frozenset[str] = MISSING) -> bool:
    """Whether a column holds a time zone in every given cell: +02:00, UTC, Europe/Berlin."""
    given = _given(cells, missing)
    return bool(given) and all(zone_of(cell) for cell in set(given))


def is_clock_column(cells: Sequence[str], heading: str, missing: frozenset[str] = MISSING) -> bool:
    """Whether a column holds a time of day in every given cell: 13:30; or hours, or 1330 under a name."""
    given = _given(cells, missing)
    named = calendar_part(heading) == "hour" or is_time_heading(heading)
    if not given or not (named or any(":" in cell for cell in given)):
        return False
    return all(after is not None for after in clocks_of(given))


def _time(text: str, form: TimeFormat) -> datetime | None:
    if form.kind is None:
        return moment(text, form.style)
    text = plain_number(text)
    return form.kind.read(text) if form.kind.fits(text) else None


def _refusal(text: str, form: TimeFormat) -> str:
    if form.kind is None:
        return f"{shown(text)} is {problem(text)}"
    return f"{shown(text)} is not like the other times, which are {form.kind.name}; correct it"


def _with_second_hours(times: list[datetime]) -> list[datetime]:
    """The hour that occurs twice when daylight saving time ends: the second time it is an hour later."""
    if all(time.tzinfo is None or isinstance(time.tzinfo, timezone) for time in times):
        return times
    placed: list[datetime] = []
    for time in times:
        later = time.replace(fold=1)
        if placed and time.tzinfo and time.timestamp() <= placed[-1].timestamp() <= later.timestamp():
            time = later
        placed.append(time)
    return placed


def _given(cells: Sequence[str], missing: frozenset[str]) -> list[str]:
    stripped = [cell.strip() for cell in cells]
    return [plain_number(cell) for cell in stripped if cell.lower() not in missing]


def _half(answers: Sequence[bool]) -> bool:
    return 2 * sum(answers) >= len(answers)


def _midnight(time: datetime) -> datetime:
    return time.replace(hour=0, minute=0, second=0, microsecond=0)
