"""What repeating the columns would score, and which new ones were predicted, counted by hand."""

from types import SimpleNamespace

from htm_teacher.study.arrivals import Arrivals, arrivals


def run_of(*steps, training=1, keep=100):
    kept = [
        SimpleNamespace(
            active_columns=frozenset(active), predicted_columns=frozenset(predicted), anomaly=anomaly
        )
        for active, predicted, anomaly in steps
    ][-keep:]
    lacking = [None] * (len(steps) - len(kept))
    return SimpleNamespace(rows=list(steps), training=training, record=[*lacking, *kept].__getitem__)


STEPS = [
    ({9}, {}, 0.5),  # training
    ({1, 2}, {}, 0.5),  # 9 is gone; 1 and 2 are new, none predicted
    ({2, 3, 4, 5}, {2, 3, 6}, 0.5),  # 2 stayed; of 3, 4, 5 only 3 was predicted, and 6 did not come
]


def test_columns_that_stay_and_columns_that_are_new():
    assert arrivals(run_of(*STEPS)) == Arrivals((0 + 1 / 4) / 2, (0 + 1 / 2) / 2, 1 / 5, 1 / 2)


def test_only_test_steps_with_a_score_whose_records_are_kept_count():
    assert arrivals(run_of(*STEPS, training=2)) == Arrivals(1 / 4, 1 / 2, 1 / 3, 1 / 2)
    assert arrivals(run_of(*STEPS, keep=2)) == Arrivals(1 / 4, 1 / 2, 1 / 3, 1 / 2)
    unscored = [STEPS[0], (*STEPS[1][:2], None), STEPS[2]]
    assert arrivals(run_of(*unscored)) == Arrivals(1 / 4, 1 / 2, 1 / 3, 1 / 2)
    assert arrivals(run_of(*STEPS, training=3)) == Arrivals(None, None, None, None)


def test_where_nothing_is_new_there_is_nothing_to_predict():
    assert arrivals(run_of(({1}, {}, 0.5), ({1}, {1}, 0.0))) == Arrivals(1, 1, None, None)
    assert arrivals(run_of((set(), {}, None), ({1}, {}, 1.0))) == Arrivals(0, None, 0, None)
