"""The season that times show, and steps of months."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from htm_teacher.series.calendar_steps import calendar_step, evenness
from htm_teacher.series.time_order import season_of

MIDNIGHT = datetime(2014, 10, 26)


def at(*minutes):
    return [MIDNIGHT + timedelta(minutes=one) for one in minutes]


@pytest.mark.parametrize(
    ("step", "season"),
    [
        (timedelta(minutes=5), (288, "a day")),
        (timedelta(minutes=30), (48, "a day")),
        (timedelta(hours=1), (24, "a day")),
        (timedelta(days=1), (7, "a week")),
        (timedelta(hours=7), (None, "")),
        (timedelta(days=7), (None, "")),
    ],
)
def test_a_season_is_a_day_or_a_week_for_daily_steps(step, season):
    times = [MIDNIGHT + step * index for index in range(10)]
    assert season_of([*times, times[-1] + timedelta(days=100)]) == season


def months(step, number=40, day=1, zone=None):
    every = (divmod(step * index, 12) for index in range(number))
    return [datetime(2000 + year, month + 1, day, tzinfo=zone) for year, month in every]


MIDDLES = [start + (end - start) / 2 for start, end in pairwise(months(1))]
ENDS = [start - timedelta(days=1) for start in months(1)]
BERLIN = [time.astimezone(UTC) for time in months(1, zone=ZoneInfo("Europe/Berlin"))]


@pytest.mark.parametrize(
    ("times", "season"),
    [
        (months(1), (12, "a year")),
        (months(1, day=15), (12, "a year")),
        (months(1, zone=ZoneInfo("Europe/Berlin")), (12, "a year")),
        (BERLIN, (12, "a year")),
        (MIDDLES, (12, "a year")),
        (ENDS, (12, "a year")),
        (months(1)[:8] + months(1)[10:], (12, "a year")),
        (months(3), (4, "a year")),
        (months(12), (None, "")),
        (months(2), (None, "")),
        ([MIDNIGHT + timedelta(days=30 * index) for index in range(40)], (None, "")),
        ([MIDNIGHT + timedelta(days=30 * index) for index in range(8)], (None, "")),
    ],
)
def test_a_year_of_months_or_quarters_is_a_season(times, season):
    assert season_of(times) == season


def in_hours(*, working_days, first_hour, last_hour):
    """Eight weeks of times in these hours, on all days or from Monday to Friday; one working day is free."""
    days = [MIDNIGHT + timedelta(days=day) for day in range(56) if day != 15]
    days = [day for day in days if day.weekday() < 5 or not working_days]
    return [day + timedelta(hours=hour) for day in days for hour in range(first_hour, last_hour)]


@pytest.mark.parametrize(
    ("times", "season"),
    [
        (in_hours(working_days=True, first_hour=0, last_hour=1), (5, "a week")),
        (in_hours(working_days=False, first_hour=0, last_hour=1), (7, "a week")),
        (in_hours(working_days=True, first_hour=8, last_hour=18), (10, "a day")),
        (in_hours(working_days=False, first_hour=8, last_hour=18), (10, "a day")),
        (in_hours(working_days=True, first_hour=0, last_hour=24), (24, "a day")),
        (in_hours(working_days=True, first_hour=0, last_hour=24)[::23], (None, "")),
        (at(*range(0, 3000, 60))[3:7] + at(*range(3000, 9000, 60)), (24, "a day")),
        (at(*range(0, 1560, 60), *range(1620, 3600, 60)), (24, "a day")),  # the only whole day has 23 hours
        (in_hours(working_days=False, first_hour=8, last_hour=18)[:30], (10, "a day")),
    ],
)
def test_hours_and_days_without_measurements_are_no_steps_of_a_season(times, season):
    assert season_of(times) == season


def test_months_are_one_step_each():
    january = datetime(2000, 1, 31)
    assert calendar_step(january, datetime(2000, 2, 29)) == 1
    assert calendar_step(january, datetime(2000, 2, 28)) == timedelta(days=28)
    assert calendar_step(datetime(2000, 2, 1), datetime(2000, 1, 1)) == -1
    assert calendar_step(january, datetime(2000, 1, 31, 1)) == timedelta(hours=1)


def test_fewer_different_steps_in_one_direction_are_more_even():
    days = [MIDNIGHT + timedelta(days=index) for index in range(5)]
    assert evenness(months(1)) == evenness(days) == evenness(days[::-1]) == (0, 1)
    assert evenness([*days, days[0]]) == (1, 2)
    assert evenness([]) == (0, 0)


def test_one_time_has_no_season():
    assert season_of([MIDNIGHT]) == season_of([]) == (None, "")
