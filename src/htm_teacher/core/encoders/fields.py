"""Fields: several named values in one SDR, which is the SDRs of all fields side by side."""

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass
from itertools import accumulate
from typing import Any, Self

from ..checks import is_missing, listed, shown
from ..sdr import SDR
from .base import Encoder
from .settings import encoder_from


@dataclass
class Fields(Encoder):
    """An encoder of records: {field name: value}. A field that is not given is missing.

    A whole record may be missing, too. If a field cannot be encoded, no encoder changes.

    >>> from htm_teacher.core.encoders import RDSE, DateTime
    >>> both = Fields({"load": RDSE(resolution=5), "time": DateTime()})
    >>> len(both.encode({"load": 310, "time": "2024-02-29 06:30"})), both.size
    (42, 526)

    Args:
        encoders: {field name: its encoder}, in the order of their bits.

    Raises:
        ValueError: if there is no field, a name is not a string, or two fields share one encoder.
    """

    encoders: dict[str, Encoder]

    def __post_init__(self) -> None:
        pairs = self.encoders.items() if isinstance(self.encoders, dict) else ()
        own = {
            id(encoder) for name, encoder in pairs if isinstance(name, str) and isinstance(encoder, Encoder)
        }
        if not own or len(own) < len(pairs):
            raise ValueError("encoders: {'field': encoder, ...} is needed, each field with its own encoder")
        self.size = sum(encoder.size for encoder in self.encoders.values())
        self.active_bits = sum(encoder.active_bits for encoder in self.encoders.values())

    def encode(self, value: Any) -> SDR:
        """The SDRs of all fields, one after the other."""
        # Copies encode, since Delta changes as it does. If any field fails, the originals are kept.
        record, copies = self._record(value), {name: copy(one) for name, one in self.encoders.items()}
        bits: set[int] = set()
        for name, offset in self.offsets().items():
            try:
                bits |= {offset + bit for bit in copies[name].encode(record.get(name)).active}
            except ValueError as error:
                raise ValueError(f"field {shown(name)}: {error}") from None
        self.encoders = copies
        return SDR(self.size, bits)

    def bits(self, value: Any) -> set[int]:
        return set(copy(self).encode(value).active)

    def target(self, value: Any, field: str | None = None) -> tuple[int | None, float | str | None]:
        """What a classifier learns from a record: the value of this field, by default of the first."""
        name = field or next(iter(self.encoders))
        if isinstance(self.encoders[name], Fields):  # a record within a record: it has no bucket
            return None, None
        return self.encoders[name].target(self._record(value).get(name))

    def decode(self, sdr: SDR, candidates: Any = None) -> dict[str, Any]:
        """{field: its decoded value}; ``candidates`` is {field: its candidates}, where they are needed."""
        return {
            name: encoder.decode(self.part(sdr, name), (candidates or {}).get(name))
            for name, encoder in self.encoders.items()
        }

    def describe(self, bit: int, candidates: Any = None) -> str:
        """What one bit means in its field."""
        for name, offset in self.offsets().items():
            encoder = self.encoders[name]
            if 0 <= bit - offset < encoder.size:
                return f"{name}: {encoder.describe(bit - offset, (candidates or {}).get(name))}"
        raise ValueError(f"bit is {shown(bit)}: it must be between 0 and {self.size - 1}")

    def fit(self, values: Iterable[Any]) -> None:
        """Fit each field to its values in these records."""
        records = [self._record(value) for value in values]
        for name, encoder in self.encoders.items():
            encoder.fit([record.get(name) for record in records])
        self.__post_init__()  # fitting can change sizes

    def offsets(self) -> dict[str, int]:
        """{field: its first bit}."""
        ends = list(accumulate(encoder.size for encoder in self.encoders.values()))
        return dict(zip(self.encoders, [0, *ends[:-1]], strict=True))

    def part(self, sdr: SDR, name: str) -> SDR:
        """The bits of one field."""
        offset, size = self.offsets()[name], self.encoders[name].size
        return SDR(size, {bit - offset for bit in sdr.active if 0 <= bit - offset < size})

    def state(self) -> dict[str, Any]:
        """The states of all fields."""
        states = {name: encoder.state() for name, encoder in self.encoders.items()}
        return {"kind": type(self).__name__, "encoders": states}

    @classmethod
    def from_state(cls, state: dict[str, Any]) -> Self:
        """The fields with these states."""
        return cls({name: encoder_from(part) for name, part in state["encoders"].items()})

    def _record(self, value: Any) -> Mapping[str, Any]:
        if is_missing(value):
            return {}
        if not hasattr(value, "keys"):  # a row of a pandas frame has them, although it is no Mapping
            raise ValueError(f"value is {shown(value)}: a record such as {{'field': value}} is needed")
        record = dict(value)
        for name in record:
            if name not in self.encoders:
                raise ValueError(f"unknown field {shown(name)}: there are {listed(self.encoders)}")
        return record
