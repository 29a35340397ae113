"""What the tests of the command share."""

import pytest

from htm_teacher.cli import terminal


@pytest.fixture(autouse=True)
def patience(monkeypatch):
    """A busy machine is slow, and what a log then says is not what a test is about."""
    monkeypatch.setattr(terminal, "SILENT", 3600.0)
    monkeypatch.setattr(terminal, "SLOW", 3600.0)
