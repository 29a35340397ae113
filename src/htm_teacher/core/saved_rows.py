"""Rows of synapses as three arrays, to save them: those of each column, or of each segment.

Three arrays are smaller than a dictionary for each row, and NumPy can open them.
"""

from __future__ import annotations

import sys
from array import array
from collections.abc import Iterable, Sequence
from itertools import accumulate, chain, islice, pairwise
from math import isinf
from operator import sub
from typing import Any


def from_rows(rows: Iterable[dict[int, int]]) -> dict[str, Any]:
    """Rows of {index: permanence} as three arrays, the form in which they are saved.

    >>> from_rows([{7: 2100, 3: 5000}, {}])["sizes"].tolist()  # how long each row is
    [2, 0]
    """
    sizes, indices, permanences = array("I"), array("I"), array("H")
    for row in rows:
        ascending = sorted(row)
        sizes.append(len(ascending))
        indices.fromlist(ascending)
        permanences.fromlist(list(map(row.__getitem__, ascending)))
    return {"sizes": sizes, "indices": indices, "permanences": permanences}


def to_rows(flat: dict[str, Any]) -> list[dict[int, int]]:
    """The rows that ``from_rows`` turned into arrays."""
    synapses = zip(flat["indices"], flat["permanences"], strict=True)
    return [dict(islice(synapses, size)) for size in flat["sizes"]]


class Numbers:
    """Questions about all numbers in an array, asked before it is saved or a machine is made of it."""

    @staticmethod
    def state(model: Any) -> dict[str, Any]:
        """The state of a model, with its arrays as these questions take them."""
        found: dict[str, Any] = model.state()
        return found

    @staticmethod
    def read(typecode: str, content: bytes | memoryview) -> Any:
        """The array of this type whose bytes, little-endian, are these.

        >>> Numbers.read("H", bytes([1, 0, 0, 1]))
        array('H', [1, 256])
        """
        numbers = array(typecode)
        numbers.frombytes(content)
        return Numbers.little(numbers)

    @staticmethod
    def little(numbers: Any) -> Any:
        """The numbers with their bytes in the order of a file, which is little-endian on every machine."""
        if sys.byteorder == "big":
            numbers = array(numbers.typecode, numbers)
            numbers.byteswap()
        return numbers

    @staticmethod
    def typecode(one: object) -> str | None:
        """The type of an array, named as ``array`` does; None for anything else."""
        return one.typecode if isinstance(one, array) else None

    @staticmethod
    def in_range(numbers: Sequence[float], low: float, high: float) -> bool:
        """Whether all are in [low, high], which NaN never is.

        >>> Numbers.in_range([0.5, 1.0], 0, 1), Numbers.in_range([0.5, 1.5], 0, 1)
        (True, False)
        """
        return all(low <= number <= high for number in numbers)

    @staticmethod
    def ascend(numbers: Sequence[int], ends: Sequence[int]) -> bool:
        """Whether each row ascends. A row lies between two of the ends, of which the first is 0.

        >>> Numbers.ascend([1, 7, 3, 4], [0, 2, 4]), Numbers.ascend([1, 7, 3, 4], [0, 4])
        (True, False)
        """
        rows = (numbers[start:end] for start, end in pairwise(ends))
        return all(one < next_one for row in rows for one, next_one in pairwise(row))

    @staticmethod
    def largest(numbers: Sequence[int]) -> int:
        """The largest of these numbers; -1 if there are none."""
        return max(numbers, default=-1)

    @staticmethod
    def infinite(numbers: Sequence[float]) -> bool:
        """Whether one of them is infinite, which NaN is not."""
        return any(map(isinf, numbers))

    @staticmethod
    def ranks(numbers: Sequence[int]) -> bool:
        """Whether these are 0, 1, 2 and so on, in any order.

        >>> Numbers.ranks([1, 0, 2]), Numbers.ranks([1, 1, 2])
        (True, False)
        """
        return sorted(numbers) == list(range(len(numbers)))

    @staticmethod
    def among(numbers: Sequence[int], others: Sequence[int]) -> bool:
        """Whether each is one of the others.

        >>> Numbers.among([5, 3], [3, 4, 5]), Numbers.among([6], [3, 4, 5])
        (True, False)
        """
        return set(numbers) <= set(others)

    @staticmethod
    def same(one: array[Any], other: array[Any]) -> bool:
        """Whether two arrays agree in every bit, so that NaN is the same as NaN.

        >>> Numbers.same(array("d", [0.0]), array("d", [-0.0]))
        False
        """
        return one.typecode == other.typecode and one.tobytes() == other.tobytes()

    @staticmethod
    def ends(sizes: Sequence[int]) -> Sequence[int]:
        """0, and where each row of these sizes ends.

        >>> Numbers.ends([2, 0, 3])
        [0, 2, 2, 5]
        """
        return list(accumulate(sizes, initial=0))

    @staticmethod
    def gaps(indices: array[int], ends: Sequence[int]) -> array[int]:
        """How far each index is above the one before it in its row, or above 0.

        >>> Numbers.gaps(array("I", [1, 7, 3, 4]), [0, 2, 4]).tolist()
        [1, 6, 3, 1]
        """
        before = array("I", [0]) + indices[:-1]
        for first in set(ends) - {len(indices)}:
            before[first] = 0
        found = list(map(sub, indices, before))
        return array(smallest_type(max(found, default=0)), found)

    @staticmethod
    def once(weights: array[float], width: int) -> tuple[array[int], array[float]]:
        """Which of the different rows each row of weights is, and those, in order of appearance.

        >>> Numbers.once(array("d", [1, 2, 0, 2, 1, 2]), 2)
        (array('B', [0, 1, 0]), array('d', [1.0, 2.0, 0.0, 2.0]))
        """
        content, size, places = weights.tobytes(), 8 * width, dict[bytes, int]()
        starts = range(0, len(content), size or 1)  # without buckets, there are no weights
        found = [places.setdefault(content[start : start + size], len(places)) for start in starts]
        return array(smallest_type(len(places)), found), array("d", b"".join(places))

    @staticmethod
    def each(rows: array[int], weights: array[float], width: int) -> array[float]:
        """All rows of weights again."""
        content, size = memoryview(weights.tobytes()), 8 * width
        different = [content[start : start + size] for start in range(0, len(content), size or 1)]
        return array("d", b"".join(map(different.__getitem__, rows)))

    @staticmethod
    def from_gaps(gaps: array[int], ends: Sequence[int]) -> array[int]:
        """The indices with these gaps."""
        return array("I", chain.from_iterable(accumulate(gaps[a:b]) for a, b in pairwise(ends)))


def smallest_type(largest: int) -> str:
    """The type of an array that takes the least room for whole numbers from 0 to ``largest``."""
    return "B" if largest < 2**8 else "H" if largest < 2**16 else "I"
