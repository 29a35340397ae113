"""A detector for PyOD. Its scores are high where a row is anomalous, as PyOD has it.

PyOD opens the adapters of sktime (``PyODDetector``) and aeon (``PyODAdapter``). Rows are a sequence, as in
``sklearn``.
"""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from ..extras import install
from .replay import as_rows, surprise
from .rows import machine

try:
    from pyod.models.base import BaseDetector
    from sklearn.utils.validation import check_array, check_is_fitted
except ImportError as error:
    raise ImportError(f"this adapter needs PyOD: {install('pyod')}") from error


class HTMDetector(BaseDetector):
    """Finds rows that surprise a machine which has learned the rows of the training.

    Scores are high where a row is anomalous: they are in [0, 1], and at least 0.9 if nothing of a row was
    predicted. ``decision_function`` starts a new sequence and learns nothing, so the same rows always get the
    same scores. The first row has no row before it, and its score is 0.

    Args:
        contamination: the part of the training rows to call outliers, above 0 and at most 0.5.
        preset, seed, engine: as for ``htm_teacher.build``.
        changes: other parameters of ``htm_teacher.build`` by name.

    Attributes:
        model_: the machine.
        decision_scores_, threshold_, labels_: see ``BaseDetector``.
    """

    def __init__(
        self,
        contamination: float = 0.1,
        preset: str = "classroom",
        seed: int = 42,
        engine: str = "auto",
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(contamination=contamination)
        self.preset = preset
        self.seed = seed
        self.engine = engine
        self.changes = changes

    def fit(self, X: Any, y: Any = None) -> Self:  # noqa: N803 - PyOD's name
        """Learn these rows, and nothing from before.

        Raises:
            ValueError: if the rows are not a table of finite numbers, or a parameter is out of range.
        """
        table = check_array(X, dtype=np.float64)
        self._set_n_classes(y)
        self.n_features_in_ = table.shape[1]
        rows = as_rows(table)
        self.model_ = machine(rows, self.preset, self.seed, self.engine, self.changes or {})
        self.model_.run(rows)
        self.decision_scores_ = np.array(surprise(self.model_, rows))
        self._process_decision_scores()
        return self

    def decision_function(self, X: Any) -> Any:  # noqa: N803
        """The score of each row, in [0, 1]: high is anomalous."""
        check_is_fitted(self, ["model_", "decision_scores_", "threshold_", "labels_"])
        table = check_array(X, dtype=np.float64)
        if table.shape[1] != self.n_features_in_:
            raise ValueError(f"X has {table.shape[1]} columns: {self.n_features_in_} were learned")
        return np.array(surprise(self.model_, as_rows(table)))
