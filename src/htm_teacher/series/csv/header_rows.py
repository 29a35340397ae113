"""The top of a table: lines above the names, the names, and rows of units below them."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from ..columns.time_names import is_time_heading
from ..series import SeriesError, counted, shown
from .plain_cells import is_plain
from .raw_table import RawTable, shown_rows
from .split_lines import Row
from .top_rows import are_flags, are_summings, are_types, are_units, counts_up
from .unit_cells import bare_unit

_TALLEST = 500  # rows in which the names are looked for
_MOST_JOINED = 3  # rows of names

Commented = Callable[[int], list[list[str]]]
"""The cells of a comment directly above a line, without its mark and with it; empty if none exists."""


@dataclass
class Head:
    """The top of a table.

    Attributes:
        names: the names of the columns; "" where a column has none.
        units: the unit of each column, or "".
        row: the row of the names, for messages; None if there are none.
        start: the place of the first row of data.
        repeated: rows that may be repeated further down, and are then no data.
        flags: {place of a column: its flag}, as in a file of NuPIC.
        notes: what was decided, a sentence each.
    """

    names: list[str]
    units: list[str]
    row: int | None = None
    start: int = 0
    repeated: list[list[str]] = field(default_factory=list)
    flags: dict[int, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def find_head(table: RawTable, header: bool | None, commented: Commented) -> Head:
    """The top of a table; ``header`` says whether names exist, None if that is to be found out.

    Raises:
        SeriesError: if two columns have the same name, or a row at the top is too short or too long.
    """
    first, last = _block(table, header) if header is not False else (0, 0)
    named = first < last
    head = _from_block(table, first, last) if named else _without_block(table, header, commented)
    _check_names(table, head)
    return head


def _block(table: RawTable, header: bool | None) -> tuple[int, int]:
    """Where the rows of words directly above the data begin and end; twice the same place if none exist."""
    top = table.rows[:_TALLEST]
    if header and _are_numbers_above_units(table, top[:2]):
        return 0, 2
    end = next((place for place, row in enumerate(top) if table.is_data(row)), len(top))
    first = last = 0
    for place, row in enumerate(top[:end]):
        if table.is_words(row) or (first < last == place and are_flags(row.cells) and _typed(top, place - 1)):
            first = first if last == place and first < last else place
            last = place + 1
        elif first < last and table.fitting(row) and table.is_full(row) and not table.begins_with_words(row):
            break  # data with a fault, which is reported later
    return (first, last) if end < len(top) or first == 0 else (0, 0)


def _are_numbers_above_units(table: RawTable, rows: Sequence[Row]) -> bool:
    """Whether the first row can be names, some of them numbers, because units stand below."""
    if len(rows) < 2 or not all(map(table.is_full, rows)) or table.is_words(rows[0]):
        return False
    return table.is_words(rows[1]) and are_units(rows[1].cells, rows[0].cells)


def _typed(rows: Sequence[Row], place: int) -> bool:
    return are_types(rows[place].cells)


def _from_block(table: RawTable, first: int, last: int) -> Head:
    """The names and units in a block of rows of words."""
    head = Head([], [""] * table.width, start=last)
    block = table.rows[first:last]
    above = table.rows[:first]
    block = _without_types(head, block)
    if len(block) > 1 and are_summings(block[-1].cells) and _are_distinct(block[-2].cells):
        head.notes.append(f"left out below the names: {shown_rows([block.pop()])}")
    if len(block) > 1 and are_units(block[-1].cells, block[-2].cells) and _are_distinct(block[-2].cells):
        head.repeated.append(block[-1].cells)
        head.units = [bare_unit(cell) for cell in block.pop().cells]
        head.notes.append(f"units are taken from row {table.rows[first].line + len(block)}")
    titles, names, data = _told_apart(table, block)
    head.start -= len(data)
    head.row, head.repeated = names[-1].line, [*(row.cells for row in names), *head.repeated]
    _leave_out(table, head, [*above, *titles])
    head.names = names[0].cells if len(names) == 1 else _joined(names)
    if len(names) > 1:
        shown_name = shown(next((name for name in head.names if " " in name), head.names[0]))
        lines = f"rows {names[0].line} to {names[-1].line}"
        head.notes.append(f"the names are put together from {lines}, as in {shown_name}")
    return head


def _are_distinct(names: Sequence[str]) -> bool:
    given = [name for name in names if name]
    return len(set(given)) == len(given)


def _without_types(head: Head, block: list[Row]) -> list[Row]:
    """The block without NuPIC's rows of types and flags."""
    place = next((place for place, row in enumerate(block) if place and are_types(row.cells)), None)
    if place is None:
        return block
    flags = block[place + 1 : place + 2]
    names = block[place - 1].cells
    said = f"row {block[place].line} holds types"
    if flags and are_flags(flags[0].cells):
        head.flags = {place: flag.upper() for place, flag in enumerate(flags[0].cells[: len(names)]) if flag}
        meant = [f"{shown(names[place])} is {flag}" for place, flag in head.flags.items()]
        said = f"rows {block[place].line} and {flags[0].line} hold types and flags, as in a file of NuPIC"
        said += f" ({', '.join(meant)})" if meant else ""
    head.notes.append(said)
    head.repeated += [row.cells for row in block[place:]]
    return block[:place]


