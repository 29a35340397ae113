"""The report as tables: everything fits, and decimals are alike."""

import io
import re
from dataclasses import replace
from math import inf

import pytest
from rich.console import Console

from htm_teacher.cli.report_tables import show
from htm_teacher.series import Series, sine
from htm_teacher.study import report_on, run_series
from htm_teacher.study.anomalies import BY_LIKELIHOOD
from htm_teacher.study.crps import Crps
from htm_teacher.study.scores import Errors


@pytest.fixture(scope="module")
def run():
    return run_series(Series("wave", {"height": sine(120, period=12)}, season=12), "toy", seed=7)


def printed(run):
    console = Console(width=80, file=io.StringIO())
    for part in show(run, report_on(run)):
        console.print(part)
    return console.file.getvalue()


def shown(run, report):
    """The report's words, without line breaks."""
    console = Console(width=80, file=io.StringIO())
    for part in show(run, report):
        console.print(part)
    return " ".join(console.file.getvalue().split())


def test_a_season_that_is_too_long_leaves_the_table_there():
    run = run_series(Series("wave", {"height": sine(120, period=12)}), "toy", season=100_000)
    text = printed(run)
    assert "same time 100,000 steps ago" in text
    assert "HTM predicts" in text
    assert max(map(len, text.splitlines())) <= 80


def test_decimals_are_alike_within_a_column(run):
    report = report_on(run)
    errors = [Errors(1, 36, 3.309, 0.028, None, "1 step"), Errors(5, 36, 15.2, 1.0, None, "5 steps")]
    console = Console(width=80, file=io.StringIO())
    for part in show(run, replace(report, errors=errors)):
        console.print(part)
    text = console.file.getvalue()
    assert re.search(r"^HTM +3\.3090 +15\.20$", text, re.MULTILINE)
    assert re.search(r"^last value +0\.0280 +1\.00$", text, re.MULTILINE)


def test_beneath_the_errors_stand_skill_and_scaled_error_and_what_they_are(run):
    others = {"the last value plus the change a week ago": 2.0}
    found = [
        Errors(1, 36, 3.0, 4.0, 5.0, "1 step", others, 6.0),
        Errors(5, 30, 3.0, 6.0, None, "5 steps", others, 6.0),
    ]
    text = shown(run, replace(report_on(run), errors=found))
    assert (
        "last value plus change a week ago 2.00 2.00 skill of HTM -0.50 -0.50 MASE of HTM 0.50 0.50" in text
    )
    assert "test steps 36 30" in text
    assert "CRPS" not in text
    scored = [replace(one, crps=Crps(0.5 * one.horizon, None)) for one in found]
    text = shown(run, replace(report_on(run), errors=scored))
    assert "a week ago 2.00 2.00 CRPS of HTM 0.500 2.50 CRPS of the best naive - - skill" in text
    assert "CRPS: the error of the whole distribution" in text
    assert "MASE: that error divided by 6.00, the error of the same time 12 steps ago on the training" in text
    text = shown(run, replace(report_on(run), errors=[replace(one, scale=0.0) for one in found]))
    assert "MASE" not in text  # where the season repeats exactly, nothing can be divided by its error


def test_many_horizons_are_several_tables(run):
    found = [Errors(ahead, 36, 3.0, 4.0, 5.0, f"{ahead} steps, {ahead} days") for ahead in range(11, 17)]
    console = Console(width=80, file=io.StringIO())
    for part in show(run, replace(report_on(run), errors=found)):
        console.print(part)
    text = console.file.getvalue()
    assert len(re.findall(r"^test steps", text, re.MULTILINE)) == 2
    assert max(map(len, text.splitlines())) <= 80


@pytest.mark.parametrize(
    ("scale", "said"),
    [
        (1.7e308, "1.7e+308"),
        (1e15, "1e+15"),
        (1e12, "1,000,000,000,000"),
        (623_032_000.4, "623,032,000"),
        (1e-5, "0.0000100"),
        (9e-6, "9e-06"),
        (5e-324, "4.94e-324"),
        (inf, "inf"),
    ],
)
def test_errors_of_any_size_fit_and_are_never_shown_as_nothing(run, scale, said):
    report = report_on(run)
    errors = [Errors(1, 36, scale, 0.0, None, "1 step"), Errors(5, 36, scale, 1.0, None, "5 steps")]
    console = Console(width=80, file=io.StringIO())
    for part in show(run, replace(report, errors=errors)):
        console.print(part)
    text = console.file.getvalue()
    assert said in text
    assert max(map(len, text.splitlines())) <= 80


def test_moments_before_the_likelihood_is_ready_have_their_error():
    values = sine(120, period=12)
    values[100] = 3.0
    text = printed(run_series(Series("wave", {"height": values}), "toy", seed=7))
    moments = text.partition("The most anomalous moments")[2]
    assert "By raw anomaly times the error of the prediction" in " ".join(moments.split())
    assert "likelihood   phase" not in moments


def test_the_report_begins_with_the_data_the_prediction_and_the_most_anomalous_moment(run):
    values = sine(120, period=12)
    values[100] = 3.0
    spiked = run_series(Series("wave", {"height": values}, unit="m"), "toy", seed=7)
    title, *summary = printed(spiked).splitlines()[:6]
    report = report_on(spiked)
    assert (title, summary[0]) == (
        "wave, height",
        "Data: 120 steps; the first 84 for training, 36 for testing.",
    )
    words = " ".join(" ".join(summary).split())
    assert (
        f"Prediction: {report.verdict[0]} Most anomalous moment: step 101, 0.5 m, with an anomaly of" in words
    )
    ranking = report.ranking._replace(ranked_by=BY_LIKELIHOOD)
    row = replace(ranking.moments[0].row, likelihood=0.99)
    ranking.moments[0] = replace(ranking.moments[0], row=row, when="Monday")
    words = shown(spiked, replace(report, ranking=ranking))
    assert "Most anomalous moment: Monday, step 101, 0.5 m, with a likelihood of 0.990000, no alarm." in words
    ranking.moments[0] = replace(ranking.moments[0], row=replace(row, likelihood=0.99995))
    assert ", with a likelihood of 0.999950. " in shown(spiked, replace(report, ranking=ranking))
    none = report.ranking._replace(moments=[], nothing="None stands out.")
    assert "Most anomalous moment: None stands out. " in shown(run, replace(report, ranking=none))


def test_labels_are_scored_below_the_moments():
    series = Series("wave", {"height": sine(120, period=12)})
    object.__setattr__(series, "labels", [step == 100 for step in range(120)])
    text = printed(run_series(series, "toy", seed=7))
    assert "1 labelled stretch, of 1 row in all" in text.partition("The labels")[2]


def test_a_run_without_a_test_and_a_run_without_learning_are_said_to_be_so():
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy", train=1)
    text = shown(run, report_on(run))
    assert "No test step has a prediction to compare: all rows are for training." in text
    assert "Whether it learned: the anomaly in each tenth" in text
    run = run_series(Series("s", {"v": [1.0, 2.0] * 20}), "toy")
    run.first = run.training
    assert "Whether it learned" not in shown(run, report_on(run))


def test_without_a_value_in_the_training_the_cause_is_said():
    series = Series("s", {"v": [None] * 40 + [1.0, 2.0] * 5, "w": [1.0, 2.0] * 25})
    text = " ".join(printed(run_series(series, "toy")).split())
    assert "No test step has a prediction to compare: the training rows hold no value." in text
