"""A sweep: many machines, one for each setting, series and seed, on all cores or on a cluster.

In reading order: swept_values, code, cases, case_scores, result_file, sweeping, best_settings; then workers,
the only file that imports Dask, and search, the only file that imports Optuna.
"""

from .best_settings import Setting, best
from .cases import Case, cases
from .result_file import ResultFile
from .search import Found, search
from .sweeping import sweep
from .swept_values import Range, read_settings
from .workers import cluster

__all__ = [
    "Case",
    "Found",
    "Range",
    "ResultFile",
    "Setting",
    "best",
    "cases",
    "cluster",
    "read_settings",
    "search",
    "sweep",
]
