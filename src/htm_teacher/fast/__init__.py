"""The fast engine: the textbook's pooler and memory on flat arrays, compiled by Numba."""

from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory

__all__ = ["SpatialPooler", "TemporalMemory"]
