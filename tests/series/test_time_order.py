"""Which orders of times are taken."""

import warnings
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from htm_teacher.series import SeriesError
from htm_teacher.series.time_order import order_of, steps_back

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
