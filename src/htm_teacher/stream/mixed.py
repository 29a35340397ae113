"""Whether rows without a key seem to be of several series: then a column should tell them apart."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from ..core.checks import shown

FIRST, LAST = 10, 100  # rows after which it can be said, and after which it is not asked any more
OFTEN = 1 / 4  # of the rows


class Mixed:
    """Looks at the first rows: which text changes while the time does not move on?"""

    def __init__(self) -> None:
        self.rows, self.said = 0, False
        self.before: tuple[Mapping[str, Any], float] | None = None
        self.turns: Counter[str] = Counter()  # {column: rows in which it did}
        self.kinds: dict[str, set[str]] = {}

    @property
    def asks(self) -> bool:
        """Whether it needs more rows."""
        return not self.said and self.rows < LAST

    def take(self, record: Mapping[str, Any], clock: float) -> str | None:
        """A sentence, once; ``record`` has the texts of a row by column."""
        self.rows += 1
        for name, text in record.items():
            self.kinds.setdefault(name, set()).add(text)
            if self.before and clock <= self.before[1]:
                self.turns[name] += text != self.before[0].get(name, text)
        self.before = record, clock
        if self.rows < FIRST:
            return None
        for name, count in self.turns.most_common():
            if count >= OFTEN * self.rows and len(self.kinds[name]) <= self.rows / 2:
                self.said = True
                few = f"{len(self.kinds[name])} texts in {shown(name)}"
                return (
                    f"times repeat or go back, and {few} take turns, as of several series: "
                    f"in a new folder give --key {name} to take each alone"
                )
        return None
