"""The features of a row, as River gives them."""

from collections.abc import Hashable, Mapping
from typing import Any

from ...core.checks import check_number, check_value, is_missing

Features = Mapping[Hashable, Any]

LARGEST = 4e18  # a larger number has no bucket, which are 1 wide if all numbers are equal: keys have 64 bits


def known_features(x: Features) -> dict[str, Any]:
    """The values of a row that are not missing, sorted by name.

    >>> known_features({"b": 1, "a": "Monday", "c": None})
    {'a': 'Monday', 'b': 1.0}

    Raises:
        ValueError: if a value is neither a text nor a number in [-4e18, 4e18].
    """
    known = {str(name): value for name, value in x.items() if not is_missing(value)}
    return {name: plain(known[name]) for name in sorted(known)}


def plain(value: Any) -> Any:
    """A text, or a number of Python."""
    return str(value) if isinstance(value, str) else plain_number(value)


def plain_number(value: Any) -> float:
    """A number of Python."""
    return check_number(check_value(value), "value", -LARGEST, LARGEST)
