"""The file of results: a row for each finished case, in Parquet, whole at every moment."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ...core.checks import brief_path
from ...extras import install
from ...keep.lock import locked_file
from ...keep.whole_file import check_replaceable, whole_file
from .case_scores import FIRST, SCORES, Row
from .swept_values import kinds


class ResultFile:
    """The rows of a file, by case. Each change replaces the file by a whole new file.

    Raises:
        ValueError: if the file holds anything else.
        OSError: if it cannot be read, or must not be replaced.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        _libraries()  # before anything is computed
        check_replaceable(path)
        self.rows: dict[str, Row] = {row["case"]: row for row in _read(path)} if path.exists() else {}

    @classmethod
    @contextmanager
    def opened(cls, path: Path) -> "Iterator[ResultFile]":
        """The file, while no other process writes it."""
        with locked_file(path):
            yield cls(path)

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
        with whole_file(self.path) as draft:
            _write(draft, list(every.values()))
        self.rows = every


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
    swept = set(table.column_names) - FIRST.keys() - SCORES.keys()
    if len(table.column_names) != len(swept) + len(FIRST) + len(SCORES):
        raise _foreign(path)
    try:
        kinds(swept)
    except ValueError as error:
        raise _foreign(path) from error
    rows: list[Row] = table.to_pylist()
    return rows


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
