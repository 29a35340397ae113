"""watch, animate and inside as their users meet them: files, words, bad input, and Ctrl-C."""

import functools
import importlib
import io
import os
import re
import shlex
import signal
import subprocess
import sys
import time

import matplotlib
import matplotlib.pyplot as plt
import pytest
import typer
from PIL import Image
from rich.console import Console

from htm_teacher.cli import app, main, terminal
from htm_teacher.cli.make_run import labels
from htm_teacher.plot import film, window, writers
from htm_teacher.plot.inside import album, towers
from htm_teacher.series import read_csv, sine
from htm_teacher.study import run, run_series
from plot.test_film import probe

COMMANDS = typer.main.get_command(app).commands
SMALL = ["--preset", "toy", "--size", "320x180"]


def call(*arguments):
    """The exit code."""
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture
def wave(tmp_path, monkeypatch):
    """A file with times, numbers and texts, 60 rows of it, in the folder where one is."""
    path = tmp_path / "wave.csv"
    rows = [
        f"2024-01-{1 + step // 24:02} {step % 24:02}:00,{height:.3f},{'abc'[step % 3]}"
        for step, height in enumerate(sine(60, period=12))
    ]
    path.write_text("\n".join(["when,height,town", *rows]) + "\n")
    monkeypatch.chdir(tmp_path)
    return path


@pytest.fixture
def ffmpeg(tmp_path):
    try:
        return writers.find_ffmpeg(tmp_path)
    except writers.VideoError:
        pytest.skip("no ffmpeg here")


@pytest.fixture
def headless(monkeypatch):
    monkeypatch.setattr(window, "open_figure", lambda: None)


@pytest.fixture
def little(monkeypatch):
    """Only the two pictures that are drawn quickest, and a short turn."""
    few = {name: album.PICTURES[name] for name in ("cells", "towers")}
    monkeypatch.setattr(album, "PICTURES", few)
    monkeypatch.setattr(towers, "turn_cells_in_3d", functools.partial(towers.turn_cells_in_3d, frames=3))


def frames(path):
    """How many pictures a GIF has; reads the first."""
    with Image.open(path) as pictures:
        pictures.load()
        return getattr(pictures, "n_frames", 1)


def files(folder):
    return sorted(one.name for one in folder.iterdir())


# What --help teaches.


