"""Rivals: usual methods of forecasting, fitted to the training rows, which predict the test rows like HTM.

Nearest neighbours and ridge regression, of scikit-learn, read the last values and those of a season before
now and before the target. Holt-Winters, of statsmodels, follows level, trend and season; its rates stay as
they were fitted.
"""

from collections.abc import Callable
from importlib.util import find_spec
from math import ceil, isnan, nan
from typing import Any

import numpy as np

from ..core.chances import Value
from .earned import Predictions
from .run import Run
from .season import days_and_weeks

LAGS, NEIGHBOURS = 12, 10
KNN, RIDGE, HOLT_WINTERS = RIVALS = ("nearest neighbours", "ridge regression", "Holt-Winters")


def missing_packages() -> list[str]:
    """Which packages the rivals need that are not installed."""
    return [name for name in ("sklearn", "statsmodels") if find_spec(name) is None]


def rivals(run: Run) -> dict[str, Predictions]:
    """{rival: its predictions, at each step}; none for texts.

    Raises:
        ImportError: if a package is missing.
    """
    values = run.series.values()
    if any(isinstance(value, str) for value in values):
        return {}
    from sklearn.linear_model import RidgeCV
    from sklearn.neighbors import KNeighborsRegressor

    numbers = np.array([nan if value is None else value for value in values], float)
    return {
        KNN: on_lags(run, numbers, lambda rows: KNeighborsRegressor(min(NEIGHBOURS, rows))),
        RIDGE: on_lags(run, numbers, lambda rows: RidgeCV(np.logspace(-3, 3, 7))),
        HOLT_WINTERS: holt_winters(run, numbers),
    }


def on_lags(run: Run, values: Any, method: Callable[[int], Any]) -> Predictions:
    """What a method of scikit-learn predicts for the test rows from lags.

    Args:
        run: whose horizons and seasons are taken.
        values: of all rows, NaN for a missing value.
        method: returns the unfitted method, for this number of training rows.
    """
    found: list[dict[int, Value]] = [{} for _ in values]
    seasons = {run.season, *days_and_weeks(run.series, run.training)} - {None}
    for horizon in run.horizons:
        back = {season * ceil(horizon / season) for season in seasons if season}
        back |= {lag - horizon for lag in back}
        lags = np.stack([_shifted(values, lag) for lag in sorted({*range(LAGS), *back})], axis=1)
        target, place = _shifted(values, -horizon), np.arange(len(values))
        known = np.isfinite(lags).all(axis=1)
        learned = known & np.isfinite(target) & (place + horizon < run.training)
        asked = known & (place + horizon >= run.training)
        if learned.any() and asked.any():
            fitted = method(int(learned.sum())).fit(lags[learned], target[learned])
            for step, said in zip(place[asked], fitted.predict(lags[asked]), strict=True):
                found[step][horizon] = float(said)
    return found


def holt_winters(run: Run, values: Any) -> Predictions:
    """What additive Holt-Winters predicts, in the training too; {} at each step if it cannot be fitted."""
    from statsmodels.tsa.holtwinters import ExponentialSmoothing

    season, known = run.season or 0, np.flatnonzero(np.isfinite(values[: run.training]))
    found: list[dict[int, Value]] = [{} for _ in values]
    if len(known) < 2 or run.training < 2 * max(season, 5) or season == 1:
        return found
    filled = np.interp(np.arange(run.training), known, values[known])
    kind = {"seasonal": "add", "seasonal_periods": season} if season else {}
    model = ExponentialSmoothing(filled, trend="add", initialization_method="heuristic", **kind)
    rates = model.fit().params
    follow = Follower(rates, season)
    for place, value in enumerate(values):
        follow.step(float(value))
        found[place] = {ahead: follow.predict(ahead) for ahead in run.horizons}
    return found


class Follower:
    """Level, trend and season, as they follow the values with fixed rates.

    Args:
        rates: the parameters that statsmodels fitted: the rates, and where to begin.
        season: in steps; 0 if there is none.
    """

    def __init__(self, rates: dict[str, Any], season: int) -> None:
        self.alpha, self.beta = float(rates["smoothing_level"]), float(rates["smoothing_trend"])
        self.level, self.trend = float(rates["initial_level"]), float(rates["initial_trend"])
        self.gamma = float(rates["smoothing_seasonal"]) if season else 0.0
        self.seasons = [float(one) for one in rates["initial_seasons"]] if season else [0.0]
        self.steps = 0

    def step(self, value: float) -> None:
        """Take the next value; NaN counts as if the predicted value had come."""
        place, before = self.steps % len(self.seasons), self.level + self.trend
        value = before + self.seasons[place] if isnan(value) else value
        level = self.alpha * (value - self.seasons[place]) + (1 - self.alpha) * before
        self.trend = self.beta * (level - self.level) + (1 - self.beta) * self.trend
        self.seasons[place] = self.gamma * (value - before) + (1 - self.gamma) * self.seasons[place]
        self.level, self.steps = level, self.steps + 1

    def predict(self, ahead: int) -> float:
        """The value so far ahead of the last one that was taken."""
        return self.level + ahead * self.trend + self.seasons[(self.steps + ahead - 1) % len(self.seasons)]


def _shifted(values: Any, back: int) -> Any:
    """At each step, the value of ``back`` steps before; NaN where there is none."""
    moved, count = np.full(len(values), nan), max(0, len(values) - abs(back))
    if back >= 0:
        moved[back:] = values[:count]
    else:
        moved[:count] = values[-back:]
    return moved
