"""Calendar columns: year, month, day, hour ... in columns of their own, which together are the time."""

from collections.abc import Mapping, Sequence

from ..series import MISSING
from .calendar_reading import IN_YEAR, PART, RANGES, SECOND, value_of
from .clock_text import clock
from .number_times import Kind
from .short_years import year_kind
from .spreading import spread
from .time_names import calendar_part

_LOOKED_AT = 500  # cells of a column; enough to judge it
_FEWEST = 3  # rows needed to see a calendar without names
_CLOCK_PARTS = ("hour", "minute", "second")
_NEEDED = {  # what has to be beside a part, so that it is a part
    "day": ("month",),
    "hour": ("day", "day of year"),
    "clock": ("day", "day of year"),
    "minute": ("hour",),
    "second": ("minute",),
}
_PERIODS = {"Q": "quarter", "M": "month"}  # Q01 and M01 under the name "Period"


def calendar_columns(
    headings: Sequence[str], columns: Sequence[Sequence[str]], missing: frozenset[str] = MISSING
) -> dict[str, int]:
    """The columns that together are the time, by part: "year", "quarter", "month", "week", "day" ...

    A column is a part if its name means the part, in one of several languages, and its cells can be it.
    A year alone is no calendar; it needs a month, quarter, week or day of the year. Without any names,
    the first columns are a calendar if their dates rise: 1749 01, 1749 02 ...

    Returns:
        The place of each part; "clock" is a column of times of day. No part but the time may be taken
        from these columns. Empty if there is no calendar.
    """
    if len(columns) > 1 and not any(_is_name(heading) for heading in headings):
        return _without_names(columns, missing)
    found: dict[str, int] = {}
    for place, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        part = calendar_part(heading) or _part_of_period(heading, cells)
        if part == "day" and not _fits(part, cells, missing) and _fits("day of year", cells, missing):
            part = "day of year"
        if part == "month" and part in found and heading.strip() == "mm":  # beside MM
            part = "minute"
        short = part == "year" and years_of(cells, missing)
        if part and part not in found and (short or _fits(part, cells, missing)):
            found[part] = place
        elif "clock" not in found and (part == "hour" or not part) and _are_clocks(cells, missing):
            found["clock"] = place
    if "year" not in found and any(part in found for part in IN_YEAR):
        found |= _year_beside(found, columns, missing)
    return _complete(found)


def _year_beside(
    found: Mapping[str, int], columns: Sequence[Sequence[str]], missing: frozenset[str]
) -> dict[str, int]:
    """The column under any name, such as "season", whose years and the months beside it always rise."""
    in_year = next(part for part in IN_YEAR if part in found)
    for place, cells in enumerate(columns):
        if place not in found.values() and _fits("year", cells, missing):
            dates = [
                (_number(year), value_of(in_year, part.strip()) or 0)
                for year, part in zip(cells, columns[found[in_year]], strict=True)
            ]
            if len(dates) >= _FEWEST and dates == sorted({*dates}):
                return {"year": place}
    return {}


def years_of(cells: Sequence[str], missing: frozenset[str] = MISSING) -> Kind | None:
    """The kind of years of a column of years, if these are not plain years, such as 2024."""
    if _fits("year", cells, missing):
        return None
    return year_kind([cell for cell in map(str.strip, cells) if cell.lower() not in missing])


def _part_of_period(heading: str, cells: Sequence[str]) -> str:
    """The part that periods such as Q01 or M01 are; "" if these are none."""
    letters = {cell.strip()[:1].upper() for cell in cells}
    if heading.strip().lower() not in ("period", "periods") or len(letters) != 1:
        return ""
    return _PERIODS.get(letters.pop(), "")


def clock_columns(
    headings: Sequence[str], columns: Sequence[Sequence[str]], missing: frozenset[str] = MISSING
) -> dict[str, int]:
    """The columns that hold hours, minutes and seconds beside a column of dates; empty without minutes."""
    found: dict[str, int] = {}
    for place, (heading, cells) in enumerate(zip(headings, columns, strict=True)):
        part = calendar_part(heading)
        if part in _CLOCK_PARTS and part not in found and _fits(part, cells, missing):
            found[part] = place
    return (
        {part: found[part] for part in _CLOCK_PARTS if part in found}
        if {"hour", "minute"} <= {*found}
        else {}
    )


def joined_clocks(parts: Mapping[str, int], columns: Sequence[Sequence[str]]) -> list[str]:
    """The times of day of such columns as cells of one column: 13:05:30."""
    cells = [[cell.strip().zfill(2) for cell in columns[place]] for place in parts.values()]
    return [":".join(row) for row in zip(*cells, strict=True)]


def _is_name(heading: str) -> bool:
    return not (heading.strip() == "" or heading.strip().isdecimal())


def _complete(found: Mapping[str, int]) -> dict[str, int]:
    """The parts that belong together; none without a year and its part."""
    if "year" not in found or not any(part in found for part in IN_YEAR):
        return {}
    kept: dict[str, int] = {}
    for part in [*RANGES, "clock"]:
        beside = _NEEDED.get(part)
        if part in found and (beside is None or any(other in kept for other in beside)):
            kept[part] = found[part]
    if "hour" in kept:
        kept.pop("clock", None)
    return kept


def _without_names(columns: Sequence[Sequence[str]], missing: frozenset[str]) -> dict[str, int]:
    parts = {}
    for place, part in enumerate(["year", "month", "day", "hour"]):
        if place >= len(columns) - 1 or not _fits(part, columns[place], missing):
            break
        parts[part] = place
    while len(parts) > 1:
        cells = [columns[place] for place in parts.values()]
        dates = [tuple(map(_number, row)) for row in zip(*cells, strict=True)]
        if len(dates) >= _FEWEST and dates == sorted(set(dates)):
            return parts
        parts.popitem()
    return {}


def _fits(part: str, cells: Sequence[str], missing: frozenset[str]) -> bool:
    """Whether all given cells can be this part of the calendar."""
    given = _given(cells, missing)
    low, high = RANGES[part]
    return bool(given) and all(_is_part(part, cell, low, high) for cell in given)


def _is_part(part: str, cell: str, low: int, high: int) -> bool:
    if part == "second":
        return bool(SECOND.fullmatch(cell)) and float(cell.replace(",", ".")) <= high
    value = value_of(part, cell)
    return value is not None and low <= value <= high and (part != "hour" or value <= 24 or value % 100 < 60)


def _number(cell: str) -> int:
    match = PART.fullmatch(cell.strip())
    return int(match[1]) if match else -1


def _are_clocks(cells: Sequence[str], missing: frozenset[str]) -> bool:
    given = _given(cells, missing)
    return bool(given) and all(":" in cell and clock(cell) is not None for cell in given)


def _given(cells: Sequence[str], missing: frozenset[str]) -> set[str]:
    """The different cells among some that are spread over all; without those that mark a missing value."""
    stripped = {cell.strip() for cell in spread(cells, _LOOKED_AT)}
    return {cell for cell in stripped if cell.lower() not in missing}
