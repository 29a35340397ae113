"""Rows as a stream keeps them: text, and Python's own numbers, which a state can hold.

A value from Python is taken as the same value from a file is, whatever its type.
"""

from contextlib import suppress
from datetime import datetime
from typing import Any, NamedTuple

from ..core.checks import check_number, check_whole, shown
from ..core.checks import is_missing as is_none
from ..detect.stream import LARGEST
from ..series.series import is_missing
from .rules import Rules

Value = float | None | tuple[float | None, ...]


class Row(NamedTuple):
    """A row of one key.

    Attributes:
        number: of the row in the whole stream, from 1.
        time: when it was, in ISO 8601; None if the stream has no times.
        value: a number; None if it is missing. A tuple of these if the rules name several fields.
    """

    number: int
    time: str | None
    value: Value


def plain_value(cell: Any, name: str = "value") -> float | None:
    """A value as a float, NumPy's and text, too; None if it is missing: None, NaN, NA, or a word for it.

    >>> plain_value("1.5"), plain_value(float("nan")), plain_value("n/a")
    (1.5, None, None)

    Raises:
        ValueError: if it is infinite, beyond 1e300, a boolean, or no number.
    """
    number = cell
    if isinstance(cell, str):
        if is_missing(cell):
            return None
        with suppress(ValueError):
            number = cell if "_" in cell else float(cell)  # 1_0 is a number in Python alone
    return None if is_none(number) else check_number(number, name, -LARGEST, LARGEST)


def check_text(text: object, name: str) -> str:
    """The text. ``ValueError`` if it is none, or cannot be written as UTF-8."""
    with suppress(UnicodeEncodeError):
        if isinstance(text, str) and text.encode() is not None:
            return str(text)
    raise ValueError(f"{name} is {shown(text)}: text is needed")


def plain_row(number: Any, time: Any, value: Any, rules: Rules) -> Row:
    """A row of these.

    Raises:
        ValueError: naming the row, what is wrong with it, and what is needed.
    """
    number = check_whole(number, "the number of a row")
    values = value if isinstance(value, tuple | list) else (value,)
    names = rules.fields or ("value",)
    if len(values) != len(names):
        raise ValueError(f"row {number:,} has {len(values)} values: {len(names)} are needed")
    try:
        found = tuple(map(plain_value, values, names))
    except ValueError as error:
        raise ValueError(f"row {number:,}: {error}, or None if it is missing") from None
    try:
        if time is not None:
            time = check_text(time, "time")
            if rules.every is not None or rules.budget is not None:
                datetime.fromisoformat(time)
    except ValueError:
        raise ValueError(
            f"row {number:,}: time is {shown(time)}: text in ISO 8601 is needed, or None if there is none"
        ) from None
    return Row(number, time, found if rules.fields else found[0])
