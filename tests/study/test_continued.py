"""A saved run continues with later rows: exactly like one run over all of them, on either engine."""

import io
from datetime import datetime, timedelta

import pytest

from htm_teacher import ENGINES, SnapshotError, build, save
from htm_teacher.core.encoders import RDSE
from htm_teacher.keep.snapshot import read_beside
from htm_teacher.series import Series
from htm_teacher.study import saved_run
from htm_teacher.study.continued import continue_run
from htm_teacher.study.forecast import forecast_after
from htm_teacher.study.report import report_on
from htm_teacher.study.run import prepare, run_series
from htm_teacher.study.saved_run import load_run, save_run
from htm_teacher.study.scores import errors
from htm_teacher.study.table import write_table

CUT, ROWS, AGAIN = 60, 100, 7
HOUR = timedelta(hours=1)


def made(kind):
    """A series of a kind, with a day of 12 steps."""
    values = [float(step * step % 12) for step in range(ROWS)]
    values[40] = values[CUT - 1] = values[CUT + 3] = None
    texts = ["ABCDBC"[step % 6] for step in range(ROWS - 5)] + list("EABCE")  # E is new
    start = datetime(2024, 1, 1)
    times = [start + (step + 40 * (step >= CUT)) * HOUR for step in range(ROWS)]  # a long gap where it is cut
    return {
        "times": lambda: Series("wave", {"height": values}, times, season=12),
        "no times": lambda: Series("wave", {"height": values}, season=12),
        "texts": lambda: Series("letters", {"letter": texts}, times),
        "several": lambda: Series("both", {"height": values, "letter": texts}, times, season=12),
    }[kind]()


def table(run):
    file = io.StringIO()
    write_table(file, run.series, run.horizons, run.rows[run.first :], run.before)
    return file.getvalue().splitlines()[1:]


def later(series):
    """The rows after the cut, and some before it if their times tell that they are taken."""
    return series.slice(CUT - AGAIN if series.times else CUT)


@pytest.fixture(scope="module", params=["times", "no times", "texts", "several"])
def saved(request, engine, tmp_path_factory):
    """The whole series, the first run, and its file."""
    path, series = tmp_path_factory.mktemp("runs") / "run.npz", made(request.param)
    choices = {"preset": "toy", "engine": engine.name, "horizons": [1, 3]}
    run = run_series(series.head(CUT), train=1, **choices)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saved_run, "FEWEST", 1)  # fewer rows than the run has taken
        save_run(run, path)
    return series, run, path, choices


@pytest.mark.parametrize("learn", [False, True])
def test_it_is_one_run_over_all_rows(saved, engine, learn):
    series, _, path, choices = saved
    whole = prepare(series, train=CUT / ROWS, **choices)
    assert whole.training == CUT
    whole.learns = learn
    whole.go()
    other = next((name for name in ENGINES if name != engine.name), engine.name)
    on = continue_run(load_run(path, other), later(series), learn)
    on.go()
    assert table(on) == table(whole)[CUT:]
    assert on.rows[-1].phase == ("training" if learn else "testing")
    for horizon in on.horizons:
        assert errors(on, horizon).model == errors(whole, horizon).model
        assert errors(on, horizon).last == errors(whole, horizon).last
        assert errors(on, horizon).season == errors(whole, horizon).season


def test_it_can_be_saved_again_and_again(saved, engine, tmp_path):
    series, _, path, choices = saved
    whole = run_series(series, train=CUT / ROWS, **choices)
    lines = []
    for step in (CUT, CUT + 1, CUT + 20):
        on = continue_run(
            load_run(path, engine.name), series.slice(step), iterations={CUT: 1, CUT + 1: 19}.get(step)
        )
        on.go()
        lines += table(on)
        path = tmp_path / f"{step}.npz"
        save_run(on, path)
    assert lines == table(whole)[CUT:]


def test_a_run_that_was_stopped_in_the_training_continues_with_it(engine, tmp_path):
    series = made("several")
    run = prepare(series, "toy", engine=engine.name, horizons=[1, 3])
    calls = iter(range(ROWS))
    run.go(stop=lambda: next(calls) == 30)
    save_run(run, tmp_path / "run.npz")
    on = continue_run(load_run(tmp_path / "run.npz", engine.name), series)
    on.go()
    run.go()
    assert table(on) == table(run)[30:]
    assert (on.training + on.before, on.taken) == (run.training, ROWS - 30)
    assert "the model learns from 40 rows, the rest of the training; after that does not" in " ".join(
        on.notes
    )


