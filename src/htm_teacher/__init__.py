"""HTM-Teacher: Hierarchical Temporal Memory that can be read, watched, and used.

For example::

    from htm_teacher import RDSE, build

    model = build("classroom", RDSE(resolution=0.1))
    for value in series:
        step = model.step(value)
"""

from . import interruption  # noqa: F401 - first: from then on Ctrl-C ends the command with a line
from .build import ENGINES, PRESETS, build, load, run_many
from .core.anomaly import AnomalyLikelihood, log_scale, precision, raw_anomaly, recall
from .core.chances import Prediction
from .core.classifier import Classifier
from .core.encoders import (
    RDSE,
    Category,
    Coordinate,
    DateTime,
    Delta,
    Encoder,
    Fields,
    Geospatial,
    Log,
    Scalar,
)
from .core.explain import Why
from .core.model import Model
from .core.parameters import (
    ClassifierParameters,
    LikelihoodParameters,
    MemoryParameters,
    PoolerParameters,
)
from .core.records import Results, Step
from .core.rng import Random
from .core.sdr import SDR, capacity, false_match_probability, overlap_set_size
from .core.segments import Segment
from .core.spatial_pooler import SpatialPooler
from .core.temporal_memory import TemporalMemory
from .keep.history import History
from .keep.snapshot import SnapshotError, save

__version__ = "0.2.0"

__all__ = [
    "ENGINES",
    "PRESETS",
    "RDSE",
    "SDR",
    "AnomalyLikelihood",
    "Category",
    "Classifier",
    "ClassifierParameters",
    "Coordinate",
    "DateTime",
    "Delta",
    "Encoder",
    "Fields",
    "Geospatial",
    "History",
    "LikelihoodParameters",
    "Log",
    "MemoryParameters",
    "Model",
    "PoolerParameters",
    "Prediction",
    "Random",
    "Results",
    "Scalar",
    "Segment",
    "SnapshotError",
    "SpatialPooler",
    "Step",
    "TemporalMemory",
    "Why",
    "build",
    "capacity",
    "false_match_probability",
    "load",
    "log_scale",
    "overlap_set_size",
    "precision",
    "raw_anomaly",
    "recall",
    "run_many",
    "save",
]
