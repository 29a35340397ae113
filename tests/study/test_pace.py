"""How evenly rows follow each other, and what so many steps are called."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series, shipped
from htm_teacher.study.pace import lasting, notes_on_rows, on_time, steps_a_day, usual_horizons

START, HOUR = datetime(2024, 1, 1), timedelta(hours=1)


def at(hours):
    return Series("s", {"v": [1.0] * len(hours)}, [START + HOUR * hour for hour in hours])


EVEN = at(range(200))
ONE_GAP = at([*range(100), *range(110, 210)])
UNEVEN = at([hour + (hour % 3) * 0.8 for hour in range(0, 400, 2)])


def test_even_times_make_days():
    assert on_time(EVEN, 24) == 1
    assert (lasting(EVEN, 24), lasting(EVEN, 3)) == ("1 day", "3 hours")
    assert steps_a_day(EVEN) == 24
    assert notes_on_rows(EVEN) == []


def test_after_a_gap_a_day_is_only_about_one():
    assert on_time(ONE_GAP, 24) == pytest.approx((200 - 24 - 24) / (200 - 24))
    assert lasting(ONE_GAP, 24) == "about 1 day"
    (note,) = notes_on_rows(ONE_GAP)
    assert note == (
        "1 gap in the times, the longest 11 hours, from Fri 5 Jan 2024 03:00; the next row follows at once"
    )


def days(skip):
    every = [START + place * timedelta(days=1) for place in range(140)]  # from a Monday
    kept = [day for place, day in enumerate(every) if day.weekday() < 5 and place not in skip]
    return Series("s", {"v": [1.0] * len(kept)}, kept)


def test_a_weekend_is_no_gap_where_no_row_is_on_one():
    weekend = "no row is on a weekend: Monday follows Friday at once"
    assert notes_on_rows(days(())) == [weekend]
    assert notes_on_rows(days((18, 21))) == [
        weekend,
        "1 gap in the times, the longest 5 days, from Thu 18 Jan 2024; the next row follows at once",
    ]
    (note,) = notes_on_rows(at([*range(24 * 5 + 1), *range(24 * 7, 24 * 12)]))  # a row on Saturday
    assert note.startswith("1 gap in the times, the longest 2 days, from Sat")


def test_uneven_times_are_counted_in_steps():
    assert lasting(UNEVEN, 24) == ""
    assert steps_a_day(UNEVEN) is None
    assert usual_horizons(UNEVEN, 100) == (1, 5)
    assert usual_horizons(EVEN, 100) == (1, 24)
    (note,) = notes_on_rows(UNEVEN)
    assert "the times are uneven" in note
    assert note.endswith("so this report counts in steps, not in days")


def test_no_times_no_days():
    series = Series("s", {"v": [1.0, None, 2.0]})
    assert (on_time(series, 1), lasting(series, 1), steps_a_day(series)) == (0, "", None)
    assert notes_on_rows(series) == ["v: 1 value of 3 missing"]
    assert lasting(at([0]), 1) == lasting(at([0, 0]), 1) == ""


def test_the_gaps_of_the_shipped_series_are_told():
    assert notes_on_rows(shipped("demand")) == []
    (note,) = notes_on_rows(shipped("water"))
    assert note.startswith("10 gaps in the times, the longest 32 hours, from ")
