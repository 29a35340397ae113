"""How the cells of a stream are written, which is chosen and never guessed."""

from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from ..core.checks import shown
from ..series.columns.number_cells import number_from, usual_pattern
from ..series.series import is_missing


class Writing(NamedTuple):
    """The encoding, the decimal mark, and the format of times; None: ISO 8601, or seconds since 1970."""

    encoding: str = "utf-8"
    decimal: str = "."
    time_format: str | None = None

    def check(self) -> None:
        """Raise ``ValueError`` if rows cannot be read so."""
        try:
            lines = "\n{;".encode(self.encoding).endswith(b"\n{;")  # may begin with a mark
        except LookupError:
            raise ValueError(f"unknown encoding {shown(self.encoding)}: give a name such as cp1252") from None
        if not lines:
            raise ValueError(
                f"--encoding is {shown(self.encoding)}: its lines do not end with a byte of their own; "
                "convert the input to UTF-8, as with iconv"
            )
        if self.decimal not in (".", ","):
            raise ValueError(f"--decimal is {shown(self.decimal)}: it must be a point or a comma")
        if self.time_format is not None:
            try:
                day = datetime(2024, 1, 31)
                if datetime.strptime(day.strftime(self.time_format), self.time_format).date() != day.date():
                    raise ValueError("it must have a year, a month and a day")
            except ValueError as error:
                raise ValueError(f"--time-format is {shown(self.time_format)}: {error}") from None

    def number(self, cell: Any) -> Any:
        """A cell with a decimal comma as one with a point; points may part thousands. Others stay."""
        if self.decimal == "," and isinstance(cell, str):
            if usual_pattern(",", ".", "").fullmatch(cell):
                return str(number_from(cell, ",", "."))
            if "." in cell:
                raise ValueError(f"value is {shown(cell)}: a number with a decimal comma is needed")
        return cell

    def time(self, cell: str) -> datetime:
        """A time that is text. ``ValueError`` if it is none."""
        if self.time_format is None:
            return datetime.fromisoformat(cell)
        return datetime.strptime(cell, self.time_format)

    def is_data(self, cell: str) -> bool:
        """Whether a cell of CSV is what a row has: a number, a time, or nothing."""
        if is_missing(cell):
            return True
        with suppress(ValueError):
            float(self.number(cell))
            return True
        with suppress(ValueError):
            self.time(cell)
            return True
        return False
