"""What stands above a picture: which series it is, and how far the run got."""

import pytest

from htm_teacher.cli import main
from htm_teacher.cli.make_run import labels
from htm_teacher.plot import four_panels
from htm_teacher.series import Series
from htm_teacher.study.run import prepare


@pytest.mark.parametrize(("steps", "ending"), [(40, ""), (17, ", interrupted after 17 of 40 steps")])
def test_it_names_the_series_and_says_where_the_run_was_interrupted(steps, ending):
    run = prepare(Series("Car park north", {"cars": [1.0, 2.0] * 20}), "toy", engine="textbook")
    run.go(stop=lambda: len(run.rows) == steps)
    (heading, status) = four_panels(run.steps(), labels(run)).texts
    assert heading.get_text() == f"Car park north, cars{ending}"
    assert status.get_text().startswith(f"step {steps - 1} ")


def test_pictures_of_several_series_name_theirs(tmp_path, monkeypatch):
    headings = []

    def drawn(steps, labels):
        headings.append(labels.heading)
        return four_panels(steps, labels)

    monkeypatch.setattr("htm_teacher.plot.four_panels", drawn)
    path = tmp_path / "panel.csv"
    path.write_text(
        "lot,hour,cars\n" + "".join(f"{lot},{hour},{hour % 3}\n" for lot in "NS" for hour in range(9))
    )
    command = ["run", str(path), "--group", "lot", "--value", "cars", "--preset", "toy", "-q"]
    with pytest.raises(SystemExit):
        main([*command, "--engine", "textbook", "--out", str(tmp_path / "out")])
    assert headings == ["N, cars", "S, cars"]
