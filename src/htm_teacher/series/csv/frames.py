"""Frames as rows of cells, and files that a library reads: spreadsheets, Parquet and Feather."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO, StringIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from ...extras import install
from ..columns.number_kinds import number_kind
from ..columns.number_times import YEAR
from ..series import SeriesError, listed, shown
from .file_kinds import TABLES
from .plain_cells import is_plain
from .split_lines import Dialect, Row, split

_NAMED = ("parquet", "feather")  # these store names; a spreadsheet stores only cells
_FEWEST = 3  # rows of data in a sheet
_IN_EXTRA = ("openpyxl", "pyarrow")  # what the extra "pandas" brings
_MODULES = {"odfpy": "odf"}
_EARLIEST = 1500  # the least number in an index that can be a time
_LONGEST_FRAME = 100_000  # rows: an index of smaller numbers counts them


@dataclass
class Found:
    """What a file holds.

    Attributes:
        rows: the rows of cells.
        named: whether the file stores names of columns, which are the first row.
        notes: what was decided, a sentence each.
    """

    rows: Sequence[Row]
    named: bool
    notes: list[str] = field(default_factory=list)


def frame_rows(frame: Any, name: str) -> tuple[list[Row], list[str]]:
    """The rows of a pandas DataFrame, with an index that says more than the number of the row; and notes."""
    if frame.columns.nlevels > 1:
        frame = frame.set_axis([" ".join(map(str, column)) for column in frame], axis="columns")
    index = frame.index
    counts = index.names == [None] and index.dtype.kind in "iu" and index.is_unique
    kind = _time_kind(index) if counts else ""
    counts = counts and (not kind or index.min() < _LONGEST_FRAME)
    years = counts and kind == YEAR.name
    notes = ["the index counts rows, so it is not read; if it is years, name it year"] if years else []
    label = "index" if index.names == [None] and "index" not in frame.columns else None
    return written_rows(frame.to_csv(index=not counts, index_label=label), name), notes


def written_rows(written: str, name: str) -> list[Row]:
    """The rows in the CSV text that a library writes; the first, numbered 0, holds the names."""
    rows = list(split(Path(name), list(StringIO(written, newline="")), Dialect(), lambda line: False))
    if not any(row.cells for row in rows):
        raise SeriesError("has no columns", name)
    # A blank line is a missing value of the only column.
    return [Row(line, row.cells or [""]) for line, row in enumerate(rows)]


def _time_kind(index: Any) -> str:
    """What times an index of whole numbers can be, such as years, or unix times; "" if none."""
    if len(index) == 0 or index.min() < _EARLIEST:
        return ""
    kind = number_kind([str(number) for number in index.tolist()], "", first=True)
    return kind.kind.name if kind else ""


def frame_in_file(stream: BinaryIO, kind: str, path: Path) -> Found:
    """The table in a file that a library reads; of a spreadsheet, the first sheet that holds data.

    Args:
        stream: its bytes, unpacked.
        kind: a key of ``TABLES``.
        path: the file, for messages.

    Raises:
        SeriesError: if the library is not installed, or cannot read the file.
    """
    called, library = TABLES[kind]
    missing = [name for name in ("pandas", library) if find_spec(_MODULES.get(name, name)) is None]
    if missing:
        command = install("pandas") if library in _IN_EXTRA else f"pip install {' '.join(missing)}"
        problem = f"this is {called}; save it as CSV, or: {command}"
        raise SeriesError(problem, path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about styles and the like, none about cells
            return _read(import_module("pandas"), BytesIO(stream.read()), kind, path)
    except SeriesError:
        raise
    except Exception as error:  # a library raises what it likes about a damaged file
        reason = " ".join(str(error).split())[:100] or type(error).__name__
        raise SeriesError(f"this is {called} that cannot be read: {reason}; save it as CSV", path) from None


def _read(pandas: Any, stream: BytesIO, kind: str, path: Path) -> Found:
    if kind in _NAMED:
        frame = pandas.read_parquet(stream) if kind == "parquet" else pandas.read_feather(stream)
        rows, notes = frame_rows(frame, str(path))
        return Found(rows, named=True, notes=notes)
    frames = pandas.read_excel(stream, sheet_name=None, header=None, dtype=object, na_filter=False)
    held = {name: frame for name, frame in frames.items() if not frame.empty}
    if not held:
        raise SeriesError("is empty; give a file with rows", path)
    data = (name for name, frame in held.items() if _holds_data(frame))
    name = next(data, next(iter(held)))
    frame = held[name]
    others = f"sheet {shown(name)} is read; {listed(held)}" if len(held) > 1 else ""
    _, *rows = frame_rows(frame, str(path))[0]
    rows = [row if row.given else row._replace(cells=[]) for row in rows]
    after_blank = [False, *(not row.cells for row in rows[:-1])]
    rows = [row._replace(after_blank=blank) for row, blank in zip(rows, after_blank, strict=True)]
    return Found(rows, named=False, notes=[others] if others else [])


def _holds_data(frame: Any) -> bool:
    """Whether rows hold numbers or times, unlike a sheet that tells about the others."""
    rows = (
        row for row in frame.itertuples(index=False) if any(is_plain(str(cell)) for cell in row if cell != "")
    )
    return len(list(islice(rows, _FEWEST))) == _FEWEST
