"""What one cell of a table says: a number, or nothing; and what a column seems to hold."""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Literal

from ..series import is_missing, shown
from ..times import is_time

_INFINITE = frozenset({"inf", "infinity"})

Kind = Literal["number", "time", "text", "empty"]

_TIMES_LOOKED_AT = 50  # to read a date written out takes long; these are enough to know a column
_WITH_COMMA = re.compile(r"[+-]?\d*,\d+([eE][+-]?\d+)?")
_WITH_POINT = re.compile(r"[+-]?\d*\.\d+([eE][+-]?\d+)?")
_THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(,\d{3})+(\.\d*)?")
_POINTED = re.compile(r"[+-]?[1-9]\d{0,2}(\.\d{3})+(,\d*)?")  # thousands parted by points


def number(text: str, decimal: str = ".") -> float | None:
    """The number in a cell, None where it is missing.

    Args:
        text: the cell.
        decimal: "." or ",". Only this one is read: "1,234" is nothing that could be told for sure. With
            "," thousands may be parted by points where a comma shows what they are: 1.502,5.

    Raises:
        ValueError: if it is no number or not finite; the message begins with the cell.
    """
    if is_missing(text):
        return None
    plain = text
    if decimal == ",":
        points_part = "," in text and _POINTED.fullmatch(text.strip())  # 1.502,5 can be nothing else
        plain = text.replace(".", "") if points_part else text
        plain = "no number" if "." in plain else plain.replace(",", ".")
    try:
        value = math.nan if "_" in text else float(plain)  # Python reads 1_000, data do not say so
    except ValueError:
        value = math.nan
    if math.isnan(value):
        parted = any(form.fullmatch(text.strip()) for form in (_THOUSANDS, _POINTED))
        hint = "; write thousands together" if parted else ""
        problem = f"is not a number{hint}; correct it, or leave it empty if missing"
        raise ValueError(f"{shown(text)} {problem}")
    if math.isinf(value):
        raise ValueError(f"{shown(text)} is infinite; correct it, or leave it empty if missing")
    return value


def kind_of(cells: Sequence[str], decimal: str = ".") -> Kind:
    """What a column holds, judged by some of its cells: what at least half of the given ones are.

    Half, because one wrong cell must not make a column vanish: it is to be named instead.
    """
    given = [cell for cell in cells if not is_missing(cell)]
    if not given:
        return "empty"
    if _half(is_number(cell, decimal) for cell in given):
        return "number"
    return "time" if _half(map(is_time, given[:_TIMES_LOOKED_AT])) else "text"


def is_number(text: str, decimal: str = ".") -> bool:
    """Whether a cell holds a number, or what is meant as one and is to be refused by name later."""
    try:
        return number(text, decimal) is not None
    except ValueError:
        plain = text.strip()
        return (
            bool(_THOUSANDS.fullmatch(plain) or _POINTED.fullmatch(plain))
            or plain.lstrip("+-").lower() in _INFINITE
        )


def decimal_mark(cells: Iterable[str], delimiter: str) -> str:
    """The decimal mark of a column: a comma where commas, but never points, are in its numbers.

    A point before a comma only parts thousands: 1.502,5.
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
    """Whether every comma in a column could as well part thousands: 1,234, but none like 0,5."""
    with_comma = [cell.strip() for cell in cells if "," in cell]
    return bool(with_comma) and all(_THOUSANDS.fullmatch(cell) for cell in with_comma)


def _half(answers: Iterable[bool]) -> bool:
    every = list(answers)
    return 2 * sum(every) >= len(every)
