"""Frames beside CSV files of the same content; and an index of numbers, lists, durations."""

import re
import warnings
from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series import SeriesError, from_arrow, from_pandas, from_polars, read_csv
from htm_teacher.series.setting_names import keywords

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
arrow_csv = pytest.importorskip("pyarrow.csv")
polars = pytest.importorskip("polars")

DAYS = [datetime(2020, 1, day) for day in (1, 2, 3)]
DATES = ["2020-01-01", "2020-01-02", "2020-01-03"]
KINDS = {
    "spaces around names": {" when": DATES, "flow ": [1, 3, 2]},
    "spaces around cells": {"when": DATES, "place": ["A ", " A", "B"], "flow": [1, 3, 2]},
    "a total": {"when": [*DATES, "Total"], "flow": [1, 3, 2, 6]},
    "units": {"when": ["", *DATES], "flow": ["kW", "1", "3", "2"]},
    "units below numbers": {"when": ["", *DATES], "5": ["kW", "1", "3", "2"], "1": ["m", "1", "3", "2"]},
    "names that are numbers": {"1": [5, 3, 2, 7], "5": [6.5, 2.5, 4, 1]},
    "names that count": {"0": DATES, "1": [1, 3, 2]},
    "empty rows at the end": {"when": [*DATES, None, None], "flow": [1, 3, 2, None, None]},
    "an empty column without a name": {"when": DATES, "": [None, None, None], "flow": [1, 3, 2]},
    "a column without a name": {"": DATES, "flow": [1, 3, 2]},
    "names that are repeated": {"when": [*DATES, "when"], "flow": ["1", "3", "2", "flow"]},
    "a title": {"Station: X": ["when", *DATES], "": ["flow", "1", "3", "2"]},
    "a source": {"when": [*DATES, "Source: our own"], "flow": [1, 3, 2, None]},
    "the same name twice": {"flow": [1, 3, 2], "flow ": [1, 3, 2]},
    "a wrong cell": {"when": DATES, "flow": ["1", "x", "2"]},
    "no rows": {"when": [], "flow": []},
}
READERS = {
    "pandas": (from_pandas, pandas.DataFrame, lambda frame, path: frame.to_csv(path, index=False)),
    "arrow": (from_arrow, pyarrow.table, arrow_csv.write_csv),
    "polars": (from_polars, polars.DataFrame, lambda frame, path: frame.write_csv(path)),
}


def outcome(read, first):
    """All that is found, with its warnings, or the error; rows are counted from ``first``."""
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        try:
            found = repr(read())
        except SeriesError as error:
            found = str(error)

    def shift(rows):
        return re.sub(r"\d+", lambda row: str(int(row[0]) - first), rows[0])

    said = [found, *(str(doubt.message) for doubt in doubts)]
    text = re.sub(r"rows? \d+(?: (?:to|and) \d+)?", shift, "\n".join(said))
    return text.replace(", row -1", "")  # names stand in row 1 of a file, but in none of a frame


@pytest.mark.parametrize("library", READERS)
@pytest.mark.parametrize("kind", KINDS)
def test_a_frame_is_read_like_the_file_that_its_library_writes(kind, library, tmp_path):
    read, make, write = READERS[library]
    frame, path = make(KINDS[kind]), tmp_path / "frame.csv"
    write(frame, path)
    with keywords():
        wanted = outcome(lambda: read_csv(path, header=True), first=2)
    assert outcome(lambda: read(frame, name=str(path)), first=1) == wanted


CELLS = st.sampled_from(["1", "2.5", "", " 3", "7,5", "-", "kW", "Total", "x y", *DATES, "a"])
NAMES = st.lists(st.sampled_from(["when", " b", "b ", "1", "5", "", "s", "a: b"]), min_size=2, max_size=4)


