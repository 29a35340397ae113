"""The season is the calendar's where the training rows agree, and is called a day only where it is one."""

from dataclasses import replace
from datetime import datetime, timedelta
from math import sin, tau

import pytest

from htm_teacher.series import Series, shipped, sine
from htm_teacher.study.naive import last_and_change, same_time
from htm_teacher.study.season import known_season, rows_back, seasons_of

START, HOUR = datetime(2024, 1, 1), timedelta(hours=1)


def hourly(values, step=HOUR):
    return Series("s", {"v": values}, [START + place * step for place in range(len(values))])


def by(hours, count=2000):
    """A season of its own, a smaller one of a day, and a slow rise, by which the shorter season errs less."""
    return [sin(tau * hour / hours) + 0.2 * sin(tau * hour / 24) + hour / 1000 for hour in range(count)]


@pytest.mark.parametrize(("values", "season"), [(by(24), (24, "a day")), (by(168), (168, "a week"))])
def test_the_season_is_the_one_that_errs_least_on_the_training_rows(values, season):
    *found, (note,) = known_season(hourly(values), 1400)
    assert tuple(found) == season
    assert season[1] in note
    assert "has a smaller error than" in note


def test_of_equal_errors_none_is_called_smaller():
    *_, (note,) = known_season(hourly([0.0] * 2000), 1400)
    assert "has as small an error as a week ago, 0 against 0" in note


def test_test_rows_have_no_say():
    values = [*by(24, 1400), *by(168, 600)]
    assert known_season(hourly(values), 1400)[0] == 24


def test_a_season_must_fit_twice_into_the_training_rows():
    assert seasons_of(hourly(by(24)), 336) == {24: "a day", 168: "a week"}
    assert seasons_of(hourly(by(24)), 335) == {24: "a day"}
    assert seasons_of(hourly(by(24)), 47) == {}
    assert known_season(hourly(sine(100, period=12)), 40)[:2] == (12, "12 steps")


def test_longer_steps_have_longer_seasons():
    assert set(seasons_of(hourly(by(24), 24 * HOUR), 1400).values()) == {"a week", "a year"}
    assert seasons_of(hourly(by(24), 7 * HOUR), 1400) == {24: "a week"}


def test_gaps_make_a_season_about_one_or_none():
    times = [START + HOUR * (place + 10 * (place > 500)) for place in range(1000)]
    series = Series("s", {"v": by(24, 1000)}, times)
    assert seasons_of(series, 700) == {24: "about a day", 168: "about a week"}
    uneven = [START + HOUR * (place + place // 7) for place in range(1000)]
    assert seasons_of(Series("s", {"v": by(24, 1000)}, uneven, season=24), 700) == {}


def test_where_rows_are_missing_those_a_season_before_are_found_by_their_times():
    hours = [place for place in range(24 * 28) if place not in (100, 300, 301, 500)]
    times, values = [START + HOUR * hour for hour in hours], [float(hour % 168) for hour in hours]
    series = Series("s", {"v": values}, times)
    assert known_season(series, 500)[:2] == (168, "a week")
    back = rows_back(series, 168, "a week")
    assert back is not None
    predicted = [same_time(168, back)(values, place, 1) for place in range(len(values))]
    known = [(said, value) for said, value in zip(predicted, values, strict=True) if said is not None]
    assert all(said == value for said, value in known)
    assert len(known) == sum(hour >= 168 for hour in hours) - 1  # the one a week after the hour 100
    moved = [last_and_change(168, back)(values, place, 24) for place in range(len(values))]
    pairs = [(said, value) for said, value in zip(moved, values, strict=True) if said is not None]
    assert len(pairs) > 450
    assert all(said in (value, value + 168, value - 168) for said, value in pairs)
    further = same_time(24, rows_back(series, 24, "a day"))
    place = hours.index(450)
    assert further(values, place, 30) == values[hours.index(450 - 48)]
    assert further(values, hours.index(324), 1) == values[hours.index(324 - 48)]


def test_times_can_begin_with_the_calendar():
    times = [datetime(1, 1, 1) + HOUR * place for place in range(400) if place != 100]
    assert known_season(Series("s", {"v": by(24, 399)}, times), 300)[:2] == (24, "a day")


def test_without_gaps_rows_are_counted():
    times = [START + HOUR * place for place in range(400)]
    assert rows_back(Series("s", {"v": by(24, 400)}, times), 24, "a day") is None
    assert rows_back(Series("s", {"v": by(24, 400)}, times), 24, "24 steps") is None


def test_working_days_are_a_week_and_working_hours_a_day():
    monday = datetime(2024, 1, 1)
    days = [monday + timedelta(days=day) for day in range(420) if day % 7 < 5 and day != 100]
    prices = Series("price", {"v": [float(day.day % 7) for day in days]}, days)
    season = {"season": 5, "season_name": "a week"}
    assert seasons_of(replace(prices, **season), 280) == {5: "about a week"}
    assert not {5, 7} & set(seasons_of(prices, 280))
    hours = [monday + timedelta(days=day, hours=hour) for day in range(40) for hour in range(8, 18)]
    shifts = Series(
        "load", {"v": [float(hour.hour) for hour in hours]}, hours, season=10, season_name="a day"
    )
    assert seasons_of(shifts, 280) == {10: "a day"}


def test_shipped_series_keep_their_season():
    assert known_season(shipped("demand"), 2822)[:2] == (336, "a week")
    assert known_season(shipped("water"), 888)[:2] == (24, "about a day")


def test_a_season_that_is_given_is_taken_and_too_long_a_one_named():
    assert known_season(hourly(by(24)), 1400, 10) == (10, "10 steps", [])
    season, _, (note,) = known_season(hourly(by(24)), 1400, 100_000)
    assert (season, note.partition(":")[0]) == (
        100_000,
        "a season of 100,000 steps is longer than the series",
    )
