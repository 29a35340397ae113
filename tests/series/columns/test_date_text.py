"""The many ways of writing a date in text."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series.columns.calendar_text import Style
from htm_teacher.series.columns.clock_text import clock, clocks_of
from htm_teacher.series.columns.date_text import is_moment, moment, problem
from htm_teacher.series.columns.month_words import month_of
from htm_teacher.series.columns.zone_text import zone_of

DAY_FIRST = Style("dmy")
DAY = datetime(2014, 7, 31)
CLOCK = datetime(2014, 7, 31, 13, 30)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2014-W31", datetime(2014, 7, 28)),
        ("2014-W31-4", DAY),
        ("2014W314", DAY),
        ("W31 2014", datetime(2014, 7, 28)),
        ("KW 31 2014", datetime(2014, 7, 28)),
        ("2014-212", DAY),
        ("2014-212T13:30", CLOCK),
        ("2014-366", None),
        ("2014M07", datetime(2014, 7, 1)),
        ("2014/7", datetime(2014, 7, 1)),
        ("7/2014", datetime(2014, 7, 1)),
        ("2000Q3", datetime(2000, 7, 1)),
        ("2000-Q3", datetime(2000, 7, 1)),
        ("2000:q3", datetime(2000, 7, 1)),
        ("Q3 2000", datetime(2000, 7, 1)),
        ("Q3/00", datetime(2000, 7, 1)),
        ("3Q2000", datetime(2000, 7, 1)),
        ("3. Quartal 2000", datetime(2000, 7, 1)),
        ("2e trimestre 2000", None),
        ("1er trimestre 2000", datetime(2000, 1, 1)),
        ("2000Q5", None),
        ("2014. 07. 31.", DAY),
        ("2014:07:31 13:30:00", CLOCK),
        ("20140731T1330", CLOCK),
        ("20140731 133000", CLOCK),
        ("2014年7月31日", DAY),
        ("2014年7月31日 13时30分", CLOCK),
    ],
)
def test_dates_of_the_calendar(text, time):
    assert moment(text) == time


@pytest.mark.parametrize(
    "text",
    [
        "2014-07-31 13h30",
        "2014-07-31 1330",
        "2014-07-31 13.30",
        "2014-07-31 1:30 p.m.",
        "2014-07-31 1:30PM",
        "31/07/2014 13:30",
        "31.07.2014, 13:30 Uhr",
        "31. 7. 2014 13:30",
        "31-07-14 13:30",
        "31 July 2014 13:30",
        "31. Juli 2014 13:30",
        "31 juil. 2014 13:30",
        "31 de julio de 2014 13:30",
        "31 luglio 2014 13:30",
        "31 de julho de 2014 às 13:30",
        "31 juli 2014 om 13:30",
        "31 lipca 2014 13:30",
        "31. července 2014 13:30",
        "31 июля 2014 13:30",
        "31 Temmuz 2014 13:30",
        "Thursday, July 31st, 2014 1:30 PM",
        "Thu Jul 31 13:30:00 2014",
        "31JUL2014:13:30:00",
        "2014-Jul-31 13:30",
        "Jul 31 2014 1:30PM",
    ],
)
def test_a_day_and_its_time(text):
    assert moment(text, DAY_FIRST) == CLOCK


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Jan-20", datetime(2020, 1, 1)),
        ("Mai 2020", datetime(2020, 5, 1)),
        ("gennaio 2020", datetime(2020, 1, 1)),
        ("1. März 2024", datetime(2024, 3, 1)),
        ("3 févr. 2024", datetime(2024, 2, 3)),
        ("12 de marzo de 2024", datetime(2024, 3, 12)),
        ("mar. 5 mars 2024", datetime(2024, 3, 5)),
        ("1er janvier 2024", datetime(2024, 1, 1)),
        ("49-Jan", datetime(2049, 1, 1)),
        ("2014 Jul", datetime(2014, 7, 1)),
        ("July 4th 2014", datetime(2014, 7, 4)),
        ("4th of July 2014", datetime(2014, 7, 4)),
        ("Jan '20", datetime(2020, 1, 1)),
        ("1 Jan", None),
        ("Jan 32, 2020", None),
        ("north 1 Jan 2020", None),
    ],
)
def test_months_in_words(text, time):
    assert moment(text) == time


def test_a_cut_word_that_fits_two_months_of_a_language_fits_none():
    assert month_of("jui") is None
    assert (month_of("juin"), month_of("juil.")) == (6, 7)
    assert (month_of("červen"), month_of("července")) == (6, 7)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("2014-07-31 13:30Z", 0),
        ("2014-07-31 13:30 UTC", 0),
        ("31 Jul 2014 13:30:00 GMT", 0),
        ("2014-07-31 13:30 GMT+2", 2),
        ("2014-07-31 13:30 UTC-05:00", -5),
        ("7/31/2014 13:30 +0200", 2),
        ("7/31/2014 1:30 PM -05:00", -5),
        ("31/Jul/2014:13:30:00 -0700", -7),
        ("2014-07-31 13:30 Europe/Berlin", 2),
        ("2014-07-31T13:30:00+02:00[Europe/Berlin]", 2),
        ("2014-07-31 13:30 America/New_York", -4),
    ],
)
def test_zones_at_the_end(text, offset):
    time = moment(text)
    assert time.replace(tzinfo=None) == CLOCK
    assert time.utcoffset() == timedelta(hours=offset)


def test_letters_of_a_zone_are_refused_unless_they_are_to_be_ignored():
    assert moment("2014-07-31 13:30 CET") is None
    assert moment("2014-07-31 13:30 CET", Style(ignored=frozenset({"CET"}))) == CLOCK
    assert problem("2014-07-31 13:30 CET").startswith("in a zone, CET, that means different things")


def test_a_zone_can_have_a_cell_of_its_own():
    assert zone_of("UTC") is UTC
    assert zone_of("+02:00") == timezone(timedelta(hours=2))
    assert str(zone_of("Europe/Berlin")) == "Europe/Berlin"
    assert zone_of("CET") is zone_of("north") is zone_of("") is zone_of("7") is None


@pytest.mark.parametrize("half", ["2014H1", "H1 2014", "2H14", "2014-S2"])
def test_half_years_are_refused_with_advice(half):
    assert moment(half) is None
    assert problem(half) == "half a year, which is not read; write its first day, such as 2014-07-01"


WORDS = "12 kW|45%|1,234.5|1 234|2.12.0|v1.2.34|10 min|5 h|3 m|A4|12:30|1/2|May 5|ON|north|12 C|5 0234|1234-5"


@pytest.mark.parametrize("text", WORDS.split("|"))
def test_values_are_no_dates(text):
    assert not is_moment(text)


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2014-07-31T13:30:00.123456789", CLOCK.replace(microsecond=123_456)),
        ("2014-07-31 13:30:00,5", CLOCK.replace(microsecond=500_000)),
        ("31.07.2014 13:30:00,123999999", CLOCK.replace(microsecond=123_999)),
        ("2014-07-31 24:00", datetime(2014, 8, 1)),
        ("2014-07-31 2400", datetime(2014, 8, 1)),
        ("2014-07-31 24:01", None),
    ],
)
def test_decimals_of_seconds_are_cut_and_24_00_is_the_next_day(text, time):
    assert moment(text, DAY_FIRST) == time


@given(st.datetimes(datetime(1700, 1, 1), datetime(2199, 1, 1)))
def test_the_forms_of_strftime_are_read(time):
    time = time.replace(microsecond=0)
    for form in ("%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%d/%m/%Y %I:%M:%S %p", "%Y-%jT%H:%M:%S"):
        assert moment(time.strftime(form), DAY_FIRST) == time
    for form in ("%d %b %Y %H:%M:%S", "%B %d, %Y %I:%M:%S %p", "%Y%m%dT%H%M%S", "%a %b %d %H:%M:%S %Y"):
        assert moment(time.strftime(form)) == time


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("13:30", 810),
        ("1:30 PM", 810),
        ("12:00 am", 0),
        ("13h30", 810),
        ("13h", 780),
        ("7", 420),
        ("1330", 810),
        ("24", 1440),
        ("2400", 1440),
        ("133000", 810),
        ("25", None),
        ("13:60", None),
        ("x", None),
    ],
)
def test_times_of_day(text, minutes):
    assert clock(text) == (None if minutes is None else timedelta(minutes=minutes))


def test_hours_and_minutes_without_zeros_before_them():
    minutes = [0, 30, 60, 810, 1440]
    assert clocks_of(["0", "30", "100", "1330", "2400"]) == [timedelta(minutes=one) for one in minutes]
    assert clocks_of(["0", "7.0", "24"]) == [timedelta(hours=one) for one in (0, 7, 24)]


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("Mar 13, 2024", datetime(2024, 3, 13)),
        ("Mar 01, 2024", datetime(2024, 3, 1)),
        ("mar 13/02/2024", datetime(2024, 2, 13)),
        ("mar. 5 mars 2024", datetime(2024, 3, 5)),
    ],
)
def test_a_word_that_is_a_month_and_a_weekday_is_read_by_what_follows(text, time):
    assert moment(text, DAY_FIRST) == time


@pytest.mark.parametrize(
    ("cell", "month"),
    [
        ("3 Δεκεμβρίου 2024", 12),
        ("3 Μαΐου 2024", 5),
        ("3 ιαν 2024", 1),
        ("3 листопада 2024", 11),
        ("3 лют 2024", 2),
    ],
)
def test_months_in_greek_and_ukrainian(cell, month):
    assert moment(cell) == datetime(2024, month, 3)
