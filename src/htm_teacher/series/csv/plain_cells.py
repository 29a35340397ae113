"""What a cell looks like at a glance: a number, a time, a missing value, or words.

These answers only tell data from names, comments and totals. What a column holds is decided elsewhere,
by all of its cells, and with more care.
"""

import re
from collections.abc import Iterable
from typing import Literal

from ..series import is_missing
from .unit_cells import is_unit

Look = Literal["number", "time", "words", "nothing"]

_LONGEST = 60  # characters; a longer cell is words
_MOST_LOOKED_AT = 400  # cells of a column

_GROUP = r"[.,'’_ \u00a0\u2009\u202f]"  # what may stand between the thousands
_NUMBER = re.compile(
    r"[(\[]?\s*(?:[$€£¥₹₽]\s?|[A-Z]{3}\s)?[+\-−–]?\s*(?:[$€£¥₹₽]\s?)?"
    rf"(?:\d{{1,3}}(?:{_GROUP}\d{{2,3}})*{_GROUP}\d{{3}}(?:[.,]\d*)?|\d+(?:[.,]\d*)?|[.,]\d+)"
    r"(?:[eE][+\-−]?\d+)?-?"
    r"(?:[ \u00a0\u202f]?(?:%|‰|[$€£¥₹₽]|[°º]\s?[CFK]?|[A-Za-zµμΩ°%][A-Za-z0-9µμΩ°%²³/·*^\-]{0,9}))?\s*[)\]]?"
)
_INFINITE = re.compile(r"[+\-−]?(?:inf|infinity|∞)", re.IGNORECASE)

_CLOCK = r"\d{1,2}[:h.]\d{2}(?:[:.]\d{2}(?:[.,:]\d*)?)?\s*(?:[ap]\.?\s?m\.?)?"
_ZONE = r"(?:\s*(?:Z|[+\-−]\d{2}:?\d{0,2}|[A-Z]{2,5}|\[?[A-Z][a-z]+/\w+\]?))?"
_DATE = r"(?:\d{4}[-/.]\d{1,2}(?:[-/.]\d{1,2})?|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}\.?|\d{1,2}/\d{4}|\d{8}(?=T))"
_WEEK = r"\d{4}-?W\d{2}(?:-?\d)?|\d{4}-\d{3}|\d{4}[-: ]?[QH][1-4]|[QH][1-4][-/: ]?\d{4}|[1-4][QH]\d{4}"
_WEEKDAY = (
    r"(?:(?:mon|tue|wed|thu|fri|sat|sun|die|mit|don|fre|sam|son|lun|mar|mer|mi[eé]|jue|jeu|gio|vie|ven|s[aá]b|dom|dim|"
    r"seg|ter|qua|qui|sex)[^\W\d]{0,7}|mo|di|mi|do|fr|sa|so)\.?,?"
)
_TIME = re.compile(
    rf"(?:{_WEEKDAY}\s+)?(?:{_DATE})(?:[T\s,_-]\s*(?:{_CLOCK}|\d{{2,6}})?)?{_ZONE}"
    rf"|{_CLOCK}{_ZONE}|{_WEEK}",
    re.IGNORECASE,
)
_DECIMAL = re.compile(r"\d+\.\d+\s*(\D*)")
_ZONES = frozenset({"utc", "gmt", "local"})
_WORD = re.compile(r"[^\W\d_]{3,}")
_MONTHS = """
    january february march april may june july august september october november december januar jänner
    februar märz mrz mai juni juli oktober dezember janvier février fevrier mars avril juin juillet août
    aout septembre octobre novembre décembre decembre enero febrero marzo abril mayo junio julio agosto
    septiembre setiembre octubre noviembre diciembre gennaio febbraio aprile maggio giugno luglio settembre
    ottobre dicembre janeiro fevereiro março maio junho julho setembro outubro novembro dezembro januari
    februari maart mei augustus
"""
_STARTS = frozenset(month[:length] for month in _MONTHS.split() for length in range(3, len(month) + 1))
_MOST_WORDS = 6  # of a date in words: "lunes 12 de marzo de 2024 13:00"

# Cells of data that are neither numbers nor times, but no names either.
_WORDS_FOR_NO_DATA = """
    n.a. nil missing -- --- ... * #n/a #div/0! #value! #ref! #num! #name? #null! (null) \\n unknown bad error
    err fault invalid nodata off on true false yes no open closed
"""
_NO_DATA = frozenset(_WORDS_FOR_NO_DATA.split()) | {"no data", "not available", "out of range"}


def is_number_like(cell: str) -> bool:
    """Whether a cell is a number, perhaps with a unit or with separators, or is meant as one."""
    plain = cell.strip().removeprefix("'")  # which marks a text in a spreadsheet
    if len(plain) > _LONGEST:
        return False
    return bool((_NUMBER.fullmatch(plain) and not is_time_like(plain)) or _INFINITE.fullmatch(plain))


def is_time_like(cell: str) -> bool:
    """Whether a cell is a date, a time of day or both, in numbers or with the month in words."""
    plain = cell.strip()
    if len(plain) > _LONGEST or not any(character.isdigit() for character in plain):
        return False
    if _TIME.fullmatch(plain):
        return not _is_decimal(plain)
    words = _WORD.findall(plain.lower())
    return len(words) < _MOST_WORDS and any(word in _STARTS for word in words)


def _is_decimal(plain: str) -> bool:
    """Whether this is a number with one point, such as 2014.12 or 1.34 kW, rather than a date or a clock."""
    match = _DECIMAL.fullmatch(plain)
    if not match:
        return False
    return not match[1] or (is_unit(match[1]) and match[1].lower() not in _ZONES)


def look_of(cell: str) -> Look:
    """What a cell looks like."""
    if is_missing(cell):
        return "nothing"
    if is_time_like(cell):
        return "time"
    return "number" if is_number_like(cell) else "words"


def is_plain(cell: str) -> bool:
    """Whether a cell is a number, a time or missing, as cells of data are."""
    return look_of(cell) != "words"


def stands_for_no_data(cell: str) -> bool:
    """Whether a cell is a word that files write among numbers: missing, an error, or a state."""
    return is_missing(cell) or cell.strip().lower() in _NO_DATA


def look_of_column(cells: Iterable[str]) -> Look:
    """What at least half of the given cells look like."""
    looks = [look for cell in cells if (look := look_of(cell)) != "nothing"][:_MOST_LOOKED_AT]
    if not looks:
        return "nothing"
    if 2 * looks.count("number") >= len(looks):
        return "number"
    return "time" if 2 * looks.count("time") >= len(looks) else "words"
