"""The flags of NuPIC's files: what each column is for, and where sequences begin."""

import warnings

import pytest

from htm_teacher.series import read_csv, read_groups


@pytest.fixture
def path(tmp_path):
    """Write a file of NuPIC with a column more, of this flag and these cells."""

    def write(flag, cells):
        rows = [f"{cell},2020-01-0{day},2024-01-0{day},{day % 4}" for day, cell in enumerate(cells, 1)]
        heads = ["mark,made,when,flow", "int,datetime,datetime,float", f"{flag},,T,"]
        (tmp_path / "nupic.csv").write_text("\n".join([*heads, *rows]) + "\n")
        return tmp_path / "nupic.csv"

    return write


def read(path, **options):
    """The series, and its warnings without the file."""
    with warnings.catch_warnings(record=True) as doubts:
        warnings.simplefilter("always")
        series = read_csv(path, **options)
    return series, [str(doubt.message).partition(": ")[2] for doubt in doubts]


@pytest.mark.parametrize("flag", ["R", "S", "L", "r"])
def test_the_flag_says_which_column_is_the_time_and_which_is_no_value(path, flag):
    series, _ = read(path(flag, [1, 0, 3, 1, 0]))
    assert {time.year for time in series.times} == {2024}
    assert list(series.fields) == ["flow"]
    assert any(note.startswith("'mark' says ") for note in series.notes)


def test_a_category_and_a_chosen_column_are_values(path):
    assert "mark" in read(path("C", [1, 0, 3, 1, 0]))[0].fields
    assert list(read(path("L", [1, 0, 3, 1, 0]), value="mark")[0].fields) == ["mark"]
    assert read(path("L", [1, 0, 3, 1, 0]), time="made")[0].times[0].year == 2020


def test_sequences_are_doubted_with_the_option_that_separates_them(path):
    one = "but all rows are read as one series"
    assert read(path("S", [1, 1, 1, 2, 2, 2]))[1] == [
        f"'mark' says to which sequence a row belongs, {one};"
        ' give --group mark to take each alone, or give --group "" if they are one'
    ]
    assert read(path("R", [1, 0, 0, 1, 0, 0]))[1] == [
        f"'mark' says where a sequence begins, {one};"
        " to take each alone, number them in a column and give it to --group,"
        ' or give --group "" if they are one'
    ]
    assert list(read_groups(path("S", [1, 1, 1, 2, 2, 2]), "mark")) == ["1", "2"]


@pytest.mark.parametrize(("flag", "cells"), [("S", [1, 1, 1, 1]), ("R", [1, 0, 0, 0]), ("L", [1, 0, 1, 0])])
def test_a_single_sequence_is_not_doubted(path, flag, cells):
    assert read(path(flag, cells))[1] == []


def test_one_series_is_not_doubted(path):
    assert read(path("R", [1, 0, 0, 1, 0, 0]), single=True)[1] == []
