"""What the command says of the next steps, and the picture of them."""

from datetime import datetime, timedelta

import pytest
from rich.console import Console

from htm_teacher.cli.cells import named
from htm_teacher.cli.next_steps import coming, rounded, sentences, stretches, write_next
from htm_teacher.series import Series, sine
from htm_teacher.study import prepare, run_series
from htm_teacher.study.forecast import Forecast, Held, Next, forecast_after

START, HOUR = datetime(2024, 1, 1), timedelta(hours=1)


def step(ahead, **changes):
    known = {
        "step": 99 + ahead,
        "time": START + ahead * HOUR,
        "ahead": ahead,
        "horizon": 1 if ahead == 1 else 8,
        "value": 1000.0 + ahead,
        "probability": None,
        "half": (1000.0, 1010.0),
        "most": (990.0, 1020.0),
        "error": 2.0,
        "naive": "the last value",
        "naive_error": 3.0,
        "naive_value": 1001.0,
    }
    return Next(**known | changes)


STEPS = [step(1), *(step(ahead, naive_error=1.0) for ahead in (2, 3, 5)), *map(step, (6, 7, 8))]
FORECAST = Forecast(STEPS, [Held(1, 210, 0.5, 0.934, 30.04)])


@pytest.fixture(scope="module")
def run():
    times = [START + HOUR * step for step in range(80)]
    series = Series("tide", {"height": [*sine(80, period=12)]}, times, unit="m")
    return run_series(series, "toy", horizons=[1, 12])


def said(run, forecast):
    console = Console(width=80, color_system=None)
    with console.capture() as captured:
        for part in coming(run, forecast):
            console.print(part)
    return [line.rstrip() for line in captured.get().splitlines()]


def test_a_few_steps_are_shown_with_marks_where_they_are_no_better(run):
    _, title, head, _, *lines = said(run, FORECAST)
    assert title == "What comes next, m"
    assert " ".join(head.split()) == "ahead when median 50 % interval 90 % interval"
    assert [line.split()[0] for line in lines[:4]] == ["1", "3", "8", "-"]
    assert " ".join(lines[0].split()) == "1 Mon 1 Jan 2024 01:00 1,001.0 1,000.0 to 1,010.0 990.0 to 1,020.0"
    assert lines[1].split()[6:8] == ["1,003.0", "*"]
    assert max(map(len, lines)) <= 80


def test_sentences_say_when_they_were_predicted_and_which_are_no_use():
    assert sentences(FORECAST) == [
        "Each of these steps was predicted 1 or 8 steps before it comes.",
        "1 step before, the 90 % interval held 93 % of 210 test values, and was 30.0 wide on average.",
        "Rows with *: in the test no better than the last value, 2 to 3 and 5 steps ahead."
        " For these, use that instead: naive_value in forecast.csv.",
    ]
    unknown = Forecast([step(1, naive_error=1.0, naive_value=None)], [])
    assert sentences(unknown)[-1].endswith("1 step ahead. For these, use that instead.")
    untested = Forecast([step(1, error=None)], [], "The last value is missing.")
    assert sentences(untested) == [
        "Each of these steps was predicted 1 step before it comes.",
        "How good these predictions are is not known: there was no test.",
        "The last value is missing.",
    ]
    partly = Forecast([step(1), *(step(ahead, error=None) for ahead in (7, 8))], [])
    assert sentences(partly) == [
        "Each of these steps was predicted 1 or 8 steps before it comes.",
        "How good those of 8 steps before are is not known: no test step has one.",
    ]
    assert sentences(Forecast([], [])) == ["Nothing was predicted beyond the last row."]
    assert sentences(Forecast([], [], "A reason.")) == ["A reason."]


def test_all_of_a_few_steps_are_shown_and_of_many_some_half_as_far(run):
    for count, shown in ((5, [1, 2, 3, 4, 5]), (48, [1, 3, 6, 12, 24, 48])):
        lines = said(run, Forecast([*map(step, range(1, count + 1))], []))[4:]
        assert [int(line.split()[0]) for line in lines if line[:1] != "-"] == shown


def test_texts_have_a_probability_and_without_times_there_is_no_when(run):
    text = step(1, value="ebb", probability=0.75, half=None, most=None, time=None)
    _, title, head, _, line, *_ = said(run, Forecast([text], []))
    assert title == "What comes next"
    assert head.split() == ["ahead", "most", "probable", "probability"]
    assert line.split() == ["1", "ebb", "0.75"]


def test_numbers_show_as_much_as_their_intervals_tell():
    assert rounded(31234.56, 1050) == "31,235"
    assert rounded(1.23456, 0.5) == "1.235"
    assert rounded(31234.5, 0) == "31,234.5"
    assert rounded(1.23456e12, 1e9) == "1,234,560,000,000"
    assert rounded(1.23456e-12, 1e-13) == "1.23456e-12"
    assert stretches([2, 3, 4]) == "2 to 4 steps"


def test_an_interrupted_run_has_no_forecast():
    assert said(prepare(Series("s", {"v": [1.0, 2.0] * 9}), "toy"), FORECAST) == []


def test_table_and_picture_are_written(run, tmp_path):
    assert write_next(run, forecast_after(run), tmp_path) == ["forecast.csv", "forecast.png"]
    assert (tmp_path / "forecast.png").read_bytes()[1:4] == b"PNG"
    assert len((tmp_path / "forecast.csv").read_text().splitlines()) == 13


def test_it_is_said_how_often_the_most_probable_text_came_true():
    """The texts of the training turn: A was always followed by B, and in the test by A."""
    run = run_series(Series("s", {"v": [*"AB" * 40, *"A" * 10]}), "toy", train=0.8, horizons=[1])
    made = [run.record(place - 1).prediction[1] for place in range(72, 90)]
    right = sum(one.value == value for one, value in zip(made, run.series.values()[72:], strict=True))
    stated = sum(max(one.probabilities) for one in made) / 18
    assert 0 < right < 18
    expected = (
        f"- 1 step before, the most probable text came true in {100 * right / 18:.0f} % of 18 test values;"
    )
    assert f"{expected} its probability was {stated:.2f} on average." in " ".join(
        said(run, forecast_after(run))
    )


def test_there_is_no_picture_of_texts(tmp_path):
    run = run_series(Series("s", {"letter": list("ABCD" * 9)}), "toy", horizons=[1])
    assert write_next(run, forecast_after(run), tmp_path) == ["forecast.csv"]
    assert [one.name for one in tmp_path.iterdir()] == ["forecast.csv"]


@pytest.mark.parametrize(
    ("column", "unit", "says"),
    [
        ("power", "kW", "power (kW)"),
        ("power [kW]", "kW", "power [kW]"),
        ("power (kW)", "kW", "power (kW)"),
        ("power", "", "power"),
    ],
)
def test_an_axis_names_the_unit_once(column, unit, says):
    assert named(Series("s", {column: [1.0]}, unit=unit)) == says
