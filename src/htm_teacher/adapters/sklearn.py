"""A detector of outliers for scikit-learn. Its scores are low where a row is anomalous, as there.

Rows are a sequence: their order counts. Do not shuffle them, and split them with ``TimeSeriesSplit``.
"""

from collections.abc import Mapping
from typing import Any, Self

import numpy as np

from ..core.checks import check_number
from ..extras import install
from .replay import as_rows, surprise
from .rows import machine

try:
    from sklearn.base import BaseEstimator, OutlierMixin
    from sklearn.utils.validation import check_is_fitted, validate_data
except ImportError as error:
    raise ImportError(f"this adapter needs scikit-learn 1.6 or newer: {install('sklearn')}") from error

_ORDER = "the order of the rows counts: each row is judged after those before it"

EXPECTED_FAILED_CHECKS = {
    "check_methods_sample_order_invariance": _ORDER,
    "check_methods_subset_invariance": _ORDER,
}
"""For ``sklearn.utils.estimator_checks``: what contradicts sequences."""


class HTMDetector(OutlierMixin, BaseEstimator):
    """Finds rows that surprise a machine which has learned the rows of the training.

    Scores are low where a row is anomalous: ``score_samples`` is in [-1, 0], and at most -0.9 if nothing of a
    row was predicted. It starts a new sequence and learns nothing, so the same rows always get the same
    scores. The first row has no row before it, and its score is 0. A missing value (NaN) has no bits.

    Args:
        contamination: the part of the training rows to call outliers, above 0 and at most 0.5.
        preset, seed, engine: as for ``htm_teacher.build``.
        changes: other parameters of ``htm_teacher.build`` by name.

    Attributes:
        model_: the machine.
        offset_: the percentile of the training scores below which a row is an outlier.
        training_scores_: the scores of all rows learned so far, each after the call that learned it.
        n_features_in_: how many columns the rows have.
    """

    def __init__(
        self,
        contamination: float = 0.1,
        preset: str = "classroom",
        seed: int = 42,
        engine: str = "auto",
        changes: Mapping[str, Any] | None = None,
    ) -> None:
        self.contamination = contamination
        self.preset = preset
        self.seed = seed
        self.engine = engine
        self.changes = changes

    def fit(self, X: Any, y: None = None) -> Self:  # noqa: N803 - scikit-learn's name
        """Learn these rows, and nothing from before.

        Raises:
            ValueError: if the rows are not a table of numbers, or a parameter is out of range.
        """
        return self._learn(X, new=True)

    def partial_fit(self, X: Any, y: None = None) -> Self:  # noqa: N803
        """Learn these rows as well, as those that follow the last rows learned.

        The first rows decide the resolution of each column.
        """
        return self._learn(X, new=not hasattr(self, "model_"))

    def score_samples(self, X: Any) -> Any:  # noqa: N803
        """The score of each row, in [-1, 0]: low is anomalous."""
        check_is_fitted(self)
        return self._scores(self._rows(X, reset=False))

    def decision_function(self, X: Any) -> Any:  # noqa: N803
        """``score_samples - offset_``: below 0 is an outlier."""
        return self.score_samples(X) - self.offset_

    def predict(self, X: Any) -> Any:  # noqa: N803
        """-1 for an outlier, 1 for any other row."""
        return np.where(self.decision_function(X) < 0, -1, 1)

    def _learn(self, table: Any, new: bool) -> Self:
        share = check_number(self.contamination, "contamination", 0, 0.5)
        if not share:
            raise ValueError("contamination is 0: it must be above 0, and at most 0.5")
        rows = self._rows(table, reset=new)
        if new:
            self.model_ = machine(rows, self.preset, self.seed, self.engine, self.changes or {})
            self.training_scores_ = np.empty(0)
        self.model_.run(rows)
        self.training_scores_ = np.append(self.training_scores_, self._scores(rows))
        self.offset_ = np.percentile(self.training_scores_, 100 * share)
        return self

    def _rows(self, table: Any, reset: bool) -> list[dict[str, float]]:
        choices = {"dtype": np.float64, "ensure_all_finite": "allow-nan"}
        return as_rows(validate_data(self, table, reset=reset, **choices))

    def _scores(self, rows: list[dict[str, float]]) -> Any:
        return 0.0 - np.array(surprise(self.model_, rows))

    def __sklearn_tags__(self) -> Any:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        return tags
