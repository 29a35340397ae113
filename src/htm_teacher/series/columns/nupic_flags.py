"""Columns that control NuPIC, by the flags in the third row of its files: resets, sequences, learning."""

from collections.abc import Sequence

from ..series import shown
from ..setting_names import option
from .sheet_column import Column

BOOKKEEPING = {
    "R": "says where a sequence begins",
    "S": "says to which sequence a row belongs",
    "L": "says when NuPIC learns",
}
"""What the columns of these flags say, which is no value."""

_OFF = frozenset({"0", "0.0", "false", ""})


def sequence_doubts(columns: Sequence[Column]) -> list[str]:
    """A doubt about each column that shows several sequences, with the option that separates them."""
    doubts = []
    for column in columns:
        if column.flag == "S" and column.varies:
            advice = f"give {option('--group', column.name)} to take each alone"
        elif column.flag == "R" and any(cell.strip().lower() not in _OFF for cell in column.cells[1:]):
            advice = f"to take each alone, number them in a column and give it to {option('--group')}"
        else:
            continue
        said = f"{shown(column.name)} {BOOKKEEPING[column.flag]}, but all rows are read as one series"
        doubts.append(f"{said}; {advice}, or give {option('--group', '')} if they are one")
    return doubts