@pytest.mark.parametrize("name", COMMANDS)
def test_help_ends_in_examples_that_work(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert call(name, "--help") == 0
    lines = [line.strip() for line in capsys.readouterr().out.splitlines()]
    examples = list(filter(None, lines[lines.index("For example:") + 1 :]))
    assert len(examples) >= 2
    for example in examples:
        program, command, *arguments = shlex.split(example.rpartition("| ")[2])
        assert (program, command) == ("htm-teacher", name)
        COMMANDS[name].make_context(name, arguments)  # raises for an option that there is not


def test_the_help_of_all_has_an_example_too(capsys):
    assert call() == 0
    assert "htm-teacher demo" in capsys.readouterr().out.partition("For example:")[2]


@pytest.mark.parametrize("name", ["watch", "animate", "inside"])
def test_help_says_what_is_what(name, capsys, monkeypatch):
    monkeypatch.setenv("COLUMNS", "80")
    assert call(name, "--help") == 0
    said = capsys.readouterr().out
    assert all(panel in said for panel in ("Options", "The series", "The model"))
    words = {"watch": ("space", "surprise"), "animate": ("recall", "precision"), "inside": ("index.html",)}
    assert all(word in said for word in words[name])


# animate


def test_an_mp4(wave, tmp_path, ffmpeg, capsys):
    part = ["--from", "10", "--to", "40", "--every", "10", "--fps", "8", "--style", "dark"]
    assert call("animate", wave, *SMALL, *part, "--ffmpeg", ffmpeg) == 0
    assert probe(tmp_path / "animation.mp4") == ("h264", "yuv420p", 320, 180, 4)
    said, complaints = capsys.readouterr()
    assert re.fullmatch(r"Written: animation\.mp4\. \d+ seconds in all\.\n", said)
    assert not complaints
    assert files(tmp_path) == ["animation.mp4", "wave.csv"]


def test_a_gif_is_the_film_of_the_run(wave, tmp_path, capsys):
    part = {"first": 20, "last": 50, "every": 15, "fps": 10, "window": 24}
    options = [f"--{name}={value}" for name, value in part.items()]
    options = [one.replace("first", "from").replace("last", "to") for one in options]
    assert call("animate", wave, *SMALL, *options, "--out", "wave.gif", "-q", "--seed", "5") == 0
    assert capsys.readouterr() == ("", "")
    with Image.open("wave.gif") as made:
        assert (made.size, made.n_frames, made.info["duration"]) == ((320, 180), 3, 100)
    same = run_series(read_csv(wave), "toy", seed=5)
    film.animate(same.steps(), tmp_path / "same.gif", labels(same), **part, size=(320, 180))
    assert (tmp_path / "wave.gif").read_bytes() == (tmp_path / "same.gif").read_bytes()


def test_a_page(wave, tmp_path):
    assert call("animate", wave, *SMALL, "--every", "20", "--out", "wave.html", "-q") == 0
    page = (tmp_path / "wave.html").read_text()
    assert page.count('<script class="frame"') == 3
    assert "height" in page


def test_a_series_that_ships_is_there_without_a_file(wave, tmp_path):
    assert call("animate", *SMALL, "--iterations", "20", "--every", "10", "--out", "a.gif", "-q") == 0
    assert frames(tmp_path / "a.gif") == 2


def test_many_columns_and_texts_have_a_film(wave, tmp_path):
    plain = ["animate", wave, *SMALL, "--every", "30", "-q"]
    assert call(*plain, "--text", "town", "--value", "height", "--out", "both.gif") == 0
    assert call(*plain, "--text", "town", "--out", "town.gif") == 0
    assert frames(tmp_path / "both.gif") == frames(tmp_path / "town.gif") == 2


# watch


def test_without_a_display_a_page_is_written_and_that_is_said(wave, tmp_path, headless, capsys):
    assert call("watch", wave, "--preset", "toy", "--iterations", "3") == 0
    said, complaints = capsys.readouterr()
    assert not complaints
    assert "No display" in said
    assert "htm-teacher.html" in said
    page = (tmp_path / "htm-teacher.html").read_text()
    assert page.count('<script class="frame"') == 3


@pytest.mark.slow
def test_another_file_instead(wave, tmp_path, headless):
    options = ["--instead", "run.gif", "--window", "10", "--style", "dark"]
    assert call("watch", wave, "--preset", "toy", "--iterations", "3", *options) == 0
    assert frames(tmp_path / "run.gif") == 3


def test_with_a_display_the_run_plays_in_a_window(wave, tmp_path, monkeypatch):
    shown = []

    def play():
        shown.extend(figure.canvas.figure for figure in map(plt.figure, plt.get_fignums()))

    monkeypatch.setattr(window, "open_figure", lambda: plt.figure(figsize=(12.8, 8.3), dpi=50))
    monkeypatch.setattr(plt, "show", play)
    assert matplotlib.get_backend().lower() == "agg"
    assert call("watch", wave, "--preset", "toy", "-q") == 0
    (figure,) = shown
    titles = {axes.get_title() for axes in figure.axes}
    assert "Active Columns Over Time" in titles
    assert files(tmp_path) == ["wave.csv"]


# inside


def test_the_inside(wave, tmp_path, little, capsys):
    out = tmp_path / "a" / "b"
    assert call("inside", wave, "--preset", "toy", "--iterations", "30", "--out", out) == 0
    assert files(out) == ["cells.png", "index.html", "towers.gif", "towers.png"]
    said, complaints = capsys.readouterr()
    assert not complaints
    assert said.startswith(f"Written: 2 pictures. Open {out / 'index.html'}. ")
    page = (out / "index.html").read_text()
    assert all(f'src="{name}"' in page for name in ("cells.png", "towers.png", "towers.gif"))
    assert "<h1>The inside of a model that learned wave</h1>" in page


# Bad input: one line, exit code 2, and nothing has been learned or written by then.

BAD = [
    (["animate", "--size", "abc"], ["--size is 'abc'", "1280x720"]),
    (["animate", "--size", "1280"], ["--size is '1280'"]),
    (["animate", "--size", "0x0"], ["--size is 0x0", "from 100"]),
    (["animate", "--size", "100x99999"], ["--size is 100x99999", "8,192"]),
    (["animate", "--size", "321x180", "--ffmpeg", sys.executable], ["321 x 180", "even"]),
    (["animate", "--fps", "0", "--out", "a.gif"], ["fps is 0"]),
    (["animate", "--fps", "nan", "--out", "a.gif"], ["fps is nan"]),
    (["animate", "--fps", "fast"], ["--fps"]),
    (["animate", "--from", "60", "--out", "a.gif"], ["--from is 60", "between 0 and 59"]),
    (["animate", "--from", "-1", "--out", "a.gif"], ["--from is -1"]),
    (["animate", "--from", "50", "--to", "49", "--out", "a.gif"], ["--to is 49", "between 50 and 59"]),
    (["animate", "--to", "60", "--out", "a.gif"], ["--to is 60"]),
    (["animate", "--iterations", "30", "--to", "30", "--out", "a.gif"], ["--to is 30"]),
    (["animate", "--every", "0"], ["every is 0"]),
    (["animate", "--window", "1"], ["window is 1"]),
    (["animate", "--style", "x"], ["style 'x'", "light, dark"]),
    (["animate", "--out", "a.avi"], ["a.avi", ".mp4, .gif or .html"]),
    (["animate", "--out", "none/a.gif"], ["none/a.gif", "the folder none does not exist"]),
    (["animate", "--out", "folder.gif"], ["folder.gif", "a folder"]),
    (["animate", "--ffmpeg", "nonsense"], ["ffmpeg is 'nonsense'", "no such program"]),
    (["animate", "--ffmpeg", sys.executable], ["ffmpeg failed"]),
    (["animate", "--engine", "steam", "--out", "a.gif"], ["unknown engine 'steam'"]),
    (["watch", "--window", "1"], ["window is 1"]),
    (["watch", "--style", "x"], ["style 'x'"]),
    (["watch", "--instead", "a.avi"], ["a.avi", ".html"]),
    (["watch", "--train", "0"], ["train is 0"]),
    (["inside", "--style", "x"], ["style 'x'"]),
    (["inside", "--out", "wave.csv"], ["wave.csv"]),
    (["inside", "--iterations", "1"], ["wave", "1 step"]),
    (["inside", "--preset", "huge"], ["unknown preset 'huge'"]),
]


@pytest.mark.parametrize(("arguments", "words"), BAD, ids=" ".join)
def test_bad_input_is_refused_before_anything_is_learned(
    arguments, words, wave, tmp_path, capsys, monkeypatch
):
    (tmp_path / "folder.gif").mkdir()
    monkeypatch.setattr(run.Run, "go", lambda *_: pytest.fail("it has learned"))
    command, *options = arguments
    assert call(command, wave, *options) == 2
    said, complaint = capsys.readouterr()
    assert said == ""
    (line,) = complaint.splitlines()
    assert line.startswith("error: ")
    assert all(word in line for word in words), line
    assert files(tmp_path) == ["folder.gif", "wave.csv"]


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="/proc is needed")
@pytest.mark.parametrize(
    "command", [["animate", "--out", "/proc/self/a.gif"], ["inside", "--out", "/proc/self"]]
)
def test_a_folder_that_cannot_be_written_to_is_found_out(command, wave, capsys, monkeypatch):
    monkeypatch.setattr(run.Run, "go", lambda *_: pytest.fail("it has learned"))
    assert call(*command, wave) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("error: /proc/self")


