"""A few cells of a long column, or rows of a long table."""

from collections.abc import Sequence
from typing import TypeVar

_Item = TypeVar("_Item")


def spread(items: Sequence[_Item], most: int) -> Sequence[_Item]:
    """At most this number of items, spread over all of them, in order."""
    return items[:: max(1, -(-len(items) // most))]
