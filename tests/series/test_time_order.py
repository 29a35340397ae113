"""Which orders of times are taken."""

import warnings
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from htm_teacher.series import SeriesError, SeriesWarning
from htm_teacher.series.time_order import check_order, season_of

MIDNIGHT = datetime(2014, 10, 26)


def at(*minutes, zone=None):
    return [(MIDNIGHT + timedelta(minutes=one)).replace(tzinfo=zone) for one in minutes]


def check(times):
    check_order(times, range(2, len(times) + 2), "f.csv", "time")


def test_rising_times_with_gaps_pass_without_a_warning():
    check(at(0, 30, 60, 900, 901))
    check([])


def test_a_time_before_the_last_one_is_refused_by_row():
    with pytest.raises(SeriesError) as error:
        check(at(0, 30, 20))
    assert str(error.value) == (
        "f.csv, row 4, column 'time': 2014-10-26 00:20:00 is earlier than 2014-10-26 00:30:00 "
        "in row 3 above it; sort the rows by time, or give --sort"
    )


def test_a_time_that_occurs_twice_is_kept_with_a_warning():
    with pytest.warns(SeriesWarning, match=r"column 'time': 2014-10-26 .* occurs twice, again in row 3; both"):
        check(at(0, 0, 30))


@pytest.mark.parametrize("step", [1, 5, 10, 15, 30, 60])
def test_the_hour_that_repeats_when_daylight_saving_ends_is_kept_with_a_warning(step):
    first = list(range(0, 120, step))
    again = list(range(60, 180, step))
    with pytest.warns(SeriesWarning, match=r"occur"):
        check(at(*first, *again))


def test_any_other_step_back_in_time_is_refused():
    with pytest.raises(SeriesError):
        check(at(0, 30, 60, 59))
    with pytest.raises(SeriesError):
        check(at(0, 30, 60, 30, zone=UTC))


def test_times_with_a_zone_are_compared_in_utc():
    london = ZoneInfo("Europe/London")
    moments = [datetime(2014, 10, 26, 0, minute, tzinfo=UTC) for minute in (0, 30)]
    moments += [time + timedelta(hours=1) for time in moments]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        check([moment.astimezone(london) for moment in moments])


@pytest.mark.parametrize(("zones", "has"), [((None, UTC), "a"), ((UTC, None), "no")])
def test_times_with_and_without_a_zone_do_not_mix(zones, has):
    times = [*at(0, zone=zones[0]), *at(30, zone=zones[1])]
    with pytest.raises(SeriesError, match=rf"row 3, column 'time': .* has {has} time zone, unlike"):
        check(times)


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


def test_one_time_has_no_season():
    assert season_of([MIDNIGHT]) == season_of([]) == (None, "")
