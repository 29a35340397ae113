"""What is said of several series: once, with the first names, however many numbers differ."""

import warnings

from htm_teacher.series import read_groups
from htm_teacher.series.alike import in_few_lines


def test_what_is_said_of_all_comes_first_and_others_are_counted_with_the_first_names():
    said = {name: ["sorted", "unit kW"] if name != "c" else ["unit kW"] for name in "abcdef"}
    assert in_few_lines(said) == ["unit kW", "5 of 6 series (a, b, d and 2 more): sorted"]


def test_sentences_that_differ_in_numbers_share_a_line_with_those_of_the_first():
    said = {"a": ["2 twice, in row 1,020", "3 twice, in row 9"], "b": ["4 twice, in row 7"], "c": []}
    assert in_few_lines(said) == [
        "2 of 3 series (a, b); of the first: 2 twice, in row 1,020",
        "1 of 3 series (a): 3 twice, in row 9",
    ]


def test_thirty_series_with_times_that_occur_twice_are_one_warning(tmp_path):
    rows = [f"lot {lot},2024-01-{day:02},{day}" for lot in range(30) for day in [1, 2, 3, 3, 4, 5]]
    path = tmp_path / "parking.csv"
    path.write_text("\n".join(["lot,when,cars", *rows, "lot 30,2024-01-01,1", "lot 30,2024-01-02,2"]) + "\n")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert len(read_groups(path, "lot")) == 31
    (said,) = (str(warning.message) for warning in caught)
    assert (
        "parking.csv: 30 of 31 series (lot 0, lot 1, lot 2 and 27 more); of the first: column 'when'" in said
    )
    assert caught[0].filename == __file__
