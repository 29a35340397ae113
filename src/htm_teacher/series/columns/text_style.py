"""How a whole column writes its dates in text: order of day and month, century, zone, quarters."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from ..calendar_steps import evenness
from .date_text import PLAIN, Style, is_year_month, moment
from .day_order import day_order
from .spreading import spread
from .zone_text import without_zone

_COMPARED = 2_000  # cells: enough to see whether times rise
_MONTH_AND_NUMBER = re.compile(r"[^\W\d_]{3,}[\s.,'’-]*\d{1,2}")
_EXCEL_CENTURY = 30  # Excel reads two-digit years as 1930 to 2029


def text_style(
    given: Sequence[str], heading: str, day_first: bool | None
) -> tuple[Style, tuple[str, ...], tuple[str, ...]]:
    """The style of a column of dates in text, with notes and doubts about it.

    Args:
        given: the cells that are not missing, without spaces around them; at least one.
        heading: the column's name.
        day_first: whether 01/02/2014 is 1 February; None if the column is to show it.
    """
    zone, order = _ignored_zone(given), day_order(given, heading, day_first)
    style = Style(order.order, ignored=frozenset({zone}), quarters=_are_quarters(given))
    style, century = _with_century(given, style)
    notes, doubts = [order.note], [order.doubt, century]
    if zone:
        different = (
            f"the zone {zone} is ignored, because such letters mean different things in different places"
        )
        doubts.append(f"{different}; if it matters, write an offset such as +01:00")
    if style.quarters:
        notes.append(f"the number after the colon counts quarters: {given[0]} is a quarter")
    return style, tuple(filter(None, notes)), tuple(filter(None, doubts))


def _ignored_zone(given: Sequence[str]) -> str:
    """The letters of a zone that all cells end with; "" if there are none, or several."""
    name = without_zone(given[0]).name
    return name if name and all(without_zone(cell).name == name for cell in given) else ""


def has_no_years(sample: Sequence[str]) -> bool:
    """Whether "Jan 1", "Jan 2" ... are days: as years they would go back when a month begins."""
    if not all(map(_MONTH_AND_NUMBER.fullmatch, sample)):
        return False
    readings = [
        [moment(cell, one) for cell in sample] for one in (PLAIN, PLAIN._replace(century=_EXCEL_CENTURY))
    ]
    return all(evenness([time for time in times if time])[0] > 0 for times in readings)


def _are_quarters(given: Sequence[str]) -> bool:
    """Whether 1959:1 to 1959:4 are quarters: no number is above 4, and the 1 of a year follows a 4."""
    if not all(map(is_year_month, given)):
        return False
    numbers = [int(cell.partition(":")[2]) for cell in given]
    return max(numbers) <= 4 and (4, 1) in pairwise(numbers)


def _with_century(given: Sequence[str], style: Style) -> tuple[Style, str]:
    """The style with the century that two-digit years mean: the one in which times rise.

    If both do, it is the century of Excel, 1930 to 2029, with a doubt.
    """
    early, late = style._replace(century=0), style._replace(century=100)
    if moment(given[0], early) == moment(given[0], late):
        return style, ""
    cells = spread(given, _COMPARED)
    excel = style._replace(century=_EXCEL_CENTURY)
    first, second = ([_bare(moment(cell, one)) for cell in cells] for one in (style, excel))
    if first == second:
        return style, ""
    against = [evenness([time for time in times if time])[0] for times in (first, second)]
    if against[0] != against[1]:
        return (style if against[0] < against[1] else excel), ""
    place = next(place for place, time in enumerate(second) if time != first[place])
    doubt = f"years of two digits are read as 1930 to 2029: {cells[place]} is in {second[place]:%Y}"
    return excel, f"{doubt}; if not, write years with four digits"


def _bare(time: datetime | None) -> datetime | None:
    return time and time.replace(tzinfo=None)
