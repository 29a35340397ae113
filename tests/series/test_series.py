"""What a Series promises."""

from datetime import datetime, timedelta

import pytest

from htm_teacher.series import Series, SeriesError
from htm_teacher.series.series import shown

START = datetime(2020, 1, 1)
TIMES = [START + timedelta(hours=hour) for hour in range(4)]
TIDE = Series(
    "tide",
    {"height": [0.0, None, 1.5, 2.0], "moon": ["new", "new", None, "full"]},
    TIMES,
    anomalies=[(TIMES[0], TIMES[1]), (TIMES[3], TIMES[3])],
)


def test_the_first_field_is_the_main_field_by_default():
    assert TIDE.main == "height"
    assert Series("tide", TIDE.fields, main="moon").values() == ["new", "new", None, "full"]


def test_a_series_is_as_long_as_its_columns_and_iterates_over_the_main_field():
    assert len(TIDE) == 4
    assert list(TIDE) == TIDE.values() == [0.0, None, 1.5, 2.0]


def test_rows_are_records_with_the_time_first():
    rows = list(TIDE.rows())
    assert len(rows) == 4
    assert list(rows[1].items()) == [("time", TIMES[1]), ("height", None), ("moon", "new")]


def test_rows_without_times_have_no_time():
    assert list(Series("s", {"v": [1.0]}).rows()) == [{"v": 1.0}]


def test_a_slice_keeps_its_steps_and_leaves_the_series_unchanged():
    part = TIDE.slice(1, 3)
    assert part.fields == {"height": [None, 1.5], "moon": ["new", None]}
    assert part.times == TIMES[1:3]
    assert part.anomalies == [(TIMES[0], TIMES[1])]
    assert len(TIDE) == 4


def test_head_is_the_first_steps():
    assert TIDE.head(2) == TIDE.slice(0, 2)
    assert TIDE.head(0).times == []
    assert TIDE.head(99) == TIDE


@pytest.mark.parametrize(
    ("fields", "times", "main", "message"),
    [
        ({}, None, "", "s: no fields; a series needs at least one"),
        ({"v": [1.0]}, None, "w", "s: no field 'w'; there are 'v'"),
        ({"v": [1.0], "w": []}, None, "", "s, column 'w': 0 entries where 'v' has 1"),
        ({"v": [1.0]}, [], "", "s, column 'time': 0 entries where 'v' has 1"),
        ({"time": [1.0]}, [START], "", "s, column 'time': a series with times cannot have"),
    ],
)
def test_fields_that_do_not_fit_together_are_refused(fields, times, main, message):
    with pytest.raises(SeriesError) as error:
        Series("s", fields, times, main)
    assert str(error.value).startswith(message)


def test_messages_show_any_value_on_one_short_line():
    assert shown("a\nb") == "'a\\nb'"
    assert len(shown("x" * 1000)) == 60
