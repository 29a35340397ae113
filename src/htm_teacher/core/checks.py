"""Checks of values that users give: numbers, choices, indices; and which values count as missing.

Each check takes a value and the name of what it is for. It returns the value as a plain Python number, or
raises a ``ValueError`` that names the value and says what is needed. A message is one line of bounded length,
whatever the value is.
"""

import math
from collections.abc import Iterable
from contextlib import suppress
from operator import index
from typing import Any

LONGEST, LONGEST_PATH = 60, 400  # characters of a value or a name in a message, and of a path
MOST_BITS = 2**24  # of an encoder, and so of an input; a larger number is a mistake, or a corrupt file


def is_missing(value: object) -> bool:
    """Whether a value is missing: None, NaN, or pandas' NA."""
    if value is None:
        return True
    try:
        # An ordinary value equals itself: (True, False). NaN does not: (False, True). Every comparison of
        # NA gives NA, the same object twice: (NA, NA).
        same, differs = value == value, value != value  # noqa: PLR0124 - compared with itself on purpose
        return same is differs or bool(differs)
    except Exception:  # a value that cannot be compared is none of these three
        return False


def brief(text: str, most: int = LONGEST) -> str:
    """A text as messages show it: on one line, of at most ``most`` characters, each of which can be seen."""
    line = " ".join(filter(None, map(str.strip, text.splitlines())))
    line = "".join(map(_seen, line[: most + 1]))
    return line if len(line) <= most else f"{line[: most - 3]}..."


def brief_path(path: object) -> str:
    """A path as messages show it: on one line, of at most 400 characters."""
    return brief(str(path), LONGEST_PATH)


def _seen(character: str) -> str:
    """A character that can be seen, or a plain space, or its escape."""
    if character.isprintable():
        return character
    return " " if character.isspace() else character.encode("unicode_escape").decode()


def shown(value: object) -> str:
    """A value as messages show it: as Python writes it, but on one line, of at most 60 characters."""
    with suppress(Exception):  # a whole number of more than 4,300 digits, or a class whose repr fails
        return brief(repr(value))
    return f"of type {brief(type(value).__name__)}"


def listed(names: Iterable[object], most: int = 10) -> str:
    """Names as messages list them: the first ten, and how many more there are."""
    every = [brief(str(name)) for name in names]
    more = f" and {len(every) - most:,} more" if len(every) > most else ""
    return ", ".join(every[:most]) + more


def check_number(value: object, name: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The value as a float, if it is finite and in [low, high]."""
    number = value if type(value) is float else _as_float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} is {shown(value)}: a finite number is needed")
    if not low <= number <= high:
        raise ValueError(f"{name} is {shown(value)}: it must be {_range(low, high)}")
    return number


def _as_float(value: Any) -> float:
    """The value as a float; NaN if it is not a number. Booleans are not, not even NumPy's."""
    if hasattr(value, "__float__") and not type(value).__name__.startswith("bool"):
        with suppress(TypeError, ValueError, ArithmeticError):
            return float(value)
    return math.nan


def check_value(value: object) -> float:
    """A value to encode as a float, if it is a finite number. True is 1 and False is 0, also NumPy's."""
    return check_number(float(bool(value)) if type(value).__name__.startswith("bool") else value, "value")


def check_whole(value: Any, name: str, low: float = 0, high: float = math.inf) -> int:
    """The value as an int, if it is a whole number in [low, high]; 64.0 is one."""
    number = check_number(value, name)
    if number != int(number):
        raise ValueError(f"{name} is {shown(value)}: a whole number is needed")
    whole = index(value) if hasattr(value, "__index__") else int(number)
    if not low <= whole <= high:
        raise ValueError(f"{name} is {shown(value)}: it must be {_range(low, high)}")
    return whole


def check_wholes(values: object, name: str, low: float = 0, high: float = math.inf) -> tuple[int, ...]:
    """The values as ints, if there is at least one and each is a whole number in [low, high]."""
    return tuple(check_whole(value, name, low, high) for value in _several(values, name, "whole numbers"))


def check_widths(values: object, name: str) -> tuple[float, ...]:
    """The values as floats, if there is at least one and each is a finite number above 0."""
    return tuple(check_number(value, name, math.ulp(0)) for value in _several(values, name, "numbers"))


def check_origins(values: object, name: str) -> tuple[float | None, ...]:
    """The values, if there is at least one and each is a finite number or None."""
    found = _several(values, name, "numbers")
    return tuple(None if value is None else check_number(value, name) for value in found)


def _several(values: object, name: str, what: str) -> tuple[Any, ...]:
    """The values, if there is at least one."""
    found = tuple(values) if isinstance(values, Iterable) else ()
    if not found:
        raise ValueError(f"{name} is {shown(values)}: one or several {what} are needed")
    return found


def check_choice(value: object, name: str, options: tuple[Any, ...] = (True, False)) -> Any:
    """The option that equals the value. (1 equals True.)"""
    if value not in options:
        raise ValueError(f"{name} is {shown(value)}: it must be {' or '.join(map(repr, options))}")
    return options[options.index(value)]


def check_indices(values: Iterable[int], name: str, size: int) -> frozenset[int]:
    """The values as a set, if each is a whole number in [0, size). Booleans are not."""
    try:
        listed = list(values)
        indices = frozenset(map(index, listed))
        if bool in map(type, listed):  # a mask, say: True and False would be taken for 1 and 0
            raise TypeError
    except TypeError:
        raise ValueError(f"{name}: whole numbers from 0 to {size - 1} are needed") from None
    if indices and not (min(indices) >= 0 and max(indices) < size):
        wrong = min(indices) if min(indices) < 0 else max(indices)
        raise ValueError(f"{name} {shown(wrong)} is not one of 0 to {size - 1}")
    return indices


def _range(low: float, high: float) -> str:
    if high == math.inf:
        return f"at least {low:,.10g}"
    return f"at most {high:,.10g}" if low == -math.inf else f"between {low:,.10g} and {high:,.10g}"
