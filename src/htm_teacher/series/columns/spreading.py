"""A few cells of a long column."""

from collections.abc import Sequence


def spread(cells: Sequence[str], most: int) -> Sequence[str]:
    """At most this number of cells, spread over the column, in order."""
    return cells[:: max(1, -(-len(cells) // most))]
