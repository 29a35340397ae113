"""The forecast is what was predicted, and says how such predictions did in the test."""

import csv
from datetime import datetime, timedelta

import pytest

from htm_teacher.core.chances import Prediction
from htm_teacher.series import Series, sine
from htm_teacher.study import prepare, run_series
from htm_teacher.study.forecast import Forecast, Held, forecast_after
from htm_teacher.study.forecast_table import HEADER, write_forecast
from htm_teacher.study.naive import last_value, same_time
from htm_teacher.study.scores import errors, naive_predictors

START, HOUR = datetime(2024, 1, 1), timedelta(hours=1)


def waves(values, **choices):
    times = [START + HOUR * step for step in range(len(values))]
    return run_series(Series("wave", {"height": list(values)}, times), "toy", **choices)


@pytest.fixture(scope="module")
def run():
    return waves(sine(80, period=12), horizons=[1, 4, 12], season=12)


def test_each_step_takes_the_prediction_of_the_shortest_horizon_that_reaches_it(run):
    found = forecast_after(run)
    assert [step.ahead for step in found.steps] == list(range(1, 13))
    assert [step.horizon for step in found.steps] == [1, 4, 4, 4, *[12] * 8]
    assert [step.step for step in found.steps] == list(range(80, 92))
    assert [step.time for step in found.steps] == [START + HOUR * step for step in range(80, 92)]
    for step in found.steps:
        made = run.history[step.step - step.horizon].prediction[step.horizon]
        assert (step.value, step.probability) == (made.median, None)
        assert (step.half, step.most) == (made.interval(0.5), made.interval(0.9))
    assert found.lacking == ""


def test_at_a_horizon_the_errors_are_those_of_the_report(run):
    for step in forecast_after(run).steps:
        if step.ahead == step.horizon:
            reported = errors(run, step.horizon)
            assert step.error == reported.model
            assert step.naive_error == min(reported.last, reported.season)


def test_between_horizons_the_naive_predictors_look_only_as_far_as_needed(run):
    values = run.series.values()
    step = forecast_after(run).steps[6]  # 7 ahead, predicted 12 steps before
    off = {
        name: sum(abs(naive(values, place, 7) - values[place]) for place in range(56, 80)) / 24
        for name, naive in {"the last value": last_value, "the same time 12 steps ago": same_time(12)}.items()
    }
    assert (step.naive, step.naive_error) == min(off.items(), key=lambda each: each[1])
    made = [run.rows[place - 12].prediction[12] for place in range(56, 80)]
    assert step.error == sum(abs(a - b) for a, b in zip(made, values[56:], strict=True)) / 24


def test_what_the_best_naive_predictor_says_is_told(run):
    values = [*run.series.values(), *[None] * 12]
    naive = {"the last value": last_value, "the same time 12 steps ago": same_time(12)}
    found = forecast_after(run).steps
    assert {step.naive for step in found} == set(naive)
    for step in found:
        assert step.naive_value == naive[step.naive](values, step.step, step.ahead) is not None


def test_where_rows_are_missing_the_naive_value_is_that_of_the_same_time():
    rows = [step for step in range(24 * 21) if step % 100]
    daily = Series(
        "s", {"v": [float(step % 24) ** 2 for step in rows]}, [START + HOUR * step for step in rows]
    )
    found = forecast_after(run_series(daily, "toy", horizons=[1, 30]))
    assert found.steps[0].naive == "the same time a day ago"
    for step in found.steps:
        assert step.naive_value == float(step.time.hour) ** 2
    uneven = [START + HOUR * step * step for step in range(60)]
    found = forecast_after(run_series(Series("s", {"v": sine(60, period=12)}, uneven), "toy", horizons=[1]))
    (step,) = found.steps
    assert (step.time, step.naive, step.naive_value) == (None, "the same time 12 steps ago", sine(60, 12)[48])


@pytest.mark.parametrize("ahead", [1, 30])
def test_predictors_are_those_of_the_run_though_later_rows_are_on_time(ahead):
    """A few rows are missing, so the day is about a day; with the rows of the forecast it would be a day."""
    rows = [step for step in range(504) if step % 84 != 83]
    times, values = [START + HOUR * step for step in rows], [float(step % 24) for step in rows]
    run = prepare(Series("s", {"v": values}, times), "toy", horizons=[ahead])
    later = [times[-1] + HOUR * step for step in range(1, ahead + 1)]
    found = naive_predictors(run, later)
    assert list(found) == list(naive_predictors(run))
    target = len(rows) - 1 + ahead
    said = found["season"]([*values, *[None] * ahead], target, ahead)
    assert (run.season_name, said) == ("about a day", float(later[-1].hour))


