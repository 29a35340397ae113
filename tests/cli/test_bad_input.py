"""Bad input: one line that names what and where, exit code 2, no traceback, nothing written over."""

import errno
import os
import subprocess
import sys

import pytest

from htm_teacher.cli import main

FINE = "time,level\n" + "".join(f"2024-01-{day:02},{day % 3}\n" for day in range(1, 21))


def call(*arguments):
    with pytest.raises(SystemExit) as ended:
        main([str(argument) for argument in arguments])
    return ended.value.code


@pytest.fixture
def fine(tmp_path):
    path = tmp_path / "fine.csv"
    path.write_text(FINE)
    return path


@pytest.fixture
def out(tmp_path):
    """A folder with the files of an earlier run."""
    folder = tmp_path / "out"
    folder.mkdir()
    for name in ("steps.csv", "four-panels.png", "animation.mp4"):
        (folder / name).write_text("earlier")
    return folder


def refused(capsys, out, *arguments):
    """The one line; everything else is as it should be."""
    assert call(*arguments, "--out", out) == 2
    said, complaint = capsys.readouterr()
    assert said == ""
    # Whichever test first needs the fast engine on a new machine also reports that it is compiled.
    (line,) = (line for line in complaint.splitlines() if not line.startswith("Compiling"))
    assert line.startswith("error: ")
    assert {one.name: one.read_text() for one in out.iterdir()} == dict.fromkeys(
        ("steps.csv", "four-panels.png", "animation.mp4"), "earlier"
    )
    return line


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", ["bad.csv", "empty"]),
        ("time,level\n", ["bad.csv", "no rows"]),
        ("time,level\n2024-01-01,1\n2024-01-02,high\n2024-01-03,3\n", ["row 3", "level", "'high'"]),
        ("level\n1\n2\ninf\n4\n", ["row 4", "level", "infinite"]),
        ("level\n1\n2\n-1e999\n4\n", ["row 4", "level", "beyond 1e300"]),
        ("name,town\na,b\nc,d\n", ["bad.csv", "no column holds numbers"]),
        ("a,b\n1,2\n3\n4,5\n", ["row 3", "cells"]),
        ("time,level\n2024-01-02,1\n2024-01-01,2\n2024-01-03,2\n", ["row 3", "time", "--sort"]),
        ("level\n1\n2\n\0\n", ["bad.csv", "NUL"]),
        ('level\n"1\n2\n', ["bad.csv", "quotes"]),
    ],
)
def test_bad_files(text, words, tmp_path, out, capsys):
    path = tmp_path / "bad.csv"
    path.write_text(text)
    line = refused(capsys, out, "run", path)
    assert all(word in line for word in words), line


@pytest.mark.parametrize("name", ["steps.csv", "report.txt", "four-panels.png", "forecast.csv"])
def test_the_input_is_not_written_over(name, tmp_path, capsys):
    path = tmp_path / name
    path.write_text("level\n1\n2\n3\n")
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--preset", "toy", "--no-animation", "--out", str(tmp_path)])
    assert ended.value.code == 2
    assert "another folder" in capsys.readouterr().err
    assert path.read_text() == "level\n1\n2\n3\n"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_with_line_ends_are_one_line(tmp_path, capsys):
    folder = tmp_path / "two\nlines"
    folder.mkdir()
    path = folder / "steps.csv"
    path.write_text('part,level\n"a\nb",1\n"a\nb",2\n"a\nb",3\n')
    assert call("run", path, "--out", folder) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "two lines/steps.csv would be replaced" in line
    assert call("run", path, "--group", "part", "--preset", "toy", "--out", folder / "out") == 0
    said, progress = capsys.readouterr()
    assert "Series 1 of 1: a b" in progress.splitlines()
    assert any(line.startswith("a b ") for line in said.splitlines())


def test_no_such_file(tmp_path, out, capsys):
    assert "does not exist" in refused(capsys, out, "run", tmp_path / "nothing.csv")


def test_a_folder(tmp_path, out, capsys):
    assert "is a folder" in refused(capsys, out, "run", tmp_path)


