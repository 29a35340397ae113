"""What was measured: named figures, each with all its values, and how they are written."""

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

SECOND, BYTE = "second", "byte"  # the names that pyperf uses


@dataclass(frozen=True)
class Figure:
    """One thing, measured several times. For every figure, less is better."""

    name: str
    values: tuple[float, ...]
    unit: str = SECOND

    @property
    def best(self) -> float:
        """The smallest value, because a disturbance can only add to a measurement."""
        return min(self.values)

    @property
    def median(self) -> float:
        """The usual value."""
        return statistics.median(self.values)


class Figures:
    """All figures of one run, by name."""

    def __init__(self) -> None:
        self.all: dict[str, Figure] = {}

    def __getitem__(self, name: str) -> Figure:
        return self.all[name]

    def __iter__(self) -> Iterator[Figure]:
        return iter(self.all.values())

    def __contains__(self, name: object) -> bool:
        return name in self.all

    def add(self, name: str, value: float, unit: str = SECOND) -> None:
        """Add a value to a figure. It is above 0, so that ratios exist."""
        held = self.all[name].values if name in self.all else ()
        self.all[name] = Figure(name, (*held, max(float(value), 1e-12)), unit)

    def best(self, name: str) -> float:
        return self.all[name].best

    def ratio(self, upper: str, lower: str) -> float:
        """The best value of one figure, divided by that of another."""
        return self.best(upper) / self.best(lower)


@dataclass
class Table:
    """Rows of text under a head. The first column is aligned left, the others right."""

    head: tuple[str, ...]
    rows: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, *cells: str) -> None:
        if len(cells) != len(self.head):
            raise ValueError(f"a row of {len(cells)} cells under a head of {len(self.head)}")
        self.rows.append(cells)

    def markdown(self) -> str:
        """The table in GitHub's Markdown."""
        lines = [self.head, ("---", *["---:"] * (len(self.head) - 1)), *self.rows]
        return "\n".join("| " + " | ".join(line) + " |" for line in lines)


@dataclass
class Section:
    """A section of the page: a heading, then paragraphs and tables in order."""

    title: str
    parts: list[str | Table]


def thread_time(function: Callable[..., Any], *arguments: Any) -> tuple[float, Any]:
    """The CPU seconds of this thread, and the answer. Other threads and programs do not count."""
    start = time.thread_time()
    answer = function(*arguments)
    return time.thread_time() - start, answer


def milliseconds(seconds: float) -> str:
    """Milliseconds to three figures."""
    return three(1000 * seconds)


def three(value: float) -> str:
    """A number to three figures, with commas between thousands and without an exponent."""
    if abs(value) >= 100:
        return f"{value:,.0f}"
    for digits, limit in ((1, 10), (2, 1), (3, 0.1), (4, 0.01), (5, 0.001)):
        if abs(value) >= limit:
            return f"{value:.{digits}f}"
    return f"{value:.6f}" if value else "0"


def best_and_median(figure: Figure, scale: float = 1000.0) -> tuple[str, str]:
    """Two cells of a table, in milliseconds unless ``scale`` says otherwise."""
    return three(scale * figure.best), three(scale * figure.median)
