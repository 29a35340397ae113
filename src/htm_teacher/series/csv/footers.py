"""The rows of a table below its names: data, and what stands among or below them."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..columns.date_text import is_moment
from ..series import counted
from .plain_cells import look_of
from .raw_table import RawTable, shown_rows
from .split_lines import Row
from .totals import is_total, kept_doubts, sums_up, takes_all, total_rows

_TALLEST = 50  # rows of a footer
_LACKS = "left out, because it has no name and its numbers are sums; if it is a step, write what it lacks"
_COUNT = re.compile(r"\(?[\d., ]+(?:rows?|records?|lines?|zeilen|lignes|filas|righe)\)?.?", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]+")


class Data(NamedTuple):
    """The rows of data, and what was left out of them, a sentence each: surely, and with a doubt."""

    rows: list[Row]
    notes: list[str]
    doubts: list[str]


def data_rows(
    table: RawTable, rows: Sequence[Row], names: Sequence[str], repeated: Sequence[list[str]]
) -> Data:
    """The rows of data among the rows below the names.

    Left out are names that are repeated, totals, and at the foot sources and empty rows.

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
    unsure = [row for row in held if _has_values(table, row)]
    if sure := [row for row in held if row not in unsure]:
        notes.append(f"left out below the table: {shown_rows(sure)}")
    kept = list(rows[start:end])
    empty = len(rows) - len(kept) - len(held)
    if empty and table.width > 1:
        notes.append(f"{counted(empty, 'row')} of empty cells above or below the data left out")
    if totals := total_rows(table, kept, names):
        notes.append(f"totals are left out: {shown_rows(totals)}")
        lines = {row.line for row in totals}
        kept = [row for row in kept if row.line not in lines]
    for row in kept:
        if len(row.cells) != table.width and (row.cells or table.width > 1):
            table.check_width(row)
    doubts = [*_doubts(unsure), *kept_doubts(kept)]
    if _is_sum(table, kept):
        doubts.append(f"{shown_rows(kept[-1:])} is {_LACKS}")
        kept.pop()
    return Data(kept, notes, doubts)


def _is_sum(table: RawTable, rows: Sequence[Row]) -> bool:
    """Whether the last row has nothing where all others have a time or a word, and sums them up."""
    if table.width == 1 or len(rows) <= 1:
        return False
    last, first = rows[-1], next((place for place, look in enumerate(table.looks) if look != "nothing"), 0)
    if last.cells[first] or table.looks[first] not in ("time", "words"):
        return False
    return all(row.cells[first] for row in rows[:-1]) and sums_up(table, last, rows[:-1])


def _has_values(table: RawTable, row: Row) -> bool:
    """Whether a row at the foot has all its values, but a time that cannot be read, such as "today"."""
    values = table.fitting(row)[1:]
    return table.is_full(row) and bool(values) and all(values) and not is_total(row.given[0])


def _doubts(rows: Sequence[Row]) -> list[str]:
    if not rows:
        return []
    said = f"left out below the table, because the time cannot be read: {shown_rows(rows)}"
    what = "this is a step, write its time" if len(rows) == 1 else "these are steps, write their times"
    return [f"{said}; if {what} as 2014-07-31 13:30, otherwise remove {'it' if len(rows) == 1 else 'them'}"]


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
    if is_total(row.given[0]):
        at, above = row.cells.index(row.given[0]), [other for other in rows[:place] if table.is_full(other)]
        words = {other.cells[at] for other in above} - {""}
        surely = table.looks[at] != "words" or not words or _stands_apart(table, row)
        # A word that occurs again, such as "min", is one of several categories.
        return surely or (row.given[0] not in words and takes_all(table, row, above))
    fitting = table.fitting(row)
    if not fitting or fitting[0]:
        return False
    if table.looks[_first_typed(table)] == "time":
        cell = row.cells[_first_typed(table)]
        return look_of(cell) == "words" and not is_moment(cell)
    return not any(fitting) and _is_prose(row, rows)


def _stands_apart(table: RawTable, row: Row) -> bool:
    """Whether a row has only one of several cells, or no time where there are times."""
    timeless = any(not cell for cell, look in zip(row.cells, table.looks, strict=True) if look == "time")
    return timeless or len(row.given) < min(2, table.width)


def _is_no_step(table: RawTable, row: Row) -> bool:
    """Whether an empty row is no step: one without a time; in a table of one column, a blank line."""
    return not row.given and ("time" in table.looks if table.width > 1 else not row.cells)


def _first_typed(table: RawTable) -> int:
    return next(place for place, look in enumerate(table.looks) if look in ("number", "time"))


def _is_prose(row: Row, rows: Sequence[Row]) -> bool:
    """Whether a row of words is a remark rather than data with a fault, such as ERR."""
    first = row.given[0]
    remark = (
        " " in first or ":" in first or first.startswith(("-", "=", "*", "#", "/")) or len(row.given) == 1
    )
    if len(row.cells) == 1:
        remark = " " in first or ":" in first or not _WORD.search(first)
    return remark and not any(other.cells == row.cells for other in rows[:-_TALLEST] or rows[:1])
