"""Questions about saved arrays, answered for all numbers of an array at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ..core import saved_rows as textbook
from .arrays import flat, plain, typecode_of
from .kernels import saved as kernels

MARK = 0x9E3779B97F4A7C15  # its powers, each an odd number, mix the bits of a row


class Numbers(textbook.Numbers):
    """Questions about all numbers in an array; see ``core.saved_rows.Numbers``."""

    typecode = staticmethod(typecode_of)

    @staticmethod
    def state(model: Any) -> dict[str, Any]:
        found: dict[str, Any] = model.flat_state()
        return found

    @staticmethod
    def read(typecode: str, content: bytes | memoryview) -> Any:
        """A view of these bytes: nothing is copied."""
        kind = np.dtype(typecode)
        found = np.frombuffer(content, kind.newbyteorder("<")).astype(kind, copy=False)
        return np.require(found, requirements="A")  # another program may have written it to any place

    @staticmethod
    def little(numbers: Any) -> Any:
        return numbers.astype(numbers.dtype.newbyteorder("<"), copy=False)

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
    def largest(numbers: Sequence[int]) -> int:
        return int(np.max(numbers)) if len(numbers) else -1

    @staticmethod
    def infinite(numbers: Sequence[float]) -> bool:
        return bool(np.isinf(numbers).any())

    @staticmethod
    def ranks(numbers: Sequence[int]) -> bool:
        return np.array_equal(np.sort(numbers), np.arange(len(numbers)))

    @staticmethod
    def among(numbers: Sequence[int], others: Sequence[int]) -> bool:
        return bool(np.isin(numbers, others).all())

    @staticmethod
    def same(one: Any, other: Any) -> bool:
        """Also if the first has rows and columns."""
        if typecode_of(one) != typecode_of(other):
            return False
        held, others = np.asarray(one), np.asarray(other)
        kind = f"u{held.itemsize}"
        return held.size == others.size and np.array_equal(
            held.view(kind), others.reshape(held.shape).view(kind)
        )

    @staticmethod
    def ends(sizes: Sequence[int]) -> Any:
        return np.append(0, np.cumsum(sizes, dtype=np.int64))

    @staticmethod
    def gaps(indices: Sequence[int], ends: Sequence[int]) -> Any:
        found = np.array(indices, np.uint32)
        largest = kernels.to_gaps(found, np.asarray(ends, np.int64))
        return flat(textbook.smallest_type(largest), found)

    @staticmethod
    def once(weights: Any, width: int) -> tuple[Any, Any]:
        if np.size(weights) == 0:
            return flat("B", []), flat("d", [])
        rows = np.asarray(weights).view(np.uint64).reshape(-1, width)
        marks = rows @ np.cumprod(np.full(width, MARK, np.uint64))
        _, firsts, groups = np.unique(marks, return_index=True, return_inverse=True)
        first = firsts[groups]  # for each row the first that has its mark
        others = np.flatnonzero(first != np.arange(len(rows)))
        if not np.array_equal(rows[others], rows[first[others]]):  # different rows with one mark
            found = textbook.Numbers.once(plain("d", weights), width)
            return np.asarray(found[0]), np.asarray(found[1])
        firsts.sort()
        kind = textbook.smallest_type(len(firsts))
        return flat(kind, np.searchsorted(firsts, first)), flat("d", rows[firsts].view(np.float64))

    @staticmethod
    def each(rows: Sequence[int], weights: Sequence[float], width: int) -> Any:
        return flat("d", np.asarray(weights).reshape(-1, width)[np.asarray(rows)] if width else [])

    @staticmethod
    def from_gaps(gaps: Sequence[int], ends: Sequence[int]) -> Any:
        found = np.array(gaps, np.uint32)
        kernels.from_gaps(found, np.asarray(ends, np.int64))
        return found
