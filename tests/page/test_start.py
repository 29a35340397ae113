"""The start of the page: Python imports what the first steps need, and the rest when it is used."""

import subprocess
import sys

import pytest

import htm_teacher.series
import htm_teacher.study

FIRST_STEPS = """
import json, sys
from htm_teacher.page.first_run import SETUP
from htm_teacher.page.session import Session
session = Session()
for command in ({"do": "setup", "setup": SETUP}, {"do": "step", "run": 0, "count": 1}):
    assert "ok" in json.loads(session.ask(json.dumps(command)))
print(*(name for name in sys.modules if name.startswith("htm_teacher.")))
"""


def test_the_first_steps_import_nothing_that_reads_or_writes_files_of_the_learner():
    asked = [sys.executable, "-c", FIRST_STEPS]
    answer = subprocess.run(asked, capture_output=True, text=True, check=True)
    imported = {name.removeprefix("htm_teacher.") for name in answer.stdout.split()}
    assert {"page.session", "series.generators", "study.run"} <= imported
    later = ("series.csv", "series.columns", "series.tables", "study.report", "page.transfer", "page.opening")
    assert not [name for name in imported if name.startswith(later)]


@pytest.mark.parametrize("package", [htm_teacher.series, htm_teacher.study])
def test_what_is_imported_later_is_there_all_the_same(package):
    for name in package.__all__:
        assert name in dir(package)
        assert getattr(package, name) is not None
    with pytest.raises(AttributeError, match=f"module '{package.__name__}' has no attribute 'nothing'"):
        package.nothing  # noqa: B018
