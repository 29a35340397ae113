"""The report as tables: everything fits, and decimals are alike."""

import io
from dataclasses import replace

import pytest
from rich.console import Console

from htm_teacher.cli.report_tables import show
from htm_teacher.series import Series, sine
from htm_teacher.study import report_on, run_series
from htm_teacher.study.scores import Errors


@pytest.fixture(scope="module")
def run():
    return run_series(Series("wave", {"height": sine(120, period=12)}, season=12), "toy", seed=7)


def printed(run):
    console = Console(width=80, file=io.StringIO())
    for part in show(run, report_on(run)):
        console.print(part)
    return console.file.getvalue()


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
    assert "3.31" in text
    assert "15.20" in text
    assert "0.0280" in text
    assert "1.0000" in text
