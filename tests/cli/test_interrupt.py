"""Ctrl-C, for real: whole files, how far it got, exit code 130."""

import csv
import re
import signal
import subprocess
import sys
import time
from importlib.resources import files

import pytest

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals are sent as on Unix")


def start(*arguments):
    command = [sys.executable, "-m", "htm_teacher", *map(str, arguments)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


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
    (line,) = complaint.splitlines()
    done = int(re.search(r"Interrupted after ([\d,]+) of 4,032 steps", line)[1].replace(",", ""))
    assert 0 < done < 4032
    assert sorted(one.name for one in tmp_path.iterdir()) == ["four-panels.png", "steps.csv"]
    with (tmp_path / "steps.csv").open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [int(row["step"]) for row in rows] == list(range(done))
    assert rows[-1]["prediction_48"]
    assert (tmp_path / "four-panels.png").read_bytes().endswith(b"IEND\xaeB`\x82")
    assert "recall" in said


def test_while_drawing_the_film(tmp_path):
    path = tmp_path / "fine.csv"
    path.write_text("level\n" + "1\n2\n3\n4\n" * 100)
    out = tmp_path / "out"
    process = start("run", path, "--preset", "toy", "--engine", "textbook", "--out", out, "-q")
    wait_for((out / "four-panels.png").exists, process)
    process.send_signal(signal.SIGINT)
    _, complaint = process.communicate(timeout=60)
    assert process.returncode == 130
    assert complaint.splitlines()[-1].startswith("Interrupted while drawing. Written to")
    assert "steps.csv, four-panels.png" in complaint
    assert "all 400 steps, but no film" in complaint
    assert sorted(one.name for one in out.iterdir()) == ["four-panels.png", "steps.csv"]
