"""The program of docs/spark.md on a real Java. Killed and restarted, it gives the alerts of one process."""

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

pytest.importorskip("pyspark", reason="PySpark is not installed: pip install -e '.[spark]'")
if shutil.which("java") is None:
    pytest.skip("Spark needs Java: apt install default-jre-headless", allow_module_level=True)

from adapters.sensors import EACH, KEYS, ROWS, SPIKES, alerts_of_one_process, row_of
from htm_teacher.adapters.spark import COLUMNS, detect
from htm_teacher.stream import Rules

PAGE = Path(__file__).parents[2] / "docs/spark.md"
# What the page leaves to the cluster.
SETTINGS = """
spark.master                  local[2]
spark.sql.shuffle.partitions  2
spark.ui.enabled              false
spark.driver.host             127.0.0.1
spark.driver.bindAddress      127.0.0.1
"""


@pytest.fixture
def folder(tmp_path):
    """A file of rows for each batch; within one the rows stand in no order."""
    (tmp_path / "rows").mkdir()
    for batch in range(ROWS // EACH):
        rows = range(batch * EACH, batch * EACH + EACH)
        path = tmp_path / "rows" / f"{batch}.json"
        path.write_text(
            "".join(json.dumps(row_of(key, row)) + "\n" for row in reversed(rows) for key in KEYS)
        )
        os.utime(path, (1_700_000_000 + batch,) * 2)  # Spark takes the oldest file first
    program = re.search(r"<!-- spark -->\n```python\n(.*?)```", PAGE.read_text(), re.DOTALL)
    (tmp_path / "program.py").write_text(program[1])
    (tmp_path / "spark-defaults.conf").write_text(SETTINGS)
    return tmp_path


def start(folder):
    around = {**os.environ, "PYSPARK_PYTHON": sys.executable, "SPARK_CONF_DIR": str(folder)}
    with (folder / "log").open("a") as log:
        return subprocess.Popen(
            [sys.executable, "program.py"],
            cwd=folder,
            env=around,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )


def wait_for(path, query, folder):
    deadline = time.monotonic() + 300
    while not path.exists():
        assert query.poll() is None, (folder / "log").read_text()
        assert time.monotonic() < deadline, (folder / "log").read_text()
        time.sleep(0.05)


def alerts_in(folder):
    """What the sink has committed, by its own log of files."""
    found = []
    for log in (folder / "alerts/_spark_metadata").glob("[0-9]*"):
        for entry in log.read_text().splitlines()[1:]:
            file = folder / "alerts" / Path(json.loads(entry)["path"]).name
            found += [json.loads(line) for line in file.read_text().splitlines()]
    return found


@pytest.mark.slow
def test_a_query_that_was_killed_ends_with_the_alerts_of_one_process(folder):
    query = start(folder)
    wait_for(folder / "checkpoint/commits/1", query, folder)
    os.killpg(query.pid, signal.SIGKILL)
    query.wait()
    assert len(list((folder / "checkpoint/commits").glob("[0-9]*"))) < ROWS // EACH, "it was already through"
    again = start(folder)
    assert again.wait(timeout=300) == 0, (folder / "log").read_text()

    expected = alerts_of_one_process()
    assert {(one["key"], one["row"] - 1) for one in expected} >= SPIKES
    for alert in expected:
        alert["since"] = dict(zip(("row", "time"), alert["since"], strict=True))
        assert list(alert) == list(COLUMNS)
    assert sorted(alerts_in(folder), key=by_row) == sorted(expected, key=by_row)


def by_row(alert):
    return alert["key"], alert["row"]


@pytest.mark.parametrize("rules", [Rules(budget=5), Rules(silence=60)])
def test_what_needs_all_keys_in_one_process_is_refused(rules):
    with pytest.raises(ValueError, match="each key is on its own"):
        detect(None, key="sensor", value="load", rules=rules)
