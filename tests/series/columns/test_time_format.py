"""What a column of times holds, and its times."""

from datetime import UTC, datetime, timedelta

import pytest

from htm_teacher.series import SeriesError
from htm_teacher.series.columns.time_format import (
    is_clock_column,
    is_zone_column,
    passed_over,
    read_times,
    time_format,
)

ROWS = range(2, 1_000)


def read(cells, heading="time", **options):
    form = time_format(cells, heading, **options)
    return read_times(cells, form, ROWS, "f.csv", heading)


def refused(cells, heading="time"):
    with pytest.raises(SeriesError) as error:
        read(cells, heading)
    return str(error.value)


def test_plain_times_say_nothing():
    form = time_format(["2024-01-01 00:00", "2024-01-01 01:00"], "time")
    assert (form.kind, form.rank, form.dates_only, form.notes, form.doubts) == (None, 0, False, (), ())
    assert time_format(["2024-01-01", "2024-01-02"], "x").dates_only


def test_half_of_the_cells_make_a_column_of_times():
    assert time_format(["2024-01-01", "x", "", "NA"], "x") is not None
    assert time_format(["2024-01-01", "x", "y"], "x") is None
    assert time_format(["", "NA"], "time") is time_format([], "time") is None


def test_a_wrong_or_missing_time_is_refused_by_row():
    assert refused(["2024-01-01", "x"]).startswith("f.csv, row 3, column 'time': 'x' is not a date that can")
    assert refused(["2024-01-01", " - "]) == (
        "f.csv, row 3, column 'time': the time is missing; give every row a time, and remove rows of totals"
    )
    form = time_format(["2024-01-01"], "time")
    with pytest.raises(SeriesError, match="the time is missing"):
        read_times(["none yet"], form, [2], "f", "t", missing=frozenset({"none yet"}))
    with pytest.raises(SeriesError, match=r"row 2, column 't': 'soon' is not a time of day"):
        read_times(["2024-01-01"], form, [2], "f", "t", clocks=["soon"])


def test_half_years_are_refused_by_row():
    assert refused(["2000H1", "2000H2"]) == (
        "f.csv, row 2, column 'time': '2000H1' is half a year, which is not read; write its first day, such "
        "as 2014-07-01; 1 more cell of the column cannot be read: '2000H2' in row 3"
    )


def test_one_zone_in_letters_is_ignored_with_a_doubt():
    cells = ["2024-01-01 00:00 CET", "2024-01-01 01:00 CET"]
    assert read(cells) == [datetime(2024, 1, 1), datetime(2024, 1, 1, 1)]
    (doubt,) = time_format(cells, "time").doubts
    assert doubt.startswith("the zone CET is ignored, because")


@pytest.mark.parametrize("second", ["2024-04-01 00:00 CEST", "2024-04-01 00:00"])
def test_several_zones_in_letters_are_refused(second):
    assert "row 2, column 'time': '2024-01-01 00:00 CET' is in a zone, CET, that means" in refused(
        ["2024-01-01 00:00 CET", second]
    )


