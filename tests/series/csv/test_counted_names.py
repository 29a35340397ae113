"""Numbers that are names of columns: years, or the numbers of the columns."""

import pytest

UNNAMED = "the first row holds no names, so columns are called by their numbers"


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Land,Code,1960,1961,1962\nAruba,ABW,4.8,4.6,4.4\nPeru,PER,,,6.9\n", "Land Code 1960 1961 1962"),
        ("1960,1961,1962,1963,1964\n4.8,4.6,4.4,1,2\n6.9,6.8,6.8,1,2\n", "1960 1961 1962 1963 1964"),
        (",0\n1821,269\n1822,321\n1823,585\n", " 0"),
        (",0,1\n2024-01-01,5,7.5\n2024-01-02,6,7.5\n", " 0 1"),
    ],
)
def test_numbers_that_count_up_are_names(sheet, content, names):
    found = sheet(content)
    assert found.headings == names.split(" ")
    assert found.rows[0] == 2
    assert found.notes == ["the numbers in row 1 are names, because they count up"]


@pytest.mark.parametrize(
    "content",
    [
        "a,1,2,3\nb,4,5,6\nc,7,8,8\n",  # another row counts as well
        "a,1,2\nb,4,4\n",  # too few
        "1,2,3,4\n7,8,8,8\n5,5,5,5\n",
        "1,2,3,5,6\n7,8,8,8,9\n",  # 4 is missing
        "a,1.0,2.0,3.0\nb,4,4,6\n",
        ",0\n,4\n3,5\n",  # other rows have no first cell either
        ",5\n1,4\n3,5\n",
    ],
)
def test_other_numbers_are_data(sheet, content):
    found = sheet(content)
    assert set(found.headings) == {""}
    assert found.rows[0] == 1
    assert found.notes == [UNNAMED]


def test_names_that_count_up_are_data_if_the_caller_says_so(sheet):
    found = sheet(",0\n1821,269\n1822,321\n", header=False)
    assert found.columns == [["", "1821", "1822"], ["0", "269", "321"]]


def test_a_column_without_a_name_is_explained(read):
    rows = "".join(f"{place},2024-01-0{place},{place * place % 5}\n" for place in range(1, 8))
    assert read(f",date,v\n{rows}").notes == [
        "the first column only counts the rows, so it is not a value",
        "columns: 'date' is the time; 'v' is predicted; not used: '1'",
    ]
    rows = "".join(f"2024-01-0{place},{place * place % 5},{place % 3}.5\n" for place in range(1, 8))
    assert read(f",v,\n{rows}").notes[1:] == ["'1' and '3' are columns without names, called by number"]
