"""The adapters for River: its checks, their direction, and that scoring changes nothing."""

import math
import random
from datetime import date
from itertools import islice

import pytest

river = pytest.importorskip("river")
from river import anomaly, checks, compose, datasets, evaluate, metrics, preprocessing

from htm_teacher.adapters.river import HTMAnomalyDetector, HTMForecaster
from htm_teacher.core.anomaly import log_scale
from htm_teacher.series import Series
from htm_teacher.study import run_series

SMALL = {"preset": "toy", "engine": "textbook"}  # needs no compiler
WARM_UP = 100


class CreditCards:
    """In place of River's CreditCard, which is downloaded: as many features, fewer rows, a few frauds."""

    rows = 300

    def take(self, count):
        return islice(iter(self), count)

    def __iter__(self):
        draw = random.Random(1)
        for row in range(self.rows):
            fraud = int(row in (90, 105, 250))
            x = {"Time": float(row), **{f"V{i}": draw.gauss(0, 1) + 8 * fraud for i in range(1, 29)}}
            yield x | {"Amount": draw.expovariate(0.01)}, fraud


def wave(rows):
    return [{"flow": math.sin(row * math.pi / 4)} for row in range(rows)]


def state(model):
    return repr(model.model.state())  # NaN does not equal itself


def detector(**choices):
    return HTMAnomalyDetector(**{"warm_up": WARM_UP} | SMALL | choices)


@pytest.fixture
def learned():
    found = detector()
    for row in wave(300):
        found.learn_one(row)
    return found


def checked(model, monkeypatch):
    monkeypatch.setattr(datasets, "CreditCard", CreditCards)
    skipped = model._unit_test_skips()
    return [check for check in checks.yield_checks(model) if check.__name__ not in skipped]


@pytest.mark.slow
@pytest.mark.parametrize("kind", [HTMAnomalyDetector, HTMForecaster])
def test_rivers_checks_pass(kind, monkeypatch):
    model = kind(**next(iter(kind._unit_test_params())))
    assert not model._unit_test_skips()
    names = []
    for check in checked(model, monkeypatch):
        check(model.clone())
        names.append(check.__name__)
    assert "check_learn_one" in names
    assert ("check_roc_auc" in names) == (kind is HTMAnomalyDetector)


def test_high_scores_are_anomalous(learned):
    assert learned.score_one(wave(301)[300]) == 0
    scores = []
    for row in [{"flow": 5.0}] * 10:
        scores.append(learned.score_one(row))
        learned.learn_one(row)
    assert 0.3 < max(scores) <= 1


def test_scoring_changes_nothing_and_says_what_learning_finds(learned):
    row = {"flow": 5.0}
    before = state(learned)
    score = learned.score_one(row)
    assert learned.score_one(row) == score > 0
    assert state(learned) == before
    assert log_scale(learned.model.step(row).likelihood) == score


@pytest.mark.parametrize("warm_up", [10, 30, 99])
def test_with_a_short_warm_up_it_warms_up_until_a_score_is_possible(warm_up):
    found = detector(warm_up=warm_up)
    for row in range(100):
        assert found.warming_up
        found.learn_one({"flow": row % 8})
    assert not found.warming_up
    assert found.score_one({"flow": 300}) > 0.2


def test_while_warming_up_scores_are_0():
    found = detector()
    for row in wave(WARM_UP):
        assert found.warming_up
        assert found.score_one({"flow": 99.0}) == 0.0
        found.learn_one(row)
    assert not found.warming_up
    assert found.model.steps == WARM_UP


def test_features_have_any_order_and_may_be_missing():
    one, other = detector(), detector()
    for row, x in enumerate(wave(200)):
        both = {"flow": x["flow"], "level": row % 4, "day": "Monday" if row % 2 else None}
        one.learn_one(both)
        other.learn_one({name: both[name] for name in sorted(both) if both[name] is not None})
    assert state(one) == state(other)
    assert one.score_one({}) == 0.0
    assert one.score_one({"gone": None}) == 0.0