def test_the_hour_that_occurs_twice_in_a_place_is_two_hours():
    clocks = ["01:30", "02:00", "02:30", "02:00", "02:30", "03:00"]
    times = read([f"2024-10-27 {clock} Europe/Berlin" for clock in clocks])
    steps = [int(time.timestamp() - times[0].timestamp()) // 60 for time in times]
    assert steps == [0, 30, 60, 90, 120, 150]


def test_a_zone_can_be_a_column():
    assert is_zone_column(["UTC", "+02:00", "", "Europe/Berlin"])
    assert not is_zone_column(["UTC", "north"])
    assert not is_zone_column([""])
    form = time_format(["2024-07-01 00:00"], "time")
    (time,) = read_times(["2024-07-01 00:00"], form, [2], "f", "t", zones=["Europe/Berlin"])
    assert time.utcoffset() == timedelta(hours=2)
    with pytest.raises(SeriesError, match=r"'CET' is no time zone; write it as \+02:00"):
        read_times(["2024-07-01 00:00"], form, [2], "f", "t", zones=["CET"])


@pytest.mark.parametrize(
    ("cells", "heading", "answer"),
    [
        (["13:30", "1:30 PM", ""], "x", True),
        (["0", "30", "1330"], "time", True),
        (["1", "24"], "Stunde", True),
        (["1", "24"], "load", False),
        (["13:30", "late"], "time", False),
        (["1", "99"], "hour", False),
        ([""], "hour", False),
    ],
)
def test_a_time_of_day_can_be_a_column(cells, heading, answer):
    assert is_clock_column(cells, heading) is answer


@pytest.mark.parametrize(
    ("cells", "years", "doubts"),
    [
        (["Jan-49", "Jan-60"], [1949, 1960], 1),
        (["Jan-98", "Jan-99", "Jan-00"], [1998, 1999, 2000], 0),
        (["Jan-29", "Jan-30", "Jan-31"], [2029, 2030, 2031], 0),
        (["Jan-65", "Jan-68", "Jan-69"], [1965, 1968, 1969], 0),
        (["31.12.62", "01.01.63"], [1962, 1963], 1),
        (["2049-01-01", "2050-01-01"], [2049, 2050], 0),
    ],
)
def test_the_century_is_the_one_in_which_times_rise(cells, years, doubts):
    assert [time.year for time in read(cells)] == years
    assert len(time_format(cells, "time").doubts) == doubts


def test_the_doubt_about_a_century_shows_a_cell():
    assert time_format(["Jan-49", "Jan-60"], "time").doubts == (
        "years of two digits are read as 1930 to 2029: Jan-49 is in 1949; if not, write years with four "
        "digits",
    )


def test_a_month_and_a_day_without_a_year_are_no_times():
    days = [f"{month} {day}" for month in ("Jan", "Feb") for day in range(1, 29)]
    assert time_format(days, "date") is None
    assert passed_over(days, "date")


def test_numbers_after_a_colon_are_quarters_if_a_year_has_four():
    quarters = [f"{year}:{quarter}" for year in (1959, 1960) for quarter in range(1, 5)]
    assert [time.month for time in read(quarters)] == [1, 4, 7, 10] * 2
    months = [f"{year}:{month}" for year in (1959, 1960) for month in range(1, 13)]
    assert [time.month for time in read(months)] == [*range(1, 13)] * 2
    assert [time.month for time in read(["1959:4", "1960:1", "1960:5"])] == [4, 1, 5]


@pytest.mark.parametrize(
    ("cells", "heading", "times"),
    [
        (["2020-1", "2020-53"], "week", [datetime(2019, 12, 30), datetime(2020, 12, 28)]),
        (["2020-1", "2020-4"], "Quarter", [datetime(2020, 1, 1), datetime(2020, 10, 1)]),
        (["2020-1", "2020-4"], "x", [datetime(2020, 1, 1), datetime(2020, 4, 1)]),
        (["2010/11", "2011/12", "2020/21"], "season", [datetime(year, 1, 1) for year in (2010, 2011, 2020)]),
        (["1999/2000", "2000/2001"], "FY", [datetime(1999, 1, 1), datetime(2000, 1, 1)]),
        (["2011/11", "2011/12"], "x", [datetime(2011, 11, 1), datetime(2011, 12, 1)]),
        (["2020-01-06/2020-01-12", "2020-01-13/2020-01-19"], "", [datetime(2020, 1, day) for day in (6, 13)]),
        (["1.7040672E9"], "timestamp", [datetime(2024, 1, 1, tzinfo=UTC)]),
        (["1,704,067,200"], "timestamp", [datetime(2024, 1, 1, tzinfo=UTC)]),
        (["Mo, 06.01.2020", "Di, 07.01.2020"], "Datum", [datetime(2020, 1, 6), datetime(2020, 1, 7)]),
        (["Sun 12/01/2020", "Mon 13/01/2020"], "x", [datetime(2020, 1, 12), datetime(2020, 1, 13)]),
        (["2020-01-06 00:00:00 +0000 UTC"], "x", [datetime(2020, 1, 6, tzinfo=UTC)]),
    ],
)
def test_more_ways_of_writing(cells, heading, times):
    assert read(cells, heading) == times


def test_day_and_month_are_told_by_the_column():
    cells = [f"01/{month:02}/{year}" for year in (2000, 2001) for month in range(1, 13)]
    assert [time.month for time in read(cells)] == [*range(1, 13)] * 2
    assert [time.month for time in read(cells, day_first=False)] == [1] * 24


@pytest.mark.parametrize("cell", ["north", "13:00", "17", "-4", "week 3"])
@pytest.mark.parametrize("heading", ["time", "Date", "Timestamp", "Datum", "fecha", "ds", "created_at"])
def test_a_column_called_a_time_is_not_passed_over_in_silence(cell, heading):
    said = passed_over([cell, cell], heading)
    assert said.startswith(f"{heading!r} is not read as the time, because {cell!r} is not a date that can")


@pytest.mark.parametrize("heading", ["data", "flow", "runtime", "timezone", "month", "", "hour"])
def test_other_columns_are_passed_over_in_silence(heading):
    assert passed_over(["north", "17"], heading) == ""


def test_only_a_clock_that_counts_is_passed_over_with_its_own_reason():
    assert passed_over(["0", "1", "2"], "time") == ""
    assert passed_over(["0:00", "0:15", "0:30"], "zeit").startswith("'zeit' counts like a clock, so the date")
    assert passed_over(["2024-01-01"], "time") == ""
    assert passed_over(["", "NA"], "time") == ""


def test_long_cells_are_cut_in_messages():
    assert len(passed_over(["x" * 100_000], "time")) < 300
    assert len(refused(["2024-01-01", "9" * 100_000])) < 300
