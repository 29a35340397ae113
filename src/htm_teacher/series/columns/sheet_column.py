"""A column of a sheet, and what its cells show."""

from functools import cached_property

from ..series import SeriesError, more_of_them
from ..text_sheet import Sheet
from .asked import Asked
from .number_format import number, number_format
from .number_reading import NumberFormat, read_cell
from .time_format import TimeFormat, time_format
from .units import unit_in_name


class Column:
    """A column of a sheet. What its cells show is worked out when it is first asked for.

    Attributes:
        place: its place in the sheet.
        heading: the name that the sheet gives it, or "".
        name: the heading, or else the number of the column, from 1; see ``Sheet.column_name``.
        cells: its cells.
        first: whether it is the first of several columns.
        flag: what a file of NuPIC says of it: R, S, T, C or L; "" otherwise.
    """

    def __init__(self, sheet: Sheet, place: int, asked: Asked) -> None:
        self.place, self.heading = place, sheet.headings[place]
        self.name = sheet.column_name(place)
        self.cells = sheet.columns[place]
        self.first = place == 0 and len(sheet.columns) > 1
        self.flag = sheet.flags.get(place, "")
        self._sheet, self._asked = sheet, asked

    @cached_property
    def given(self) -> list[str]:
        """The cells that are not missing, without spaces around them."""
        stripped = [cell.strip() for cell in self.cells]
        return [cell for cell in stripped if cell.lower() not in self._asked.missing]

    @cached_property
    def varies(self) -> bool:
        """Whether its given cells differ; of a table of groups, within a group."""
        group = self._asked.group
        if not group or group not in self._sheet.headings:
            return len(set(self.given)) > 1
        own = zip(self._sheet.columns[self._sheet.headings.index(group)], self.cells, strict=True)
        pairs = {(name.strip(), cell.strip()) for name, cell in own}
        given = {pair for pair in pairs if pair[1].lower() not in self._asked.missing}
        return len(given) > len({name for name, _ in given})

    @cached_property
    def numbers(self) -> NumberFormat | None:
        """How its numbers are written; None if it holds no numbers."""
        return number_format(
            self.cells,
            decimal=self._asked.decimal,
            missing=self._asked.missing,
            comma_delimits=self._sheet.comma_delimits,
        )

    @cached_property
    def times(self) -> TimeFormat | None:
        """How its times are written; None if it holds no times."""
        return self.times_under(self.heading)

    def times_under(self, heading: str) -> TimeFormat | None:
        """How its times would be written if this were its heading."""
        asked = self._asked
        return time_format(
            self.cells, heading, day_first=asked.day_first, missing=asked.missing, first=self.first
        )

    @property
    def unit(self) -> str:
        """The unit of its numbers, from the sheet, the cells or the heading; "" if none gives one."""
        from_cells = self.numbers.unit if self.numbers else ""
        return self._sheet.units[self.place] or from_cells or unit_in_name(self.heading)

    def values(self) -> list[float | None]:
        """Its numbers, one for each row.

        Raises:
            SeriesError: naming the row and the cell that is not a number, and how many more are none.
        """
        form = self.numbers or NumberFormat(missing=self._asked.missing)
        values = []
        cells = zip(self.cells, self._sheet.rows, strict=True)
        for cell, row in cells:
            try:
                values.append(number(cell, form))
            except ValueError as error:
                more = more_of_them(pair for pair in cells if isinstance(read_cell(pair[0], form), str))
                raise SeriesError(f"{error}{more}", self._sheet.name, row, self.name) from None
        return values

    def texts(self) -> list[str | None]:
        """Its texts, one for each row. Only an empty cell is missing: NA or - can be a category."""
        return [cell.strip() or None for cell in self.cells]