def _told_apart(table: RawTable, block: list[Row]) -> tuple[list[Row], list[Row], list[Row]]:
    """A block of words as lines above the names, rows of names, and data that is words by mistake."""
    start = 0
    for place, row in enumerate(block[1:], start=1):
        if row.after_blank or _is_title(block[place - 1], row) or place + _MOST_JOINED < len(block):
            start = place
    names, data = block[start:], []
    if len(names) > 1 and table.width == 1:  # one cell above another: the second is data
        names, data = names[:1], names[1:]
    for place, row in enumerate(names[1:], start=1):
        if len(set(row.given)) == 1 < len(row.given):  # ERR,ERR are no names
            names, data = names[:place], names[place:]
            break
    return block[:start], names, data


def _is_title(row: Row, below: Row) -> bool:
    """Whether a row above the names is no part of them: a title, or "Station: X"."""
    lonely = len(row.given) == 1 < len(below.given) and bool(row.cells[0])
    prose = any(cell.endswith(":") or ": " in cell or " = " in cell for cell in row.given)
    title = len(row.cells) == 1 and len(row.cells[0].split()) > 2
    return lonely or prose or title or _names_time_later(row, below)


def _names_time_later(row: Row, below: Row) -> bool:
    """Whether only the lower row names a time, as in "Berlin, Germany" above "time,value"."""
    single = all(row.cells) and _are_distinct(row.cells)
    return single and any(map(is_time_heading, below.cells)) and not any(map(is_time_heading, row.cells))


def _joined(rows: Sequence[Row]) -> list[str]:
    """Names of several rows: a group above names, where an empty cell continues the group at its left."""
    parts: list[list[str]] = [[] for _ in rows[0].cells]
    for row in rows:
        group = ""
        spread = row is not rows[-1] and not all(row.cells)
        for place, cell in enumerate(row.cells):
            group = cell or (group if spread else "")
            if group and group not in parts[place]:
                parts[place].append(group)
    return [" ".join(part) for part in parts]


def _without_block(table: RawTable, header: bool | None, commented: Commented) -> Head:
    """The top of a table in which the names are missing, in a comment, or look like data."""
    start = next((place for place, row in enumerate(table.rows) if table.is_full(row)), 0)
    head = Head([""] * table.width, [""] * table.width, start=start)
    above, row = table.rows[:start], table.rows[start]
    comments = [] if header is False else commented(row.line)
    names = next((cells for cells in comments if len(cells) == table.width and _could_be_names(cells)), None)
    if header or (header is None and _looks_like_names(table, row)):
        head.names, head.row, head.start = row.cells, row.line, start + 1
        head.repeated = [row.cells]
    elif header is None and counts_up([row.cells for row in table.rows[start:] if table.is_full(row)]):
        head.names, head.row, head.start = row.cells, row.line, start + 1
        head.notes.append(f"the numbers in row {row.line} are names, because they count up")
    elif names:
        head.names, head.row = names, row.line - 1
        head.notes.append(f"the names are taken from the comment above row {row.line}")
    elif above and header is None and _lacks_first_name(table, above[-1], row):
        _refuse_split_decimals(table, above[-1])
        head.names, head.row = ["", *above.pop().cells], above[-1].line if above else 1
        head.notes.append("the names are one fewer than the columns, so the first column has none")
    else:
        head.notes.append("the first row holds no names, so columns are called by their numbers")
    _leave_out(table, head, above)
    return head


def _looks_like_names(table: RawTable, row: Row) -> bool:
    """Whether a row that is not all words holds names: words above numbers, and no time above times."""
    data = [(look, cell) for look, cell in zip(table.looks, row.cells, strict=True) if cell]
    if not any(is_plain(cell) for cell in row.cells):
        return True
    words = any(look in ("number", "time") and not is_plain(cell) for look, cell in data)
    return words and not any(look == "time" and is_plain(cell) for look, cell in data)


def _could_be_names(cells: Sequence[str]) -> bool:
    sentence = any("=" in cell or ": " in cell or len(cell) > 60 for cell in cells)
    return all(cells) and len(set(cells)) == len(cells) and not sentence and not any(map(is_plain, cells))


def _lacks_first_name(table: RawTable, row: Row, below: Row) -> bool:
    """Whether the row of names is one cell short, because the column of row numbers has no name."""
    short = len(row.cells) == table.width - 1 > 1 and not below.after_blank
    return short and all(row.cells) and not any(map(is_plain, row.cells))


def _refuse_split_decimals(table: RawTable, row: Row) -> None:
    """Refuse names that show a column split by its decimal comma: "time,value" above "2014-07-31,0,5"."""
    if table.looks[0] == "time" and is_time_heading(row.cells[0]):
        has = f"{counted(len(row.cells), 'name')} above {counted(table.width, 'column')}"
        problem = f"{has}; name each column, or put cells in quotes if a comma in them is the decimal mark"
        raise SeriesError(problem, table.name, row.line)


def _leave_out(table: RawTable, head: Head, above: list[Row]) -> None:
    """Note what stands above the names or the data; refuse it if it could be either."""
    below = table.rows[head.start] if head.start < len(table.rows) else None
    for row in above:
        unnamed = head.row is None and len(row.given) > 1 and below is not None and not below.after_blank
        if (all(map(is_plain, row.cells)) and (head.row is None or len(row.given) > 1)) or unnamed:
            table.check_width(row)
    if held := [row for row in above if row.given]:
        head.notes.append(f"left out above the table: {shown_rows(held)}")


def _check_names(table: RawTable, head: Head) -> None:
    for name, how_many in Counter(filter(None, head.names)).items():
        if how_many > 1:
            problem = "two columns have this name; rename one"
            raise SeriesError(problem, table.name, head.row or None, name)  # of a frame, 0
