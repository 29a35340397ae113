"""What frames hold beside values: an index of numbers, lists, durations."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import from_arrow, from_pandas, from_polars

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

DAYS = [datetime(2020, 1, day) for day in (1, 2, 3)]


def test_numbers_of_rows_are_no_times_but_unix_times_and_months_are():
    flow = {"flow": [1, 3, 2]}
    months = from_pandas(pandas.DataFrame(flow, index=[200_001, 200_002, 200_003]))
    assert months.times == [datetime(2000, month, 1) for month in (1, 2, 3)]
    assert from_pandas(pandas.DataFrame(flow, index=[3600, 7200, 10_800])).times is None
    years = from_pandas(pandas.DataFrame(flow, index=[1990, 1991, 1992]))
    assert years.times is None
    assert "the index counts rows, so it is not read; if it is years, name it year" in years.notes


@pytest.mark.parametrize(("read", "make"), [(from_arrow, pyarrow.table), (from_polars, polars.DataFrame)])
def test_lists_and_durations_beside_values_do_not_matter(read, make):
    beside = {"since": [timedelta(hours=hour) for hour in range(3)], "tags": [[1], None, [2, 3]]}
    series = read(make({"when": DAYS, "flow": [1.5, None, 3.0], **beside}), value="flow")
    assert (series.times, series.fields) == (DAYS, {"flow": [1.5, None, 3.0]})
