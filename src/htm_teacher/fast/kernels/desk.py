"""Room to work in for a step of the temporal memory, and its parameters, as the kernels take them."""

from typing import Any, NamedTuple


class MemoryRules(NamedTuple):
    """The parameters of a memory as the kernels take them; permanences in ten-thousandths."""

    cells_per_column: int
    activation_threshold: int
    learning_threshold: int
    initial: int
    connected: int
    gain: int
    loss: int
    punishment: int
    sample_size: int
    max_synapses_per_segment: int
    max_segments_per_cell: int


class Desk(NamedTuple):
    """Room to work in; nothing in it outlives a step. At most K columns are active, of C.

    Attributes:
        place: for each column its place among the active ones; C, a place of their own, for all that are
            silent, and everywhere between steps.
        said: for each column whether it has been counted as predicted; 0 everywhere between steps.
        first: K, and at C: the first of a column's active segments, as a place among the matching ones,
            or -1; following: the next one of the same column.
        best: K, and at C: the best matching segment of a column, likewise.
        wrong: the matching segments of columns that stayed silent.
        lessons: segments that learn, and ``known``, their active synapses, column by column; ``ends``:
            K: where each column's end.
        taught: K: the cell that grows a new segment, or -1.
        active_cells, winner_cells: what becomes the next moment.
        equals, pool, marks: for draws among cells.
    """

    place: Any
    said: Any
    first: Any
    following: Any
    best: Any
    wrong: Any
    lessons: Any
    known: Any
    ends: Any
    taught: Any
    active_cells: Any
    winner_cells: Any
    equals: Any
    pool: Any
    marks: Any
