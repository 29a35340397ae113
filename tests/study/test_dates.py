"""Times are written as short as they can be: days without a clock, months, quarters and years by name."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series
from htm_teacher.study import prepare
from htm_teacher.study.dates import Dates, duration, in_months, months_a_step, roughly, steps_named
from htm_teacher.study.encoding import time_parts
from htm_teacher.study.pace import in_words, notes_on_rows, on_time, period
from htm_teacher.study.season import known_season

DAY = timedelta(days=1)


def monthly(months, count, day=1, start=1957, skip=()):
    """Rows every so many months, on a day of the month; day 31 is the last of the month."""
    times = []
    for place in range(count):
        if place in skip:
            continue
        month = 5 + place * months if months < 12 else 5 + 12 * place * (months // 12)
        year, month = start + month // 12, month % 12 + 1
        last = (datetime(year + month // 12, month % 12 + 1, 1) - DAY).day
        times.append(datetime(year, month, min(day, last)))
    return Series("s", {"v": [float(place % 7) for place in range(len(times))]}, times)


def every(step, count, start=datetime(1957, 6, 1)):
    return Series("s", {"v": [1.0] * count}, [start + place * step for place in range(count)])


@pytest.mark.parametrize("day", [1, 15, 28, 30, 31])
@pytest.mark.parametrize(
    ("months", "named", "ahead", "first"),
    [
        (1, "12 months", "12 steps, 1 year", "June 1957"),
        (2, "12 steps", "12 steps, 2 years", "June 1957"),
        (3, "12 quarters", "12 steps, 3 years", "Q2 1957"),
        (6, "12 steps", "12 steps, 6 years", "June 1957"),
        (12, "12 years", "12 steps, 12 years", "1957"),
    ],
)
def test_months_quarters_and_years_are_named(months, named, ahead, first, day):
    series = monthly(months, 48, day)
    assert months_a_step(series) == months
    assert steps_named(series, 12) == named
    assert in_words(series, 12) == ahead
    assert period(series).startswith(f"{first} to ")
    assert on_time(series, 24) == 1
    assert "day_of_week" not in time_parts(series.times)


def test_one_step_of_a_month_is_a_month():
    assert in_words(monthly(1, 40), 1) == "1 step, 1 month"
    assert in_words(monthly(1, 40), 5) == "5 steps, 5 months"
    assert in_words(monthly(3, 40), 2) == "2 steps, 2 quarters"
    assert in_words(monthly(2, 40), 2) == "2 steps, 4 months"
    assert in_months(12, 3) == "1 year"


def test_the_season_of_months_is_a_year():
    assert known_season(monthly(1, 60), 40) == (12, "a year", ["season of 12 months: a year"])
    assert known_season(monthly(3, 60), 40) == (4, "a year", ["season of 4 quarters: a year"])
    assert known_season(monthly(1, 60), 40, 6)[:2] == (6, "6 months")
    steps, name, (note,) = known_season(monthly(12, 60), 40)
    assert (steps, name, note) == (7, "7 years", "season of 7 years: found in the training rows")


@pytest.mark.parametrize(
    ("series", "given", "ahead"),
    [
        (monthly(1, 120), None, (1, 12)),
        (monthly(3, 120), None, (1, 4)),
        (monthly(1, 120), 6, (1, 6)),
        (monthly(1, 120), 1, (1, 5)),
        (monthly(1, 30), None, (1, 5)),  # 9 test rows
        (every(DAY, 120), 7, (1, 5)),
    ],
)
def test_months_are_predicted_a_season_ahead(series, given, ahead):
    assert prepare(series, "toy", season=given).horizons == ahead


def test_parts_of_a_second_are_not_rounded_away():
    assert in_words(every(DAY / 86_400 / 64, 9), 5) == "5 steps, 0.0781 seconds"
    assert in_words(every(DAY / 86_400, 9), 1) == "1 step, 1 second"


def test_a_month_that_is_left_out_is_a_gap_of_months():
    series = monthly(1, 80, skip=(20, 21))
    assert notes_on_rows(series) == [
        "1 gap in the times, the longest 3 months, from January 1959; the next row follows at once"
    ]
    assert in_words(series, 12) == "12 steps, about 1 year"


@pytest.mark.parametrize(
    ("series", "first", "short"),
    [
        (every(DAY, 40), "Sat 1 Jun 1957", "1957-06-01"),
        (every(7 * DAY, 40), "Sat 1 Jun 1957", "1957-06-01"),
        (every(30 * DAY, 40), "Sat 1 Jun 1957", "1957-06-01"),  # 30 days are no month
        (every(DAY, 40, datetime(1957, 6, 1, 12)), "Sat 1 Jun 1957 12:00", "1957-06-01 12:00"),
        (every(DAY / 24, 40), "Sat 1 Jun 1957 00:00", "1957-06-01 00:00"),
        (every(DAY / 24, 1), "Sat 1 Jun 1957 00:00", "1957-06-01 00:00"),
        (every(DAY / 86_400, 40), "Sat 1 Jun 1957 00:00:00", "1957-06-01 00:00:00"),
        (every(DAY / 86_400 / 64, 9), "Sat 1 Jun 1957 00:00:00.000000", "1957-06-01 00:00:00.000000"),
        (monthly(1, 20), "June 1957", "1957-06"),
        (monthly(12, 20), "1957", "1957"),
    ],
)
def test_a_clock_is_written_only_where_it_says_something(series, first, short):
    dates = Dates(series)
    assert dates.written(series.times[0]) == first
    assert dates.short(series.times[0]) == short
    assert dates.short(series.times[0], clock=False) == short.partition(" ")[0]


def test_no_months_without_times_or_in_shorter_steps():
    assert months_a_step(Series("s", {"v": [1.0]})) is None
    assert months_a_step(every(DAY, 90)) is None
    assert steps_named(every(DAY, 90), 3) == "3 steps"


def test_time_spans_are_in_the_largest_unit_that_fits():
    assert [duration(timedelta(minutes=m)) for m in (1440, 120, 90)] == ["1 day", "2 hours", "90 minutes"]
    assert duration(timedelta(seconds=61)) == "61 seconds"
    assert [roughly(timedelta(hours=h)) for h in (32, 49, 1)] == ["32 hours", "2.04 days", "60 minutes"]
