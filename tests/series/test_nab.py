"""A folder of the Numenta Anomaly Benchmark."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from htm_teacher.series import SeriesError, read_nab

NAB = Path(__file__).resolve().parents[3] / "shared" / "nab"
ROWS = "timestamp,value\n2014-07-01 00:00:00,5\n2014-07-01 00:30:00,7.5\n2014-07-01 00:30:00,8\n"
WINDOW = ["2014-07-01 00:30:00.000000", "2014-07-01 01:00:00.000000"]


@pytest.fixture
def folder(tmp_path):
    """A benchmark of three tiny files."""
    names = ["real/taxi.csv", "real/same.csv", "made/same.csv"]
    for name in names:
        (tmp_path / "data" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "data" / name).write_text(ROWS)
    (tmp_path / "labels").mkdir()
    write_labels(tmp_path, json.dumps({"real/taxi.csv": [WINDOW], "real/same.csv": []}))
    return tmp_path


def write_labels(folder, text):
    (folder / "labels" / "combined_windows.json").write_text(text)


def test_every_file_is_a_series_by_its_name(folder):
    every = read_nab(folder)
    assert list(every) == ["made/same.csv", "real/same.csv", "real/taxi.csv"]
    assert len(every) == 3
    assert {name: len(series) for name, series in every.items()} == dict.fromkeys(every, 3)


def test_a_file_is_read_only_on_access(folder):
    (folder / "data" / "made" / "same.csv").write_text("")
    every = read_nab(folder)
    assert "made/same.csv" in every
    assert every["real/taxi.csv"].values() == [5.0, 7.5, 8.0]
    with pytest.raises(SeriesError, match="is empty"):
        every["made/same.csv"]
    with pytest.raises(KeyError):
        every["made/none.csv"]


def test_windows_are_the_known_anomalies(folder):
    taxi = read_nab(folder, "real/taxi.csv")
    assert taxi.anomalies == [(datetime(2014, 7, 1, 0, 30), datetime(2014, 7, 1, 1))]
    assert read_nab(folder, "real/same.csv").anomalies == []
    assert read_nab(folder, "made/same.csv").anomalies == []


@pytest.mark.parametrize("short", ["taxi", "taxi.csv"])
def test_a_short_name_is_enough_if_only_one_file_has_it(folder, short):
    assert read_nab(folder, short) == read_nab(folder, "real/taxi.csv")


def test_a_name_that_is_unknown_or_ambiguous_is_refused(folder):
    with pytest.raises(SeriesError, match=r"no file is called 'bus'; there are 'made/same.csv'"):
        read_nab(folder, "bus")
    with pytest.raises(SeriesError, match=r"2 files are called 'same'; there are 'made/same.csv'"):
        read_nab(folder, "same")


def test_a_folder_that_is_not_a_benchmark_is_refused(tmp_path):
    for folder, said in (
        (tmp_path, r"not a NAB folder: it has no data/\*/\*.csv"),
        (tmp_path / "nowhere", "no such"),
    ):
        with pytest.raises(SeriesError, match=said):
            read_nab(folder)


def test_labels_that_are_missing_or_damaged_are_refused(folder):
    for damaged in ("{", "[1]", '{"real/taxi.csv": [["yesterday", "today"]]}', '{"a": 5}'):
        write_labels(folder, damaged)
        with pytest.raises(SeriesError, match=r"combined_windows.json: damaged; it must hold"):
            read_nab(folder)
    (folder / "labels" / "combined_windows.json").unlink()
    with pytest.raises(SeriesError, match=r"combined_windows.json: cannot be read"):
        read_nab(folder)


@pytest.mark.skipif(not NAB.exists(), reason="the benchmark is not beside the project")
def test_the_benchmark_itself():
    every = read_nab(NAB)
    taxi = every["realKnownCause/nyc_taxi.csv"]
    assert (len(taxi), taxi.season, taxi.values()[0]) == (10_320, 48, 10844.0)
    assert len(taxi.anomalies) == 5
    assert taxi.anomalies[0][0] == datetime(2014, 10, 30, 15, 30)
    for series in every.values():
        first, *_, last = series.times
        assert all(first <= a < b <= last for a, b in series.anomalies)
