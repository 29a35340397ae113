"""What the encoder is made of, and that test rows have no part in it."""

from datetime import datetime, timedelta

import pytest

from htm_teacher import RDSE, Category, DateTime, Fields
from htm_teacher.series import Series, shipped
from htm_teacher.study.encoding import encode, time_parts
from htm_teacher.study.far_out import far_out

START = datetime(2024, 1, 1)


def every(step, count):
    return [START + place * step for place in range(count)]


def test_one_column_of_numbers_without_times_is_given_as_it_is():
    encoded = encode(Series("s", {"level": [0.0, 13.0, None, 26.0]}), training=2)
    assert encoded.records == [0.0, 13.0, None, 26.0]
    assert isinstance(encoded.encoder, RDSE)
    assert not encoded.named


def test_resolution_is_taken_from_the_training_rows_only():
    for later in ([5.0, 6.0], [5.0, 1e6]):
        encoder = encode(Series("s", {"level": [0.0, 13.0, *later]}), training=2).encoder
        assert isinstance(encoder, RDSE)
        assert encoder.resolution == 0.1  # 13 / 130


LEVELS = [20.0 + place % 41 for place in range(500)]


@pytest.mark.parametrize("fault", [99999.0, -99999.0])
def test_one_value_far_out_has_no_say_in_the_resolution(fault):
    series = Series("s", {"level": [*LEVELS, fault, *LEVELS]})
    encoded = encode(series, training=1001)
    assert encoded.encoder.resolution == pytest.approx(40 / 130, rel=0.01)
    assert (
        f"level: 1 training value far from all others, such as {fault:,.6g}: left out of the range"
        in encoded.notes[1]
    )
    assert not any("far from" in note for note in encode(series, training=500).notes)


def test_a_value_so_far_out_that_it_would_have_no_bucket_is_warned_of():
    encoded = encode(Series("s", {"level": [*LEVELS, 1e300]}), training=501)
    assert encoded.encoder.resolution > 1e290
    assert "the range is now so wide that all others look alike" in encoded.notes[1]


def test_no_value_is_far_out_where_the_range_is_only_skewed():
    assert far_out([float(place) for place in range(100)]) == []
    assert far_out([0.0] * 99 + [5.0]) == []
    assert far_out([1.0, 1e9]) == far_out([None, "a"]) == []
    assert far_out([1.5**place for place in range(20)]) == []


def test_a_few_large_values_among_zeros_are_not_far_out_unless_they_are_among_each_other():
    rain = [0.0] * 1000 + [0.2] * 6 + [1.0, 3.0, 8.0, 12.0, 25.0, 40.0]
    assert far_out(rain) == []
    assert far_out([*rain, 99999.0]) == [99999.0]


@pytest.mark.parametrize("name", ["demand", "water", "sea"])
def test_no_value_of_a_shipped_series_is_far_out(name):
    assert far_out(shipped(name).values()) == []


def test_a_constant_series_has_no_range():
    (note,) = encode(Series("s", {"level": [3.0, None, 3.0]}), training=3).notes
    assert note == (
        "level: an RDSE of resolution 1: the values of the training rows are all alike, so they have no range"
    )


def test_categories_are_taken_from_the_training_rows_only():
    series = Series("s", {"letter": ["a", "b", "a", "z"]})
    encoder = encode(series, training=3).encoder
    assert isinstance(encoder, Category)
    assert encoder.categories == ("a", "b")


def test_a_column_of_texts_is_one_where_the_training_rows_have_gaps_only():
    encoder = encode(Series("s", {"letter": [None, None, "a", "b"]}), training=2).encoder
    assert isinstance(encoder, Category)
    assert encoder.candidates() == ()
    assert encoder.encode("a").active


def test_several_columns_and_the_time_become_fields():
    fields = {"flow": [1.0] * 48, "valve": ["open"] * 48}
    encoded = encode(Series("s", fields, every(timedelta(hours=1), 48)), training=30)
    assert isinstance(encoded.encoder, Fields)
    kinds = {name: type(one) for name, one in encoded.encoder.encoders.items()}
    assert kinds == {"flow": RDSE, "valve": Category, "time": DateTime}
    assert encoded.records[0] == {"flow": 1.0, "valve": "open", "time": START}


def test_notes_say_where_the_resolution_is_from():
    series = Series("s", {"level": [0.0, 13.0, 5.0]}, unit="m")
    (note,) = encode(series, training=2).notes
    assert "0.1 m" in note
    assert "training rows" in note


@pytest.mark.parametrize(
    ("step", "count", "parts"),
    [
        (timedelta(hours=1), 30, ["time_of_day"]),
        (timedelta(hours=1), 24 * 14, ["time_of_day"]),  # the last hour of two weeks is missing
        (timedelta(hours=1), 24 * 14 + 1, ["time_of_day", "day_of_week"]),
        (timedelta(hours=12), 30, ["time_of_day", "day_of_week"]),
        (timedelta(hours=23), 20, ["day_of_week"]),  # shorter than a day
        (timedelta(days=1), 60, ["day_of_week"]),
        (timedelta(days=7), 20, []),
        (timedelta(days=1), 732, ["day_of_week", "day_of_year"]),
        (timedelta(days=1, seconds=1), 60, []),
        (timedelta(days=2), 40, []),
        (timedelta(days=30), 30, ["day_of_year"]),
        (timedelta(days=365.25), 30, ["day_of_year"]),
        (timedelta(0), 30, []),
        (timedelta(hours=1), 1, []),
        (timedelta(hours=1), 0, []),
    ],
)
def test_of_the_time_what_is_shown_more_than_once(step, count, parts):
    assert time_parts(every(step, count)) == parts


@pytest.mark.parametrize(
    ("training", "testing", "doubted"),
    [
        ("000000", "0110", True),
        ("111111", "1011", True),
        ("000100", "0110", False),
        ("000000", "0000", False),
    ],
)
def test_a_switch_that_first_changes_in_the_test_may_mark_anomalies(training, testing, doubted):
    fields = {
        "flow": [float(n % 4) for n in range(10)],
        "pump fault": [float(cell) for cell in training + testing],
    }
    notes = encode(Series("s", fields), 6).notes
    assert doubted == any(note.endswith('known anomalies, give --label "pump fault"') for note in notes)
    labelled = encode(Series("s", fields, labels=[False] * 10), 6).notes
    assert not any("--label" in note for note in labelled)
    alone = encode(Series("s", {"pump fault": fields["pump fault"]}), 6).notes
    assert not any("--label" in note for note in alone)


def test_a_column_that_first_varies_in_the_test_is_no_switch():
    fields = {"flow": [float(n % 4) for n in range(10)], "level": [0.0] * 6 + [1.0, 0.0, 2.0, 0.0]}
    assert not any("--label" in note for note in encode(Series("s", fields), 6).notes)
