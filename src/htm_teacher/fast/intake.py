"""The values of a run as kernels take them: their codes, and what the classifier learns."""

from math import nan
from typing import Any

import numpy as np

from ..core.chances import Value
from ..core.checks import is_missing
from ..core.encoders import RDSE, Encoder
from .codes import GROUPING, MOST_CODES, Codes, shared_codes
from .kernels.classifier import NOTHING, NUMBER, TEXT


class Intake:
    """Values, with an entry for each in several lists.

    If a code depends on the bucket alone, it is made once for each bucket, by the first of all models with
    an equal encoder. A copy of an intake holds nothing.

    Attributes:
        code: the number of each value's code; kind, bucket, number: what the classifier learns, as in
            ``Tape``.
        texts: {bucket: the first text in it}.
        book: the codes.
    """

    def __init__(self) -> None:
        self.book, self._added = Codes(0), False
        self._forget_values()

    def __reduce__(self) -> tuple[type["Intake"], tuple[()]]:
        return Intake, ()

    def begin(self, encoder: Encoder, field: str | None, inputs: int) -> None:
        """Begin with other values, for this encoder; of records the classifier learns this field.

        Each code must fit the pooler, which has this number of inputs.
        """
        self._encoder, self._field, self._grouping = encoder, field, type(encoder) in GROUPING
        if not self._grouping:
            self.book = Codes(inputs)
        elif not self.book.suit(encoder, inputs) or (self._added and len(self.book.codes) > MOST_CODES):
            self.book, self._added = shared_codes(encoder, inputs), False
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
            code = self.book.number.get(bucket)
            if code is None:
                code = self._add(bucket, value)
            target: Value | None = value
        else:
            code = self.book.add(encoder.encode(value))
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

    def take_all(self, values: list[Any]) -> None:
        """Take these values, up to the first that cannot be encoded.

        Raises:
            ValueError: if there is one.
        """
        if not self._take_floats(values):
            for value in values:
                self.take(value)

    def _take_floats(self, values: list[Any]) -> bool:
        """Take the values at once, if the encoder is an RDSE and all are floats within its reach."""
        encoder = self._encoder
        if type(encoder) is not RDSE or encoder.resolution is None or set(map(type, values)) != {float}:
            return False
        with np.errstate(all="ignore"):
            places = np.floor(np.array(values) / encoder.resolution + 0.5)
        if not (abs(places) < 2**62).all():  # one is missing, or an error
            return False
        buckets = places.astype(np.int64).tolist()
        number, one_of = self.book.number, dict(zip(buckets, values, strict=True))
        for bucket in one_of.keys() - number.keys():
            self._add(bucket, one_of[bucket])
        self.code.extend(map(number.__getitem__, buckets))
        self.bucket.extend(buckets)
        self.kind.extend([NUMBER] * len(buckets))
        self.number.extend(values)
        return True

    def _add(self, bucket: int | None, value: Any) -> int:
        self._added = True
        return self.book.add_bucket(self._encoder, bucket, value)

    def _forget_values(self) -> None:
        self.code: list[int] = []
        self.kind: list[int] = []
        self.bucket: list[int] = []
        self.number: list[float] = []
        self.texts: dict[int, str] = {}
