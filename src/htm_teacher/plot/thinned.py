"""A curve of many steps, thinned to what can be seen, so that a longer run takes no longer to draw."""

from typing import Any

import numpy as np

from .recording import Numbers


class Thinned:
    """Values over all steps. Of the steps that share a pixel, only the lowest and the highest are drawn.

    Steps are taken in stretches: those that share a pixel, at least two. No peak is lost.

    >>> Thinned(np.array([1.0, 5, 2, 3, 9, 4, 0, 8]), across=2).until(6).tolist()
    [0, 1, 4, 5, 6]

    Args:
        values: a value for each step; NaN where it is missing.
        across: the width of the panel in pixels.
    """

    def __init__(self, values: Numbers, across: int) -> None:
        self.values = values
        self.stretch = max(2, len(values) // max(1, across))
        whole = len(values) // self.stretch
        table = values[: whole * self.stretch].reshape(whole, self.stretch)
        lowest = np.where(np.isnan(table), np.inf, table).argmin(axis=1)
        gap = np.inf if self.stretch == 2 else -np.inf  # of two steps a gap is kept too
        highest = np.where(np.isnan(table), gap, table).argmax(axis=1)
        kept = np.sort(np.stack([lowest, highest], axis=1), axis=1)
        self.kept = (kept + self.stretch * np.arange(whole)[:, None]).ravel()

    def until(self, place: int) -> Any:
        """The places to draw, up to this place: thinned, except for the last stretch."""
        whole = (place + 1) // self.stretch
        return np.concatenate([self.kept[: 2 * whole], np.arange(whole * self.stretch, place + 1)])
