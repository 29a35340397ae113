"""A cell with a number, taken apart: its sign, its digits and marks, its exponent and its unit."""

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from .units import AFTER, BEFORE, can_be_unit

PLAIN = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
"""A number as nearly every file writes it, which ``float`` reads as it is."""

MARK_NAMES = {".": "points", ",": "commas", " ": "spaces", "'": "apostrophes"}
"""What separates thousands, in words."""

TEXT_MARK = "'"
"""What stands before a cell that a spreadsheet is to take as text."""

_SPACES = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_INVISIBLE = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\u2066\u2067\u2068\u2069\ufeff"
_SIGNS = "\u2010\u2011\u2012\u2013\u2212\ufe63\uff0d"
_TIDY = str.maketrans(
    {
        **dict.fromkeys(_SPACES, " "),
        **dict.fromkeys(_INVISIBLE, ""),
        **dict.fromkeys(_SIGNS, "-"),
        **dict.fromkeys("’‘ʼ´＇", "'"),
        **{"٫": ".", "٬": ",", "．": ".", "，": ",", "＋": "+", "％": "%", "٪": "%", "（": "(", "）": ")"},
        **{"℃": "°C", "℉": "°F", "º": "°", "˚": "°", "µ": "μ", "￥": "¥", "\u2126": "Ω"},
    }
)
_FOREIGN_DIGIT = re.compile(r"(?![0-9])\d")

_NUMBER = re.compile(
    rf"""(?P<sign>[+-]?)\ *
    (?:(?P<before>{BEFORE})\ *)?
    (?P<inner>[+-]?)
    (?P<body>[0-9]+(?:[., '][0-9]+)*[.,]?|[.,][0-9]+)
    (?P<exponent>(?:[eE][+-]?|D[+-])[0-9]+)?
    (?P<minus>-(?=\ |$))?
    (?:\ *(?P<after>{AFTER}))?""",
    re.VERBOSE,
)
_BRACKETS = re.compile(rf"({BEFORE})? *\(([^()]+)\)( *{AFTER})?")
_INFINITE = re.compile(r"[+-]?(?:inf|infinity|∞|1\.#inf0*)", re.IGNORECASE)
_LIMIT = re.compile(r"(?:[<>≤≥~≈±]=?|ca\.?|circa|approx\.?|about|up to|bis) *([+-]?[0-9].*)", re.IGNORECASE)
_LONGEST = 200  # characters of a cell that is looked at; a plain number may be longer

Problem = str
"""Why a cell is not a number, and what to do; it follows the cell in a message."""


class Parts(NamedTuple):
    """A number taken apart; whether its marks make sense is another question."""

    negative: bool
    body: str  # digits with their marks: 1,234.5
    exponent: str  # e+03, or ""
    unit: str
    style: str  # "brackets" or "trailing" for such a minus, otherwise ""


def tidy(cell: str) -> str:
    """A cell without spaces and marks around it, with plain spaces, minus signs, apostrophes and digits."""
    text = cell.strip().removeprefix(TEXT_MARK)
    if text.isascii():
        return text
    text = text.translate(_TIDY).strip()
    return _FOREIGN_DIGIT.sub(lambda digit: str(unicodedata.decimal(digit[0])), text)


def take_apart(text: str) -> Parts | None:
    """The parts of a tidy cell; None if it does not look like a single number."""
    if len(text) > _LONGEST:
        return None
    style = ""
    if bracketed := _BRACKETS.fullmatch(text):
        text, style = "".join(part or "" for part in bracketed.groups()), "brackets"
    match = _NUMBER.fullmatch(text)
    if not match:
        return None
    sign, before, inner, body, exponent, minus, after = match.groups()
    signs = [*filter(None, (sign, inner, minus, style))]
    unit = (before or after or "").strip()
    if len(signs) > 1 or (before and after) or (after and not can_be_unit(unit)):
        return None
    power = (exponent or "").replace("D", "e")
    return Parts(bool(signs) and signs[0] != "+", body, power, unit, "trailing" if minus else style)


def is_infinite(text: str) -> bool:
    """Whether a tidy cell says infinity."""
    return bool(_INFINITE.fullmatch(text))


def is_limit(text: str) -> bool:
    """Whether a tidy cell holds a limit or an estimate, such as <0.5 or ~3."""
    match = _LIMIT.fullmatch(text)
    return bool(match) and take_apart(match[1]) is not None if match else False


@cache
def _digits(decimal: str, thousands: str) -> str:
    """A pattern of digits with these marks; in groups of three or, with commas, as in 1,00,000."""
    whole = "[0-9]+"
    if thousands:
        mark = re.escape(thousands)
        whole += rf"|[1-9][0-9]{{0,2}}(?:{mark}[0-9]{{3}})+"
        whole += rf"|[1-9][0-9]?(?:{mark}[0-9]{{2}})+{mark}[0-9]{{3}}" if thousands == "," else ""
    point = re.escape(decimal)
    return rf"(?:{whole})(?:{point}[0-9]*)?|{point}[0-9]+"


@cache
def _pattern(decimal: str, thousands: str) -> re.Pattern[str]:
    return re.compile(_digits(decimal, thousands))


@cache
def usual_pattern(decimal: str, thousands: str, unit: str) -> re.Pattern[str]:
    """The most usual form of a number with these marks and this unit, which can be read quickly.

    Its group "digits" holds the number without the unit.
    """
    behind = rf" *{re.escape(unit)}" if unit else ""
    return re.compile(rf"(?P<digits>[+-]?(?:{_digits(decimal, thousands)})){behind}")


def fits(body: str, exponent: str, decimal: str, thousands: str) -> bool:
    """Whether the digits and marks of a number make sense with these marks; no power of ten has thousands."""
    return bool(_pattern(decimal, "" if exponent else thousands).fullmatch(body))


def number_from(digits: str, decimal: str, thousands: str) -> float:
    """Digits with these marks as a number; infinite if it is too large for a float."""
    plain = digits.replace(thousands, "") if thousands else digits
    return float(plain.replace(decimal, "."))


def value_of(parts: Parts, decimal: str, thousands: str) -> float:
    """The number, read with these marks, which it must fit."""
    value = number_from(parts.body + parts.exponent, decimal, thousands)
    return -value if parts.negative else value
