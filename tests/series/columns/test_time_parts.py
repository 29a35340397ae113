"""Columns that hold a part of the calendar: no value beside times, and predicted last without them."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import read_csv

START = datetime(2024, 1, 30, 20)  # a Tuesday


@pytest.fixture
def read(tmp_path):
    """Write rows of an hour each, with what a function makes of each time in the second column; read them."""

    def write_and_read(name, part, rows=200):
        times = [START + timedelta(hours=index) for index in range(rows)]
        path = tmp_path / "table.csv"
        lines = [f"{time},{part(time)},{(index * index) % 17}" for index, time in enumerate(times)]
        path.write_text("\n".join([f"time,{name},load", *lines]))
        return read_csv(path)

    return write_and_read


@pytest.mark.parametrize(
    "part",
    [
        lambda time: time.hour,
        lambda time: time.hour + 1,
        lambda time: time.day,
        lambda time: time.weekday(),
        lambda time: time.isoweekday(),
        lambda time: f"{time.hour}.0",
    ],
)
def test_a_part_of_the_time_is_no_value_under_any_name(read, part):
    series = read("HE", part)
    assert list(series.fields) == ["load"]
    assert "'HE' is a part of the time, so it is not a value" in series.notes


@pytest.mark.parametrize(
    ("part", "rows"),
    [
        (lambda time: time.hour, 23),  # too few rows
        (lambda time: (time - START).days, 200),  # never begins anew
        (lambda time: time.hour - (time.day == 5), 200),
        (lambda time: time.hour + 2, 200),
    ],
)
def test_other_numbers_are_values(read, part, rows):
    assert {*read("HE", part, rows).fields} == {"HE", "load"}


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("day,clock,temp\n346,840,36.3\n346,850,36.4\n347,900,36.1\n", ["clock", "temp", "day"]),
        ("Month,Ozone,Day\n5,41,1\n5,36,2\n6,12,1\n", ["Ozone", "Month", "Day"]),
        ("week,load\n99,5\n100,7\n100,6\n", ["load", "week"]),
        ("weekday,load\n1,5\n5,7\n3,6\n", ["load", "weekday"]),
        ("weekday,load\n11,5\n15,7\n3,6\n", ["weekday", "load"]),
        ("week,load\n99,5\n", ["week", "load"]),
        ("day,night\n12.5,7.1\n13.5,7.2\n11.5,7\n", ["day", "night"]),
        ("day,night\n412,7.1\n399,7.2\n420,7\n", ["day", "night"]),
        ("Postal Code,Sales\n42420,261.96\n42420,731.94\n90036,14.62\n", ["Sales", "Postal Code"]),
        ("sensor_id,level\n7,2\n8,5\n7,4\n", ["level", "sensor_id"]),
        ("Code\n7\n8\n7\n", ["Code"]),
    ],
)
def test_parts_of_the_calendar_and_codes_are_not_the_first_choice(tmp_path, content, names):
    path = tmp_path / "table.csv"
    path.write_text(content)
    assert list(read_csv(path).fields) == names
