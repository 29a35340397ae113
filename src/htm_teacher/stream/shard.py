"""A part of the keys, by a hash that is the same on every machine: several processes share one stream."""

import hashlib
import re
from dataclasses import dataclass

from ..core.checks import shown


@dataclass(frozen=True)
class Shard:
    """Part ``number`` of ``count``; the first is 1."""

    number: int = 1
    count: int = 1

    @classmethod
    def of(cls, text: str | None) -> "Shard":
        """The part that a text such as 1/4 names; all keys without a text.

        Raises:
            ValueError: if it names none.
        """
        if text is None:
            return cls()
        found = re.fullmatch(r"([0-9]{1,6})/([0-9]{1,6})", text)
        if found is None or not 1 <= int(found[1]) <= int(found[2]):
            raise ValueError(
                f"--shard is {shown(text)}: the part and the number of parts are needed, as in 1/4"
            )
        return cls(int(found[1]), int(found[2]))

    @property
    def written(self) -> str:
        """The text."""
        return f"{self.number}/{self.count}"

    def has(self, key: str) -> bool:
        """Whether a key is in this part."""
        word = int.from_bytes(hashlib.sha256(key.encode()).digest()[:8], "big")
        return word % self.count == self.number - 1
