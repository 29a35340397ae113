"""How a parameter is declared: its default, its range, its unit, and a sentence that says what it is.

Everything that shows or checks a parameter (the model, the command, the page, the docs) reads this one
declaration. The parameters themselves are in the chapter ``parameters``.
"""

import dataclasses
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, partial
from math import inf
from typing import Any, Self

from .checks import (
    check_choice,
    check_number,
    check_origins,
    check_whole,
    check_wholes,
    check_widths,
    shown,
)
from .permanence import check_permanence

NO_LIMIT = 2**31  # the largest value of a parameter that has no natural limit


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """What is declared of one parameter.

    Attributes:
        default: its value if none is given. A default of None makes the parameter optional.
        check: takes a value and the parameter's name; gives the value to keep, or ``ValueError``.
        low, high: the smallest and the largest value allowed; None if it is an option.
        options: the values allowed, if it is an option.
        unit: what it is counted in.
        says: what it is, in one sentence.
        fixed: whether it is a size or a wiring, which cannot change while the model runs.
    """

    default: Any
    check: Callable[[Any, str], Any]
    low: float | None = None
    high: float | None = None
    options: tuple[Any, ...] = ()
    unit: str = ""
    says: str
    fixed: bool

    @property
    def allowed(self) -> str:
        """The values allowed, in words: "0 to 1", "1 or more", "global or local"."""
        if self.low is None or self.high is None:
            return " or ".join(map(str, self.options))
        if self.low == -inf:
            return "any"
        return f"{self.low:,} or more" if self.high >= NO_LIMIT else f"{self.low:,} to {self.high:,}"


def whole(
    default: int | None, *, low: int, high: int = NO_LIMIT, unit: str, says: str, fixed: bool = False
) -> Any:
    """A whole number from ``low`` to ``high``."""
    check = partial(check_whole, low=low, high=high)
    return _field(default=default, check=check, low=low, high=high, unit=unit, says=says, fixed=fixed)


def wholes(default: tuple[int, ...] | None, *, high: int = NO_LIMIT, unit: str, says: str) -> Any:
    """One or several whole numbers from 1 to ``high``; fixed."""
    check = partial(check_wholes, low=1, high=high)
    return _field(default=default, check=check, low=1, high=high, unit=unit, says=says, fixed=True)


def number(default: float, *, high: int, unit: str, says: str, fixed: bool = False) -> Any:
    """A number from 0 to ``high``."""
    check = partial(check_number, low=0, high=high)
    return _field(default=default, check=check, low=0, high=high, unit=unit, says=says, fixed=fixed)


def widths(*, unit: str, says: str) -> Any:
    """One or several numbers above 0, or none; fixed."""
    return _field(default=None, check=check_widths, low=0, high=NO_LIMIT, unit=unit, says=says, fixed=True)


def origins(*, unit: str, says: str) -> Any:
    """One or several numbers or Nones, or none; fixed."""
    return _field(default=None, check=check_origins, low=-inf, high=inf, unit=unit, says=says, fixed=True)


def permanence(default: float, *, low: float = 0, says: str, fixed: bool = False) -> Any:
    """A permanence, or a change of one: a multiple of 0.0001 from ``low`` to 1."""
    check = partial(check_permanence, low=low, high=1)
    return _field(default=default, check=check, low=low, high=1, unit="permanence", says=says, fixed=fixed)


def option(*options: Any, says: str) -> Any:
    """One of the options, the first by default; fixed."""
    check = partial(check_choice, options=options)
    return _field(default=options[0], check=check, options=options, says=says, fixed=True)


def _field(**declared: Any) -> Any:
    """A dataclass's field that carries its declaration."""
    return dataclasses.field(default=declared["default"], metadata={"declaration": Declaration(**declared)})


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """A checked set of parameters. ``ValueError`` names the parameter that is wrong, and says why."""

    @classmethod
    @cache
    def declared(cls) -> dict[str, Declaration]:
        """{parameter: its declaration}, in the order in which they are declared."""
        return {field.name: field.metadata["declaration"] for field in dataclasses.fields(cls)}

    def __post_init__(self) -> None:
        for name, declaration in self.declared().items():
            value = getattr(self, name)
            if value is not None or declaration.default is not None:
                object.__setattr__(self, name, declaration.check(value, name))  # 64.0 columns become 64

    def changed(self, **changes: Any) -> Self:
        """A copy with other values, checked. A fixed parameter must keep its value."""
        declared = self.declared()
        for name in changes:
            if name not in declared:
                raise ValueError(f"unknown parameter {shown(name)}: there are {', '.join(declared)}")
        new = dataclasses.replace(self, **changes)
        for name in changes:
            if declared[name].fixed and getattr(new, name) != getattr(self, name):
                raise ValueError(f"{name} is fixed: it cannot change while the model runs")
        return new

    def _wrong(self, name: str, why: str) -> ValueError:
        """The error to raise if a parameter contradicts another."""
        return ValueError(f"{name} is {shown(getattr(self, name))}: {why}")
