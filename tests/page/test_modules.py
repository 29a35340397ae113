"""The modules of the page that need no browser pass their own tests, in web/test, on records made here."""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from browsers import missing
from page.asking import SINE, Asker

WEB = Path(__file__).resolve().parents[2] / "web"
SPARSE = {"kind": "drawn", "values": [1, None, 2, 3, None, None, 2, 1]}
RUNS: dict[str, dict[str, Any]] = {
    "sine, toy": {},
    "sine, classroom": {"input": {"kind": "sine", "period": 20}, "preset": "classroom", "steps": 400},
    "square, toy": {"input": {"kind": "square", "period": 12, "noise": 0.05}, "steps": 200},
    "letters, classroom": {"input": {"kind": "letters", "pairs": ["ABCD", "XBCY"]}, "preset": "classroom"},
    "noise, toy": {"input": {"kind": "noise"}},
    "missing values": {"input": SPARSE},
    "one active column": {
        "parameters": {"active_column_count": 1, "activation_threshold": 1, "learning_threshold": 1}
    },
    "water, cortex": {"input": {"kind": "water"}, "preset": "cortex", "steps": 30, "train": 30},
}


@pytest.mark.slow
def test_what_needs_no_browser_passes_its_own_tests(tmp_path: Path) -> None:
    npm = shutil.which("npm")
    if not npm or not (WEB / "node_modules" / ".made").is_file():
        missing("what the page is built with: run `make page`, which installs it")
    runs = {}
    for name, changes in RUNS.items():
        asker = Asker()
        scene = asker("setup", setup=SINE | changes)
        runs[name] = {"scene": scene, "records": asker("step", run=0, count=scene["setup"]["steps"])}
    file = tmp_path / "records.json"
    file.write_text(json.dumps(runs), encoding="utf-8")
    done = subprocess.run(
        [npm, "test"],
        cwd=WEB,
        env={**os.environ, "HTM_TEACHER_RECORDS": str(file)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
