"""Rows of synapses as three arrays, to save them: those of each column, or of each segment.

Three arrays are smaller than a dictionary for each row, and NumPy can open them.
"""

from array import array
from collections.abc import Iterable
from itertools import islice
from typing import Any


def from_rows(rows: Iterable[dict[int, int]]) -> dict[str, Any]:
    """Rows of {index: permanence} as three arrays, the form in which they are saved.

    >>> from_rows([{7: 2100, 3: 5000}, {}])["sizes"].tolist()  # how long each row is
    [2, 0]
    """
    ordered = [sorted(row.items()) for row in rows]
    return {
        "sizes": array("I", map(len, ordered)),
        "indices": array("I", (index for row in ordered for index, _ in row)),
        "permanences": array("H", (permanence for row in ordered for _, permanence in row)),
    }


def to_rows(flat: dict[str, Any]) -> list[dict[int, int]]:
    """The rows that ``from_rows`` turned into arrays."""
    synapses = zip(flat["indices"], flat["permanences"], strict=True)
    return [dict(islice(synapses, size)) for size in flat["sizes"]]
