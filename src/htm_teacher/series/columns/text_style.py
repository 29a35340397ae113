"""How a whole column writes its dates in text: order of day and month, century, zone, quarters."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from ...core.checks import brief
from ..calendar_steps import evenness
from .calendar_text import EXCEL_CENTURY, PLAIN, Style, is_split_year, second_number, start_of_span
from .date_text import MONTH_AND_NUMBER, moment
from .day_order import day_order
from .short_years import BUDDHIST
from .spreading import spread
from .time_names import calendar_part
from .zone_text import without_zone

_OTHER_CALENDARS = {  # years of 1900 to 2100 in it
    "the Buddhist calendar": BUDDHIST,
    "the Iranian or the Islamic calendar": range(1278, 1525),
}
_COMPARED = 2_000  # cells: enough to see whether times rise
_PART_AND_YEAR = re.compile(r"\d{1,2}[/-]\d{4}")
_SAID = {
    "quarter": "the second number counts quarters: {} is a quarter",
    "week": "the second number counts weeks: {} is a week",
    "year": "a year that ends in the next is read as its first: {}",
}


def text_style(
    given: Sequence[str], heading: str, day_first: bool | None
) -> tuple[Style, tuple[str, ...], tuple[str, ...]]:
    """The style of a column of dates in text, with notes and doubts about it.

    Args:
        given: the cells that are not missing, without spaces around them; at least one.
        heading: the column's name.
        day_first: whether 01/02/2014 is 1 February; None if the column is to show it.
    """
    starts = [start_of_span(cell) or cell for cell in given]
    zone, order = _ignored_zone(given), day_order(starts, heading, day_first)
    style = Style(order.order, ignored=frozenset({zone}), part=_second_part(given, heading))
    style, century = _with_century(given, style)
    notes, doubts = [order.note], [order.doubt, century]
    if zone:
        different = (
            f"the zone {zone} is ignored, because such letters mean different things in different places"
        )
        doubts.append(f"{different}; if it matters, write an offset such as +01:00")
    for calendar, years in _OTHER_CALENDARS.items():
        if all((time := moment(cell, style)) and time.year in years for cell in given):
            doubts.append(
                f"{brief(given[0])} is read as it stands; if it is a date of {calendar}, convert it"
            )
    if style.part != "month":
        notes.append(_SAID[style.part].format(brief(given[0])))
    if all(map(start_of_span, given)):
        notes.append(f"the start of each span is its time: {brief(given[0])}")
    return style, tuple(filter(None, notes)), tuple(filter(None, doubts))


def _ignored_zone(given: Sequence[str]) -> str:
    """The letters of a zone that all cells end with; "" if there are none, or several."""
    name = without_zone(given[0]).name
    return name if name and all(without_zone(cell).name == name for cell in given) else ""


def has_no_years(sample: Sequence[str]) -> bool:
    """Whether "Jan 1", "Jan 2" ... are days: as years they would go back when a month begins."""
    if not all(map(MONTH_AND_NUMBER.fullmatch, sample)):
        return False
    readings = [
        [moment(cell, one) for cell in sample] for one in (PLAIN, PLAIN._replace(century=EXCEL_CENTURY))
    ]
    return all(evenness([time for time in times if time])[0] > 0 for times in readings)


def _second_part(given: Sequence[str], heading: str) -> str:
    """What the second number of cells such as 1959:1 counts: "month", "quarter", "week", or "year".

    The name may say it. With a colon they are quarters if no number is above 4, and the 1 of a year
    follows a 4. It is a year if all cells are like 1959/60.
    """
    seconds = [second_number(cell) for cell in given]
    if not all(seconds):
        return _part_first(given, heading)
    if all(map(is_split_year, given)) and (len({*given}) > 1 or not moment(given[0])):
        return "year"
    if (part := calendar_part(heading)) in ("week", "quarter"):
        return part
    marks, numbers = zip(*(second for second in seconds if second), strict=True)
    quarters = {*marks} == {":"} and max(numbers) <= 4 and (4, 1) in pairwise(numbers)
    return "quarter" if quarters else "month"


def _part_first(given: Sequence[str], heading: str) -> str:
    """What the first number of cells such as 05-2024 counts: what the name says, otherwise months."""
    part = calendar_part(heading)
    return part if part in ("week", "quarter") and all(map(_PART_AND_YEAR.fullmatch, given)) else "month"


def _with_century(given: Sequence[str], style: Style) -> tuple[Style, str]:
    """The style with the century that two-digit years mean: the one in which times rise.

    If both do, it is the century of Excel, 1930 to 2029, with a doubt.
    """
    early, late = style._replace(century=0), style._replace(century=100)
    if moment(given[0], early) == moment(given[0], late):
        return style, ""
    cells = spread(given, _COMPARED)
    excel = style._replace(century=EXCEL_CENTURY)
    first, second = ([_bare(moment(cell, one)) for cell in cells] for one in (style, excel))
    if first == second:
        return style, ""
    against = [evenness([time for time in times if time])[0] for times in (first, second)]
    if against[0] != against[1]:
        return (style if against[0] < against[1] else excel), ""
    place = next(place for place, time in enumerate(second) if time != first[place])
    doubt = f"years of two digits are read as 1930 to 2029: {brief(cells[place])} is in {second[place]:%Y}"
    return excel, f"{doubt}; if not, write years with four digits"


def _bare(time: datetime | None) -> datetime | None:
    return time and time.replace(tzinfo=None)
