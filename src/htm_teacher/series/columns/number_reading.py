"""Reading a cell by the format of its column: a number, a missing value, or what is wrong."""

import math
from typing import NamedTuple

from ..series import MISSING
from ..setting_names import option
from .number_cells import (
    MARK_NAMES,
    PLAIN,
    Parts,
    fits,
    is_infinite,
    is_limit,
    number_from,
    take_apart,
    tidy,
    usual_pattern,
    value_of,
)
from .units import same_unit

LARGEST = 1e300
"""Beyond this, differences and sums of a few values would not be finite."""

_LONGEST_WORD = 20
_CORRECT = "correct it, or leave it empty if missing"


class NumberFormat(NamedTuple):
    """How the numbers of a column are written.

    Attributes:
        decimal: the decimal mark, "." or ",".
        thousands: the mark between thousands: "." or ",", a space or an apostrophe; "" if there is none.
        unit: what stands beside the numbers, such as "kW", "%" or "$"; "" if nothing does.
        bare: whether a cell without the unit is read too.
        on: the word read as 1, in lower case; "" if the column holds numbers.
        off: the word read as 0.
        missing: words that mean a missing value, in lower case.
        missing_numbers: numbers that mean a missing value, such as -999.
        note: what was decided, if it is not the plain case; to follow "column 'NAME': ".
        doubt: what could be read in two ways, with the option that settles it; likewise.
    """

    decimal: str = "."
    thousands: str = ""
    unit: str = ""
    bare: bool = True
    on: str = ""
    off: str = ""
    missing: frozenset[str] = MISSING
    missing_numbers: frozenset[float] = frozenset()
    note: str = ""
    doubt: str = ""


def read_cell(cell: str, form: NumberFormat) -> float | str | None:
    """The number in a cell, None if it is missing, or a text: what is wrong with the cell, and what to do."""
    text = cell.strip()
    if form.decimal == "." and not form.unit and not form.on and PLAIN.fullmatch(text):
        value: float | str = float(text)
    elif text.lower() in form.missing:
        return None
    elif not form.on and (usual := usual_pattern(form.decimal, form.thousands, form.unit).fullmatch(text)):
        value = number_from(usual["digits"], form.decimal, form.thousands)
    else:
        text = tidy(text)
        value = _word(text, form) if form.on else _number(text, form)
    if isinstance(value, str):
        return None if form.missing_numbers and _any_value(text) in form.missing_numbers else value
    if value in form.missing_numbers:
        return None
    if abs(value) > LARGEST:
        return f"is beyond 1e300, too large to calculate with; {_CORRECT}"
    return value


def _word(text: str, form: NumberFormat) -> float | str:
    word = text.lower()
    if word in (form.on, form.off):
        return float(word == form.on)
    return f"is neither {form.on!r} nor {form.off!r}; {_CORRECT}"


def _number(text: str, form: NumberFormat) -> float | str:
    parts = take_apart(text)
    if parts is None:
        return _no_number(text)
    if problem := _other_unit(parts, form):
        return problem
    if not fits(parts.body, parts.exponent, form.decimal, form.thousands):
        return f"is not a number{_about_marks(parts, form)}; {_CORRECT}"
    return value_of(parts, form.decimal, form.thousands)


def _no_number(text: str) -> str:
    if is_infinite(text):
        return f"is infinite; {_CORRECT}"
    if is_limit(text):
        return f"is a limit or an estimate, not a number; write a number, or give {_option(text)}"
    if text[:1].isalpha() and len(text) <= _LONGEST_WORD and text.isprintable():
        return f"is not a number; correct it, leave it empty if missing, or give {_option(text)}"
    return f"is not a number; {_CORRECT}"


def _option(text: str) -> str:
    return option("--missing", text)


def _other_unit(parts: Parts, form: NumberFormat) -> str:
    """Why the unit of a cell does not fit its column; "" if it does."""
    if same_unit(parts.unit) == same_unit(form.unit) or (form.bare and not parts.unit):
        return ""
    if not parts.unit:
        zero = not parts.body.strip("0.,")
        return "" if zero else f"has no unit where most cells have {form.unit!r}; write all with one unit"
    others = f"have {form.unit!r}" if form.unit else "have none"
    return f"has the unit {parts.unit!r} where most cells {others}; write all cells in one unit"


def _about_marks(parts: Parts, form: NumberFormat) -> str:
    """How the marks of a cell contradict the other cells."""
    if any(fits(parts.body, parts.exponent, point, mark) for point, mark in ((".", ","), (",", "."))):
        thousands = f", and {MARK_NAMES[form.thousands]} separate thousands" if form.thousands else ""
        return f" like the others of its column, whose decimal mark is {form.decimal!r}{thousands}"
    return ""


def _any_value(text: str) -> float:
    """The number that a cell shows if its comma is a decimal mark, else not a number."""
    plain = text.replace(",", ".")
    return float(plain) if PLAIN.fullmatch(plain) else math.nan
