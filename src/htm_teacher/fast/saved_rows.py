"""Questions about saved arrays, answered for all numbers of an array at once."""

from collections.abc import Sequence

import numpy as np

from ..core import saved_rows as textbook


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
