"""Which mark separates decimals and which thousands, by the evidence of a whole column."""

from collections.abc import Sequence
from typing import NamedTuple

from ..setting_names import option
from .number_cells import MARK_NAMES, Parts, fits, value_of
from .units import is_currency

_OTHER = {".": ",", ",": "."}


class Marks(NamedTuple):
    """The marks of a column.

    Attributes:
        decimal: "." or ",".
        thousands: "." or ",", a space or an apostrophe; "" if no cell has such a mark.
        note: what was decided, if it is not the plain case.
        doubt: what the cells can mean besides, and the option that settles it.
    """

    decimal: str = "."
    thousands: str = ""
    note: str = ""
    doubt: str = ""


class Written(NamedTuple):
    """A way of writing that occurs in a column: an example, and how many cells are like it."""

    example: str
    parts: Parts
    cells: int

    def fits(self, decimal: str, thousands: str) -> bool:
        """Whether it makes sense with these marks."""
        return fits(self.parts.body, self.parts.exponent, decimal, thousands)

    def makes_sense(self, decimal: str | None) -> bool:
        """Whether it does so with any marks, or with any that go with this decimal mark."""
        return any(self.fits(*marks) for marks in mark_pairs(decimal))

    @property
    def two_ways(self) -> bool:
        """Whether its only mark can separate decimals as well as thousands: 1.234, but not 0.234."""
        marks = sum(map(self.parts.body.count, ".,"))
        return marks == 1 and self.fits(".", ",") and self.fits(",", ".")


def mark_pairs(decimal: str | None) -> list[tuple[str, str]]:
    """Decimal mark and thousands mark as they occur together; those with a decimal point come first."""
    points = [decimal] if decimal else [".", ","]
    return [(point, thousands) for point in points for thousands in (_OTHER[point], " ", "'")]


def find_marks(written: Sequence[Written], decimal: str | None, comma_delimits: bool) -> Marks:
    """The marks with which most cells make sense; if several do, what the other cells make likely."""
    scores = {marks: sum(one.cells for one in written if one.fits(*marks)) for marks in mark_pairs(decimal)}
    best = max(scores.values())
    likely = [marks for marks, score in scores.items() if score == best]
    if len({point for point, _ in likely}) > 1 and best == sum(one.cells for one in written):
        unsure = [one for one in written if one.two_ways]
        if unsure:
            return _judged(written, unsure, comma_delimits)
    used = [marks for marks in likely if any(_has(one, marks[1]) and one.fits(*marks) for one in written)]
    return _found(written, *(used or likely)[0], settled=decimal is not None, comma_delimits=comma_delimits)


def _has(one: Written, mark: str) -> bool:
    return mark in one.parts.body


def _found(
    written: Sequence[Written], decimal: str, thousands: str, settled: bool, comma_delimits: bool
) -> Marks:
    """The marks that the cells show, or that the caller gave."""
    grouped = [one for one in written if _has(one, thousands) and one.fits(decimal, thousands)]
    if not grouped:
        return _ungrouped(written, decimal, comma_delimits)
    unsure = [one for one in grouped if one.two_ways]
    proof = sum(one.cells for one in written if _has(one, decimal))
    # A few cells such as 1,5 among many such as 1.234 may be slips.
    slips = len(unsure) == len(grouped) and 10 * proof < sum(one.cells for one in unsure)
    if slips and not settled and not (comma_delimits and thousands == ","):
        return Marks(decimal, thousands, "", _doubt(unsure[0], decimal, thousands))
    return Marks(decimal, thousands, _grouping(grouped[0], decimal, thousands))


def _ungrouped(written: Sequence[Written], decimal: str, comma_delimits: bool) -> Marks:
    commas = [one for one in written if decimal == "," and _has(one, ",") and one.fits(",", "")]
    said = f"{_reading(commas[0], ',', '')}: its comma is the decimal mark" if commas else ""
    return Marks(decimal, "", said if comma_delimits else "")


def _judged(written: Sequence[Written], unsure: Sequence[Written], comma_delimits: bool) -> Marks:
    """The marks if each marked cell is like 1.234 or 1,234 and makes sense either way."""
    marks = {mark for one in unsure for mark in ".," if _has(one, mark)}
    if len(marks) > 1:
        return Marks(".", ",", "", _doubt(next(one for one in unsure if _has(one, ",")), ".", ","))
    (mark,) = marks
    as_thousands, as_decimal = (_OTHER[mark], mark), (mark, _OTHER[mark])
    whole = [one for one in written if one not in unsure and one.parts.body.strip("0")]
    english = mark == "," and comma_delimits  # quoted because of its comma, most often by a spreadsheet
    # Prices rarely have three decimals.
    money = any(is_currency(one.parts.unit) for one in unsure) and not whole
    mixed = _like_thousands(whole, unsure, mark)
    # A program that drops the zeros of 2.500 and 2.000 writes 2.5 and 2, but never 1.050.
    kept_zeros = mixed and any(one.parts.body.endswith("0") for one in unsure)
    usual = (mark == ".") == comma_delimits  # the usual decimal mark in such a file
    large = mixed and any(_digits(one) >= 3 for one in whole)
    if kept_zeros or (large and not usual) or (money and english):
        return Marks(*as_thousands, _grouping(unsure[0], *as_thousands))
    if (mixed and not usual) or money or (english and not whole):
        return Marks(*as_thousands, "", _doubt(unsure[0], *as_thousands))
    if mark == "." and not mixed and (whole or comma_delimits):
        return Marks(mark)
    return Marks(mark, "", "", _doubt(unsure[0], *as_decimal))


def _like_thousands(whole: Sequence[Written], unsure: Sequence[Written], mark: str) -> bool:
    """Whether the numbers without a mark are those that need none if the mark separates thousands.

    Who writes 1.000 for a thousand writes 950 without a mark, and never 12345. Some leave 9500 unmarked.
    """
    most = 4 if min(one.parts.body.index(mark) for one in unsure) > 1 else 3
    return bool(whole) and all(_digits(one) <= most and not one.parts.exponent for one in whole)


def _digits(one: Written) -> int:
    return len(one.parts.body)


def _reading(one: Written, decimal: str, thousands: str) -> str:
    """What an example is read as, without its sign: "1.234 is read as 1234"."""
    text, value = _text(one), _value(one, decimal, thousands)
    return f"{text} is read with a decimal point" if text == value else f"{text} is read as {value}"


def _text(one: Written) -> str:
    return one.parts.body + one.parts.exponent


def _value(one: Written, decimal: str, thousands: str) -> str:
    return f"{value_of(one.parts._replace(negative=False), decimal, thousands):.15g}"


def _grouping(one: Written, decimal: str, thousands: str) -> str:
    return f"{_reading(one, decimal, thousands)}: its {MARK_NAMES[thousands]} separate thousands"


def _doubt(one: Written, decimal: str, thousands: str) -> str:
    other = _OTHER[decimal]
    instead = _value(one, other, decimal)
    return f"{_reading(one, decimal, thousands)}; if it is {instead}, give {option('--decimal', other)}"