def test_an_ffmpeg_that_writes_nothing_is_found_out(wave, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr("htm_teacher.plot.writers.write_mp4", lambda *_: None)
    monkeypatch.setattr(run.Run, "go", lambda *_: pytest.fail("it has learned"))
    assert call("animate", wave, "--ffmpeg", sys.executable) == 2
    assert "wrote nothing" in capsys.readouterr().err


def test_without_any_ffmpeg_it_says_what_to_do(wave, capsys, monkeypatch):
    monkeypatch.setattr(writers, "bundled_ffmpeg", lambda: None)
    monkeypatch.setitem(matplotlib.rcParams, "animation.ffmpeg_path", "no-such-ffmpeg")
    monkeypatch.setattr(run.Run, "go", lambda *_: pytest.fail("it has learned"))
    assert call("animate", wave) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert 'pip install -e ".[video]"' in line
    assert ".gif" in line


# Ctrl-C: exit code 130, how far it got, and whole files or none.


def interrupt_after(monkeypatch, where, name, calls):
    """Let the signal come while something is called for that many times."""
    function, count = getattr(where, name), []

    def counting(*arguments, **named):
        count.append(1)
        if len(count) == calls:
            signal.raise_signal(signal.SIGINT)
        return function(*arguments, **named)

    monkeypatch.setattr(where, name, counting)


@pytest.mark.parametrize(
    ("command", "outcome"),
    [
        (["animate", "--out", "a.gif"], "no film was written"),
        (["watch"], "nothing is shown"),
        (["inside", "--out", "."], "no picture was drawn"),
    ],
)
def test_ctrl_c_in_learning(command, outcome, wave, tmp_path, capsys, monkeypatch):
    interrupt_after(monkeypatch, run.Run, "_step", 20)
    assert call(*command, wave, "--preset", "toy") == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith(f"Interrupted after 20 of 60 steps; {outcome}.")
    assert line.endswith("--iterations 20")
    assert files(tmp_path) == ["wave.csv"]


@pytest.mark.parametrize("name", ["a.mp4", "a.gif", "a.html"])
def test_ctrl_c_in_drawing_a_film(name, wave, tmp_path, capsys, monkeypatch, request):
    if name.endswith(".mp4"):
        request.getfixturevalue("ffmpeg")
    (tmp_path / name).write_text("earlier")
    interrupt_after(monkeypatch, film.Page, "show", 8)
    assert call("animate", wave, *SMALL, "--out", name, "--every", "5") == 130
    (line,) = capsys.readouterr().err.splitlines()
    done = int(re.fullmatch(r"Interrupted after (\d+) of 12 frames; no film was written\.", line)[1])
    assert 4 <= done <= 7
    assert (tmp_path / name).read_text() == "earlier"
    assert files(tmp_path) == sorted([name, "wave.csv"])


def test_ctrl_c_in_drawing_what_cannot_be_watched(wave, tmp_path, headless, capsys, monkeypatch):
    interrupt_after(monkeypatch, film.Page, "show", 8)
    assert call("watch", wave, "--preset", "toy", "--iterations", "10") == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert re.fullmatch(r"Interrupted after \d of 10 frames; nothing was written\.", line)
    assert files(tmp_path) == ["wave.csv"]


def test_ctrl_c_in_drawing_the_inside(wave, tmp_path, little, capsys, monkeypatch):
    def stopped(*_, progress, **__):
        signal.raise_signal(signal.SIGINT)
        progress(1, 2)

    out = tmp_path / "out"
    monkeypatch.setattr(towers, "turn_cells_in_3d", stopped)
    assert call("inside", wave, "--preset", "toy", "--iterations", "10", "--out", out) == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line == f"Interrupted after 2 of 2 pictures; {out / 'index.html'} shows them."
    assert files(out) == ["cells.png", "index.html", "towers.png"]
    assert frames(out / "cells.png") == frames(out / "towers.png") == 1
    assert "towers.gif" not in (out / "index.html").read_text()


def test_ctrl_c_in_looking_back(wave, tmp_path, capsys, monkeypatch):
    interrupt_after(monkeypatch, importlib.import_module("htm_teacher.plot.survey"), "sample", 2)
    assert call("inside", wave, "--preset", "toy", "--iterations", "10", "--out", "out") == 130
    (line,) = capsys.readouterr().err.splitlines()
    assert line == "Interrupted after 0 of 11 pictures; nothing was written."
    assert files(tmp_path / "out") == []


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")
def test_ctrl_c_at_a_terminal_reaches_ffmpeg_too(wave, tmp_path, ffmpeg):
    """A terminal sends the signal to all that it started: the command, and the ffmpeg of that."""
    command = [sys.executable, "-m", "htm_teacher", "animate", wave, "--preset", "toy", "--size", "1920x1080"]
    process = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    deadline = time.monotonic() + 60
    while not list(tmp_path.glob(".unfinished-*/animation.mp4")):  # ffmpeg has begun to write
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    said = r"(.* \.\.\.\n)*Interrupted after \S+( of 60)? frames; no film was written\.\n"
    assert re.fullmatch(said, complaint)
    assert files(tmp_path) == ["wave.csv"]


# Progress


@pytest.mark.slow
def test_a_terminal_sees_how_long_it_will_take(wave, tmp_path, little, monkeypatch):
    seen = io.StringIO()
    console = Console(file=seen, force_terminal=True, width=80)
    monkeypatch.setattr(terminal, "terminal", lambda stderr=False: console)
    assert call("animate", wave, *SMALL, "--every", "20", "--out", "a.gif") == 0
    assert call("inside", wave, "--preset", "toy", "--iterations", "30", "--out", tmp_path) == 0
    lines = re.sub(r"\x1b\[[\d;?]*[A-Za-z]", "", seen.getvalue()).splitlines()
    for work, total in {
        "Learning": 60,
        "Drawing": 3,
        "Looking back": 30,
        "Turning the towers": 3,
    }.items():
        assert any(re.match(rf"{work} .* {total}/{total} +\d:\d\d:\d\d", line) for line in lines), (
            work,
            lines,
        )
