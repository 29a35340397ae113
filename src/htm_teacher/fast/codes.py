"""Codes of values, with their active bits in arrays, and shared by all models whose encoders are equal."""

from threading import RLock
from typing import Any

import numpy as np

from ..core.encoders import RDSE, Category, Encoder, Log, Scalar
from ..core.sdr import SDR
from .arrays import indices, longer

GROUPING = (RDSE, Log, Scalar, Category)  # encoders whose code depends on the bucket of the value alone
MOST_CODES = 10_000  # codes in one book; then another is begun
MOST_BOOKS = 64  # that new models find; models keep theirs


class Codes:
    """A book of codes, each with a number. Codes are added and never change.

    Attributes:
        codes: all codes so far.
        number: {bucket: the number of its code}, if a code depends on the bucket alone.
        bits, ends: the active bits, one code after the other, and where each code begins; the next begins
            where it ends. There is room for more.
    """

    bits: Any
    ends: Any

    def __init__(self, inputs: int, encoder: Encoder | None = None) -> None:
        self._inputs, self._kind = inputs, type(encoder)
        self._settings = None if encoder is None else dict(vars(encoder))
        self.codes: list[SDR] = []
        self.number: dict[int | None, int] = {}
        self.bits, self.ends = np.zeros(64, np.uint32), np.zeros(2, np.int64)

    def suit(self, encoder: Encoder, inputs: int) -> bool:
        """Whether these are codes of an encoder with these settings, for this number of inputs."""
        return vars(encoder) == self._settings and type(encoder) is self._kind and inputs == self._inputs

    def add(self, code: SDR) -> int:
        """Add a code; its number.

        Raises:
            ValueError: if it does not fit the pooler; then nothing has changed.
        """
        if code.size != self._inputs:
            raise ValueError(f"the input has {code.size} bits: {self._inputs} are needed")
        place, active = len(self.codes), indices(sorted(code.active))
        start = int(self.ends[place])
        end = start + len(active)
        # Other threads may read: what they have found in these arrays stays where it is.
        if end > len(self.bits):
            self.bits = longer(self.bits, 2 * end)
        if place + 2 > len(self.ends):
            self.ends = longer(self.ends, 2 * place + 2)
        self.bits[start:end], self.ends[place + 1] = active, end
        self.codes.append(code)
        return place

    def add_bucket(self, encoder: Encoder, bucket: int | None, value: Any) -> int:
        """The number of the code of a bucket, which is added if no other thread has just added it."""
        with ADDING:
            number = self.number.get(bucket)
            if number is None:
                number = self.number[bucket] = self.add(encoder.encode(value))
            return number


BOOKS: list[Codes] = []  # for equal encoders, the newest last
ADDING = RLock()


def shared_codes(encoder: Encoder, inputs: int) -> Codes:
    """The codes of all encoders that equal this one."""
    with ADDING:
        found = next((book for book in BOOKS if book.suit(encoder, inputs)), None)
        if found is None or len(found.codes) > MOST_CODES:
            BOOKS[:] = [book for book in BOOKS if book is not found][1 - MOST_BOOKS :]
            found = Codes(inputs, encoder)
            BOOKS.append(found)
        return found
