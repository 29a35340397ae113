"""The value of a cell, a number or missing; and the kind of data that a column holds."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from ..series import is_missing, shown
from ..times import is_time

_INFINITE = frozenset({"inf", "infinity"})

Kind = Literal["number", "time", "text", "empty"]

_TIMES_LOOKED_AT = 50  # parsing a date in words is slow; these are enough to judge a column
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")  # thousands separated by points


def number(text: str, decimal: str = ".") -> float | None:
    """The number in a cell, or None if it is missing.

    Args:
        text: the cell.
        decimal: "." or ",". No other mark is accepted, because "1,234" has two meanings. With ",", points
            may separate thousands if a comma follows: 1.502,5.

    Raises:
        ValueError: if the cell is not a number, or not finite; the message begins with the cell.
    """
    if is_missing(text):
        return None
    plain = text
    if decimal == ",":
        grouped = "," in text and _POINTED.fullmatch(text.strip())  # 1.502,5 has only one meaning
        plain = text.replace(".", "") if grouped else text
        plain = "no number" if "." in plain else plain.replace(",", ".")
    try:
        value = math.nan if "_" in text else float(plain)  # Python accepts 1_000, data files do not use it
    except ValueError:
        value = math.nan
    if math.isnan(value):
        parted = any(form.fullmatch(text.strip()) for form in (_THOUSANDS, _POINTED))
        hint = "; remove the thousands separators" if parted else ""
        problem = f"is not a number{hint}; correct it, or leave it empty if missing"
        raise ValueError(f"{shown(text)} {problem}")
    if math.isinf(value):
        raise ValueError(f"{shown(text)} is infinite; correct it, or leave it empty if missing")
    return value


def kind_of(cells: Sequence[str], decimal: str = ".") -> Kind:
    """The kind of at least half of a column's given cells.

    Half is enough, because one wrong cell must not hide a column: the cell is reported instead.
    """
    given = [cell for cell in cells if not is_missing(cell)]
    if not given:
        return "empty"
    if _half(is_number(cell, decimal) for cell in given):
        return "number"
    return "time" if _half(map(is_time, given[:_TIMES_LOOKED_AT])) else "text"


def is_number(text: str, decimal: str = ".") -> bool:
    """Whether a cell holds a number, or is meant as a number and will be refused by name later."""
    try:
        return number(text, decimal) is not None
    except ValueError:
        plain = text.strip()
        return (
            bool(_THOUSANDS.fullmatch(plain) or _POINTED.fullmatch(plain))
            or plain.lstrip("+-").lower() in _INFINITE
        )


def decimal_mark(cells: Iterable[str], delimiter: str) -> str:
    """The decimal mark of a column: a comma if its numbers have commas but no points.

    A point before a comma separates thousands: 1.502,5.
    """
    if delimiter == ",":
        return "."
    commas = points = False
    for cell in cells:
        if "," in cell and _POINTED.fullmatch(cell.strip()):
            return ","
        commas = commas or bool(_WITH_COMMA.fullmatch(cell.strip()))
        points = points or bool(_WITH_POINT.fullmatch(cell.strip()))
    return "," if commas and not points else "."


def could_be_thousands(cells: Iterable[str]) -> bool:
    """Whether every comma in a column could also separate thousands, as in 1,234 but not in 0,5."""
    with_comma = [cell.strip() for cell in cells if "," in cell]
    return bool(with_comma) and all(_THOUSANDS.fullmatch(cell) for cell in with_comma)


def _half(answers: Iterable[bool]) -> bool:
    every = list(answers)
    return 2 * sum(every) >= len(every)
