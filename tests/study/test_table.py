"""steps.csv says what happened, exactly."""

import csv
from datetime import datetime, timedelta

import pytest

from htm_teacher import RDSE, build
from htm_teacher.series import Series, read_csv, sine
from htm_teacher.study import run_series, write_steps
from htm_teacher.study.run import CHOSEN, middle

HEAD = ["step", "time", "value", "phase", "anomaly", "likelihood", "recall", "precision"]


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
    model = build("toy", encoder, seed=7, horizons=(1, 5), **CHOSEN)
    rows = table(path)
    assert list(rows[0]) == [*HEAD, "bursting", "prediction_1", "prediction_5"]
    assert len(rows) == 81
    for place, (row, value) in enumerate(zip(rows, values, strict=True)):
        step = model.step(value, learn=place < 57)
        assert (int(row["step"]), row["time"], exact(row["value"])) == (place, "", value)
        assert row["phase"] == ("training" if place < 57 else "testing")
        for score in ("anomaly", "likelihood", "recall", "precision"):
            assert exact(row[score]) == getattr(step, score)
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


def test_several_fields_have_their_names_and_the_predicted_one_is_first(path):
    fields = {"flow": [1.0] * 4, "phase": ["x"] * 4, "level": [2.0] * 4}
    write_steps(run_series(Series("s", fields, main="level"), "toy"), path)
    names = ["step", "time", "level", "flow", "value_phase", "phase"]
    assert list(table(path)[0])[:6] == names


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