@given(NAMES, st.data())
def test_a_frame_of_any_words_is_read_like_a_file(tmp_path_factory, names, data):
    row = st.tuples(*(CELLS for _ in names))
    frame = pandas.DataFrame(data.draw(st.lists(row, max_size=6)), columns=names)
    path = tmp_path_factory.getbasetemp() / "frame.csv"
    frame.to_csv(path, index=False)
    with keywords():
        wanted = outcome(lambda: read_csv(path, header=True, delimiter=","), first=2)
    assert outcome(lambda: from_pandas(frame, name=str(path)), first=1) == wanted


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


def test_units_and_totals_of_a_frame_are_no_steps():
    frame = pandas.DataFrame({"when": ["", *DATES, "Total"], 5: ["kW", 1, 3, 2, 6], 1: ["m", 4, 2, 3, 9]})
    series = from_pandas(frame)
    assert (series.fields, series.unit) == ({"5": [1, 3, 2], "1": [4, 2, 3]}, "kW")
    assert "units are taken from row 1" in series.notes


def test_columns_of_frames_need_no_names():
    frame = pandas.DataFrame([[day, None, value] for day, value in zip(DATES, (1, 3, 2), strict=True)])
    nameless = frame.set_axis([None, float("nan"), "flow"], axis="columns")
    assert from_pandas(nameless, time="1", value="flow").times == DAYS
    assert from_pandas(nameless.set_index(nameless.iloc[:, 0])[["flow"]].rename_axis(None)).times == DAYS


@pytest.mark.parametrize("step", ["M", "Q"])
def test_periods_are_read_like_the_text_that_pandas_writes(step):
    frame = pandas.DataFrame(
        {"when": pandas.period_range("2024-01", periods=3, freq=step), "flow": [1, 3, 2]}
    )
    series = from_pandas(frame, name="x")
    assert series.times == [datetime(2024, month, 1) for month in ((1, 2, 3) if step == "M" else (1, 4, 7))]
    assert from_arrow(pyarrow.Table.from_pandas(frame), name="x") == series


def test_numbers_as_names_are_no_rows_and_a_nameless_index_gets_a_name_of_its_own():
    values = [float(5 * row % 7) for row in range(40)]
    assert from_pandas(pandas.Series(values, name=3).to_frame()).values() == values
    days = pandas.date_range("2024-01-01", periods=40)
    series = from_pandas(pandas.DataFrame({0: values, 1: values[::-1]}, index=days))
    assert list(series.fields) == ["0", "1"]
    assert series.times[0] == days[0]


@pytest.mark.parametrize("reader", READERS)
def test_the_last_empty_rows_of_a_single_column_are_steps(reader):
    read, make, _ = READERS[reader]
    assert list(read(make({"flow": [1.0, 3.0, 2.0, None, None]}))) == [1, 3, 2, None, None]


def test_an_index_without_a_name_is_called_index():
    frame = pandas.DataFrame({"flow": [1.5, 3, 2]}, index=pandas.to_datetime(DATES))
    assert "columns: 'index' is the time; 'flow' is predicted" in from_pandas(frame).notes
    assert from_pandas(frame, time="index").times == DAYS
    frame["index"] = [4, 1, 3]
    assert from_pandas(frame).times == DAYS


@pytest.mark.parametrize("batch", [False, True])
def test_arrow_names_an_index_of_pandas_as_pandas_does(batch):
    numbers = [5.0, 1.0, 4.0, 2.0, 7.0, 3.0]
    for index in (pandas.date_range("2020-01-01", periods=6), [0, 2, 3, 7, 8, 11], [*range(3)] * 2):
        frame = pandas.DataFrame({"flow": numbers}, index=index)
        table = pyarrow.Table.from_pandas(frame)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = from_arrow(table.to_batches()[0] if batch else table)
            assert (found.fields, found.times) == ({"flow": numbers}, from_pandas(frame).times)
        assert not any("__index" in note for note in found.notes)
    for levels in ([[1, 2], [1, 2, 3]], [["index"]]):
        frame = pandas.DataFrame({"index": [1.5, 7.5, 2.5, 5.5, 3.5, 4.5]})
        if len(levels) > 1:
            frame = frame.set_index(pandas.MultiIndex.from_product(levels))
        assert list(from_arrow(pyarrow.Table.from_pandas(frame), single=True).fields) == ["index"]
