"""Pictures of the inside of a model. Each is a function that takes a history and returns a figure."""

from .album import gallery
from .cell_map import cells_of_a_step
from .column import what_a_column_sees
from .contexts import same_input_in_two_contexts
from .duty import duty_and_boost
from .overlap import overlap_ranking
from .prediction import prediction_as_distribution
from .ridges import permanences_over_time
from .segment_life import life_of_segments
from .similarity import similarity_over_time
from .towers import cells_in_3d, turn_cells_in_3d
from .why import why_a_cell

__all__ = [
    "cells_in_3d",
    "cells_of_a_step",
    "duty_and_boost",
    "gallery",
    "life_of_segments",
    "overlap_ranking",
    "permanences_over_time",
    "prediction_as_distribution",
    "same_input_in_two_contexts",
    "similarity_over_time",
    "turn_cells_in_3d",
    "what_a_column_sees",
    "why_a_cell",
]
