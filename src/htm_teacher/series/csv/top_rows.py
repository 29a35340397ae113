"""Rows at the top of a table: names that count up; below them units, ways of summing up, types and flags."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .plain_cells import is_plain
from .unit_cells import is_unit

_TYPES = frozenset(
    {"datetime", "float", "int", "integer", "string", "bool", "list", "sdr", "double", "number"}
)
_FLAGS = frozenset({"", "T", "R", "C", "S", "L"})
_SUMMED = frozenset(
    {"smp", "avg", "min", "max", "tot", "std", "med", "tmx", "tmn", "wvc", "mean", "sum", "sample", "average"}
)
_FEWEST_BESIDE_WORDS, _FEWEST_ALONE = 3, 5  # numbers in a row that can be names
_WHOLE = re.compile("[0-9]{1,4}")


def counts_up(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names because its numbers count up.

    They are whole numbers, each greater by one than the one before, and no other row is like this, unless
    they are years and those of other rows are not. Three are enough beside words. After an empty cell a
    single 0 is enough, if no other row begins with an empty cell.

    Args:
        rows: the cells of all rows, all of the same width.
    """
    first, *others = rows
    counted = _counted(first)
    if not others or not counted:
        return False
    rows_like_it = [numbers for row in others if (numbers := _counted(row))]
    if rows_like_it and not (_are_years(counted) and not any(map(_are_years, rows_like_it))):
        return False
    if not first[0] and counted[0] == 0 and all(row[0] for row in others):
        return True
    words = any(first[: len(first) - len(counted)])
    return len(counted) >= (_FEWEST_BESIDE_WORDS if words else _FEWEST_ALONE)


def _are_years(numbers: Sequence[int]) -> bool:
    return all(1800 <= number <= 2100 for number in numbers)


def _counted(cells: Sequence[str]) -> list[int]:
    """The whole numbers that count up after words or empty cells; none if the cells are not like this."""
    place = next((place for place, cell in enumerate(cells) if cell and is_plain(cell)), len(cells))
    numbers = cells[place:]
    if not all(_WHOLE.fullmatch(cell) for cell in numbers):
        return []
    counted = [int(number) for number in numbers]
    return counted if all(now == before + 1 for before, now in pairwise(counted)) else []


def are_units(cells: Sequence[str], names: Sequence[str]) -> bool:
    """Whether all cells of a row below the names are units, except empty ones.

    They are not if one stands where no name does.
    """
    given = [cell for cell in cells if cell]
    named = all(name or not cell for cell, name in zip(cells, names, strict=True))
    return bool(given) and named and all(map(is_unit, given))


def are_types(cells: Sequence[str]) -> bool:
    """Whether a row names types, as the second row of NuPIC's files does: datetime, float ..."""
    return any(cells) and all(cell.lower() in _TYPES for cell in cells)


def are_flags(cells: Sequence[str]) -> bool:
    """Whether a row holds flags, as the third row of NuPIC's files does: T for the time, R for a reset ..."""
    return all(cell.upper() in _FLAGS for cell in cells)


def are_summings(cells: Sequence[str]) -> bool:
    """Whether a row says how values were summed up, as the fourth row of a Campbell logger's files does."""
    given = [cell.lower() for cell in cells if cell]
    return bool(given) and all(cell in _SUMMED for cell in given)
