"""Rows of data that begin with the mark of a comment, and comments that look like rows."""

import pytest

from htm_teacher.series import SeriesWarning

MARKS = ["#", "%", "!", "*", ";", "--", "//"]


@pytest.mark.parametrize("delimiter", [",", "\t", "|", " "])
@pytest.mark.parametrize("mark", MARKS)
def test_a_row_like_the_others_is_data_with_a_doubt(mark, delimiter, sheet):
    rows = ["name,level", "a,1", f"{mark}b,2", "c,3", "d,5"]
    found = sheet("\n".join(rows).replace(",", delimiter))
    assert found.columns == [["a", f"{mark}b", "c", "d"], ["1", "2", "3", "5"]]
    assert found.notes == []
    (doubt,) = found.doubts
    assert "in row 3 is read as data" in doubt
    assert doubt.endswith("if it is a comment, remove it")


@pytest.mark.parametrize("place", [1, 2, 4])
def test_such_a_row_may_be_the_first_or_the_last(place, sheet):
    rows = ["name,level", "a,1", "b,2", "c,3"]
    rows.insert(place, '"#x",7')
    found = sheet("\n".join(rows))
    assert found.columns[0][place - 1] == "#x"
    assert list(found.rows) == [2, 3, 4, 5]


def test_several_such_rows_are_one_doubt(sheet):
    found = sheet("name,level,depth\na,1,\n#b,2,\n#b,,3\nc,3,4\n#c,9,4\n")
    assert found.columns[0] == ["a", "#b", "#b", "c", "#c"]
    (doubt,) = found.doubts
    assert doubt.startswith("3 rows such as '#b,2,' in row 3 are read as data")


def test_the_doubt_is_a_warning_that_names_the_row(read):
    with pytest.warns(SeriesWarning, match=r"f\.csv: '#b,2' in row 3 is read as data"):
        assert list(read("name,level\na,1\n#b,2\nc,3\n")) == [1, 2, 3]


def test_a_total_with_such_a_mark_is_left_out_and_not_doubted(sheet):
    found = sheet("name,level\na,1\nb,2\nc,3\n#total,6\n")
    assert found.columns == [["a", "b", "c"], ["1", "2", "3"]]
    assert found.notes == ["left out below the table: row 5: '#total, 6'"]
    assert found.doubts == []


@pytest.mark.parametrize(
    "comment",
    [
        "# b,2",  # a space
        "#b,two",  # no number
        "#b",  # too short
        "#b,2,3",  # too long
        '#b,"2',  # an open quote
        "#" + "b" * 200_000 + ",2",
        "#name,level",
        "-----",
    ],
    ids=lambda comment: comment[:12],
)
def test_a_line_unlike_the_rows_stays_a_comment(comment, sheet):
    found = sheet(f"name,level\na,1\n{comment}\nb,2\nc,3\n")
    assert found.columns == [["a", "b", "c"], ["1", "2", "3"]]
    assert found.notes == ["1 comment is left out, in row 3"]
    assert found.doubts == []


@pytest.mark.parametrize("cells", [["2024-01-01", "2024-01-02", "2024-01-03"], ["5", "6", "8"]])
def test_a_row_that_is_commented_out_stays_a_comment(cells, sheet):
    first, second, third = cells
    found = sheet(f"time,level\n{first},1\n#{second},2\n{third},3\n")
    assert found.columns == [[first, third], ["1", "3"]]
    assert found.doubts == []


def test_lines_above_the_table_stay_comments(sheet):
    found = sheet("#version,2\n#rate,10\nname,level\na,1\nb,2\nc,4\n")
    assert found.columns[0] == ["a", "b", "c"]
    assert found.notes == ["2 comments are left out, the first in row 1"]


@pytest.mark.parametrize(
    ("text", "first"),
    [
        (
            "place,level\nDen Haag,1\n's-Hertogenbosch,2\nUtrecht,4\n",
            ["Den Haag", "'s-Hertogenbosch", "Utrecht"],
        ),
        ("place;level\n't Hof;1\nUtrecht;2\n'a;4\n", ["'t Hof", "Utrecht", "'a"]),
        ("place,level\n'a,1\n'b,2\n'c,4\n", ["'a", "'b", "'c"]),
        (
            "time,level\n2024-01-01,1\n'2024-01-02,2\n2024-01-03,4\n",
            ["2024-01-01", "'2024-01-02", "2024-01-03"],
        ),
        ("id,level\n007,1\n'008,2\n011,4\n", ["007", "'008", "011"]),
    ],
)
def test_an_apostrophe_before_a_first_cell_hides_no_row(text, first, table):
    assert table(text)[1:] == [[cell, level] for cell, level in zip(first, "124", strict=True)]


def test_an_apostrophe_before_a_time_is_no_part_of_it(read):
    series = read("time,level\n2024-01-01,1\n'2024-01-02,2\n2024-01-03,4\n")
    assert [time.day for time in series.times] == [1, 2, 3]


def test_an_apostrophe_begins_a_comment_of_another_kind(sheet):
    found = sheet("t,level\n1,2\n' made by hand, in May\n4,6\n9,3\n")
    assert found.columns == [["1", "4", "9"], ["2", "6", "3"]]
