"""steps.csv says what happened, exactly."""

import csv
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from htm_teacher import RDSE, build
from htm_teacher.series import Series, read_csv, sine
from htm_teacher.study import run_series, write_steps
from htm_teacher.study.choices import CHOSEN
from htm_teacher.study.run import middle

HEAD = ["step", "time", "value", "phase", "anomaly", "likelihood", "alarm", "recall", "precision"]


def table(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def exact(cell):
    return None if cell == "" else float(cell)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "steps.csv"


def test_every_cell_is_that_of_a_fresh_model(path):
    values = [*sine(60, period=12), None, *sine(20, period=12)]
    run = run_series(Series("wave", {"height": list(values)}), "toy", seed=7)
    write_steps(run, path)
    encoder = RDSE()
    encoder.fit(values[:57])
    reading = vars(run.history.model.classifier.parameters)
    model = build("toy", encoder, seed=7, **CHOSEN | reading)
    rows = table(path)
    assert list(rows[0]) == [*HEAD, "bursting", "prediction_1", "prediction_5"]
    assert len(rows) == 81
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        step = model.step(value, learn=place < 57)
        assert (int(row["step"]), row["time"], exact(row["value"])) == (place, "", value)
        assert row["phase"] == ("training" if place < 57 else "testing")
        for score in ("anomaly", "likelihood", "recall", "precision"):
            known = getattr(step, score)
            digits = 10 if score == "likelihood" else 6
            assert exact(row[score]) == (None if known is None else round(known, digits))
        bursting = len(step.bursting_columns) if step.active_columns else None
        assert exact(row["bursting"]) == bursting
        for ahead in (1, 5):
            expected = middle(step.prediction[ahead]) if step.prediction else None
            assert exact(row[f"prediction_{ahead}"]) == expected


def test_times_are_iso_and_can_be_read_back(path):
    times = [datetime(2024, 2, 28, 22) + timedelta(hours=1) * step for step in range(6)]
    write_steps(run_series(Series("s", {"v": [1.0, 2.0] * 3}, times), "toy"), path)
    assert table(path)[3]["time"] == "2024-02-29T01:00:00"
    assert read_csv(path, value="value").times == times


def test_of_several_fields_the_predicted_one_is_the_value_and_the_others_have_their_names(path):
    fields = {"flow": [1.0] * 4, "phase": ["x"] * 4, "level": [2.0] * 4, "value": [3.0] * 4}
    write_steps(run_series(Series("s", fields, main="level"), "toy"), path)
    names = ["step", "time", "value", "flow", "value_phase", "value_value", "phase"]
    assert list(table(path)[0])[:7] == names
    assert [table(path)[0][name] for name in names] == ["0", "", "2.0", "1.0", "x", "3.0", "training"]


def test_scores_have_no_digits_that_are_none(path):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 3}), "toy")
    run.rows[3] = replace(run.rows[3], anomaly=1 - 0.9, likelihood=1 / 3)
    write_steps(run, path)
    assert [table(path)[3][score] for score in ("anomaly", "likelihood")] == ["0.1", "0.3333333333"]


@pytest.mark.parametrize(
    ("likelihood", "unusual", "cell"),
    [
        (0.9999, True, "1"),
        (0.99989999999999, True, "0"),  # is written as 0.9999, but is less
        (1.0, False, "0"),  # far less surprising than usual
        (0.5, None, "0"),  # warming up
        (None, True, ""),
    ],
)
def test_an_alarm_is_a_high_likelihood_of_more_surprise_than_usual(path, likelihood, unusual, cell):
    run = run_series(Series("s", {"v": [1.0, 2.0] * 3}), "toy")
    run.rows[3] = replace(run.rows[3], likelihood=likelihood, unusual=unusual)
    write_steps(run, path)
    assert table(path)[3]["alarm"] == cell


def test_what_is_there_is_replaced_whole(path):
    path.write_text("old")
    run = run_series(Series("s", {"v": [1.0, 2.0] * 3}), "toy")
    write_steps(run, path)
    first = path.read_bytes()
    write_steps(run, path)
    assert path.read_bytes() == first
    assert [one.name for one in path.parent.iterdir()] == ["steps.csv"]


def test_a_failure_leaves_what_was_there(path):
    path.write_text("old")
    run = run_series(Series("s", {"v": [1.0, 2.0] * 3}), "toy")
    run.rows.append(None)
    with pytest.raises(AttributeError):
        write_steps(run, path)
    assert path.read_text() == "old"
    assert [one.name for one in path.parent.iterdir()] == ["steps.csv"]