def test_the_report_counts_as_the_model_does(tmp_path):
    series = made("times")
    save_run(run_series(series.head(CUT), "toy", engine="textbook", train=1), tmp_path / "run.npz")
    on = continue_run(load_run(tmp_path / "run.npz", "textbook"), later(series))
    on.go()
    report = report_on(on)
    assert [(part.phase, part.first, part.last) for part in report.phases] == [("testing", CUT, ROWS - 1)]
    assert (report.curve[0].first, report.curve[-1].last) == (CUT, ROWS - 1)
    assert report.ranking.looked_from == CUT
    assert all(moment.row.step >= CUT for moment in report.ranking.moments)
    assert report.period.startswith("Fri 5 Jan 2024 04:00")
    assert [step.index for step in on.steps()] == list(range(CUT, ROWS))
    notes = " ".join(on.notes)
    assert f"continues after step {CUT - 1}, Wed 3 Jan 2024 11:00" in notes
    assert f"{AGAIN} rows that the run has already taken are left out" in notes
    assert "41 hours lie between the last row of the saved run and the first new row" in notes


@pytest.fixture(scope="module")
def file(tmp_path_factory):
    """A saved run of a series with times."""
    path = tmp_path_factory.mktemp("runs") / "run.npz"
    save_run(run_series(made("times").head(CUT), "toy", engine="textbook"), path)
    return path


START = datetime(2024, 1, 3, 11)  # the last time that was taken


@pytest.mark.parametrize(
    ("series", "why"),
    [
        (Series("new", {"depth": [1.0]}, [START + HOUR]), "new: no column 'height', which the saved run has"),
        (Series("new", {"height": [1.0]}), "new: no column of times, which the saved run has"),
        (Series("new", {"height": ["a"]}, [START + HOUR]), "new, height: 'a' is no number"),
        (Series("new", {"height": [1e300]}, [START + HOUR]), "new, height, step 0: "),
        (Series("new", {"height": [1.0]}, [START]), "no row is new: the saved run has taken all up to"),
        (
            Series("new", {"height": [1.0]}, [(START + HOUR).astimezone()]),
            "its times have a time zone, those of the saved run have no time zone",
        ),
    ],
)
def test_what_does_not_fit_is_named(file, series, why):
    with pytest.raises(ValueError, match=why):
        continue_run(load_run(file, "textbook"), series)


@pytest.mark.parametrize(("hours", "first"), [([-1, 0, 0, 1], 0), ([0, 1], 1), ([-2, -1], None), ([1, 2], 1)])
def test_a_row_at_the_time_of_the_last_is_taken_as_often_as_it_came(file, hours, first):
    """Times may occur twice, so that a run can stop between the two."""
    times = [START + hour * HOUR for hour in hours]
    series = Series("new", {"height": [float(place) for place in range(len(times))]}, times)
    if first is None:
        with pytest.raises(ValueError, match="no row is new"):
            continue_run(load_run(file, "textbook"), series)
    else:
        on = continue_run(load_run(file, "textbook"), series)
        assert on.series.times[on.first] == START + first * HOUR


def test_a_model_without_a_run_and_a_damaged_run_are_refused(file, tmp_path):
    save(build("toy", RDSE(resolution=1.0), "textbook"), tmp_path / "model.npz")
    with pytest.raises(SnapshotError, match="holds a model, but no run"):
        load_run(tmp_path / "model.npz", "textbook")
    saved = load_run(file, "textbook")
    save(saved.model, tmp_path / "model.npz", {"run": {"main": "height"}})
    with pytest.raises(SnapshotError, match="what it keeps of its run is damaged"):
        load_run(tmp_path / "model.npz", "textbook")
    kept = read_beside(file)["run"]
    some = [f"{kept['times'][0]}+01:00", *kept["times"][1:]]
    save(saved.model, tmp_path / "model.npz", {"run": kept | {"times": some}})
    with pytest.raises(SnapshotError, match="what it keeps of its run is damaged"):
        load_run(tmp_path / "model.npz", "textbook")


def test_steps_that_only_the_saved_run_has_predicted_are_said_to_be_left_out(tmp_path):
    series = made("no times")
    run = run_series(series.head(CUT), train=1, preset="toy", engine="textbook", horizons=[1, 12])
    save_run(run, tmp_path / "run.npz")
    on = continue_run(load_run(tmp_path / "run.npz", "textbook"), series.slice(CUT), iterations=5)
    on.go()
    found = forecast_after(on)
    assert [step.ahead for step in found.steps] == [1, 8, 9, 10, 12], "at step 63 the value is missing"
    assert found.lacking == "Steps that only the saved run has predicted are left out: it keeps no intervals."


def test_counts_stay_counts_where_a_run_continues(tmp_path):
    series = Series("counts", {"n": [float(step * step % 5) for step in range(300)]})
    run = run_series(series.head(200), "toy", horizons=[1, 4], train=1)
    save_run(run, tmp_path / "run.npz")
    continued = continue_run(load_run(tmp_path / "run.npz"), series.slice(200))
    continued.go()
    whole = run_series(series, "toy", horizons=[1, 4], train=200 / 300)
    steps, same = (forecast_after(one).steps for one in (continued, whole))
    assert [step.value for step in steps] == [step.value for step in same]
    ends = [end for step in steps for end in (step.value, *step.half, *step.most)]
    assert all(end >= 0 and end.is_integer() for end in ends)
