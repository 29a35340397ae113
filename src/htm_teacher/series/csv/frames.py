"""Files that a library reads: spreadsheets, Parquet and Feather."""

import warnings
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from itertools import islice
from pathlib import Path
from typing import Any, BinaryIO

from ..series import SeriesError, listed, shown
from ..text_sheet import Sheet
from .file_kinds import TABLES
from .plain_cells import is_plain
from .split_lines import Row

_NAMED = ("parquet", "feather")  # these store names; a spreadsheet stores only cells
_FEWEST = 3  # rows of data in a sheet
_MODULES = {"odfpy": "odf"}


@dataclass
class Found:
    """What a file holds: a sheet, if the file stores names of columns; otherwise rows of cells."""

    sheet: Sheet | None = None
    rows: Sequence[Row] = ()
    notes: list[str] = field(default_factory=list)


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
        problem = f"this is {called}; save it as CSV, or: pip install {' '.join(missing)}"
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
    from ..tables import frame_sheet

    if kind in _NAMED:
        frame = pandas.read_parquet(stream) if kind == "parquet" else pandas.read_feather(stream)
        return Found(sheet=frame_sheet(frame, str(path)))
    frames = pandas.read_excel(stream, sheet_name=None, header=None, dtype=object, na_filter=False)
    held = {name: frame for name, frame in frames.items() if not frame.empty}
    if not held:
        raise SeriesError("is empty; give a file with rows", path)
    data = (name for name, frame in held.items() if _holds_data(frame))
    name = next(data, next(iter(held)))
    frame = held[name]
    others = f"sheet {shown(name)} is read; {listed(held)}" if len(held) > 1 else ""
    columns = frame_sheet(frame, str(path)).columns
    rows = [
        Row(line, [cell.strip() for cell in cells] if any(cells) else [])
        for line, cells in enumerate(zip(*columns, strict=True), start=1)
    ]
    after_blank = [False, *(not row.cells for row in rows[:-1])]
    rows = [row._replace(after_blank=blank) for row, blank in zip(rows, after_blank, strict=True)]
    return Found(rows=rows, notes=[others] if others else [])


def _holds_data(frame: Any) -> bool:
    """Whether rows hold numbers or times, unlike a sheet that tells about the others."""
    rows = (
        row for row in frame.itertuples(index=False) if any(is_plain(str(cell)) for cell in row if cell != "")
    )
    return len(list(islice(rows, _FEWEST))) == _FEWEST
