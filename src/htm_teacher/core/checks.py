"""Checks that every parameter and every value goes through, and what counts as missing."""

import math
from collections.abc import Iterable
from contextlib import suppress
from operator import index
from typing import Any, SupportsFloat, SupportsIndex

MOST_BITS = 2**24  # of an encoder, and so of an input: more is a mistake, or a forged file


def is_missing(value: object) -> bool:
    """None, NaN and pandas' NA stand for a value that is not there."""
    with suppress(Exception):  # what cannot be compared is there
        same, differs = value == value, value != value  # noqa: PLR0124 - only NaN differs from itself
        return value is None or same is differs or bool(differs)  # and NA answers both with itself
    return False


def check_number(value: object, name: str, low: float = -math.inf, high: float = math.inf) -> float:
    """The value as a float; ValueError naming it unless it is finite and in [low, high]."""
    number = value if type(value) is float else _as_float(value)
    if not math.isfinite(number):
        raise ValueError(f"{name} is {value!r}: a finite number is needed")
    if not low <= number <= high:
        raise ValueError(f"{name} is {value!r}: it must be {_range(low, high)}")
    return number


def _as_float(value: object) -> float:
    """The number as a float, NaN for what is none; yes and no are none, NumPy's neither."""
    if isinstance(value, SupportsFloat) and not type(value).__name__.startswith("bool"):
        with suppress(TypeError, ValueError, ArithmeticError):
            return float(value)
    return math.nan


def check_whole(value: object, name: str, low: float = 0, high: float = math.inf) -> int:
    """The value as an int; ValueError naming it unless it is a whole number in [low, high]."""
    number = check_number(value, name)
    if number != int(number):
        raise ValueError(f"{name} is {value!r}: a whole number is needed")
    whole = index(value) if isinstance(value, SupportsIndex) else int(number)
    if not low <= whole <= high:
        raise ValueError(f"{name} is {value!r}: it must be {_range(low, high)}")
    return whole


def check_wholes(values: object, name: str, low: float = 0, high: float = math.inf) -> tuple[int, ...]:
    """The values as ints; ValueError naming them unless there are any, each whole and in [low, high]."""
    found = tuple(values) if isinstance(values, Iterable) else ()
    if not found:
        raise ValueError(f"{name} is {values!r}: one or several whole numbers are needed")
    return tuple(check_whole(value, name, low, high) for value in found)


def check_choice(value: object, name: str, options: tuple[Any, ...] = (True, False), *_: Any) -> Any:
    """The option that the value equals; ValueError naming it if it equals none."""
    if value not in options:
        raise ValueError(f"{name} is {value!r}: it must be {' or '.join(map(repr, options))}")
    return options[options.index(value)]


def check_indices(values: Iterable[int], name: str, size: int) -> frozenset[int]:
    """The values as a set of indices; ValueError unless each is a whole number in [0, size)."""
    try:
        indices = frozenset(map(index, values))
    except TypeError:
        raise ValueError(f"{name}: whole numbers from 0 to {size - 1} are needed") from None
    if indices and not (min(indices) >= 0 and max(indices) < size):
        wrong = min(indices) if min(indices) < 0 else max(indices)
        raise ValueError(f"{name} {wrong} is not one of 0 to {size - 1}")
    return indices


def _range(low: float, high: float) -> str:
    if high == math.inf:
        return f"at least {low:,.10g}"
    return f"at most {high:,.10g}" if low == -math.inf else f"between {low:,.10g} and {high:,.10g}"
