"""HTMDetector for PyOD: its direction, and the adapters of sktime and aeon that it opens."""

import numpy as np
import pytest

pytest.importorskip("pyod")
from sklearn.base import clone

from htm_teacher.adapters.pyod import HTMDetector
from htm_teacher.adapters.sklearn import HTMDetector as Opposite

SMALL = {"preset": "toy", "engine": "textbook"}  # needs no compiler


def wave(rows, spike=None):
    found = np.sin(np.arange(rows) * np.pi / 4).reshape(-1, 1)
    if spike is not None:
        found[spike] = 3.0
    return found


@pytest.fixture(scope="module")
def learned():
    return HTMDetector(**SMALL).fit(wave(400))


def test_high_scores_are_anomalous(learned):
    scores = learned.decision_function(wave(40, spike=20))
    assert 0 <= np.median(scores) < 0.5 < scores.max() <= 1
    assert set(np.flatnonzero(scores > 0.5)) <= {20, 21}  # nothing had ever followed the spike
    assert learned.predict(wave(40, spike=20))[[10, 20]].tolist() == [0, 1]


def test_the_training_scores_are_those_of_a_replay(learned):
    assert (learned.decision_scores_ == learned.decision_function(wave(400))).all()
    assert learned.threshold_ == np.percentile(learned.decision_scores_, 90)


def test_scores_are_those_of_scikit_learns_adapter_with_the_other_sign(learned):
    other = Opposite(**SMALL).fit(wave(400))
    rows = wave(40, spike=20)
    assert (learned.decision_function(rows) == -other.score_samples(rows)).all()


def test_a_clone_has_the_same_parameters():
    again = clone(HTMDetector(contamination=0.2, preset="toy", seed=7, changes={"sample_size": 5}))
    assert again.get_params()["seed"] == 7
    assert again.get_params()["contamination"] == 0.2


def test_another_number_of_columns_is_refused(learned):
    with pytest.raises(ValueError, match="X has 2 columns: 1 were learned"):
        learned.decision_function(np.zeros((5, 2)))


@pytest.mark.filterwarnings("default")
def test_sktime_takes_it():
    adapters = pytest.importorskip("sktime.detection.adapters._pyod")
    pandas = pytest.importorskip("pandas")
    detector = adapters.PyODDetector(HTMDetector(**SMALL)).fit(pandas.DataFrame(wave(400)))
    outliers = detector.estimator_.predict(wave(40, spike=20))
    assert outliers[20] == 1
    assert len(detector.predict(pandas.DataFrame(wave(40, spike=20)))) == outliers.sum()


@pytest.mark.filterwarnings("default")
def test_aeon_takes_it(learned):
    series = pytest.importorskip("aeon.anomaly_detection.series")
    detector = series.PyODAdapter(HTMDetector(**SMALL), window_size=1)
    detector.fit(wave(400), axis=0)
    scores = detector.predict(wave(40, spike=20), axis=0)
    assert (scores == learned.decision_function(wave(40, spike=20))).all()
