"""The measured series that ship are the published ones, number by number."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise

import pytest

from htm_teacher.series import SHIPPED, SeriesError, shipped
from htm_teacher.series.time_order import season_of

HALF_HOUR, HOUR = timedelta(minutes=30), timedelta(hours=1)


def readings(series):
    return zip(series.times, series.values(), strict=True)


def steps(series):
    return Counter(now - before for before, now in pairwise(series.times))


@pytest.mark.parametrize(
    ("name", "length", "first", "last", "start", "end", "digest"),
    [
        (
            "demand",
            4_032,
            [22262.0, 21756.0, 22247.0],
            [25996.0, 24610.0, 23132.0],
            "2000-06-05T00:00:00",
            "2000-08-27T23:30:00",
            "b302f8746397e55f",
        ),
        (
            "water",
            1_268,
            [100.59, 100.89, 100.88],
            [104.3, 104.23, 104.1],
            "2022-03-20T11:00:00+01:00",
            "2022-05-16T22:00:00+02:00",
            "f5d4f8c332ac175c",
        ),
        (
            "sea",
            19_226,
            [4.929, 4.887, 4.821],
            [4.017, 4.121, 4.316],
            "2016-02-15T00:00:00+00:00",
            "2017-03-22T00:00:00+00:00",
            "b346a81a75362692",
        ),
    ],
)
def test_a_shipped_series_is_the_published_one(name, length, first, last, start, end, digest):
    series = shipped(name)
    assert len(series) == length
    assert series.values()[:3] == first
    assert series.values()[-3:] == last
    assert series.times[0].isoformat() == start
    assert series.times[-1].isoformat() == end
    every = ",".join(map(repr, series.values()))
    assert sha256(every.encode()).hexdigest()[:16] == digest


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_series_has_a_description_and_a_source(name):
    series = shipped(name)
    assert series.name == name
    assert f"{len(series):,} values" in SHIPPED[name]
    assert series.unit
    assert series.source
    assert series.description
    sources = (files("htm_teacher.series") / "data" / "SOURCES.md").read_text(encoding="utf-8")
    assert f"## {name}\n" in sources
    assert f"{len(series):,}" in sources


def test_no_data_file_has_250_kilobytes():
    sizes = {file.name: len(file.read_bytes()) for file in (files("htm_teacher.series") / "data").iterdir()}
    assert set(sizes) == {"SOURCES.md", "demand.csv", "water.csv", "sea.csv.gz"}
    assert max(sizes.values()) < 250_000


def test_the_packed_file_holds_no_timestamp():
    packed = (files("htm_teacher.series") / "data" / "sea.csv.gz").read_bytes()
    assert packed[4:8] == bytes(4)


def test_demand_starts_on_a_monday_and_has_no_gap():
    demand = shipped("demand")
    assert demand.times[0].strftime("%A") == "Monday"
    assert steps(demand) == {HALF_HOUR: 4_031}
    assert all(time.tzinfo is None for time in demand.times)


def test_a_season_of_demand_is_a_week():
    demand = shipped("demand")
    assert demand.times[336] - demand.times[0] == timedelta(weeks=1)
    assert (demand.season, demand.season_name) == (336, "a week")


def test_water_has_ten_gaps_and_changes_its_clock_in_march():
    water = shipped("water")
    assert steps(water).pop(HOUR) == 1_257
    assert sum(steps(water).values()) - steps(water)[HOUR] == 10
    assert max(steps(water)) == timedelta(hours=32)
    summer = next(time for time in water.times if time.utcoffset() == 2 * HOUR)
    assert summer.isoformat() == "2022-03-27T03:00:00+02:00"


def test_the_low_windows_of_water_are_the_hours_under_99_litres():
    water = shipped("water")
    peak = water.anomalies[2]
    low = [window for window in water.anomalies if window != peak]
    for time, flow in readings(water):
        assert any(first <= time <= last for first, last in low) == (flow < 99)


def test_the_peak_of_water_is_the_only_hour_above_108_litres():
    water = shipped("water")
    first, last = water.anomalies[2]
    high = [time for time, flow in readings(water) if flow > 108]
    assert high == [last]
    assert last - first == HOUR


def test_sea_has_two_gaps_and_one_time_twice():
    sea = shipped("sea")
    assert steps(sea) == {HALF_HOUR: 19_222, HOUR: 1, timedelta(hours=12): 1, timedelta(0): 1}
    twice = datetime(2017, 3, 21, 16, 30, tzinfo=UTC)
    assert [value for time, value in readings(sea) if time == twice] == [4.276, 4.289]


@pytest.mark.parametrize("name", ["water", "sea"])
def test_the_season_of_water_and_sea_is_a_day(name):
    series = shipped(name)
    assert (series.season, series.season_name) == season_of(series.times)


def test_each_call_gives_a_new_series():
    one = shipped("water")
    one.values().clear()
    assert len(shipped("water")) == 1_268


def test_an_unknown_name_is_refused_with_the_known_names():
    with pytest.raises(SeriesError, match="no series 'tide' in the package; there are 'demand', "):
        shipped("tide")
