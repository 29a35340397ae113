"""Series from pandas, Arrow and Polars: each is read like the CSV file of the same content."""

import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from htm_teacher.series import SeriesError, SeriesWarning, from_arrow, from_pandas, from_polars

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

DAYS = [datetime(2020, 1, day) for day in (1, 2, 3)]
COLUMNS = {"when": DAYS, "flow": [1.5, None, 3.0], "count": [1, 2, 3], "place": ["A", None, "B"]}


def frame():
    return pandas.DataFrame(COLUMNS)


def table():
    return pyarrow.table(COLUMNS)


READERS = pytest.mark.parametrize(
    ("read", "make"),
    [(from_pandas, frame), (from_arrow, table), (from_polars, lambda: polars.DataFrame(COLUMNS))],
    ids=["pandas", "arrow", "polars"],
)


@READERS
def test_times_and_numbers_are_found(read, make):
    series = read(make())
    assert series.fields == {"flow": [1.5, None, 3.0], "count": [1.0, 2.0, 3.0]}
    assert series.times == DAYS
    assert (series.main, series.season_name) == ("flow", "a week")


@READERS
def test_columns_can_be_chosen_even_columns_of_text(read, make):
    with pytest.warns(SeriesWarning, match="'place' holds no numbers, so its cells are read as categories"):
        series = read(make(), time="", value=["place", "count"], name="choice")
    assert read(make(), text="place").fields["place"] == ["A", None, "B"]
    assert series.fields == {"place": ["A", None, "B"], "count": [1.0, 2.0, 3.0]}
    assert (series.main, series.times, series.name) == ("place", None, "choice")


@READERS
def test_an_unknown_column_is_refused_with_a_list_of_columns(read, make):
    with pytest.raises(SeriesError, match=r"no column 'x'; there are 'when', 'flow', 'count', 'pl"):
        read(make(), value="x")
    with pytest.raises(SeriesError, match="no column 'x'"):
        read(make(), time="x")


@pytest.mark.parametrize("read", [from_pandas, lambda f: from_arrow(pyarrow.Table.from_pandas(f))])
def test_a_bad_value_is_refused_by_row(read):
    bad = frame()
    bad.loc[2, "flow"] = float("-inf")
    with pytest.raises(SeriesError, match=r"row 3, column 'flow': '-inf' is infinite"):
        read(bad)
    mixed = frame().iloc[[1, 0, 2]]
    with pytest.raises(
        SeriesError, match=r"row 2, column 'when': .* is earlier than .* in row 1 above it; sort"
    ):
        read(mixed)


def test_rows_can_be_put_in_order():
    mixed = frame().iloc[[1, 0, 2]]
    assert from_pandas(mixed, sort=True).fields == from_pandas(frame()).fields
    assert from_pandas(frame()[::-1]).fields == from_pandas(frame()).fields


@READERS
def test_a_table_without_numbers_is_refused(read, make):
    columns = make()[["place"]] if read is from_pandas else make().select(["place"])
    with pytest.raises(SeriesError, match="no column holds numbers; 'place' has 'A'"):
        read(columns)


@pytest.mark.parametrize("read", [from_pandas, from_arrow, from_polars])
def test_other_types_are_refused(read):
    with pytest.raises(SeriesError, match=rf"{read.__name__} takes .*, not a list"):
        read([1, 2, 3])


@pytest.mark.parametrize(
    ("read", "library"), [(from_pandas, "pandas"), (from_arrow, "pyarrow"), (from_polars, "polars")]
)
def test_a_missing_library_is_named_with_the_command_to_install_it(monkeypatch, read, library):
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(SeriesError, match=rf"needs {library}, .*: pip install "):
        read(None)


def test_the_index_of_a_frame_may_be_the_times():
    indexed = frame().set_index("when")
    assert from_pandas(indexed) == from_pandas(frame())
    assert from_pandas(indexed, time="").times is None
    assert from_pandas(indexed.rename_axis(None)).times == DAYS
    assert "when" not in indexed.columns


