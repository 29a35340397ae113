"""The columns that are the time: one of them, a date and a clock, or the parts of a calendar."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise

from ..series import SeriesError, shown
from ..text_sheet import Sheet
from .asked import Asked
from .calendar_columns import calendar_columns, clock_columns, joined_clocks, years_of
from .calendar_reading import days_of, read_calendar, value_of
from .clock_text import clock
from .long_days import count_hours, long_day_doubts, wall_hours
from .number_kinds import explained
from .number_times import Kind
from .sheet_column import Column
from .time_format import TimeFormat, is_clock_column, is_zone_column, passed_over, read_times
from .time_names import calendar_part

_DAY = 24  # hours


@dataclass
class TimeColumns:
    """The columns that are the time, by their places.

    Attributes:
        main: the column with the dates, or with dates and clocks; None if ``parts`` has them.
        form: how ``main`` is written.
        clock: the time of day, if ``main`` holds only dates.
        zone: the time zone.
        parts: the parts of the calendar that have columns of their own; beside ``main``, those of the clock.
        years: the kind of years among the parts, if these are not plain years.
        notes: what was decided, a sentence each.
        doubts: what could be read in two ways, a sentence each.
    """

    main: int | None = None
    form: TimeFormat | None = None
    clock: int | None = None
    zone: int | None = None
    parts: dict[str, int] = field(default_factory=dict)
    years: Kind | None = None
    notes: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)

    @property
    def places(self) -> list[int]:
        """The places of all these columns."""
        single = [place for place in (self.main, self.clock, self.zone) if place is not None]
        return [*single, *self.parts.values()]

    def read(self, sheet: Sheet, columns: Sequence[Column], asked: Asked) -> list[datetime]:
        """The time of each row.

        Raises:
            SeriesError: naming the row whose time is missing or cannot be read.
        """
        if self.main is None or self.form is None:
            names = [column.name for column in columns]
            return read_calendar(self.parts, sheet.columns, sheet.rows, sheet.name, names, self.years)
        return read_times(
            sheet.columns[self.main],
            self.form,
            sheet.rows,
            sheet.name,
            columns[self.main].name,
            clocks=self._clocks(sheet, columns),
            zones=() if self.zone is None else sheet.columns[self.zone],
            missing=asked.missing,
        )

    def _clocks(self, sheet: Sheet, columns: Sequence[Column]) -> Sequence[str]:
        """The times of day beside dates, from one column or from several."""
        if self.parts:
            joined = joined_clocks(self.parts, sheet.columns)
            hours = columns[self.parts["hour"]]
            for row, cell, text in zip(sheet.rows, hours.cells, joined, strict=True):
                if cell.strip().isdecimal() and int(cell) >= _DAY and clock(text) is None:
                    said = f"{shown(cell.strip())} is no hour beside minutes, as in {text}"
                    raise SeriesError(f"{said}; write hours from 0 to 23", sheet.name, row, hours.name)
            return joined
        if self.clock is None or self.main is None:
            return ()
        return wall_hours(sheet.columns[self.main], sheet.columns[self.clock])


def find_time(sheet: Sheet, columns: Sequence[Column], asked: Asked) -> TimeColumns | None:
    """The columns that are the time, by the caller's choice or by their cells and names; None without any.

    Raises:
        SeriesError: if the column that the caller chose holds no times.
    """
    if asked.time == "":
        return None
    free = [column for column in columns if column.name not in {*asked.columns} - {asked.time}]
    parts = _calendar(free, asked.missing)
    if asked.time:
        return _chosen(sheet, free, asked, parts)
    forms = [(-1 if column.flag == "T" else column.times.rank, column) for column in free if column.times]
    rank, column = min(forms, key=lambda one: (one[0], not one[1].varies, one[1].place), default=(9, None))
    if parts and rank > 0:
        return _by_calendar(parts, free, asked)
    return None if column is None else _with_clock(_complete(column, free), free, asked.missing)


def _complete(column: Column, free: Sequence[Column]) -> Column:
    """The column that has these days and a clock in one cell, if there is one beside the days alone."""
    if column.times and column.times.dates_only and len(set(column.cells)) < len(column.cells):
        for other in free:
            if other.times and not other.times.dates_only and _begin_alike(other, column):
                return other
    return column


def _begin_alike(longer: Column, shorter: Column) -> bool:
    cells = zip(longer.cells, shorter.cells, strict=True)
    return all(long.strip().startswith(short.strip()) for long, short in cells)


def unreadable_time(columns: Sequence[Column], asked: Asked) -> list[str]:
    """A sentence for each column that is called a time and cannot be read as one."""
    named = asked.columns
    if asked.time == "":
        return []
    free = [column for column in columns if column.name not in named]
    told = [
        passed_over(column.cells, column.heading, missing=asked.missing, first=column.first)
        for column in free
    ]
    return [doubt for doubt in told if doubt]


def months_alone(columns: Sequence[Column], asked: Asked) -> list[str]:
    """A sentence for each column of months in order, if times are wanted and no column gives the year."""
    found = []
    for column in columns if asked.time is None else []:
        if calendar_part(column.heading) != "month":
            continue
        months = [value_of("month", cell) or 0 for cell in column.given]
        follow = all(now == before % 12 + 1 for before, now in pairwise(months))
        if len(months) > 1 and 1 <= months[0] <= 12 and follow:
            said = f"{shown(column.name)} holds months without a year, so it is not the time"
            found.append(f"{said}; if it is, add a column of years")
    return found


def _calendar(free: Sequence[Column], missing: frozenset[str]) -> dict[str, int]:
    """The parts of the calendar among these columns, each by its place in the sheet."""
    parts = calendar_columns(*_headed(free), missing)
    return {part: free[place].place for part, place in parts.items()}


def _by_calendar(parts: dict[str, int], free: Sequence[Column], asked: Asked) -> TimeColumns:
    """The time in parts of the calendar, with a sentence about years that are not plain years."""
    column = next(column for column in free if column.place == parts["year"])
    years = years_of(column.cells, asked.missing)
    found = TimeColumns(parts=parts, years=years)
    if years:
        _, note, doubt, _ = explained(years, f"{shown(column.name)} holds {years.name}", column.given)
        found.notes += filter(None, [note])
        found.doubts += filter(None, [doubt])
    if "hour" in parts:
        at = {column.place: column for column in free}
        hour = at[parts["hour"]]
        days = days_of(parts, {place: column.cells for place, column in at.items()})
        found.doubts += long_day_doubts(days, hour.cells, hour.name)
    return found


def _headed(columns: Sequence[Column]) -> tuple[list[str], list[Sequence[str]]]:
    return [column.heading for column in columns], [column.cells for column in columns]


def _no_times(column: Column) -> str:
    """Why cells that no time can be read from are none."""
    if not column.given:
        return "it holds no cells"
    return f"{shown(column.given[0])} may count seconds or rows, which need no column: rows follow each other"


def _chosen(sheet: Sheet, free: Sequence[Column], asked: Asked, parts: dict[str, int]) -> TimeColumns:
    column = next(column for column in free if column.name == asked.time)
    if column.place in parts.values():
        return _by_calendar(parts, free, asked)
    form = column.times or column.times_under("time")
    if form is None:
        said = passed_over(column.cells, "time", missing=frozenset({""})) or _no_times(column)
        reason = said.partition(", because ")[2] or said
        problem = f"holds no times: {reason}; choose another column, or none"
        raise SeriesError(problem, sheet.name, None, asked.time)
    column.times = form
    return _with_clock(column, free, asked.missing)


def _is_clock(column: Column, dates: Column, missing: frozenset[str]) -> bool:
    hours = wall_hours(dates.cells, column.cells)
    return is_clock_column(hours, column.heading, missing) or count_hours(dates.cells, column.cells)


def _with_clock(column: Column, free: Sequence[Column], missing: frozenset[str]) -> TimeColumns:
    """This column, and the columns with the time of day and the zone if there are any."""
    form = column.times
    found = TimeColumns(
        column.place, form, notes=list(form.notes if form else ()), doubts=list(form.doubts if form else ())
    )
    others = [other for other in free if other is not column]
    if form and form.dates_only:
        clocks = clock_columns(*_headed(others), missing)
        found.parts = {part: others[place].place for part, place in clocks.items()}
    if form and form.dates_only and not found.parts:
        clock = next((other for other in others if _is_clock(other, column, missing)), None)
        if clock:
            found.clock = clock.place
            found.doubts += long_day_doubts(column.cells, clock.cells, clock.name)
    if found.clock is not None or (form and not form.dates_only and form.kind is None):
        found.zone = next((other.place for other in others if is_zone_column(other.cells, missing)), None)
    return found
