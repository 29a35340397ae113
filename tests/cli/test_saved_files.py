"""A run that is saved, and continues with a file of later rows."""

import csv
import re
import signal
import subprocess
import sys
import time
from datetime import datetime, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest

from htm_teacher import load
from htm_teacher.cli import main
from htm_teacher.keep.snapshot import read_beside, save
from htm_teacher.series import sine
from htm_teacher.study.saved_run import load_run

ROWS, CUT = 90, 60
USUAL = ["--preset", "toy", "--engine", "textbook", "--no-animation"]


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


def write(path, first, last, head="when;load;place", decimal=","):
    """Rows as a program on a German computer writes them; dates alone do not tell day from month."""
    start = datetime(2024, 1, 25)
    lines = [head]
    for step, value in list(enumerate(sine(ROWS, period=12)))[first:last]:
        number = f"{value:.3f}".replace(".", decimal)
        lines.append(f"{start + timedelta(hours=4 * step):%d/%m/%Y %H:%M};{number};{'AB'[step % 2]}")
    path.write_text("\n".join(lines) + "\n")
    return path


def table(out):
    with (out / "steps.csv").open(newline="") as file:
        return list(csv.reader(file))[1:]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A folder with all rows, the earlier ones, the later ones with some again, and the saved run."""
    folder = tmp_path_factory.mktemp("saved")
    write(folder / "all.csv", 0, ROWS)
    write(folder / "earlier.csv", 0, CUT)
    write(folder / "later.csv", CUT - 5, ROWS)
    options = ["--text", "place", "--ahead", 1, "--ahead", 6, "--train", 1, "--out", folder / "one", "-q"]
    assert call("run", folder / "earlier.csv", *USUAL, *options, "--save", folder / "run.npz") == 0
    return folder


def continued(folder, file, out, *options):
    arguments = ["--load", folder / "run.npz", "--engine", "textbook", "--no-animation", "--out", out]
    return call("run", file, *arguments, *options)


def test_the_rows_of_both_files_are_those_of_one_run(folder, tmp_path, capsys):
    assert continued(folder, folder / "later.csv", tmp_path, "--save", tmp_path / "run.npz") == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "after the 60 steps of the run that is loaded, 30 for testing" in said
    assert "5 rows that the run has already taken are left out" in said
    assert "on the rows that the saved run keeps" in said
    assert "on the training rows" not in said
    assert f"Saved after step 89: {tmp_path / 'run.npz'}" in said.replace("- ", "-")
    options = [
        "--text",
        "place",
        "--ahead",
        1,
        "--ahead",
        6,
        "--train",
        CUT / ROWS,
        "--out",
        tmp_path / "all",
    ]
    assert call("run", folder / "all.csv", *USUAL, *options, "-q") == 0
    assert table(tmp_path) == table(tmp_path / "all")[CUT:]
    assert load(tmp_path / "run.npz", "textbook").steps == ROWS  # a snapshot like any other


def test_a_single_row_is_read_like_the_rows_before(folder, tmp_path, capsys):
    """Alone, 04/02/2024 can be a day in April, and 1,000 a thousand: both would be warned of."""
    path = write(tmp_path / "row.csv", CUT + 3, CUT + 4)
    assert "04/02/2024 12:00;1,000;B" in path.read_text()
    assert continued(folder, path, tmp_path) == 0
    assert table(tmp_path)[0][:5] == ["60", "2024-02-04T12:00:00", "1.0", "B", "testing"]
    assert not capsys.readouterr().err


def test_what_was_said_about_the_first_file_holds_until_something_else_is_said(tmp_path):
    """And labels are no input, so they may be missing."""
    head = "A title; of the table;;\nwhen;load;place;odd"
    rows = write(tmp_path / "bare.csv", 0, 40).read_text().splitlines()[1:]
    first, later, plain = (tmp_path / name for name in ("first.csv", "later.csv", "plain.csv"))
    first.write_text("\n".join([head, *(f"{row};{int(place == 9)}" for place, row in enumerate(rows[:30]))]))
    later.write_text("\n".join(["Another; title;", "when;load;place", *rows[30:35]]))
    plain.write_text("\n".join(["when;load;place", *rows[35:]]))
    said = ["--skip-rows", 1, "--label", "odd", "-q", "--out", tmp_path, "--save", tmp_path / "run.npz"]
    assert call("run", first, *USUAL, *said) == 0
    assert continued(tmp_path, later, tmp_path, "-q", "--save", tmp_path / "run.npz") == 0
    assert [row[0] for row in table(tmp_path)] == ["30", "31", "32", "33", "34"]
    assert continued(tmp_path, plain, tmp_path, "-q", "--skip-rows", 0) == 0
    assert [row[0] for row in table(tmp_path)] == ["35", "36", "37", "38", "39"]


def test_with_learn_it_learns(folder, tmp_path):
    assert continued(folder, folder / "later.csv", tmp_path, "-q", "--learn", "--iterations", 9) == 0
    assert [row[4] for row in table(tmp_path)] == ["training"] * 9


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--preset", "cortex"], "run.npz was made with --preset toy; leave the option out"),
        (["--seed", 7], "run.npz was made with --seed 42"),
        (["--ahead", 2], "run.npz was made with --ahead 1, 6"),
        (["--train", 0.5], "run.npz was made with --train 1.0"),
        (["--columns", 99], "run.npz was made with --columns 64"),
        (["--season", 99], "run.npz was made with"),
        (["--value", "place"], "run.npz was made with --value load"),
        (["--group", "place"], "--load is for one series: leave --group out"),
        (["--save", "later.csv"], "later.csv is the file that is read: choose another name"),
        (["--save", "out/steps.csv"], "out/steps.csv is a file of the results"),
    ],
)
def test_an_option_that_contradicts_the_run_is_refused(folder, options, why, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    assert continued(folder, "later.csv", "out", *options) == 2
    assert why in capsys.readouterr().err
    assert not (folder / "out").exists()


def test_options_that_the_run_was_made_with_may_be_given_again(folder, tmp_path):
    again = [*USUAL, "--text", "place", "--ahead", 6, "--ahead", 1, "--train", 1, "--seed", 42, "-q"]
    assert continued(folder, folder / "later.csv", tmp_path, *again) == 0


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("when;place\n27/02/2024 04:00;A\n", "run.npz needs 'when', 'load', 'place'"),
        ("when;load;place\n27/02/2024 04:00;broken;A\n", "'broken' is no number, and the"),
        ("when;load;place\n26/01/2024 04:00;1,5;A\n", "no row is new"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_in_one_line(folder, tmp_path, content, why, capsys):
    path = tmp_path / "new.csv"
    path.write_text(content)
    assert continued(folder, path, tmp_path / "out") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert why in line
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("options", "why"),
    [
        (["--learn"], "--learn goes with --load"),
        (["--save", "run.npz", "--group", "place"], "--save is for one series: leave --group out"),
        (["--load", "all.csv"], "all.csv: not a whole snapshot"),
        (["--load", "nowhere.npz"], "nowhere.npz: No such file"),
        (["--load", "run.npz", "--rivals"], "--rivals needs all rows: leave out --load"),
    ],
)
def test_what_makes_no_sense_is_refused(folder, options, why, capsys, monkeypatch):
    monkeypatch.chdir(folder)
    assert call("run", "all.csv", *options) == 2
    assert why in capsys.readouterr().err


@pytest.mark.parametrize(
    "damage",
    [{"missing": 5}, {"value": "load"}, {"text": [5]}, {"skip_rows": "a"}, {"encoding": 5}, {"sort": 1}],
)
def test_settings_that_are_damaged_are_refused(folder, tmp_path, damage, capsys):
    saved = load_run(folder / "run.npz", "textbook")
    beside = read_beside(folder / "run.npz")["run"]
    save(saved.model, tmp_path / "run.npz", {"run": beside | {"reading": beside["reading"] | damage}})
    assert call("run", folder / "later.csv", "--load", tmp_path / "run.npz", "--out", tmp_path / "out") == 2
    assert "what it keeps of its run is damaged" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_after_ctrl_c_the_run_continues_where_it_stopped(tmp_path):
    measured = files("htm_teacher.series") / "data" / "demand.csv"
    out = tmp_path / "out"
    out.mkdir()
    options = ["--engine", "textbook", "--out", out, "--save", tmp_path / "run.npz"]
    command = [sys.executable, "-m", "htm_teacher", "run", measured, *options]
    process = subprocess.Popen(list(map(str, command)), stderr=subprocess.PIPE, text=True)
    made, deadline = out.stat().st_mtime_ns, time.monotonic() + 60
    while out.stat().st_mtime_ns == made:  # the folder is tried a moment before the first step
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    done = int(re.search(r"Interrupted after ([\d,]+) of", complaint)[1].replace(",", ""))
    assert complaint.rstrip().endswith(f"Saved after step {done - 1:,}: {tmp_path / 'run.npz'}.")
    options = [
        "--load",
        tmp_path / "run.npz",
        "--engine",
        "textbook",
        "--no-animation",
        "-q",
        "--iterations",
        3,
    ]
    before = table(out)
    assert call("run", measured, *options, "--out", out) == 0
    steps = [int(row[0]) for row in [*before, *table(out)]]
    assert all(now == then + 1 for then, now in pairwise(steps))
    assert len(steps) == done + 3
    assert {row[3] for row in table(out)} == {"training"}  # the rest of the training rows
