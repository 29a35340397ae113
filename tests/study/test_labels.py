"""The list of moments and the alarms are scored against the labels of the data."""

import pytest

from htm_teacher.series import Series
from htm_teacher.study import Row, Run
from htm_teacher.study.anomalies import BY_ERROR, BY_LIKELIHOOD, Moment, Ranking
from htm_teacher.study.labels import DELAY, alarm_steps, on_labels, score_labels, stretches


def row(step, likelihood=0.5):
    return Row(step, "testing", 0.5, likelihood, 0.5, 0.5, 3, 6, {}, True)


def scored(labelled, listed, alarms=(), ranked_by=BY_LIKELIHOOD, looked_from=100, rows=400, labels=400):
    """The scores of a run of 400 rows."""
    series = Series("s", {"v": [0.0] * 400})
    if labelled is not None:
        object.__setattr__(series, "labels", [step in labelled for step in range(labels)])
    taken = [row(step, 0.99995 if step in alarms else 0.5) for step in range(rows)]
    run = Run(series, 280, [], None, (1,), None, "", {}, [], taken)
    moments = [Moment(row(step), None, 0.0) for step in listed]
    return score_labels(run, Ranking(moments, ranked_by, 20, looked_from))


def test_without_labels_nothing_is_scored():
    assert scored(None, [300]) is None


@pytest.mark.parametrize(
    ("labels", "found"),
    [("", []), ("....", []), ("x", [(0, 0)]), (".xx.x", [(1, 2), (4, 4)]), ("xx", [(0, 1)])],
)
def test_stretches_are_rows_that_follow_each_other(labels, found):
    assert stretches(label == "x" for label in labels) == found


def test_a_moment_meets_a_stretch_and_a_few_rows_after_it():
    window = set(range(300, 311))
    assert scored(window, [299]).right == 0
    assert (
        scored(window, [300]).right == scored(window, [310]).right == scored(window, [310 + DELAY]).right == 1
    )
    assert scored(window, [311 + DELAY]).right == 0


def test_stretches_met_by_the_list_and_by_alarms():
    found = scored({150, 300, 301, 302, 350}, [302, 340, 200], alarms=[150, 151, 305, 370, 375, 390, 395])
    assert (found.stretches, found.rows, found.earlier) == (3, 5, 0)
    assert (found.listed, found.right, found.met_by_list) == (3, 1, 1)
    assert (found.met_by_alarm, found.false_alarms) == (
        2,
        2,
    )  # 370 and 375 are one alarm, 390 and 395 another


def test_a_stretch_before_the_ranked_steps_is_not_scored():
    found = scored({50, 99, 100, 101}, [100])
    assert (found.stretches, found.rows, found.earlier) == (1, 2, 1)
    assert on_labels(found)[0] == ("1 labelled stretch before the steps that are ranked is not scored.")


def test_labels_end_where_an_interrupted_run_ends():
    assert scored({300, 390}, [300], rows=350).stretches == 1


def test_without_a_likelihood_there_are_no_alarms_to_score():
    found = scored({300}, [300], alarms=[300], ranked_by=BY_ERROR)
    assert (found.met_by_alarm, found.false_alarms) == (None, None)
    assert "no alarms to score" in on_labels(found)[1]


def test_what_the_scores_say():
    found = scored({300, 301, 350}, [302, 340], alarms=[303, 200])
    assert on_labels(found) == [
        "2 labelled stretches, of 3 rows in all: 1 met by the list; 1 of the 2 moments listed meets a label.",
        "1 of 2 met by an alarm; 1 alarm meets no label.",
        "A moment up to 10 steps after a stretch meets it, since the anomaly is averaged.",
    ]
    assert on_labels(scored(set(), [300])) == ["No row is labelled in the steps that are ranked."]


def test_an_alarm_is_more_surprise_than_usual():
    high = row(1, 1.0)
    calm = Row(2, "testing", 0.0, 1.0, 1.0, 1.0, 0, 6, {}, False)
    assert alarm_steps([high, calm]) == [1]
