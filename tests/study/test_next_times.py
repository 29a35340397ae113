"""The times after the last row continue as the rows do."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from htm_teacher.series import Series
from htm_teacher.study.next_times import next_times

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FRIDAY = datetime(2024, 3, 1)


def after(times, count=3):
    times = list(times)
    return next_times(Series("s", {"v": [1.0] * len(times)}, times), count)


def test_even_rows_go_on_evenly():
    assert after([FRIDAY + HOUR * step / 2 for step in range(200)], 2) == [
        FRIDAY + 100 * HOUR,
        FRIDAY + 100.5 * HOUR,
    ]


def test_a_gap_changes_nothing():
    assert after([FRIDAY + HOUR * step for step in [*range(100), *range(110, 210)]], 1) == [
        FRIDAY + 210 * HOUR
    ]


@pytest.mark.parametrize("days", range(2, 18))
def test_a_single_row_that_is_missing_is_no_habit(days):
    hours = [FRIDAY + HOUR * step for step in range(24 * days) if step != 36]
    assert after(hours, 30) == [hours[-1] + HOUR * ahead for ahead in range(1, 31)]


def test_an_hour_that_comes_twice_where_clocks_are_set_back_is_no_habit():
    hours = [FRIDAY + HOUR * (step - (step > 100)) for step in range(240)]
    assert after(hours, 30) == [hours[-1] + HOUR * ahead for ahead in range(1, 31)]


@pytest.mark.parametrize(
    ("rows", "following"),
    [
        (["2023-11-30", "2023-12-31", "2024-01-31"], ["2024-02-29", "2024-03-31", "2024-04-30"]),
        (["2023-10-30", "2023-11-30", "2023-12-30"], ["2024-01-30", "2024-02-29", "2024-03-30"]),
        (["2023-10-01", "2023-11-01", "2023-12-01"], ["2024-01-01", "2024-02-01", "2024-03-01"]),
        (["2023-03-31", "2023-06-30", "2023-09-30"], ["2023-12-31", "2024-03-31", "2024-06-30"]),
        (["2021-07-01", "2022-07-01", "2023-07-01"], ["2024-07-01", "2025-07-01", "2026-07-01"]),
    ],
)
def test_months_quarters_and_years_are_counted_on_the_calendar(rows, following):
    assert after(map(datetime.fromisoformat, rows)) == [*map(datetime.fromisoformat, following)]


def test_weekends_without_rows_stay_without():
    days = [FRIDAY + DAY * day for day in range(60)]
    weekdays = [day for day in days if day.weekday() < 5 and day.toordinal() % 37]  # some holidays
    assert weekdays[-1] == datetime(2024, 4, 29)  # a Monday
    assert [day.day for day in after(weekdays, 5)] == [30, 1, 2, 3, 6]


def test_nights_without_rows_stay_without():
    hours = [FRIDAY + HOUR * hour for hour in range(24 * 20)]
    opened = [hour for hour in hours if 8 <= hour.hour <= 18]
    assert after(opened, 12) == [opened[-1] + timedelta(hours=14 + hour) for hour in range(11)] + [
        opened[-1] + timedelta(hours=38)
    ]


def test_hours_pass_evenly_where_clocks_are_changed_and_days_keep_their_clock():
    berlin = ZoneInfo("Europe/Berlin")
    hours = [datetime(2024, 3, 30, hour, tzinfo=berlin) for hour in range(24)]
    later = after(hours, 24)
    assert [time.hour for time in later] == [0, 1, *range(3, 24), 0]
    assert [time.astimezone(UTC).hour for time in later] == [23, *range(23)]
    assert [
        time.hour for time in after([datetime(2024, 3, day, 6, tzinfo=berlin) for day in range(1, 31)])
    ] == [6] * 3


@pytest.mark.parametrize(
    "times",
    [
        [],
        [FRIDAY],
        [FRIDAY] * 5,
        [FRIDAY + HOUR * (step * step) for step in range(50)],  # too uneven
        [datetime(9999, 12, day) for day in range(10, 32)],  # nothing comes after the year 9999
        [datetime(year, 1, 1) for year in range(9990, 10_000)],
    ],
)
def test_times_that_cannot_be_known_are_not_given(times):
    assert after(times) == []


def test_a_series_without_times_has_none():
    assert next_times(Series("s", {"v": [1.0, 2.0]}), 3) == []
