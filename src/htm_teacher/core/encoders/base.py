"""What all encoders have in common: a value becomes a few active bits, and similar values share bits.

Source: Purdy 2016, "Encoding data for HTM systems".
"""

import dataclasses
from collections.abc import Iterable, Sequence
from copy import deepcopy
from itertools import groupby
from operator import itemgetter
from typing import Any, ClassVar, Self

from ..checks import check_whole, is_missing
from ..sdr import SDR


class Encoder:
    """The interface: the same value always gets the same bits, and every value gets equally many.

    (``Delta`` encodes changes: there it is the same change.) A subclass is a dataclass whose fields are its
    settings and its state, and it implements ``bits``. A step replaces a state and does not
    change it in place, so that a copy of the encoder keeps its own.

    Attributes:
        size: how many bits there are.
        active_bits: how many of them are active for a value.
        kinds: {name: the class of that name that was defined last}, your own too, for loading.
    """

    size: int
    active_bits: int
    kinds: ClassVar[dict[str, type["Encoder"]]] = {}

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        Encoder.kinds[cls.__name__] = cls

    def encode(self, value: Any) -> SDR:
        """The SDR of a value: ``active_bits`` of ``size`` bits, or none if the value is missing.

        Raises:
            ValueError: if this encoder cannot encode the value.
        """
        return SDR(self.size, () if is_missing(value) else self.bits(value))

    def bits(self, value: Any) -> set[int]:
        """The active bits of a value that is not missing."""
        raise NotImplementedError

    def bucket(self, value: Any) -> int | None:
        """The number of the value's bucket, a group of values with the same bits; None without buckets."""
        return None

    def target(self, value: Any, field: str | None = None) -> tuple[int | None, float | str | None]:
        """What a classifier learns: the value's bucket and the value; None for both if it is missing."""
        if is_missing(value) or (bucket := self.bucket(value)) is None:
            return None, None
        return bucket, value if isinstance(value, str) else float(value)

    # Fitting.

    def fit(self, values: Iterable[Any]) -> None:
        """Take settings that were not given, such as a range, from training values.

        An encoder without such settings ignores the call.
        """

    # Decoding: from bits to values.

    def candidates(self) -> Sequence[Any]:
        """One value for each SDR that can occur, ascending, if the encoder can list them."""
        raise ValueError(f"{type(self).__name__} has no bounds: give it the candidates")

    def decode(self, sdr: SDR, candidates: Iterable[Any] | None = None) -> Any:
        """The candidate whose bits overlap the SDR most, in a tie the first; None if none overlaps."""
        options = list(self.candidates() if candidates is None else candidates)
        overlaps = [len(sdr.active & self.bits(option)) for option in options]
        best = max(overlaps, default=0)
        return options[overlaps.index(best)] if best else None

    def describe(self, bit: int, candidates: Iterable[Any] | None = None) -> str:
        """What one bit means, in words: the candidates for which it is active."""
        check_whole(bit, "bit", 0, self.size - 1)
        # An encoder that cannot list its candidates cannot say for which values a bit is active.
        if candidates is None and type(self).candidates is Encoder.candidates:
            return f"bit {bit} of {self.size}: on for some values; give candidates to see which"
        options = self.candidates() if candidates is None else candidates
        active = _runs([(option, bit in self.bits(option)) for option in options])
        return f"bit {bit} of {self.size}: on for {', '.join(active) or 'none of these values'}"

    # Saving and loading.

    def state(self) -> dict[str, Any]:
        """The name of the class and all fields, as plain data."""
        names = [field.name for field in dataclasses.fields(self)]  # type: ignore[arg-type]
        return {"kind": type(self).__name__} | {name: deepcopy(getattr(self, name)) for name in names}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The encoder with these fields; ``encoder_from`` finds the class."""
        return cls(**state)


def _runs(options: list[tuple[Any, bool]]) -> list[str]:
    """Neighbouring candidates for which a bit is active, each run as "first to last"."""
    runs = [[option for option, _ in run] for active, run in groupby(options, itemgetter(1)) if active]
    return [str(run[0]) if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs]
