"""The hours of days beside a column of dates: from 1 to 24, and to 25 when summer time ends."""

import pytest

from htm_teacher.series import SeriesWarning, read_csv
from htm_teacher.series.columns.long_days import count_hours, wall_hours

LONG = [(day, hour) for day in (26, 27, 28) for hour in range(1, 26 if day == 27 else 25)]
SAID = "has hour 25 on 1 day, as when summer time ends; hour 3 is read as twice there"


@pytest.fixture
def read(tmp_path):
    """Write a table of days and hours, and read it."""

    def write_and_read(names, rows):
        path = tmp_path / "table.csv"
        texts = [f"{day},{hour},{place * 7 % 5}\n" for place, (day, hour) in enumerate(rows)]
        path.write_text("".join([names, "\n", *texts]))
        return read_csv(path)

    return write_and_read


@pytest.mark.parametrize(
    ("day", "hour"), [("Day", "hour"), ("Day", "HE"), ("Day", "Interval"), ("year,month,day", "hour")]
)
def test_the_hour_of_a_long_day_is_read(read, day, hour):
    mark = "," if "," in day else "-"
    rows = [(mark.join(["2024", "10", str(number)]), number_of_hour) for number, number_of_hour in LONG]
    with pytest.warns(SeriesWarning) as caught:
        series = read(f"{day},{hour},v", rows)
    said = [str(warning.message).partition("table.csv")[2] for warning in caught]
    assert any(one.startswith(f": '{hour}' {SAID}; if another hour repeats") for one in said)
    assert any("2024-10-27 03:00:00 occurs twice" in one for one in said)
    assert len(said) == 2
    assert list(series.fields) == ["v"]
    assert (series.season, len(series)) == (24, 73)
    assert [time.hour for time in series.times[24:49]] == [1, 2, 3, *range(3, 24), 0]
    assert [str(series.times[place]) for place in (0, 48, 49)] == [
        "2024-10-26 01:00:00",
        "2024-10-28 00:00:00",
        "2024-10-28 01:00:00",
    ]


def test_hours_are_told_by_their_count_under_any_name(read, recwarn):
    rows = [(f"2024-01-{day:02}", hour) for day in range(1, 4) for hour in range(24)]
    series = read("Day,n,v", rows[5:-5])
    assert [str(series.times[place]) for place in (0, -1)] == ["2024-01-01 05:00:00", "2024-01-03 18:00:00"]
    assert not recwarn.list


def days_and_hours(*days):
    return zip(*((place, str(hour)) for place, day in enumerate(days) for hour in day), strict=True)


@pytest.mark.parametrize("short", [range(1, 24), [1, 2, *range(4, 25)]], ids=["counted on", "left out"])
def test_a_day_of_23_hours_is_counted_too(short):
    assert count_hours(*days_and_hours(range(1, 25), short, range(1, 25)))


@pytest.mark.parametrize(
    "days",
    [
        [range(1, 25)],
        [range(1, 25), range(1, 20), range(1, 25)],
        [range(1, 25), range(2, 25), range(1, 25)],
        [range(1, 27)] * 3,
        [range(2, 26)] * 3,
        [range(24, 0, -1)] * 3,
        [[*range(1, 13), 12, *range(13, 25)]] * 3,
        [["1.5"]] * 3,
    ],
)
def test_other_numbers_beside_days_are_no_hours(days):
    assert not count_hours(*days_and_hours(*days))


def test_without_hour_25_below_hour_24_hours_stay_as_they_are():
    days, hours = ["a", "a", "b", "b"], ["24", "4", "25", "4"]
    assert wall_hours(days, hours) is hours
    assert wall_hours(days, ["24", "25", "24", "4"]) == ["23", "24", "24", "4"]
