"""Real processes: workers, sweeps and searches that are killed lose and repeat nothing."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

import pytest

import htm_teacher
from htm_teacher import ENGINES
from htm_teacher.series import read_csv
from htm_teacher.study.sweep import ResultFile, cases, sweep
from study.sweep.counted import DEADLY, LOG
from study.sweep.tiny import without_seconds

parquet = pytest.importorskip("pyarrow.parquet")
pytest.importorskip("distributed")
optuna = pytest.importorskip("optuna")

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name != "posix", reason="SIGKILL is of POSIX"),
    pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes"),
]

SCRIPT = Path(__file__).with_name("counted.py")
SETTINGS = {"boost_strength": [0, 1], "learning_rate": [0.1, 0.2, 0.3]}
PATIENCE = 300  # seconds


@pytest.fixture
def rows(tmp_path):
    """Two files of rows, which no naive predictor predicts without an error."""
    drawn = Random(5)
    for name, season in (("a", 7), ("b", 9)):
        lines = (f"{step % season + drawn.randrange(3)}\n" for step in range(600))
        (tmp_path / f"{name}.csv").write_text("flow\n" + "".join(lines))
    return [tmp_path / "a.csv", tmp_path / "b.csv"]


@pytest.fixture
def start(tmp_path):
    """Starts a process in the folder of the test, which notes cases; killed in the end."""
    paths = [str(SCRIPT.parent), str(Path(htm_teacher.__file__).parents[1])]
    own = {LOG: str(tmp_path / "log"), "PYTHONPATH": os.pathsep.join(paths)}
    started = []

    def begin(*command):
        with (tmp_path / f"output {len(started)}").open("w") as said:
            process = subprocess.Popen(
                [sys.executable, *map(str, command)],
                cwd=tmp_path,
                env=os.environ | own,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        started.append(process)
        return process

    yield begin
    for process in started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def until(condition, *processes):
    """Wait until a condition holds, while these processes live; what it gives."""
    deadline = time.monotonic() + PATIENCE
    while not (found := condition()):
        ended = [process for process in processes if process.poll() is not None]
        assert not ended, [process.args for process in ended]
        assert time.monotonic() < deadline
        time.sleep(0.02)
    return found


def begun(tmp_path):
    """[process, case] of each case that was begun."""
    log = tmp_path / "log"
    return [line.split() for line in log.read_text().splitlines()] if log.exists() else []


def finished(tmp_path, least=0):
    """The rows of the file of results, if there are at least as many."""
    out = tmp_path / "results.parquet"
    if not out.exists():
        return []
    # Read at once: the path leads to another file as soon as the next result is there.
    rows = parquet.read_table(io.BytesIO(out.read_bytes())).to_pylist()
    return rows if len(rows) >= least else []


def options(*more):
    given = [f"--set={name}={','.join(map(str, values))}" for name, values in SETTINGS.items()]
    return [SCRIPT, "sweep", "a.csv", "b.csv", *given, "--preset", "toy", "--quiet", *more]


@pytest.fixture
def alone(rows, tmp_path):
    """The rows that one process gives."""
    series = {path.name: read_csv(path) for path in rows}
    plan = cases(series, SETTINGS, preset="toy")
    with ResultFile.opened(tmp_path / "alone.parquet") as results:
        found = sweep(plan, series, results)
    assert {row["error"] for row in found} == {None}
    return found


def test_a_worker_is_killed(alone, start, tmp_path):
    place = tmp_path / "scheduler.json"
    at = ["--host", "127.0.0.1", "--no-dashboard", "--scheduler-file", place]
    scheduler = start("-m", "distributed.cli.dask_scheduler", *at, "--port", "0")
    until(lambda: place.exists() and place.stat().st_size, scheduler)
    here = ["--no-nanny", "--nthreads", "1", "--no-dashboard", "--scheduler-file", place]
    workers = [start("-m", "distributed.cli.dask_worker", *here) for _ in range(2)]
    address = json.loads(place.read_text())["address"]
    process = start(*options("--scheduler", address))
    # Kill a worker that has just begun a case. Results come late, so they do not tell how many are left.
    last = until(lambda: begun(tmp_path)[2:], process, scheduler, *workers)[-1][0]
    os.kill(int(last), signal.SIGKILL)
    assert process.wait(PATIENCE) == 0
    assert [worker.poll() for worker in workers].count(None) == 1
    assert without_seconds(finished(tmp_path)) == without_seconds(alone)


def test_a_sweep_is_killed(alone, start, tmp_path):
    process = start(*options("--jobs", "2"))
    until(lambda: finished(tmp_path, 3), process)
    process.kill()
    process.wait()
    kept = finished(tmp_path)
    assert 3 <= len(kept) < len(alone)
    assert start(*options("--jobs", "2")).wait(PATIENCE) == 0
    rows = finished(tmp_path)
    assert without_seconds(rows) == without_seconds(alone)
    times = Counter(case for _, case in begun(tmp_path))
    assert {times[row["case"]] for row in kept} == {1}
    assert [row for row in rows if row in kept] == kept
    assert times.keys() == {row["case"] for row in alone}


def test_a_case_that_ends_its_workers_is_a_row_with_an_error(alone, start, tmp_path, monkeypatch):
    deadly = alone[5]["case"]
    monkeypatch.setenv(DEADLY, deadly)
    assert start(*options("--jobs", "2")).wait(PATIENCE) == 0
    errors = {row["case"]: row["error"] for row in finished(tmp_path)}
    assert errors.keys() == {row["case"] for row in alone}
    assert "KilledWorker" in errors[deadly]
    monkeypatch.delenv(DEADLY)
    assert start(*options("--jobs", "2")).wait(PATIENCE) == 0
    assert without_seconds(finished(tmp_path)) == without_seconds(alone)


def test_a_search_is_killed(rows, start, tmp_path):
    def searching(name):
        where = ["--out", f"{name}.parquet", "--storage", f"sqlite:///{name}.db", "--jobs", "1"]
        what = ["--set=learning_rate=0.1..0.5", "--search=6", "--preset=toy"]
        return start(SCRIPT, "sweep", "a.csv", *what, *where)

    def tried(name):
        storage = f"sqlite:///{tmp_path / name}.db"
        (study,) = optuna.get_all_study_names(storage)
        every = optuna.load_study(study_name=study, storage=storage).get_trials()
        return [(one.params, one.value) for one in every if one.state == optuna.trial.TrialState.COMPLETE]

    assert searching("whole").wait(PATIENCE) == 0
    before = len(begun(tmp_path))
    assert before == 6 + 2
    process = searching("results")
    until(lambda: finished(tmp_path, 3), process)
    process.kill()
    process.wait()
    kept = finished(tmp_path)
    assert len(kept) < before
    assert searching("results").wait(PATIENCE) == 0
    assert tried("results") == tried("whole")
    whole = parquet.read_table(tmp_path / "whole.parquet").to_pylist()
    assert without_seconds(finished(tmp_path)) == without_seconds(whole)
    times = Counter(case for _, case in begun(tmp_path)[before:])
    assert {times[row["case"]] for row in kept} == {1}
