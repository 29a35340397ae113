"""What messages about frames name: the keywords of the functions, the types that were given, the extras."""

import re
import sys
import warnings
from datetime import datetime, timedelta

import pytest

from htm_teacher.series import SeriesError, from_arrow, from_pandas, from_polars, read_groups

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

HOURS = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(30)]
LIBRARIES = pytest.mark.parametrize(
    ("read", "make"),
    [(from_pandas, pandas.DataFrame), (from_arrow, pyarrow.table), (from_polars, polars.DataFrame)],
    ids=["pandas", "arrow", "polars"],
)
TWO = {"time": HOURS * 2, "place": ["a"] * 30 + ["b"] * 30, "flow": list(range(0, 120, 2))}


def said(read):
    """The error, or the warnings and notes, of a frame."""
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        try:
            notes = read().notes
        except SeriesError as error:
            return str(error)
    return "\n".join([*(str(doubt.message) for doubt in doubts), *notes])


KEYWORDS = {
    "sort=True": {"time": [HOURS[0], HOURS[2], HOURS[1], HOURS[5]], "flow": [1, 2, 4, 3]},
    "day_first=True": {"date": ["01/02/2024", "01/05/2024"], "flow": [1, 2]},
    "decimal=','": {"flow": ["1,125", "5"]},
    "missing='x'": {"time": HOURS[:3], "flow": ["1", "x", "2"]},
    "missing='-999'": {"time": HOURS[:4], "flow": [1, -999, 2, 3]},
    "text reads them": {"time": HOURS[:4], "place": ["a", "b", "c", "d"], "flow": [1, 3, 2, 5]},
    "label='fault'": {"time": HOURS, "fault": [0] * 29 + [1], "flow": [hour % 7 for hour in range(30)]},
    "group='place' to read_groups": TWO,
    "single=True if it is one": TWO,
}


@LIBRARIES
@pytest.mark.parametrize("keyword", KEYWORDS)
def test_a_message_about_a_frame_names_the_keyword_and_no_option(keyword, read, make):
    message = said(lambda: read(make(KEYWORDS[keyword])))
    assert keyword in message
    assert not re.search(r"--\w", message)


def test_the_settings_that_need_a_time_are_named_by_keyword():
    frame = pandas.DataFrame({"flow": [1.5, 3, 2]})
    assert "sort=True needs a column of times, and none was found; name it with time" in said(
        lambda: from_pandas(frame, sort=True)
    )


@LIBRARIES
def test_the_series_of_a_frame_are_taken_alone(read, make):
    groups = read_groups(make(TWO), "place")
    assert {name: len(series) for name, series in groups.items()} == {"a": 30, "b": 30}
    assert groups["b"].times == HOURS
    pair = make(TWO | {"kind": ["u", "v"] * 30})
    assert len(read_groups(pair, "place,kind")) == 4
    with pytest.raises(SeriesError, match="no column 'x'"):
        read_groups(make(TWO), "x")


def test_groups_of_anything_else_are_refused():
    with pytest.raises(SeriesError, match="read_groups takes a file or a frame, not a list"):
        read_groups([1, 2], "place")


PANDAS = pandas.DataFrame({"flow": [1, 2]})
POLARS = polars.DataFrame({"flow": [1, 2]})
ARROW = pyarrow.table({"flow": [1, 2]})


@pytest.mark.parametrize(
    ("read", "given", "message"),
    [
        (from_polars, PANDAS, "not a DataFrame of pandas; read it with from_pandas"),
        (from_arrow, PANDAS["flow"], "not a Series of pandas; read it with from_pandas"),
        (from_pandas, POLARS, "not a DataFrame of polars; read it with from_polars"),
        (from_pandas, ARROW, "not a Table of pyarrow; read it with from_arrow"),
        (from_polars, POLARS.lazy(), "not a LazyFrame of polars; give its .collect() to from_polars"),
        (from_pandas, POLARS.lazy(), "not a LazyFrame of polars; give its .collect() to from_polars"),
        (from_arrow, ARROW.to_reader(), "of pyarrow; give its .read_all() to from_arrow"),
        (from_arrow, ARROW["flow"], "not a ChunkedArray of pyarrow"),
        (from_pandas, "flow.csv", "not a str; a file is read with read_csv"),
        (from_pandas, {"flow": [1]}, "not a dict"),
    ],
)
def test_a_wrong_type_is_named_with_what_reads_it(read, given, message):
    with pytest.raises(SeriesError, match=re.escape(message) + "$"):
        read(given)


def test_a_frame_of_another_library_is_told_even_if_the_wanted_one_is_not_installed(monkeypatch):
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(SeriesError, match="read it with from_pandas"):
        from_polars(PANDAS)
