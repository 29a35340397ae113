"""docs/day.md: its commands print what the page says."""

import os
import shutil

import pytest

import day
from htm_teacher import ENGINES

TEXT = day.PAGE.read_text(encoding="utf-8")


@pytest.mark.slow
@pytest.mark.skipif("fast" not in ENGINES, reason="the textbook takes minutes for such streams")
@pytest.mark.skipif(os.name != "posix" or not shutil.which("bash"), reason="the commands are for bash")
def test_the_commands_print_what_the_page_says(tmp_path):
    shown = list(day.session(TEXT, tmp_path))
    assert len(shown) == TEXT.count("\n$ ")
    assert [(one.command, one.printed) for one in shown if not one.fits] == []


@pytest.mark.skipif(os.name != "posix" or not shutil.which("bash"), reason="the commands are for bash")
def test_what_does_not_fit_is_seen(tmp_path):
    code = "```python\n# a.py\nprint(3)\n```\n\n"
    page = f"{code}```console\n$ python a.py; x=4\n3\n$ echo $x and more\n4 and ...\n$ echo 5\n6\n```\n"
    shown = list(day.session(page, tmp_path))
    assert [one.fits for one in shown] == [True, True, False]
    assert shown[2].printed == "5\n"
