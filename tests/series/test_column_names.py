"""What the names of columns say."""

import pytest

from htm_teacher.series.column_names import is_time_name


@pytest.mark.parametrize("name", ["time", "Timestamp", "DATE", "time (UTC)", "unix_time", "epoch"])
def test_names_of_times(name):
    assert is_time_name(name)


@pytest.mark.parametrize("name", ["response time", "times of day", "update", "value", ""])
def test_names_that_are_not_of_times(name):
    assert not is_time_name(name)
