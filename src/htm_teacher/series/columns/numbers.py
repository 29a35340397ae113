"""Numbers in columns of text: how a column writes them, each cell as a number, and what is in the way."""

from collections import Counter
from collections.abc import Iterable

from ..series import MISSING, shown
from .number_cells import tidy
from .number_format import given_cells, number_format, ways_of_writing
from .number_reading import NumberFormat, read_cell

__all__ = ["NumberFormat", "number", "number_format", "obstacle"]


def number(cell: str, form: NumberFormat) -> float | None:
    """The number in a cell, or None if it is missing.

    >>> form = number_format(["1.234,5 kW", "800 kW"])
    >>> number("1.234,5 kW", form), number("-", form)
    (1234.5, None)

    Args:
        cell: the cell.
        form: how the numbers of its column are written.

    Raises:
        ValueError: if the cell is not a number, has another unit than its column, is not finite, or is too
            large to calculate with; the message begins with the cell and says what to do.
    """
    value = read_cell(cell, form)
    if isinstance(value, str):
        raise ValueError(f"{shown(cell)} {value}")
    return value


def obstacle(cells: Iterable[str], *, missing: frozenset[str] = MISSING) -> str:
    """The cell that keeps a column from holding numbers, as messages show it: "'open'".

    Of the cells that are not numbers, it is the first of the most frequent kind, where digits of the same
    length are of a kind. If all cells are numbers but their units differ, it is the most frequent cell. It is
    "" if no cell is given.
    """
    given = given_cells(cells, frozenset(word.strip().lower() for word in missing))
    kinds: Counter[str] = Counter()
    first: dict[str, str] = {}
    for cell, many in given.items():
        one, _ = ways_of_writing({cell: 1})
        if not one or not one[0].makes_sense(None):
            kind = "".join("0" if letter.isdigit() else letter for letter in tidy(cell)[:200])
            kinds[kind] += many
            first.setdefault(kind, cell)
    if kinds:
        return shown(first[kinds.most_common(1)[0][0]])
    return shown(given.most_common(1)[0][0]) if given else ""
