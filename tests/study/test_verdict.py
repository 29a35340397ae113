"""What is said in words is what the numbers are."""

from dataclasses import replace

import pytest

from htm_teacher.series import Series, sine
from htm_teacher.study import Run, report_on, run_series
from htm_teacher.study.anomalies import BY_ERROR, BY_LIKELIHOOD, Moment, rank_moments
from htm_teacher.study.scores import Errors
from htm_teacher.study.verdict import on_moments, verdict, written


@pytest.fixture(scope="module")
def run():
    return run_series(Series("wave", {"height": sine(120, period=12)}, season=12), "toy", seed=7)


@pytest.fixture
def said(run):
    def of(*errors, **changes):
        changes = ({"errors": [Errors(*errors, "")]} if errors else {}) | changes
        report = replace(report_on(run), **changes)
        return verdict(run, report.errors, report.phases, report.curve)

    return of


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ((1, 36, 0.5, 1.0, 2.0), "1 step ahead, HTM predicts better than the last value and the same time"),
        (
            (1, 36, 1.5, 1.0, 2.0),
            "better than the same time 12 steps ago, but not better than the last value: its",
        ),
        (
            (1, 36, 3.0, 1.0, 2.0),
            "worse than the last value and the same time 12 steps ago: its error is 3.00",
        ),
        (
            (5, 36, 56.0, 0.28, None),
            "5 steps ahead, HTM predicts worse than the last value: its error is 200 times",
        ),
        ((1, 36, 1.0, 1.0, None), "no better than the last value: its error equals that of the last value."),
        (
            (1, 36, 0.0, 0.0, None),
            "no better than the last value: neither HTM nor the last value was ever wrong.",
        ),
        ((1, 36, 0.0, 1.0, None), "better than the last value: it was never wrong."),
        (
            (1, 36, 0.25, 1.0, 0.0),
            "the same time 12 steps ago was never wrong, and the error of HTM is 0.25.",
        ),
    ],
)
def test_who_predicted_best(said, errors, words):
    assert words in said(*errors)[0]


@pytest.mark.parametrize(
    ("errors", "words"),
    [
        ((1, 36, 0.9951, 1.0, None), "HTM predicts no better than the last value: its error differs from"),
        ((1, 36, 1.0049, 1.0, None), "that of the last value by less than 1 %."),
        ((1, 36, 0.998, 1.0, 2.0), "better than the same time 12 steps ago, but not better than the last"),
        ((1, 36, 0.99, 1.0, None), "better than the last value: its error is 0.99 times"),
    ],
)
def test_an_error_that_is_written_as_once_the_other_is_not_better(said, errors, words):
    assert words in said(*errors)[0]


@pytest.mark.parametrize(
    ("model", "words"),
    [
        (
            2.4,
            "better than two of the three naive predictors, but not better than the best: its error is"
            " 2.00 times that of the last value plus the change a week ago.",
        ),
        (0.6, "better than all three naive predictors: its error is 0.50 times that of the last value plus"),
        (9.0, "worse than all three naive predictors: its error is 7.50 times"),
        (1.2, "two of the three naive predictors, but not better than the best: its error equals that of"),
    ],
)
def test_the_best_of_several_naive_predictors_is_named(said, model, words):
    others = {"the last value plus the change a week ago": 1.2, "no prediction": None}
    found = Errors(1, 36, model, 7.0, 6.0, "", others)
    assert words in said(errors=[found])[0]


def test_small_numbers_are_written_in_letters():
    assert [written(count) for count in (1, 6, 7)] == ["one", "six", "7"]


def test_with_few_test_steps_an_error_may_be_small_by_chance(said):
    chance = "Only {} can be compared: that may be chance."
    assert said(1, 29, 0.5, 1.0, None)[0].endswith(chance.format("29 test steps"))
    assert said(1, 1, 0.5, 1.0, None)[0].endswith(chance.format("1 test step"))
    assert "chance" not in said(1, 30, 0.5, 1.0, None)[0]


def test_where_both_naive_predictors_are_one_it_is_said(said):
    assert said(12, 36, 1.0, 2.0, 2.0)[1] == (
        "12 steps ahead, the last value and the same time 12 steps ago are the same by definition."
    )


def test_a_fall_of_recall_is_explained(run, said):
    report = report_on(run)
    trained, tested = report.phases
    fallen = [trained, replace(tested, recall=(report.curve[6].recall or 0) - 0.2)]
    assert "neither the pooler nor the memory learns during the test" in " ".join(said(phases=fallen))
    level = [trained, replace(tested, recall=report.curve[6].recall)]
    assert not any("neither the pooler" in one for one in said(phases=level))


def test_where_next_to_nothing_was_learned_it_is_said_and_what_to_try(run, said):
    trained, tested = report_on(run).phases
    assert said(phases=[trained, replace(tested, recall=0.09)])[-1] == (
        "With a recall of 0.09 in the test, next to nothing was learned that applies there; try more rows,"
        " or, if the level drifts, let HTM read its changes: add them to the data as a column, and choose"
        " that with --value; predictions and errors are then those of changes."
    )
    assert not any("next to nothing" in one for one in said(phases=[trained, replace(tested, recall=0.1)]))
    several = Run(**{**vars(run), "series": Series("s", {"a": [1.0], "b": [1.0]})})
    report = report_on(run)
    phases = [trained, replace(tested, recall=0.0)]
    assert "fewer columns (--value)" in verdict(several, [], phases, report.curve)[-1]


def test_a_small_error_without_recall_is_not_the_memorys(run, said):
    trained, tested = report_on(run).phases
    phases, better = [trained, replace(tested, recall=0.0)], (1, 36, 0.5, 1.0, 2.0)
    assert said(*better, phases=phases)[0].endswith(
        " 0.50 times that of the last value. The memory adds little to that: its recall is 0.00."
    )
    assert not any(
        "adds little" in one for one in said(*better, phases=[trained, replace(tested, recall=0.1)])
    )
    assert not any("adds little" in one for one in said(1, 36, 3.0, 1.0, 2.0, phases=phases))


def test_no_advice_on_recall_where_the_training_rows_hold_no_value(run):
    report = report_on(run)
    trained, tested = report.phases
    phases = [trained, replace(tested, recall=0.0)]
    empty = Run(**{**vars(run), "series": Series("s", {"v": [None] * 84 + [1.0, 2.0] * 18})})
    assert verdict(empty, [], phases, report.curve) == []
    one = Run(**{**vars(run), "series": Series("s", {"v": [None] * 83 + [1.0, 2.0] * 18 + [1.0]})})
    assert "next to nothing" in verdict(one, [], phases, report.curve)[-1]


def test_no_comparison_no_verdict(said):
    assert said(1, 0, None, None, None) == []


def test_moments_are_called_alarms_only_where_they_are(run):
    ranking = rank_moments(run)
    assert ranking.ranked_by == BY_ERROR
    assert "so that none of these is an alarm" in on_moments(ranking)
    moments = [Moment(row, None, 0.0) for row in run.rows[-2:]]
    ranking = ranking._replace(ranked_by=BY_LIKELIHOOD, moments=moments)
    assert "None of these moments reaches that" in on_moments(ranking)
    moments = [replace(one, row=replace(one.row, likelihood=0.99995)) for one in ranking.moments]
    assert on_moments(ranking._replace(moments=moments)).endswith(
        f"{len(moments)} of these {len(moments)} moments reach that."
    )