def test_wrong_encoding(tmp_path, out, capsys):
    path = tmp_path / "bad.csv"
    path.write_bytes("level\n1\n2 °C\n".encode("cp1252"))
    line = refused(capsys, out, "run", path, "--encoding", "utf-8")
    assert "row 3" in line
    assert "--encoding" in line
    assert "no encoding" in refused(capsys, out, "run", path, "--encoding", "klingon")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--value", "depth"], ["fine.csv", "no column 'depth'", "'level'"]),
        (["--time", "when"], ["fine.csv", "no column 'when'"]),
        (["--train", "1.5"], ["train is 1.5", "between 0 and 1"]),
        (["--train", "-1"], ["train is -1"]),
        (["--train", "0"], ["train is 0", "none to learn"]),
        (["--train", "nan"], ["train is nan"]),
        (["--train", "most"], ["--train"]),
        (["--columns", "3"], ["columns is 3", "at least 116"]),
        (["--columns", "-5"], ["columns is -5"]),
        (["--iterations", "0"], ["iterations is 0"]),
        (["--iterations", "-3"], ["iterations is -3"]),
        (["--iterations", "2.5"], ["--iterations"]),
        (["--preset", "huge"], ["unknown preset 'huge'", "classroom"]),
        (["--engine", "steam"], ["unknown engine 'steam'", "textbook"]),
        (["--season", "0"], ["season is 0"]),
        (["--ahead", "0"], ["ahead is 0"]),
        (["--seed", "x"], ["--seed"]),
        (["--no-such-option"], ["--no-such-option"]),
        (["one-file-too-many.csv"], ["one-file-too-many.csv"]),
    ],
)
def test_bad_choices(arguments, words, fine, out, capsys):
    line = refused(capsys, out, "run", fine, *arguments)
    assert all(word in line for word in words), line


def test_no_file_at_all(out, capsys):
    assert "file" in refused(capsys, out, "run").lower()


def test_no_such_series(out, capsys):
    line = refused(capsys, out, "demo", "--series", "lynx")
    assert "'lynx'" in line
    assert "'water'" in line
    assert "unknown engine 'steam'" in refused(capsys, out, "demo", "--engine", "steam")


@pytest.mark.parametrize("command", [["dance"], ["info", "nonsense"]])
def test_no_such_command_or_parameter(command, capsys):
    assert call(*command) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert command[-1] in line


def test_a_value_too_large_for_the_encoder_is_named(tmp_path, out, capsys):
    path = tmp_path / "huge.csv"
    path.write_text("level\n" + "0\n0.001\n" * 10 + "1e300\n")
    line = refused(capsys, out, "run", path, "--preset", "toy", "--no-animation")
    assert "step 20" in line
    assert "1e+300" in line


def test_out_is_a_file(fine, capsys):
    before = fine.read_bytes()
    assert call("run", fine, "--out", fine) == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert f"{fine}: is a file, and a folder is needed; choose another name" in line
    assert fine.read_bytes() == before


def test_out_below_a_file(fine, capsys):
    assert call("run", fine, "--out", fine / "out") == 2
    assert len(capsys.readouterr().err.splitlines()) == 1


@pytest.mark.skipif(not os.path.isdir("/proc/self"), reason="/proc is needed")
def test_out_cannot_be_written_to(fine, capsys):
    assert call("run", fine, "--out", "/proc/self") == 2
    (line,) = capsys.readouterr().err.splitlines()
    assert "/proc/self" in line


@pytest.mark.skipif(sys.platform == "win32", reason="a limit to files is set as on Unix")
def test_a_full_disk_damages_nothing(fine, out):
    """Files may grow to 8 kB: the picture is larger, and fails as it would on a full disk."""
    program = """if True:
        import resource, signal, sys
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        import matplotlib.font_manager
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))
        from htm_teacher.cli import main
        main(sys.argv[1:])
    """
    command = [sys.executable, "-c", program, "run", str(fine), "--preset", "toy", "-q"]
    ended = subprocess.run([*command, "--out", str(out)], capture_output=True, text=True, check=False)
    assert ended.returncode == 2, ended.stderr
    picture = out / "four-panels.png"
    assert ended.stderr == f"error: {picture}: {os.strerror(errno.EFBIG)}\n"
    assert picture.read_text() == "earlier"
    assert sorted(one.name for one in out.iterdir()) == [
        "animation.mp4",
        "four-panels.png",
        "report.txt",
        "steps.csv",
    ]
    assert (out / "steps.csv").read_text().startswith("step,time,value,phase")  # whole, and new


def test_a_fault_of_its_own_is_not_hidden(fine, tmp_path, monkeypatch):
    monkeypatch.setattr("htm_teacher.cli.results.report_on", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        main(["run", str(fine), "--preset", "toy", "--out", str(tmp_path)])
