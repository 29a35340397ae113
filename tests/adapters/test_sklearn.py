"""HTMDetector for scikit-learn: its checks, its direction, and that a replay changes nothing."""

import pickle

import numpy as np
import pytest

pytest.importorskip("sklearn")
from sklearn.model_selection import TimeSeriesSplit, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.utils.estimator_checks import check_estimator

from htm_teacher.adapters.sklearn import EXPECTED_FAILED_CHECKS, HTMDetector

PERIOD = 8


def small(**choices):
    """A detector that needs no compiler."""
    return HTMDetector(preset="toy", engine="textbook", **choices)


def table(rows):
    """A wave, in a single column."""
    return np.sin(np.arange(rows) * 2 * np.pi / PERIOD).reshape(-1, 1)


def state(detector):
    return repr(detector.model_.state())  # NaN does not equal itself


@pytest.fixture(scope="module")
def learned():
    return small(contamination=0.25).fit(table(400))


@pytest.fixture
def spiked():
    found = table(80)
    found[40] = 5.0
    return found


@pytest.mark.slow
def test_scikit_learns_checks_pass_except_those_that_contradict_sequences():
    results = check_estimator(
        small(),
        expected_failed_checks=EXPECTED_FAILED_CHECKS,
        on_skip=None,
        on_fail=None,
    )
    status = {one["check_name"]: one["status"] for one in results}
    unexpected = {name: one for name, one in status.items() if one not in ("passed", "xfail", "skipped")}
    assert not unexpected
    assert {name for name, one in status.items() if one == "xfail"} == set(EXPECTED_FAILED_CHECKS)
    assert {name for name, one in status.items() if one == "skipped"} <= {"check_array_api_input"}


def test_low_scores_are_anomalous(learned, spiked):
    scores = learned.score_samples(spiked)
    assert -1 <= scores.min() < -0.5 < np.median(scores) <= scores.max() <= 0
    assert set(np.flatnonzero(scores < -0.5)) <= {40, 41}  # nothing had ever followed the spike
    assert learned.predict(spiked)[40] == -1
    assert learned.decision_function(spiked)[40] < 0 <= learned.decision_function(spiked)[30]


def test_the_offset_is_the_percentile_of_the_training_scores(learned):
    assert (learned.training_scores_ == learned.score_samples(table(400))).all()
    assert learned.offset_ == np.percentile(learned.training_scores_, 25)


def test_in_noise_as_many_rows_are_outliers_as_are_asked_for():
    noise = np.random.default_rng(0).normal(size=(100, 2))
    assert np.count_nonzero(small(contamination=0.1).fit_predict(noise) == -1) == 10


def test_scoring_starts_a_new_sequence_and_changes_nothing(learned, spiked):
    before = state(learned)
    first = learned.score_samples(spiked)
    assert first[0] == 0
    assert (learned.score_samples(spiked) == first).all()
    assert (learned.score_samples(spiked[:50]) == first[:50]).all()
    assert state(learned) == before


def test_partial_fit_goes_on_where_the_last_rows_ended():
    parts, whole = small(), small()
    parts.partial_fit(table(200)[:120]).partial_fit(table(200)[120:])
    whole.fit(table(200)[:120])  # the first rows decide the resolution
    whole.model_.run([{"0": value} for value in table(200)[120:, 0]])
    assert state(parts) == state(whole)
    assert len(parts.training_scores_) == 200


def test_fit_forgets(learned):
    again = small(contamination=0.25).fit(table(60) * 3).fit(table(400))
    assert state(again) == state(learned)
    assert len(again.training_scores_) == 400


def test_it_works_in_a_pipeline_and_in_time_order(spiked):
    pipeline = make_pipeline(StandardScaler(), small()).fit(table(200))
    assert pipeline.predict(spiked)[40] == -1
    folds = cross_val_score(small(), table(120), cv=TimeSeriesSplit(2), scoring=lambda one, rows: one.offset_)
    assert len(folds) == 2


def test_a_missing_value_has_no_bits_and_infinity_is_refused(learned):
    rows = table(20)
    rows[3, 0] = np.nan
    assert np.isfinite(learned.score_samples(rows)).all()
    rows[3, 0] = np.inf
    with pytest.raises(ValueError, match="infinity"):
        learned.score_samples(rows)


@pytest.mark.parametrize("wrong", [-0.1, 0, 0.6, "auto"])
def test_a_contamination_out_of_range_is_refused(wrong):
    with pytest.raises(ValueError, match="contamination"):
        small(contamination=wrong).fit(table(10))


def test_a_pickle_scores_alike(learned, spiked):
    again = pickle.loads(pickle.dumps(learned))
    assert (again.score_samples(spiked) == learned.score_samples(spiked)).all()