def test_a_number_that_appears_late_is_used_once_enough_of_it_has_come(learned):
    for row in range(WARM_UP):
        assert "late" not in learned.model.encoder.resolutions
        learned.learn_one({"flow": 0.0, "late": row * 1.3})
    assert learned.model.encoder.resolutions["late"] == pytest.approx(0.99)


@pytest.mark.parametrize("wrong", [math.inf, [1], object()])
def test_what_is_no_value_is_refused_and_changes_nothing(learned, wrong):
    before = state(learned)
    with pytest.raises(ValueError, match="a finite number is needed"):
        learned.learn_one({"flow": wrong})
    assert state(learned) == before


def test_it_works_in_a_pipeline_that_river_evaluates():
    stream = [*((row, False) for row in wave(250)), ({"flow": 9.0}, True)]
    model = compose.Pipeline(preprocessing.MinMaxScaler(), detector())
    fine = metrics.ROCAUC(n_thresholds=1001)  # River's ten are 0, 1/9, ...: the first score is below 1/9
    assert evaluate.progressive_val_score(stream, model, fine).get() == pytest.approx(1)


@pytest.mark.skipif(river.__version__ != "0.26.1", reason="docs/river.md speaks of this version")
def test_a_threshold_filter_without_protection_never_trains():
    model = anomaly.ThresholdFilter(detector(), threshold=0.4, protect_anomaly_detector=False)
    for row in wave(WARM_UP):
        model.learn_one(row)
    assert model.anomaly_detector.warming_up


def test_a_quantile_filter_learns_every_row_only_without_protection():
    filters = {
        protect: anomaly.QuantileFilter(detector(), q=0.9, protect_anomaly_detector=protect)
        for protect in (False, True)
    }
    rows = wave(300)
    rows[250:255] = [{"flow": 9.0}] * 5
    for row in rows:
        for one in filters.values():
            one.learn_one(row)
    assert filters[False].anomaly_detector.model.steps == 300
    assert filters[True].anomaly_detector.model.steps < 300


# The forecaster.


def saw(rows):
    return [float(row % 8) for row in range(rows)]


def forecaster(**choices):
    return HTMForecaster(**{"warm_up": 200, "horizon": 3} | SMALL | choices)


def test_a_forecast_is_what_a_run_predicts():
    model = forecaster()
    for value in saw(205):
        model.learn_one(value)
    run = run_series(Series("y", {"y": saw(200)}), horizons=(1, 2, 3), train=1.0, **SMALL)
    assert model.model.steps == 205
    for value in saw(205)[200:]:
        step = run.history.step(value)
    assert model.forecast(3) == [step.prediction[ahead].median for ahead in (1, 2, 3)]
    assert model.forecast(2) == pytest.approx([5.0, 6.0], abs=0.5)


def test_during_the_warm_up_a_forecast_is_the_last_value():
    model = forecaster()
    assert model.forecast(2) == [0.0, 0.0]
    model.learn_one(7.0)
    model.learn_one(None)
    assert model.warming_up
    assert model.forecast(2, xs=[{}, {}]) == [7.0, 7.0]


def test_more_steps_than_it_learned_are_refused():
    with pytest.raises(ValueError, match=r"4 steps ahead: it learned 3; use HTMForecaster\(horizon=4\)"):
        forecaster().forecast(4)


def test_features_and_times_are_learned_beside_the_series():
    model = forecaster(warm_up=60)
    for row, value in enumerate(saw(70)):
        x = {"day": date.fromordinal(738_000 + row), "shop": "ab"[row % 2], "price": row % 4}
        model.learn_one(value, x | ({"new": 1.0} if row > 65 else {}))
    assert {"y", "x.price", "x.shop"} <= set(model.model.encoder.encoders)
    assert model.model.steps == 70
    model.learn_one(1.0, {})  # everything is missing
    model.learn_one(1.0)
    assert len(model.forecast(3)) == 3


def test_river_evaluates_it():
    stream = [({}, value) for value in saw(260)]
    *_, last = evaluate.iter_evaluate(stream, forecaster(), metrics.MAE(), horizon=3)
    *_, made, metric = last
    assert len(made) == len(metric.metrics) == 3
