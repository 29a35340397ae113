"""Rivals learn from the training rows alone, and predict from what is known by then."""

from dataclasses import replace

import numpy as np
import pytest

from htm_teacher.series import Series, noise, sine
from htm_teacher.study import prepare, run_series
from htm_teacher.study.rivals import LAGS, RIVALS, Follower, on_lags, rivals
from htm_teacher.study.scores import errors


class Witness:
    """A method that remembers what it was shown, and predicts the first lag."""

    def fit(self, lags, target):
        self.lags, self.target = lags, target
        return self

    def predict(self, lags):
        self.asked = lags
        return lags[:, 0]


def test_lags_are_the_last_values_and_those_of_a_season_before():
    series = Series("s", {"v": [float(step) for step in range(100)]}, season=20)
    run, seen = prepare(series, "toy", horizons=[5]), Witness()
    told = on_lags(run, np.arange(100.0), lambda rows: seen)
    backs = [*range(LAGS), 15, 20]  # 15 steps before now is 20 before the target
    assert seen.lags.tolist() == [[step - back for back in backs] for step in range(20, 65)]
    assert seen.target.tolist() == list(range(25, 70)), "the training rows, and no other"
    assert seen.asked[:, 0].tolist() == list(range(65, 100))
    assert told[64] == {}
    assert [told[step][5] for step in (65, 99)] == [65.0, 99.0]


def test_a_missing_value_is_neither_learned_nor_asked_about():
    values = np.arange(100.0)
    values[[30, 80]] = np.nan
    run = prepare(Series("s", {"v": list(map(float, range(100)))}), "toy", horizons=[1], season=2)
    seen = Witness()
    told = on_lags(run, values, lambda rows: seen)
    assert np.isfinite(seen.lags).all()
    assert [step for step in range(69, 100) if not told[step]] == list(range(80, 80 + LAGS))


def test_level_trend_and_season_follow_the_values():
    rates = {"smoothing_level": 0.5, "smoothing_trend": 0.5, "initial_level": 10.0, "initial_trend": 1.0}
    plain = Follower(rates, 0)
    plain.step(13.0)  # 11 was predicted
    assert (plain.level, plain.trend) == (12.0, 1.5)
    assert plain.predict(3) == 16.5
    seasonal = Follower(rates | {"smoothing_seasonal": 0.25, "initial_seasons": [4.0, -4.0]}, 2)
    seasonal.step(float("nan"))
    assert (seasonal.level, seasonal.trend, seasonal.seasons) == (11.0, 1.0, [4.0, -4.0])
    seasonal.step(12.0)  # 8 was predicted
    assert (seasonal.level, seasonal.trend, seasonal.seasons) == (14.0, 2.0, [4.0, -3.0])
    assert [seasonal.predict(1), seasonal.predict(2)] == [20.0, 15.0]


def test_they_predict_a_noisy_wave_better_than_its_last_value():
    pytest.importorskip("sklearn")
    pytest.importorskip("statsmodels")
    values = [a + b + 5 for a, b in zip(sine(240, period=12), noise(240, 0.1), strict=True)]
    run = run_series(Series("wave", {"height": values}, season=12), "toy")
    told = rivals(run)
    assert tuple(told) == RIVALS
    found = errors(run, 1, told)
    assert all(found.beside[name] < found.last for name in RIVALS)
    assert found.steps == 72
    texts = replace(run, series=Series("s", {"v": list("ABCD" * 60)}))
    assert rivals(texts) == {}


def test_holt_winters_follows_as_statsmodels_does():
    holtwinters = pytest.importorskip("statsmodels.tsa.holtwinters")
    values = np.array(sine(60, period=4)) + np.array(noise(60, 0.1)) + 0.1 * np.arange(60)
    kind = {"trend": "add", "seasonal": "add", "seasonal_periods": 4, "initialization_method": "heuristic"}
    fitted = holtwinters.ExponentialSmoothing(values, **kind).fit()
    follow, said = Follower(fitted.params, 4), []
    for value in values:
        said.append(follow.predict(1))
        follow.step(value)
    assert said == pytest.approx(fitted.fittedvalues.tolist(), abs=1e-12)
