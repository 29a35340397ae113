"""Which orders of times are taken."""

import warnings
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from htm_teacher.series import SeriesError
from htm_teacher.series.calendar_steps import calendar_step, evenness
from htm_teacher.series.time_order import order_of, season_of, steps_back

MIDNIGHT = datetime(2014, 10, 26)


def at(*minutes, zone=None):
    return [(MIDNIGHT + timedelta(minutes=one)).replace(tzinfo=zone) for one in minutes]


def check(times):
    order = order_of(times, range(2, len(times) + 2), "f.csv", "time")
    assert order.places is None
    return " ".join(order.doubts)


def test_rising_times_with_gaps_pass_without_a_doubt():
    assert check(at(0, 30, 60, 900, 901)) == ""
    assert check([]) == ""


def test_a_time_before_the_last_one_is_refused_by_row():
    with pytest.raises(SeriesError) as error:
        check(at(0, 30, 20))
    assert str(error.value) == (
        "f.csv, row 4, column 'time': 2014-10-26 00:20:00 is earlier than 2014-10-26 00:30:00 "
        "in row 3 above it; sort the rows by time, or give --sort"
    )


def test_a_time_that_occurs_twice_is_kept_with_a_doubt():
    assert check(at(0, 0, 30)) == "2014-10-26 00:00:00 occurs twice, again in row 3; both are kept"


@pytest.mark.parametrize("step", [1, 5, 10, 15, 30, 60])
def test_the_hour_that_repeats_when_daylight_saving_ends_is_kept_with_a_warning(step):
    first = list(range(0, 120, step))
    again = list(range(60, 180, step))
    assert "occur" in check(at(*first, *again))


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


def order(times, **options):
    return order_of(times, range(2, len(times) + 2), "f.csv", "time", **options)


def test_times_in_order_stay_and_say_nothing():
    assert order(at(0, 30, 60)) == order([]) == (None, (), ())


def test_the_newest_first_is_turned_round_with_a_note():
    found = order(at(60, 30, 0))
    assert found.places == [2, 1, 0]
    assert found.notes == ("the newest rows come first, so the rows are put in the order of time",)
    repeated = order(at(60, 30, 30, 0))
    assert (repeated.places, len(repeated.doubts)) == ([3, 2, 1, 0], 1)
    autumn = at(*range(0, 120, 30), *range(60, 180, 30))
    assert order(autumn[::-1]).places == [*range(7, -1, -1)]


def test_other_disorder_is_refused_or_sorted_and_rows_of_one_time_keep_their_order():
    times = at(0, 60, 30, 30, 90, 0)
    with pytest.raises(
        SeriesError, match=r"row 4, .* in row 3 above it; sort the rows by time, or give --sort"
    ):
        order(times)
    found = order(times, sort=True)
    assert found.places == [0, 5, 2, 3, 1, 4]
    assert found.notes == ("the rows are sorted by time; time goes back twice in the order of the file",)


def test_months_of_different_years_are_not_to_be_sorted():
    starts = [datetime(year, month, 1) for month, year in enumerate((2003, 2001, 2005, 2002), start=1)]
    times = [start + timedelta(hours=hour) for start in starts for hour in range(24 * 28)]
    apart = "rows sorted by time would have 3 gaps, the longest of 18,289 steps"
    with pytest.raises(SeriesError, match=rf'; {apart}, so give --time "" to keep their order$'):
        order(times)
    assert order(times, sort=True).doubts == (
        f'{apart}; if the order of the file is right, leave --sort out and give --time ""',
    )
    assert not order([*times[:9], *times[:9:-1]], sort=True).doubts
    assert not order([*times[:9], *times[900:909], *times[99:90:-1]], sort=True).doubts


def test_time_goes_back_where_another_series_begins():
    assert steps_back(at(0, 30, 60, 0, 30, 60, 0)) == [3, 6]
    assert steps_back(at(0, 30, 60)) == steps_back([]) == []
    assert steps_back(at(*range(0, 120, 30), *range(60, 180, 30))) == []


@pytest.mark.parametrize(
    ("minutes", "said"),
    [
        ((0, 0), "00:00:00 occurs twice, again in row 3; both are kept"),
        ((0, 30, 30, 30), "00:30:00 occurs 3 times, again in row 4; all are kept"),
        (
            (0, 0, 0, 30, 30, 30),
            "2 times occur 3 times, the first is 2014-10-26 00:00:00, again in row 3; all",
        ),
        (
            (0, 0, 30, 30),
            "2 times occur twice, the first is 2014-10-26 00:00:00, again in row 3; all are kept",
        ),
        (
            (0, 0, 30, 30, 30),
            "2 times occur 2 to 3 times, the first is 2014-10-26 00:00:00, again in row 3; all",
        ),
    ],
)
def test_times_that_occur_several_times_are_counted(minutes, said):
    found = order(at(*minutes))
    assert found.places is None
    assert said in found.doubts[0]


def test_an_hour_that_repeats_at_other_minutes_is_a_doubt_too():
    minutes = [*range(0, 119, 7), *range(112 + 7 - 60, 180, 7)]
    assert order(at(*minutes)).doubts == (
        "time goes back an hour, as when daylight saving time ends; all rows are kept",
    )


@pytest.mark.parametrize("hours", [(9, 8), (9, 8, 7), (9, 2, 3), (9, 9, 8), (9, 8, 9, 10)])
def test_a_first_step_back_of_an_hour_is_no_end_of_summer_time(hours):
    times = at(*(60 * hour for hour in hours))
    if hours[-1] < hours[-2]:
        assert order(times).notes == ("the newest rows come first, so the rows are put in the order of time",)
    else:
        with pytest.raises(SeriesError, match=r"row 3, .* is earlier than .* in row 2 above it"):
            order(times)


def test_only_some_times_with_a_zone_are_refused():
    with pytest.raises(SeriesError, match=r"row 3, column 'time': .* has a time zone, unlike"):
        order([*at(0), *at(30, zone=UTC)], sort=True)


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


@pytest.mark.parametrize("hours", [[*range(1, 13)] * 2, [12, *range(1, 12)] * 2])
def test_a_clock_from_1_to_12_without_am_and_pm_is_named(hours):
    times = [datetime(2024, 1, day, hour, 30) for day in (1, 2) for hour in hours]
    with pytest.raises(
        SeriesError, match=r"goes from 1 to 12 twice a day, without AM or PM; write AM and PM"
    ):
        order_of(times, range(1, 49), "f", "time")
    assert order_of(times, range(1, 49), "f", "time", sort=True).doubts


def test_rows_out_of_order_are_not_taken_for_such_a_clock():
    for hours in ([10, 12, 11], [12, 1, 14, 13], [9, 2, 4]):
        with pytest.raises(SeriesError, match="sort the rows by time"):
            order_of([datetime(2024, 1, 1, hour) for hour in hours], [*range(len(hours))], "f", "time")
