"""A table with hundreds of columns has a short report: like notes are one line, and wide input is said."""

from datetime import datetime, timedelta

import pytest

from htm_teacher import RDSE, Category
from htm_teacher.series import Series
from htm_teacher.study.columns import ColumnNote, in_lines, on_input
from htm_teacher.study.encoding import encode
from htm_teacher.study.pace import notes_on_rows


def wide(columns, rows=40):
    """Columns that differ in their numbers, each with a missing value; the test leaves the range."""
    fields = {
        f"c{place}": [None, *(float(row % (3 + place % 5)) for row in range(rows - 2)), 99.0]
        for place in range(columns)
    }
    return Series("wide", fields)


@pytest.mark.parametrize("columns", [5, 100, 500])
def test_the_notes_on_many_columns_are_as_long_as_those_on_a_few(columns):
    series = wide(columns)
    notes = [*notes_on_rows(series), *encode(series, 28).notes]
    assert len(notes) == 7
    assert max(map(len, notes)) < 260
    assert notes[0] == "c0: 1 value of 40 missing"
    many = f"{columns - 1} further columns (c1, c2, c3 and {columns - 4} more)"
    assert notes[1] == f"{many}: {columns - 1} values missing"
    part = "1/130 of the range of the training rows; the test rows were not used"
    assert notes[2] == f"c0: an RDSE of resolution 0.0154, {part}"
    assert notes[3] == f"{many}: an RDSE each, of its own resolution"
    assert notes[5].endswith("; what was never learned cannot be predicted")
    assert notes[6] == f"{many}: {columns - 1} test values beyond the range of the training rows"


def test_a_few_columns_have_a_line_each():
    notes = [ColumnNote(name, f"low {place}", "low each") for place, name in enumerate("abcd", 1)]
    assert in_lines(notes, "a") == ["a: low 1", "b: low 2", "c: low 3", "d: low 4"]
    assert in_lines([*notes, ColumnNote("e", "low 5", "low each")], "a") == [
        "a: low 1",
        "4 further columns (b, c, d and 1 more): low each",
    ]


def test_columns_of_which_the_same_is_said_share_a_line():
    series = Series("s", {name: [1.0, None, 2.0] for name in "abcd"})
    assert notes_on_rows(series) == ["a, b, c, d: 1 value of 3 missing"]


def test_only_like_notes_are_put_together():
    notes = [ColumnNote(str(place), "odd", f"odd {place % 2}", place) for place in range(12)]
    lines = in_lines([*notes, ColumnNote("z", "alone", "{count} alone")], "0")
    assert lines == [
        "0: odd",
        "6 further columns (1, 3, 5 and 3 more): odd 1",
        "5 further columns (2, 4, 6 and 2 more): odd 0",
        "z: alone",
    ]


def test_counts_are_added_up():
    notes = [ColumnNote(name, "gaps", "{count:,} gaps", 500) for name in "bcde"]
    assert in_lines(notes, "a") == ["4 further columns (b, c, d and 1 more): 2,000 gaps"]


def test_a_long_name_is_cut():
    (line,) = in_lines([ColumnNote("word\n" * 99, "low", "")], "")
    assert line.startswith("word word ")
    assert len(line) < 70


def test_columns_that_go_along_are_said_with_the_option_that_limits_them():
    assert on_input(["a"], "a", 400) == []
    (line,) = on_input(["a", "b"], "a", 800)
    assert line.startswith("input: a is predicted from itself and from 1 more column (b), 800 bits in all; ")
    assert "--value" in line
    assert not any(note.startswith("input") for note in encode(Series("s", {"v": [1.0, 2.0]}), 1).notes)


def test_the_bits_of_the_input_are_all_of_its_bits():
    times = [datetime(2024, 1, 1) + timedelta(hours=hour) for hour in range(72)]
    values = [float(time.hour) for time in times]
    encoded = encode(Series("s", {"a": values, "b": values}, times), 60)
    (note,) = (note for note in encoded.notes if note.startswith("input: "))
    assert f", {encoded.encoder.size:,} bits in all; " in note
    assert encoded.encoder.size > 800


