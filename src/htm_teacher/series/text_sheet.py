"""A sheet: columns of text cells, before anything decides what they mean."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace


@dataclass
class Sheet:
    """Columns of text cells, as a file or a frame gives them.

    Attributes:
        name: of the file or frame, for messages and for the series; of a file, its path.
        headings: one for each column; "" where a column has no name.
        columns: the cells of each column; all columns have the same length.
        rows: for each step the line of the file, or the row of the frame, counted from 1.
        units: for each column, what a row of units below the names says; "" otherwise.
        notes: what was decided, a sentence each.
        doubts: what could be read in two ways: a sentence each, with the option that settles it.
        comma_delimits: whether a comma separates the cells, and so cannot be an unquoted decimal mark.
        flags: {place of a column: its flag}, as the third row of NuPIC's files has them: R, S, T, C or L.
    """

    name: str
    headings: list[str]
    columns: list[list[str]]
    rows: Sequence[int]
    units: list[str]
    notes: list[str]
    doubts: list[str]
    comma_delimits: bool
    flags: dict[int, str] = field(default_factory=dict)

    def column_name(self, place: int) -> str:
        """The name of a column: its heading, or else its number, from 1, unless another one has that name."""
        number = str(place + 1)
        return self.headings[place] or (f"column {number}" if number in self.headings else number)

    def joined(self, names: str) -> "Sheet":
        """The sheet with the columns in a list such as "store,item" as one, of this name, with both cells.

        It is the sheet itself if a column has this whole name, or if there is no such column.
        """
        parts = names.split(",")
        if names in self.headings or len(parts) < 2 or not {*parts} <= {*self.headings}:
            return self
        places = [self.headings.index(part) for part in parts]
        left = [place for place in range(len(self.headings)) if place not in places]
        cells = [
            ", ".join(map(str.strip, row)) for row in zip(*(self.columns[i] for i in places), strict=True)
        ]
        return replace(
            self,
            headings=[*(self.headings[place] for place in left), names],
            columns=[*(self.columns[place] for place in left), cells],
            units=[*(self.units[place] for place in left), ""],
            flags={left.index(place): flag for place, flag in self.flags.items() if place in left},
        )
