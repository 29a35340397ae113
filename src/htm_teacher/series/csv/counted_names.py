"""Names of columns that are numbers: years, or 0, 1, 2 as pandas calls columns without names."""

import re
from collections.abc import Sequence
from itertools import pairwise

from .plain_cells import is_plain

_FEWEST_BESIDE_WORDS, _FEWEST_ALONE = 3, 5  # numbers in a row
_WHOLE = re.compile("[0-9]{1,4}")


def counts_up(rows: Sequence[Sequence[str]]) -> bool:
    """Whether the first row holds names because its numbers count up.

    They are whole numbers, each greater by one than the one before, and no other row is like this. Three are
    enough beside words. After an empty cell a single 0 is enough, if no other row begins with an empty cell.

    Args:
        rows: the cells of all rows, all of the same width.
    """
    first, *others = rows
    counted = _counted(first)
    if not others or not counted or any(map(_counted, others)):
        return False
    if not first[0] and counted[0] == 0 and all(row[0] for row in others):
        return True
    words = any(first[: len(first) - len(counted)])
    return len(counted) >= (_FEWEST_BESIDE_WORDS if words else _FEWEST_ALONE)


def _counted(cells: Sequence[str]) -> list[int]:
    """The whole numbers that count up after words or empty cells; none if the cells are not like this."""
    place = next((place for place, cell in enumerate(cells) if cell and is_plain(cell)), len(cells))
    numbers = cells[place:]
    if not all(_WHOLE.fullmatch(cell) for cell in numbers):
        return []
    counted = [int(number) for number in numbers]
    return counted if all(now == before + 1 for before, now in pairwise(counted)) else []