# What a column of its own is said to be.


def notes_of(values, training):
    return encode(Series("s", {"v": list(values)}), training).notes


def test_training_rows_without_a_value_are_not_called_alike():
    encoder = encode(Series("s", {"v": [None] * 150 + [1.0, 2.0] * 25}), 140)
    assert encoder.encoder == RDSE(resolution=1.0)
    assert encoder.notes == [
        "v: the training rows hold no value, so nothing about it can be learned; the first value is at"
        " step 150 of 200; remove the rows before it, or take --train 0.76 or more"
    ]
    (note,) = notes_of([None] * 199 + [1.0], 140)
    assert note.endswith("the first value is at step 199 of 200; remove the rows before it")
    assert notes_of([None] * 9, 6) == ["v: no row holds a value; choose another column with --value"]
    assert isinstance(encode(Series("s", {"v": [None, "a"]}), 1).encoder, Category)
    assert "the training rows hold no value" in notes_of([None, None, "a", "b"], 2)[0]


def test_a_single_value_is_not_called_many_alike():
    assert "hold a single value" in notes_of([None, 3.0, None], 3)[0]
    assert "are all alike" in notes_of([3.0, 3.0], 2)[0]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        ([10.0, 11.0, 5.0], "of 3 test values, 2 above {}, 0 to 9: first at step 10, by 1; at most by 2;"),
        ([-1.0], "of 1 test value, 1 below {}, 0 to 9: first at step 10, by 1; at most by 1;"),
        (
            [5.0, -1.0, 20.0, -30.0, None],
            "of 4 test values, 1 above and 2 below {}, 0 to 9: first at step 11, by 1; at most by 30;",
        ),
    ],
)
def test_test_values_out_of_the_training_range_are_counted_and_changes_named(later, said):
    *_, note = notes_of([*map(float, range(10)), *later], 10)
    assert said.format("the range of the training rows") in note
    assert note.endswith(
        "let HTM read its changes: add them to the data as a column, and choose that with --value;"
        " predictions and errors are then those of changes"
    )


def test_a_few_values_out_of_the_range_are_no_drift():
    tested = [5.0] * 20
    *_, note = notes_of([*map(float, range(10)), *tested[1:], 10.0], 10)
    assert note.endswith("at most by 1; what was never learned cannot be predicted")
    *_, note = notes_of([*map(float, range(10)), *tested[2:], 10.0, 11.0], 10)
    assert "; if the level drifts, " in note


def test_when_a_value_first_leaves_the_range_is_said_by_its_time():
    times = [datetime(2024, 1, day) for day in range(1, 11)]
    *_, note = encode(Series("s", {"v": [1.0, 2.0] * 4 + [2.0, 2.5]}, times), 7).notes
    assert ": first at Wed 10 Jan 2024, step 9, by 0.5; at most by 0.5; " in note


def test_test_values_within_the_range_are_no_note():
    assert len(notes_of([*map(float, range(10)), 0.0, 9.0], 10)) == 1
    assert len(notes_of(["a", "b", "c"], 2)) == 1


@pytest.mark.parametrize("far", [1.7e308, 1e308, 3e307])
def test_numbers_whose_differences_cannot_be_added_up_are_refused(far):
    values = [far, -far] * 30
    with pytest.raises(
        ValueError, match=r"^s, v: numbers from -.* are too far apart .*; divide them by 1e10, say$"
    ):
        encode(Series("s", {"v": values}), 42)
    assert encode(Series("s", {"v": [0.0, 1.0] * 30, "w": values}), 42).encoder.size == 800
    assert encode(Series("s", {"v": [far / 1e10, -far / 1e10] * 30}), 42).notes