def test_a_pandas_series_keeps_its_name():
    series = from_pandas(frame().set_index("when")["flow"])
    assert (series.name, series.fields) == ("flow", {"flow": [1.5, None, 3.0]})
    assert series.times == DAYS


def test_missing_values_of_every_kind_are_none():
    columns = {
        "a": pandas.array([1, None], dtype="Int64"),
        "b": [float("nan"), 1.0],
        "c": pandas.array([True, None], dtype="boolean"),
        "d": pandas.array([None, 0.5], dtype="double[pyarrow]"),
    }
    assert from_pandas(pandas.DataFrame(columns)).fields == {
        "a": [1.0, None],
        "b": [None, 1.0],
        "c": [1.0, None],
        "d": [None, 0.5],
    }


def test_time_zones_stay_and_nanoseconds_are_cut_off():
    index = pandas.DatetimeIndex(["2014-10-26T00:00:00.123456789Z", "2014-10-26T01:00Z"])
    zoned = pandas.DataFrame({"v": [1, 2]}, index=index.tz_convert("Europe/London"))
    expected = [
        datetime(2014, 10, 26, 0, 0, 0, 123_456, tzinfo=UTC),
        datetime(2014, 10, 26, 1, tzinfo=UTC),
    ]
    for series in (from_pandas(zoned), from_arrow(pyarrow.Table.from_pandas(zoned))):
        assert [time.astimezone(UTC) for time in series.times] == expected
        assert next(time.utcoffset() for time in series.times) == timedelta(hours=1)


def test_times_as_text_are_found():
    texts = pandas.DataFrame({"d": ["13/02/2014", "14/02/2014"], "v": [1, 2]})
    assert from_pandas(texts).times == [datetime(2014, 2, 13), datetime(2014, 2, 14)]


def test_a_missing_time_is_refused_by_row():
    gap = pandas.DataFrame({"d": [DAYS[0], None], "v": [1, 2]})
    with pytest.raises(SeriesError, match=r"row 2, column 'd': the time is missing"):
        from_pandas(gap)


def test_times_that_occur_twice_are_kept_with_a_warning():
    twice = pandas.DataFrame({"d": [DAYS[0], DAYS[0]], "v": [1, 2]})
    with pytest.warns(SeriesWarning, match="occurs twice"):
        assert len(from_pandas(twice)) == 2


def test_dates_and_decimals_of_arrow():
    exact = pyarrow.table({"d": [date(2020, 1, 1)], "v": [Decimal("1.25")]})
    series = from_arrow(exact)
    assert (series.times, series.fields) == ([datetime(2020, 1, 1)], {"v": [1.25]})
    assert from_arrow(exact.to_batches()[0]) == series


@pytest.mark.parametrize("value", [None, "v"])
def test_two_columns_with_the_same_name_are_refused(value):
    double = pandas.DataFrame([[1, 2]], columns=["v", "v"])
    with pytest.raises(SeriesError, match="column 'v': two columns have this name"):
        from_pandas(double, value=value)


def test_several_series_in_one_frame_are_refused():
    index = pandas.MultiIndex.from_product([["p", "q"], DAYS])
    with pytest.raises(SeriesError, match=r"times restart in row 4, .* of one '1'"):
        from_pandas(pandas.DataFrame({"x": range(6)}, index=index))


def test_what_cannot_be_a_cell_is_refused():
    with pytest.raises(SeriesError, match="x: cannot be written as cells"):
        from_arrow(pyarrow.table({"x": [b"\xff", b"a"]}), name="x")
    with pytest.raises(SeriesError, match="x: cannot be written as cells"):
        from_polars(polars.DataFrame({"x": [b"\xff", b"a"]}), name="x")


def test_a_table_without_rows_or_columns_is_refused():
    with pytest.raises(SeriesError, match="frame: has a header but no rows after it"):
        from_pandas(pandas.DataFrame({"x": []}))
    with pytest.raises(SeriesError, match="frame: has no columns"):
        from_pandas(pandas.DataFrame())
