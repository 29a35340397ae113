"""Notes that are alike: the first are said, the others counted."""

import re
from collections.abc import Callable

MOST = 10  # of a kind that are said
KINDS = 100  # that are told apart; all others are one more


class Often:
    """Says notes, at most ten of a kind: of one kind are notes that differ in numbers and quoted texts.

    >>> say = Often(print)
    >>> for row in range(1, 14):
    ...     say(f"row {row}: {row} cells")  # doctest: +ELLIPSIS
    row 1: 1 cells
    ...
    row 10: 10 cells
    >>> say.end()
    and 3 more like it, the last: row 13: 13 cells
    """

    def __init__(self, say: Callable[[str], None]) -> None:
        self.say = say
        self.kinds: dict[str, tuple[int, str]] = {}  # how many there were, and the last

    def __call__(self, note: str) -> None:
        """Say a note, or count it."""
        kind = re.sub(r"'.*'|\".*\"|[-+]?[\d.,]*\d", "", note)
        kind = kind if kind in self.kinds or len(self.kinds) < KINDS else ""
        count = self.kinds.get(kind, (0, ""))[0] + 1
        self.kinds[kind] = count, note
        if count <= MOST:
            self.say(note)

    def end(self) -> None:
        """Say how many were not said."""
        for count, note in self.kinds.values():
            if count > MOST:
                self.say(f"and {count - MOST:,} more like it, the last: {note}")
        self.kinds.clear()
