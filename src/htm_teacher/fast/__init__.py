"""The fast engine: the textbook's parts on flat arrays, compiled by Numba; encoders are shared."""

from .anomaly import AnomalyLikelihood
from .classifier import Classifier
from .model import Model
from .spatial_pooler import SpatialPooler
from .temporal_memory import TemporalMemory

__all__ = ["AnomalyLikelihood", "Classifier", "Model", "SpatialPooler", "TemporalMemory"]
