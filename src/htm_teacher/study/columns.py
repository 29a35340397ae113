"""Notes on columns, so that a table with hundreds of columns has a short report: like notes are one line."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ..core.checks import brief, listed
from ..series.series import counted

MOST_ALIKE = 3  # further columns with a line each
MOST_NAMED = 3  # columns that a line for many names


class ColumnNote(NamedTuple):
    """What is said about a column.

    Attributes:
        name: the column.
        said: what is said about it alone.
        several: what is said about several such columns; "{count:,}" stands for the sum of their numbers.
        number: a number to add up.
    """

    name: str
    said: str
    several: str
    number: int = 0


def in_lines(notes: Iterable[ColumnNote], main: str) -> list[str]:
    """The notes as lines: one for the main column and each of a few others, one for all others alike.

    Columns of which the same is said share a line.
    """
    alike: dict[str, list[ColumnNote]] = {}
    for note in notes:
        alike.setdefault("" if note.name == main else note.several, []).append(note)
    lines: dict[str, list[str]] = {}
    for several, group in alike.items():
        if not several or len(group) <= MOST_ALIKE:
            for note in group:
                lines.setdefault(note.said, []).append(brief(note.name))
            continue
        some = listed((note.name for note in group), MOST_NAMED)
        what = several.format(count=sum(note.number for note in group))
        lines.setdefault(what, []).append(f"{len(group):,} further columns ({some})")
    return [f"{', '.join(names)}: {said}" for said, names in lines.items()]


def once(lines: Sequence[str], remark: str) -> list[str]:
    """The lines, of which only the first that ends with this remark keeps it.

    >>> once(["a: low; a fault", "b: high", "c: low; a fault"], "; a fault")
    ['a: low; a fault', 'b: high', 'c: low']
    """
    first = next((place for place, line in enumerate(lines) if line.endswith(remark)), None)
    return [line if place == first else line.removesuffix(remark) for place, line in enumerate(lines)]


def on_input(names: list[str], main: str, bits: int) -> list[str]:
    """Which columns the model is given side by side, and how to choose; nothing if it is one."""
    others = [name for name in names if name != main]
    if not others:
        return []
    along = listed(others, MOST_NAMED)
    many = f"{brief(main)} is predicted from itself and from {counted(len(others), 'more column')} ({along})"
    choice = "the more there are, the less each counts; --value NAME, once for each, takes only those"
    return [f"input: {many}, {bits:,} bits in all; {choice}"]
