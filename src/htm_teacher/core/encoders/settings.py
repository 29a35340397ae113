"""The settings of an encoder, which are its fields: checked, taken from ``fit``, loaded from a file.

Nothing here is about encoding. It keeps the chapters about encoders free of it.
"""

import dataclasses
from collections.abc import Iterator
from math import inf
from typing import Any

from ..checks import MOST_BITS, check_choice, check_number, check_whole, shown
from .base import Encoder


def check_settings(encoder: Encoder) -> None:
    """Check every field by its type, and the sizes.

    Raises:
        ValueError: naming the field.
    """
    for field in dataclasses.fields(encoder):  # type: ignore[arg-type]
        value = getattr(encoder, field.name)
        if value is not None or field.default is not None:  # None stays where it is the default
            setattr(encoder, field.name, _checked(value, field.name, field.type))
    encoder.active_bits = check_whole(encoder.active_bits, "active_bits", 1)
    encoder.size = check_whole(encoder.size, "size", encoder.active_bits, MOST_BITS)


def _checked(value: Any, name: str, kind: Any) -> Any:
    """The value as Python's own number or bool: NumPy's 400 and 400.0 become 400."""
    if kind is int:
        return check_whole(value, name, -inf)
    if kind is bool:
        return check_choice(value, name)
    if kind in (float, float | None):
        return check_number(value, name)
    return value  # strings and tuples: the encoder checks them


def take_settings(encoder: Encoder, **found: Any) -> None:
    """Take the settings that ``fit`` has found. If they make no valid encoder, nothing changes."""
    fitted = dataclasses.replace(encoder, **found)  # type: ignore[type-var]
    for name, value in vars(fitted).items():
        setattr(encoder, name, value)


def encoder_from(state: dict[str, Any]) -> Encoder:
    """Any encoder from its ``state()``.

    Raises:
        ValueError: if no class of that name has been defined.
    """
    settings = dict(state)
    name = settings.pop("kind")
    if name not in Encoder.kinds:
        raise ValueError(f"unknown encoder {shown(name)}: import the module that defines it first")
    return Encoder.kinds[name].from_state(settings)


def encoder_kinds() -> Iterator[type[Encoder]]:
    """Every class of encoder defined so far, your own too; of several with one name the last."""
    return iter(Encoder.kinds.values())
