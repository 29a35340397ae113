"""An anomaly detector and a forecaster for River. Scores are high where a row is anomalous, as River has it.

What a machine stores, and what each number means, is in docs/river.md.

In reading order: features, then river_detector and river_forecaster.
"""

from ...extras import install

try:
    import river as _river  # noqa: F401 - whether it is installed
except ImportError as error:
    raise ImportError(f"this adapter needs River: {install('river')}") from error

from .river_detector import HTMAnomalyDetector
from .river_forecaster import HTMForecaster

__all__ = ["HTMAnomalyDetector", "HTMForecaster"]
