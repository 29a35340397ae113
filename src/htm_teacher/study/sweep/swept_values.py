"""The values that a sweep gives to parameters: a list of values, or for a search a range."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ...core.checks import check_whole, check_wholes, check_widths, shown
from ...core.declare import Declaration
from ...core.parameters import PARTS, sort_by_part

Value = int | float | str | bool
PERMANENCE = 0.0001  # the step from one permanence to the next


@dataclass(frozen=True)
class Range:
    """All values from ``low`` to ``high``, for a search."""

    low: float
    high: float


Settings = Mapping[str, Sequence[Value]]
Ranges = Mapping[str, Sequence[Value] | Range]


def declaration(name: str) -> Declaration:
    """What is declared of a parameter, which may begin with its part, as for ``build``.

    Raises:
        ValueError: if there is no such parameter, two parts have it, or its value is a list.
    """
    ((part, own),) = list(sort_by_part({name: None}).items())[:1]
    found = PARTS[part].declared()[next(iter(own))]
    if getattr(found.check, "func", None) in (check_wholes, check_widths):
        raise ValueError(f"{name} is a list of numbers: a sweep changes single values only")
    return found


def checked(name: str, value: Value) -> Value:
    """The value as the parameter has it: 64.0 columns become 64.

    Raises:
        ValueError: if it is out of range.
    """
    found: Value = declaration(name).check(value, name)
    return found


def check_settings(settings: Ranges) -> dict[str, list[Value] | Range]:
    """The settings with each value checked, and none twice.

    Raises:
        ValueError: naming what is out of range, empty or unknown.
    """
    told: dict[str, list[Value] | Range] = {}
    for name, values in settings.items():
        if isinstance(values, Range):
            told[name] = _range(name, values.low, values.high)
        elif not values:
            raise ValueError(f"{name} has no value: give at least one")
        else:
            told[name] = list(dict.fromkeys(checked(name, value) for value in values))
    return told


def read_settings(texts: Iterable[str]) -> dict[str, list[Value] | Range]:
    """Settings as they are typed.

    >>> read_settings(["columns=128,256", "learning_rate=0.1..0.5", "reads_bits=True,False"])
    {'columns': [128, 256], 'learning_rate': Range(low=0.1, high=0.5), 'reads_bits': [True, False]}

    Raises:
        ValueError: naming what cannot be read.
    """
    told: dict[str, Sequence[Value] | Range] = {}
    for text in texts:
        name, equals, values = (part.strip() for part in text.partition("="))
        if not (equals and name and values):
            raise ValueError(f"--set is {shown(text)}: a name and values are needed, as in columns=128,256")
        if name in told:
            raise ValueError(f"--set has {name} twice: give all its values in one list")
        low, dots, high = values.partition("..")
        if dots:
            ends: list[Any] = [_number(name, end.strip()) for end in (low, high)]
            told[name] = Range(*ends)
        else:
            told[name] = [_read(name, value.strip()) for value in values.split(",")]
    return check_settings(told)


def _read(name: str, text: str) -> Value:
    options = {str(option).lower(): option for option in declaration(name).options}
    if not options:
        return _number(name, text)
    if text.lower() not in options:
        raise ValueError(f"{name} is {shown(text)}: it must be {' or '.join(map(str, options.values()))}")
    found: Value = options[text.lower()]
    return found


def _number(name: str, text: str) -> Value:
    if re.fullmatch(r"[+-]?\d+", text):
        return int(text)
    try:
        return float(text)
    except ValueError:
        raise ValueError(f"{name} is {shown(text)}: a number is needed") from None


def _range(name: str, low: float, high: float) -> Range:
    if declaration(name).options:
        raise ValueError(f"{name} has no range: list its values")
    ends: list[Any] = [checked(name, end) for end in (low, high)]
    if ends[0] >= ends[1]:
        raise ValueError(f"{name} is {low:g}..{high:g}: the smaller number comes first")
    return Range(*ends)


def is_whole(name: str) -> bool:
    """Whether a parameter is a whole number."""
    return getattr(declaration(name).check, "func", None) is check_whole


def kinds(names: Iterable[str]) -> dict[str, type[Any]]:
    """{parameter: the type of its values}."""
    return {name: _kind(name) for name in names}


def _kind(name: str) -> type[Any]:
    if options := declaration(name).options:
        return type(options[0])
    return int if is_whole(name) else float
