"""What every test in a browser needs: the browser's program, and what happens where there is none."""

import os
import shutil
from typing import NoReturn

import pytest

PATIENCE = 60_000  # milliseconds: for whatever a busy machine may take long to do


def missing(what: str) -> NoReturn:
    """Skip the test, or fail it where browsers are required."""
    if os.environ.get("HTM_TEACHER_BROWSER_TESTS") == "required":
        pytest.fail(f"needs {what}")
    pytest.skip(f"needs {what}")


def program(name: str, package: str) -> str:
    """The path of a program."""
    path = shutil.which(name)
    if path is None:
        missing(f"{name}, which is not on the path: sudo apt install {package}")
    return path
