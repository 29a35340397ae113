"""How the delimiter is found."""

from pathlib import Path

import pytest

from htm_teacher.series.csv.delimiter import find_delimiter


def found(*lines):
    return find_delimiter(Path("f.csv"), [f"{line}\n" for line in lines])


@pytest.mark.parametrize("mark", [";", "\t", "|"])
def test_a_delimiter_must_split_half_of_the_lines_alike(mark):
    half = ["1;2", "3;4", "5", "6;7;8"]
    assert found(*(line.replace(";", mark) for line in half)) == mark
    less = [*half, "9"]
    assert found(*(line.replace(";", mark) for line in less)) == ","


def test_spaces_too_must_split_half_of_the_lines_alike():
    assert found("1 2", "3 4", "5", "6 7 8") == " "
    assert found("1 2", "3 4", "5", "6 7 8", "9") == ","


def test_the_delimiter_that_splits_more_lines_alike_wins():
    assert found("1;2,3", "4;5", "6;7,8") == ";"
    assert found("1,2;3", "4,5", "6,7;8") == ","


def test_of_equally_good_delimiters_the_one_with_plain_cells_wins():
    assert found("1,5;2,5", "3,5;4,5") == ";"
    assert found("1,a;b", "2,c;d") == ","
