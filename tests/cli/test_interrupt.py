"""Ctrl-C, for real: whole files, how far it got, exit code 130."""

import csv
import re
import signal
import subprocess
import sys
import time
from importlib.resources import files

import pytest

from htm_teacher.cli import main
from htm_teacher.cli.terminal import stoppable
from htm_teacher.interruption import is_command

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")

STILLS = ["forecast.csv", "forecast.png", "four-panels.png", "report.txt", "steps.csv"]


def start(*arguments):
    command = [sys.executable, "-m", "htm_teacher", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def ignore():
    """In the new process, Ctrl-C is ignored, as in a background job of a script."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def wait_for(condition, process):
    deadline = time.monotonic() + 60
    while not condition():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_in_the_middle_of_learning(tmp_path):
    measured = files("htm_teacher.series") / "data" / "demand.csv"
    process = start("run", measured, "--engine", "textbook", "--out", tmp_path)
    # usable_folder() has tried the folder a moment before the first step
    made = tmp_path.stat().st_mtime_ns
    wait_for(lambda: tmp_path.stat().st_mtime_ns != made, process)
    time.sleep(1.5)
    process.send_signal(signal.SIGINT)
    said, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    line = complaint.splitlines()[-1]
    done = int(re.search(r"Interrupted after ([\d,]+) of 4,032 steps", line)[1].replace(",", ""))
    assert 0 < done < 4032
    assert sorted(one.name for one in tmp_path.iterdir()) == ["four-panels.png", "report.txt", "steps.csv"]
    with (tmp_path / "steps.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == list(range(done))
    assert rows[-1]["prediction_48"]
    assert (tmp_path / "four-panels.png").read_bytes().endswith(b"IEND\xaeB`\x82")
    assert "recall" in said


def test_while_drawing_the_film(tmp_path):
    path = tmp_path / "fine.csv"
    # Alerts need more values, and would wait for the fast engine.
    path.write_text("level\n" + "1\n2\n3\n4\n" * 24)
    out = tmp_path / "out"
    process = start("run", path, "--preset", "toy", "--engine", "textbook", "--out", out, "-q")
    wait_for((out / "four-panels.png").exists, process)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.splitlines()[-1].startswith("Interrupted while drawing. Written to")
    assert "steps.csv, report.txt, four-panels.png, forecast.csv, forecast.png" in complaint
    assert "all 96 steps, but no film" in complaint
    assert sorted(one.name for one in out.iterdir()) == STILLS


# At any other time: when a module has just been imported, which -X importtime tells.

NOTHING = "Interrupted; nothing was written."
MOMENTS = {
    "htm_teacher.interruption": NOTHING,  # the first thing that is imported
    "htm_teacher.core.sdr": NOTHING,
    "typer": NOTHING,
    "htm_teacher.cli.explore": NOTHING,
    "htm_teacher.cli.terminal": NOTHING,
    "htm_teacher.study.verdict": NOTHING,  # the command has begun
    "htm_teacher.series.csv.reader": NOTHING,  # the file is about to be read
    "matplotlib.figure": "Interrupted after the last step. Written to",
}


@pytest.mark.slow
@pytest.mark.parametrize("module", MOMENTS)
def test_when_a_module_has_just_been_imported(module, tmp_path):
    path, out = tmp_path / "fine.csv", tmp_path / "out"
    path.write_text("level\n" + "1\n2\n3\n4\n" * 10)
    command = [sys.executable, "-X", "importtime", "-m", "htm_teacher", "run", path, "--preset", "toy"]
    command += ["--engine", "textbook", "--no-animation", "--out", out]
    streams = {"stdout": subprocess.DEVNULL, "stderr": subprocess.PIPE}
    with subprocess.Popen(list(map(str, command)), text=True, **streams) as process:
        for line in process.stderr:
            if line.split("|")[-1].strip() == module:
                break
        process.send_signal(signal.SIGINT)
        said = [line for line in process.stderr if not line.startswith("import time:")]
    assert process.returncode == 130
    assert said[-1].startswith(MOMENTS[module])
    files = sorted(one.name for one in out.iterdir()) if out.exists() else []
    assert files == ([] if said[-1].startswith(NOTHING) else STILLS)


@pytest.mark.parametrize("where", ["htm_teacher.series.read_csv", "htm_teacher.cli.make_run.prepare"])
def test_before_learning_begins_it_says_that_nothing_was_written(where, tmp_path, capsys, monkeypatch):
    def interrupt(*_, **__):
        raise KeyboardInterrupt

    path = tmp_path / "fine.csv"
    path.write_text("level\n1\n2\n3\n")
    monkeypatch.setattr(where, interrupt)
    with pytest.raises(SystemExit) as ended:
        main(["run", str(path), "--preset", "toy", "--out", str(tmp_path / "out")])
    assert ended.value.code == 130
    assert capsys.readouterr() == ("", f"{NOTHING}\n")
    assert not (tmp_path / "out").exists()


def test_only_the_command_takes_ctrl_c_from_its_first_line_on():
    assert is_command(["/usr/bin/htm-teacher", "run"], ["python", "/usr/bin/htm-teacher", "run"])
    assert is_command([r"C:\htm-teacher.exe".replace("\\", "/")], [])
    assert is_command(["-m", "run"], ["python", "-X", "dev", "-m", "htm_teacher", "run"])
    assert not is_command(["-m", "x"], ["python", "-m", "pytest", "htm_teacher"])
    assert not is_command(["-c"], ["python", "-c", "import htm_teacher"])
    assert not is_command(["train.py"], ["python", "train.py"])
    assert not is_command([""], [])
    assert not is_command([], [])


def test_little_is_imported_before_ctrl_c_is_taken():
    """Each import takes time, in which Ctrl-C would end in a traceback."""
    command = [sys.executable, "-X", "importtime", "-m", "htm_teacher", "--version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True).stderr
    imported = [line.split("|")[-1].strip() for line in said.splitlines()]
    first = imported[imported.index("runpy") + 1 : imported.index("htm_teacher.interruption")]
    assert set(first) <= {"_signal"}


def test_where_ctrl_c_is_ignored_the_command_goes_on(tmp_path):
    path, out = tmp_path / "fine.csv", tmp_path / "out"
    path.write_text("level\n" + "1\n2\n3\n4\n" * 10)
    command = [sys.executable, "-X", "importtime", "-m", "htm_teacher", "run", path, "--preset", "toy"]
    command += ["--engine", "textbook", "--no-animation", "--out", out]
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "preexec_fn": ignore}
    with subprocess.Popen(list(map(str, command)), text=True, **streams) as process:
        for line in process.stderr:  # at the start, before reading and after learning
            if line.split("|")[-1].strip() in ("htm_teacher.interruption", "typer", "matplotlib.figure"):
                process.send_signal(signal.SIGINT)
        assert "Written to" in process.stdout.read()
    assert process.returncode == 0
    assert sorted(one.name for one in out.iterdir()) == STILLS


def test_no_step_is_stopped_where_ctrl_c_is_ignored():
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with stoppable() as stop:
            signal.raise_signal(signal.SIGINT)
            assert not stop()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_while_an_import_runs_a_text_gives_the_exit_code(tmp_path):
    program = """
import signal, sys
from htm_teacher import interruption
signal.signal(signal.SIGINT, interruption.end)
try:
    with interruption.raised():
        exec("raise KeyboardInterrupt")
except KeyboardInterrupt:
    sys.exit(130)
"""
    (tmp_path / "program.py").write_text(program)
    done = subprocess.run([sys.executable, "-m", "program"], cwd=tmp_path, check=False)
    assert done.returncode == 130


def test_in_a_program_of_ones_own_ctrl_c_is_as_before():
    program = """
import signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # whatever this process has inherited
import htm_teacher
assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
"""
    subprocess.run([sys.executable, "-c", program], check=True)
