"""A run that many tests draw and none changes."""

import pytest

from htm_teacher import History
from plot.runs import sine_history


@pytest.fixture(scope="session")
def history() -> History:
    return sine_history()
