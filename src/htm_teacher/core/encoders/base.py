"""What every encoder promises: a value becomes a few active bits, and similar values share bits.

Source: Purdy 2016, "Encoding data for HTM systems".

The same value always gets the same bits, always equally many; a missing value gets none.
"""

import dataclasses
from collections.abc import Iterable, Sequence
from functools import partial
from itertools import groupby
from math import inf
from operator import itemgetter
from typing import Any, ClassVar, Self

from ..checks import MOST_BITS, check_choice, check_number, check_whole, is_missing
from ..rng import hash_words
from ..sdr import SDR

# What a field of this type is checked by, and made Python's own: NumPy's 400 and 400.0 are both 400.
CHECKS: dict[Any, Any] = {int: partial(check_whole, low=-inf), float: check_number, bool: check_choice}
CHECKS[float | None] = check_number


class Encoder:
    """The contract. A subclass is a dataclass whose fields are its whole state, and has ``bits``.

    Attributes:
        size: how many bits there are.
        active_bits: how many of them any value turns on.
    """

    size: int
    active_bits: int
    kinds: ClassVar[dict[str, type["Encoder"]]] = {}  # every encoder by name, for loading

    def __init_subclass__(cls) -> None:
        Encoder.kinds[cls.__name__] = cls

    def encode(self, value: Any) -> SDR:
        """The SDR of a value: ``active_bits`` of ``size`` bits; no bit for a missing one.

        Raises:
            ValueError: if this encoder cannot take the value.
        """
        return SDR(self.size, () if is_missing(value) else self.bits(value))

    def bits(self, value: Any) -> set[int]:
        """The active bits of a value that is there."""
        raise NotImplementedError

    def bucket(self, value: Any) -> int | None:
        """The number of the group of values that get the same bits; None where there are no groups."""
        return None

    def target(self, value: Any, field: str | None = None) -> tuple[int | None, float | str | None]:
        """What a classifier learns from a value: its bucket and the value; None and None if it is missing."""
        if is_missing(value) or (bucket := self.bucket(value)) is None:
            return None, None
        return bucket, value if isinstance(value, str) else float(value)

    def candidates(self) -> Sequence[Any]:
        """One value for each code, ascending, if there are not too many to list."""
        raise ValueError(f"{type(self).__name__} knows no bounds: give it the candidates")

    def decode(self, sdr: SDR, candidates: Iterable[Any] | None = None) -> Any:
        """The candidate whose bits overlap the SDR most, the first of equals; None if none does."""
        options = list(self.candidates() if candidates is None else candidates)
        overlaps = [len(sdr.active & self.bits(option)) for option in options]
        best = max(overlaps, default=0)
        return options[overlaps.index(best)] if best else None

    def describe(self, bit: int, candidates: Iterable[Any] | None = None) -> str:
        """What one bit means, in words: which of the candidates turn it on."""
        check_whole(bit, "bit", 0, self.size - 1)
        if candidates is None and type(self).candidates is Encoder.candidates:
            return f"bit {bit} of {self.size}: on for some values; give candidates to see which"
        options = self.candidates() if candidates is None else candidates
        on = _runs([(option, bit in self.bits(option)) for option in options])
        return f"bit {bit} of {self.size}: on for {', '.join(on) or 'none of these values'}"

    def fit(self, values: Iterable[Any]) -> None:
        """Take from training values the range or resolution that was not given; others need none."""

    def state(self) -> dict[str, Any]:
        """Everything that makes this encoder, as plain data."""
        names = [one.name for one in dataclasses.fields(self)]  # type: ignore[arg-type]
        return {"kind": type(self).__name__} | {name: getattr(self, name) for name in names}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The encoder that ``state`` described."""
        return cls(**state)

    def _check(self) -> None:
        """Every field by its type, and the sizes; None stays where it is the default."""
        for one in dataclasses.fields(self):  # type: ignore[arg-type]
            value = getattr(self, one.name)
            if one.type in CHECKS and (value is not None or one.default is not None):
                setattr(self, one.name, CHECKS[one.type](value, one.name))
        self.active_bits = check_whole(self.active_bits, "active_bits", 1)
        self.size = check_whole(self.size, "size", self.active_bits, MOST_BITS)

    def _take(self, **found: Any) -> None:
        """Take what ``fit`` has found, if it makes a valid encoder."""
        vars(self).update(vars(dataclasses.replace(self, **found)))  # type: ignore[type-var]


def encoder_from(state: dict[str, Any]) -> Encoder:
    """Any encoder from its ``state()``; ValueError if its kind is not known here."""
    kind, rest = state["kind"], {name: value for name, value in state.items() if name != "kind"}
    if kind not in Encoder.kinds:
        raise ValueError(f"unknown encoder {kind!r}: import the module that defines it first")
    return Encoder.kinds[kind].from_state(rest)


def hashed_bits(size: int, keys: Iterable[Sequence[int]]) -> set[int]:
    """One bit for each key, drawn by hashing it; a bit already taken is drawn again."""
    bits: set[int] = set()
    for key in keys:
        bit, attempt = hash_words(*key) % size, 0
        while bit in bits:
            attempt += 1
            bit = hash_words(*key, attempt) % size
        bits.add(bit)
    return bits


def _runs(options: list[tuple[Any, bool]]) -> list[str]:
    """Neighbouring candidates that are on, told as "first to last"."""
    runs = [[option for option, _ in run] for on, run in groupby(options, itemgetter(1)) if on]
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
