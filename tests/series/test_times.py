"""Times as people write them."""

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from htm_teacher.series import SeriesError, SeriesWarning
from htm_teacher.series.times import is_day_first, is_time, parse_time, times_from

EAST = timezone(timedelta(hours=2))


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2014-07-31", datetime(2014, 7, 31)),
        (" 2014-07-31 13:30:05 ", datetime(2014, 7, 31, 13, 30, 5)),
        ("2014-07-31T13:30Z", datetime(2014, 7, 31, 13, 30, tzinfo=UTC)),
        ("2014-07-31T13:30:00+02:00", datetime(2014, 7, 31, 13, 30, tzinfo=EAST)),
        ("2014/7/31 9:30", datetime(2014, 7, 31, 9, 30)),
        ("7/31/2014", datetime(2014, 7, 31)),
        ("7/31/2014 1:30 PM", datetime(2014, 7, 31, 13, 30)),
        ("7/31/14", datetime(2014, 7, 31)),
        ("7/31/69", datetime(1969, 7, 31)),
        ("7/31/2014, 13:30", datetime(2014, 7, 31, 13, 30)),
        ("Jul 31, 2014", datetime(2014, 7, 31)),
        ("31 July 2014 13:30", datetime(2014, 7, 31, 13, 30)),
        ("31 July 2014 13:30 +0200", datetime(2014, 7, 31, 13, 30, tzinfo=EAST)),
        ("July 2014", datetime(2014, 7, 1)),
        ("2014-07", datetime(2014, 7, 1)),
        ("20140731", datetime(2014, 7, 31)),
        ("2014073113", datetime(2014, 7, 31, 13)),
        ("201407311330", datetime(2014, 7, 31, 13, 30)),
        ("20140731133005", datetime(2014, 7, 31, 13, 30, 5)),
        ("1406813400", datetime(2014, 7, 31, 13, 30, tzinfo=UTC)),
        ("1406813400.5", datetime(2014, 7, 31, 13, 30, 0, 500_000, tzinfo=UTC)),
        ("1406813400000", datetime(2014, 7, 31, 13, 30, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_as_written(text, time):
    read = parse_time(text)
    assert read == time
    assert read.utcoffset() == time.utcoffset()


@pytest.mark.parametrize(
    "text",
    [
        "",
        "abc",
        "13:30",
        "Monday",
        "31 July",
        "2014-13-01",
        "31/12/2014",
        "2014-02-30",
        "-5",
        "9" * 30,
    ],
)
def test_an_incomplete_date_is_refused(text):
    with pytest.raises(ValueError, match=r"is not a date that can be read; write it as 2014-07-31"):
        parse_time(text)


def test_a_zone_given_by_name_is_refused():
    with pytest.raises(ValueError, match=r"is in a zone, CET, that means different things"):
        parse_time("31 July 2014 13:30 CET")


@given(st.dates(datetime(1970, 1, 1).date(), datetime(2060, 1, 1).date()), st.sampled_from("/-."))
def test_day_first_and_month_first_are_read_as_chosen(date, mark):
    midnight = datetime(date.year, date.month, date.day)
    day, month = f"{date.day}", f"{date.month}"
    assert parse_time(mark.join([day, month, f"{date.year}"]), day_first=True) == midnight
    assert parse_time(mark.join([month, day, f"{date.year}"]), day_first=False) == midnight


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["01/02/2014", "13/02/2014"], True),
        (["01/02/2014", "02/13/2014"], False),
        (["01/02/2014", "02/02/2014"], None),
        (["01.02.2014"], True),
        (["2014-01-02", "2014/01/02", "1 May 2014"], False),
        ([], False),
    ],
)
def test_the_whole_column_tells_day_from_month(texts, answer):
    assert is_day_first(texts) is answer


def test_day_and_month_that_cannot_be_told_apart_are_read_month_first_with_a_warning():
    texts = ["01/02/2014", "02/02/2014"]
    with pytest.warns(SeriesWarning, match=r"^f.csv, column 'd': day and month cannot be told"):
        times = times_from(texts, [2, 3], "f.csv", "d")
    assert times == [datetime(2014, 1, 2), datetime(2014, 2, 2)]
    assert times_from(texts, [2, 3], "f.csv", "d", day_first=True) == [
        datetime(2014, 2, 1),
        datetime(2014, 2, 2),
    ]


def test_one_date_in_the_other_order_is_refused_by_row():
    with pytest.raises(SeriesError, match=r"f.csv, row 3, column 'd': '02/13/2014' is not a date"):
        times_from(["13/02/2014", "02/13/2014"], [2, 3], "f.csv", "d")


@pytest.mark.parametrize("missing", ["", " ", "NA", "-"])
def test_a_missing_time_is_refused_by_row(missing):
    with pytest.raises(SeriesError, match=r"f.csv, row 7, column 'd': the time is missing; give every row"):
        times_from(["2014-01-01", missing], [6, 7], "f.csv", "d")


def test_words_and_clock_times_are_not_dates():
    assert not any(map(is_time, ["north", "May", "13:30", "A4", ""]))
    assert is_time("13/02/2014")
    assert is_time("02/13/2014")
