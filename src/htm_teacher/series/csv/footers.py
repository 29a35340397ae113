"""The rows of a table below its names: data, and what stands among or below them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..columns.date_text import is_moment
from ..series import counted
from .plain_cells import look_of
from .raw_table import RawTable, shown_rows
from .split_lines import Row

_TALLEST = 50  # rows of a footer
_SUM_WORDS = """
    total totals sum sums subtotal average averages avg mean median min max minimum maximum count std stdev
    sd stddev variance summe gesamt gesamtsumme insgesamt mittelwert durchschnitt mittel somme moyenne
    totale suma media promedio média soma totaal gemiddelde somma eof end ende fin fine
"""
_SUMS = frozenset(_SUM_WORDS.split())
_COUNT = re.compile(r"\(?[\d., ]+(?:rows?|records?|lines?|zeilen|lignes|filas|righe)\)?.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Data(NamedTuple):
    """The rows of data, and what was left out of them, a sentence each."""

    rows: list[Row]
    notes: list[str]


def data_rows(table: RawTable, rows: Sequence[Row], repeated: Sequence[list[str]]) -> Data:
    """The rows of data among the rows below the names.

    Left out are names that are repeated, and at the foot totals, sources and empty rows.

    Raises:
        SeriesError: naming the row, if one is too short or too long.
    """
    notes = []
    again = _repeats(table, rows, repeated)
    if again:
        notes.append(f"names that are repeated are left out in {shown_rows(again)}")
        rows = [row for row in rows if row not in again]
    start = 0
    while table.width > 1 and start < len(rows) and _is_no_step(table, rows[start]):
        start += 1
    end = max(start, _end(table, rows))
    held = [row for row in rows[end:] if row.given]
    if held:
        notes.append(f"left out below the table: {shown_rows(held)}")
    kept = list(rows[start:end])
    empty = len(rows) - len(kept) - len(held)
    if empty and table.width > 1:
        notes.append(f"{counted(empty, 'row')} of empty cells above or below the data left out")
    for row in kept:
        if len(row.cells) != table.width and (row.cells or table.width > 1):
            table.check_width(row)
    return Data(kept, notes)


def _repeats(table: RawTable, rows: Sequence[Row], repeated: Sequence[list[str]]) -> list[Row]:
    """The rows that repeat names or units, in any case; in a table of words alone, none.

    A row that repeats names which are numbers, as pandas gives them, is data.
    """
    if "number" not in table.looks and "time" not in table.looks:
        return []
    names = {_lower(cells) for cells in repeated if any(look_of(cell) != "number" for cell in cells if cell)}
    return [row for row in rows if row.cells and _lower(row.cells) in names]


def _lower(cells: Sequence[str]) -> str:
    return "\n".join(cells).lower()


def _end(table: RawTable, rows: Sequence[Row]) -> int:
    """The place after the last row of data."""
    end, low = len(rows), max(0, len(rows) - _TALLEST)
    while end > low:
        at = next(
            (place for place in range(end - 1, low - 1, -1) if not _is_foot(table, rows, place)), low - 1
        )
        if at < low:
            return len(rows)  # too tall for a footer
        # A footer may hold rows that look like data, such as "Source: 5", below a row that does not.
        return at + 1 if at + 1 <= end else end
    return end


def _is_foot(table: RawTable, rows: Sequence[Row], place: int) -> bool:
    """Whether a row at the end is no data."""
    row = rows[place]
    if not row.given:
        return _is_no_step(table, row)
    if not table.is_full(row):
        return look_of(row.given[0]) == "words" or bool(_COUNT.fullmatch(row.given[0]))
    if _is_sum(row):
        return True
    fitting = table.fitting(row)
    if not fitting or fitting[0]:
        return False
    if table.looks[_first_typed(table)] == "time":
        cell = row.cells[_first_typed(table)]
        return look_of(cell) == "words" and not is_moment(cell)
    return not any(fitting) and _is_prose(row, rows)


def _is_no_step(table: RawTable, row: Row) -> bool:
    """Whether an empty row is no step: one without a time; in a table of one column, a blank line."""
    return not row.given and ("time" in table.looks if table.width > 1 else not row.cells)


def _first_typed(table: RawTable) -> int:
    return next(place for place, look in enumerate(table.looks) if look in ("number", "time"))


def _is_sum(row: Row) -> bool:
    """Whether a row begins with a word such as "Total", or with such a word and few others."""
    words = _WORD.findall(row.given[0].lower())
    return 0 < len(words) <= 3 and bool({words[0], words[-1]} & _SUMS) and look_of(row.given[0]) == "words"


def _is_prose(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row of words is a remark rather than data with a fault, such as ERR."""
    first = row.given[0]
    remark = (
        " " in first or ":" in first or first.startswith(("-", "=", "*", "#", "/")) or len(row.given) == 1
    )
    if len(row.cells) == 1:
        remark = " " in first or ":" in first or not _WORD.search(first)
    return remark and not any(other.cells == row.cells for other in rows[:-_TALLEST] or rows[:1])