def test_it_is_no_better_from_an_equal_error_on(run):
    step = forecast_after(run).steps[0]
    for error, rival, poor in [(1.0, 1.0, True), (0.99, 1.0, False), (2.0, 1.0, True), (0.0, 0.0, False)]:
        step = type(step)(**_fields(step) | {"error": error, "naive_error": rival})
        assert step.poor is poor
    assert not type(step)(**_fields(step) | {"error": None}).poor


def _fields(step):
    return {name: getattr(step, name) for name in step.__dataclass_fields__}


def test_the_intervals_are_counted_on_the_test_rows(run, monkeypatch):
    monkeypatch.setattr(Prediction, "interval", lambda _, share: (-0.5, 0.25 if share == 0.5 else 0.75))
    monkeypatch.setattr("htm_teacher.study.stretched.FEWEST", 1000)
    tested = run.series.values()[56:]
    parts = [sum(-0.5 <= value <= high for value in tested) / 24 for high in (0.25, 0.75)]
    assert 0 < parts[0] < parts[1] < 1
    assert forecast_after(run).held == [Held(ahead, 24, *parts, 1.25) for ahead in (1, 4, 12)]


def test_only_kept_records_are_counted():
    run = waves(sine(80, period=12), horizons=[1], keep=10)
    assert [held.steps for held in forecast_after(run).held] == [9]


def test_where_the_last_value_is_missing_earlier_predictions_stand_in():
    run = waves([*sine(79, period=12), None], horizons=[1, 4])
    found = forecast_after(run)
    assert [(step.ahead, step.horizon) for step in found.steps] == [(1, 4), (2, 4), (3, 4)]
    assert found.lacking == "The last value is missing: nothing was predicted there."


def test_without_the_last_value_what_was_predicted_from_the_time_is_said_to_be_so():
    run = waves([*map(float, [1, 2, 3, 4] * 20), None], horizons=[4])  # values are predicted, not changes
    found = forecast_after(run)
    assert [step.horizon for step in found.steps] == [4] * 4
    assert (
        found.lacking == "The last value is missing: the predictions made there know only the other fields."
    )


def test_without_a_test_nothing_is_compared():
    found = forecast_after(waves(sine(60, period=12), horizons=[2], train=1.0))
    assert [(step.error, step.naive_error, step.poor) for step in found.steps] == [(None, None, False)] * 2
    assert found.held == []


def test_nothing_is_forecast_where_nothing_was_learned_or_the_run_is_not_complete():
    found = forecast_after(waves([None] * 20))
    assert (found.steps, found.held) == ([], [])
    assert found.lacking
    found = forecast_after(prepare(Series("s", {"v": sine(20, period=5)}), "toy"))
    assert (found.steps, found.lacking) == ([], "The run is not complete: nothing is forecast.")


def test_of_texts_the_most_probable_is_forecast_with_its_probability():
    run = run_series(Series("s", {"letter": list("ABCD" * 30)}), "toy", horizons=[1, 4])
    found = forecast_after(run)
    assert [step.value for step in found.steps] == list("ABCD")
    made = run.history[-1].prediction[1]
    first = found.steps[0]
    assert first.probability == made.distribution[made.bucket] > 0.5
    assert (first.half, first.most, first.time, first.error) == (None, None, None, 0.0)
    assert found.held == []


def test_the_table_says_it_exactly(run, tmp_path):
    found = forecast_after(run)
    write_forecast(found, tmp_path / "forecast.csv")
    with (tmp_path / "forecast.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == HEADER
    for row, step in zip(rows, found.steps, strict=True):
        assert (int(row["step"]), int(row["ahead"]), int(row["horizon"])) == (
            step.step,
            step.ahead,
            step.horizon,
        )
        assert (row["time"], row["naive"], row["probability"]) == (step.time.isoformat(), step.naive, "")
        numbers = [float(row[name]) for name in ("median", "low50", "high50", "low90", "high90")]
        assert numbers == [step.value, *step.half, *step.most]
        rival = [step.error, step.naive_error, step.naive_value]
        assert [float(row[name]) for name in ("error", "naive_error", "naive_value")] == rival


def test_the_table_of_texts_has_no_intervals_and_of_no_test_no_errors(tmp_path):
    run = run_series(Series("s", {"letter": list("ABCD" * 9)}), "toy", horizons=[1], train=1.0)
    write_forecast(forecast_after(run), tmp_path / "forecast.csv")
    head, row = (tmp_path / "forecast.csv").read_text().splitlines()
    cells = dict(zip(head.split(","), row.split(","), strict=True))
    empty = {name for name, cell in cells.items() if not cell}
    assert empty == {
        "time",
        "low50",
        "high50",
        "low90",
        "high90",
        "error",
        "naive",
        "naive_error",
        "naive_value",
    }
    assert cells["median"] == "A"


def test_without_a_single_step_nothing_is_said_of_some():
    run = run_series(Series("s", {"v": [*[None] * 60, *sine(40, period=8)]}), "toy", train=0.5)
    assert forecast_after(run) == Forecast([], [])
