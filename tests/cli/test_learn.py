"""The command as its users meet it: what it prints, what it writes, and what it does not import."""

import csv
import re
import subprocess
import sys
from contextlib import contextmanager
from pathlib import Path

import pytest

from htm_teacher import __version__
from htm_teacher.cli import main
from htm_teacher.plot import writers
from htm_teacher.series import shipped, sine

STILLS = ["forecast.csv", "forecast.png", "four-panels.png", "report.txt", "steps.csv"]


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture
def wave(tmp_path):
    """A file with two columns of numbers and one of times."""
    path = tmp_path / "wave.csv"
    rows = [
        f"2024-01-{1 + step // 24:02} {step % 24:02}:00;{height:.3f};{step % 5}"
        for step, height in enumerate(sine(72, period=12))
    ]
    path.write_text("\n".join(["when;height;count", *rows]) + "\n")
    return path


def table(out):
    with (out / "steps.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_version(capsys):
    assert call("--version") == 0
    assert capsys.readouterr().out == f"htm-teacher {__version__}\n"


@pytest.mark.parametrize("arguments", [[], ["--help"], ["-h"]])
def test_without_a_word_it_says_what_there_is(arguments, capsys):
    assert call(*arguments) == 0
    said = capsys.readouterr().out
    assert all(word in said for word in ("demo", "run", "info", "--version"))


@pytest.mark.parametrize("command", ["demo", "run", "info"])
def test_every_help_has_an_example(command, capsys):
    assert call(command, "--help") == 0
    said = capsys.readouterr().out
    assert f"htm-teacher {command}" in said.partition("For example")[2]


@pytest.mark.parametrize("command", ["demo", "run", "watch", "animate", "inside"])
def test_help_says_what_to_install_for_the_fast_engine(command, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert call(command, "--help") == 0
    words = re.sub(r"[│\s]+", " ", capsys.readouterr().out)
    assert 'pip install -e ".[fast]"' in words  # square brackets are markup unless they are escaped


def test_run_says_what_happened_and_writes_it(wave, tmp_path, capsys):
    out = tmp_path / "a" / "out"
    assert call("run", wave, "--preset", "toy", "--out", out, "--no-animation") == 0
    said, complaints = capsys.readouterr()
    assert all(line.startswith("Compiling") for line in complaints.splitlines())
    for words in ("recall", "precision", "bursting", "anomaly", "last value", "a day ago"):
        assert words in said
    assert "72 steps" in said
    assert max(map(len, said.splitlines())) <= 80 + len(str(out))
    assert sorted(one.name for one in out.iterdir()) == STILLS
    assert (out / "four-panels.png").read_bytes()[1:4] == b"PNG"
    rows = table(out)
    assert [row["phase"] for row in rows] == ["training"] * 50 + ["testing"] * 22
    assert rows[13]["time"] == "2024-01-01T13:00:00"
    assert list(rows[0])[2:4] == ["value", "count"]


def test_a_delimiter_can_be_said(tmp_path):
    path = tmp_path / "odd.csv"
    path.write_text("a;b|load\n" + "".join(f"{step % 4};0|{step % 3}\n" for step in range(40)))
    out = tmp_path / "out"
    arguments = [
        "--preset",
        "toy",
        "--no-animation",
        "-q",
        "--delimiter",
        "|",
        "--value",
        "load",
        "--out",
        out,
    ]
    assert call("run", path, *arguments) == 0
    assert [row["value"] for row in table(out)][:4] == ["0.0", "1.0", "2.0", "0.0"]


def test_columns_can_be_chosen(wave, tmp_path):
    plain = ["run", wave, "--preset", "toy", "--out", tmp_path, "--no-animation", "--quiet"]
    assert call(*plain, "--value", "count", "--text", "height", "--time", "") == 0
    rows = table(tmp_path)
    assert list(rows[0])[:4] == ["step", "time", "value", "height"]
    assert {row["time"] for row in rows} == {""}


def test_numbers_of_the_run_can_be_chosen(wave, tmp_path, capsys):
    chosen = ["--train", "0.5", "--iterations", "40", "--columns", "96", "--season", "12"]
    further = ["--seed", "3", "--engine", "textbook", "--ahead", "2", "--ahead", "4"]
    plain = ["run", wave, "--preset", "toy", "--out", tmp_path, "--no-animation"]
    assert call(*plain, *chosen, *further) == 0
    said = capsys.readouterr().out
    assert "the first 20 for training" in " ".join(said.split())
    assert "96 columns of 4 cells, seed 3" in said
    assert "12 steps ago" in said
    assert list(table(tmp_path)[0])[-2:] == ["prediction_2", "prediction_4"]
    assert len(table(tmp_path)) == 40


def test_quiet_prints_nothing_and_twice_is_the_same(wave, tmp_path, capsys):
    runs = []
    for _ in range(2):
        plain = ["run", wave, "--preset", "toy", "--out", tmp_path, "--no-animation", "-q"]
        assert call(*plain) == 0
        runs.append((tmp_path / "steps.csv").read_bytes())
    assert runs[0] == runs[1]
    assert capsys.readouterr() == ("", "")


def test_files_that_it_did_not_make_are_left_alone(wave, tmp_path, capsys):
    (tmp_path / "notes.txt").write_text("mine")
    (tmp_path / "animation.mp4").write_text("of an earlier run")
    assert call("run", wave, "--preset", "toy", "--out", tmp_path, "--no-animation") == 0
    assert (tmp_path / "notes.txt").read_text() == "mine"
    assert (tmp_path / "animation.mp4").read_text() == "of an earlier run"
    said = " ".join(capsys.readouterr().out.split())
    assert "animation.mp4 is from an earlier run" in said


def test_without_ffmpeg_the_film_is_a_gif(wave, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(writers, "bundled_ffmpeg", lambda: None)
    monkeypatch.setenv("PATH", "")
    assert call("run", wave, "--preset", "toy", "--out", tmp_path, "--iterations", "12") == 0
    assert (tmp_path / "animation.gif").read_bytes()[:6] == b"GIF89a"
    assert not (tmp_path / "animation.mp4").exists()
    (line,) = (line for line in capsys.readouterr().err.splitlines() if line.startswith("note: "))
    assert "ffmpeg" in line
    assert "GIF" in line


def test_a_warning_is_one_line_and_no_obstacle(tmp_path, capsys):
    path = tmp_path / "twice.csv"
    hours = ["2024-01-01 00:00", "2024-01-01 01:00", "2024-01-01 01:00", "2024-01-01 02:00"]
    path.write_text("time,value\n" + "".join(f"{hour},1\n" for hour in hours))
    plain = ["run", path, "--preset", "toy", "--out", tmp_path, "--no-animation"]
    assert call(*plain) == 0
    (line,) = (line for line in capsys.readouterr().err.splitlines() if not line.startswith("Compiling"))
    assert line.startswith("warning: ")
    assert "row 4" in line
    assert call(*plain, "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    assert "occurs twice" in line


def test_progress_is_shown_before_the_first_step_too(wave, tmp_path, monkeypatch):
    """A wide table takes long to set up."""
    shown = []

    @contextmanager
    def bar(what, quiet):
        shown.append((what if isinstance(what, str) else what(), quiet))
        yield lambda done, total: None

    monkeypatch.setattr("htm_teacher.cli.make_run.progress_bar", bar)
    further = ["--iterations", 9, "--engine", "textbook", "--out", tmp_path, "--no-animation"]
    assert call("run", wave, "--preset", "toy", *further) == 0
    assert shown == [("Reading", False), ("Setting up", False), ("Learning (textbook)", False)]


@pytest.mark.parametrize("rows", [1, 2, 3])
def test_the_shortest_series(rows, tmp_path):
    path = tmp_path / "short.csv"
    path.write_text("value\n" + "5\n" * rows)
    assert call("run", path, "--preset", "toy", "--out", tmp_path, "--no-animation") == 0
    assert len(table(tmp_path)) == rows


def test_letters_can_be_learned(tmp_path, capsys):
    path = tmp_path / "letters.csv"
    path.write_text("letter\n" + "A\nB\nC\nD\n" * 25)
    plain = ["run", path, "--text", "letter", "--preset", "toy", "--out", tmp_path]
    assert call(*plain, "--no-animation") == 0
    assert "error rate" in capsys.readouterr().out
    assert table(tmp_path)[-1]["prediction_1"] == "A"


def test_info(capsys):
    assert call("info", "activation_threshold") == 0
    said = capsys.readouterr().out
    assert "ACTIVATION_THRESHOLD" in said
    assert "activationThreshold" in said
    assert "boost" not in said


def test_help_and_data_need_no_heavy_package():
    program = """if True:
        import sys
        import htm_teacher.cli, htm_teacher.study
        heavy = {"matplotlib", "pandas", "PIL"} & set(sys.modules)
        assert not heavy, heavy
    """
    subprocess.run([sys.executable, "-c", program], check=True)


def shown_in_readme():
    """The lines that the README shows as the output of `make demo`, without what depends on the machine."""
    readme = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
    block = readme.partition("`make demo` prints this")[2].partition("```text\n")[2].partition("```")[0]
    return block.partition("\nWritten to")[0].splitlines()


@pytest.mark.slow
def test_the_demo_learns(tmp_path, capsys):
    assert call("demo", "--out", tmp_path) == 0
    said = capsys.readouterr().out
    assert max(map(len, said.splitlines())) <= 80 + len(str(tmp_path))
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    assert re.search(r"^testing +1,210 +0\.\d\d +0\.\d\d", report, re.MULTILINE)
    surprise = [float(one) for one in re.findall(r"ing +0\.\d\d +\d\.\d\d +(\d\.\d\d)", report)]
    assert len(surprise) == 10
    assert surprise[-1] < surprise[0] - 0.3
    printed, where, _ = said.partition("How it learned, what it expects")
    readme = shown_in_readme()
    assert readme[-1] == "How it learned, what it expects and the anomalies: out/report.txt"
    assert [line.rstrip() for line in printed.splitlines()] == readme[:-1]
    assert where
    names = {"animation.mp4", "animation.gif", "whole-run.png", *STILLS}
    written = {one.name for one in tmp_path.iterdir()}
    assert len(written) == 7
    assert written < names
    rows = table(tmp_path)
    assert [float(row["value"]) for row in rows] == shipped("demand").values()


@pytest.mark.slow
def test_the_demo_finds_the_known_anomaly_of_the_water_series(tmp_path):
    assert call("demo", "--series", "water", "--out", tmp_path, "--no-animation") == 0
    report = (tmp_path / "report.txt").read_text(encoding="utf-8")
    known = report.partition("The known anomalies")[2]
    assert known.count("warm-up, left out") == 3
    assert "2022-04-27 15:00" in known


PANEL = "sensor,time,level\n" + "".join(
    f"{name},2024-01-01 {hour:02}:00,{hour % 6}\n"
    for name in ("north 1", "north/1", "tiny")
    for hour in range(24)
)


def test_several_series_are_taken_each_alone_with_one_report(tmp_path, capsys):
    path, out = tmp_path / "panel.csv", tmp_path / "out"
    path.write_text(PANEL[: PANEL.index("tiny,2024-01-01 03")])
    arguments = ["run", str(path), "--group", "sensor", "--preset", "toy", "--out", str(out)]
    with pytest.raises(SystemExit) as ended:
        main([*arguments, "--engine", "textbook"])
    assert ended.value.code == 0
    said = capsys.readouterr().out
    assert "3 series of panel.csv, level" in said
    assert {"recall", "precision", "last"} <= set(said.split())  # the heads of the table
    for name, folder in (("north 1", "north_1"), ("north/1", "north_1-2"), ("tiny", "tiny")):
        assert name in said
        assert sorted(one.name for one in (out / folder).iterdir()) == STILLS
    steps = list(csv.DictReader((out / "north_1" / "steps.csv").read_text().splitlines()))
    assert [row["value"] for row in steps[:3]] == ["0.0", "1.0", "2.0"]


def test_only_run_takes_several_series(tmp_path, capsys):
    path = tmp_path / "panel.csv"
    path.write_text(PANEL)
    with pytest.raises(SystemExit) as ended:
        main(["inside", str(path), "--group", "sensor", "--out", str(tmp_path / "out")])
    assert ended.value.code == 2
    assert "which only run does: keep the rows of one" in capsys.readouterr().err


def test_what_is_said_about_a_file_reaches_the_reader(tmp_path, capsys):
    path, out = tmp_path / "odd.csv", tmp_path / "out"
    rows = [
        f"{day:02}.01.2024;{day % 4},5;{'ERR' if day == 5 else day % 3};{int(day == 7)}"
        for day in range(1, 25)
    ]
    path.write_text("\n".join(["made by hand", "date;a;b;mark", *rows[::-1]]))
    options = ["--missing", "ERR", "--skip-rows", "1", "--label", "mark", "--value", "b", "--decimal", ","]
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), *options, "--preset", "toy", "--no-animation", "--out", str(out)])
    assert ended.value.code == 0
    steps = list(csv.DictReader((out / "steps.csv").read_text().splitlines()))
    assert [row["value"] for row in steps[3:6]] == ["1.0", "", "0.0"]
    assert "mark" not in steps[0]
    assert "the newest rows come first" in " ".join(capsys.readouterr().out.split())
