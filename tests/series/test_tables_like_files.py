"""A frame is read like the CSV file of the same content, whichever library holds it."""

from datetime import datetime

import pytest

from htm_teacher.series import from_arrow, from_pandas, from_polars, read_csv
from htm_teacher.series.setting_names import keywords

pandas = pytest.importorskip("pandas")
pyarrow = pytest.importorskip("pyarrow")
polars = pytest.importorskip("polars")

HOURS = [datetime(2020, 1, 1, hour) for hour in range(4)]
FRAMES = {
    "periods": lambda: pandas.DataFrame({"x": range(3)}, pandas.period_range("2000-01", periods=3, freq="M")),
    "quarters": lambda: pandas.DataFrame({"x": range(3)}, pandas.period_range("2000Q1", periods=3, freq="Q")),
    "text dates": lambda: pandas.DataFrame({"day": ["1.2.2020", "2.2.2020", "3.2.2020"], "x": [1, 2, 4]}),
    "an index of texts": lambda: pandas.Series(
        [1, 2, 4], ["2020-01-01", "2020-01-02", "2020-01-03"]
    ).to_frame("x"),
    "an index of numbers": lambda: pandas.DataFrame({"x": [1.5, 2]}, index=[7, 9]),
    "a named index of numbers": lambda: pandas.DataFrame(
        {"x": [1.5, 2, 1]}, pandas.Index([1990, 1991, 1992], name="year")
    ),
    "categories": lambda: pandas.DataFrame({"x": [1, 2], "kind": pandas.Categorical(["a", "b"])}),
    "truth": lambda: pandas.DataFrame({"x": [True, False, True]}),
    "labels": lambda: pandas.DataFrame(
        {"time": HOURS, "x": [1, 5, 2, 4], "is_anomaly": [False, True, False, False]}
    ),
    "decimal commas": lambda: pandas.DataFrame({"x": ["1,5", "2,25", None]}),
    "units": lambda: pandas.DataFrame({"x": ["1.5 kW", "2 kW"], "y": ["10%", "20%"]}),
    "single precision": lambda: pandas.DataFrame({"x": pandas.array([0.1, 0.7, None], "float32")}),
    "years and months": lambda: pandas.DataFrame({"year": [2000] * 3, "month": [1, 2, 3], "x": [3, 1, 2]}),
    "one missing value": lambda: pandas.DataFrame({"x": [1.5, None, 2.5]}),
    "names that are numbers": lambda: pandas.DataFrame([[1, 2], [5, 4]]),
    "names of two levels": lambda: pandas.DataFrame([[1, 2], [5, 4]], columns=[["a", "a"], ["b", "c"]]),
}


@pytest.mark.filterwarnings("ignore::htm_teacher.series.SeriesWarning")
@pytest.mark.parametrize("name", FRAMES)
def test_a_frame_is_read_like_its_csv_file(name, tmp_path):
    plain = FRAMES[name]()
    indexed = not isinstance(plain.index, pandas.RangeIndex) and plain.index.dtype != "int64"
    flat = plain.set_axis([" ".join(c) if isinstance(c, tuple) else c for c in plain], axis="columns")
    path = tmp_path / "table.csv"
    flat.to_csv(path, index=indexed or plain.index.name is not None, index_label=plain.index.name or "index")
    with keywords():
        wanted = read_csv(path, header=True)
    found = from_pandas(plain)
    same = ("fields", "times", "main", "season", "season_name", "labels", "unit", "notes")
    assert {word: getattr(found, word) for word in same} == {word: getattr(wanted, word) for word in same}
    assert found.fields


@pytest.mark.filterwarnings("ignore::htm_teacher.series.SeriesWarning")
@pytest.mark.parametrize(
    "name", sorted(set(FRAMES) - {"names of two levels", "periods", "quarters", "truth"})
)
def test_all_libraries_are_read_alike(name):
    plain = FRAMES[name]()
    plain = plain.set_axis([str(column) for column in plain], axis="columns")
    if not isinstance(plain.index, pandas.RangeIndex):
        plain = plain.reset_index()
    wanted = from_pandas(plain, name="x")
    for series in (
        from_arrow(pyarrow.Table.from_pandas(plain, preserve_index=False), name="x"),
        from_polars(polars.from_pandas(plain), name="x"),
    ):
        assert series == wanted


def test_truth_is_written_in_more_than_one_way():
    truth = {"x": [True, False, None, True]}
    for series in (
        from_pandas(pandas.DataFrame(truth)),
        from_arrow(pyarrow.table(truth)),
        from_polars(polars.DataFrame(truth)),
    ):
        assert series.fields == {"x": [1.0, 0.0, None, 1.0]}
