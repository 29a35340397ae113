"""Any file of a table as a Sheet: text cells in columns, with what was decided on the way.

``read_sheet`` decides what is a cell, not what a cell means:

- Packing: gzip, bzip2, xz and a zip archive of one file are unpacked. Excel, OpenDocument, Parquet and
  Feather files are read if the library for them is installed. What else is no text is named and refused.
- Encoding: a byte order mark, or the zeros of UTF-16; otherwise UTF-8 if the bytes allow it, else a guess.
- Comments: lines that begin with #, %, //, ;, !, ', --, * or REM, anywhere in the file, and rulings.
- Delimiter: comma, tab, semicolon or bar, whichever splits most lines into the same number of cells, outside
  quotes. If several do equally well, the one that gives most numbers, times and empty cells. Spaces if none
  of the four splits the lines evenly.
- Above the table: titles and "Station: X" are left out. A comment directly above the data may hold the names.
- Names: present if the first row holds words where the other rows hold numbers or times. Names in two rows
  are put together. Units below the names, and the types and flags of NuPIC's files, are no data.
- Below the table, and in it: totals, remarks, empty rows, and names that are repeated are left out.

All that is left out or guessed is said in ``notes`` and ``doubts``.
"""

import re
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from itertools import islice
from pathlib import Path

from ..series import SeriesError, counted
from ..text_sheet import Sheet
from .comments import Marks, bare, comment_marks, named_delimiter
from .decoding import Lines, read_lines
from .dialect import find_dialect
from .file_kinds import TABLES, TEXT
from .footers import data_rows
from .frames import frame_in_file
from .header_rows import Commented, find_head
from .marked_rows import marked_doubts, marked_rows
from .packed import unpacked
from .raw_table import RawTable, raw_table
from .split_lines import Dialect, Row, split
from .whole_cells import with_whole_cells

_SAMPLE = 1_000  # lines that show the delimiter
_WIDEST_SINGLE = 10  # cells in the only row of a file; more are probably a series that runs across
_WHOLE = re.compile(r"[+-]?\d{1,8}")  # longer ones are times
_PROSE = 4  # words in a line
_PROSE_SPLIT = 2.5  # words in a cell, if commas split the lines


def read_sheet(
    path: str | Path,
    *,
    delimiter: str | None = None,
    header: bool | None = None,
    encoding: str | None = None,
    skip_rows: int = 0,
) -> Sheet:
    """The table in a file; None means "find out", as described above.

    Args:
        path: the file.
        delimiter: the character between cells, such as ";" or a tab.
        header: whether the first row holds the names.
        encoding: the encoding by its Python name; many older files use "cp1252".
        skip_rows: how many lines at the top are no part of the table.

    Raises:
        SeriesError: if the file cannot be read, or holds no table: one line with file, row, and what to do.
    """
    path = Path(path)
    if skip_rows < 0:
        raise SeriesError(f"skip_rows is {skip_rows}; give 0 or more", path)
    with unpacked(path) as (stream, kind):
        if kind != TEXT:
            found = frame_in_file(stream, kind, path)
            idle = {"delimiter": delimiter is not None, "encoding": encoding is not None}
            if found.named:
                idle |= {"header": header is not None, "skip_rows": skip_rows > 0}
            notes = [*found.notes, *_idle_notes(kind, [name for name, given in idle.items() if given])]
            if found.named:
                return frame_sheet(str(path), found.rows, notes)
            return _sheet(str(path), found.rows[skip_rows:], header, _none_above, notes)
        lines = read_lines(stream, path, encoding)
    return _sheet_of_lines(path, lines, delimiter, header, skip_rows)


def frame_sheet(name: str, rows: Sequence[Row], notes: Sequence[str] = ()) -> Sheet:
    """The sheet in the rows of a frame; the first row holds the names."""
    sheet = _sheet(name, rows, True, _none_above, notes)
    sheet.comma_delimits = True
    return sheet


def _idle_notes(kind: str, settings: Sequence[str]) -> list[str]:
    """A note about settings that are given but say nothing about a file of this kind."""
    return [f"{', '.join(settings)} not used: this is {TABLES[kind][0]}"] if settings else []


def _none_above(line: int) -> list[list[str]]:
    return []


