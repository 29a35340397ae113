"""Times written as numbers."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from htm_teacher.series import SeriesError
from htm_teacher.series.columns.number_kinds import number_kind
from htm_teacher.series.columns.time_format import read_times, time_format

START = datetime(2024, 1, 1)
TURN = [datetime(1949, 12, 1), datetime(1950, 1, 1), datetime(1950, 2, 1)]
PARTS_OF_A_YEAR = [datetime(1958, 7, 2, 12), datetime(1958, 10, 1, 18), datetime(1958, 10, 11, 14, 31)]
EPOCH = 1_704_067_200  # 2024 in UTC


def read(cells, heading, first=False):
    form = time_format(cells, heading, first=first)
    return form and read_times(cells, form, range(2, len(cells) + 2), "f.csv", heading)


def hours(*after, zone=None):
    return [START.replace(tzinfo=zone) + timedelta(hours=one) for one in after]


@pytest.mark.parametrize("places", [0, 3, 6, 9])
@pytest.mark.parametrize("heading", ["timestamp", "Time (UTC)", "ts", "unix_time", "created_at", "data"])
def test_unix_times_are_seconds_or_finer(places, heading):
    cells = [str((EPOCH + 3600 * index) * 10**places) for index in range(3)]
    assert read(cells, heading) == hours(0, 1, 2, zone=UTC)


def test_what_is_finer_than_microseconds_is_cut():
    assert read([f"{EPOCH}123456789", f"{EPOCH}999999999"], "ts") == [
        START.replace(microsecond=123_456, tzinfo=UTC),
        START.replace(microsecond=999_999, tzinfo=UTC),
    ]
    assert read([f"{EPOCH}.25", f"{EPOCH}.1234567"], "ts")[1].microsecond == 123_456


@pytest.mark.parametrize(
    ("cells", "heading", "times"),
    [
        (["1749", "1750"], "Year", [datetime(1749, 1, 1), datetime(1750, 1, 1)]),
        (["1949.0", "1950.0"], "année", [datetime(1949, 1, 1), datetime(1950, 1, 1)]),
        (["1949", "1950"], "time", [datetime(1949, 1, 1), datetime(1950, 1, 1)]),
        (["1949.0", "1949.0833", "1949.1667"], "time", [datetime(1949, month, 1) for month in (1, 2, 3)]),
        (["1949,92", "1950", "1950,08"], "time", TURN),
        (["1749.01", "1749.1", "1749.12"], "date", [datetime(1749, month, 1) for month in (1, 10, 12)]),
        (["1958.5", "1958.75", "1958.777"], "decimal date", PARTS_OF_A_YEAR),
        (["202401", "202402"], "month", [datetime(2024, 1, 1), datetime(2024, 2, 1)]),
        (["20001", "20004"], "quarter", [datetime(2000, 1, 1), datetime(2000, 10, 1)]),
        (["202401", "202452"], "week", [datetime(2024, 1, 1), datetime(2024, 12, 23)]),
        (["2024001", "2024366"], "date", [START, datetime(2024, 12, 31)]),
        (["20240101", "20240102"], "date", hours(0, 24)),
        (["2024010100", "2024010101"], "date", hours(0, 1)),
        (["202401010030", "202401010130"], "date", hours(0.5, 1.5)),
        (["20240101003000", "20240101240000"], "date", hours(0.5, 24)),
        (["31122023", "01012024"], "Datum", hours(-24, 0)),
        (["231231", "240101"], "date", hours(-24, 0)),
        (["311223", "010124"], "date", hours(-24, 0)),
        (["580329.0", "580405.0"], "yymmdd", [datetime(1958, 3, 29), datetime(1958, 4, 5)]),
        (["291231", "300101"], "date", [datetime(2029, 12, 31), datetime(2030, 1, 1)]),
        (["45292", "45292.0416666667"], "date", hours(0, 1)),
        (["739252", "739252.5"], "datenum", hours(0, 12)),
        (["738886", "738886.5"], "ordinal", hours(0, 12)),
        (["133485408000000000", "133485444000000000"], "time", hours(0, 1, zone=UTC)),
        (["638396640000000000", "638396676000000000"], "time", hours(0, 1)),
        (["2460310.5", "2460311.0"], "JD", hours(0, 12)),
        (["60310", "60310.5"], "MJD", hours(0, 12)),
    ],
)
def test_numbers_under_a_name_of_times(cells, heading, times):
    assert read(cells, heading) == times


@pytest.mark.parametrize("places", [0, 3, 6, 9])
def test_unix_times_before_1970_are_below_zero(places):
    seconds = [-1_000_000_000, -999_999_999.5, 0, 86_400]
    times = [datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=one) for one in seconds]
    assert read([f"{one * 10**places:.1f}" for one in seconds], "timestamp") == times
    assert read(["-1000000000", "0"], "x") is None
    assert read(["-99999999", "0"], "timestamp") is None  # too near to zero to be sure


def test_days_as_matlab_counts_them_may_be_those_of_python():
    (doubt,) = time_format(["739252"], "datenum").doubts
    assert doubt.endswith("if Python counts them, each is 366 days later: call the column 'ordinal'")
    assert not time_format(["738886"], "ordinal").doubts


@pytest.mark.parametrize(
    ("cell", "year"), [("126230400000000000", "1973 or 1974"), ("631152000000000000", "1990")]
)
def test_counts_of_windows_may_be_unix_times_in_nanoseconds(cell, year):
    (doubt,) = time_format([cell], "timestamp").doubts
    assert doubt.endswith(f"; if they are unix times in nanoseconds of {year}, write them in seconds")


DOUBTFUL = ["45292", "739252", "2460310.5", "240101", "133485408000000000", "638396640000000000"]


@pytest.mark.parametrize("cells", [[cell] for cell in DOUBTFUL])
def test_what_could_well_be_a_value_is_a_doubt(cells):
    (doubt,) = time_format(cells, "time").doubts
    assert f"{cells[0]} is read as 2024-01-01 00:00; if these are no such times, give --time" in doubt


@pytest.mark.parametrize(
    ("cells", "first"),
    [
        (["1406813400", "1406817000", "1406820600"], datetime(2014, 7, 31, 13, 30, tzinfo=UTC)),
        (["1949", "1950", "1951"], datetime(1949, 1, 1)),
        (["20240130", "20240131", "20240201"], datetime(2024, 1, 30)),
        (["202311", "202312", "202401"], datetime(2023, 11, 1)),
        (["1958.2027", "1958.2877", "1958.3699", "1958.4548"], datetime(1958, 3, 15, 23, 39)),
    ],
)
def test_the_first_column_may_be_times_if_it_rises_evenly(cells, first):
    form = time_format(cells, "x", first=True)
    assert form.rank == 2
    assert len(form.notes) == 1
    assert form.notes[0].startswith("'x' rises evenly like ")
    assert read(cells, "x", first=True)[0] == first
    assert time_format(cells, "x") is None
    assert time_format([*cells, cells[0]], "x", first=True) is None


@pytest.mark.parametrize("form", ["%y%m%d", "%Y%m%d"])
def test_dates_in_digits_are_times_in_any_column_and_with_gaps(form):
    days = [datetime(1958, 3, 29) + timedelta(days=7 * index + index % 3) for index in range(10)]
    cells = [f"{day:{form}}" for day in days]
    assert read(cells, "x") == days
    found = time_format(cells, "x")
    assert found.rank == 2
    assert ["holds" in said for said in found.notes + found.doubts] == [True]
    assert time_format(cells[:9], "x") is None  # too few
    assert time_format([*cells, "580632"], "x") is None  # no day
    assert time_format([cells[index * 3 % 10] for index in range(10)], "x") is None  # in no order
    assert time_format([str(int(cells[0]) - 28 + index) for index in range(20)], "x") is None  # only counts


@pytest.mark.parametrize("heading", ["time", "x", "data", "Year", "month", "quarter"])
@pytest.mark.parametrize(
    "cells", [["1", "2", "3"], ["0.0", "0.5", "1.0"], ["7", "3", "12"], ["-1", "0", "1"]]
)
def test_small_numbers_are_no_times(cells, heading):
    assert time_format(cells, heading, first=True) is None


def test_values_that_look_like_years_are_no_times():
    assert time_format(["1650", "1980", "1720", "1501"], "time") is None
    assert time_format(["1650", "1651", "1652"], "data") is None


def test_one_wrong_cell_is_refused_by_row():
    form = time_format(["1704067200", "abc", "1704070800"], "timestamp")
    with pytest.raises(SeriesError) as error:
        read_times(["1704067200", "abc", "1704070800"], form, [2, 3, 4], "f.csv", "timestamp")
    assert str(error.value) == (
        "f.csv, row 3, column 'timestamp': 'abc' is not like the other times, which are unix times; "
        "correct it"
    )


@pytest.mark.parametrize(("cell", "dates_only"), [("20240101", True), ("2024010113", False), ("45292", True)])
def test_dates_alone_leave_room_for_a_time_of_day(cell, dates_only):
    form = time_format([cell], "date")
    assert form.dates_only is dates_only
    if dates_only:
        assert read_times([cell], form, [2], "f", "d", clocks=["1:30"], zones=["+02:00"]) == [
            datetime(2024, 1, 1, 1, 30, tzinfo=timezone(timedelta(hours=2)))
        ]


@pytest.mark.parametrize("places", [4, 5, 9])
def test_days_in_few_decimals_are_whole_minutes(places):
    cells = [f"{45292 + minute / 1440:.{places}f}" for minute in (0, 1, 60, 75)]
    kind = number_kind(cells, "Date", first=True).kind
    midnight = datetime(2024, 1, 1)
    assert [kind.read(cell) - midnight for cell in cells] == [timedelta(minutes=m) for m in (0, 1, 60, 75)]
    assert kind.read("45292.50035") == midnight + timedelta(hours=12, milliseconds=30_240)
