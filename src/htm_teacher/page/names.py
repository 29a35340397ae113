"""What a column and a cell are called, as in the picture: web/src/pipeline/names.ts has the same names."""


def column_called(column: int) -> str:
    """The name of a column at the beginning of a sentence."""
    return f"Minicolumn {column}"


def cell_called(cell: int, cells_per_column: int) -> str:
    """The name of a cell at the beginning of a sentence: its place in its column, 0 at the foot."""
    return f"Cell {cell % cells_per_column} of minicolumn {cell // cells_per_column}"
