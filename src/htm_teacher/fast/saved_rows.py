"""Questions about saved arrays, answered for all numbers of an array at once."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Any

import numpy as np

from ..core import saved_rows as textbook
from .arrays import plain

MARK = 0x9E3779B97F4A7C15  # its powers, each an odd number, mix the bits of a row


class Numbers(textbook.Numbers):
    """Questions about all numbers in an array; see ``core.saved_rows.Numbers``."""

    @staticmethod
    def in_range(numbers: Sequence[float], low: float, high: float) -> bool:
        held = np.asarray(numbers)
        return len(held) == 0 or bool(low <= held.min().item() and held.max().item() <= high)

    @staticmethod
    def ascend(numbers: Sequence[int], ends: Sequence[int]) -> bool:
        held, firsts = np.asarray(numbers), np.asarray(ends)
        rises = held[1:] > held[:-1]
        rises[firsts[(firsts > 0) & (firsts < len(held))] - 1] = True  # from one row to the next
        return bool(rises.all())

    @staticmethod
    def same(one: array[Any], other: array[Any]) -> bool:
        bits, others = np.asarray(one).view(np.uint8), np.asarray(other).view(np.uint8)
        return one.typecode == other.typecode and np.array_equal(bits, others)

    @staticmethod
    def ends(sizes: Sequence[int]) -> Any:
        return np.append(0, np.cumsum(sizes, dtype=np.int64))

    @staticmethod
    def gaps(indices: array[int], ends: Sequence[int]) -> array[int]:
        held, firsts = np.asarray(indices), np.asarray(ends)
        found = np.diff(held, prepend=held.dtype.type(0))
        firsts = firsts[firsts < len(held)]
        found[firsts] = held[firsts]
        return plain(textbook.smallest_type(int(found.max(initial=0))), found)

    @staticmethod
    def once(weights: array[float], width: int) -> tuple[array[int], array[float]]:
        if not weights:
            return textbook.Numbers.once(weights, width)
        rows = np.asarray(weights).view(np.uint64).reshape(-1, width)
        marks = rows @ np.cumprod(np.full(width, MARK, np.uint64))
        _, firsts, groups = np.unique(marks, return_index=True, return_inverse=True)
        first = firsts[groups]  # for each row the first that has its mark
        others = np.flatnonzero(first != np.arange(len(rows)))
        if not np.array_equal(rows[others], rows[first[others]]):  # different rows with one mark
            return textbook.Numbers.once(weights, width)
        firsts.sort()
        kind = textbook.smallest_type(len(firsts))
        return plain(kind, np.searchsorted(firsts, first)), plain("d", rows[firsts].view(np.float64))

    @staticmethod
    def each(rows: array[int], weights: array[float], width: int) -> array[float]:
        return plain("d", np.asarray(weights).reshape(-1, width)[np.asarray(rows)] if width else [])

    @staticmethod
    def from_gaps(gaps: array[int], ends: Sequence[int]) -> array[int]:
        # What is too large for an index starts again at 0, so it does not ascend.
        sums, firsts = np.append(np.uint32(0), np.cumsum(gaps, dtype=np.uint32)), np.asarray(ends)
        return plain("I", sums[1:] - np.repeat(sums[firsts[:-1]], np.diff(firsts)))
