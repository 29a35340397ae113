"""A table that wraps between words: a name is broken only if it is longer than the line."""

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

Cell = str | Text
GAP, NARROW_GAP = 3, 2  # characters between columns; the narrow gap where the table would not fit


class WordTable:
    """A table for the terminal, as wide as its cells, or as the terminal.

    Where not even single words fit beside each other, a long name in the first column gets its own line.

    Args:
        names: the headings of the columns.
        left: those that are aligned left.
    """

    def __init__(self, *names: str, left: Sequence[str] = ()) -> None:
        self.names, self.left = names, left
        self.rows: list[tuple[Cell, ...]] = []

    def add_row(self, *cells: Cell) -> None:
        """Add a row, with a cell for each column."""
        self.rows.append(cells)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        rest = list(zip(self.names, *self.rows, strict=True))[1:]
        widest = max(map(_length, (self.names[0], *(row[0] for row in self.rows))))
        most = [widest, *(max(map(_length, column)) for column in rest)]
        gap = GAP if sum(most) + GAP * len(rest) <= options.max_width else NARROW_GAP
        room = options.max_width - gap * len(rest)
        least = [max(map(_longest_word, column)) for column in rest]
        names = [_longest_word(row[0]) for row in self.rows]
        first = max(room - sum(least), _longest_word(self.names[0]))
        beside = [_longest_word(self.names[0]), *(name for name in names if name <= first)]
        widths = fitted([max(beside), *least], [min(first, widest), *most[1:]], room)
        yield self._grid(widths, gap, [], header=True)
        for row, name in zip(self.rows, names, strict=True):
            if name > first:
                yield Text(str(row[0]))
            yield self._grid(widths, gap, ["" if name > first else row[0], *row[1:]], header=False)

    def _grid(self, widths: Sequence[int], gap: int, row: Sequence[Cell], header: bool) -> Table:
        """The headings, or a row."""
        grid = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, show_header=header)
        grid.collapse_padding = gap == NARROW_GAP
        for name, width in zip(self.names, widths, strict=True):
            justify = "left" if name in self.left else "right"
            grid.add_column(name, justify=justify, overflow="fold", width=width)  # type: ignore[arg-type]
        if row:
            grid.add_row(*row)
        return grid


def fitted(least: Sequence[int], most: Sequence[int], room: int) -> list[int]:
    """Widths of columns that fill at most this room; a word is broken only if nothing else helps.

    >>> fitted([4, 6], [10, 8], 15)
    [7, 8]
    """
    widths = list(most)
    while sum(widths) > max(room, len(widths)):
        places = range(len(widths))
        loose = [place for place in places if widths[place] > least[place]] or list(places)
        widths[max(loose, key=widths.__getitem__)] -= 1
    return widths


def _length(cell: Cell) -> int:
    return cell_len(str(cell))


def _longest_word(cell: Cell) -> int:
    return max(map(cell_len, str(cell).split()), default=0)
