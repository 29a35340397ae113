"""The file of results: a row for each finished case, in Parquet, whole at every moment.

A Parquet file cannot grow, so each write is of the whole file. It is written again when one row in 32 is new;
until then a hidden file beside it has the new rows, one JSON object a line. So a row costs the same in a file
of any length. The first line of the hidden file says to which results the rows belong: if these were deleted
or replaced since, the rows are gone with them.
"""

import hashlib
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...core.checks import brief_path
from ...extras import install
from ...keep.lock import locked_file
from ...keep.whole_file import check_replaceable, named, whole_file
from ...series.series import counted
from .case_scores import FIRST, SCORES, Row
from .swept_values import kinds

PART = 32  # the file is written again when one row of this number is new
OWNER = "of"  # begins the hidden file


class ResultFile:
    """The rows of a file, by case.

    Attributes:
        rows: {case: its row}.
        new: how many of them the file itself does not have yet.
        notes: what was left out, in sentences.

    Raises:
        ValueError: if the file holds anything else.
        OSError: if it cannot be read, or must not be replaced.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _libraries()  # before anything is computed
        check_replaceable(path)
        self.rows: dict[str, Row] = {row["case"]: row for row in _read(path)} if path.exists() else {}
        self.beside = path.with_name(f".{path.name}.rows")
        self.notes: list[str] = []
        belongs, found, self.length = _read_lines(self.beside, self._owner())
        if belongs:
            self.rows |= {row["case"]: row for row in found}
            self.new = len(found)
        else:
            self.new = self.length = 0
            if gone := sum(row["case"] not in self.rows for row in found):
                self.notes.append(
                    f"{brief_path(self.beside)} has {counted(gone, 'case')} of results that were deleted or"
                    f" replaced: not taken, and computed again if they are of this sweep"
                )

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> "Iterator[ResultFile]":
        """The file, while no other process writes it; in the end it has all rows."""
        with locked_file(path):
            opened = cls(path)
            try:
                yield opened
            finally:
                if opened.new:
                    opened.write()
                opened.beside.unlink(missing_ok=True)

    def finished(self, case: str) -> Row | None:
        """The row of a case; None if it is not finished. A case with an error is taken again."""
        row = self.rows.get(case)
        return row if row is not None and row["error"] is None else None

    def add(self, rows: Sequence[Row]) -> None:
        """Write further rows.

        Raises:
            OSError: if they cannot be written; the file is as it was.
        """
        every = self.rows | {row["case"]: row for row in rows}
        if PART * (self.new + len(rows)) < len(every):
            self._append(rows)
            self.rows, self.new = every, self.new + len(rows)
        else:
            self.write(every)

    def write(self, every: dict[str, Row] | None = None) -> None:
        """Write the file again, with these rows or those that there are."""
        every = self.rows if every is None else every
        with whole_file(self.path) as draft:
            _write(draft, list(every.values()))
        self.beside.unlink(missing_ok=True)
        self.rows, self.new, self.length = every, 0, 0

    def _append(self, rows: Sequence[Row]) -> None:
        first = [] if self.length else [{OWNER: self._owner()}]
        lines = "".join(json.dumps(row) + "\n" for row in [*first, *rows]).encode()
        with named(self.path), self.beside.open("ab") as file:
            file.truncate(self.length)  # what a process that was killed has not finished
            file.write(lines)
            file.flush()
            os.fsync(file.fileno())
        self.length += len(lines)

    def _owner(self) -> str | None:
        """What tells the file from one that replaces it; None if there is none."""
        if not self.path.exists():
            return None
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _read_lines(path: Path, owner: str | None) -> tuple[bool, list[Row], int]:
    """Whether the lines belong to these results; their rows, and how many bytes they take.

    A line that was not finished is none; what follows one that is no row is left out.
    """
    *whole, _ = path.read_bytes().split(b"\n") if path.exists() else [b""]
    read: list[Row] = []
    for line in whole:
        try:
            one = json.loads(line)
        except ValueError:  # the power failed
            break
        if not isinstance(one, dict) or not {OWNER, "case"} & one.keys():
            break
        read.append(one)
    belongs = owner is not None and read[:1] == [{OWNER: owner}]
    rows = [one for one in read if OWNER not in one]
    return belongs, rows, sum(len(line) + 1 for line in whole[: len(read)])


def _write(path: Path, rows: Sequence[Row]) -> None:
    arrow, parquet = _libraries()
    types = {str: arrow.string(), int: arrow.int64(), float: arrow.float64(), bool: arrow.bool_()}
    swept = sorted({name for row in rows for name in row} - FIRST.keys() - SCORES.keys())
    columns = FIRST | kinds(swept) | SCORES
    schema = arrow.schema([(name, types[kind]) for name, kind in columns.items()])
    parquet.write_table(arrow.Table.from_pylist(list(rows), schema), path)


def _read(path: Path) -> list[Row]:
    arrow, parquet = _libraries()
    try:
        with path.open("rb") as file:
            table = parquet.read_table(file)
    except arrow.ArrowException as error:
        raise _foreign(path) from error
    names = {*table.column_names, "code"}  # which older files do not have
    swept = names - FIRST.keys() - SCORES.keys()
    if not FIRST.keys() | SCORES.keys() <= names:
        raise _foreign(path)
    try:
        kinds(swept)
    except ValueError as error:
        raise _foreign(path) from error
    return [{"code": None} | row for row in table.to_pylist()]


def _foreign(path: Path) -> ValueError:
    return ValueError(f"{brief_path(path)}: is not a results file of a sweep; choose another with --out")


def _libraries() -> tuple[Any, Any]:
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError:
        raise ValueError(
            f"the results are a Parquet file, which needs PyArrow: {install('cluster')}"
        ) from None
    return pyarrow, parquet
