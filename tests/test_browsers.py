"""Where a browser is missing, its tests are skipped, or fail if browsers are required."""

import pytest

from browsers import program


@pytest.mark.parametrize(
    ("given", "outcome"), [("required", pytest.fail.Exception), ("", pytest.skip.Exception)]
)
def test_a_missing_browser_fails_only_where_it_is_required(monkeypatch, given, outcome):
    monkeypatch.setenv("HTM_TEACHER_BROWSER_TESTS", given)
    with pytest.raises(outcome, match="needs no-such-browser"):
        program("no-such-browser", "no-such-package")
