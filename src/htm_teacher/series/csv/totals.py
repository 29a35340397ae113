"""Rows of totals among the rows of data."""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise
from math import fsum, isclose
from statistics import mean, median, stdev

from ..columns.calendar_reading import value_of
from ..columns.number_format import number, number_format
from ..columns.time_names import calendar_part
from ..series import MISSING, shown
from .plain_cells import look_of
from .raw_table import RawTable
from .split_lines import Row

_SUM_WORDS = """
    total totals sum sums subtotal average averages avg mean median min max minimum maximum count std stdev
    sd stddev variance summe gesamt gesamtsumme insgesamt mittelwert durchschnitt mittel somme moyenne
    totale suma media promedio média soma totaal gemiddelde somma annual
"""
_ENDS = frozenset({"eof", "end", "ende", "fin", "fine"})
_SUMS = frozenset(_SUM_WORDS.split()) | _ENDS
_LIKELY: dict[str, Callable[[Sequence[float]], float]] = {  # equal a number by chance
    "min": min,
    "minimum": min,
    "max": max,
    "maximum": max,
    "count": len,
    **dict.fromkeys(("std", "stdev", "stddev", "sd"), stdev),
}
_WORD = re.compile(r"[^\W\d_]+")
_FEWEST = 3  # different numbers above a sum
_ABOUT = 0.001  # of a sum: by so much it may be rounded
_LAST = {"month": 12, "quarter": 4}
_PERIODS = {"M": 12, "Q": 4}  # M13 and Q05 are the year in tables of the Bureau of Labor Statistics


def is_total(cell: str) -> bool:
    """Whether a cell is a word such as "Total", or such a word and few others."""
    words = _WORD.findall(cell.lower())
    return 0 < len(words) <= 3 and bool({words[0], words[-1]} & _SUMS) and look_of(cell) == "words"


def total_rows(table: RawTable, rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows with a word such as "Total" in a column of times, and those of month 13 below month 12."""
    parts = [calendar_part(name) for name in names]
    times = [place for place, look in enumerate(table.looks) if look == "time" or parts[place]]
    full = [row for row in rows if table.is_full(row)]
    found = [row for row in full if any(is_total(row.cells[place]) for place in times)]
    for place, name in enumerate(names if "year" in parts else ()):
        last = _LAST.get(parts[place]) or (_period(full, place) if name.lower() == "period" else 0)
        found += _above(last, full, place) if last else []
    return sorted(found)


def sums_up(table: RawTable, row: Row, above: Sequence[Row]) -> bool:
    """Whether each number of a row is about the sum of the numbers above it."""
    return _each(table, row, above, lambda numbers: [fsum(numbers)])


def takes_all(table: RawTable, row: Row, above: Sequence[Row]) -> bool:
    """Whether each number of a row is what its word may mean of those above, such as their sum or mean."""
    words, above = (
        {*_WORD.findall(row.given[0].lower())},
        [row for row in above if not is_total(row.given[0])],
    )
    if found := next((of for word, of in _LIKELY.items() if word in words), None):
        return _each(table, row, above, lambda numbers: [found(numbers)])
    if words & _ENDS:
        return sums_up(table, row, above)
    return _each(table, row, above, lambda numbers: [fsum(numbers), mean(numbers), median(numbers)])


def _each(
    table: RawTable, row: Row, above: Sequence[Row], of: Callable[[Sequence[float]], Sequence[float]]
) -> bool:
    places = [place for place, look in enumerate(table.looks) if look == "number"]
    places = [place for place in places if row.cells[place].lower() not in MISSING]
    rows = [other for other in above if table.is_full(other)]
    for place in places:
        cells = [*(other.cells[place] for other in rows), row.cells[place]]
        try:
            form = number_format(cells, missing=MISSING)
            read = [form and number(cell, form) for cell in cells]
        except ValueError:
            return False
        *above_it, last = read
        if last is None:
            return False
        numbers = [value for value in above_it if value is not None]
        # Nothing tells the mean of equal numbers from one more of them.
        if len({*numbers}) < _FEWEST or not any(isclose(last, one, rel_tol=_ABOUT) for one in of(numbers)):
            return False
    return bool(places)


def kept_doubts(rows: Sequence[Row]) -> list[str]:
    """A doubt about a last row with a word such as "Total" or "end", among other words."""
    last = rows[-1] if rows else None
    for place, cell in enumerate(last.cells if last else []):
        if (
            is_total(cell)
            and last
            and not any(other.cells[place : place + 1] == [cell] for other in rows[:-1])
        ):
            where = "begins with" if cell == last.given[0] else "holds"
            return [f"row {last.line} {where} {shown(cell)} and is a step; if it is none, remove it"]
    return []


def _period(rows: Sequence[Row], place: int) -> int:
    """The number of the last period of a year, by the letter of the first cell; 0 without such a letter."""
    return _PERIODS.get(rows[0].cells[place][:1].upper(), 0) if rows else 0


def _above(last: int, rows: Sequence[Row], place: int) -> list[Row]:
    """The rows that are one above the last month below it, if no row is farther above."""
    numbers = [value_of("month", row.cells[place]) or 0 for row in rows]
    if max(numbers, default=0) != last + 1:
        return []
    return [row for row, pair in zip(rows[1:], pairwise(numbers), strict=True) if pair == (last, last + 1)]
