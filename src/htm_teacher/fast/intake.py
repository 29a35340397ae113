"""The values of a run as kernels take them: their codes, and what the classifier learns."""

from math import nan
from typing import Any

import numpy as np

from ..core.checks import is_missing
from ..core.classifier import Value
from ..core.encoders import RDSE, Category, Encoder, Log, Scalar
from ..core.sdr import SDR
from .arrays import indices, longer
from .kernels.classifier import NOTHING, NUMBER, TEXT

GROUPING = (RDSE, Log, Scalar, Category)  # encoders whose code depends on the bucket of the value alone
MOST_CODES = 10_000  # codes that are kept


class Intake:
    """Values, with an entry for each in several lists.

    If a code depends on the bucket alone, it is made once for each bucket.

    Attributes:
        code: the number of each value's code; kind, bucket, number: what the classifier learns, as in
            ``Tape``.
        texts: {bucket: the first text in it}.
        codes: all codes so far.
        bits, ends: their active bits, one code after the other, and where each code begins; the next begins
            where it ends. There is room for more.
    """

    bits: Any
    ends: Any

    def __init__(self) -> None:
        self._settings: dict[str, Any] | None = None  # of the encoder whose codes these are
        self._inputs = 0
        self._forget_codes()
        self._forget_values()

    def begin(self, encoder: Encoder, field: str | None, inputs: int) -> None:
        """Begin with other values, for this encoder; of records the classifier learns this field.

        Each code must fit the pooler, which has this number of inputs.
        """
        self._encoder, self._field, self._grouping = encoder, field, type(encoder) in GROUPING
        known = self._grouping and inputs == self._inputs and vars(encoder) == self._settings
        if not known or len(self.codes) > MOST_CODES:
            self._inputs = inputs
            self._settings = dict(vars(encoder)) if self._grouping else None
            self._forget_codes()
        self._forget_values()

    def take(self, value: Any) -> None:
        """Take one more value.

        Raises:
            ValueError: if it cannot be encoded; then nothing has changed.
        """
        encoder = self._encoder
        # The first test is for speed only: the second one covers it, but takes longer.
        if self._grouping and ((type(value) is float and value == value) or not is_missing(value)):  # noqa: PLR0124 - not NaN
            bucket = encoder.bucket(value)
            code = self._known.get(bucket)
            if code is None:
                code = self._known[bucket] = self._keep(encoder.encode(value))
            target: Value | None = value
        else:
            code = self._keep(encoder.encode(value))
            bucket, target = encoder.target(value, self._field)
        self.code.append(code)
        self.bucket.append(bucket or 0)
        if bucket is None or target is None:
            self.kind.append(NOTHING)
            self.number.append(nan)
        elif isinstance(target, str):
            self.kind.append(TEXT)
            self.number.append(nan)
            self.texts.setdefault(bucket, target)
        else:
            self.kind.append(NUMBER)
            self.number.append(float(target))

    def _keep(self, code: SDR) -> int:
        """Add a code; its number."""
        if code.size != self._inputs:
            raise ValueError(f"the input has {code.size} bits: {self._inputs} are needed")
        place, active = len(self.codes), indices(sorted(code.active))
        start = int(self.ends[place])
        end = start + len(active)
        if end > len(self.bits):
            self.bits = longer(self.bits, 2 * end)
        if place + 2 > len(self.ends):
            self.ends = longer(self.ends, 2 * place + 2)
        self.bits[start:end], self.ends[place + 1] = active, end
        self.codes.append(code)
        return place

    def _forget_codes(self) -> None:
        self._known: dict[int | None, int] = {}
        self.codes: list[SDR] = []
        self.bits, self.ends = np.zeros(64, np.uint32), np.zeros(2, np.int64)

    def _forget_values(self) -> None:
        self.code: list[int] = []
        self.kind: list[int] = []
        self.bucket: list[int] = []
        self.number: list[float] = []
        self.texts: dict[int, str] = {}
