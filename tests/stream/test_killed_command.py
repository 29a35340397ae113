"""The command itself, killed by the system at each point, ends with the same alerts as if it had not been."""

import os
import signal
import subprocess
import sys

import pytest

from htm_teacher.cli import main
from htm_teacher.stream.disk import POINTS

pytestmark = pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX")

# The command in a process that kills itself at the nth point of a name.
KILLED = """
import os, signal, sys
from htm_teacher.cli import main
from htm_teacher.stream.disk import Disk

name, left = sys.argv[1], int(sys.argv[2])

def point(disk, here):
    global left
    left -= here == name
    if left == 0:
        os.kill(os.getpid(), signal.SIGKILL)

Disk.point = point
main(["stream", *sys.argv[3:]])
"""


@pytest.fixture
def rows(tmp_path):
    """Rows of four keys, of which one or another is silent; all in their warm-up, so no machine is made."""
    path = tmp_path / "rows.csv"
    lines = (f"2024-01-01T00:{i // 60:02}:{i % 60:02},k{i * i % 7 % (1 + i // 9 % 4)},1\n" for i in range(90))
    path.write_text("time,key,value\n" + "".join(lines))
    return path


def command(rows, folder):
    where = ["--state", folder / "state", "--alerts", folder / "alerts.jsonl"]
    return [
        *map(str, (rows, *where)),
        *("--key", "key", "--silence", "5", "--save-every", "7", "--warm", "2", "--quiet"),
    ]


def ended(rows, folder):
    """The alerts, once the command has come to its end."""
    folder.mkdir(exist_ok=True)
    with pytest.raises(SystemExit) as stopped:
        main(["stream", *command(rows, folder)])
    assert stopped.value.code == 0
    return (folder / "alerts.jsonl").read_bytes()


@pytest.mark.parametrize(
    "name",
    [name if name == "alerts written" else pytest.param(name, marks=pytest.mark.slow) for name in POINTS],
)
def test_a_command_that_is_killed_continues(rows, tmp_path, name):
    whole, folder = ended(rows, tmp_path / "whole"), tmp_path / "killed"
    assert whole.count(b'"silence"') > 5
    folder.mkdir()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, name, "2", *command(rows, folder)],
        capture_output=True,
        check=False,
    )
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert ended(rows, folder) == whole
