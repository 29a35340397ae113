"""Years that a whole column shows: 88, 89, 90; FY1990; Buddhist years; and 1-01 for a month of a year."""

import re
from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from .calendar_text import EXCEL_CENTURY, Style
from .number_times import Kind

BUDDHIST = range(2443, 2644)
"""The years 1900 to 2100 in the Buddhist calendar."""

_STYLE = Style(century=EXCEL_CENTURY)
_WITH_ZERO = re.compile(r"0\d")
_BUDDHIST_AHEAD = 543  # years
_SHORT_HINT = "if years are others than 1930 to 2029, write four digits"


def _kind(name: str, form: str, ahead: int = 0, hint: str = "") -> Kind:
    """Years, or years and months, whose numbers stand in the groups of this form; ``ahead`` of ours."""
    pattern = re.compile(form, re.IGNORECASE)

    def read(cell: str) -> datetime:
        match = pattern.fullmatch(cell)
        if not match:
            raise ValueError(cell)
        year, month = (*match.groups(), "1")[:2]
        return datetime(_STYLE.year(year) - ahead, int(month), 1)

    def fits(cell: str) -> bool:
        try:
            read(cell)
        except ValueError:
            return False
        return True

    return Kind(name, fits, read, doubtful=bool(hint or ahead), hint=hint)


_FISCAL = _kind("fiscal years", r"FY[\s'’-]?(\d{4}|\d\d)")
_SHORT = _kind("years of two digits", r"(\d\d?)(?:[.,]0*)?", hint=_SHORT_HINT)
_BUDDHIST = _kind(
    "years of the Buddhist calendar",
    rf"({'|'.join(map(str, BUDDHIST))})(?:[.,]0*)?",
    _BUDDHIST_AHEAD,
)
_SHORT_MONTH = _kind("years and months", r"(\d\d?)[-/:](0?[1-9]|1[0-2])", hint=_SHORT_HINT)


def year_kind(cells: Sequence[str]) -> Kind | None:
    """The kind of years in a column called a year, if these are not plain years; None for all others.

    Years of two digits that begin below 30 can be a counter as well, but not if they begin with a zero.

    Args:
        cells: the cells that are not missing, without spaces around them.
    """
    for kind in (_FISCAL, _BUDDHIST):
        if cells and all(map(kind.fits, cells)):
            return kind
    shown = bool(cells) and _SHORT.fits(cells[0])
    shown = shown and (_WITH_ZERO.match(cells[0]) is not None or _SHORT.read(cells[0]).year < 2000)
    return _SHORT if shown and _in_order(cells, _SHORT) else None


def year_alone(cells: Sequence[str], heading_is_year: bool) -> Kind | None:
    """The kind of such years, or of years and months, of a column that alone is the time; None if none is.

    A month is one if it follows the month before, and a year ends and begins. Years of two digits alone must
    all differ.
    """
    if _in_order(cells, _SHORT_MONTH):
        return _SHORT_MONTH
    if not heading_is_year:
        return _FISCAL if cells and all(map(_FISCAL.fits, cells)) else None
    kind = year_kind(cells)
    return None if kind is _SHORT and len({*cells}) < len(cells) else kind


def _in_order(cells: Sequence[str], kind: Kind) -> bool:
    """Whether such times never go back, nor further than one year or month; or never go forth."""
    if not all(map(kind.fits, cells)):
        return False
    times = [kind.read(cell) for cell in cells]
    in_months = kind is _SHORT_MONTH
    counts = [time.year * 12 + time.month if in_months else time.year for time in times]
    steps = {now - before for before, now in pairwise(counts)}
    return len({time.year for time in times}) > 1 and (steps <= {0, 1} or steps <= {0, -1})