def _sheet_of_lines(
    path: Path, lines: Lines, delimiter: str | None, header: bool | None, skip_rows: int
) -> Sheet:
    texts = [*("\n" for _ in lines.texts[:skip_rows]), *lines.texts[skip_rows:]]
    first = next((place for place, text in enumerate(texts) if text.strip()), 0)
    if texts and (named := named_delimiter(texts[first])):
        delimiter, texts[first] = delimiter or named, "\n"
    marks = comment_marks(texts, delimiter)
    sample = list(islice((text for text in texts if text.strip() and not marks.begin(text)), _SAMPLE))
    dialect = find_dialect(path, sample, _never, delimiter)
    rows, skipped = _rows(path, texts, dialect, marks)
    if marked := marked_rows(path, texts, dialect, rows, skipped):
        marks = marks._replace(rows=frozenset(texts[line - 1] for line in marked))
        rows, skipped = _rows(path, texts, dialect, marks)
    if dialect.delimiter == " ":
        rows = with_whole_cells(rows)
    notes = [*lines.notes, *_comment_notes(skipped)]
    above = partial(_comment_above, path, texts, dialect, marks)
    sheet = _sheet(str(path), rows, header, above, notes)
    held = {*sheet.rows}  # a total below the table is none
    sheet.doubts += [*lines.doubts, *marked_doubts(texts, [line for line in marked if line in held])]
    sheet.comma_delimits = dialect.delimiter == ","
    if sheet.comma_delimits and delimiter is None:
        sheet.doubts += _comma_doubts(sheet)
    return sheet


def _rows(path: Path, texts: Sequence[str], dialect: Dialect, marks: Marks) -> tuple[list[Row], list[int]]:
    """The rows, and the lines of comments. A quote within quotes is doubled, or else follows a backslash."""
    skipped: list[int] = []
    try:
        return list(split(path, texts, dialect, marks.begin, skipped=skipped)), skipped
    except SeriesError:
        skipped = []
        if any(f"\\{dialect.quote}" in text for text in texts):
            dialect = dialect._replace(escape="\\")
            with suppress(SeriesError):
                return list(split(path, texts, dialect, marks.begin, skipped=skipped)), skipped
        raise


def _never(line: str) -> bool:
    return False


def _comment_above(
    path: Path, texts: Sequence[str], dialect: Dialect, marks: Marks, line: int
) -> list[list[str]]:
    """The cells of the comment directly above a line, without its mark and with it."""
    place = line - 2
    while place >= 0 and not texts[place].strip():
        place -= 1
    if place < 0 or not marks.begin(texts[place]):
        return []
    both = [bare(texts[place]), texts[place]]
    return [row.cells for text in both for row in split(path, [text], dialect, _never, strict=False)]


def _comment_notes(lines: Sequence[int]) -> list[str]:
    if not lines:
        return []
    where = (
        f"are left out, the first in row {lines[0]}" if len(lines) > 1 else f"is left out, in row {lines[0]}"
    )
    return [f"{counted(len(lines), 'comment')} {where}"]


def _comma_doubts(sheet: Sheet) -> list[str]:
    """A doubt about two nameless columns of whole numbers: they can be one with a decimal comma."""
    if len(sheet.columns) != 2 or any(sheet.headings):
        return []
    whole, decimals = sheet.columns
    if not all(map(_WHOLE.fullmatch, whole)) or not all(map(str.isdecimal, decimals)):
        return []
    return [
        f"'{whole[0]},{decimals[0]}' is read as two cells; if it is one number with a decimal comma,"
        ' give --delimiter ";"'
    ]


def _sheet(
    name: str, rows: Sequence[Row], header: bool | None, above: Commented, notes: Sequence[str]
) -> Sheet:
    """The sheet in rows of cells."""
    table = raw_table(name, rows)
    _refuse_prose(table)
    head = find_head(table, header, above)
    data = data_rows(table, table.rows[head.start :], head.names, head.repeated)
    if not data.rows:
        raise SeriesError("has a header but no rows after it", name)
    if head.row is None and len(data.rows) == 1 and table.width > _WIDEST_SINGLE:
        problem = (
            f"holds a single row of {table.width} cells; a series has a row for each step: turn it round"
        )
        raise SeriesError(problem, name, data.rows[0].line)
    columns = [[row.cells[place] if row.cells else "" for row in data.rows] for place in range(table.width)]
    kept = [place for place, cells in enumerate(columns) if head.names[place] or any(cells)]
    if not kept:
        raise SeriesError("is empty; give a file with rows", name)
    if left := kept[-1] - kept[0] + 1 - len(kept):
        notes = [*notes, f"{counted(left, 'column')} without a name and without cells left out"]
    return Sheet(
        name,
        [head.names[place] for place in kept],
        [columns[place] for place in kept],
        [row.line for row in data.rows],
        [head.units[place] for place in kept],
        [*notes, *head.notes, *data.notes],
        data.doubts,
        False,
        {now: head.flags[place] for now, place in enumerate(kept) if place in head.flags},
    )


def _refuse_prose(table: RawTable) -> None:
    """Refuse text in sentences: no column of numbers or times, and many words in a line."""
    if any(look in ("number", "time") for look in table.looks):
        return
    rows = [row for row in table.rows if row.given][:_SAMPLE]
    words = sum(len(" ".join(row.cells).split()) for row in rows)
    uneven = sum(not table.is_full(row) for row in rows)
    most = len(rows) * (_PROSE if table.width == 1 else _PROSE_SPLIT * table.width)
    if words >= most or 2 * uneven > len(rows):
        raise SeriesError("holds text but no table; give a file with rows of numbers", table.name)
