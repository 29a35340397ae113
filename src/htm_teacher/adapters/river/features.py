"""The features of a row, as River gives them."""

from collections.abc import Hashable, Mapping
from typing import Any

from ...core.checks import check_value, is_missing

Features = Mapping[Hashable, Any]


def known_features(x: Features) -> dict[str, Any]:
    """The values of a row that are not missing, sorted by name.

    >>> known_features({"b": 1, "a": "Monday", "c": None})
    {'a': 'Monday', 'b': 1.0}

    Raises:
        ValueError: if a value is neither a number nor a text.
    """
    known = {str(name): value for name, value in x.items() if not is_missing(value)}
    return {name: plain(known[name]) for name in sorted(known)}


def plain(value: Any) -> Any:
    """A text, or a number of Python."""
    return str(value) if isinstance(value, str) else check_value(value)
